package io.hnswitch.hn.rndis;

import static io.hnswitch.hn.nvs.Direction.GUEST_TO_HOST;
import static io.hnswitch.hn.nvs.Direction.HOST_TO_GUEST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.Parsed;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden bytes of the reference, and what follows from answers. */
class RndisMessageTest {

  private static final int DIRECTED_BROADCAST_ALL =
      PacketFilter.DIRECTED | PacketFilter.BROADCAST | PacketFilter.ALL_MULTICAST;

  static Stream<Arguments> golden() {
    return Stream.of(
        guest(
            new RndisMessage.Initialize(0x00010000),
            "02000000 18000000 00000100 01000000 00000000 00080000"),
        host(
            RndisMessage.InitializeComplete.accepting(0x00010000),
            """
            02000080 34000000 00000100 00000000 01000000 00000000 01000000 00000000
            08000000 ffffffef 03000000 00000000 00000000
            """),
        guest(
            new RndisMessage.Query(0x00020000, Oid.PERMANENT_ADDRESS, Octets.NONE),
            "04000000 1c000000 00000200 01010101 00000000 14000000 00000000"),
        host(
            new RndisMessage.QueryComplete(0x00020000, 0, Octets.of(Hex.bytes("00155d010203"))),
            "04000080 1e000000 00000200 00000000 06000000 10000000 00155d01 0203"),
        guest(
            new RndisMessage.Set(
                0x00030000, Oid.CURRENT_PACKET_FILTER, Octets.ofWord(DIRECTED_BROADCAST_ALL)),
            "05000000 20000000 00000300 0e010100 04000000 14000000 00000000 0d000000"),
        host(new RndisMessage.SetComplete(0x00030000, 0), "05000080 10000000 00000300 00000000"),
        guest(new RndisMessage.Halt(0x00040000), "03000000 0c000000 00000400"),
        host(
            new RndisMessage.IndicateStatus(RndisStatus.MEDIA_DISCONNECT, Octets.NONE),
            "07000000 14000000 0c000140 00000000 00000000"),
        host(
            new RndisMessage.IndicateStatus(RndisStatus.NETWORK_CHANGE, Octets.ofWord(2)),
            "07000000 18000000 18000140 04000000 0c000000 02000000"),
        host(new RndisMessage.Keepalive(0x00050000), "08000000 0c000000 00000500"),
        guest(new RndisMessage.Keepalive(0x00050000), "08000000 0c000000 00000500"),
        host(
            new RndisMessage.KeepaliveComplete(0x00050000, 0),
            "08000080 10000000 00000500 00000000"),
        guest(
            new RndisMessage.KeepaliveComplete(0x00050000, 0),
            "08000080 10000000 00000500 00000000"),
        guest(new RndisMessage.Reset(), "06000000 0c000000 00000000"),
        host(new RndisMessage.ResetComplete(0, 1), "06000080 10000000 00000000 01000000"));
  }

  private static Arguments guest(RndisMessage message, String hex) {
    return Arguments.of(GUEST_TO_HOST, message, hex);
  }

