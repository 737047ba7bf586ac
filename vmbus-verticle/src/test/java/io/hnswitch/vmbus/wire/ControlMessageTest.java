package io.hnswitch.vmbus.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layouts of section 2.2 and the checks B1–B3. */
class ControlMessageTest {

  private static final ChannelId CHANNEL = new ChannelId(5);
  private static final GpadlId GPADL = new GpadlId(0xE1E10);
  private static final UserData DATA = UserData.of(new byte[] {1, 2, 3});

  static final ControlMessage.Offer OFFER =
      new ControlMessage.Offer(
          UUID.fromString("f8615163-df3e-46c5-913f-f2d2f965ed0e"),
          UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
          0x2004,
          7,
          DATA,
          2,
          CHANNEL,
          9,
          true,
          0x2005);

  static Stream<ControlMessage> all() {
    return Stream.of(
        OFFER,
        new ControlMessage.Rescind(CHANNEL),
        new ControlMessage.RequestOffers(),
        new ControlMessage.AllOffersDelivered(),
        new ControlMessage.Open(CHANNEL, 6, GPADL, -1, 4, DATA),
        new ControlMessage.OpenResult(CHANNEL, 6, 0xC0000001),
        new ControlMessage.Close(CHANNEL),
        new ControlMessage.GpadlHeader(CHANNEL, GPADL, 24, 1, List.of(4096L, 1L, -1L)),
        new ControlMessage.GpadlBody(3, GPADL, List.of(1L, 2L)),
        new ControlMessage.GpadlCreated(CHANNEL, GPADL, 0x8000FFFF),
        new ControlMessage.GpadlTeardown(CHANNEL, GPADL),
        new ControlMessage.GpadlTorndown(GPADL),
        new ControlMessage.RelidReleased(CHANNEL),
        new ControlMessage.InitiateContact(0x50003, 1, 2, 0x1000, 0x2000),
        new ControlMessage.VersionResponse(true, 2, 77),
        new ControlMessage.Unload(),
        new ControlMessage.UnloadComplete());
  }

  @ParameterizedTest
  @MethodSource("all")
  void survivesTheWire(ControlMessage message) {
    var bytes = message.encode();
    assertEquals(message.type().wire(), bytes[0]);
    assertEquals(new ControlParse.Ok(message), ControlMessage.decode(bytes));
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesEveryShorterMessage(ControlMessage message) {
    var bytes = message.encode();
    for (int n = 0; n < message.type().bytesMin(); n++) {
      var parse = ControlMessage.decode(Arrays.copyOf(bytes, n));
      assertEquals(n, assertInstanceOf(ControlParse.Malformed.class, parse).value());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void ignoresBytesBehindTheMessage(ControlMessage message) {
    if (!(message instanceof ControlMessage.GpadlHeader)
        && !(message instanceof ControlMessage.GpadlBody)) {
      var longer = Arrays.copyOf(message.encode(), 240);
      assertEquals(new ControlParse.Ok(message), ControlMessage.decode(longer));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void isOneLineOfText(ControlMessage message) {
    var line = ControlDissector.line(message.encode());
    assertTrue(line.startsWith(message.type().toString()) && !line.contains("\n"), line);
  }

  @Test
  void hasEveryTypeInTheTests() {
    assertEquals(List.of(ControlType.values()), all().map(ControlMessage::type).toList());
  }

  @Test
  void putsGuidsInMixedOrder() {
    var hex = HexFormat.of().formatHex(OFFER.encode());
    assertEquals(196, OFFER.encode().length);
    assertTrue(hex.startsWith("0100000000000000" + "635161f83edfc546913ff2d2f965ed0e"), hex);
    assertEquals("0420" + "0700" + "010203", hex.substring(112, 126));
    assertEquals(
        "0200" + "0000" + "05000000" + "09" + "01" + "0100" + "05200000", hex.substring(360));
  }

  @Test
  void encodesOpenAsOnTheWire() {
    var open = new ControlMessage.Open(CHANNEL, 5, GPADL, 0, 16, UserData.NONE).encode();
    assertEquals(148, open.length);
    assertEquals(
        "0500000000000000" + "05000000" + "05000000" + "101e0e00" + "00000000" + "10000000",
        HexFormat.of().formatHex(open, 0, 28));
  }

  @Test
  void encodesAGpadlHeaderAsOnTheWire() {
    var header = new ControlMessage.GpadlHeader(CHANNEL, GPADL, 16, 1, List.of(4096L, 0x123L));
    assertEquals(
        "0800000000000000"
            + "05000000"
            + "101e0e00"
            + "1000"
            + "0100"
            + "0010000000000000"
            + "2301000000000000",
        HexFormat.of().formatHex(header.encode()));
  }

  @Test
  void readsTheFirstByteOfAShortVersionResponse() {
    var bytes = Arrays.copyOf(new ControlMessage.VersionResponse(true, 0, 0).encode(), 9);
    assertEquals(
        new ControlParse.Ok(new ControlMessage.VersionResponse(true, 0, 0)),
        ControlMessage.decode(bytes));
  }

  @Test
  void refusesSizesBeyondASlot() {
    assertEquals(
        new ControlParse.Malformed("payload size", 241), ControlMessage.decode(new byte[241]));
  }

  @Test
  void refusesTypesItDoesNotSpeak() {
    for (int type : new int[] {0, 18, 24, 255}) {
      var bytes = new byte[240];
      bytes[0] = (byte) type;
      assertEquals(new ControlParse.Unknown(type), ControlMessage.decode(bytes));
      assertTrue(ControlDissector.line(bytes).startsWith("unknown control type=" + type));
    }
  }

  @Test
  void refusesMonitorIdsBeyondThePage() {
    var bytes = OFFER.encode();
    bytes[188] = (byte) 128;
    assertEquals(new ControlParse.Malformed("OFFER monitor id", 128), ControlMessage.decode(bytes));
    bytes[189] = 0;
    assertInstanceOf(ControlParse.Ok.class, ControlMessage.decode(bytes));
  }

  @Test
  void refusesRangeBuffersOfOddLength() {
    var bytes = new ControlMessage.GpadlHeader(CHANNEL, GPADL, 24, 1, List.of(1L, 2L)).encode();
    bytes[16] = 23;
    assertInstanceOf(ControlParse.Malformed.class, ControlMessage.decode(bytes));
    bytes[16] = 0;
    assertInstanceOf(ControlParse.Malformed.class, ControlMessage.decode(bytes));
  }

  @Test
  void limitsUserData() {
    assertEquals(120, UserData.of(new byte[120]).bytes().length);
    assertThrows(IllegalArgumentException.class, () -> UserData.of(new byte[121]));
    assertArrayEquals(new byte[] {1, 2, 3, 0}, Arrays.copyOf(DATA.bytes(), 4));
  }

  @Test
  void neverThrowsForRandomBytes() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(260)];
      random.nextBytes(bytes);
      if (bytes.length > 4) {
        bytes[0] = (byte) random.nextInt(20);
        bytes[1] = bytes[2] = bytes[3] = 0;
      }
      ControlDissector.line(bytes);
    }
  }

  @Test
  void skipsTheZeroHandle() {
    assertEquals(new GpadlId(1), new GpadlId(-1).next());
    assertEquals(new GpadlId(0xE1E11), GpadlId.FIRST.next());
  }
}
