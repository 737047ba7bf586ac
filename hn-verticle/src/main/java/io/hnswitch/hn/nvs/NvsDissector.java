package io.hnswitch.hn.nvs;

import java.lang.foreign.MemorySegment;
import java.util.Locale;

/** Prints an NVS message as one line; never fails, whatever the bytes. */
public final class NvsDissector {

  private NvsDissector() {}

  /**
   * One line without a newline.
   *
   * @param version as in {@link NvsMessage#decode}: null before it is negotiated
   */
  public static String line(
      Direction direction, NvsVersion version, MemorySegment memory, long at, int length) {
    if (length >= NvsFrames.RNDIS_BYTES && NvsFrames.type(memory, at) == NvsType.RNDIS.wire()) {
      return rndis(memory, at);
    }
    if (length >= NvsFrames.ACK_BYTES
        && NvsFrames.type(memory, at) == NvsType.RNDIS_COMPLETE.wire()) {
      return "nvs 108 RNDIS_COMPLETE " + status(NvsFrames.ackStatus(memory, at));
    }
    return switch (NvsMessage.decode(direction, version, memory, at, length)) {
      case Parsed.Ok<NvsMessage>(var message) ->
          "nvs " + NvsFrames.type(memory, at) + " " + message;
      case Parsed.Malformed<NvsMessage> malformed -> "nvs malformed " + malformed;
    };
  }

  /** The line, a newline and the bytes. */
  public static String withHex(
      Direction direction, NvsVersion version, MemorySegment memory, long at, int length) {
    return line(direction, version, memory, at, length) + "\n" + HexDump.of(memory, at, length);
  }

  private static String rndis(MemorySegment memory, long at) {
    long section = NvsFrames.section(memory, at);
    var where =
        (int) section == NvsFrames.NO_SECTION
            ? "no section"
            : "section "
                + NvsFrames.sectionIndex(section)
                + ", "
                + NvsFrames.sectionSize(section)
                + " bytes";
    return "nvs 107 RNDIS " + channelType(NvsFrames.channelType(memory, at)) + ", " + where;
  }

  private static String channelType(int type) {
    return switch (type) {
      case NvsFrames.DATA -> "data";
      case NvsFrames.CONTROL -> "control";
      default -> "channel type " + Integer.toUnsignedString(type);
    };
  }

  private static String status(int status) {
    return NvsStatus.ofWire(status)
        .map(known -> known.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .orElseGet(() -> "status " + Integer.toUnsignedString(status));
  }
}
