package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.id.NicId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabPlacesTest {

  private static final LabPlaces PLACES =
      assertInstanceOf(
              LabResult.Accepted.class,
              LabParser.parse(
                  Labs.spec(
                      "switches: { s: {} }",
                      "adapters: { p: { switch: s }, q: { switch: s }, r: { switch: s } }",
                      "links:",
                      "  k: { endpoints: [p], packet: { interface: veth0, netns: x } }",
                      "  l: { endpoints: [q], vxlan: { local: 10.9.0.1, remote: 10.9.0.2, vni: 1 }"
                          + " }",
                      "  m: { endpoints: [\"g-1:n\", s] }",
                      "guests:",
                      "  g:",
                      "    count: 2",
                      "    nics: { n: { switch: s, endpoint: { packet: { interface: v } } } }")))
          .places();

  private static String link(String name) {
    return text(PLACES.find(LabPlaces.link(name)));
  }

  private static String text(Optional<LabPlaces.At> at) {
    return at.map(one -> one.line() + ":" + one.column() + " " + one.pointer()).orElse("nowhere");
  }

  @Test
  void knowsWhereTheFarEndsOfLinksAre() {
    assertEquals("8:47 /spec/links/k/packet/interface", link("k"));
    assertEquals("9:42 /spec/links/l/vxlan/local", link("l"));
    assertEquals("10:21 /spec/links/m/endpoints/0", link("m"));
    assertEquals("nowhere", link("n"));
  }

  @Test
  void knowsWhereCountedGuestsHaveTheirEndpoints() {
    var wanted = "14:64 /spec/guests/g/nics/n/endpoint/packet/interface";
    assertEquals(wanted, text(PLACES.find(LabPlaces.endpoint(new NicId("g-1", "n")))));
    assertEquals(wanted, text(PLACES.find(LabPlaces.endpoint(new NicId("g-2", "n")))));
    assertEquals("nowhere", text(PLACES.find(LabPlaces.endpoint(new NicId("g", "n")))));
  }
}
