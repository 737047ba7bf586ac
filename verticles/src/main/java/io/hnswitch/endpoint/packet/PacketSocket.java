package io.hnswitch.endpoint.packet;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.tap.Libc;
import io.hnswitch.endpoint.tap.NetworkNamespace;
import io.hnswitch.endpoint.tap.TapException;
import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/**
 * A packet socket that gets every frame an interface receives, and none that it sends itself.
 * {@link #read} and {@link #write} allocate nothing and throw nothing.
 */
public final class PacketSocket implements AutoCloseable {

  /** Nothing to read, or no room to write. */
  public static final int WOULD_BLOCK = -Libc.EAGAIN;

  /** {@code EINVAL}: the frame, or what is said of it, cannot be. */
  public static final int MALFORMED = -22;

  /** {@code ENETDOWN}: the interface is down, or gone: {@link #look}. */
  public static final int INTERFACE_DOWN = -100;

  /** {@code ENXIO}: the interface is gone. */
  public static final int GONE = -6;

  /** {@code EMSGSIZE}: longer than the interface takes. */
  public static final int TOO_LONG = -90;

  /** {@code ENOBUFS}: the interface's queue is full. */
  public static final int QUEUE_FULL = -105;

  private static final int AF_PACKET = 17;
  private static final int RAW = 3 | Libc.O_NONBLOCK | Libc.O_CLOEXEC;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_AUXDATA = 8;
  private static final int PACKET_VNET_HDR = 15;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  private static final int PACKET_MR_PROMISC = 1;
  private static final int MREQ_BYTES = 16;
  private static final int MREQ_TYPE = 4;
  private static final int ETH_P_ALL = 3;
  private static final int ARPHRD_ETHER = 1;

  /** {@code struct tpacket_stats}: frames, and those that found no room. */
  private static final int STATISTICS_BYTES = 8;

  private static final int STATISTICS_DROPS = 4;

  private static final int SIOCGIFNAME = 0x8910;
  private static final int SIOCGIFFLAGS = 0x8913;
  private static final int IFF_UP = 1;
  private static final int IFF_RUNNING = 0x40;

  /** {@code struct ifreq}: 16 bytes for a name, and what is asked for. */
  private static final int REQUEST_BYTES = 40;

  private static final int REQUEST_VALUE = 16;

  /** {@code struct sockaddr_ll}. */
  private static final int LL_BYTES = 20;

  private static final int LL_PROTOCOL = 2;
  private static final int LL_INDEX = 4;
  private static final int LL_HARDWARE = 8;

  private static final int ENODEV = 19;
  private static final int QUEUE_BYTES = 4 << 20;
  private static final Duration BOUND = Duration.ofSeconds(10);

  // Freed by the collector, not at close: a late call must meet a bad descriptor, not freed memory.
  private final MemorySegment errno = Arena.ofAuto().allocate(Libc.ERRNO);
  private final MemorySegment own = Arena.ofAuto().allocate(PacketMessageFlyweight.BYTES, 8);

  private final PacketMessageFlyweight message;
  private final long base;
  private int fd;

  private PacketSocket(Memory memory, int fd) {
    this.base = memory.nativeAddress(0);
    this.fd = fd;
    this.message = new PacketMessageFlyweight(own, 0, own.address());
  }

  /**
   * Opens a socket; may block.
   *
   * @param name the interface
   * @param netns the network namespace it is in; empty for that of this process
   * @throws RefusedException when there is no such interface or namespace, it is none of Ethernet,
   *     or this process may not
   */
  public static PacketSocket open(Memory memory, String name, String netns) {
    var where = name + (netns.isEmpty() ? "" : " in network namespace " + netns);
    if (!netns.isEmpty() && !NetworkNamespace.SYSTEM.exists(netns)) {
      throw new RefusedException(
          Refusal.NOT_FOUND, "no interface " + where + ": there is no such namespace");
    }
    try {
      return NetworkNamespace.SYSTEM.within(netns, BOUND, () -> openHere(memory, name, where));
    } catch (TapException e) {
      throw new RefusedException(
          Refusal.DEVICE_FAILED, "cannot use interface " + where + ": " + e.getMessage());
    }
  }

  private static PacketSocket openHere(Memory memory, String name, String where) {
    int index = Libc.interfaceIndex(name);
    if (index < 0) {
      throw -index == ENODEV
          ? new RefusedException(Refusal.NOT_FOUND, "no interface " + where)
          : refused(where, -index);
    }
    int fd = Libc.socket(AF_PACKET, RAW);
    if (fd < 0) {
      throw refused(where, -fd);
    }
    try {
      prepare(fd, index, where);
      return new PacketSocket(memory, fd);
    } catch (RuntimeException e) {
      Libc.close(fd);
      throw e;
    }
  }

