package io.hnswitch.hn.rndis;

import static io.hnswitch.hn.rndis.RndisPacket.TO_GUEST;
import static io.hnswitch.hn.rndis.RndisPacket.TO_HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Frames;
import io.hnswitch.hn.nvs.Direction;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.testing.IpFrames;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a good packet says. */
class RndisPacketReaderTest {

  private static final int OK = 0;

  private final RndisPacketReader reader = new RndisPacketReader();

  private int read(byte[] message, int direction) {
    return reader.read(Hex.exact(message), 0, message.length, direction);
  }

  @Test
  void readsTheGoldenResult() {
    assertEquals(OK, read(GoldenPackets.rx(), TO_GUEST));
    assertEquals(108, reader.dataAddress());
    assertEquals(60, reader.dataLength());
    assertEquals(168, reader.messageLength());
    assertEquals(7 << 13 | 4094, reader.vlan());
    assertEquals(0x28, reader.checksum());
    assertTrue((reader.present() & RndisPacketReader.HASH) != 0);
    assertEquals(0x51ccc178, reader.hash());
    assertEquals(0x201, reader.hashInfo());
  }

  @Test
  void readsTheGoldenRequests() {
    var frame = IpFrames.ipv4(IpFrames.TCP, 60);
    assertEquals(OK, read(GoldenPackets.message(GoldenPackets.TX_CHECKSUM, frame), TO_HOST));
    assertEquals(92, reader.dataOffset());
    assertEquals(0x00220015, reader.checksum());
    assertEquals(5 << 13 | 100, reader.vlan());
    assertTrue((reader.present() & RndisPacketReader.HASH) != 0);
    assertEquals(OK, read(GoldenPackets.message(GoldenPackets.TX_LSO, new byte[4054]), TO_HOST));
    assertEquals(0x422005b4, reader.lso());
    assertEquals(0, reader.checksum());
    assertEquals(Frames.NO_VLAN, reader.vlan());
  }

  @Test
  void readsAPieceOfACoalescedPacket() {
    assertEquals(
        OK, read(GoldenPackets.message(GoldenPackets.RX_FRAGMENT, new byte[60]), TO_GUEST));
    assertTrue((reader.present() & RndisPacketReader.PACKET_ID) != 0);
    assertEquals(7, reader.packetId());
    assertEquals(RndisPacket.ID_SUB_ALLOCATION | RndisPacket.ID_FIRST, reader.packetFlags());
    assertEquals(OK, read(withDataLength(GoldenPackets.RX_FRAGMENT, 5), TO_GUEST));
  }

  private static byte[] withDataLength(String header, int length) {
    return GoldenPackets.changed(GoldenPackets.message(header, new byte[60]), 12, length);
  }

  @Test
  void acceptsDataAtAnOddPlace() {
    var message = Arrays.copyOf(GoldenPackets.rx(), 169);
    message = GoldenPackets.changed(GoldenPackets.changed(message, 4, 169), 8, 101);
    assertEquals(OK, read(message, TO_GUEST));
    assertEquals(109, reader.dataOffset());
  }

  @Test
  void acceptsAHostSlotWithTheFrameFarBehind() {
    var message = Arrays.copyOf(Hex.bytes(GoldenPackets.RX), 1806);
    message = GoldenPackets.changed(GoldenPackets.changed(message, 4, 1806), 8, 248);
    assertEquals(OK, read(message, TO_GUEST));
    assertEquals(256, reader.dataOffset());
    assertEquals(1806, reader.messageLength());
  }

  @Test
  void needsHashValueAndInfoTogether() {
    int unknown = 77;
    assertEquals(OK, read(GoldenPackets.rx(80, unknown), TO_GUEST));
    assertEquals(0, reader.present() & RndisPacketReader.HASH);
    assertEquals(OK, read(GoldenPackets.rx(96, unknown), TO_GUEST));
    assertEquals(0, reader.present() & RndisPacketReader.HASH);
  }

  @Test
  void internalTypesAreTypesOfTheirOwn() {
    assertEquals(OK, read(GoldenPackets.rx(64, 0x80000006), TO_GUEST));
    assertEquals(Frames.NO_VLAN, reader.vlan());
  }

  @Test
  void theLastOfAKindWins() {
    assertEquals(OK, read(GoldenPackets.rx(80, RndisPacket.VLAN), TO_GUEST));
    assertEquals(RndisPacket.vlanTag(0x51ccc178), reader.vlan());
  }

