package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.MirrorSpec;
import io.hnswitch.multicast.Memberships;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.policy.PortPolicy;
import java.time.Duration;
import java.util.List;

/**
 * What a virtual switch understands, on {@link io.hnswitch.bus.Addresses#virtualSwitch}. Answered
 * with an {@link Outcome} unless it says otherwise.
 */
public sealed interface SwitchControl {

  /** Answered with a {@link SwitchView}. */
  record Describe() implements SwitchControl {}

  /**
   * Connects a port. The switch takes frames at {@link io.hnswitch.bus.Addresses#switchPort} and
   * sends to {@code egress}.
   *
   * @param port name of the port: the id of the NIC or adapter behind it
   * @param kind what is behind it
   * @param owner address that is steered to this port from the start, or null
   * @param egress frame address of whoever is behind it
   */
  record Connect(String port, PortKind kind, MacAddress owner, String egress)
      implements SwitchControl {}

  /**
   * Makes an address a port's own, in place of the one it had; also one that it had {@linkplain
   * Yield given up}.
   */
  record Own(String port, MacAddress mac) implements SwitchControl {}

  /**
   * A port gives its own address up: frames for it still go out there, until a frame from it comes
   * in by an uplink. Then the address is learned there, and the port gets a {@link
   * io.hnswitch.frame.Fence.Course#MOVED} fence behind the last frame for it.
   */
  record Yield(String port) implements SwitchControl {}

  /** Removes a port and what was learned on it. */
  record Disconnect(String port) implements SwitchControl {}

  /** Steers an owned address at once, without fences: the VF vanished. */
  record Steer(MacAddress mac, String port) implements SwitchControl {}

  /** The host tells the switch what a NIC's receive filter accepts besides its own address. */
  record SetFilter(String port, boolean broadcast, boolean allMulti, boolean promiscuous)
      implements SwitchControl {}

  record SetAgeing(Duration ageing) implements SwitchControl {}

  /** What is mirrored from now on; a mirror that stays as it is goes on. */
  record SetMirrors(List<MirrorSpec> mirrors) implements SwitchControl {
    public SetMirrors {
      mirrors = List.copyOf(mirrors);
    }
  }

  /** A static entry of the operator; it neither ages nor moves. */
  record Pin(MacAddress mac, String port) implements SwitchControl {}

  record Unpin(MacAddress mac) implements SwitchControl {}

  /**
   * What the ports of a NIC do from the next frame on, that of the switch and those of its VFs. May
   * come before the port is connected.
   *
   * @param mac the NIC's own address
   */
  record SetPolicy(NicId nic, MacAddress mac, PortPolicy policy) implements SwitchControl {}

  /** Answered with a {@link PolicyView}. */
  record DescribePolicy(NicId nic) implements SwitchControl {}

  /** What would become of a frame that comes in by a port. Answered with {@link Explained}. */
  record Explain(String port, FrameSample frame) implements SwitchControl {}

  /** Where multicast goes from the next frame on; what is known of groups stays. */
  record SetMulticast(MulticastPolicy policy) implements SwitchControl {}

  /** Answered with a {@link GroupsView}. */
  record DescribeGroups() implements SwitchControl {}

  /** What has been asked for at a port. Answered with {@link Memberships}. */
  record DescribeMemberships(String port) implements SwitchControl {}

  /**
   * A guest has come to a port from another switch, with what it has asked for there: it gets that
   * from now on, and routers and other switches are told.
   */
  record Arrived(String port, Memberships known) implements SwitchControl {}

  /** Forgets what was learned. */
  record Flush() implements SwitchControl {}

  /** What is behind a port. */
  enum PortKind {
    NIC,
    UPLINK
  }
}
