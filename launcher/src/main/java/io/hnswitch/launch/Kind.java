package io.hnswitch.launch;

import io.hnswitch.lab.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kind of object that can be shown.
 *
 * @param plural the word in {@code get nics}
 * @param list operation that gives all
 * @param get operation that gives one; empty when there is none
 * @param key parameter of {@link #get}
 * @param id member that names an object
 * @param columns of the table
 */
record Kind(String plural, String list, String get, String key, String id, List<Column> columns) {

  static final List<Kind> ALL =
      List.of(
          new Kind(
              "nics",
              "nic.list",
              "nic.get",
              "nic",
              "id",
              columns(
                  "ID id",
                  "MAC mac",
                  "UP up",
                  "LINK link",
                  "MTU mtu",
                  "PATH path",
                  "VF vf",
                  "PAIR pair.state",
                  "OFFLOADS offloads")),
          new Kind(
              "vfs",
              "vf.list",
              "vf.get",
              "vf",
              "id",
              columns(
                  "ID id",
                  "NIC nic",
                  "MANAGED managedBy",
                  "MAC mac",
                  "STATE state",
                  "STEERED steered",
                  "UP up",
                  "MTU mtu")),
          new Kind(
              "switches",
              "switch.list",
              "switch.get",
              "switch",
              "id",
              columns("ID id", "AGING ageing", "PORTS ports", "ADDRESSES fdb")),
          new Kind(
              "adapters",
              "adapter.list",
              "adapter.get",
              "adapter",
              "id",
              columns("ID id", "SWITCH virtualSwitch", "VFS vfs", "USED slots")),
          new Kind(
              "links",
              "link.list",
              "link.get",
              "link",
              "id",
              columns(
                  "ID id",
                  "ENDPOINTS endpoints",
                  "STATE state",
                  "REASON reason",
                  "FRAMES frames",
                  "BYTES bytes",
                  "DROPPED dropped",
                  "LAYERS layers",
                  "NODE remote.node",
                  "RTTus remote.roundTripUs")),
          new Kind(
              "pairs",
              "pair.list",
              "pair.get",
              "nic",
              "nic",
              columns("NIC nic", "VF vf", "STATE state", "SWITCHES history", "REASON reason")),
          new Kind(
              "flows",
              "flow.list",
              "flow.get",
              "id",
              "id",
              columns(
                  "ID id",
                  "FROM from",
                  "TO to",
                  "STATE state",
                  "RATE rate",
                  "SIZE size",
                  "SENT sent",
                  "RECEIVED received",
                  "LOST lost",
                  "DUP duplicated",
                  "REORD reordered",
                  "P50us latencyUs.p50",
                  "P99us latencyUs.p99",
                  "GAPms largestGapMs")),
          new Kind(
              "captures",
              "capture.list",
              "",
              "id",
              "id",
              columns(
                  "ID id",
                  "AT at",
                  "STATE state",
                  "FILTER filter",
                  "SNAPLEN snaplen",
                  "RING ring",
                  "OLDEST oldest",
                  "NEXT next",
                  "OVERWRITTEN overwritten")),
          new Kind(
              "scripts",
              "script.list",
              "script.get",
              "name",
              "name",
              columns(
                  "NAME name",
                  "STATE state",
                  "SINCE since",
                  "EVENTS events",
                  "FAILURES failures",
                  "ERROR error")),
          new Kind(
              "tokens",
              "token.list",
              "",
              "name",
              "name",
              columns("NAME name", "ROLE role", "MADE made")),
          new Kind(
              "users",
              "user.list",
              "",
              "name",
              "name",
              columns("NAME name", "ROLE role", "MADE made")),
          new Kind(
              "endpoints",
              "endpoint.list",
              "",
              "nic",
              "nic",
              columns(
                  "NIC nic",
                  "KIND kind",
                  "ADDRESSES settings.addresses",
                  "LOCAL settings.local",
                  "LINK settings.link",
                  "RECEIVED arrivals.received",
                  "MISSING arrivals.missing",
                  "DUP arrivals.duplicated",
                  "REORD arrivals.reordered")),
          new Kind(
              "ledger",
              "ledger.get",
              "",
              "",
              "device",
              columns(
                  "DEVICE device",
                  "ENTERED entered",
                  "IN in",
                  "CREATED created",
                  "OUT out",
                  "DELIVERED delivered",
                  "FILTERED filtered",
                  "HELD held",
                  "UNACCOUNTED unaccounted")));

  static List<Column> columns(String... texts) {
    var columns = new ArrayList<Column>();
    for (var text : texts) {
      int blank = text.indexOf(' ');
      columns.add(new Column(text.substring(0, blank), text.substring(blank + 1)));
    }
    return List.copyOf(columns);
  }

  /**
   * By plural or singular.
   *
   * @throws CliException when there is none
   */
  static Kind of(String word) {
    return find(word)
        .orElseThrow(
            () -> {
              var nearest = Words.nearest(word, ALL.stream().map(Kind::plural).toList());
              var words = String.join(", ", ALL.stream().map(Kind::plural).toList());
              return new CliException(
                  ExitCode.USAGE,
                  "hnswitch: no kind of object is called \""
                      + word
                      + "\""
                      + (nearest.isEmpty()
                          ? "; there are " + words
                          : ", did you mean " + nearest + "?"));
            });
  }

  /** By plural or singular; empty when there is none. */
  static Optional<Kind> find(String word) {
    return ALL.stream()
        .filter(kind -> kind.plural.equals(word) || kind.singular().equals(word))
        .findFirst();
  }

  private String singular() {
    return list.substring(0, list.indexOf('.'));
  }
}
