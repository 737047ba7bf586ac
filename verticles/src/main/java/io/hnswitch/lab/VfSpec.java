package io.hnswitch.lab;

/** Where a NIC's VF comes from. */
public sealed interface VfSpec {

  /** The NIC never gets a VF. */
  VfSpec NONE = new None();

  /** No adapter: the NIC stays synthetic. */
  record None() implements VfSpec {}

  /**
   * A VF of an adapter.
   *
   * @param adapter the adapter's id
   * @param attach a VF is there from the start
   */
  record From(String adapter, boolean attach) implements VfSpec {
    public From {
      LabName.require(adapter);
    }
  }
}
