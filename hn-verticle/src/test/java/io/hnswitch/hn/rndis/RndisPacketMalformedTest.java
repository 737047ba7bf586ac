package io.hnswitch.hn.rndis;

import static io.hnswitch.hn.rndis.RndisPacket.TO_GUEST;
import static io.hnswitch.hn.rndis.RndisPacket.TO_HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.testing.IpFrames;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Every way in which a packet message can be wrong, at the end of exact memory. */
class RndisPacketMalformedTest {

  private final RndisPacketReader reader = new RndisPacketReader();

  private void refuses(RndisError error, int direction, byte[] message) {
    var found = reader.read(Hex.exact(message), 0, message.length, direction);
    assertEquals(error, RndisError.of(found));
  }

  private void refuses(RndisError error, byte[] message) {
    refuses(error, TO_GUEST, message);
  }

  /** The RX packet with pairs of offset and word replaced. */
  private static byte[] rx(int... pairs) {
    var message = GoldenPackets.rx();
    for (int i = 0; i < pairs.length; i += 2) {
      message = GoldenPackets.changed(message, pairs[i], pairs[i + 1]);
    }
    return message;
  }

  private static byte[] tx(int... pairs) {
    var message = GoldenPackets.message(GoldenPackets.TX_CHECKSUM, IpFrames.ipv4(IpFrames.TCP, 60));
    for (int i = 0; i < pairs.length; i += 2) {
      message = GoldenPackets.changed(message, pairs[i], pairs[i + 1]);
    }
    return message;
  }

  @Test
  void shortRangesAndWrongTypes() {
    for (int length = 0; length < 44; length++) {
      refuses(RndisError.P1_SHORT, Arrays.copyOf(GoldenPackets.rx(), length));
    }
    refuses(RndisError.NOT_A_PACKET, rx(0, 2));
    refuses(RndisError.NOT_A_PACKET, TO_HOST, tx(0, 0x80000002));
  }

  @Test
  void lengthFieldOutOfRange() {
    refuses(RndisError.P3_PARTS_BEYOND_LENGTH, rx(4, 43));
    refuses(RndisError.P2_LENGTH_BEYOND_RANGE, rx(4, 169));
    refuses(RndisError.P2_LENGTH_BEYOND_RANGE, rx(4, -1));
    refuses(RndisError.P3_PARTS_BEYOND_LENGTH, rx(4, 0));
  }

  @Test
  void partsLongerThanTheMessageEvenIfTheSumWraps() {
    refuses(RndisError.P3_PARTS_BEYOND_LENGTH, rx(12, 0xfffffff0));
    refuses(RndisError.P3_PARTS_BEYOND_LENGTH, rx(12, 0x80000000, 32, 0x80000000));
    refuses(RndisError.P3_PARTS_BEYOND_LENGTH, rx(32, 0x100));
    refuses(RndisError.P3_PARTS_BEYOND_LENGTH, rx(20, -1));
  }

  @Test
  void dataNowhere() {
    refuses(RndisError.P4_NO_DATA, rx(12, 0));
    refuses(RndisError.P5_DATA_OFFSET, rx(8, 32));
    refuses(RndisError.P5_DATA_OFFSET, rx(8, 0));
    refuses(RndisError.P14_DATA_END, rx(8, 101));
    refuses(RndisError.P14_DATA_END, rx(8, 0x80000000));
    refuses(RndisError.P14_DATA_END, rx(8, 0xfffffff8));
  }

  @Test
  void perPacketInformationNowhere() {
    refuses(RndisError.P7_PPI_OFFSET, rx(28, 34));
    refuses(RndisError.P7_PPI_OFFSET, rx(28, 38));
    refuses(RndisError.P7_PPI_OFFSET, rx(28, 0));
    refuses(RndisError.P7_PPI_OFFSET, rx(28, 32, 32, 0));
    refuses(RndisError.P11_PPI_END, rx(28, 100));
    refuses(RndisError.P11_PPI_END, rx(28, 0x80000000));
    refuses(RndisError.P11_PPI_END, rx(28, 0xfffffffc));
    refuses(RndisError.P12_PPI_OVERLAPS_DATA, rx(8, 96));
    refuses(RndisError.P12_PPI_OVERLAPS_DATA, rx(8, 36));
  }

