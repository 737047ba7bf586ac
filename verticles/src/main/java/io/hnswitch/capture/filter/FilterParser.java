package io.hnswitch.capture.filter;

import io.hnswitch.capture.filter.FilterCode.Way;
import io.hnswitch.capture.filter.FilterWords.Word;
import io.hnswitch.capture.filter.FrameTest.And;
import io.hnswitch.capture.filter.FrameTest.Length;
import io.hnswitch.capture.filter.FrameTest.Or;
import io.hnswitch.capture.filter.FrameTest.Relation;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.lab.IpAddress;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a filter from left to right. As in libpcap, {@code and} and {@code or} bind alike, {@code
 * not} binds tighter, and an address or number without keywords has those of the one before.
 */
final class FilterParser {

  private static final int DEPTH_MAX = 50;
  private static final int WORDS_MAX = 200;
  private static final int PORT_MAX = 65535;
  private static final int VLAN_MAX = 4095;
  private static final int LENGTH_TYPE_MAX = 1500;
  private static final int LENGTH_MAX = 1 << 20;

  private static final Set<String> NETWORKS = Set.of("ether", "ip", "ip6", "arp", "rarp");
  private static final Map<String, Integer> PORTED =
      Map.of("tcp", FilterCode.TCP, "udp", FilterCode.UDP, "sctp", FilterCode.SCTP);
  private static final Map<String, Integer> PROTOCOLS =
      Map.of(
          "tcp",
          FilterCode.TCP,
          "udp",
          FilterCode.UDP,
          "sctp",
          FilterCode.SCTP,
          "icmp",
          1,
          "igmp",
          2,
          "icmp6",
          58,
          "esp",
          50,
          "ah",
          51);
  private static final Map<String, Integer> ETHER_TYPES =
      Map.of(
          "ip",
          FilterCode.IPV4,
          "ip6",
          FilterCode.IPV6,
          "arp",
          FilterCode.ARP,
          "rarp",
          FilterCode.RARP);
  private static final Set<String> KINDS = Set.of("host", "net", "port", "portrange", "proto");
  private static final Set<String> LATER =
      Set.of(
          "gateway",
          "protochain",
          "inbound",
          "outbound",
          "mpls",
          "pppoed",
          "pppoes",
          "geneve",
          "ifname",
          "reason",
          "type",
          "subtype",
          "direction",
          "link",
          "ppp",
          "slip",
          "fddi",
          "tr",
          "wlan",
          "decnet",
          "atalk",
          "ipx",
          "stp",
          "iso",
          "llc",
          "pim",
          "vrrp",
          "carp",
          "lat",
          "moprc",
          "mopdl",
          "aarp",
          "len",
          "vxlan");
  private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]{1,7}|0|[1-9][0-9]{0,8}");
  private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){0,3}");

  /** The keywords in front of an address or number; the network and the kind may be empty. */
  private record Keywords(String network, Way way, String kind) {}

  private final FilterWords words;
  private final FilterCode code = new FilterCode();
  private Keywords last;
  private int depth;
  private int parts;

  FilterParser(String text) {
    words = new FilterWords(text);
  }

  FrameTest parse() {
    var test = expression();
    if (!words.isEnd()) {
      var word = words.peek();
      throw words.wrong(word, word.is("[") ? bytesNotSupported() : "expected and, or, or the end");
    }
    return test;
  }

  private static String bytesNotSupported() {
    return "expressions over bytes of the frame are not supported";
  }

  private FrameTest expression() {
    if (++depth > DEPTH_MAX) {
      throw words.wrong(words.peek(), "nested deeper than " + DEPTH_MAX);
    }
    var test = term();
    while (true) {
      if (words.skip("and")) {
        test = new And(test, term());
      } else if (words.skip("or")) {
        test = new Or(test, term());
      } else {
        depth--;
        return test;
      }
    }
  }

  private FrameTest term() {
    boolean negated = false;
    while (words.skip("not")) {
      negated = !negated;
    }
    var test = primitive();
    return negated ? FilterCode.not(test) : test;
  }

  private FrameTest primitive() {
    if (++parts > WORDS_MAX) {
      throw words.wrong(words.peek(), "more than " + WORDS_MAX + " conditions");
    }
    if (words.skip("(")) {
      var inner = expression();
      close();
      return inner;
    }
    var word = words.peek();
    return switch (word.text()) {
      case "less" -> length(Relation.AT_MOST);
      case "greater" -> length(Relation.AT_LEAST);
      case "vlan" -> vlan();
      case "broadcast" -> group("");
      case "multicast" -> group("");
      default -> qualified(word);
    };
  }

  private void close() {
    if (!words.skip(")")) {
      throw words.wrong(words.peek(), "expected )");
    }
  }

  private FrameTest length(Relation relation) {
    words.take();
    last = null;
    return new Length(relation, number(words.take(), 0, LENGTH_MAX, "a length"));
  }

  private FrameTest vlan() {
    words.take();
    last = null;
    return code.vlan(
        NUMBER.matcher(words.peek().text()).matches()
            ? number(words.take(), 0, VLAN_MAX, "the id of a VLAN")
            : -1);
  }

  private FrameTest group(String network) {
    var word = words.take();
    last = null;
    boolean all = word.is("broadcast");
    return switch (network) {
      case "", "ether" -> all ? code.broadcast() : code.multicast();
      case "ip" -> {
        if (all) {
          throw words.wrong(word, "needs the mask of a network, use ether broadcast");
        }
        yield code.ipv4Multicast();
      }
      case "ip6" -> {
        if (all) {
          throw words.wrong(word, "IPv6 has no broadcast");
        }
        yield code.ipv6Multicast();
      }
      default -> throw words.wrong(word, network + " has no such addresses");
    };
  }

  private FrameTest qualified(Word first) {
    var network = "";
    if (NETWORKS.contains(first.text()) || PROTOCOLS.containsKey(first.text())) {
      network = words.take().text();
      if (words.peek().is("broadcast") || words.peek().is("multicast")) {
        return group(network);
      }
    }
    var way = way();
    var kind = KINDS.contains(words.peek().text()) ? words.take().text() : "";
    boolean keywords = way != null || !kind.isEmpty();
    if (!network.isEmpty() && !keywords) {
      return alone(first);
    }
    if (keywords) {
      last = new Keywords(network, way == null ? Way.EITHER : way, kind);
    } else if (!isId(first)) {
      throw unknown(first);
    } else if (last == null) {
      if (parts > 1) {
        throw words.wrong(first, "what is it: host, net, port?");
      }
      last = new Keywords("", Way.EITHER, "");
    }
    return words.skip("(") ? several(last) : id(last);
  }

  /** {@code port (80 or 81)}. */
  private FrameTest several(Keywords of) {
    boolean first = true;
    FrameTest test = null;
    boolean and = false;
    while (true) {
      boolean negated = words.skip("not");
      var one = id(of);
      one = negated ? FilterCode.not(one) : one;
      test = first ? one : and ? new And(test, one) : new Or(test, one);
      first = false;
      and = words.peek().is("and");
      if (!words.skip("and") && !words.skip("or")) {
        close();
        return test;
      }
    }
  }

  private FilterException unknown(Word word) {
    if (LATER.contains(word.text())) {
      return words.wrong(word, "is not supported");
    }
    if (word.is("[") || words.peekSecond().is("[")) {
      return words.wrong(word, bytesNotSupported());
    }
    return words.wrong(
        word,
        "expected a condition like host 10.0.0.1, net 10.0.0.0/8, tcp port 80, vlan 10, arp;"
            + " names are not looked up");
  }

  /** A protocol without anything behind it. */
  private FrameTest alone(Word word) {
    last = null;
    if (words.peek().is("[")) {
      throw words.wrong(words.peek(), bytesNotSupported());
    }
    var name = word.text();
    if (ETHER_TYPES.containsKey(name)) {
      return code.etherType(ETHER_TYPES.get(name));
    }
    return switch (name) {
      case "ether" ->
          throw words.wrong(word, "needs host, src, dst, proto, broadcast or multicast");
      case "icmp", "igmp" -> code.ipv4Protocol(PROTOCOLS.get(name));
      case "icmp6" -> code.ipv6Protocol(PROTOCOLS.get(name));
      default -> code.protocol(PROTOCOLS.get(name));
    };
  }

  /** {@code src}, {@code dst}, or both with a word between; null when there is none. */
  private Way way() {
    boolean source = words.peek().is("src");
    if (!source && !words.peek().is("dst")) {
      return null;
    }
    words.take();
    var between = words.peek();
    if (between.is("or") || between.is("and")) {
      if (words.peekSecond().is(source ? "dst" : "src")) {
        words.take();
        words.take();
        return between.is("or") ? Way.EITHER : Way.BOTH;
      }
    }
    return source ? Way.SOURCE : Way.DESTINATION;
  }

  /** Whether a word is an address or a number, and not a keyword. */
  private static boolean isId(Word word) {
    var text = word.text();
    return !text.isEmpty()
        && (Character.isDigit(text.charAt(0)) || text.indexOf(':') >= 0 || text.charAt(0) == '\\');
  }

  private FrameTest id(Keywords of) {
    var word = words.take();
    return switch (of.kind) {
      case "port" -> {
        int port = number(word, 0, PORT_MAX, "a port's number (names are not looked up)");
        yield code.ports(ported(of, word), of.way, port, port);
      }
      case "portrange" -> portRange(of, word);
      case "proto" -> proto(of, word);
      case "net" -> net(of, word);
      default -> host(of, word);
    };
  }

  private int ported(Keywords of, Word at) {
    if (of.network.isEmpty()) {
      return 0;
    }
    if (!PORTED.containsKey(of.network)) {
      throw words.wrong(at, of.network + " has no ports");
    }
    return PORTED.get(of.network);
  }

  private FrameTest portRange(Keywords of, Word word) {
    int dash = word.text().indexOf('-');
    var from = new Word(dash < 0 ? word.text() : word.text().substring(0, dash), word.column());
    var to = dash < 0 ? from : new Word(word.text().substring(dash + 1), word.column() + dash + 1);
    int first = number(from, 0, PORT_MAX, "ports like 5000-5010");
    int last = number(to, 0, PORT_MAX, "ports like 5000-5010");
    return code.ports(ported(of, word), of.way, Math.min(first, last), Math.max(first, last));
  }

  private FrameTest proto(Keywords of, Word word) {
    if (of.way != Way.EITHER) {
      throw words.wrong(word, "a protocol has no direction");
    }
    var name = word.text().startsWith("\\") ? word.text().substring(1) : word.text();
    if (of.network.equals("ether")) {
      if (ETHER_TYPES.containsKey(name)) {
        return code.etherType(ETHER_TYPES.get(name));
      }
      return code.etherType(
          number(word, LENGTH_TYPE_MAX + 1, 0xffff, "an EtherType from 1501 like 0x88cc"));
    }
    int protocol =
        PROTOCOLS.containsKey(name)
            ? PROTOCOLS.get(name)
            : number(word, 0, 255, "a protocol's number");
    return switch (of.network) {
      case "" -> code.protocol(protocol);
      case "ip" -> code.ipv4Protocol(protocol);
      case "ip6" -> code.ipv6Protocol(protocol);
      default -> throw words.wrong(word, of.network + " carries no protocols");
    };
  }

  private FrameTest host(Keywords of, Word word) {
    var text = word.text();
    if (text.indexOf('/') >= 0) {
      throw words.wrong(word, "a mask is for net");
    }
    if (of.network.equals("ether")) {
      try {
        return code.mac(of.way, MacAddress.parse(text).value());
      } catch (IllegalArgumentException e) {
        throw words.wrong(word, "expected an Ethernet address like 00:15:5d:00:00:0a");
      }
    }
    if (text.matches("([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}")) {
      throw words.wrong(word, "an Ethernet address needs ether in front: ether host " + text);
    }
    var address = address(word);
    return address.isV4()
        ? ipv4(of, word, number(address), FilterCode.mask(32))
        : ipv6(of, word, address, 128);
  }

  private IpAddress address(Word word) {
    try {
      return IpAddress.parse(word.text());
    } catch (IllegalArgumentException e) {
      throw words.wrong(word, "expected an IP address (names are not looked up)");
    }
  }

  private static long number(IpAddress address) {
    long value = 0;
    for (byte part : address.inet().getAddress()) {
      value = value << 8 | part & 0xff;
    }
    return value;
  }

  private FrameTest net(Keywords of, Word word) {
    var text = word.text();
    int slash = text.indexOf('/');
    var base = slash < 0 ? word : new Word(text.substring(0, slash), word.column());
    if (text.indexOf(':') >= 0) {
      int bits = slash < 0 ? 128 : bits(word, slash, 128);
      var address = address(base);
      checkIpv6Base(word, address, bits);
      return ipv6(of, word, address, bits);
    }
    if (!DOTTED.matcher(base.text()).matches()) {
      throw words.wrong(word, "expected a network like 10.0.0.0/8 (names are not looked up)");
    }
    var parts = base.text().split("\\.");
    long value = 0;
    for (int i = 0; i < 4; i++) {
      int part = i < parts.length ? Integer.parseInt(parts[i]) : 0;
      if (part > 255) {
        throw words.wrong(word, "expected a network like 10.0.0.0/8");
      }
      value = value << 8 | part;
    }
    long mask = FilterCode.mask(8 * parts.length);
    if (slash >= 0) {
      mask = FilterCode.mask(bits(word, slash, 32));
    } else if (words.skip("mask")) {
      mask = number(address(words.peek()));
      words.take();
    }
    if ((value & ~mask) != 0) {
      throw words.wrong(word, "has bits outside its mask");
    }
    return ipv4(of, word, value, mask);
  }

  private int bits(Word word, int slash, int max) {
    var bits = new Word(word.text().substring(slash + 1), word.column() + slash + 1);
    return number(bits, 0, max, "a prefix of 0 to " + max + " bits");
  }

  private void checkIpv6Base(Word word, IpAddress address, int bits) {
    var bytes = address.inet().getAddress();
    for (int bit = bits; bit < 128; bit++) {
      if ((bytes[bit / 8] >> 7 - bit % 8 & 1) != 0) {
        throw words.wrong(word, "has bits outside its mask");
      }
    }
  }

  private FrameTest ipv4(Keywords of, Word word, long address, long mask) {
    return switch (of.network) {
      case "" ->
          new Or(
              new Or(
                  code.ipv4(of.way, address, mask),
                  code.arp(FilterCode.ARP, of.way, address, mask)),
              code.arp(FilterCode.RARP, of.way, address, mask));
      case "ip" -> code.ipv4(of.way, address, mask);
      case "arp" -> code.arp(FilterCode.ARP, of.way, address, mask);
      case "rarp" -> code.arp(FilterCode.RARP, of.way, address, mask);
      case "ip6" -> throw words.wrong(word, "is no IPv6 address");
      default -> throw words.wrong(word, of.network + " has no addresses of its own");
    };
  }

  private FrameTest ipv6(Keywords of, Word word, IpAddress address, int bits) {
    return switch (of.network) {
      case "", "ip6" -> code.ipv6(of.way, address, bits);
      case "ip", "arp", "rarp" -> throw words.wrong(word, "is no IPv4 address");
      default -> throw words.wrong(word, of.network + " has no addresses of its own");
    };
  }

  private int number(Word word, int min, int max, String what) {
    if (!NUMBER.matcher(word.text()).matches()) {
      throw words.wrong(word, "expected " + what);
    }
    long value = Long.decode(word.text());
    if (value < min || value > max) {
      throw words.wrong(word, "expected " + what + ", " + min + " to " + max);
    }
    return (int) value;
  }
}
