package io.hnswitch.control;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Fence;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.VfId;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.state.StateTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an hn understands, on {@link io.hnswitch.bus.Addresses#nic}. Operator requests and those of
 * pairing; each is answered with an {@link Outcome} unless it says otherwise.
 */
public sealed interface NicControl {

  /** Answered with a {@link NicView}. */
  record Describe() implements NicControl {}

  /** Answered with an {@link Outcome} when the session with the host is there, or cannot be. */
  record AwaitReady() implements NicControl {}

  /** Administratively up or down ({@code ifconfig hn0 up}). With a ready VF, the VF follows. */
  record SetUp(boolean up) implements NicControl {}

  /** SIOCSIFMTU; bytes without the Ethernet header. */
  record SetMtu(int mtu) implements NicControl {}

  /**
   * SIOCSIFFLAGS, but for UP: what is received beyond hn's own address. With a ready VF, the VF
   * follows.
   */
  record SetFlags(boolean promiscuous, boolean allMulti) implements NicControl {}

  /** SIOCADDMULTI. With a ready VF, the first group makes the VF receive all groups. */
  record JoinMulticast(MacAddress group) implements NicControl {}

  /** SIOCDELMULTI: takes one join back. */
  record LeaveMulticast(MacAddress group) implements NicControl {}

  /** SIOCGIFMEDIA: a ready VF's media, else hn's own; answered with {@link Media}. */
  record GetMedia() implements NicControl {}

  /** SIOCSIFMEDIA: goes to a ready VF; hn by itself selects nothing. */
  record SetMedia(String media) implements NicControl {}

  /** SIOCSIFCAP: the wanted enabled set; bits that hn cannot do are refused. */
  record SetOffloads(OffloadCaps enabled) implements NicControl {}

  /**
   * The queueing discipline from now on; what is queued stays queued, or goes when there is none.
   */
  record SetQueue(QueueSpec queue) implements NicControl {}

  /** What the cable to the switch does to frames, and whether it is there. */
  record SetLink(LinkEnd end) implements NicControl {}

  /**
   * Pairing: the VF has settled; narrow capabilities, enabled capabilities and TSO limits to what
   * both can do, and remember what was. Answered with {@link Merged}.
   */
  record Merge(VfId vf, OffloadCaps capabilities, OffloadCaps enabled, TsoLimits tso)
      implements NicControl {}

  /** Pairing: take back everything {@link Merge} did, except what the operator changed since. */
  record Unmerge(VfId vf) implements NicControl {}

  /** Pairing: the VF's enabled set after it was asked; hn follows it within the intersection. */
  record FollowEnabled(VfId vf, OffloadCaps enabled) implements NicControl {}

  /**
   * Pairing: the VF is up; ask the host for the new data path, hold what must wait, then transmit
   * by the VF. Done when the host has acknowledged and the fences have passed.
   */
  record UseVf(VfId vf) implements NicControl {}

  /**
   * Pairing: back to the channel.
   *
   * <p>The host is told only while hn's synthetic part is attached.
   *
   * @param orderly whether the VF still carries frames: then it is drained and fenced, and nothing
   *     is lost; otherwise the path changes at once
   */
  record UseSynthetic(VfId vf, boolean orderly) implements NicControl {}

  /** Pairing: frames received by this VF are hn's from now on (input override). */
  record AcceptFrom(VfId vf) implements NicControl {}

  /** Pairing: the override is taken back. */
  record StopAccepting(VfId vf) implements NicControl {}

  /**
   * Pairing in non-transparent mode: one step of making this VF receive beside hn (RXVF), or of
   * ending that. A step that is refused has changed nothing; one that is asked for again is done
   * again.
   */
  record RxVf(VfId vf, RxVfStep step, boolean on) implements NicControl {}

  /** The media status of hn relies on the VF while one is active. */
  record VfLink(VfId vf, boolean up) implements NicControl {}

  /**
   * From the VF: frames that hn gave it did not leave. No answer.
   *
   * @param groups how many of the frames were for a group, broadcasts not counted
   */
  record VfNotSent(VfId vf, DropReason reason, int frames, int groups, long bytes)
      implements NicControl {}

  /**
   * From the VF: its word about a burst that asked for it. No answer.
   *
   * @param receipt of the burst, see {@link io.hnswitch.frame.FrameBurst#receipt()}
   * @param refused places in that burst of the frames that did not leave, ascending
   */
  record VfTook(VfId vf, long receipt, List<Integer> refused) implements NicControl {
    public VfTook {
      refused = List.copyOf(refused);
    }
  }

  /** From the virtual switch: a {@link Fence.Course#DRAIN} fence has passed. No answer. */
  record FencePassed(Fence fence) implements NicControl {}

  /** From the lab: take the device down for good, with the protocol's farewell. */
  record Detach() implements NicControl {}

  /** About a guest that goes on at another node. */
  sealed interface Migration extends NicControl {}

  /**
   * The endpoint sends nothing more: what hn has goes to the channel at once, whatever its queue
   * says. Done when all of it is in the channel's ring; refused when that takes too long.
   */
  record Drain() implements Migration {}

  /** The guest stays after all: the queue is what it was. */
  record Undrain() implements Migration {}

  /** Answered with {@link Saved}. */
  record Save() implements Migration {}

  /** Goes on with what another hn has saved; refused when that cannot be. */
  record Restore(StateTree state) implements Migration {}

  /** Answer to {@link Save}. */
  record Saved(StateTree state) {}

  /** Answered with {@link Sysctls}. */
  record ReadSysctls() implements NicControl {}

  /**
   * Writes a setting or zeroes a counter.
   *
   * @param name below {@code dev.hn.N}, like {@code tx_chimney_size}
   */
  record WriteSysctl(String name, String value) implements NicControl {}

  /** Answer to {@link Merge}: what the VF is to be asked to enable, and its MTU and flags. */
  record Merged(OffloadCaps wanted, int mtu, boolean up, boolean allMulti, boolean promiscuous) {

    /** The same with other flags. */
    public Merged with(boolean newAllMulti, boolean newPromiscuous) {
      return new Merged(wanted, mtu, up, newAllMulti, newPromiscuous);
    }
  }

  /**
   * Answer to {@link ReadSysctls}.
   *
   * @param values by name below {@code dev.hn.N}, in the order in which they are shown
   */
  record Sysctls(Map<String, String> values) {
    public Sysctls {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }
}
