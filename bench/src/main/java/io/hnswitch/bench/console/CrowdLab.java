package io.hnswitch.bench.console;

/** A lab of many guests with in-process hosts on one switch; every other one has a VF. */
final class CrowdLab {

  private static final int ADAPTERS = 2;
  private static final int VFS = 64;
  private static final int FLOWS = 20;
  private static final int HOSTS_IN_NET = 200;

  private CrowdLab() {}

  /** The id of a guest's NIC; guests count from 0. */
  static String nic(int guest) {
    return "g%03d:hn0".formatted(guest);
  }

  /** The lab file. */
  static String of(int guests) {
    var text =
        new StringBuilder(
            """
            apiVersion: hnswitch/v1
            kind: Lab
            metadata: { name: crowd, title: Many guests on one switch }
            spec:
              tunables: { hw.hn.vf_transparent: 1 }
              switches: { sw0: {} }
              adapters:
            """);
    for (int i = 0; i < ADAPTERS; i++) {
      text.append("    pf%d: { switch: sw0, vfs: %d }%n".formatted(i, VFS));
    }
    text.append("  defaults: { nic: { switch: sw0 } }\n  guests:\n");
    for (int i = 0; i < guests; i++) {
      boolean hasVf = i % 2 == 0 && i / 2 < ADAPTERS * VFS;
      text.append(
          "    g%03d: { nics: { hn0: { endpoint: { host: { ip: [10.0.%d.%d/16] } }%s } } }%n"
              .formatted(
                  i,
                  i / HOSTS_IN_NET,
                  1 + i % HOSTS_IN_NET,
                  hasVf
                      ? ", vf: { adapter: pf%d, attach: true }".formatted(i / 2 % ADAPTERS)
                      : ""));
    }
    text.append("  flows:\n");
    for (int i = 0; i < Math.min(FLOWS, guests / 2); i++) {
      text.append(
          "    f%02d: { from: \"%s\", to: \"%s\", rate: %dpps, size: 512 }%n"
              .formatted(i, nic(2 * i), nic(guests - 1 - i), 10 + i));
    }
    return text.toString();
  }
}
