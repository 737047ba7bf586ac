package io.hnswitch.hn.rndis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.Toeplitz;
import io.hnswitch.testing.IpFrames;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes to good packets: whatever they say, nothing behind the range is read (it ends
 * where the memory ends) and what is accepted lies inside.
 */
class RndisPacketFuzzTest {

  private static final int ROUNDS = 60_000;
  private static final int[] INTERESTING = {
    0,
    1,
    4,
    8,
    12,
    13,
    16,
    20,
    32,
    34,
    36,
    44,
    60,
    64,
    77,
    100,
    0x100,
    0x7fffffff,
    0x80000000,
    0x80000001,
    0x8000686e,
    0xfffffff0,
    0xfffffffc,
    0xffffffff
  };

  private final RndisPacketReader reader = new RndisPacketReader();
  private final Toeplitz toeplitz = new Toeplitz(RssKey.WELL_KNOWN);

  private static final byte[][] GOOD = {
    GoldenPackets.rx(),
    GoldenPackets.message(GoldenPackets.RX_FRAGMENT, IpFrames.ipv4(IpFrames.UDP, 60)),
    GoldenPackets.message(GoldenPackets.TX_CHECKSUM, IpFrames.ipv4(IpFrames.TCP, 60)),
    GoldenPackets.message(GoldenPackets.TX_CHECKSUM, IpFrames.ipv6(IpFrames.UDP, 60)),
    GoldenPackets.changed(
        GoldenPackets.message(GoldenPackets.TX_LSO, IpFrames.ipv4(IpFrames.TCP, 74)), 12, 74),
    numbered(),
  };

  /** With a hash and a ledger element. */
  private static byte[] numbered() {
    var frame = IpFrames.ipv4(IpFrames.UDP, 60);
    var message = new byte[RndisPacket.HEADER + RndisPacket.PPI + RndisPacket.PPI_LEDGER + 60];
    int parts = RndisPacketWriter.HASH | RndisPacketWriter.LEDGER;
    int header =
        RndisPacketWriter.write(
            MemorySegment.ofArray(message),
            0,
            RndisPacket.TO_HOST,
            frame.length,
            1,
            0,
            parts,
            0,
            Frames.NO_VLAN,
            7,
            0,
            8,
            9);
    System.arraycopy(frame, 0, message, header, frame.length);
    return message;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 2026})
  void neverReadsOutsideNorThrows(long seed) {
    var random = new Random(seed);
    int accepted = 0;
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(512);
      for (int round = 0; round < ROUNDS; round++) {
        var message = mutated(random);
        long at = 512 - message.length;
        MemorySegment.copy(MemorySegment.ofArray(message), 0, memory, at, message.length);
        accepted += check(memory, at, message.length, "seed " + seed + ", round " + round);
      }
    }
    assertTrue(accepted > ROUNDS / 20, "too few packets survive to test what follows: " + accepted);
  }

  /** Most packets are accepted by a few comparisons: they must say what all the rules say. */
  @ParameterizedTest
  @ValueSource(longs = {4, 5, 2027})
  void findsTheSameByTheShortcutAsByTheRules(long seed) {
    var random = new Random(seed);
    var byRule = new RndisPacketReader();
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(512);
      for (int round = 0; round < ROUNDS; round++) {
        var message = mutated(random);
        int total = message.length;
        if (total < RndisPacket.HEADER) {
          continue;
        }
        // Also with the frame in another piece, at and around its beginning.
        int first = random.nextInt(RndisPacket.HEADER, total + 1);
        MemorySegment.copy(MemorySegment.ofArray(message), 0, memory, 0, total);
        for (int way : new int[] {RndisPacket.TO_HOST, RndisPacket.TO_GUEST}) {
          var where = "seed " + seed + ", round " + round + ", way " + way;
          int error = reader.read(memory, 0, first, total, way);
          assertEquals(byRule.readByRule(memory, 0, first, total, way), error, where);
          if (error == 0) {
            assertEquals(said(byRule), said(reader), where);
          }
        }
      }
    }
  }

  private static List<Number> said(RndisPacketReader packet) {
    return List.of(
        packet.present(),
        packet.dataAddress(),
        packet.dataOffset(),
        packet.dataLength(),
        packet.messageLength(),
        packet.checksum(),
        packet.lso(),
        packet.vlan(),
        packet.hash(),
        packet.hashInfo(),
        packet.stream(),
        packet.sequence());
  }

  private static byte[] mutated(Random random) {
    var message = GOOD[random.nextInt(GOOD.length)].clone();
    if (message.length > 150 || random.nextBoolean()) {
      message = GoldenPackets.changed(message, 4, message.length);
    }
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(message.length - 3);
      switch (random.nextInt(3)) {
        case 0 -> message[at] = (byte) random.nextInt();
        case 1 -> {
          int word = INTERESTING[random.nextInt(INTERESTING.length)];
          message = GoldenPackets.changed(message, at & ~3, word);
        }
        default -> message[at] += (byte) (random.nextInt(5) - 2);
      }
    }
    if (random.nextInt(8) == 0) {
      message = java.util.Arrays.copyOf(message, random.nextInt(message.length) + 1);
    }
    return message;
  }

  private int check(MemorySegment memory, long at, int length, String where) {
    int accepted = 0;
    for (var direction : Direction.values()) {
      assertNotNull(RndisDissector.line(direction, memory, at, length), where);
      int way = direction.ordinal();
      int error = reader.read(memory, at, length, way);
      assertTrue(error >= 0 && error < RndisError.count(), where);
      if (error != 0) {
        continue;
      }
      accepted++;
      long end = reader.dataAddress() + reader.dataLength();
      assertTrue(reader.dataAddress() >= at + RndisPacket.HEADER, where);
      assertTrue(end <= at + reader.messageLength() && end <= at + length, where);
      parse(memory.asSlice(0, end), way);
    }
    return accepted;
  }

  /** What follows gets memory that ends with the frame. */
  private void parse(MemorySegment memory, int way) {
    long frame = reader.dataAddress();
    int length = reader.dataLength();
    if (way == RndisPacket.TO_HOST) {
      RndisOffload.transmitted(memory, frame, length, reader);
    } else {
      RndisOffload.received(memory, frame, length, reader);
    }
    RssHash.of(toeplitz, memory, frame, length, 0x3f00, true);
    LsoHeaders.prepare(memory, frame, length);
  }
}
