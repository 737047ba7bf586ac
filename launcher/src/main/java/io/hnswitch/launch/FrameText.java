package io.hnswitch.launch;

import io.hnswitch.control.FrameSample;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A frame in words or in hexadecimal.
 *
 * <pre>
 * udp 10.0.0.1:5000 &gt; 10.0.0.2:53 vlan 10 size 200
 * tcp [fd99::1]:5000 &gt; [fd99::2]:80
 * icmp 10.0.0.1 &gt; 10.0.0.2 type 8
 * arp 10.0.0.1 &gt; 10.0.0.2
 * type 0x88cc to 01:80:c2:00:00:0e
 * </pre>
 *
 * <p>{@code from} and {@code to} say Ethernet addresses; without them they are the NIC's own, and
 * that of the station that has the IP address.
 */
final class FrameText {

  private static final int ARP = 0x0806;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int TAG = 0x8100;
  private static final int SHORTEST = 60;
  private static final int HEADERS = 14 + 40 + 20;

  private static final Map<String, Integer> PROTOCOLS =
      Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmpv6", 58);

  private final ArrayDeque<String> words;
  private final Function<IpAddress, Optional<MacAddress>> stations;
  private MacAddress source;
  private MacAddress destination;
  private int tag = Frames.NO_VLAN;
  private int size = SHORTEST;
  private int icmpType;
  private boolean hasType;

  /** An address and a port; -1 for none. */
  private record Socket(IpAddress address, int port) {}

  private FrameText(
      String text, MacAddress own, Function<IpAddress, Optional<MacAddress>> stations) {
    this.words = new ArrayDeque<>(Arrays.asList(text.strip().split("\\s+")));
    this.source = own;
    this.stations = stations;
  }

  /**
   * Reads words.
   *
   * @param own address of the NIC that sends
   * @param stations who has an IP address
   * @throws IllegalArgumentException with what is wrong
   */
  static FrameSample words(
      String text, MacAddress own, Function<IpAddress, Optional<MacAddress>> stations) {
    return new FrameText(text, own, stations).read();
  }

