package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.OffloadCaps;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of a change of MTU, and what is put back. */
class MtuChangeTest {

  private static final Outcome REFUSED = Outcome.refused(Refusal.INVALID_VALUE, "no");

  private final List<String> log = new ArrayList<>();
  private final NicInterface face = new NicInterface(OffloadCaps.NONE, 1500, true);
  private final MtuChange change = new MtuChange(new NicId("a", "hn0"), face, new Recorded());
  private Outcome possible = Outcome.DONE;
  private Outcome onVf = Outcome.DONE;

  /** hn, as the change sees it: writes down what it is asked for. */
  private final class Recorded implements MtuChange.Owner {

    @Override
    public Future<Outcome> setVfMtu(int mtu) {
      log.add("vf " + mtu);
      return Future.succeededFuture(onVf);
    }

    @Override
    public Future<Void> closeChannel() {
      log.add("close");
      return Future.succeededFuture();
    }

    @Override
    public void openChannel(int mtu) {
      log.add("open " + mtu);
    }

    @Override
    public Outcome canChange() {
      return possible;
    }
  }

  // holds: S72, R15.1, E18
  @Test
  void asksTheVfFirstAndThenTheChannel() {
    var outcome = change.to(9000);
    assertEquals(List.of("vf 9000", "close", "open 9000"), log);
    assertFalse(outcome.isComplete(), "the host has not answered");
    change.reopened(Outcome.DONE);
    assertEquals(Outcome.DONE, outcome.result());
    assertEquals(9000, face.mtu());
  }

  // holds: S73, E18
  @Test
  void leavesTheChannelAloneWhenTheVfRefuses() {
    onVf = REFUSED;
    assertEquals(REFUSED, change.to(9000).result());
    assertEquals(List.of("vf 9000"), log);
    assertEquals(1500, face.mtu());
  }

  // holds: S74, C16, R15.1, E18
  @Test
  void putsTheVfBackWhenTheChannelDoesNotCome() {
    var outcome = change.to(9000);
    change.reopened(REFUSED);
    assertEquals(List.of("vf 9000", "close", "open 9000", "vf 1500"), log);
    assertEquals(REFUSED, outcome.result());
    assertEquals(1500, face.mtu());
  }

  // holds: S75
  @ParameterizedTest
  @ValueSource(ints = {-1, 575, 9203, 65530})
  void asksNobodyForAnMtuOutOfRange(int mtu) {
    assertEquals(
        Refusal.INVALID_VALUE,
        assertInstanceOf(Outcome.Refused.class, change.to(mtu).result()).reason());
    assertEquals(List.of(), log);
  }

  // holds: S75
  @Test
  void asksNobodyForTheMtuThereIs() {
    possible = REFUSED;
    assertEquals(Outcome.DONE, change.to(1500).result());
    assertEquals(List.of(), log);
  }

  // holds: S75
  @Test
  void asksNobodyWhenTheHostCannotChangeIt() {
    possible = Outcome.refused(Refusal.NOT_SUPPORTED, "version 1");
    assertEquals(possible, change.to(9000).result());
    assertEquals(List.of(), log);
    assertEquals(1500, face.mtu());
  }
}
