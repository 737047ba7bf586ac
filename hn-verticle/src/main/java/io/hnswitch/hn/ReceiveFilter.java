package io.hnswitch.hn;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Carries out what {@link NicFilter} decides: flags and groups of an hn reach the host as a packet
 * filter, and its VF as flags.
 */
final class ReceiveFilter {

  private static final Future<Outcome> DONE = Future.succeededFuture(Outcome.DONE);

  private final NicFilter filter = new NicFilter(true);
  private final Bus bus;
  private final NicId nic;
  private final NicInterface face;
  private final SyntheticPath synthetic;
  private final VfCalls vf;
  private final BooleanSupplier onVf;

  /**
   * @param onVf whether the VF carries the frames, and so is told of flags at once
   */
  ReceiveFilter(
      Bus bus,
      NicId nic,
      NicInterface face,
      SyntheticPath synthetic,
      VfCalls vf,
      BooleanSupplier onVf) {
    this.bus = bus;
    this.nic = nic;
    this.face = face;
    this.synthetic = synthetic;
    this.vf = vf;
    this.onVf = onVf;
  }

  /** A filter that the host knows already is not sent again. */
  void tellHost() {
    int wanted = filter.wanted(face.isRunning());
    if (synthetic.isReady() && filter.tell(wanted)) {
      synthetic.ask(new NvscRequest.SetFilter(wanted));
    }
  }

  /** The host is another one, or has forgotten. */
  void forget() {
    filter.forget();
  }

  /** SIOCSIFFLAGS: hn's own part first; a VF's error is answered, and nothing is put back. */
  Future<Outcome> setFlags(boolean promiscuous, boolean allMulti) {
    filter.flags(promiscuous, allMulti);
    tellHost();
    return flagsOnVf(true);
  }

  /** The VF is told at once while it is up; one that comes up later is told then. */
  private Future<Outcome> flagsOnVf(boolean news) {
    bus.send(
        Addresses.pairing(),
        new PairingControl.NicFlags(nic, filter.vfAllMulti(), filter.promiscuous()));
    return news && onVf.getAsBoolean() ? vf.flags(filter) : DONE;
  }

  Future<Outcome> join(MacAddress group) {
    if (!group.isGroup()) {
      return refused(Refusal.INVALID_VALUE, group + " is no group address");
    }
    boolean before = filter.vfAllMulti();
    if (!filter.join(group)) {
      return refused(
          Refusal.STATE_CONFLICT, nic + " has joined " + NicFilter.GROUPS_MAX + " groups");
    }
    tellHost();
    return flagsOnVf(before != filter.vfAllMulti());
  }

  Future<Outcome> leave(MacAddress group) {
    boolean before = filter.vfAllMulti();
    if (!filter.leave(group)) {
      return refused(Refusal.NOT_FOUND, nic + " has not joined " + group);
    }
    tellHost();
    return flagsOnVf(before != filter.vfAllMulti());
  }

  private static Future<Outcome> refused(Refusal reason, String detail) {
    return Future.succeededFuture(Outcome.refused(reason, detail));
  }

  /** In non-transparent mode the VF may want every frame of the channel. */
  void receivesForVf(boolean promiscuous) {
    filter.receivesForVf(promiscuous);
    tellHost();
  }

  /** What a VF that is merged has to take over. */
  NicFilter state() {
    return filter;
  }

  List<MacAddress> groups() {
    return filter.groups();
  }
}
