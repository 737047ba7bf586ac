package io.hnswitch.vf;

import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.rss.VfRss;
import java.time.Duration;

/**
 * How an adapter is made.
 *
 * @param name its id, and its port's name at the switch
 * @param virtualSwitch whose uplink the PF is
 * @param vfs how many VFs it has, 1 to 64
 * @param capabilities what its VFs can do
 * @param tso what its VFs take as one super-frame
 * @param offerDelay from announcing a VF until the guest is offered it
 * @param mtuMax the largest MTU its VFs take, in bytes
 * @param rss how its VFs hash what they receive
 * @param queue what frames wait in that go out by its wire
 */
public record AdapterSettings(
    String name,
    String virtualSwitch,
    int vfs,
    OffloadCaps capabilities,
    TsoLimits tso,
    Duration offerDelay,
    int mtuMax,
    VfRss rss,
    QueueSpec queue) {

  public AdapterSettings {
    if (vfs < 1 || vfs > AdapterSpec.MAX_VFS) {
      throw new IllegalArgumentException("number of VFs out of range: " + vfs);
    }
    if (mtuMax < NicSpec.MIN_MTU || mtuMax > NicSpec.MAX_MTU) {
      throw new IllegalArgumentException("largest MTU out of range: " + mtuMax);
    }
    if (offerDelay.isNegative() || offerDelay.compareTo(AdapterSpec.MAX_OFFER_DELAY) > 0) {
      throw new IllegalArgumentException("offer delay out of range: " + offerDelay);
    }
  }

  /** With VFs that hash as most do, and a wire of any speed. */
  public AdapterSettings(
      String name,
      String virtualSwitch,
      int vfs,
      OffloadCaps capabilities,
      TsoLimits tso,
      Duration offerDelay,
      int mtuMax) {
    this(
        name,
        virtualSwitch,
        vfs,
        capabilities,
        tso,
        offerDelay,
        mtuMax,
        VfRss.DEFAULT,
        QueueSpec.NONE);
  }

  /** The settings a lab declares. */
  public static AdapterSettings of(AdapterSpec spec) {
    return new AdapterSettings(
        spec.name(),
        spec.switchName(),
        spec.vfs(),
        spec.offloads(),
        spec.tso(),
        spec.offerDelay(),
        spec.mtu(),
        spec.rss(),
        spec.queue());
  }
}
