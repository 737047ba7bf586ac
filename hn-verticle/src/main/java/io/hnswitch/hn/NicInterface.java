package io.hnswitch.hn;

import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.sysctl.Tunable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * hn as an interface: flags, capabilities, TSO limits, MTU, link. What a VF narrows is kept beside
 * hn's own values and never written over them, so the undo is the absence of the narrowing, and
 * what the operator changes meanwhile stays.
 */
final class NicInterface {

  /** hn(4)'s bounds of {@code SIOCSIFMTU} here: 576, and what NDIS_CONF can say. */
  static final int MTU_MIN = 576;

  static final int MTU_MAX = 9202;

  /** Ethernet header and VLAN tag, taken off the host's limit (section 9). */
  private static final int TSO_HEADROOM = 18;

  private static final int TSO_SEGMENTS = 31;
  private static final int TSO_SEGMENT_SIZE = 4096;

  private OffloadCaps own = OffloadCaps.NONE;
  private OffloadCaps wanted;
  private TsoLimits ownTso = new TsoLimits(0, TSO_SEGMENTS, TSO_SEGMENT_SIZE);
  private int tsoMaxLength = Tunable.TSO_MAXLEN.initial();
  private int hostTsoMax;
  private long hostSegmentsMin = 2;
  private Narrowing narrowing;
  private int mtu;
  private boolean up;
  private boolean running;
  private boolean link;

  /** What a ready VF leaves of hn. */
  private record Narrowing(VfId vf, OffloadCaps capabilities, OffloadCaps enabled, TsoLimits tso) {}

  /**
   * @param wanted what the operator wants enabled, as far as it exists
   */
  NicInterface(OffloadCaps wanted, int mtu, boolean up) {
    this.wanted = wanted;
    this.mtu = mtu;
    this.up = up;
  }

  /** The session with the host is there, and this is what it offers. */
  void negotiated(OffloadCaps capabilities, int tsoMax, long segmentsMin) {
    own = capabilities;
    hostTsoMax = tsoMax;
    hostSegmentsMin = segmentsMin;
    recomputeTso();
  }

  /** What hn could do at its attach, with this agreement and no VF (section 1 of the reference). */
  static OffloadCaps agreed(NvscEffect.Agreement agreement) {
    var caps = OffloadCaps.of(Offload.LRO, Offload.LINKSTATE);
    if (agreement.version().hasNdisConfig()) {
      caps = caps.with(Offload.VLAN_MTU).with(Offload.VLAN_HWTAGGING);
    }
    var offer = agreement.offload();
    return offer == null ? caps : caps.union(offer.capabilities(agreement.mtu()));
  }

  /** {@code hw.hn.tso_maxlen}, bytes. */
  void tsoMaxLength(int bytes) {
    tsoMaxLength = bytes;
    recomputeTso();
  }

  private void recomputeTso() {
    long low = hostSegmentsMin * mtu;
    long wanted = tsoMaxLength < low ? low : Math.min(tsoMaxLength, Tunable.TSO_MAXLEN.max());
    boolean segments = own.has(Offload.TSO4) || own.has(Offload.TSO6);
    long limit = segments ? Math.min(wanted, hostTsoMax) - TSO_HEADROOM : 0;
    ownTso = new TsoLimits((int) Math.max(0, limit), TSO_SEGMENTS, TSO_SEGMENT_SIZE);
  }

  /** What could be enabled now. */
  OffloadCaps capabilities() {
    return narrowing == null ? own : own.intersect(narrowing.capabilities);
  }

  /** What could be enabled if no VF were paired. */
  OffloadCaps ownCapabilities() {
    return own;
  }

  /** What is enabled now. */
  OffloadCaps enabled() {
    return narrowing == null ? asked() : asked().intersect(narrowing.enabled);
  }

  /** What a VF is to be asked for: not narrowed by what it enabled before, or that never ends. */
  OffloadCaps asked() {
    return wanted.intersect(capabilities());
  }

  /** What the operator wants and hn alone could do. */
  OffloadCaps wantedByItself() {
    return wanted.intersect(own);
  }

