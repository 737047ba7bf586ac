package io.hnswitch.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.frame.DropReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private final Ledger ledger = new Ledger();

  @Test
  void addsUpToWhatWasSent() {
    var endpoint = ledger.open("endpoint a", () -> 0);
    var device = ledger.open("switch", () -> 4);
    var sink = ledger.open("endpoint b", () -> 0);
    endpoint.entered(100);
    endpoint.out(100);
    device.in(97);
    device.created(10);
    device.out(90);
    device.filtered(5);
    device.dropped(DropReason.CREDIT_EXHAUSTED, 8);
    sink.in(88);
    sink.delivered(88);
    var total = ledger.total();
    assertEquals(0, total.unaccounted());
    assertEquals(3 + 2, total.inTransit());
    assertEquals(4 + 5, total.inFlight());
    assertEquals(
        total.sent() + total.created(),
        total.delivered()
            + total.filtered()
            + total.droppedTotal()
            + total.held()
            + total.inTransit()
            + total.unaccounted());
    assertEquals(Map.of(DropReason.CREDIT_EXHAUSTED, 8L), total.dropped());
  }

  @Test
  void countsWhatOtherNodesHaveAndWhatTheySent() {
    var waiting = new long[] {7};
    var link = ledger.open("link core", () -> waiting[0]);
    link.in(20);
    link.wiredOut(10);
    link.dropped(DropReason.LINK_DOWN, 3);
    link.wiredIn(5);
    link.out(5);
    var total = ledger.total();
    assertEquals(0, total.unaccounted());
    assertEquals(10, total.wiredOut());
    assertEquals(5, total.wiredIn());
    assertEquals(7, total.held());
    waiting[0] = 0;
    link.wiredOut(7);
    ledger.close(link);
    assertEquals(17, ledger.total().wiredOut());
    assertEquals(0, ledger.total().unaccounted());
  }

  @Test
  void keepsTheTotalsOfDevicesThatAreGone() {
    for (int life = 1; life <= 3; life++) {
      long inside = life;
      var vf = ledger.open("vf pf0/vf0", () -> inside);
      vf.in(10);
      vf.out(6);
      vf.dropped(DropReason.VF_GONE, 4 - life);
      ledger.close(vf);
      ledger.close(vf);
      var account = ledger.accounts().getFirst();
      assertEquals(1, ledger.accounts().size());
      assertEquals(10L * life, account.in());
      assertEquals(6L * life, account.out());
      assertEquals(0, account.unaccounted());
    }
    assertEquals(1 + 2 + 3, ledger.total().held());
    assertEquals(3 + 2 + 1, ledger.total().dropped().get(DropReason.VF_GONE));
  }

  @Test
  void showsADeviceThatCameBackAsOne() {
    var first = ledger.open("b", () -> 0);
    first.entered(1);
    first.delivered(1);
    ledger.close(first);
    ledger.open("a", () -> 0);
    var second = ledger.open("b", () -> 0);
    second.entered(2);
    second.delivered(2);
    assertEquals(
        List.of("a", "b"), ledger.accounts().stream().map(DeviceLedger.Account::device).toList());
    assertEquals(3, ledger.accounts().get(1).delivered());
  }

  @Test
  void refusesTwoOpenAccountsOfOneName() {
    var first = ledger.open("a", () -> 0);
    assertThrows(IllegalStateException.class, () -> ledger.open("a", () -> 0));
    ledger.close(new DeviceLedger("a", () -> 0));
    assertThrows(IllegalStateException.class, () -> ledger.open("a", () -> 0));
    ledger.close(first);
    ledger.open("a", () -> 0);
  }

  @Test
  void sumsTheArrivalsOfAllDestinations() {
    var one = ledger.newArrivals();
    var two = ledger.newArrivals();
    one.arrived(5, 0);
    one.arrived(5, 2);
    two.arrived(6, 0);
    two.arrived(6, 0);
    assertEquals(new Arrivals.Sums(3, 1, 1, 0), ledger.arrivals());
  }
}