  @Test
  void skipsUnknownTypesOfAnySize() {
    var message = GoldenPackets.rx(60, 20);
    message = GoldenPackets.changed(message, 64, 77);
    message = GoldenPackets.changed(message, 80, 28);
    message = GoldenPackets.changed(message, 84, 78);
    message = GoldenPackets.changed(message, 88, 12);
    assertEquals(OK, read(message, TO_GUEST));
    assertEquals(RndisPacketReader.CHECKSUM, reader.present());
    message = GoldenPackets.changed(message, 60, 12);
    message = GoldenPackets.changed(message, 72, 36);
    message = GoldenPackets.changed(message, 76, 79);
    message = GoldenPackets.changed(message, 80, 36);
    assertEquals(OK, read(message, TO_GUEST));
  }

  @Test
  void readsDataWhereTheElementSays() {
    var message = GoldenPackets.rx(60, 32);
    message = GoldenPackets.changed(message, 68, 28);
    assertEquals(OK, read(message, TO_GUEST));
    assertEquals(RndisPacket.vlanTag(0x51ccc178), reader.vlan());
  }

  @Test
  void readsBackEverythingThatWasWritten() {
    var m = Arena.ofAuto().allocate(512);
    long partial = Frames.offload(Frames.CSUM_PARTIAL | Frames.TSO4, 34, 16, 1000);
    var frame = IpFrames.ipv4(IpFrames.TCP, 200);
    for (int i = 0; i < frame.length; i++) {
      m.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 256 + i, frame[i]);
    }
    int parts = RndisPacketWriter.HASH | RndisPacketWriter.LEDGER;
    int header =
        RndisPacketWriter.write(
            m, 0, TO_GUEST, 200, 8, 256, parts, partial, 0x3064, -5, 0x201, 12, -1);
    assertEquals(RndisPacket.HEADER_MAX, header);
    assertEquals(OK, reader.read(m, 0, 512, TO_GUEST));
    assertEquals(header, reader.dataOffset());
    assertEquals(344, reader.messageLength());
    assertEquals(0x3064, reader.vlan());
    assertEquals(-5, reader.hash());
    assertEquals(12, reader.stream());
    assertEquals(-1, reader.sequence());
    assertEquals(partial, RndisOffload.received(m, 256, 200, reader));
    assertEquals(
        "rndis PACKET length 344, data 144+200, sum tcp-good ip-good loopback, vlan 100 prio 1 dei,"
            + " hash 0xfffffffb, hash info 0x201, lso mss 1000 tcp@34 ipv4,"
            + " ledger 12/4294967295",
        RndisDissector.line(Direction.HOST_TO_GUEST, m, 0, 512));
  }

  @Test
  void theFrameMayBeInAnotherPieceThanTheHeader() {
    var message = GoldenPackets.message(GoldenPackets.TX_CHECKSUM, IpFrames.ipv4(IpFrames.TCP, 60));
    var head = Hex.exact(Arrays.copyOf(message, 92));
    assertEquals(OK, reader.read(head, 0, 92, 152, TO_HOST));
    assertEquals(92, reader.dataOffset());
    assertEquals(RndisError.HEADER_SPLIT.ordinal(), reader.read(head, 0, 91, 152, TO_HOST));
    assertEquals(RndisError.HEADER_SPLIT.ordinal(), reader.read(head, 0, 43, 152, TO_HOST));
    assertEquals(
        RndisError.P2_LENGTH_BEYOND_RANGE.ordinal(), reader.read(head, 0, 92, 151, TO_HOST));
  }

  @Test
  void isDissectedInOneLine() {
    var m = Hex.exact(GoldenPackets.message(GoldenPackets.TX_CHECKSUM, new byte[60]));
    assertEquals(
        "rndis PACKET length 152, data 92+60, hash 0x51ccc178, vlan 100 prio 5,"
            + " sum ipv4 tcp ip-header @34",
        RndisDissector.line(Direction.GUEST_TO_HOST, m, 0, 152));
    assertEquals(
        "rndis PACKET malformed P1_SHORT in 40 bytes",
        RndisDissector.line(Direction.GUEST_TO_HOST, m, 0, 40));
    var query = new RndisMessage.Query(1 << 16, Oid.PERMANENT_ADDRESS, Octets.NONE).encode();
    assertTrue(
        RndisDissector.withHex(Direction.GUEST_TO_HOST, Hex.exact(query), 0, query.length)
            .startsWith(
                "rndis Query[requestId=65536, oid=PERMANENT_ADDRESS, info=]\n0000  04000000"));
  }
}
