package io.hnswitch.endpoint.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapReaderTest {

  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private static byte[] hex(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
  }

  /** Time, whole length and bytes of each frame. */
  private static List<String> all(byte[] file) throws IOException {
    var frames = new ArrayList<String>();
    try (var reader = new PcapReader(new ByteArrayInputStream(file))) {
      while (reader.next()) {
        frames.add(
            reader.time()
                + " "
                + reader.length()
                + " "
                + HexFormat.of()
                    .formatHex(
                        reader.bytes(), reader.offset(), reader.offset() + reader.captured()));
      }
    }
    return frames;
  }

  private static byte[] pcap(ByteOrder order, int magic, int linkType, int... record) {
    var file = ByteBuffer.allocate(200).order(order);
    file.putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65535);
    file.putInt(linkType);
    for (int word : record) {
      file.putInt(word);
    }
    file.put(hex("0102030405060708090a0b0c0d0e"));
    return java.util.Arrays.copyOf(file.array(), file.position());
  }

  @Test
  void readsBothOrdersAndResolutionsOfPcap() throws IOException {
    var frame = " 60 0102030405060708090a0b0c0d0e";
    for (var order : List.of(BIG, LITTLE)) {
      assertEquals(List.of("3000007000" + frame), all(pcap(order, 0xa1b2c3d4, 1, 3, 7, 14, 60)));
      assertEquals(List.of("3000000007" + frame), all(pcap(order, 0xa1b23c4d, 1, 3, 7, 14, 60)));
    }
  }

  /** A block of pcapng. */
  private static byte[] block(ByteOrder order, int type, byte[] body) {
    int length = 12 + (body.length + 3 & -4);
    var block = ByteBuffer.allocate(length).order(order).putInt(type).putInt(length).put(body);
    return block.putInt(length - 4, length).array();
  }

  private static byte[] section(ByteOrder order) {
    return block(
        order,
        0x0a0d0d0a,
        ByteBuffer.allocate(16)
            .order(order)
            .putInt(0x1a2b3c4d)
            .putShort((short) 1)
            .putLong(8, -1)
            .array());
  }

  private static byte[] interfaceOf(ByteOrder order, int linkType, int snaplen, int resolution) {
    var body = ByteBuffer.allocate(20).order(order).putShort((short) linkType).putInt(4, snaplen);
    body.putShort(8, (short) 9).putShort(10, (short) 1).put(12, (byte) resolution);
    return block(order, 1, body.array());
  }

  private static byte[] enhanced(ByteOrder order, int on, long units, int had, int whole) {
    var body = ByteBuffer.allocate(20 + 16).order(order).putInt(on);
    body.putInt((int) (units >>> 32)).putInt((int) units).putInt(had).putInt(whole);
    return block(order, 6, body.put(hex("0102030405060708090a0b0c0d0e")).array());
  }

  private static byte[] file(byte[]... blocks) {
    int length = 0;
    for (var one : blocks) {
      length += one.length;
    }
    var file = ByteBuffer.allocate(length);
    for (var one : blocks) {
      file.put(one);
    }
    return file.array();
  }

  @Test
  void readsInterfacesAndSectionsOfPcapng() throws IOException {
    for (var order : List.of(BIG, LITTLE)) {
      var other = order == BIG ? LITTLE : BIG;
      var simple =
          block(order, 3, ByteBuffer.allocate(20).order(order).putInt(60).put(hex("aabb")).array());
      assertEquals(
          List.of(
              "3000007000 60 0102030405060708090a0b0c0d0e",
              "3000000007 14 0102030405060708090a0b0c0d0e",
              "3000000007 60 aabb0000",
              "1500000000 14 0102030405060708090a0b0c0d0e"),
          all(
              file(
                  section(order),
                  interfaceOf(order, 1, 4, 6),
                  interfaceOf(order, 1, 0, 9),
                  enhanced(order, 0, 3_000_007, 14, 60),
                  block(order, 5, new byte[12]),
                  enhanced(order, 1, 3_000_000_007L, 14, 14),
                  simple,
                  section(other),
                  interfaceOf(other, 1, 0, 0x81),
                  enhanced(other, 0, 3, 14, 14))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 6, 1000000",
    "5, 0, 5000000000",
    "1500000000000, 12, 1500000000",
    "3, 0x81, 1500000000",
    "0x8000000000, 0xa8, 500000000"
  })
  void countsInNanoseconds(String units, String resolution, long nanos) {
    assertEquals(nanos, PcapReader.nanos(Long.decode(units), Integer.decode(resolution)));
  }

  private static void refused(String text, byte[] file) {
    var wrong = assertThrows(PcapException.class, () -> all(file));
    assertTrue(wrong.getMessage().contains(text), wrong::getMessage);
  }

  @Test
  void namesWhatIsWrongAndWhere() {
    refused("byte 0: the file is too short", hex("0a0d"));
    refused("byte 0: neither pcap nor pcapng: it begins with 47494638", hex("4749463800"));
    refused("the header is cut off", hex("d4c3b2a1 0200"));
    refused("byte 20: link type 113, not 1 (Ethernet)", pcap(LITTLE, 0xa1b2c3d4, 113));
    refused("byte 24: the record is cut off", pcap(LITTLE, 0xa1b2c3d4, 1, 3, 7, 15, 60));
    refused(
        "byte 24: no lengths of a frame: 4294967295 bytes captured of 60",
        pcap(LITTLE, 0xa1b2c3d4, 1, 3, 7, -1, 60));
    refused("bytes captured of 13", pcap(LITTLE, 0xa1b2c3d4, 1, 3, 7, 14, 13));
    refused(
        "byte 28: a frame of interface 0, and there are 0",
        file(section(LITTLE), enhanced(LITTLE, 0, 0, 14, 14)));
    refused("link type 147", file(section(LITTLE), interfaceOf(LITTLE, 147, 0, 6)));
    refused(
        "a frame of 40 bytes leaves its block",
        file(section(BIG), interfaceOf(BIG, 1, 0, 6), enhanced(BIG, 0, 0, 40, 40)));
    var cut = file(section(LITTLE), interfaceOf(LITTLE, 1, 0, 6));
    refused("the block is cut off", java.util.Arrays.copyOf(cut, cut.length - 6));
    cut[cut.length - 4] = 0;
    refused("the block begins with length 32 and ends with 0", cut);
    refused("no resolution of times: 19", file(section(BIG), interfaceOf(BIG, 1, 0, 19)));
    refused("no length of a block: 13", file(section(BIG), hex("00000001 0000000d 00000000")));
  }

  /** Whatever bytes there are, it says so and does not go wrong. */
  @Test
  void survivesDamage() {
    long seed = 20261128;
    var random = new Random(seed);
    var whole =
        file(
            section(LITTLE),
            interfaceOf(LITTLE, 1, 0, 6),
            enhanced(LITTLE, 0, 3_000_007, 14, 60),
            enhanced(LITTLE, 0, 3_000_008, 14, 60));
    for (int i = 0; i < 3000; i++) {
      var bytes = java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        all(bytes);
      } catch (PcapException named) {
        assertTrue(named.getMessage().startsWith("byte "), "seed " + seed);
      } catch (IOException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}
