package io.hnswitch.hn;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * SIOCSIFMTU: the VF first, because it can refuse while nothing has changed; then the channel,
 * which learns an MTU only when its session is set up, so it is closed and opened anew. A channel
 * that does not come back puts the VF's MTU back.
 */
final class MtuChange {

  /** What a change needs of hn. */
  interface Owner {

    /** The VF's MTU, when one is merged; done when none is. */
    Future<Outcome> setVfMtu(int mtu);

    /** Ends the session and closes the channel; what is transmitted meanwhile waits. */
    Future<Void> closeChannel();

    /** Opens the channel again; {@link #reopened} tells how that ended. */
    void openChannel(int mtu);

    /** Whether a session is there, and its host can change the MTU. */
    Outcome canChange();
  }

  private final NicId nic;
  private final NicInterface face;
  private final Owner owner;
  private boolean changing;
  private Promise<Outcome> reattach;

  MtuChange(NicId nic, NicInterface face, Owner owner) {
    this.nic = nic;
    this.face = face;
    this.owner = owner;
  }

  Future<Outcome> to(int mtu) {
    if (NicInterface.checkMtu(mtu) instanceof Outcome.Refused refused) {
      return Future.succeededFuture(refused);
    }
    if (changing) { // Also to the same: it may yet be put back.
      return Future.succeededFuture(
          Outcome.refused(Refusal.STATE_CONFLICT, nic + " is changing its MTU already"));
    }
    if (mtu == face.mtu()) {
      return Future.succeededFuture(Outcome.DONE);
    }
    if (owner.canChange() instanceof Outcome.Refused refused) {
      return Future.succeededFuture(refused);
    }
    int before = face.mtu();
    changing = true;
    return owner
        .setVfMtu(mtu)
        .compose(onVf -> onVf instanceof Outcome.Refused ? answer(onVf) : onChannel(mtu, before))
        .onComplete(done -> changing = false);
  }

  private Future<Outcome> onChannel(int mtu, int before) {
    return reattach(mtu)
        .compose(
            done ->
                done instanceof Outcome.Refused
                    ? owner.setVfMtu(before).transform(putBack -> answer(done))
                    : answer(done));
  }

  private static Future<Outcome> answer(Outcome outcome) {
    return Future.succeededFuture(outcome);
  }

  private Future<Outcome> reattach(int mtu) {
    int before = face.mtu();
    Promise<Outcome> mine = Promise.promise();
    reattach = mine;
    owner
        .closeChannel()
        .onComplete(
            closed -> {
              if (reattach == mine) {
                face.mtu(mtu);
                owner.openChannel(mtu);
              }
            });
    return mine.future()
        .onSuccess(
            done -> {
              if (done instanceof Outcome.Refused) {
                face.mtu(before);
              }
            });
  }

  /**
   * A session is there. A change that waits for it now is answered when all is settled; one that
   * begins before that has a session of its own to wait for.
   */
  void reopened(Future<Outcome> settled) {
    if (reattach != null) {
      var promise = reattach;
      reattach = null;
      settled.onComplete(done -> promise.complete(Outcome.DONE));
    }
  }

  /** A session is there, or cannot be; without effect when no change waits for it. */
  void reopened(Outcome outcome) {
    if (reattach != null) {
      var promise = reattach;
      reattach = null;
      promise.complete(outcome);
    }
  }
}
