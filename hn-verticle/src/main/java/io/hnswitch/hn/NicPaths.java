package io.hnswitch.hn;

import io.hnswitch.bus.Bus;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;

/**
 * hn's two ways for frames, the channel and the VF, with the transmit gate and the two holds, and
 * the change from one to the other: performs what {@link SwitchOver} decides and keeps who waits
 * for it. Belongs to an {@link HnVerticle} and runs on its event loop.
 */
final class NicPaths {

  private static final int HOLD_FRAMES = 65536;

  /** What the paths need of hn. */
  interface Owner {

    /** Transmits by the channel. */
    void transmitSynthetic(FrameBurst burst);

    /** Frames are about to be handed to the VF. */
    void handsToVf(FrameBurst burst);

    /** Frames that have passed their hold, in order; they are the owner's. */
    void received(FrameBurst burst, boolean byVf);

    /** Asks the host; the request must stand behind every frame given to the channel before. */
    void askHost(boolean vf, int asked);

    /** True when every frame given to the channel is in its ring. */
    boolean isFlushed();

    /** True when the host has completed every frame given to the channel. */
    boolean isIdle();

    /** Another path carries the frames. */
    void pathChanged();

    /** A way for frames to this VF. */
    Bus.FrameSender senderTo(VfId vf);
  }

  private final NicId nic;
  private final MacAddress mac;
  private final Timers timers;
  private final Owner owner;
  private final SwitchOver switchOver;
  private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
  private final Gate gate;
  private final Gate fromVf;
  private final Gate fromChannel;
  private Bus.FrameSender toVf;
  private VfId vf;
  private Timers.Timer hold = () -> {};
  private SwitchOver.Effect.AskHost ask;
  private boolean askWhenFlushed;
  private boolean awaitIdle;
  private boolean openToChannel = true;
  private boolean suspended;
  private long fences;

  /** Who wants a path, and which. */
  private record Wish(boolean vf, Promise<Outcome> promise) {}

  /**
   * @param witness told of what the holds drop
   */
  NicPaths(
      NicId nic,
      MacAddress mac,
      DeviceLedger ledger,
      DropWitness witness,
      Timers timers,
      SwitchOver switchOver,
      Owner owner) {
    this.switchOver = switchOver;
    this.nic = nic;
    this.mac = mac;
    this.timers = timers;
    this.owner = owner;
    this.gate = new Gate(HOLD_FRAMES, ledger, witness, true, 0, owner::transmitSynthetic);
    this.fromVf =
        new Gate(
            HOLD_FRAMES,
            ledger,
            witness,
            false,
            NicFrames.BY_VF,
            burst -> owner.received(burst, true));
    this.fromChannel =
        new Gate(
            HOLD_FRAMES,
            ledger,
            witness,
            false,
            NicFrames.BY_CHANNEL,
            burst -> owner.received(burst, false));
  }

  boolean isOnVf() {
    return switchOver.isOnVf();
  }

  /** Whether no change of path is under way. */
  boolean isAtRest() {
    return switchOver.isAtRest();
  }

  SwitchOver.Stage stage() {
    return switchOver.stage();
  }

  long fencesMissed() {
    return switchOver.fencesMissed();
  }

  /** Counts on from here. */
  void fencesMissed(long before) {
    switchOver.fencesMissed(before);
  }

  /** The VF that carries frames, or carried them last; null before the first one. */
  VfId vf() {
    return vf;
  }

  long held() {
    return gate.held() + fromVf.held() + fromChannel.held();
  }

  // Frames.

  void transmit(FrameBurst burst) {
    gate.accept(burst);
  }

  /** A burst from the VF, with the fence that may stand behind its frames. */
  void receiveVf(FrameBurst burst) {
    var fence = burst.fence();
    if (burst.size() > 0) {
      fromVf.accept(burst);
    } else {
      burst.release();
    }
    if (fence != null && fence.course() == Fence.Course.TO_SYNTHETIC) {
      perform(switchOver.fenceArrived());
    }
  }

  void receiveSynthetic(FrameBurst burst) {
    fromChannel.accept(burst);
  }

  private void transmitVf(FrameBurst burst) {
    owner.handsToVf(burst);
    toVf.send(burst);
  }

  // The change.

  /** Done when frames take the VF in both directions; refused when they cannot. */
  Future<Outcome> useVf(VfId of) {
    if (switchOver.stage() == SwitchOver.Stage.SYNTHETIC) {
      vf = of;
      toVf = owner.senderTo(of);
    } else if (!of.equals(vf)) {
      return Future.succeededFuture(
          Outcome.refused(Refusal.STATE_CONFLICT, nic + " uses " + vf + ", not " + of));
    }
    return answerLater(true, switchOver.useVf());
  }

