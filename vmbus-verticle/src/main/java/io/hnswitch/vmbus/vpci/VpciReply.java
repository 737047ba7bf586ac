package io.hnswitch.vmbus.vpci;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The payloads of vPCI completions, written by the host and read by the guest. */
public final class VpciReply {

  /** BARs of a function. */
  public static final int BARS = 6;

  private VpciReply() {}

  /** Only a status. */
  public static byte[] status(int status) {
    return of(4).putInt(status).array();
  }

  /** Answer to a version. */
  public static byte[] version(int status, int version) {
    return of(8).putInt(status).putInt(version).array();
  }

  /**
   * Answer to a query for resources.
   *
   * @param bars six masks, as read back after writing all ones
   */
  public static byte[] resources(List<Integer> bars) {
    var to = of(4 + 4 * BARS).putInt(VpciStatus.OK);
    bars.forEach(to::putInt);
    return to.array();
  }

  /** Answer to assigned resources. */
  public static byte[] assigned(int slot) {
    return of(148).putInt(VpciStatus.OK).putInt(slot).array();
  }

  /** Answer to a created interrupt. */
  public static byte[] interrupt(Msi msi) {
    var to = of(24).putInt(VpciStatus.OK).putInt(0);
    to.putShort((short) 0).putShort((short) msi.count()).putInt(msi.data());
    return to.putLong(msi.address()).array();
  }

  /** The status of any answer; {@link VpciStatus#MISSING} when there is none. */
  public static int status(byte[] reply) {
    return reply.length < 4 ? VpciStatus.MISSING : from(reply).getInt();
  }

  /** The BAR masks of an answer with a good status, unless it is too short. */
  public static Optional<List<Integer>> bars(byte[] reply) {
    if (reply.length < 4 + 4 * BARS) {
      return Optional.empty();
    }
    var from = from(reply).position(4);
    var bars = new ArrayList<Integer>(BARS);
    for (int i = 0; i < BARS; i++) {
      bars.add(from.getInt());
    }
    return Optional.of(List.copyOf(bars));
  }

  /** The interrupt of an answer with a good status, unless it is too short. */
  public static Optional<Msi> msi(byte[] reply) {
    if (reply.length < 24) {
      return Optional.empty();
    }
    var from = from(reply);
    return Optional.of(new Msi(from.getShort(10) & 0xffff, from.getInt(12), from.getLong(16)));
  }

  private static ByteBuffer of(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer from(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
