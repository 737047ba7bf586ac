package io.hnswitch.sysctl;

import io.hnswitch.sysctl.Sysctl.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names below {@code hw.hn}: those of the driver, for all its devices. */
public final class HwSysctls {

  /** What every full name begins with. */
  public static final String PREFIX = Tunable.PREFIX;

  public static final Sysctl VFLIST =
      Sysctl.state("vflist", Type.STRING, "all attached VFs, with a space between two");

  public static final Sysctl VFMAP =
      Sysctl.state("vfmap", Type.STRING, "pairs of VF and hn, with a colon between both");

  public static final Sysctl UDPCS_FIXUP =
      Sysctl.counter("udpcs_fixup", "UDP datagrams checksummed in software")
          .without(Tunable.Why.FIXUP);

  public static final Sysctl USE_TXDESC_BUFRING =
      new Sysctl(
              "use_txdesc_bufring",
              Type.INT,
              Access.RD,
              "1",
              Values.ANY,
              "whether free transmit descriptors are in a buf_ring, chosen at build time",
              "")
          .without("descriptors are in an array");

  private static final List<Sysctl> ALL = all();

  private HwSysctls() {}

  private static List<Sysctl> all() {
    var all = new ArrayList<Sysctl>();
    for (var tunable : Tunable.values()) {
      all.add(tunable.sysctl());
      if (tunable == Tunable.VF_XPNT_ATTWAIT) {
        all.add(VFLIST);
        all.add(VFMAP);
      } else if (tunable == Tunable.ENABLE_UDP6CS) {
        all.add(UDPCS_FIXUP);
      } else if (tunable == Tunable.TX_TASKQ_MODE) {
        all.add(USE_TXDESC_BUFRING);
      }
    }
    return List.copyOf(all);
  }

  /** All of them, in the order in which they are shown. */
  public static List<Sysctl> list() {
    return ALL;
  }

  /** The one with a name below {@code hw.hn}. */
  public static Optional<Sysctl> find(String name) {
    return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
