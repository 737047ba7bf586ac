package io.hnswitch.control;

import io.hnswitch.id.VfId;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.state.StateTree;

/**
 * What the host's end of an hn channel (netvsp, the VSP) understands, on {@link
 * io.hnswitch.bus.Addresses#netvsp}. Answered with an {@link Outcome} unless it says otherwise.
 */
public sealed interface NetvspControl {

  /** Answered with a {@link NetvspView}. */
  record Describe() implements NetvspControl {}

  /** The host gave this NIC a VF: tell the guest (association, NVS 128) when it can hear it. */
  record VfAssigned(VfId vf, int serial) implements NetvspControl {}

  /**
   * The host took the VF away.
   *
   * @param orderly true when the guest has already let go of it; otherwise the data path is forced
   *     to synthetic and the guest is told (NVS 129, then 128)
   */
  record VfRemoved(VfId vf, boolean orderly) implements NetvspControl {}

  /** About a guest that goes on at another node. */
  sealed interface Migration extends NetvspControl {}

  /**
   * At the source: frames for the guest are kept from now on. Done when the guest has let go of
   * everything that it was given before; refused when that takes too long.
   */
  record Leave(MigrationId id) implements Migration {}

  /**
   * At the source, when the guest sends nothing more: reads what is in its channel, gives its
   * address up, and sends the goodbye behind the last frame.
   */
  record SayGoodbye(MigrationId id) implements Migration {}

  /**
   * At the source, when the guest runs elsewhere: what was kept, and what still comes, goes to the
   * tunnel. Done when nothing can come any more, or that was waited for in vain; behind the last
   * frame.
   */
  record Forward(MigrationId id) implements Migration {}

  /** At the source: the guest stays; it gets what was kept. */
  record Stay(MigrationId id) implements Migration {}

  /** At the source: what the port itself hands over. Answered with {@link Saved}. */
  record Save() implements Migration {}

  /** At the target: goes on with what the port at the source has saved. */
  record Restore(StateTree state) implements Migration {}

  /**
   * At the target: done when the goodbye of the source has come, or that was waited for in vain.
   */
  record AwaitGoodbye(MigrationId id) implements Migration {}

  /**
   * At the target: the guest runs here. Its address is this port's, and the first frame that says
   * so is on its way when this is done. What the switch has for it is kept until {@link Release}.
   */
  record Arrive(MigrationId id) implements Migration {}

  /**
   * At the target: the tunnel has brought its last frame; what was kept goes to the guest.
   *
   * @param missed whether the end of the tunnel was waited for in vain
   */
  record Release(MigrationId id, boolean missed) implements Migration {}

  /** Answer to {@link Save}. */
  record Saved(StateTree state) {}

  /** A fault: the host reads nothing of the channel, until it does again. */
  record Stall(boolean on) implements NetvspControl {}

  /**
   * A fault: control messages of an established session, NVS and RNDIS of both directions, are
   * lost.
   *
   * @param chance of each, 0 to 1; 0 ends it
   * @param next messages that are lost whatever the chance
   */
  record LoseControl(double chance, int next) implements NetvspControl {}

  /** The port's link, which the guest is told by an RNDIS indication. */
  record SetLink(boolean up) implements NetvspControl {}
}