  /**
   * Reads the bytes of a frame from its destination address on, without check sequence; an 802.1Q
   * tag may be in it.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static FrameSample hex(String text) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(text.replaceAll("[\\s:]", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no bytes in hexadecimal: " + e.getMessage(), e);
    }
    boolean tagged = bytes.length >= 18 && ByteBuffer.wrap(bytes).getShort(12) == (short) TAG;
    if (!tagged) {
      return new FrameSample(bytes, Frames.NO_VLAN);
    }
    var untagged = new byte[bytes.length - 4];
    System.arraycopy(bytes, 0, untagged, 0, 12);
    System.arraycopy(bytes, 16, untagged, 12, bytes.length - 16);
    return new FrameSample(untagged, ByteBuffer.wrap(bytes).getShort(14) & 0xffff);
  }

  private FrameSample read() {
    var kind = next("what it is: tcp, udp, icmp, icmpv6, arp or type");
    if (kind.equals("type")) {
      int type = number(next("the number of the type"), 0x600, 0xffff);
      options();
      require(destination != null, "a frame of another type needs to and an Ethernet address");
      return sample(frame(type));
    }
    var from = socket(next("the sender's address"));
    require(next("> and the receiver's address").equals(">"), "expected > behind the sender");
    var to = socket(next("the receiver's address"));
    require(
        from.address().isV4() == to.address().isV4(), "both addresses must be of the same family");
    options();
    if (kind.equals("arp")) {
      return sample(arp(from.address(), to.address()));
    }
    require(PROTOCOLS.containsKey(kind), "\"" + kind + "\" is no protocol that is known here");
    return sample(packet(PROTOCOLS.get(kind), from, to));
  }

  private FrameSample sample(ByteBuffer frame) {
    return new FrameSample(frame.array(), tag);
  }

  private String next(String wanted) {
    require(!words.isEmpty(), "it ends where " + wanted + " is wanted");
    return words.poll();
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static int number(String text, int min, int max) {
    try {
      int number = Integer.decode(text);
      require(min <= number && number <= max, text + " must be " + min + " to " + max);
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no number", e);
    }
  }

  private void options() {
    while (!words.isEmpty()) {
      var option = words.poll();
      var value = next("the value of " + option);
      switch (option) {
        case "vlan" -> tag = number(value, 0, 0xfff);
        case "size" -> size = number(value, SHORTEST, FrameSample.BYTES_MAX);
        case "from" -> source = MacAddress.parse(value);
        case "to" -> destination = MacAddress.parse(value);
        case "type" -> {
          icmpType = number(value, 0, 255);
          hasType = true;
        }
        default ->
            throw new IllegalArgumentException(
                "\"" + option + "\" is none of vlan, size, from, to, type");
      }
    }
  }

  private static Socket socket(String text) {
    int bracket = text.indexOf("]:");
    if (text.startsWith("[") && bracket > 0) {
      return new Socket(
          IpAddress.parse(text.substring(1, bracket)),
          number(text.substring(bracket + 2), 0, 0xffff));
    }
    int colon = text.indexOf(':');
    boolean port = colon > 0 && colon == text.lastIndexOf(':');
    return port
        ? new Socket(
            IpAddress.parse(text.substring(0, colon)), number(text.substring(colon + 1), 0, 0xffff))
        : new Socket(IpAddress.parse(text), -1);
  }

  private ByteBuffer frame(int type) {
    var frame = ByteBuffer.allocate(Math.max(size, HEADERS));
    put(frame, destination);
    put(frame, source);
    return frame.putShort((short) type);
  }

  private static void put(ByteBuffer frame, MacAddress mac) {
    frame.putShort((short) (mac.value() >>> 32)).putInt((int) mac.value());
  }

  private ByteBuffer arp(IpAddress from, IpAddress to) {
    require(from.isV4(), "ARP is for IPv4");
    destination = destination == null ? MacAddress.BROADCAST : destination;
    var frame = frame(ARP).putLong(0x0001_0800_0604_0001L);
    put(frame, source);
    frame.putInt((int) from.low()).putShort((short) 0).putInt(0);
    return frame.putInt((int) to.low());
  }

  private ByteBuffer packet(int protocol, Socket from, Socket to) {
    boolean v4 = from.address().isV4();
    require(protocol != 1 || v4, "icmp is for IPv4, the other is icmpv6");
    require(protocol != 58 || !v4, "icmpv6 is for IPv6, the other is icmp");
    boolean ports = protocol == 6 || protocol == 17;
    require(ports || from.port() < 0 && to.port() < 0, "ICMP has no ports");
    require(!ports || !hasType, "only ICMP has a type");
    if (destination == null) {
      destination =
          stations
              .apply(to.address())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "nobody in the lab has "
                              + to.address()
                              + ": say to and an Ethernet address"));
    }
    var frame = frame(v4 ? IPV4 : IPV6);
    int payload = frame.capacity() - (v4 ? 34 : 54);
    if (v4) {
      frame.putShort((short) 0x4500).putShort((short) (payload + 20)).putInt(0);
      frame.put((byte) 64).put((byte) protocol).putShort((short) 0);
      frame.putInt((int) from.address().low()).putInt((int) to.address().low());
    } else {
      frame.putInt(0x6000_0000).putShort((short) payload);
      frame.put((byte) protocol).put((byte) 64);
      frame.putLong(from.address().high()).putLong(from.address().low());
      frame.putLong(to.address().high()).putLong(to.address().low());
    }
    if (ports) {
      frame.putShort((short) Math.max(from.port(), 0)).putShort((short) Math.max(to.port(), 0));
    } else {
      frame.put((byte) (hasType ? icmpType : protocol == 1 ? 8 : 128));
    }
    return frame;
  }
}
