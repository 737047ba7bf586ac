package io.hnswitch.hn.rndis;

import static io.hnswitch.hn.rndis.RndisPacket.TO_GUEST;
import static io.hnswitch.hn.rndis.RndisPacket.TO_HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.Frames;
import io.hnswitch.testing.IpFrames;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** From per-packet information back to the offload word. */
class RndisOffloadTest {

  private static final long TCP_AT_34 = Frames.offload(Frames.CSUM_PARTIAL, 34, 16, 0);
  private static final long UDP_AT_34 = Frames.offload(Frames.CSUM_PARTIAL, 34, 6, 0);

  private final RndisPacketReader reader = new RndisPacketReader();

  /** The offload word of a golden request whose checksum word is replaced. */
  private long transmitted(byte[] frame, int word) {
    var message = GoldenPackets.message(GoldenPackets.TX_CHECKSUM, frame);
    var m = IpFrames.memory(GoldenPackets.changed(message, 88, word));
    assertEquals(0, reader.read(m, 0, message.length, TO_HOST));
    return RndisOffload.transmitted(m, reader.dataAddress(), reader.dataLength(), reader);
  }

  private long received(byte[] frame, int word) {
    var message = GoldenPackets.message(GoldenPackets.RX, frame);
    message = GoldenPackets.changed(message, 56, word);
    assertEquals(0, reader.read(memory(message), 0, message.length, TO_GUEST));
    return RndisOffload.received(
        memory(message), reader.dataAddress(), reader.dataLength(), reader);
  }

  private static MemorySegment memory(byte[] message) {
    return IpFrames.memory(message);
  }

  @Test
  void requestsBecomePartialChecksums() {
    var frame = IpFrames.ipv4(IpFrames.TCP, 60);
    assertEquals(TCP_AT_34, transmitted(frame, 34 << 16 | 0x5));
    assertEquals(TCP_AT_34, transmitted(frame, 0x5));
    assertEquals(UDP_AT_34, transmitted(frame, 34 << 16 | 0x9));
    assertEquals(TCP_AT_34, transmitted(frame, 34 << 16 | 0xf));
    assertEquals(0, transmitted(frame, 34 << 16 | 0x4));
    assertEquals(0, transmitted(frame, 0x11));
    assertEquals(RndisOffload.REFUSED, transmitted(frame, 44 << 16 | 0x5));
  }

  @Test
  void anIpv4HeaderIsSummedWhenAskedFor() {
    var frame = IpFrames.ipv4(IpFrames.TCP, 60);
    var message = GoldenPackets.message(GoldenPackets.TX_CHECKSUM, frame);
    var m = memory(message);
    assertEquals(0, reader.read(m, 0, message.length, TO_HOST));
    assertEquals(TCP_AT_34, RndisOffload.transmitted(m, 92, 60, reader));
    assertEquals(0xffff, InternetChecksum.fold(InternetChecksum.sum(m, 92 + 14, 20)));
    assertEquals(RndisOffload.REFUSED, transmitted(new byte[60], 0x11));
  }

  @Test
  void resultsBecomeValidOrNothing() {
    var frame = IpFrames.ipv4(IpFrames.TCP, 60);
    assertEquals(Frames.CSUM_VALID, received(frame, 0x28));
    assertEquals(Frames.CSUM_VALID, received(frame, 0x10));
    assertEquals(0, received(frame, 0x20));
    assertEquals(0, received(frame, 0x1));
  }

  @Test
  void loopbackBecomesPartialWhereThePlaceIsFound() {
    assertEquals(TCP_AT_34, received(IpFrames.ipv4(IpFrames.TCP, 60), 0x68));
    assertEquals(UDP_AT_34, received(IpFrames.ipv4(IpFrames.UDP, 60), 0x70));
    assertEquals(0, received(IpFrames.ipv4("", 0, 0x2000, IpFrames.UDP, 60), 0x70));
    assertEquals(0, received(new byte[60], 0x68));
    assertEquals(0, received(IpFrames.ipv4(IpFrames.TCP, 60), 0x40));
  }

  @Test
  void superFramesThatAreNoneAreRefused() {
    var frame = IpFrames.ipv4(IpFrames.UDP, 60);
    var message = GoldenPackets.message(GoldenPackets.RX, frame);
    message = GoldenPackets.changed(message, 64, RndisPacket.LSO);
    message = GoldenPackets.changed(message, 72, 0x40000000 | 34 << 20 | 1000);
    assertEquals(0, reader.read(memory(message), 0, message.length, TO_GUEST));
    assertEquals(RndisOffload.REFUSED, RndisOffload.received(memory(message), 108, 60, reader));
  }
}
