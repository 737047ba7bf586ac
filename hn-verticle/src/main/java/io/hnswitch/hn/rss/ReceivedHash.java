package io.hnswitch.hn.rss;

import io.hnswitch.hn.rndis.RndisPacketReader;
import io.hnswitch.rss.RssHash;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/**
 * What hn shows of the hash of a frame that came by the channel: its type when that has been agreed
 * on. Otherwise it is opaque, fit to spread frames and nothing else; and while a VF is active, when
 * an opaque value would tear flows apart that come by both ways, it is no hash at all.
 */
public final class ReceivedHash {

  /** The host says that UDP is TCP; the frame tells. */
  private static final boolean UDP_AS_TCP = true;

  private final RssAgreement agreement;
  private final BooleanSupplier vfActive;

  /**
   * @param vfActive whether a VF is active now
   */
  public ReceivedHash(RssAgreement agreement, BooleanSupplier vfActive) {
    this.agreement = agreement;
    this.vfActive = vfActive;
  }

  /**
   * What is shown of the hash of a frame, as {@link RssHash} packs it.
   *
   * @param ring the receive ring it came by
   */
  public long of(MemorySegment m, long frame, int length, RndisPacketReader packet, int ring) {
    boolean hashed = (packet.present() & RndisPacketReader.HASH) != 0;
    if (hashed) {
      int mask = agreement.visible().ndis();
      int type = RssHash.received(m, frame, length, packet.hashInfo(), mask, UDP_AS_TCP);
      if (type != 0) {
        return RssHash.packed(packet.hash(), RssHash.TOEPLITZ | type);
      }
    }
    return vfActive.getAsBoolean()
        ? RssHash.NONE
        : RssHash.packed(hashed ? packet.hash() : ring, RssHash.OPAQUE);
  }
}
