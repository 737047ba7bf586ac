package io.hnswitch.hn.nvs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * An NVS control message: a u32 type and a little-endian body in the payload of a channel packet.
 * GPADL handles, version words and status words are 32 opaque bits in an {@code int}; sizes, counts
 * and offsets are unsigned and therefore {@code long}.
 */
public sealed interface NvsMessage {

  /** Identifies the receive buffer in {@link RxBufConnect} and in channel packets. */
  int RXBUF_ID = 0xcafe;

  /** Identifies the send buffer. */
  int SENDBUF_ID = 0xface;

  /** 1: proposes versions; guests send both fields equal and hosts look at the first. */
  record Init(int versionMin, int versionMax) implements NvsMessage {
    public Init(NvsVersion version) {
      this(version.wire(), version.wire());
    }

    /** The proposed version, if it is one we know. */
    public Optional<NvsVersion> version() {
      return NvsVersion.ofWire(versionMin);
    }
  }

  /**
   * 2: accepts or declines the proposal.
   *
   * @param versionWord deprecated; 2 for version 1, else all ones
   * @param mdlChainMax pages per packet; guests ignore it
   * @param status {@link NvsStatus#SUCCESS} accepts, anything else declines
   */
  record InitComplete(int versionWord, long mdlChainMax, int status) implements NvsMessage {
    private static final long MDL_CHAIN_MAX = 34;

    public static InitComplete accepting(NvsVersion version) {
      int word = version == NvsVersion.V1 ? version.wire() : -1;
      return new InitComplete(word, MDL_CHAIN_MAX, NvsStatus.SUCCESS.wire());
    }

    public static InitComplete declining() {
      return new InitComplete(-1, MDL_CHAIN_MAX, NvsStatus.NONE.wire());
    }

    public boolean isSuccess() {
      return NvsMessage.isSuccess(status);
    }
  }

  /**
   * 125: interface settings.
   *
   * @param mtu bytes of a frame including its 14-byte header
   * @param capabilities {@code NvsVersion.CAP_*} bits
   */
  record NdisConfig(long mtu, long capabilities) implements NvsMessage {
    private static final long MTU_DEFAULT = 1514;
    private static final long MTU_MAX = 9216;

    /** What a host makes of the MTU: outside of 1514 to 9216 it becomes 1514. */
    public int mtuAccepted() {
      return (int) (mtu < MTU_DEFAULT || mtu > MTU_MAX ? MTU_DEFAULT : mtu);
    }

    public boolean hasSriov() {
      return (capabilities & NvsVersion.CAP_SRIOV) != 0;
    }
  }

  /** 100: the NDIS version of the guest. */
  record NdisVersion(int major, int minor) implements NvsMessage {
    public NdisVersion(NvsVersion version) {
      this(version.ndisVersion() >>> 16, version.ndisVersion() & 0xffff);
    }

    /** As one word, like {@link NvsVersion#ndisVersion()}. */
    public int word() {
      return major << 16 | minor & 0xffff;
    }
  }

  /** 101: shares the receive buffer. */
  record RxBufConnect(int gpadl) implements NvsMessage {}

  /** 102: how the host cut the receive buffer. */
  record RxBufConnected(int status, List<Section> sections) implements NvsMessage {

    /** Slots of equal size, from {@code offset} on; all in bytes except the count. */
    public record Section(long offset, long slotSize, long slotCount, long endOffset) {}

    public RxBufConnected {
      sections = List.copyOf(sections);
    }

    public boolean isSuccess() {
      return NvsMessage.isSuccess(status);
    }

    /**
     * The one section a guest can work with.
     *
     * @param bufferBytes size of the shared buffer
     * @return the section, or what forbids the attach: status, more than one section, a start other
     *     than 0, empty slots, more slots than fit
     */
    public Parsed<Section> usable(long bufferBytes) {
      if (!isSuccess()) {
        return Parsed.malformed(Fault.REFUSED, "status", Integer.toUnsignedLong(status));
      }
      if (sections.size() != 1) {
        return Parsed.malformed(Fault.UNSUPPORTED, "section count", sections.size());
      }
      var section = sections.getFirst();
      if (section.offset != 0) {
        return Parsed.malformed(Fault.UNSUPPORTED, "section offset", section.offset);
      }
      if (section.slotSize == 0) {
        return Parsed.malformed(Fault.BAD_VALUE, "slot size", 0);
      }
      if (section.slotCount == 0 || section.slotCount > bufferBytes / section.slotSize) {
        return Parsed.malformed(Fault.BAD_BOUNDS, "slot count", section.slotCount);
      }
      return Parsed.ok(section);
    }
  }

