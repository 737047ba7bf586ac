package io.hnswitch.hn.nvs;

import static io.hnswitch.hn.nvs.Direction.GUEST_TO_HOST;
import static io.hnswitch.hn.nvs.Direction.HOST_TO_GUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Control messages that must not be accepted. */
class NvsMessageMalformedTest {

  static Parsed.Malformed<NvsMessage> fault(Direction direction, NvsVersion version, byte[] bytes) {
    return switch (NvsMessage.decode(direction, version, bytes)) {
      case Parsed.Malformed<NvsMessage> malformed -> malformed;
      case Parsed.Ok<NvsMessage>(var message) -> throw new AssertionError(message);
    };
  }

  private static void refuses(
      Fault fault, String field, long value, Direction direction, NvsVersion version, String hex) {
    var found = fault(direction, version, Hex.bytes(hex));
    assertEquals(new Parsed.Malformed<NvsMessage>(fault, field, value), found);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 99, 109, 127, 130, 135, 136, 0x80000001L, 0xffff_ffffL})
  void refusesUnknownNumbers(long number) {
    var bytes = new byte[32];
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) (number >>> 8 * i);
    }
    var found = fault(GUEST_TO_HOST, NvsVersion.V6_1, bytes);
    assertEquals(Fault.UNKNOWN_TYPE, found.fault());
    assertEquals(number, found.value());
  }

  @Test
  void acceptsNothingButInitBeforeAVersionIsNegotiated() {
    refuses(Fault.BEFORE_INIT, "type", 100, GUEST_TO_HOST, null, "64000000 06000000 1e000000");
    assertNotNull(
        NvsMessage.decode(GUEST_TO_HOST, null, new NvsMessage.Init(NvsVersion.V1).encode(32))
            .orElseThrow());
  }

  @Test
  void acceptsNothingTheVersionDoesNotHave() {
    refuses(
        Fault.NOT_IN_VERSION,
        "type",
        125,
        GUEST_TO_HOST,
        NvsVersion.V1,
        "7d000000 ea050000 00000000 0c000000 00000000");
    refuses(
        Fault.NOT_IN_VERSION,
        "type",
        128,
        HOST_TO_GUEST,
        NvsVersion.V2,
        "80000000 01000000 02000000");
    refuses(
        Fault.NOT_IN_VERSION,
        "type",
        133,
        GUEST_TO_HOST,
        NvsVersion.V4,
        "85000000 01000000 02000000");
  }

  @Test
  void refusesWhatTravelsTheOtherWay() {
    refuses(
        Fault.WRONG_DIRECTION,
        "type",
        102,
        GUEST_TO_HOST,
        NvsVersion.V5,
        "66000000 01000000 00000000");
    refuses(
        Fault.WRONG_DIRECTION,
        "type",
        101,
        HOST_TO_GUEST,
        NvsVersion.V5,
        "65000000 101e0e00 feca0000");
  }

  @Test
  void leavesRndisToTheFramePath() {
    refuses(
        Fault.NOT_CONTROL,
        "type",
        107,
        GUEST_TO_HOST,
        NvsVersion.V5,
        "6b000000 00000000 ffffffff 00000000");
  }

  @Test
  void refusesAForeignBufferId() {
    refuses(
        Fault.BAD_VALUE,
        "buffer id",
        0xface,
        GUEST_TO_HOST,
        NvsVersion.V5,
        "65000000 101e0e00 cefa0000");
    refuses(
        Fault.BAD_VALUE, "buffer id", 0xcafe, GUEST_TO_HOST, NvsVersion.V5, "6a000000 feca0000");
  }

  @Test
  void refusesMoreSectionsThanWereReceived() {
    refuses(
        Fault.BAD_BOUNDS,
        "section count",
        2,
        HOST_TO_GUEST,
        NvsVersion.V5,
        "66000000 01000000 02000000 00000000 0e070000 4e460000 44faef01");
    refuses(
        Fault.BAD_BOUNDS,
        "section count",
        0xffff_ffffL,
        HOST_TO_GUEST,
        NvsVersion.V5,
        "66000000 01000000 ffffffff 00000000 0e070000 4e460000 44faef01");
    refuses(
        Fault.BAD_BOUNDS,
        "section count",
        0x10000000L,
        HOST_TO_GUEST,
        NvsVersion.V5,
        "66000000 01000000 00000010");
  }

  @Test
  void refusesAVfThatIsNeitherThereNorGone() {
    refuses(
        Fault.BAD_VALUE,
        "allocated",
        2,
        HOST_TO_GUEST,
        NvsVersion.V5,
        "80000000 02000000 02000000");
    refuses(Fault.TOO_SHORT, "length", 8, HOST_TO_GUEST, NvsVersion.V5, "80000000 01000000");
  }

  @Test
  void neverThrowsWhateverTheBytes() {
    var random = new Random(41);
    for (int i = 0; i < 50_000; i++) {
      var bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      if (bytes.length > 4) {
        bytes[0] = (byte) (random.nextBoolean() ? random.nextInt(3) : 100 + random.nextInt(36));
        bytes[1] = bytes[2] = bytes[3] = 0;
        if (bytes.length > 12 && random.nextBoolean()) {
          java.util.Arrays.fill(bytes, 4, 12, (byte) 0);
          bytes[4] = 16;
          bytes[8] = (byte) random.nextInt(64);
        }
      }
      var direction = Direction.values()[random.nextInt(2)];
      var version = NvsVersion.values()[random.nextInt(6)];
      assertNotNull(NvsMessage.decode(direction, random.nextInt(9) == 0 ? null : version, bytes));
      assertNotNull(NvsDissector.line(direction, version, Hex.exact(bytes), 0, bytes.length));
    }
  }
}