  TsoLimits tso() {
    return narrowing == null ? ownTso : ownTso.min(narrowing.tso);
  }

  /** Bytes of the longest super-frame the current path takes; longer ones are cut in software. */
  int superFrameMax() {
    // The segment count limits mbuf chains; frames here are contiguous, so only the size counts.
    return tso().max() + 14;
  }

  boolean has(Offload offload) {
    return enabled().has(offload);
  }

  /** Whether the operator wants it, possible or not. */
  boolean wants(Offload offload) {
    return wanted.has(offload);
  }

  /** What the operator wants enabled, possible or not. */
  OffloadCaps wanted() {
    return wanted;
  }

  /** What the operator wanted of the same interface elsewhere. */
  void wanted(OffloadCaps caps) {
    wanted = caps;
  }

  /** SIOCSIFCAP. */
  Outcome setOffloads(OffloadCaps request) {
    var beyond = request.without(capabilities());
    if (beyond.bits() != 0) {
      return Outcome.refused(
          Refusal.INVALID_VALUE,
          "capabilities not available: " + String.join(", ", beyond.slugs()));
    }
    // Bits that are only hidden by the VF keep what the operator wanted of them before.
    wanted = wanted.without(capabilities()).union(request);
    return Outcome.DONE;
  }

  /** The ready merge (section 8): answers what the VF is to be asked for. */
  NicControl.Merged merge(VfId vf, OffloadCaps capabilities, OffloadCaps enabled, TsoLimits tso) {
    narrowing = new Narrowing(vf, capabilities, capabilities, tso);
    return new NicControl.Merged(enabled(), mtu, up, false, false);
  }

  /** hn follows what the VF really enabled. */
  void follow(VfId vf, OffloadCaps enabled) {
    if (narrowing != null && narrowing.vf.equals(vf)) {
      narrowing = new Narrowing(vf, narrowing.capabilities, enabled, narrowing.tso);
    }
  }

  /** The VF refused a change: what it has enabled is what hn has, and what is wanted of it. */
  void mirror(VfId vf, OffloadCaps enabled) {
    follow(vf, enabled);
    if (mergedWith().filter(vf::equals).isPresent()) {
      wanted = wanted.without(capabilities()).union(enabled.intersect(capabilities()));
    }
  }

  /** Undo. */
  void unmerge(VfId vf) {
    if (narrowing != null && narrowing.vf.equals(vf)) {
      narrowing = null;
    }
  }

  /** The VF that hn has merged with. */
  Optional<VfId> mergedWith() {
    return Optional.ofNullable(narrowing).map(Narrowing::vf);
  }

  /** Checks SIOCSIFMTU; {@link Outcome#DONE} means it may be tried. */
  static Outcome checkMtu(int request) {
    if (request < MTU_MIN || request > MTU_MAX) {
      return Outcome.refused(
          Refusal.INVALID_VALUE,
          "mtu " + request + " is out of range " + MTU_MIN + " to " + MTU_MAX);
    }
    return Outcome.DONE;
  }

  void mtu(int bytes) {
    mtu = bytes;
    recomputeTso();
  }

  int mtu() {
    return mtu;
  }

  /** The longest frame that is not to be segmented: MTU, header and a tag. */
  int frameMax() {
    return mtu + TSO_HEADROOM;
  }

  /** {@code IFF_*} and {@code IFF_DRV_*} by name. */
  List<String> flags(NicFilter filter) {
    var words = new ArrayList<String>();
    if (up) {
      words.add("up");
    }
    words.add("broadcast");
    if (running) {
      words.add("running");
    }
    if (filter.promiscuous()) {
      words.add("promisc");
    }
    if (filter.allMulti()) {
      words.add("allmulti");
    }
    words.addAll(List.of("simplex", "multicast"));
    return List.copyOf(words);
  }

  boolean isUp() {
    return up;
  }

  void up(boolean value) {
    up = value;
  }

  boolean isRunning() {
    return running;
  }

  void running(boolean value) {
    running = value;
  }

  boolean link() {
    return link;
  }

  void link(boolean value) {
    link = value;
  }
}
