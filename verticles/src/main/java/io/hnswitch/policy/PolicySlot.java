package io.hnswitch.policy;

/** Where the gate of a port is; it may come, change and go while frames pass. */
public final class PolicySlot {

  /** For ports that never have one: uplinks, wires. */
  public static final PolicySlot NEVER = new PolicySlot();

  private PortGate gate;

  PolicySlot() {}

  void set(PortGate next) {
    gate = next;
  }

  /** The gate, or null while the port does what {@link PortPolicy#NONE} says. */
  public PortGate gate() {
    return gate;
  }
}
