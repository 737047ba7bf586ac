package io.hnswitch.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.frame.DropReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceLedgerTest {

  private long held;
  private final DeviceLedger ledger = new DeviceLedger("hn a:hn0", () -> held);

  @Test
  void balancesWhateverHappensToTheFrames() {
    ledger.entered(100);
    ledger.in(50);
    ledger.created(7);
    ledger.out(80);
    ledger.delivered(40);
    ledger.filtered(9);
    ledger.dropped(DropReason.NO_OWNER, 11);
    ledger.dropped(DropReason.RUNT, 5);
    ledger.dropped(DropReason.NO_OWNER, 2);
    held = 10;
    var account = ledger.account();
    assertEquals(0, account.unaccounted());
    assertEquals(18, account.droppedTotal());
    assertEquals(Map.of(DropReason.NO_OWNER, 13L, DropReason.RUNT, 5L), account.dropped());
    assertEquals(13, ledger.dropped(DropReason.NO_OWNER));
    assertEquals(0, ledger.dropped(DropReason.STORM));
  }

  @Test
  void showsWhatIsMissingFromTheBooks() {
    ledger.in(3);
    ledger.out(1);
    assertEquals(2, ledger.account().unaccounted());
    held = 3;
    assertEquals(-1, ledger.account().unaccounted());
  }

  @Test
  void givesAnAccountThatDoesNotChangeAnyMore() {
    ledger.dropped(DropReason.STORM, 1);
    var before = ledger.account();
    ledger.dropped(DropReason.STORM, 1);
    assertEquals(1, before.dropped().get(DropReason.STORM));
    assertThrows(UnsupportedOperationException.class, () -> before.dropped().clear());
  }

  @Test
  void addsAccountsReasonByReason() {
    ledger.in(5);
    ledger.dropped(DropReason.STORM, 2);
    held = 3;
    var other = new DeviceLedger("hn a:hn0", () -> 0);
    other.entered(4);
    other.dropped(DropReason.STORM, 1);
    other.dropped(DropReason.RUNT, 3);
    var sum = ledger.account().plus(other.account());
    assertEquals(Map.of(DropReason.STORM, 3L, DropReason.RUNT, 3L), sum.dropped());
    assertEquals(3, sum.held());
    assertEquals(0, sum.unaccounted());
  }
}