  /** 103: takes the receive buffer back. */
  record RxBufRevoke() implements NvsMessage {}

  /** 104: shares the send buffer. */
  record SendBufConnect(int gpadl) implements NvsMessage {}

  /** 105: the send buffer is accepted, in sections of {@code sectionSize} bytes. */
  record SendBufConnected(int status, long sectionSize) implements NvsMessage {
    public boolean isSuccess() {
      return NvsMessage.isSuccess(status);
    }

    /** Whole sections in a buffer; 0 means: do not use the send buffer, attach without it. */
    public int sections(long bufferBytes) {
      boolean usable = sectionSize > 0 && sectionSize % 4 == 0 && sectionSize <= bufferBytes;
      return usable ? (int) (bufferBytes / sectionSize) : 0;
    }
  }

  /** 106: takes the send buffer back. */
  record SendBufRevoke() implements NvsMessage {}

  /** 128: a VF is assigned, or gone; the serial is that of the VF's PCI slot. */
  record VfAssociation(boolean allocated, int serial) implements NvsMessage {}

  /** 129: which path carries the frames; see {@link #isVf()}. */
  record SetDatapath(int activePath) implements NvsMessage {
    public static final SetDatapath VF = new SetDatapath(1);
    public static final SetDatapath SYNTHETIC = new SetDatapath(0);

    /** True for 1; every other value means the synthetic path. */
    public boolean isVf() {
      return activePath == 1;
    }
  }

  /** 133 to the host: operation 1 asks for {@code count} sub-channels. */
  record SubChannelRequest(int operation, long count) implements NvsMessage {
    public static final int ALLOCATE = 1;

    public SubChannelRequest(int count) {
      this(ALLOCATE, count);
    }
  }

  /** 133 to the guest: how many will be offered. */
  record SubChannelResponse(int status, long count) implements NvsMessage {

    /** Sub-channels to wait for: none after a refusal, never more than asked for. */
    public int granted(int asked) {
      return NvsMessage.isSuccess(status) ? (int) Math.min(count, asked) : 0;
    }
  }

  /** 134: entry {@code hash mod 16} is the channel to send on. */
  record SendTable(List<Integer> entries) implements NvsMessage {
    public static final int ENTRIES = 16;

    public SendTable {
      entries = List.copyOf(entries);
      if (entries.size() != ENTRIES) {
        throw new IllegalArgumentException("send table entries: " + entries.size());
      }
    }

    /** The channel for a hash; entries beyond the open channels are reduced. */
    public int channel(int hash, int channelsOpen) {
      return Integer.remainderUnsigned(entries.get(hash & ENTRIES - 1), channelsOpen);
    }
  }

  /** 131: asks for an OID; {@code objectHeader} is the NDIS object header as a word. */
  record OidQueryEx(int objectHeader, int oid) implements NvsMessage {}

  /** 132: its answer; {@code status} is an RNDIS status. */
  record OidQueryExComplete(int status, long bytes) implements NvsMessage {}

  /**
   * The bytes of the message.
   *
   * @param minSize the result is filled with zero up to this; see {@link NvsVersion#REQUEST_BYTES}
   */
  default byte[] encode(int minSize) {
    return NvsEncoder.encode(this, minSize);
  }

  /**
   * Reads a control message.
   *
   * @param direction which way it came
   * @param version the negotiated version, or null as long as there is none: then only the two INIT
   *     messages are accepted
   * @param bytes the payload; what follows the message (padding) is ignored
   */
  static Parsed<NvsMessage> decode(Direction direction, NvsVersion version, byte[] bytes) {
    return NvsDecoder.decode(direction, version, bytes);
  }

  /** As above, from memory: copied first, so that the sender cannot change what was checked. */
  static Parsed<NvsMessage> decode(
      Direction direction, NvsVersion version, MemorySegment memory, long at, int length) {
    var bytes = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
    return NvsDecoder.decode(direction, version, bytes);
  }

  private static boolean isSuccess(int status) {
    return status == NvsStatus.SUCCESS.wire();
  }
}