  @Test
  void elementsOfImpossibleSize() {
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 0));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 0, 48, 77, 52, 0));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 8));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 13));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 17, 48, 77));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 68));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, -4));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 60));
    refuses(RndisError.P13_PPI_ELEMENT, rx(92, 20));
    refuses(RndisError.P13_PPI_ELEMENT, rx(92, 4));
  }

  @Test
  void elementsWithoutTheirData() {
    refuses(RndisError.P13_PPI_ELEMENT, rx(52, 20));
    refuses(RndisError.P13_PPI_ELEMENT, rx(52, 16));
    refuses(RndisError.P13_PPI_ELEMENT, rx(52, 13));
    refuses(RndisError.P13_PPI_ELEMENT, rx(52, 8));
    refuses(RndisError.P13_PPI_ELEMENT, rx(52, -4));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 12, 52, 8));
    refuses(RndisError.P13_PPI_ELEMENT, rx(44, 12));
    refuses(RndisError.P13_PPI_ELEMENT, rx(48, RndisPacket.LEDGER));
    refuses(RndisError.P13_PPI_ELEMENT, rx(48, 77, 52, 0));
  }

  @Test
  void outOfBandDataInTheWay() {
    refuses(RndisError.P6_OOB_OFFSET, rx(16, 32));
    refuses(RndisError.P6_OOB_OFFSET, rx(16, 38));
    var longer = GoldenPackets.changed(Arrays.copyOf(GoldenPackets.rx(), 200), 4, 200);
    refuses(RndisError.P6_OOB_OFFSET, oob(longer, 0, 4));
    refuses(RndisError.P8_OOB_END, oob(longer, 192, 4));
    refuses(RndisError.P8_OOB_END, oob(longer, 0xfffffffc, 4));
    refuses(RndisError.P9_OOB_OVERLAPS_DATA, oob(longer, 100, 4));
    refuses(RndisError.P9_OOB_OVERLAPS_DATA, oob(longer, 156, 4));
    refuses(RndisError.P10_OOB_OVERLAPS_PPI, oob(longer, 36, 4));
    refuses(RndisError.P10_OOB_OVERLAPS_PPI, oob(longer, 96, 4));
    refuses(RndisError.NONE, oob(longer, 160, 4));
    refuses(RndisError.OOB_USED, TO_HOST, oob(longer, 160, 4));
  }

  private static byte[] oob(byte[] message, int offset, int length) {
    return GoldenPackets.changed(GoldenPackets.changed(message, 16, offset), 20, length);
  }

  @Test
  void framesShorterThanAnEthernetHeader() {
    refuses(RndisError.P16_RUNT, rx(12, 13));
    refuses(RndisError.NONE, rx(12, 14));
  }

  @Test
  void hostWantsNeitherOutOfBandNorVc() {
    refuses(RndisError.NONE, TO_HOST, tx());
    refuses(RndisError.OOB_USED, TO_HOST, tx(16, 36));
    refuses(RndisError.OOB_USED, TO_HOST, tx(24, 1));
    refuses(RndisError.VC_USED, TO_HOST, tx(36, 1));
    refuses(RndisError.NONE, TO_GUEST, tx(36, 1));
    refuses(RndisError.P13_PPI_ELEMENT, TO_HOST, tx(44, 0));
  }

  @Test
  void hostChecksTheTransportOffset() {
    refuses(RndisError.NONE, TO_HOST, tx(88, 0x15));
    refuses(RndisError.TRANSPORT_OFFSET, TO_HOST, tx(88, 33 << 16 | 0x15));
    refuses(RndisError.TRANSPORT_OFFSET, TO_HOST, tx(88, 34 << 16 | 0x6));
    refuses(RndisError.TRANSPORT_OFFSET, TO_HOST, tx(88, 60 << 16 | 0x15));
    refuses(RndisError.NONE, TO_HOST, tx(88, 59 << 16 | 0x15));
    int lso = 0x40000000 | 1460;
    refuses(RndisError.NONE, TO_HOST, tx(80, 2, 88, lso | 47 << 20));
    refuses(RndisError.TRANSPORT_OFFSET, TO_HOST, tx(80, 2, 88, lso | 48 << 20));
    refuses(RndisError.TRANSPORT_OFFSET, TO_HOST, tx(80, 2, 88, lso | 20 << 20));
    refuses(RndisError.TRANSPORT_OFFSET, TO_HOST, tx(80, 2, 88, lso | 0x80000000));
  }
}
