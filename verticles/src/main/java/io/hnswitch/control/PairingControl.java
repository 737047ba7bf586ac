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

  /**
   * hn's flags that a VF follows have changed. hn itself gives them to a VF that carries its
   * frames; pairing gives them to the one it brings up next. No answer.
   */
  record NicFlags(NicId nic, boolean allMulti, boolean promiscuous) implements PairingControl {}

  /**
   * hn's session with the host is lost: its channel was revoked, or could not be set up anew. What
   * the host said of a VF went with it. Not said of a session that hn replaces by itself and within
   * which its path stays what it is (a change of MTU). No answer.
   */
  record SyntheticDetached(NicId nic) implements PairingControl {}

  /** hn's session with the host is there again. No answer. */
  record SyntheticAttached(NicId nic) implements PairingControl {}

  /** The host says the data path fell back to synthetic (NVS 129 from the host). No answer. */
  record HostSwitchedBack(NicId nic) implements PairingControl {}

  /** The host's VF association (NVS 128). No answer. */
  record Association(NicId nic, boolean allocated, int serial) implements PairingControl {}

  /**
   * A network interface that may be a VF attached ("ether interface attached"). Answered with
   * {@link Outcome}; being nobody's VF is no refusal.
   *
   * @param face who it is
   * @param serial of the host's announcement, for people
   */
  record InterfaceAttached(
      NetInterface face, OffloadCaps capabilities, OffloadCaps enabled, TsoLimits tso, int serial)
      implements PairingControl {

    /** The interface of a VF. */
    public InterfaceAttached(
        VfId vf,
        MacAddress mac,
        String driver,
        OffloadCaps capabilities,
        OffloadCaps enabled,
        TsoLimits tso,
        int serial) {
      this(NetInterface.ofVf(vf, mac, driver), capabilities, enabled, tso, serial);
    }
  }

  /**
   * The interface departs. Answered with {@link Outcome} when everything done to its hn is undone;
   * at once when it is nobody's VF.
   *
   * @param name of the interface, whatever its address is by now
   * @param orderly false when the hardware is already gone
   */
  record InterfaceDeparting(String name, boolean orderly) implements PairingControl {

    /** The interface of a VF. */
    public InterfaceDeparting(VfId vf, boolean orderly) {
      this(vf.toString(), orderly);
    }
  }

  /** The VF's interface has come up. No answer. */
  record InterfaceUp(VfId vf) implements PairingControl {}

  /** The VF's interface has gone down. No answer. */
  record InterfaceDown(VfId vf) implements PairingControl {}

  /** The VF's link changed. No answer. */
  record InterfaceLink(VfId vf, boolean up) implements PairingControl {}

  /**
   * {@code hw.hn.vf_xpnt_attwait} for attaches from now on; a wait that runs keeps its length.
   * Answered with {@link Outcome}.
   *
   * @param seconds less than 2 counts as 2
   */
  record SetAttachWait(int seconds) implements PairingControl {}

  /** Answered with {@link VfTable}: {@code hw.hn.vflist} and {@code hw.hn.vfmap}. */
  record DescribeMap() implements PairingControl {}

  /** Answered with {@link Pairs}. */
  record Describe() implements PairingControl {}

  /** All pairs there are, by hn. */
  record Pairs(List<PairView> pairs) {
    public Pairs {
      pairs = List.copyOf(pairs);
    }
  }
}
