package io.hnswitch.policy;

import io.hnswitch.capture.Captures;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The gates of a node's NICs. The switch that a NIC is plugged into sets its gate; everybody who
 * forwards its frames uses it. For the lab's event loop.
 */
public final class PortPolicies {

  private final Memory memory;
  private final Captures captures;
  private final Map<NicId, PolicySlot> slots = new HashMap<>();
  private final Senders senders = new Senders();

  public PortPolicies(Memory memory, Captures captures) {
    this.captures = captures;
    this.memory = memory;
    captures.ports(new PortCaptures(captures, this));
  }

  /** Where the gate of a NIC is, or will be. */
  public PolicySlot of(NicId nic) {
    var slot = slots.get(nic);
    if (slot == null) {
      slot = new PolicySlot(captures.point(nic), new PortRefusals(memory));
      slots.put(nic, slot);
    }
    return slot;
  }

  /** The NICs of this node by address, and their shares of uplinks. */
  public Senders senders() {
    return senders;
  }

  /**
   * A NIC has a port.
   *
   * @param listener told of examples of what its guest should not have sent
   */
  public void joined(NicId nic, MacAddress mac, Consumer<Violation> listener) {
    of(nic).refusals().listener(listener);
    weigh(nic, mac);
  }

  private void weigh(NicId nic, MacAddress mac) {
    var gate = of(nic).gate();
    var bandwidth = gate == null ? BandwidthPolicy.NONE : gate.policy().bandwidth();
    senders.put(nic, mac, bandwidth.weight());
  }

  /** Sets what the ports of a NIC do from the next frame on. */
  public void set(NicId nic, MacAddress mac, PortPolicy policy, long now) {
    var slot = of(nic);
    slot.set(
        policy.equals(PortPolicy.NONE)
            ? null
            : new PortGate(memory, nic.toString(), mac, policy, slot.gate(), slot.refusals(), now));
    weigh(nic, mac);
  }

  /** From now on somebody looks at a NIC's frames. */
  public void addTap(NicId nic, FrameTap tap, boolean ofSent, boolean ofGot) {
    of(nic).makeTaps().add(tap, ofSent, ofGot);
  }

  public void removeTap(NicId nic, FrameTap tap) {
    var slot = of(nic);
    slot.makeTaps().remove(tap);
    slot.tidyTaps();
  }

  /** A NIC gets the copies of so many mirrors more, or less. */
  public void monitor(NicId nic, int more) {
    var slot = of(nic);
    slot.makeTaps().monitor(more);
    slot.tidyTaps();
  }

  /** A NIC has lost its port: nothing is kept of it, unless it has a gate or a mirror. */
  public void left(NicId nic) {
    senders.remove(nic);
    var slot = slots.get(nic);
    if (slot != null && slot.gate() == null && slot.taps() == null) {
      slots.remove(nic);
    }
  }
}
