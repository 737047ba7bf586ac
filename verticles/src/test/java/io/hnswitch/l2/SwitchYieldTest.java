package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.bus.Address;
import io.hnswitch.bus.Addresses;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.testing.ProbeDevice;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A port that gives its address up, at the real switch, with frames before and behind. */
class SwitchYieldTest {

  private static final MacAddress GUEST = new MacAddress(0x00155d_00000aL);
  private static final MacAddress OTHER = new MacAddress(0x00155d_00000bL);
  private static final MacAddress NEW = new MacAddress(0x00155d_00000cL);

  private final LabHarness harness = new LabHarness();
  private ProbeDevice guest;
  private ProbeDevice other;
  private ProbeDevice uplink;

  @BeforeEach
  void connect() {
    harness.deploy(new SwitchVerticle(harness.lab(), "sw0", Duration.ofSeconds(300)));
    guest = port("a:hn0", SwitchControl.PortKind.NIC, GUEST);
    other = port("b:hn0", SwitchControl.PortKind.NIC, OTHER);
    uplink = port("pf0", SwitchControl.PortKind.UPLINK, null);
  }

  private ProbeDevice port(String name, SwitchControl.PortKind kind, MacAddress owner) {
    var probe = harness.deploy(new ProbeDevice(harness.lab(), "probe " + name));
    var egress = Addresses.framesAt("hnswitch.d.test." + name);
    harness.onLoop(() -> probe.listen(egress));
    assertEquals(Outcome.DONE, ask(new SwitchControl.Connect(name, kind, owner, egress.value())));
    return probe;
  }

  private Outcome ask(SwitchControl request) {
    return harness.awaitOnLoop(
        () -> harness.bus().request(Addresses.virtualSwitch("sw0"), request, Outcome.class));
  }

  private static Address<FrameBurst> at(String port) {
    return Addresses.switchPort("sw0", port);
  }

  private void send(ProbeDevice from, String port, MacAddress to, MacAddress source) {
    harness.onLoop(
        () -> {
          from.send(at(port), to, source);
          return null;
        });
    harness.settle();
  }

  @AfterEach
  void booksBalance() {
    assertEquals(0, harness.lab().ledger().total().unaccounted());
    harness.close();
  }

  @Test
  void tellsThePortBehindTheLastFrameThatItsAddressHasMoved() {
    assertEquals(Outcome.DONE, ask(new SwitchControl.Yield("a:hn0")));
    send(other, "b:hn0", GUEST, OTHER);
    send(uplink, "pf0", OTHER, GUEST);
    send(other, "b:hn0", GUEST, OTHER);
    assertEquals(List.of("#0", "MOVED"), guest.takeRecords());
    assertEquals(List.of("#1"), uplink.takeRecords(), "what comes later goes by the uplink");
  }

  @Test
  void letsNoOtherGuestTakeTheAddress() {
    ask(new SwitchControl.Yield("a:hn0"));
    send(other, "b:hn0", OTHER, GUEST);
    send(other, "b:hn0", GUEST, OTHER);
    assertEquals(List.of("#1"), guest.takeRecords());
  }

  @Test
  void givesTheAddressBackToThePortThatHadIt() {
    ask(new SwitchControl.Yield("a:hn0"));
    assertEquals(Outcome.DONE, ask(new SwitchControl.Own("a:hn0", GUEST)));
    send(uplink, "pf0", OTHER, GUEST);
    send(other, "b:hn0", GUEST, OTHER);
    assertEquals(List.of("#0"), guest.takeRecords());
  }

  @Test
  void givesAPortAnotherAddressInPlaceOfItsOwn() {
    assertEquals(Outcome.DONE, ask(new SwitchControl.Own("a:hn0", NEW)));
    send(other, "b:hn0", NEW, OTHER);
    send(other, "b:hn0", GUEST, OTHER);
    assertEquals(List.of("#0"), guest.takeRecords());
    assertEquals(List.of("#1"), uplink.takeRecords(), "nobody has the old one");
    assertInstanceOf(Outcome.Refused.class, ask(new SwitchControl.Own("a:hn0", OTHER)));
    assertInstanceOf(
        Outcome.Refused.class, ask(new SwitchControl.Own("a:hn0", MacAddress.BROADCAST)));
    assertInstanceOf(Outcome.Refused.class, ask(new SwitchControl.Own("pf0", NEW)));
  }
}
