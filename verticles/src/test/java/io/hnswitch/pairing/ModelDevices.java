package io.hnswitch.pairing;

import io.hnswitch.control.NicControl.Merged;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.Optional;

/**
 * An hn and a VF as interfaces that a driver writes to: what pairing changes is overwritten and
 * kept aside, as hn(4) does, so whatever is undone twice, not at all or in the wrong order shows.
 */
final class ModelDevices {

  private static final OffloadCaps VF_CAPABLE =
      OffloadCaps.of(Offload.TXCSUM, Offload.TSO4, Offload.VLAN_HWFILTER);

  private Nic nic;
  private Optional<Nic> saved = Optional.empty();
  private Vf vf = Vf.fresh();

  /** Everything of hn that pairing can change. */
  record Nic(
      OffloadCaps capabilities,
      OffloadCaps enabled,
      TsoLimits tso,
      int mtu,
      boolean accepts,
      boolean onVf) {}

  /** Everything of a VF that pairing can change and gives back. */
  record Vf(boolean overridden, boolean up, OffloadCaps enabled) {
    static Vf fresh() {
      return new Vf(false, false, VF_CAPABLE);
    }
  }

  ModelDevices(int mtu) {
    var caps = OffloadCaps.of(Offload.TXCSUM, Offload.RXCSUM, Offload.TSO4, Offload.LRO);
    nic = new Nic(caps, caps, new TsoLimits(65_517, 31, 4_096), mtu, false, false);
  }

  Nic nic() {
    return nic;
  }

  Vf vf() {
    return vf;
  }

  /** Another VF is there, as its driver made it. */
  VfFacts plug() {
    vf = Vf.fresh();
    return VfFacts.attached(
        PairingStory.VF, VF_CAPABLE, VF_CAPABLE, new TsoLimits(32_768, 16, 65_536));
  }

  /** Does what is asked for; the event of its success. */
  PairingEvent.Outcome carryOut(PairingEffect.Request request) {
    long attempt = request.attempt();
    switch (request) {
      case PairingEffect.AcceptFrom _ -> nic = nic(nic.capabilities, nic.enabled, nic.tso, true);
      case PairingEffect.StopAccepting _ ->
          nic = nic(nic.capabilities, nic.enabled, nic.tso, false);
      case PairingEffect.OverrideInput _ -> vf = new Vf(true, vf.up, vf.enabled);
      case PairingEffect.RestoreInput _ -> vf = new Vf(false, vf.up, vf.enabled);
      case PairingEffect.Merge merge -> {
        return new PairingEvent.MergeAnswered(attempt, merge(merge));
      }
      case PairingEffect.Unmerge _ -> unmerge();
      case PairingEffect.SetOffloads set -> {
        vf = new Vf(vf.overridden, vf.up, set.wanted().intersect(VF_CAPABLE));
        return new PairingEvent.OffloadsAnswered(attempt, vf.enabled);
      }
      case PairingEffect.Survey _ -> {
        return new PairingEvent.OffloadsAnswered(attempt, vf.enabled);
      }
      case PairingEffect.FollowEnabled follow ->
          nic =
              nic(
                  nic.capabilities,
                  nic.capabilities.intersect(follow.enabled()),
                  nic.tso,
                  nic.accepts);
      case PairingEffect.SetFlags flags -> vf = new Vf(vf.overridden, flags.up(), vf.enabled);
      case PairingEffect.UseVf _ -> path(true);
      case PairingEffect.UseSynthetic _ -> path(false);
      case PairingEffect.SetVfMtu _, PairingEffect.SetNicMtu _ -> {}
      case PairingEffect.StartWait _ -> {
        return new PairingEvent.WaitElapsed(attempt);
      }
      case PairingEffect.StartRetry _ -> {
        return new PairingEvent.RetryDue(attempt);
      }
      case PairingEffect.RxVf _ -> throw new AssertionError("not in transparent mode");
    }
    return new PairingEvent.Succeeded(attempt);
  }

  private Merged merge(PairingEffect.Merge merge) {
    if (saved.isPresent()) {
      throw new AssertionError("merged twice: what was saved would be lost");
    }
    saved = Optional.of(nic);
    var capabilities = nic.capabilities.intersect(merge.capabilities());
    nic =
        nic(
            capabilities,
            nic.enabled.intersect(capabilities),
            nic.tso.min(merge.tso()),
            nic.accepts);
    return new Merged(nic.enabled, nic.mtu, true, false, false);
  }

  /** Without effect when there is no merge, as after one that may have been done. */
  private void unmerge() {
    saved.ifPresent(
        before -> nic = nic(before.capabilities, before.enabled, before.tso, nic.accepts));
    saved = Optional.empty();
  }

  private Nic nic(OffloadCaps capabilities, OffloadCaps enabled, TsoLimits tso, boolean accepts) {
    return new Nic(capabilities, enabled, tso, nic.mtu, accepts, nic.onVf);
  }

  private void path(boolean byVf) {
    nic = new Nic(nic.capabilities, nic.enabled, nic.tso, nic.mtu, nic.accepts, byVf);
  }
}
