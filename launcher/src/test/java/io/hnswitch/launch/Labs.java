package io.hnswitch.launch;

import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabResult;
import io.hnswitch.lab.LabSpec;

/** Labs that tests start from. */
final class Labs {

  /**
   * Two hosts on a switch with an adapter; a has a VF from the start, and a flow goes from a to b.
   */
  static final String TWO =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: two }
      spec:
        switches: { sw0: {} }
        adapters: { pf0: { switch: sw0 } }
        defaults: { nic: { switch: sw0 } }
        guests:
          a:
            nics:
              hn0: { endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pf0, attach: true } }
          b: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.2/24 } } } } }
        flows:
          f1: { from: "a:hn0", to: "b:hn0", echo: false }
      """;

  /** Two hosts on a switch, without VFs. */
  static final String PLAIN =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: two }
      spec:
        switches: { sw0: {} }
        defaults: { nic: { switch: sw0 } }
        guests:
          a: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.2/24 } } } } }
      """;

  private Labs() {}

  static LabSpec parse(String text) {
    return switch (LabParser.parse(text)) {
      case LabResult.Accepted(var spec, _, _) -> spec;
      case LabResult.Refused(var problems, _) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  static LabSpec two() {
    return parse(TWO);
  }
}
