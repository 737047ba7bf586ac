package io.hnswitch.hn;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** Writes a word of bits as the driver's sysctls do: {@code 9<DIRECT,BROADCAST>}. */
enum BitNames {
  /** What was negotiated with the host. */
  CAPABILITIES(
      "VLAN", "MTU", "IPCS", "TCP4CS", "TCP6CS", "UDP4CS", "UDP6CS", "TSO4", "TSO6", "HASHVAL"),
  /** What the stack may leave to the device. */
  ASSIST(
      Map.of(
          0, "CSUM_IP",
          1, "CSUM_IP_UDP",
          2, "CSUM_IP_TCP",
          4, "CSUM_IP_TSO",
          9, "CSUM_IP6_UDP",
          10, "CSUM_IP6_TCP",
          12, "CSUM_IP6_TSO")),
  FILTER("DIRECT", "MULTICAST", "ALLMULTI", "BROADCAST", "SRCROUT", "PROMISC"),
  HASH(
      Map.of(
          0, "TOEPLITZ",
          8, "IP4",
          9, "TCP4",
          10, "IP6",
          11, "IP6EX",
          12, "TCP6",
          13, "TCP6EX",
          14, "UDP4"));

  private final Map<Integer, String> names = new TreeMap<>();

  BitNames(String... names) {
    for (int bit = 0; bit < names.length; bit++) {
      this.names.put(bit, names[bit]);
    }
  }

  BitNames(Map<Integer, String> names) {
    this.names.putAll(names);
  }

  /** The bit with a name, as a word. */
  int bit(String name) {
    for (var entry : names.entrySet()) {
      if (entry.getValue().equals(name)) {
        return 1 << entry.getKey();
      }
    }
    throw new IllegalArgumentException(this + " has no bit " + name);
  }

  String text(int word) {
    var set = new ArrayList<String>();
    names.forEach(
        (bit, name) -> {
          if ((word >>> bit & 1) != 0) {
            set.add(name);
          }
        });
    var hex = Integer.toHexString(word);
    return set.isEmpty() ? hex : hex + "<" + String.join(",", set) + ">";
  }
}
