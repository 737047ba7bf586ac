package io.hnswitch.control;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.state.StateTree;

/**
 * What an endpoint (the guest's network stack above hn) understands, on {@link
 * io.hnswitch.bus.Addresses#endpoint}. Answered with an {@link Outcome} unless it says otherwise;
 * flows are refused with {@link Refusal#NOT_SUPPORTED} by whoever is no in-process host.
 */
public sealed interface EndpointControl {

  /**
   * From hn, whenever one of these changes: what the stack may leave to the NIC and what it must
   * expect. Answered with {@link Configured}.
   *
   * @param enabled hn's enabled capabilities
   * @param carrier the media status
   */
  record Configure(
      MacAddress mac, int mtu, OffloadCaps enabled, TsoLimits tso, boolean up, boolean carrier)
      implements EndpointControl {}

  /**
   * Answer to {@link Configure}: where the frames lie that the endpoint transmits, for the
   * descriptors of hn.
   */
  record Configured(long memoryAddress, long memoryBytes) {}

  /** Answered with an {@link EndpointView}. */
  record Describe() implements EndpointControl {}

  /** To the receiver, before the sender is told: measure this flow. */
  record ReceiveFlow(FlowOrder flow) implements EndpointControl {}

  /**
   * To the sender: send this flow. Done when it is accepted; finding the next hop takes its time.
   */
  record SendFlow(FlowOrder flow) implements EndpointControl {}

  /** To either end: no more of it; what was counted stays until {@link ForgetFlow}. */
  record StopFlow(String id) implements EndpointControl {}

  /** To either end: the name is free again. */
  record ForgetFlow(String id) implements EndpointControl {}

  /** To an endpoint that replays a file: from its first frame on; refused while it does. */
  record StartReplay() implements EndpointControl {}

  /** To an endpoint that replays a file: no more of it. */
  record StopReplay() implements EndpointControl {}

  /** About a guest that goes on at another node. */
  sealed interface Migration extends EndpointControl {}

  /** Sends nothing more, and changes nothing of its device, until {@link Resume}. */
  record Suspend() implements Migration {}

  /** Goes on as it was, or as it was restored. */
  record Resume() implements Migration {}

  /** Answered with {@link Saved}; only while suspended. */
  record Save() implements Migration {}

  /** Goes on with what another endpoint has saved; refused when that cannot be. */
  record Restore(StateTree state) implements Migration {}

  /**
   * To an endpoint that waits for its device: opens a door, a Unix-domain socket, that the device
   * can come in by.
   *
   * @param path of the socket, in a folder that nobody else can enter
   */
  record OpenDoor(String path) implements Migration {}

  /** Gives the device a way through a door that another node has opened; both have it then. */
  record HandDevice(String path) implements Migration {}

  /** The device is the other node's: lets go of it, and leaves it where it is. */
  record LeaveDevice() implements Migration {}

  /** Answer to {@link Save}. */
  record Saved(StateTree state) {}

  /** Answered with a {@link FlowEnd}; refused when the flow is not known here. */
  record DescribeFlow(String id) implements EndpointControl {}
}