  private static Arguments host(RndisMessage message, String hex) {
    return Arguments.of(HOST_TO_GUEST, message, hex);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void encodesGoldenBytes(Direction direction, RndisMessage message, String hex) {
    assertArrayEquals(Hex.bytes(hex), message.encode());
  }

  @ParameterizedTest
  @MethodSource("golden")
  void decodesGoldenBytes(Direction direction, RndisMessage message, String hex) {
    var bytes = Hex.bytes(hex);
    assertEquals(message, RndisMessage.decode(direction, bytes).orElseThrow());
    var padded = Arrays.copyOf(bytes, bytes.length + 100);
    assertEquals(
        message, RndisMessage.decode(direction, Hex.exact(padded), 0, padded.length).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("golden")
  void refusesEachMessageCutBelowItsMinimum(Direction direction, RndisMessage message, String hex) {
    var bytes = Hex.bytes(hex);
    int least = RndisType.ofWire(Octets.of(bytes).buffer().getInt(0)).orElseThrow().bytesMin();
    for (int length = 0; length < least; length++) {
      var found =
          (Parsed.Malformed<RndisMessage>)
              RndisMessage.decode(direction, Arrays.copyOf(bytes, length));
      assertEquals(Fault.TOO_SHORT, found.fault(), "length " + length);
    }
  }

  @Test
  void queryWithoutDataCarriesOffset20() {
    var bytes = new RndisMessage.Query(1 << 16, Oid.MAXIMUM_FRAME_SIZE, Octets.NONE).encode();
    assertEquals(20, Octets.of(bytes).buffer().getInt(20));
  }

  @Test
  void initializeCompletionOf48BytesIsAccepted() {
    var bytes = RndisMessage.InitializeComplete.accepting(1 << 16).encode();
    bytes[4] = 48;
    var message =
        (RndisMessage.InitializeComplete)
            RndisMessage.decode(HOST_TO_GUEST, Arrays.copyOf(bytes, 48)).orElseThrow();
    assertEquals(8, message.packetsMax());
    assertEquals(0xefff_ffffL, message.transferMax());
    assertEquals(8, message.alignment());
  }

  @Test
  void alignmentIsAtLeastFour() {
    assertEquals(4, aligned(0).alignment());
    assertEquals(4, aligned(1).alignment());
    assertEquals(8, aligned(3).alignment());
    assertEquals(4096, aligned(12).alignment());
  }

  private static RndisMessage.InitializeComplete aligned(int exponent) {
    return new RndisMessage.InitializeComplete(1 << 16, 0, 1, 0, 1, 0, 8, 4096, exponent);
  }

  @Test
  void answersAreCutToWhatWasAskedFor() {
    var eight = new RndisMessage.QueryComplete(1, 0, Octets.of(Hex.bytes("00155d0102030405")));
    assertEquals("00155d010203", eight.answer(6, 6).orElseThrow().toString());
    var five = new RndisMessage.QueryComplete(1, 0, Octets.of(Hex.bytes("00155d0102")));
    assertEquals(
        new Parsed.Malformed<Octets>(Fault.TOO_SHORT, "info length", 5), five.answer(6, 6));
    var unknown = new RndisMessage.QueryComplete(1, 0xc00000bb, Octets.NONE);
    assertEquals(
        new Parsed.Malformed<Octets>(Fault.REFUSED, "status", 0xc00000bbL), unknown.answer(0, 6));
  }

  @Test
  void requestIdsSkipTheReservedOnes() {
    var ids = new RndisRequestIds();
    int first = ids.next();
    assertEquals(0x00010000, first);
    for (int i = 2; i <= 65535; i++) {
      assertEquals(i << 16, ids.next());
    }
    assertEquals(first, ids.next());
  }

  @Test
  void packetFilterFollowsTheInterface() {
    assertEquals(0x20, PacketFilter.choose(true, true, true));
    assertEquals(0xd, PacketFilter.choose(false, true, true));
    assertEquals(0x9, PacketFilter.choose(false, true, false));
    assertEquals(0x1, PacketFilter.choose(false, false, false));
  }

  @Test
  void numbersAreThoseOfTheReference() {
    assertEquals(Oid.OFFLOAD_PARAMETERS, Oid.ofWire(0xfc01020c).orElseThrow());
    assertTrue(Oid.ofWire(0x12345678).isEmpty());
    assertEquals(RndisStatus.NOT_SUPPORTED, RndisStatus.ofWire(0xc00000bb).orElseThrow());
    assertEquals(RndisStatus.INVALID_DATA, RndisStatus.answering(Fault.BAD_VALUE));
    assertEquals(RndisStatus.FAILURE, RndisStatus.answering(Fault.BAD_BOUNDS));
  }
}
