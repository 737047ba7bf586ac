package io.hnswitch.hn.rndis;

import static io.hnswitch.hn.nvs.Direction.GUEST_TO_HOST;
import static io.hnswitch.hn.nvs.Direction.HOST_TO_GUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.Parsed;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Control messages that must not be accepted. */
class RndisMessageMalformedTest {

  private static final String MAC = "00155d01 0203";

  private static void refuses(
      Fault fault, String field, long value, Direction direction, String hex) {
    assertEquals(
        new Parsed.Malformed<RndisMessage>(fault, field, value),
        RndisMessage.decode(direction, Hex.bytes(hex)));
  }

  @Test
  void initializeCompletionNeeds48Bytes() {
    refuses(
        Fault.TOO_SHORT,
        "received",
        44,
        HOST_TO_GUEST,
        "02000080 2c000000 00000100 00000000 01000000 00000000 01000000 00000000 08000000"
            + "ffffffef 03000000");
  }

  @Test
  void refusesAnAlignmentBeyondAPage() {
    for (int exponent : new int[] {13, 40, 255}) {
      refuses(
          Fault.BAD_VALUE,
          "alignment exponent",
          exponent,
          HOST_TO_GUEST,
          "02000080 30000000 00000100 00000000 01000000 00000000 01000000 00000000 08000000"
              + "ffffffef "
              + String.format("%02x", exponent)
              + "000000 00000000");
    }
  }

  @Test
  void lengthFieldMustFitWhatWasReceived() {
    refuses(Fault.BAD_BOUNDS, "length", 17, HOST_TO_GUEST, "05000080 11000000 00000300 00000000");
    refuses(Fault.BAD_BOUNDS, "length", 15, HOST_TO_GUEST, "05000080 0f000000 00000300 00000000");
    refuses(
        Fault.BAD_BOUNDS,
        "length",
        0xffff_ffffL,
        HOST_TO_GUEST,
        "05000080 ffffffff 00000300 00000000");
  }

  @Test
  void queryAnswerMustLieBehindItsHeader() {
    refuses(
        Fault.BAD_BOUNDS,
        "info offset",
        12,
        HOST_TO_GUEST,
        "04000080 1e000000 00000200 00000000 06000000 0c000000" + MAC);
    refuses(
        Fault.BAD_BOUNDS,
        "info end",
        0xfffffff0L + 8 + 16,
        HOST_TO_GUEST,
        "04000080 1e000000 00000200 00000000 10000000 f0ffffff" + MAC);
    refuses(
        Fault.BAD_BOUNDS,
        "info end",
        31,
        HOST_TO_GUEST,
        "04000080 1e000000 00000200 00000000 07000000 10000000" + MAC);
    refuses(
        Fault.BAD_BOUNDS,
        "info end",
        24 + 0xffff_ffffL,
        HOST_TO_GUEST,
        "04000080 1e000000 00000200 00000000 ffffffff 10000000" + MAC);
  }

  @Test
  void queryAnswerWithoutLengthOrOffsetHasNoData() {
    for (var pair : new String[] {"00000000 10000000", "06000000 00000000"}) {
      var bytes = Hex.bytes("04000080 1e000000 00000200 00000000" + pair + MAC);
      var message =
          (RndisMessage.QueryComplete) RndisMessage.decode(HOST_TO_GUEST, bytes).orElseThrow();
      assertTrue(message.info().isEmpty());
      assertTrue(message.answer(6, 6) instanceof Parsed.Malformed<Octets>);
    }
  }

  @Test
  void hostRefusesRequestsWhoseDataIsElsewhere() {
    var zeroOffset = "04000000 1c000000 00000200 01010101 00000000 00000000 00000000";
    refuses(Fault.BAD_BOUNDS, "info offset", 0, GUEST_TO_HOST, zeroOffset);
    refuses(
        Fault.BAD_BOUNDS,
        "info end",
        33,
        GUEST_TO_HOST,
        "05000000 20000000 00000300 0e010100 05000000 14000000 00000000 0d000000");
    refuses(
        Fault.BAD_BOUNDS,
        "info end",
        0xffff_fff8L + 8 + 4,
        GUEST_TO_HOST,
        "05000000 20000000 00000300 0e010100 04000000 f8ffffff 00000000 0d000000");
    assertEquals(
        new RndisMessage.QueryComplete(0x00020000, 0xc0000001, Octets.NONE),
        RndisMessage.refusal(Hex.bytes(zeroOffset), RndisStatus.FAILURE).orElseThrow());
    assertTrue(RndisMessage.refusal(new byte[11], RndisStatus.FAILURE).isEmpty());
    assertTrue(RndisMessage.refusal(new byte[12], RndisStatus.FAILURE).isEmpty());
  }

  @Test
  void indicationCountsEvenWhenItsBufferIsOutside() {
    for (var place :
        new String[] {
          "04000000 10000000", "04000000 08000000", "04000000 fcffffff", "ffffffff 0c000000"
        }) {
      var bytes = Hex.bytes("07000000 18000000 18000140" + place + "02000000");
      assertEquals(
          new RndisMessage.IndicateStatus(RndisStatus.NETWORK_CHANGE, Octets.NONE),
          RndisMessage.decode(HOST_TO_GUEST, bytes).orElseThrow(),
          place);
    }
    refuses(
        Fault.TOO_SHORT,
        "received",
        19,
        HOST_TO_GUEST,
        "07000000 14000000 0c000140 00000000 000000");
  }

  @Test
  void refusesUnknownTypesAndWrongDirections() {
    refuses(
        Fault.UNKNOWN_TYPE,
        "type",
        0x80000009L,
        HOST_TO_GUEST,
        "09000080 10000000 00000300 00000000");
    refuses(Fault.UNKNOWN_TYPE, "type", 9, GUEST_TO_HOST, "09000000 10000000 00000300 00000000");
    refuses(
        Fault.WRONG_DIRECTION,
        "type",
        7,
        GUEST_TO_HOST,
        "07000000 14000000 0c000140 00000000 00000000");
    refuses(Fault.WRONG_DIRECTION, "type", 3, HOST_TO_GUEST, "03000000 0c000000 00000400");
    refuses(Fault.TOO_SHORT, "received", 7, HOST_TO_GUEST, "02000080 340000");
  }

  @Test
  void neverThrowsWhateverTheBytes() {
    var random = new Random(42);
    for (int i = 0; i < 50_000; i++) {
      var bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 8) {
        bytes[0] = (byte) random.nextInt(10);
        bytes[1] = bytes[2] = 0;
        bytes[3] = (byte) (random.nextBoolean() ? 0x80 : 0);
        bytes[4] = (byte) random.nextInt(bytes.length + 2);
        bytes[5] = bytes[6] = bytes[7] = 0;
        for (int at = 16; at + 4 <= bytes.length && at < 24; at += 4) {
          if (random.nextBoolean()) {
            bytes[at] = (byte) random.nextInt(48);
            bytes[at + 1] = bytes[at + 2] = bytes[at + 3] = 0;
          }
        }
      }
      for (var direction : Direction.values()) {
        assertNotNull(RndisMessage.decode(direction, bytes));
        assertNotNull(RndisDissector.line(direction, Hex.exact(bytes), 0, bytes.length));
      }
      assertNotNull(RndisMessage.refusal(bytes, RndisStatus.FAILURE));
    }
  }
}
