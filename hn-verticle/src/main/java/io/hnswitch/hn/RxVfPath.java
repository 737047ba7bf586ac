package io.hnswitch.hn;

import io.hnswitch.bus.Bus;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/**
 * The way of frames from the channel to the interface of a VF beside hn: performs what {@link RxVf}
 * decides and keeps who waits for the host. Belongs to an {@link HnVerticle} and runs on its event
 * loop.
 */
final class RxVfPath {

  /** What it needs of hn. */
  interface Owner {

    boolean isAttached();

    /** The receive filter may be another. */
    void filterForVf(boolean promiscuous);

    void askHost(boolean vf, int asked);

    /** Link management is suspended with the link down, or goes on. */
    void linkForVf(boolean suspended);

    Bus.FrameSender senderTo(VfId vf);
  }

  private final NicId nic;
  private final Owner owner;
  private final RxVf machine;
  private Promise<Outcome> asking = Promise.promise();
  private Optional<VfId> known = Optional.empty();
  private Bus.FrameSender toVf;

  RxVfPath(NicId nic, Owner owner) {
    this.nic = nic;
    this.owner = owner;
    this.machine = new RxVf(nic);
  }

  Optional<VfId> redirected() {
    return machine.redirected();
  }

  /** Whether frames from the channel are the VF's. */
  boolean isOn() {
    return machine.redirected().isPresent();
  }

  /** Whether the host has to be told, in a new session, that the data path is the VF's. */
  boolean hasDataPath() {
    return machine.hasDataPath();
  }

  Future<Outcome> on(VfId vf, RxVfStep step, boolean on) {
    Promise<Outcome> answer = Promise.promise();
    perform(machine.on(vf, step, on, owner.isAttached()), answer);
    return answer.future();
  }

  /**
   * The host's answer to NVS 129.
   *
   * @return false when it was not asked from here
   */
  boolean hostAnswered(int asked, boolean success, String detail) {
    if (!RxVf.owns(asked)) {
      return false;
    }
    perform(machine.hostAnswered(asked, success, detail), asking);
    return true;
  }

  private void perform(List<RxVf.Effect> effects, Promise<Outcome> answer) {
    for (var effect : effects) {
      switch (effect) {
        case RxVf.Effect.Filter(var promiscuous) -> owner.filterForVf(promiscuous);
        case RxVf.Effect.AskHost(var vf, var asked) -> {
          asking = answer;
          owner.askHost(vf, asked);
        }
        case RxVf.Effect.LinkDown _ -> owner.linkForVf(true);
        case RxVf.Effect.LinkResumed _ -> owner.linkForVf(false);
        case RxVf.Effect.Answer(var outcome) -> answer.tryComplete(outcome);
      }
    }
  }

  /** A burst from the channel, which is the VF's. */
  void send(FrameBurst burst) {
    if (!machine.redirected().equals(known)) {
      known = machine.redirected();
      toVf = owner.senderTo(known.orElseThrow());
    }
    toVf.send(burst);
  }

  /** hn goes away: the host will not answer any more. */
  void close() {
    asking.tryComplete(Outcome.refused(Refusal.STATE_CONFLICT, nic + " has been taken down"));
  }
}
