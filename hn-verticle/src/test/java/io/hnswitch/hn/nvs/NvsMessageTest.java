package io.hnswitch.hn.nvs;

import static io.hnswitch.hn.nvs.Direction.GUEST_TO_HOST;
import static io.hnswitch.hn.nvs.Direction.HOST_TO_GUEST;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.hn.nvs.NvsMessage.RxBufConnected;
import io.hnswitch.hn.nvs.NvsMessage.RxBufConnected.Section;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden bytes of the reference, and what follows from answers. */
class NvsMessageTest {

  private static final String ZERO_20 = " 00000000 00000000 00000000 00000000 00000000";
  private static final String TABLE_4 = "00000000 01000000 02000000 03000000 ";

  static Stream<Arguments> golden() {
    return Stream.of(
        guest(
            new NvsMessage.Init(NvsVersion.V6_1),
            40,
            "01000000 01000600 01000600 00000000 00000000" + ZERO_20),
        host(new NvsMessage.InitComplete(-1, 34, 1), 0, "02000000 ffffffff 22000000 01000000"),
        host(
            NvsMessage.InitComplete.accepting(NvsVersion.V5),
            28,
            "02000000 ffffffff 22000000 01000000 00000000 00000000 00000000"),
        guest(
            new NvsMessage.NdisConfig(1514, NvsVersion.V5.ndisConfigCapabilities()),
            32,
            "7d000000 ea050000 00000000 0c000000 00000000 00000000 00000000 00000000"),
        guest(
            new NvsMessage.NdisVersion(NvsVersion.V5), 32, "64000000 06000000 1e000000" + ZERO_20),
        guest(new NvsMessage.RxBufConnect(0x000e1e10), 32, "65000000 101e0e00 feca0000" + ZERO_20),
        host(
            new RxBufConnected(1, List.of(new Section(0, 1806, 17998, 0x01effa44))),
            0,
            "66000000 01000000 01000000 00000000 0e070000 4e460000 44faef01"),
        guest(new NvsMessage.RxBufRevoke(), 0, "67000000 feca"),
        guest(
            new NvsMessage.SendBufConnect(0x000e1e11), 32, "68000000 111e0e00 cefa0000" + ZERO_20),
        host(new NvsMessage.SendBufConnected(1, 6144), 0, "69000000 01000000 00180000"),
        guest(new NvsMessage.SendBufRevoke(), 0, "6a000000 cefa"),
        guest(new NvsMessage.SubChannelRequest(7), 32, "85000000 01000000 07000000" + ZERO_20),
        host(new NvsMessage.SubChannelResponse(1, 7), 0, "85000000 01000000 07000000"),
        guest(NvsMessage.SetDatapath.VF, 32, "81000000 01000000 00000000" + ZERO_20),
        host(NvsMessage.SetDatapath.SYNTHETIC, 0, "81000000 00000000"),
        host(new NvsMessage.VfAssociation(true, 2), 0, "80000000 01000000 02000000"),
        host(
            new NvsMessage.SendTable(List.of(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3)),
            0,
            "86000000 10000000 0c000000 " + TABLE_4 + TABLE_4 + TABLE_4 + TABLE_4),
        guest(new NvsMessage.OidQueryEx(0x04000196, 5), 0, "83000000 96010004 05000000"),
        host(new NvsMessage.OidQueryExComplete(0xc00000bb, 0), 0, "84000000 bb0000c0 00000000"));
  }

  private static Arguments guest(NvsMessage message, int size, String hex) {
    return Arguments.of(GUEST_TO_HOST, message, size, hex);
  }

