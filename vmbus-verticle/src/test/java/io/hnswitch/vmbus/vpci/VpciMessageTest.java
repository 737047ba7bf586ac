package io.hnswitch.vmbus.vpci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The layouts of section 3.1 and the checks P1–P4, M7. */
class VpciMessageTest {

  static Stream<VpciMessage> all() {
    return Stream.of(
        new VpciMessage.BusRelations(
            false, List.of(VpciHarness.VF, VpciHarness.function(0xff, -1))),
        new VpciMessage.BusRelations(true, List.of(VpciHarness.VF, VpciHarness.function(3, 4))),
        new VpciMessage.QueryBusRelations(),
        new VpciMessage.QueryResourceRequirements(3),
        new VpciMessage.PowerOn(0x123456789000L),
        new VpciMessage.PowerOff(),
        new VpciMessage.Eject(3),
        new VpciMessage.EjectionComplete(3, -1),
        new VpciMessage.ResourcesAssigned(false, 3, 0),
        new VpciMessage.ResourcesAssigned(true, 3, 495),
        new VpciMessage.ResourcesReleased(3),
        new VpciMessage.QueryProtocolVersion(0x10004),
        new VpciMessage.CreateInterrupt(false, 3, 200, 1, 2, 63),
        new VpciMessage.CreateInterrupt(true, 3, 100_000, 0, 32, 500),
        new VpciMessage.DeleteInterrupt(3, new Msi(2, 7, 0xFEE00000L)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void survivesTheWire(VpciMessage message) {
    var bytes = message.encode();
    assertEquals(new VpciParse.Ok(message), VpciMessage.decode(bytes));
    assertEquals(new VpciParse.Ok(message), VpciMessage.decode(VpciHarness.padded(bytes)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesShorterMessages(VpciMessage message) {
    var bytes = message.encode();
    int least = Math.min(bytes.length, 136);
    for (int n = 0; n < least; n++) {
      assertInstanceOf(VpciParse.Malformed.class, VpciMessage.decode(Arrays.copyOf(bytes, n)));
    }
  }

  @Test
  void hasTheSizesOfFreeBsd() {
    assertEquals(148, new VpciMessage.ResourcesAssigned(false, 0, 0).encode().length);
    assertEquals(202, new VpciMessage.ResourcesAssigned(true, 0, 0).encode().length);
    assertEquals(16, new VpciMessage.PowerOn(0).encode().length);
    assertEquals(12, new VpciMessage.EjectionComplete(0, 0).encode().length);
  }

  @Test
  void encodesRelationsAsOnTheWire() {
    assertEquals(
        "0000494201000000" + "b3151810" + "80000002" + "14148000" + "00000000" + "07000000",
        HexFormat.of()
            .formatHex(new VpciMessage.BusRelations(false, List.of(VpciHarness.VF)).encode()));
  }

  @ParameterizedTest
  @CsvSource({"2", "214748365", "-1", "257", "65536"})
  void refusesCountsBeyondTheMessage(int count) {
    var bytes = new VpciMessage.BusRelations(false, List.of(VpciHarness.VF)).encode();
    bytes[4] = (byte) count;
    bytes[5] = (byte) (count >>> 8);
    bytes[6] = (byte) (count >>> 16);
    bytes[7] = (byte) (count >>> 24);
    assertEquals(
        new VpciParse.Malformed("BUS_RELATIONS count", count & 0xffffffffL),
        VpciMessage.decode(bytes));
  }

  @Test
  void refusesSlotsThatAreNone() {
    var bytes = new VpciMessage.BusRelations(false, List.of(VpciHarness.VF)).encode();
    bytes[8 + 13] = 1;
    assertInstanceOf(VpciParse.Malformed.class, VpciMessage.decode(bytes));
  }

  @Test
  void refusesInterruptsForNoProcessor() {
    var narrow = new VpciMessage.CreateInterrupt(false, 0, 1, 0, 1, 0).encode();
    narrow[16] = 0;
    assertInstanceOf(VpciParse.Malformed.class, VpciMessage.decode(narrow));
    var wide = new VpciMessage.CreateInterrupt(true, 0, 1, 0, 1, 0).encode();
    wide[16] = 33;
    assertInstanceOf(VpciParse.Malformed.class, VpciMessage.decode(wide));
  }

  @Test
  void namesTypesItDoesNotSpeak() {
    var bytes = new VpciMessage.PowerOff().encode();
    bytes[0] = 0x1c;
    assertEquals(new VpciParse.Unknown(0x4249001c), VpciMessage.decode(bytes));
  }

  @Test
  void takesAMissingStatusForAFailure() {
    assertEquals(VpciStatus.MISSING, VpciReply.status(new byte[3]));
    assertEquals(true, VpciReply.bars(new byte[27]).isEmpty());
    assertEquals(true, VpciReply.msi(new byte[23]).isEmpty());
    assertEquals(VpciHarness.BARS, VpciReply.bars(VpciReply.resources(VpciHarness.BARS)).get());
  }

  @Test
  void neverThrowsForRandomBytes() {
    var random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(210)];
      random.nextBytes(bytes);
      if (bytes.length > 4) {
        bytes[0] = (byte) random.nextInt(0x20);
        bytes[1] = 0;
        bytes[2] = 0x49;
        bytes[3] = 0x42;
      }
      VpciMessage.decode(bytes);
    }
  }
}
