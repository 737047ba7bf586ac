package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.filter.FrameFilter;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random filters over random frames choose what tcpdump's compiler chooses. Without its optimizer,
 * which leaves out looks that would find a frame too short.
 */
class CaptureFilterIT {

  private static final int FILTERS = 250;
  private static final int FRAMES = 500;
  private static final long SEED = 20261128;

  private static final String[] V4 = {"10.0.0.1", "10.0.0.2", "10.0.1.1", "192.168.1.1"};
  private static final String[] V6 = {"fd00::1", "fd00::2", "fd00:0:0:1::1"};
  private static final String[] MACS = {"00:15:5d:00:00:0a", "00:15:5d:00:00:0b"};
  private static final int[] PORTS = {53, 80, 5000, 5001};
  private static final int[] PROTOCOLS = {1, 2, 6, 17, 17, 6, 58, 132, 47};

  @TempDir private Path folder;

  @BeforeEach
  void needs() {
    Checkout.requireEverything();
  }

  @Test
  void chooseWhatTcpdumpChooses() throws IOException {
    var random = new Random(SEED);
    var frames = new ArrayList<byte[]>();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(frame(random));
    }
    var file = folder.resolve("frames.pcap");
    Files.write(file, pcap(frames));
    int chosen = 0;
    for (int i = 0; i < FILTERS; i++) {
      var filter = expression(random, 3);
      var ours = ours(filter, frames);
      assertEquals(tcpdump(filter, file), ours, "seed " + SEED + ", filter " + i + ": " + filter);
      chosen += ours.cardinality();
    }
    assertTrue(chosen > FILTERS * FRAMES / 20, "the filters choose next to nothing: " + chosen);
  }

  private static BitSet ours(String text, List<byte[]> frames) {
    var filter = FrameFilter.of(text);
    var fitting = new BitSet();
    try (var arena = Arena.ofConfined()) {
      var memory = Memory.ofArena(arena, 1 << 16);
      long at = memory.allocate(8192);
      for (int i = 0; i < frames.size(); i++) {
        var frame = frames.get(i);
        MemorySegment.copy(frame, 0, memory.segment(), ValueLayout.JAVA_BYTE, at, frame.length);
        boolean fits = filter.fits(memory.segment(), at, frame.length, Frames.NO_VLAN);
        fitting.set(i, fits);
        // A tag out of band is as good as one in the frame.
        if (frame.length >= 18 && (frame[12] & 0xff) == 0x81 && frame[13] == 0) {
          MemorySegment.copy(
              frame, 16, memory.segment(), ValueLayout.JAVA_BYTE, at + 12, frame.length - 16);
          int tag = (frame[14] & 0xff) << 8 | frame[15] & 0xff;
          assertEquals(
              fits, filter.fits(memory.segment(), at, frame.length - 4, tag), text + " " + i);
        }
      }
    }
    return fitting;
  }

  /** Frames have their number for a time. */
  private BitSet tcpdump(String filter, Path file) throws IOException {
    var out = folder.resolve("chosen.pcap");
    var process =
        new ProcessBuilder("tcpdump", "-O", "-r", "-", "-w", "-", filter)
            .redirectInput(file.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      int exit = process.waitFor();
      var said = read(folder.resolve("err"));
      if (said.contains("expression rejects all packets")) {
        return new BitSet(); // Its optimizer has noticed.
      }
      assertEquals(0, exit, filter + ": " + said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    var in = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.nativeOrder());
    var chosen = new BitSet();
    in.position(24);
    while (in.hasRemaining()) {
      chosen.set(in.getInt());
      in.getInt();
      int length = in.getInt();
      in.getInt();
      in.position(in.position() + length);
    }
    return chosen;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static byte[] pcap(List<byte[]> frames) {
    int bytes = 24 + frames.stream().mapToInt(frame -> 16 + frame.length).sum();
    var file = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    file.putInt(65535).putInt(1);
    for (int i = 0; i < frames.size(); i++) {
      var frame = frames.get(i);
      file.putInt(i).putInt(0).putInt(frame.length).putInt(frame.length).put(frame);
    }
    return file.array();
  }

  // Frames.

  private static byte[] frame(Random random) {
    var frame = ByteBuffer.allocate(200);
    put(frame, random.nextInt(6) == 0 ? "ff:ff:ff:ff:ff:ff" : one(random, MACS));
    put(frame, random.nextInt(8) == 0 ? "01:00:5e:00:00:01" : one(random, MACS));
    for (int tags = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0; tags > 0; tags--) {
      frame.putShort((short) (random.nextInt(4) == 0 ? 0x88a8 : 0x8100));
      frame.putShort((short) (random.nextInt(8) << 13 | 10 + random.nextInt(2)));
    }
    switch (random.nextInt(8)) {
      case 0 -> arp(frame, random);
      case 1, 2, 3 -> ipv6(frame, random);
      case 4 -> frame.putShort((short) 0x88cc);
      default -> ipv4(frame, random);
    }
    int length = Math.max(frame.position() + random.nextInt(40), 14);
    if (random.nextInt(6) == 0) {
      length = 14 + random.nextInt(length - 13);
    }
    return java.util.Arrays.copyOf(frame.array(), length);
  }

  private static void arp(ByteBuffer frame, Random random) {
    frame.putShort((short) (random.nextInt(5) == 0 ? 0x8035 : 0x0806));
    frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
    frame.putShort((short) 1);
    put(frame, one(random, MACS));
    address(frame, one(random, V4));
    put(frame, one(random, MACS));
    address(frame, one(random, V4));
  }

  private static void ipv4(ByteBuffer frame, Random random) {
    int words = 5 + (random.nextInt(4) == 0 ? random.nextInt(3) : 0);
    frame.putShort((short) 0x0800).put((byte) (0x40 | words)).put((byte) 0).putShort((short) 60);
    frame.putShort((short) random.nextInt());
    frame.putShort((short) (random.nextInt(5) == 0 ? 1 + random.nextInt(100) : 0x4000));
    frame.put((byte) 64).put((byte) PROTOCOLS[random.nextInt(PROTOCOLS.length)]);
    frame.putShort((short) 0);
    address(frame, one(random, V4));
    address(frame, random.nextInt(5) == 0 ? "224.0.0.1" : one(random, V4));
    frame.position(frame.position() + 4 * (words - 5));
    ports(frame, random);
  }

  private static void ipv6(ByteBuffer frame, Random random) {
    frame.putShort((short) 0x86dd).putInt(0x60000000).putShort((short) 20);
    boolean fragment = random.nextInt(5) == 0;
    byte next = (byte) PROTOCOLS[random.nextInt(PROTOCOLS.length)];
    frame.put(fragment ? 44 : next).put((byte) 64);
    address(frame, one(random, V6));
    address(frame, random.nextInt(5) == 0 ? "ff02::1" : one(random, V6));
    if (fragment) {
      frame.put(next).put((byte) 0).putShort((short) 0).putInt(7);
    }
    ports(frame, random);
  }

  private static void ports(ByteBuffer frame, Random random) {
    frame.putShort((short) PORTS[random.nextInt(4)]).putShort((short) PORTS[random.nextInt(4)]);
    frame.putLong(0);
  }

  private static void put(ByteBuffer frame, String mac) {
    for (var part : mac.split(":")) {
      frame.put((byte) Integer.parseInt(part, 16));
    }
  }

  private static void address(ByteBuffer frame, String text) {
    frame.put(java.net.InetAddress.ofLiteral(text).getAddress());
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  // Filters.

  private static String expression(Random random, int depth) {
    int kind = random.nextInt(10);
    if (depth == 0 || kind < 4) {
      return primitive(random);
    }
    if (kind < 6) {
      return one(random, "not ", "! ") + "(" + expression(random, depth - 1) + ")";
    }
    return (random.nextBoolean() ? "(" + expression(random, depth - 1) + ")" : primitive(random))
        + one(random, " and ", " or ", " && ", " || ")
        + (random.nextBoolean() ? "(" + expression(random, depth - 1) + ")" : primitive(random));
  }

  private static String primitive(Random random) {
    var way = one(random, "", "", "src ", "dst ", "src or dst ", "src and dst ");
    return switch (random.nextInt(16)) {
      case 0 -> one(random, "ip", "ip6", "arp", "rarp", "tcp", "udp", "sctp", "icmp", "icmp6");
      case 1 -> one(random, "", "ip ", "arp ") + way + "host " + one(random, V4);
      case 2 -> one(random, "", "ip6 ") + way + "host " + one(random, V6);
      case 3 -> way + "net " + one(random, "10.0.0.0/24", "10", "10.0", "10.0.0.0 mask 255.0.0.0");
      case 4 -> way + "net " + one(random, "fd00::/64", "fd00::/16", "fd00:0:0:1::/64");
      case 5, 6 -> one(random, "", "tcp ", "udp ", "sctp ") + way + "port " + port(random);
      case 7 -> one(random, "", "tcp ", "udp ") + way + "portrange 60-5000";
      case 8 -> "ether " + way + "host " + one(random, MACS);
      case 9 ->
          one(random, "broadcast", "multicast", "ether broadcast", "ip multicast", "ip6 multicast");
      case 10 -> one(random, "vlan", "vlan 10", "vlan 11");
      case 11 -> one(random, "less ", "greater ") + (30 + random.nextInt(60));
      case 12 -> one(random, "ip ", "ip6 ", "") + "proto " + one(random, "17", "\\tcp", "58", "47");
      case 13 -> "ether proto " + one(random, "0x88cc", "\\ip", "\\arp", "0x86dd");
      case 14 -> way + "port " + port(random) + " or " + port(random);
      default -> way + "host " + one(random, V4) + one(random, " and ", " or ") + one(random, V4);
    };
  }

  private static String port(Random random) {
    return "" + PORTS[random.nextInt(4)];
  }
}