  /**
   * Done when frames take the channel in both directions.
   *
   * @param orderly whether the VF can still be drained
   */
  Future<Outcome> useSynthetic(VfId of, boolean orderly) {
    if (switchOver.stage() != SwitchOver.Stage.SYNTHETIC && !of.equals(vf)) {
      return Future.succeededFuture(Outcome.DONE);
    }
    return answerLater(false, switchOver.useSynthetic(orderly));
  }

  private Future<Outcome> answerLater(boolean wantsVf, List<SwitchOver.Effect> effects) {
    Promise<Outcome> promise = Promise.promise();
    wishes.add(new Wish(wantsVf, promise));
    perform(effects);
    return promise.future();
  }

  /** The {@link Fence.Course#DRAIN} fence has passed the switch. */
  void drained(Fence fence) {
    if (fence.id() == fences) {
      perform(switchOver.drained());
    }
  }

  /** Whether the host's answer to this request for the VF's path is waited for. */
  boolean isAwaited(int asked) {
    return switchOver.isAwaited(asked);
  }

  void hostAnswered(int asked, boolean success, String detail) {
    perform(switchOver.hostAnswered(asked, success, detail));
  }

  private void perform(List<SwitchOver.Effect> effects) {
    for (var effect : effects) {
      perform(effect);
    }
  }

  private void perform(SwitchOver.Effect effect) {
    switch (effect) {
      case SwitchOver.Effect.CloseGate _ -> {
        openToChannel = false;
        gate.close();
      }
      case SwitchOver.Effect.OpenGate(var byVf) -> openGate(byVf);
      case SwitchOver.Effect.HoldVf(var holds) -> hold(fromVf, holds);
      case SwitchOver.Effect.HoldSynthetic(var holds) -> hold(fromChannel, holds);
      case SwitchOver.Effect.AskHost askHost -> {
        ask = askHost;
        askWhenFlushed = true;
        askIfFlushed();
      }
      case SwitchOver.Effect.AwaitIdle _ -> {
        awaitIdle = true;
        roomAgain();
      }
      case SwitchOver.Effect.SendDrain _ ->
          toVf.send(FrameBurst.ofFence(new Fence(++fences, Fence.Course.DRAIN, nic, vf, mac)));
      case SwitchOver.Effect.ArmHold(var time, var attempt) -> {
        hold.cancel();
        hold = timers.after(time, () -> perform(switchOver.holdExpired(attempt)));
      }
      case SwitchOver.Effect.DisarmHold _ -> hold.cancel();
      case SwitchOver.Effect.Answer(var detail) -> {
        answer(detail);
        owner.pathChanged();
      }
      case SwitchOver.Effect.Refuse(var detail) ->
          wishes.removeLast().promise.complete(refused(Refusal.STATE_CONFLICT, detail));
    }
  }

  private void openGate(boolean byVf) {
    openToChannel = !byVf;
    if (suspended && !byVf) {
      gate.close();
    } else {
      gate.open(byVf ? this::transmitVf : owner::transmitSynthetic);
    }
  }

  private static void hold(Gate gate, boolean holds) {
    if (holds) {
      gate.close();
    } else {
      gate.open();
    }
  }

  private void answer(String detail) {
    boolean onVf = switchOver.isOnVf();
    while (!wishes.isEmpty()) {
      var wish = wishes.poll();
      wish.promise.complete(wish.vf == onVf ? Outcome.DONE : refused(Refusal.PEER_TIMEOUT, detail));
    }
  }

  private Outcome refused(Refusal reason, String detail) {
    return Outcome.refused(reason, nic + ": " + detail);
  }

  /** There may be room in the channel, or an end of what was in it. */
  void roomAgain() {
    askIfFlushed();
    if (awaitIdle && owner.isIdle()) {
      awaitIdle = false;
      perform(switchOver.channelIdle());
    }
  }

  /** The request must stand behind every synthetic frame in the ring. */
  private void askIfFlushed() {
    if (askWhenFlushed && (!ask.vf() || owner.isFlushed())) {
      askWhenFlushed = false;
      owner.askHost(ask.vf(), ask.asked());
    }
  }

  /** The channel is being set up anew: what would go by it waits. */
  void suspend() {
    suspended = true;
    if (openToChannel) {
      gate.close();
    }
  }

  /** The channel is there again, or will not be. */
  void resume() {
    if (suspended) {
      suspended = false;
      if (openToChannel) {
        gate.open(owner::transmitSynthetic);
      }
    }
  }

  /** hn goes away: nobody gets a path any more. */
  void close() {
    hold.cancel();
    while (!wishes.isEmpty()) {
      wishes
          .poll()
          .promise
          .complete(refused(Refusal.STATE_CONFLICT, "the NIC has been taken down"));
    }
  }

  /** Gives up what waits. */
  void drop(DropReason reason) {
    gate.drop(reason);
    fromVf.drop(reason);
    fromChannel.drop(reason);
  }
}