  private static void prepare(int fd, int index, String where) {
    try (var arena = Arena.ofConfined()) {
      option(arena, fd, PACKET_VNET_HDR, where);
      option(arena, fd, PACKET_AUXDATA, where);
      option(arena, fd, PACKET_IGNORE_OUTGOING, where);
      var bytes = arena.allocateFrom(ValueLayout.JAVA_INT, QUEUE_BYTES);
      Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes); // Less will do, too.
      var address = arena.allocate(LL_BYTES, 4);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
      address.set(Memory.BE16, LL_PROTOCOL, (short) ETH_P_ALL);
      address.set(ValueLayout.JAVA_INT, LL_INDEX, index);
      check(Libc.bind(fd, address), where);
      check(Libc.getsockname(fd, address), where);
      int hardware = address.get(ValueLayout.JAVA_SHORT, LL_HARDWARE) & 0xffff;
      if (hardware != ARPHRD_ETHER) {
        throw new RefusedException(
            Refusal.NOT_SUPPORTED,
            "interface " + where + " is none of Ethernet: its hardware type is " + hardware);
      }
      var promiscuous = arena.allocate(MREQ_BYTES, 4);
      promiscuous.set(ValueLayout.JAVA_INT, 0, index);
      promiscuous.set(ValueLayout.JAVA_SHORT, MREQ_TYPE, (short) PACKET_MR_PROMISC);
      check(Libc.setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, promiscuous), where);
    }
  }

  private static void option(Arena arena, int fd, int option, String where) {
    var one = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
    check(Libc.setsockopt(fd, SOL_PACKET, option, one), where);
  }

  private static void check(int result, String where) {
    if (result < 0) {
      throw refused(where, -result);
    }
  }

  private static RefusedException refused(String where, int error) {
    boolean rights = error == Libc.EPERM || error == Libc.EACCES;
    return new RefusedException(
        rights ? Refusal.NOT_PERMITTED : Refusal.DEVICE_FAILED,
        "cannot use interface "
            + where
            + ": "
            + Libc.describe(error)
            + (rights
                ? "; it needs root, or CAP_NET_RAW (with a namespace CAP_SYS_ADMIN, too)"
                : ""));
  }

  /** The descriptor; -1 when closed. */
  public int fd() {
    return fd;
  }

  /**
   * Reads a frame behind its virtio-net header.
   *
   * @return bytes that came, or a negative error number: {@link #WOULD_BLOCK}, {@link
   *     #INTERFACE_DOWN}, {@link #MALFORMED} or another one
   */
  public int read(long address, int room) {
    message.prepare(base + address, room);
    return (int) Libc.recvmsg(errno, fd, message.address(), 0);
  }

  /** The tag of the frame that was read last, or {@link io.hnswitch.frame.Frames#NO_VLAN}. */
  public int tag() {
    return message.tag();
  }

  /** The type of that tag, like 0x8100. */
  public int tagType() {
    return message.tagType();
  }

  /**
   * Writes a frame behind its virtio-net header.
   *
   * @return bytes that were taken, or a negative error number: {@link #WOULD_BLOCK}, {@link
   *     #INTERFACE_DOWN}, {@link #GONE}, {@link #TOO_LONG}, {@link #QUEUE_FULL} or another one
   */
  public int write(long address, int length) {
    return (int) Libc.send(errno, fd, base + address, length, 0);
  }

  /** How the interface is now. */
  public InterfaceState.Seen look() {
    try (var arena = Arena.ofConfined()) {
      var address = arena.allocate(LL_BYTES, 4);
      int index =
          Libc.getsockname(fd, address) < 0 ? 0 : address.get(ValueLayout.JAVA_INT, LL_INDEX);
      if (index <= 0) {
        return InterfaceState.Seen.GONE; // Deleted, or it has left the namespace.
      }
      // By its number: it may have another name by now.
      var request = arena.allocate(REQUEST_BYTES, 8);
      request.set(ValueLayout.JAVA_INT, REQUEST_VALUE, index);
      if (Libc.ioctl(fd, SIOCGIFNAME, request.address()) < 0
          || Libc.ioctl(fd, SIOCGIFFLAGS, request.address()) < 0) {
        return InterfaceState.Seen.GONE;
      }
      int flags = request.get(ValueLayout.JAVA_SHORT, REQUEST_VALUE);
      if ((flags & IFF_UP) == 0) {
        return InterfaceState.Seen.DOWN;
      }
      return (flags & IFF_RUNNING) == 0 ? InterfaceState.Seen.NO_CARRIER : InterfaceState.Seen.UP;
    }
  }

  /** Frames that found no room in the socket's queue since this was asked last. */
  public long takeDrops() {
    try (var arena = Arena.ofConfined()) {
      var statistics = arena.allocate(STATISTICS_BYTES, 4);
      return Libc.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, statistics) < 0
          ? 0
          : Integer.toUnsignedLong(statistics.get(ValueLayout.JAVA_INT, STATISTICS_DROPS));
    }
  }

  /** Its descriptor is not to be watched any more by then. */
  @Override
  public void close() {
    if (fd >= 0) {
      Libc.close(fd);
      fd = -1;
    }
  }
}
