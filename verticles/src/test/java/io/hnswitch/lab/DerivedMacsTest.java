package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import org.junit.jupiter.api.Test;

class DerivedMacsTest {

  private static final NicId A = new NicId("a", "n");

  private static MacAddress macOf(LabSpec lab, NicId id) {
    return lab.nic(id).orElseThrow().mac();
  }

  private static LabSpec lab(String guests) {
    return Labs.accepted(Labs.spec("switches: { s: {} }", "guests: { " + guests + " }"));
  }

  @Test
  void staysTheSameForever() {
    assertEquals("00:15:5d:2e:d9:b8", DerivedMacs.first("t", A).toString());
  }

  @Test
  void dependsOnLabGuestAndNic() {
    assertTrue(DerivedMacs.first("t", A).toString().startsWith("00:15:5d:"));
    assertNotEquals(DerivedMacs.first("t", A), DerivedMacs.first("u", A));
    assertNotEquals(DerivedMacs.first("t", A), DerivedMacs.first("t", new NicId("b", "n")));
  }

  @Test
  void makesAnotherAttemptWhenTheAddressIsTaken() {
    var taken = DerivedMacs.first("t", A);
    var a = "a: { nics: { n: { switch: s } } }";
    var b = "b: { nics: { n: { switch: s, mac: \"" + taken + "\" } } }";
    var lab = lab(a + ", " + b);
    assertNotEquals(taken, macOf(lab, A));
    assertEquals(lab, lab(b + ", " + a));
    assertEquals(lab, Labs.accepted(LabWriter.yaml(lab)));
  }

  @Test
  void givesATapTheNicsAddressUnlessItHasItsOwn() {
    var lab =
        lab(
            "a: { nics: { n: { switch: s, endpoint: { tap: { name: t } } }, m: { switch: s, mtu:"
                + " 9000, endpoint: { tap: { name: u, mac: \"02:00:00:00:00:01\" } } } } }");
    var tap = (EndpointSpec.Tap) lab.nic(A).orElseThrow().endpoint();
    assertEquals(macOf(lab, A), tap.mac());
    var other = (EndpointSpec.Tap) lab.nic(new NicId("a", "m")).orElseThrow().endpoint();
    assertEquals("02:00:00:00:00:01", other.mac().toString());
    assertEquals(9000, other.mtu());
  }
}
