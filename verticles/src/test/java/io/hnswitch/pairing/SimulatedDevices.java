package io.hnswitch.pairing;

/** What hn and the VF of a simulation have become by the requests they carried out. */
final class SimulatedDevices {

  boolean accepting;
  boolean merged;
  boolean mergeUncertain;
  boolean onVf;
  long switching = -1;
  boolean vfThere;
  boolean vfAlive;
  boolean overridden;
  boolean vfUp;
  int plugged;

  /** A fresh VF is there. */
  void plug() {
    plugged++;
    vfThere = true;
    vfAlive = true;
    overridden = false;
    vfUp = false;
  }

  /** The VF is gone for good, and what was done to it with it. */
  void unplug() {
    vfThere = false;
    vfAlive = false;
    overridden = false;
    vfUp = false;
  }

  /** Carries a request out as if it succeeded; what it must not be is thrown. */
  void carryOut(PairingEffect.Request request) {
    switch (request) {
      case PairingEffect.AcceptFrom _ -> accepting = true;
      case PairingEffect.StopAccepting _ -> {
        require(!onVf && !merged, "stops accepting too early");
        accepting = false;
      }
      case PairingEffect.Merge _ -> {
        require(!merged, "merged twice");
        merged = true;
      }
      case PairingEffect.Unmerge _ -> {
        require(merged || mergeUncertain, "unmerged without merge");
        require(!onVf && switching < 0, "unmerged on the VF's path");
        merged = false;
        mergeUncertain = false;
      }
      case PairingEffect.UseVf use -> {
        require(merged && accepting, "VF used before the merge");
        require(vfUp || !vfAlive, "VF used before it is up");
        require(!onVf && switching < 0, "VF used twice");
        switching = use.attempt();
      }
      case PairingEffect.UseSynthetic _ -> {
        switching = -1;
        onVf = false;
      }
      case PairingEffect.OverrideInput _ -> overridden = true;
      case PairingEffect.RestoreInput _ -> overridden = false;
      case PairingEffect.SetFlags flags -> {
        require(flags.up() || !onVf, "VF down on its path");
        vfUp = flags.up();
      }
      case PairingEffect.FollowEnabled _ -> require(merged, "follows without merge");
      case PairingEffect.RxVf _ -> throw new AssertionError("no step of transparent mode");
      case PairingEffect.Survey _,
          PairingEffect.SetOffloads _,
          PairingEffect.SetVfMtu _,
          PairingEffect.SetNicMtu _,
          PairingEffect.StartWait _,
          PairingEffect.StartRetry _ -> {}
    }
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