  private static Arguments host(NvsMessage message, int size, String hex) {
    return Arguments.of(HOST_TO_GUEST, message, size, hex);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void encodesGoldenBytes(Direction direction, NvsMessage message, int size, String hex) {
    assertArrayEquals(Hex.bytes(hex), message.encode(size));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void decodesGoldenBytes(Direction direction, NvsMessage message, int size, String hex) {
    var bytes = Hex.bytes(hex);
    assertEquals(message, NvsMessage.decode(direction, NvsVersion.V6_1, bytes).orElseThrow());
    var memory = Hex.exact(bytes);
    assertEquals(
        message,
        NvsMessage.decode(direction, NvsVersion.V6_1, memory, 0, bytes.length).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("golden")
  void refusesEachMessageCutBelowItsMinimum(
      Direction direction, NvsMessage message, int size, String hex) {
    var bytes = Hex.bytes(hex);
    int type = bytes[0] & 0xff;
    int least = NvsType.ofWire(type).orElseThrow().bytesMin();
    for (int length = 0; length < least; length++) {
      var cut = java.util.Arrays.copyOf(bytes, length);
      var fault = NvsMessageMalformedTest.fault(direction, NvsVersion.V6_1, cut);
      assertEquals(Fault.TOO_SHORT, fault.fault(), "length " + length);
      assertEquals(length, fault.value());
    }
  }

  @Test
  void initNamesOnlyKnownVersions() {
    assertEquals(NvsVersion.V5, new NvsMessage.Init(NvsVersion.V5).version().orElseThrow());
    assertTrue(new NvsMessage.Init(0x00030000, 0x00030000).version().isEmpty());
    assertFalse(NvsMessage.InitComplete.declining().isSuccess());
    assertEquals(2, NvsMessage.InitComplete.accepting(NvsVersion.V1).versionWord());
  }

  @Test
  void hostReplacesAnMtuOutOfRange() {
    assertEquals(1514, new NvsMessage.NdisConfig(1000, 0).mtuAccepted());
    assertEquals(1514, new NvsMessage.NdisConfig(10000, 0).mtuAccepted());
    assertEquals(1514, new NvsMessage.NdisConfig(0xffff_ffffL, 0).mtuAccepted());
    assertEquals(9216, new NvsMessage.NdisConfig(9216, 0).mtuAccepted());
  }

  @Test
  void receiveBufferNeedsExactlyOneSectionThatFits() {
    long buffer = 31L << 20;
    assertTrue(section(1, new Section(0, 1806, 17998, 0)).usable(buffer) instanceof Parsed.Ok);
    assertFault(Fault.REFUSED, section(2, new Section(0, 1806, 10, 0)), buffer);
    assertFault(Fault.UNSUPPORTED, new RxBufConnected(1, List.of()), buffer);
    var one = new Section(0, 1806, 10, 0);
    assertFault(Fault.UNSUPPORTED, new RxBufConnected(1, List.of(one, one)), buffer);
    assertFault(Fault.UNSUPPORTED, section(1, new Section(4096, 1806, 10, 0)), buffer);
    assertFault(Fault.BAD_VALUE, section(1, new Section(0, 0, 10, 0)), buffer);
    assertFault(Fault.BAD_BOUNDS, section(1, new Section(0, 1806, 0, 0)), buffer);
    assertFault(Fault.BAD_BOUNDS, section(1, new Section(0, 1806, 17999, 0)), buffer);
    assertFault(Fault.BAD_BOUNDS, section(1, new Section(0, 0x10000, 0x10000, 0)), buffer);
    assertFault(
        Fault.BAD_BOUNDS, section(1, new Section(0, 0xffff_ffffL, 0xffff_ffffL, 0)), buffer);
  }

  private static RxBufConnected section(int status, Section section) {
    return new RxBufConnected(status, List.of(section));
  }

  private static void assertFault(Fault fault, RxBufConnected answer, long buffer) {
    var malformed = (Parsed.Malformed<Section>) answer.usable(buffer);
    assertEquals(fault, malformed.fault());
  }

  @Test
  void sendBufferIsUnusedWhenItsSectionsAreOdd() {
    long buffer = 15L << 20;
    assertEquals(2560, new NvsMessage.SendBufConnected(1, 6144).sections(buffer));
    assertEquals(0, new NvsMessage.SendBufConnected(1, 0).sections(buffer));
    assertEquals(0, new NvsMessage.SendBufConnected(1, 6146).sections(buffer));
    assertEquals(0, new NvsMessage.SendBufConnected(1, 100_000_000).sections(buffer));
  }

  @Test
  void grantsNoMoreSubChannelsThanAskedFor() {
    assertEquals(0, new NvsMessage.SubChannelResponse(2, 3).granted(3));
    assertEquals(3, new NvsMessage.SubChannelResponse(1, 5).granted(3));
    assertEquals(3, new NvsMessage.SubChannelResponse(1, 0xffff_ffffL).granted(3));
    assertEquals(0, new NvsMessage.SubChannelResponse(1, 0).granted(3));
  }

  @Test
  void everyPathButOneIsSynthetic() {
    assertTrue(NvsMessage.SetDatapath.VF.isVf());
    assertFalse(new NvsMessage.SetDatapath(7).isVf());
  }
}
