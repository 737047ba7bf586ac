package io.hnswitch.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameFilterTest {

  private static final String MACS = "00155d00000b" + "00155d00000a";

  /** 10.0.0.1:5000 to 10.0.0.2:53. */
  private static final String UDP =
      MACS
          + "0800"
          + "4500001c000040004011"
          + "0000"
          + "0a000001"
          + "0a000002"
          + "13880035"
          + "00080000";

  /** [fd00::1]:5000 to [fd00::2]:80, TCP. */
  private static final String TCP6 =
      MACS
          + "86dd"
          + "6000000000140640"
          + "fd000000000000000000000000000001"
          + "fd000000000000000000000000000002"
          + "13880050"
          + "00".repeat(16);

  private static final String ARP =
      "ffffffffffff00155d00000a0806"
          + "0001080006040001"
          + "00155d00000a0a000001"
          + "0000000000000a000002"
          + "00".repeat(18);

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 1 << 16);
  private final long frame = memory.allocate(4096);

  @AfterEach
  void close() {
    arena.close();
  }

  private boolean fits(String filter, String hex, int vlan) {
    var bytes = HexFormat.of().parseHex(hex);
    for (int i = 0; i < bytes.length; i++) {
      memory.segment().set(Memory.BYTE, frame + i, bytes[i]);
    }
    return FrameFilter.of(filter).fits(memory.segment(), frame, bytes.length, vlan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|UDP TCP6 ARP",
        "udp|UDP",
        "tcp|TCP6",
        "ip|UDP",
        "ip6|TCP6",
        "arp|ARP",
        "not arp|UDP TCP6",
        "host 10.0.0.1|UDP ARP",
        "src host 10.0.0.2|''",
        "dst 10.0.0.2|UDP ARP",
        "src and dst net 10.0.0.0/8|UDP ARP",
        "net 10|UDP ARP",
        "net 10.0.0.0 mask 255.255.255.252|UDP ARP",
        "ip net 10.0.1.0/24|''",
        "host fd00::2|TCP6",
        "src net fd00::/64|TCP6",
        "port 53|UDP",
        "udp port 53 or 80|UDP",
        "port (53 or 80)|UDP TCP6",
        "tcp port 53|''",
        "tcp dst port 80|TCP6",
        "portrange 50-60|UDP",
        "src portrange 5000-5001|UDP TCP6",
        "ether host 00:15:5d:00:00:0b|UDP TCP6",
        "ether src 00:15:5d:00:00:0a and broadcast|ARP",
        "multicast|ARP",
        "ether proto 0x0806|ARP",
        "ether proto \\ip6|TCP6",
        "ip proto 17|UDP",
        "proto \\tcp|TCP6",
        "icmp or icmp6|''",
        "less 42|UDP",
        "greater 43|TCP6 ARP",
        "! (udp or arp)|TCP6",
        "arp or udp and port 80|''", // and and or bind alike, from the left
        "vlan|''"
      })
  void choosesFrames(String filter, String fitting) {
    var said = new StringBuilder();
    said.append(fits(filter, UDP, Frames.NO_VLAN) ? "UDP " : "");
    said.append(fits(filter, TCP6, Frames.NO_VLAN) ? "TCP6 " : "");
    said.append(fits(filter, ARP, Frames.NO_VLAN) ? "ARP" : "");
    assertEquals(fitting, said.toString().strip());
  }

  /** A tag out of band is where it would stand in the frame. */
  @Test
  void seesTheTag() {
    assertTrue(fits("vlan", UDP, 0x2064));
    assertTrue(fits("vlan 100 and udp port 53", UDP, 0x2064));
    assertTrue(!fits("vlan 101", UDP, 0x2064));
    assertTrue(!fits("udp", UDP, 0x2064)); // It is behind the tag, and nobody said vlan.
    assertTrue(fits("greater 46", UDP, 0x2064));
    assertTrue(!fits("greater 47", UDP, 0x2064));
    assertTrue(fits("ether host 00:15:5d:00:00:0a", UDP, 0x2064));
  }

  /** As in BPF, also a negation does not hold for what is not there. */
  @Test
  void refusesAFrameThatIsTooShortToSay() {
    var cut = UDP.substring(0, 2 * 30);
    assertTrue(fits("udp", cut, Frames.NO_VLAN));
    assertTrue(!fits("dst host 10.0.0.2", cut, Frames.NO_VLAN));
    assertTrue(!fits("not dst host 10.0.0.2", cut, Frames.NO_VLAN));
    assertTrue(!fits("dst host 10.0.0.2 or udp", cut, Frames.NO_VLAN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host|5|expected an IP address (names are not looked up), but the filter ends",
        "udp port http|10|\"http\": expected a port's number (names are not looked up)",
        "udp prot 53|5|\"prot\": expected and, or, or the end",
        "foo|1|\"foo\": expected a condition",
        "udp and|8|expected a condition",
        "(udp|5|expected ), but the filter ends",
        "udp)|4|\")\": expected and, or, or the end",
        "tcp[13] == 2|4|\"[\": expressions over bytes of the frame are not supported",
        "ether[0] & 1|6|\"[\": expressions over bytes",
        "tcp host 10.0.0.1|10|\"10.0.0.1\": tcp has no addresses of its own",
        "ip6 host 10.0.0.1|10|\"10.0.0.1\": is no IPv6 address",
        "host 00:15:5d:00:00:0a|6|an Ethernet address needs ether in front",
        "net 10.0.0.1/8|5|\"10.0.0.1/8\": has bits outside its mask",
        "net fd00::1/64|5|\"fd00::1/64\": has bits outside its mask",
        "net 10.0.0.0/33|14|\"33\": expected a prefix of 0 to 32 bits",
        "host 10.0.0.0/8|6|a mask is for net",
        "port 65536|6|\"65536\": expected a port's number",
        "port 080|6|\"080\": expected a port's number",
        "icmp port 3|11|\"3\": icmp has no ports",
        "vlan 4096|6|\"4096\": expected the id of a VLAN",
        "less|5|expected a length, but the filter ends",
        "ip broadcast|4|needs the mask of a network",
        "arp multicast|5|arp has no such addresses",
        "inbound|1|\"inbound\": is not supported",
        "src port 80 and 10.0.0.1|17|\"10.0.0.1\": expected a port's number",
        "udp and 80|9|\"80\": what is it: host, net, port?",
        "ether proto 5|13|\"5\": expected an EtherType from 1501"
      })
  void namesTheWordAndItsColumn(String filter, int column, String text) {
    var wrong = assertThrows(FilterException.class, () -> FrameFilter.of(filter));
    assertTrue(wrong.getMessage().contains(text), wrong::getMessage);
    assertEquals(column, wrong.column(), wrong::getMessage);
  }

  @Test
  void hasBounds() {
    assertThrows(FilterException.class, () -> FrameFilter.of("(".repeat(60) + "udp"));
    assertThrows(FilterException.class, () -> FrameFilter.of("udp or ".repeat(201) + "udp"));
    assertThrows(FilterException.class, () -> FrameFilter.of("udp".repeat(400)));
  }
}
