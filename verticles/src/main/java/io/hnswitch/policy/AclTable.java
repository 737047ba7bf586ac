package io.hnswitch.policy;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.ip.IpPrefix;
import io.hnswitch.policy.AclRule.Action;
import io.hnswitch.policy.AclRule.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rules of one direction, compiled: each field of a frame is looked up once and gives the set
 * of rules that it fits, a bit for each in their order; the first bit that all sets have is the
 * rule. So a frame costs about as much with a thousand rules as with ten. A field that no rule
 * names is not looked at. (T. V. Lakshman and D. Stiliadis, High-Speed Policy-based Packet
 * Forwarding Using Efficient Multi-dimensional Range Matching, SIGCOMM 1998.)
 */
final class AclTable {

  /** No rule decides. */
  static final int NONE = -1;

  private static final int UNKNOWN = -2;

  private static final Comparator<long[]> UNSIGNED =
      Comparator.<long[], Long>comparing(one -> one[0], Long::compareUnsigned)
          .thenComparing(one -> one[1], Long::compareUnsigned);

  private static final IpPrefix ALL_V4 = new IpPrefix(IpAddress.ofV4(0), 0);

  private final Direction direction;
  private final List<AclRule> rules;
  private final Action[] actions;
  private final long[] hits;
  private final int words;

  /** What was decided last, and about what; frames of one conversation come in runs. */
  private final AclKey last = new AclKey();

  private int lastRule = UNKNOWN;

  /** Whether one rule at most counts a frame, so that its number says all. */
  private final boolean remembers;

  private final long[] etherTypes;
  private final long[][] etherTypeRows;
  private final long[] macs;
  private final long[][] macRows;
  private final long[] protocols;
  private final long[][] protocolRows;
  private final Addresses local;
  private final Addresses remote;
  private final Ports localPorts;
  private final Ports remotePorts;

  /** Bounds of ranges, ascending, and the rules that fit from each bound to the next. */
  private record Addresses(long[] high, long[] low, long[][] rows, long[] noIp) {

    long[] row(boolean ip, long h, long l) {
      if (!ip) {
        return noIp;
      }
      int from = 0;
      int to = high.length - 1;
      while (from < to) {
        int middle = from + to + 1 >>> 1;
        int order = Long.compareUnsigned(high[middle], h);
        if (order < 0 || order == 0 && Long.compareUnsigned(low[middle], l) <= 0) {
          from = middle;
        } else {
          to = middle - 1;
        }
      }
      return rows[from];
    }
  }

  private record Ports(int[] bounds, long[][] rows, long[] noPorts) {

    long[] row(boolean ports, int port) {
      if (!ports) {
        return noPorts;
      }
      int from = 0;
      int to = bounds.length - 1;
      while (from < to) {
        int middle = from + to + 1 >>> 1;
        if (bounds[middle] <= port) {
          from = middle;
        } else {
          to = middle - 1;
        }
      }
      return rows[from];
    }
  }

  /**
   * @param all rules of both directions
   */
  AclTable(Direction direction, List<AclRule> all) {
    this.direction = direction;
    this.rules =
        all.stream()
            .filter(rule -> rule.direction() == direction)
            .sorted(Comparator.comparingInt(AclRule::weight).reversed())
            .toList();
    actions = rules.stream().map(AclRule::action).toArray(Action[]::new);
    hits = new long[rules.size()];
    words = rules.size() + 63 >> 6;
    remembers = rules.stream().noneMatch(rule -> rule.action() == Action.COUNT);
    etherTypes = values(rule -> rule.etherType() == AclRule.ANY ? null : (long) rule.etherType());
    etherTypeRows = rows(etherTypes, AclRule::etherType);
    macs = values(rule -> rule.remoteMac().map(mac -> mac.value()).orElse(null));
    macRows = rows(macs, rule -> rule.remoteMac().map(mac -> mac.value()).orElse(-1L));
    protocols = values(rule -> rule.protocol() == AclRule.ANY ? null : (long) rule.protocol());
    protocolRows = rows(protocols, AclRule::protocol);
    local = addresses(AclRule::local);
    remote = addresses(AclRule::remote);
    localPorts = ports(AclRule::localPorts);
    remotePorts = ports(AclRule::remotePorts);
  }

  /** What rules name of a field, ascending. */
  private long[] values(Function<AclRule, Long> field) {
    return rules.stream()
        .map(field)
        .filter(value -> value != null)
        .mapToLong(Long::longValue)
        .distinct()
        .sorted()
        .toArray();
  }

  /** A row for each value, and one for all others; null when no rule names the field. */
  private long[][] rows(long[] values, Function<AclRule, ? extends Number> field) {
    if (values.length == 0) {
      return null;
    }
    var rows = new long[values.length + 1][];
    for (int i = 0; i <= values.length; i++) {
      long value = i < values.length ? values[i] : AclRule.ANY;
      rows[i] =
          row(
              rule -> {
                long wanted = field.apply(rule).longValue();
                return wanted == AclRule.ANY || wanted == value;
              });
    }
    return rows;
  }

  private long[] row(Predicate<AclRule> fits) {
    var row = new long[words];
    for (int i = 0; i < rules.size(); i++) {
      if (fits.test(rules.get(i))) {
        row[i >> 6] |= 1L << i;
      }
    }
    return row;
  }

