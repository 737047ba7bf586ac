package io.hnswitch.vf;

import io.hnswitch.control.Media;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import java.util.List;
import java.util.Optional;

/**
 * The guest's interface of a VF: a driver probes it, then it has flags, enabled capabilities and an
 * MTU, and perhaps an hn that manages it, until the driver is detached or the hardware vanishes.
 * Says what is allowed and remembers what is set; the verticle tells the others.
 */
final class VfMachine {

  /** What there is of the VF. */
  enum State {
    /** Hardware without an interface: no driver has probed it. */
    ABSENT,
    /** An interface that is down. */
    PROBED,
    /** An interface that is up. */
    UP,
    /** The hardware is gone, with or without an interface left. */
    VANISHED
  }

  static final int DEFAULT_MTU = NicSpec.DEFAULT_MTU;

  /** The one speed of the modelled adapter. */
  static final String MEDIA = "40Gbase-CR4 <full-duplex>";

  private static final List<String> SUPPORTED_MEDIA = List.of(Media.AUTOSELECT, MEDIA);

  private final VfSettings settings;
  private State state = State.ABSENT;
  private boolean attached;
  private boolean allMulti;
  private boolean promiscuous;
  private OffloadCaps enabled;
  private int mtu;
  private String media = Media.AUTOSELECT;
  private Optional<NicId> managedBy = Optional.empty();

  VfMachine(VfSettings settings) {
    this.settings = settings;
    reset();
  }

  private void reset() {
    attached = false;
    allMulti = false;
    promiscuous = false;
    enabled = settings.capabilities();
    mtu = Math.min(DEFAULT_MTU, settings.mtuMax());
    media = Media.AUTOSELECT;
    managedBy = Optional.empty();
  }

  State state() {
    return state;
  }

  boolean isUp() {
    return state == State.UP;
  }

  /** Whether there is an interface, with hardware behind it or not. */
  boolean isAttached() {
    return attached;
  }

  boolean allMulti() {
    return allMulti;
  }

  boolean promiscuous() {
    return promiscuous;
  }

  OffloadCaps enabled() {
    return enabled;
  }

  int mtu() {
    return mtu;
  }

  Media media() {
    return new Media(media, isUp() ? MEDIA : Media.NONE, SUPPORTED_MEDIA);
  }

  Outcome media(String wanted, NicId by) {
    var allowed = check(by);
    if (allowed instanceof Outcome.Done) {
      if (!SUPPORTED_MEDIA.contains(wanted)) {
        return refused(
            Refusal.INVALID_VALUE,
            " has no media " + wanted + ", only " + String.join(", ", SUPPORTED_MEDIA));
      }
      media = wanted;
    }
    return allowed;
  }

  /** The hn that has overridden the input. */
  Optional<NicId> managedBy() {
    return managedBy;
  }

  /** The driver probes the function. */
  Outcome probe() {
    return switch (state) {
      case ABSENT -> {
        state = State.PROBED;
        attached = true;
        yield Outcome.DONE;
      }
      case PROBED, UP -> refused(Refusal.STATE_CONFLICT, " has been probed already");
      case VANISHED -> vanished();
    };
  }

  /** Whether the flags may be set; bringing a vanished VF down is always possible. */
  Outcome checkFlags(boolean up, NicId by) {
    return state == State.VANISHED && !up && attached ? checkManager(by) : check(by);
  }

  /** Sets flags other than up. */
  void filters(boolean newAllMulti, boolean newPromiscuous) {
    allMulti = newAllMulti;
    promiscuous = newPromiscuous;
  }

  /** The adapter agreed that the VF is up; refused when it is no longer there. */
  Outcome up() {
    return switch (state) {
      case PROBED, UP -> {
        state = State.UP;
        yield Outcome.DONE;
      }
      case ABSENT -> refused(Refusal.NOT_FOUND, " has no interface");
      case VANISHED -> vanished();
    };
  }

  /** The interface goes down; without effect when it is not up. */
  void down() {
    if (state == State.UP) {
      state = State.PROBED;
    }
  }

  /** Enables what is wanted and possible; segmentation needs the checksum of its protocol. */
  Outcome offloads(OffloadCaps wanted, NicId by) {
    var allowed = check(by);
    if (allowed instanceof Outcome.Done) {
      var possible = wanted.intersect(settings.capabilities());
      if (!possible.has(Offload.TXCSUM)) {
        possible = possible.without(OffloadCaps.of(Offload.TSO4));
      }
      if (!possible.has(Offload.TXCSUM_IPV6)) {
        possible = possible.without(OffloadCaps.of(Offload.TSO6));
      }
      enabled = possible;
    }
    return allowed;
  }

  Outcome mtu(int wanted, NicId by) {
    var allowed = check(by);
    if (allowed instanceof Outcome.Done) {
      if (wanted < NicSpec.MIN_MTU || wanted > settings.mtuMax()) {
        return refused(
            Refusal.INVALID_VALUE,
            " takes an MTU of " + NicSpec.MIN_MTU + " to " + settings.mtuMax() + ", not " + wanted);
      }
      mtu = wanted;
    }
    return allowed;
  }

  /** Received frames are an hn's from now on. */
  Outcome override(NicId nic) {
    var allowed = check(nic);
    if (allowed instanceof Outcome.Done) {
      managedBy = Optional.of(nic);
    }
    return allowed;
  }

  /** Takes the override back; also when the hardware or the interface is gone already. */
  Outcome restore(NicId nic) {
    var allowed = checkManager(nic);
    if (allowed instanceof Outcome.Done) {
      managedBy = Optional.empty();
    }
    return allowed;
  }

  /** The interface is gone, and everything set on it. */
  void detached() {
    if (state != State.VANISHED) {
      state = State.ABSENT;
    }
    reset();
  }

  /** The hardware is gone. */
  void vanish() {
    state = State.VANISHED;
  }

  /** Whether there is an interface with its hardware: anybody may ask it things. */
  Outcome checkThere() {
    if (state == State.VANISHED) {
      return vanished();
    }
    return attached
        ? Outcome.DONE
        : refused(Refusal.NOT_FOUND, " has no interface: it has not been probed");
  }

  private Outcome check(NicId by) {
    var there = checkThere();
    return there instanceof Outcome.Done ? checkManager(by) : there;
  }

  private Outcome checkManager(NicId by) {
    return managedBy.isPresent() && !managedBy.get().equals(by)
        ? refused(
            Refusal.VF_MANAGED_BY_NIC,
            " is paired with " + managedBy.get() + "; operate " + managedBy.get())
        : Outcome.DONE;
  }

  private Outcome vanished() {
    return refused(Refusal.DEVICE_FAILED, " has vanished");
  }

  private Outcome refused(Refusal reason, String detail) {
    return Outcome.refused(reason, settings.id() + detail);
  }
}
