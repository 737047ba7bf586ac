package io.hnswitch.lab;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lab texts and the verbs that tests read them with. */
final class Labs {

  /** The documented example, cut to what this version has. */
  static final String EXAMPLE =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: vf-failover, title: A transparent VF comes and goes under load }
      spec:
        seed: 42                           # all randomness derives from it, per link and direction
        clock: real                        # real | virtual (virtual: in-process hosts only)
        tunables:
          hw.hn.vf_transparent: 1
          hw.hn.vf_xpnt_attwait: 2
        defaults:
          nic: { mtu: 1500, channels: 2, offloads: [rxcsum, txcsum, tso4, lro] }
        profiles:
          tenant: { mtu: 1400, offloads: [rxcsum] }
        switches:
          sw0: { aging: 300s, static: { "00:15:5d:00:00:0a": "a:hn0", "00:15:5d:00:00:0b": pf0 } }
        adapters:
          pf0: { switch: sw0, vfs: 4, offloads: [rxcsum, txcsum, tso4], tso: { max: 32KiB, segments: 16, segmentSize: 4KiB } }
        guests:
          a:
            nics:
              hn0:
                mac: "00:15:5d:00:00:0a"
                switch: sw0
                endpoint: { tap: { name: hn0, netns: blue, ip: 10.0.0.1/24 } }
                vf: { adapter: pf0, attach: true }
          b:
            nics:
              hn0:
                switch: sw0
                profile: tenant
                endpoint: { host: { ip: 10.0.0.2/24, answers: [arp, icmp, udp-echo] } }
                vf: { adapter: pf0, attach: false }
          load: { count: 4, nics: { hn0: { switch: sw0, endpoint: { host: { ip: 10.0.0.11/24 } } } } }
        flows:
          f1: { from: "load-1:hn0", to: "b:hn0", udp: 7, rate: 2000pps, size: 512 }
      """;

  private static final String HEAD =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: t }
      spec:
      """;

  private Labs() {}

  /** A file with these lines under spec; the first of them is line 5. */
  static String spec(String... lines) {
    return HEAD + "  " + String.join("\n  ", lines) + "\n";
  }

  static LabSpec accepted(String text) {
    return switch (LabParser.parse(text)) {
      case LabResult.Accepted accepted -> accepted.spec();
      case LabResult.Refused refused -> fail(lines(refused.problems()) + "\nin\n" + text);
    };
  }

  /** What is wrong with a text, formatted, a line for each problem. */
  static String problems(String text) {
    return switch (LabParser.parse(text)) {
      case LabResult.Accepted accepted -> "";
      case LabResult.Refused refused -> lines(refused.problems());
    };
  }

  static String warnings(String text) {
    return lines(LabParser.parse(text).warnings());
  }

  static String lines(List<LabProblem> problems) {
    return String.join("\n", problems.stream().map(one -> one.format("lab.yaml")).toList());
  }

  /** A file of conf/, found from whatever directory of the repository tests run in. */
  static Path conf(String name) {
    for (var up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      var file = up.resolve("conf").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    return fail("no conf/" + name + " above " + Path.of("").toAbsolutePath());
  }
}
