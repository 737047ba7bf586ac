package io.hnswitch.sim;

/** What must hold in every run. */
enum Invariant {
  /** No device throws. */
  NO_EXCEPTION,
  /** Every frame is accounted for, at every device, after every step. */
  LEDGER_BALANCES,
  /** hn hands frames to the VF only while the VF is its path, and to no other VF. */
  ONE_PATH_OWNER,
  /** No frame goes to a VF after its departure was confirmed. */
  NOTHING_AFTER_DEPARTURE,
  /** Once a departure is confirmed, hn is as if there had been no VF. */
  UNDO_EXACT,
  /** The data path is asked for only when the VF is up. */
  VF_UP_FIRST,
  /** No frame arrives twice. */
  NOTHING_TWICE,
  /** Orderly changes of path lose nothing. */
  NOTHING_LOST,
  /** Orderly changes of path reorder nothing. */
  IN_ORDER,
  /** When script and faults are over, all comes to rest in bounded time, on the wanted path. */
  SETTLES,
  /** What is sent then arrives. */
  CARRIES_TRAFFIC
}
