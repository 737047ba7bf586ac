package io.hnswitch.endpoint.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketMessageFlyweightTest {

  private static final long AT = 8;
  private static final long BASE = 0x7f00_0000_0000L;
  private static final int CONTROL_LENGTH = 40;
  private static final int HEADER = 72;

  private final MemorySegment bytes = MemorySegment.ofArray(new byte[128]);
  private final PacketMessageFlyweight message = new PacketMessageFlyweight(bytes, AT, BASE);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void isReadyForOneFrameAndWhatIsToldBesideIt() {
    bytes.fill((byte) 0xff);
    message.prepare(0x7f00_1234_5678L, 1600);
    assertEquals(BASE + AT, message.address());
    var wanted =
        hex(
            "0000000000000000 0000000000000000" // no name
                + "40000000007f0000 0100000000000000" // one vector, behind the header
                + "50000000007f0000 2800000000000000" // 40 bytes of control data, behind that
                + "0000000000000000"
                + "78563412007f0000 4006000000000000" // the frame and its room
                + "0000000000000000 0000000000000000" // control data, empty
                + "0000000000000000 0000000000000000 0000000000000000");
    assertArrayEquals(
        wanted, bytes.asSlice(AT, PacketMessageFlyweight.BYTES).toArray(ValueLayout.JAVA_BYTE));
    assertEquals(Frames.NO_VLAN, message.tag());
  }

  @ParameterizedTest
  @CsvSource({
    // status, TCI and type: with a tag, with one of 802.1ad, without, without its type
    "51000000, 0a20, 0081, 8202, 33024",
    "51000000, 0a00, a888, 10, 34984",
    "01000000, 0a20, 0081, -1, 33024",
    "11000000, 0a00, 0000, 10, 33024",
  })
  void readsTheTag(String status, String tci, String type, int tag, int tagType) {
    message.prepare(0, 0);
    told(36, 263, 8, status + "4a000000 4a000000 0000 0e00" + tci + type);
    assertEquals(tag, message.tag());
    if (tag != Frames.NO_VLAN) {
      assertEquals(tagType, message.tagType());
    }
  }

  private void told(int length, int level, int kind, String auxiliary) {
    bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, AT + CONTROL_LENGTH, 40);
    bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, AT + HEADER, length);
    bytes.set(ValueLayout.JAVA_INT_UNALIGNED, AT + HEADER + 8, level);
    bytes.set(ValueLayout.JAVA_INT_UNALIGNED, AT + HEADER + 12, kind);
    var data = hex(auxiliary);
    MemorySegment.copy(data, 0, bytes, ValueLayout.JAVA_BYTE, AT + HEADER + 16, data.length);
  }

  @ParameterizedTest
  @CsvSource({
    "35, 263, 8, 40",
    "36, 1, 8, 40",
    "36, 263, 7, 40",
    "36, 263, 8, 35",
    "36, 263, 8, 0"
  })
  void seesNoTagInWhatIsNotAuxiliaryData(int length, int level, int kind, int control) {
    message.prepare(0, 0);
    told(length, level, kind, "51000000 4a000000 4a000000 0000 0e00 0a20 0081");
    bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, AT + CONTROL_LENGTH, control);
    assertEquals(Frames.NO_VLAN, message.tag());
  }
}