  private Addresses addresses(Function<AclRule, Optional<IpPrefix>> field) {
    if (rules.stream().noneMatch(AclRule::needsIp)) {
      return null;
    }
    var bounds = new TreeSet<>(UNSIGNED);
    bounds.add(new long[2]);
    // An IPv6 prefix has no IPv4 address in it, however short it is.
    addBounds(ALL_V4, bounds);
    for (var rule : rules) {
      field.apply(rule).ifPresent(prefix -> addBounds(prefix, bounds));
    }
    var starts = new ArrayList<>(bounds);
    var rows = new long[starts.size()][];
    for (int i = 0; i < rows.length; i++) {
      var start = starts.get(i);
      rows[i] =
          row(
              rule -> {
                var prefix = field.apply(rule);
                return prefix.isEmpty() || prefix.get().contains(start[0], start[1]);
              });
    }
    return new Addresses(
        starts.stream().mapToLong(start -> start[0]).toArray(),
        starts.stream().mapToLong(start -> start[1]).toArray(),
        rows,
        row(rule -> !rule.needsIp()));
  }

  /** The first address of a prefix, and the one behind its last. */
  private static void addBounds(IpPrefix prefix, TreeSet<long[]> bounds) {
    int bits = prefix.address().isV4() ? prefix.length() + 96 : prefix.length();
    long highMask = mask(Math.min(bits, 64));
    long lowMask = mask(Math.max(bits - 64, 0));
    long high = prefix.address().high() & highMask;
    long low = prefix.address().low() & lowMask;
    bounds.add(new long[] {high, low});
    long lastHigh = high | ~highMask;
    long lastLow = low | ~lowMask;
    long nextLow = lastLow + 1;
    long nextHigh = nextLow == 0 ? lastHigh + 1 : lastHigh;
    if ((nextHigh | nextLow) != 0) {
      bounds.add(new long[] {nextHigh, nextLow});
    }
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << 64 - bits;
  }

  private Ports ports(Function<AclRule, Optional<PortRange>> field) {
    if (rules.stream().noneMatch(AclRule::needsPorts)) {
      return null;
    }
    var bounds = new TreeSet<Integer>();
    bounds.add(0);
    for (var rule : rules) {
      field
          .apply(rule)
          .ifPresent(
              range -> {
                bounds.add(range.first());
                bounds.add(range.last() + 1);
              });
    }
    var starts = bounds.stream().mapToInt(Integer::intValue).toArray();
    var rows = new long[starts.length][];
    for (int i = 0; i < rows.length; i++) {
      int port = starts[i];
      rows[i] =
          row(
              rule -> {
                var range = field.apply(rule);
                return range.isEmpty() || range.get().first() <= port && port <= range.get().last();
              });
    }
    return new Ports(starts, rows, row(rule -> !rule.needsPorts()));
  }

  List<AclRule> rules() {
    return rules;
  }

  /** Frames that a rule has fitted when it was reached. */
  long hits(int rule) {
    return hits[rule];
  }

  /** Keeps the hits of rules that were there before. */
  void takeHits(AclTable before) {
    for (int i = 0; i < hits.length; i++) {
      int old = before.rules.indexOf(rules.get(i));
      hits[i] = old < 0 ? 0 : before.hits[old];
    }
  }

  /**
   * The rule that decides about a frame, or {@link #NONE}.
   *
   * @param only whether nothing is counted
   */
  int decide(AclKey key, boolean only) {
    if (words == 0) {
      return NONE;
    }
    if (!remembers) {
      return find(key, only);
    }
    if (lastRule == UNKNOWN || !last.isEqual(key)) {
      lastRule = find(key, true);
      last.take(key);
    }
    if (lastRule != NONE && !only) {
      hits[lastRule]++;
    }
    return lastRule;
  }

  private int find(AclKey key, boolean only) {
    boolean outbound = direction == Direction.OUTBOUND;
    var byType = etherTypeRows == null ? null : etherTypeRows[place(etherTypes, key.etherType)];
    var byMac =
        macRows == null
            ? null
            : macRows[place(macs, outbound ? key.destinationMac : key.sourceMac)];
    var byProtocol =
        protocolRows == null
            ? null
            : protocolRows[key.ip ? place(protocols, key.protocol) : protocols.length];
    long[] byLocal = null;
    long[] byRemote = null;
    if (local != null) {
      long localHigh = outbound ? key.sourceHigh : key.destinationHigh;
      long localLow = outbound ? key.sourceLow : key.destinationLow;
      long remoteHigh = outbound ? key.destinationHigh : key.sourceHigh;
      long remoteLow = outbound ? key.destinationLow : key.sourceLow;
      byLocal = local.row(key.ip, localHigh, localLow);
      byRemote = remote.row(key.ip, remoteHigh, remoteLow);
    }
    long[] byLocalPort = null;
    long[] byRemotePort = null;
    if (localPorts != null) {
      byLocalPort = localPorts.row(key.ports, outbound ? key.sourcePort : key.destinationPort);
      byRemotePort = remotePorts.row(key.ports, outbound ? key.destinationPort : key.sourcePort);
    }
    for (int word = 0; word < words; word++) {
      long fits = and(-1L, byType, word);
      fits = and(fits, byMac, word);
      fits = and(fits, byProtocol, word);
      fits = and(fits, byLocal, word);
      fits = and(fits, byRemote, word);
      fits = and(fits, byLocalPort, word);
      fits = and(fits, byRemotePort, word);
      for (; fits != 0; fits &= fits - 1) {
        int rule = (word << 6) + Long.numberOfTrailingZeros(fits);
        if (rule >= hits.length) {
          return NONE; // There is nothing behind the last rule.
        }
        if (!only) {
          hits[rule]++;
        }
        if (actions[rule] != Action.COUNT) {
          return rule;
        }
      }
    }
    return NONE;
  }

  private static long and(long fits, long[] row, int word) {
    return row == null ? fits : fits & row[word];
  }

  /** Where a value is, or the place behind all when it is nowhere. */
  private static int place(long[] values, long value) {
    int at = Arrays.binarySearch(values, value);
    return at < 0 ? values.length : at;
  }

  Action action(int rule) {
    return actions[rule];
  }
}
