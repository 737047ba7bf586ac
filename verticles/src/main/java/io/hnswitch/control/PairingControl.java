package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.List;

/** What pairing understands, on {@link io.hnswitch.bus.Addresses#pairing()}. */
public sealed interface PairingControl {

  /**
   * An hn is there ("ether interface attached"). Answered with {@link Outcome}.
   *
   * @param mac its permanent address
   */
  record NicAttached(NicId nic, MacAddress mac, boolean up, int mtu) implements PairingControl {}

  /** The hn is about to go; answered with {@link Outcome} when its VF has been given back. */
  record NicDetaching(NicId nic) implements PairingControl {}

  /** hn was brought up: a ready VF is to be brought up too. Answered when the path is settled. */
  record NicUp(NicId nic) implements PairingControl {}

  /** hn is going down: path back, VF down. Answered when done. */
  record NicDown(NicId nic) implements PairingControl {}

  /** hn's flags changed: a VF that comes up is given these. No answer. */
  record NicFlags(NicId nic, boolean allMulti, boolean promiscuous) implements PairingControl {}

  /** The host says the data path fell back to synthetic (NVS 129 from the host). No answer. */
  record HostSwitchedBack(NicId nic) implements PairingControl {}

  /** The host's VF association (NVS 128). No answer. */
  record Association(NicId nic, boolean allocated, int serial) implements PairingControl {}

  /**
   * A network interface that may be a VF attached. Answered with {@link Outcome}; being nobody's VF
   * is no refusal.
   *
   * @param driver name of the driver, like {@code mlx}
   * @param vf the VF behind it
   */
  record InterfaceAttached(
      VfId vf,
      MacAddress mac,
      String driver,
      OffloadCaps capabilities,
      OffloadCaps enabled,
      TsoLimits tso,
      int serial)
      implements PairingControl {}

  /**
   * The interface departs. Answered with {@link Outcome} when everything done to its hn is undone.
   *
   * @param orderly false when the hardware is already gone
   */
  record InterfaceDeparting(VfId vf, boolean orderly) implements PairingControl {}

  /** The VF's link changed. No answer. */
  record InterfaceLink(VfId vf, boolean up) implements PairingControl {}

  /**
   * {@code hw.hn.vf_xpnt_attwait} for attaches from now on; a wait that runs keeps its length.
   * Answered with {@link Outcome}.
   *
   * @param seconds less than 2 counts as 2
   */
  record SetAttachWait(int seconds) implements PairingControl {}

  /** Answered with {@link Pairs}. */
  record Describe() implements PairingControl {}

  /** All pairs there are, by hn. */
  record Pairs(List<PairView> pairs) {
    public Pairs {
      pairs = List.copyOf(pairs);
    }
  }
}
