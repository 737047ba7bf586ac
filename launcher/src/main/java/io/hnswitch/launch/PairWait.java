package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.PairView;
import io.hnswitch.control.PairingControl;
import io.hnswitch.id.NicId;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Predicate;

/** Waits until a pair is in a wanted state; looks whenever something happens to its NIC. */
final class PairWait {

  private static final String FAILED = "failed";

  private final Bus bus;
  private final Timers timers;
  private final NicId nic;
  private final Predicate<String> wanted;
  private final Duration patience;
  private final Promise<String> result = Promise.promise();
  private String last = "unknown";

  /**
   * @param timers on the event loop that this is used on
   */
  PairWait(Bus bus, Timers timers, NicId nic, Predicate<String> wanted, Duration patience) {
    this.bus = bus;
    this.timers = timers;
    this.nic = nic;
    this.wanted = wanted;
    this.patience = patience;
  }

  /** The state's word; fails with a problem when the pair fails, or after the given time. */
  Future<String> begin() {
    var events =
        bus.onEvents(
            event -> {
              if (event.subject().equals(nic.toString())) {
                look();
              }
            });
    var timer = timers.after(patience, this::giveUp);
    look();
    return result
        .future()
        .eventually(
            () -> {
              timer.cancel();
              return events.unregister();
            });
  }

  /** Waits no longer; the pair stays as it is. */
  void cancel() {
    result.tryFail(
        Problem.of(ProblemCode.CANCELLED, "waiting for " + nic + " ended; it is " + last)
            .exception());
  }

  private void look() {
    bus.request(Addresses.pairing(), new PairingControl.Describe(), PairingControl.Pairs.class)
        .onSuccess(
            pairs ->
                pairs.pairs().stream()
                    .filter(pair -> pair.nic().equals(nic))
                    .findFirst()
                    .ifPresent(this::judge));
  }

  private void judge(PairView pair) {
    last = pair.state();
    if (wanted.test(last)) {
      result.tryComplete(last);
    } else if (last.equals(FAILED)) {
      result.tryFail(Problem.of(ProblemCode.DEVICE_FAILED, nic + ": " + pair.reason()).exception());
    }
  }

  private void giveUp() {
    result.tryFail(
        Problem.of(
                ProblemCode.PEER_TIMEOUT,
                nic + " is still " + last + " after " + patience.toSeconds() + " s")
            .exception());
  }
}
