package io.hnswitch.endpoint.tap;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One Linux TAP interface with virtio-net headers ({@code IFF_TAP|IFF_NO_PI|IFF_VNET_HDR}): every
 * read gives, and every write takes, a {@link VnetHeader} followed by an Ethernet frame.
 *
 * <p>The interface lives as long as the descriptor: closing (also by a crash) removes it, wherever
 * it was moved or whatever it was renamed to. One thread at a time may use a device; {@link #read}
 * and both writes allocate nothing and throw nothing.
 *
 * <p>Source: Linux {@code drivers/net/tun.c}, {@code include/uapi/linux/if_tun.h}.
 */
public final class TapDevice implements AutoCloseable {

  /**
   * Nothing to read, or no room to write: try again when the descriptor is ready ({@code EAGAIN}).
   */
  public static final int WOULD_BLOCK = -Libc.EAGAIN;

  /** A write while the interface is administratively down ({@code EIO}); the frame is lost. */
  public static final int INTERFACE_DOWN = -Libc.EIO;

  /** The interface was deleted under the descriptor, as with its namespace ({@code EBADFD}). */
  public static final int GONE = -Libc.EBADFD;

  private static final String CLONE_DEVICE = "/dev/net/tun";

  private static final long TUNSETIFF = 0x400454caL;
  private static final long TUNGETIFF = 0x800454d2L;
  private static final long TUNSETOFFLOAD = 0x400454d0L;
  private static final long TUNSETVNETHDRSZ = 0x400454d8L;
  private static final long TUNSETVNETLE = 0x400454dcL;
  private static final long TUNSETCARRIER = 0x400454e2L;

  private static final int IFF_TAP = 0x2;
  private static final int IFF_NO_PI = 0x1000;
  private static final int IFF_VNET_HDR = 0x4000;

  /** Refuse to attach to an interface that is there already; without it a foreign TAP would do. */
  private static final int IFF_TUN_EXCL = 0x8000;

  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_FLAGS = 16;

  private static final int TUN_F_CSUM = 0x1;
  private static final int TUN_F_TSO4 = 0x2;
  private static final int TUN_F_TSO6 = 0x4;
  private static final int TUN_F_TSO_ECN = 0x8;

  private static final int IOV_HEADER_BASE = 0;
  private static final int IOV_HEADER_LENGTH = 8;
  private static final int IOV_FRAME_BASE = 16;
  private static final int IOV_FRAME_LENGTH = 24;
  private static final int IOV_BYTES = 32;

  private final String name;
  private int fd;

  // Freed by the collector, not at close: a late call must meet a bad descriptor, not freed memory.
  private final MemorySegment errno = Arena.ofAuto().allocate(Libc.ERRNO);
  private final MemorySegment vectors = Arena.ofAuto().allocate(IOV_BYTES, 8);

  private TapDevice(String name, int fd) {
    this.name = name;
    this.fd = fd;
    vectors.set(ValueLayout.JAVA_LONG, IOV_HEADER_LENGTH, VnetHeader.BYTES);
  }

  /**
   * Makes an interface in the namespace of this process; it is down and has no offloads.
   *
   * @param name see {@link TapNames#isInterface}; an {@link IllegalArgumentException} otherwise
   * @throws TapException {@code NOT_SUPPORTED}, {@code NOT_PERMITTED}, {@code NAME_IN_USE} or
   *     {@code IO}
   */
  public static TapDevice open(String name) {
    TapNames.requireInterface(name);
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new TapException(
          TapError.NOT_SUPPORTED,
          "cannot open tap " + name + ": needs Linux, is " + System.getProperty("os.name"));
    }
    int fd = Libc.open(CLONE_DEVICE, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
    if (fd < 0) {
      throw refused("cannot open " + CLONE_DEVICE + " for tap " + name, -fd);
    }
    var device = new TapDevice(name, fd);
    try {
      device.attach();
    } catch (TapException e) {
      device.close();
      throw e;
    }
    return device;
  }

  /**
   * A device that another process has opened and handed over.
   *
   * @param name that the interface has to have
   * @param fd the descriptor; closed when it is not of such an interface
   * @throws TapException {@code IO} for anything but a TAP with virtio-net headers
   */
  static TapDevice adopt(String name, int fd) {
    var device = new TapDevice(name, fd);
    try {
      device.requireTap();
    } catch (TapException e) {
      device.close();
      throw e;
    }
    return device;
  }

  private void requireTap() {
    try (var arena = Arena.ofConfined()) {
      var request = arena.allocate(IFREQ_BYTES, 8);
      control("what was handed over is not tap ", TUNGETIFF, request.address());
      int flags = request.get(ValueLayout.JAVA_SHORT, IFREQ_FLAGS);
      int wanted = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
      var shown = request.getString(0);
      if ((flags & wanted) != wanted || !shown.equals(name)) {
        throw new TapException(
            TapError.IO, "interface " + shown + " was handed over in place of tap " + name);
      }
    }
  }

  private void attach() {
    try (var arena = Arena.ofConfined()) {
      var request = arena.allocate(IFREQ_BYTES, 8);
      request.setString(0, name);
      request.set(
          ValueLayout.JAVA_SHORT,
          IFREQ_FLAGS,
          (short) (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | IFF_TUN_EXCL));
      control("cannot create tap ", TUNSETIFF, request.address());
    }
    controlInt("cannot set the header size of tap ", TUNSETVNETHDRSZ, VnetHeader.BYTES);
    controlInt("cannot set the byte order of tap ", TUNSETVNETLE, 1);
  }

  /**
   * Reads one frame with its header.
   *
   * @param nativeAddress where to put it: native, not an offset in the frame memory
   * @param capacity bytes free there; a longer frame is cut to it, so offer one byte more than the
   *     longest that is expected
   * @return bytes read, header included; or {@link #WOULD_BLOCK}, {@link #GONE}, another negative
   *     error number
   */
  public int read(long nativeAddress, int capacity) {
    return (int) Libc.read(errno, fd, nativeAddress, capacity);
  }

  /**
   * Writes one frame whose header lies right before it. The kernel's stack handles the frame within
   * this call.
   *
   * @param nativeAddress of the header
   * @param length bytes of header and frame
   * @return bytes written; or {@link #WOULD_BLOCK}, {@link #INTERFACE_DOWN}, {@link #GONE}, another
   *     negative error number (22: header and frame do not agree)
   */
  public int write(long nativeAddress, int length) {
    return (int) Libc.write(errno, fd, nativeAddress, length);
  }

  /**
   * Writes one frame whose header lies somewhere else.
   *
   * @return as {@link #write(long, int)}, header included
   */
  public int write(long headerAddress, long frameAddress, int frameLength) {
    vectors.set(ValueLayout.JAVA_LONG, IOV_HEADER_BASE, headerAddress);
    vectors.set(ValueLayout.JAVA_LONG, IOV_FRAME_BASE, frameAddress);
    vectors.set(ValueLayout.JAVA_LONG, IOV_FRAME_LENGTH, frameLength);
    return (int) Libc.writev(errno, fd, vectors.address(), 2);
  }

  /**
   * Says what the reader takes; the network stack behind the interface then leaves that to us. May
   * be called at any time; frames already queued keep what they have. What writers may hand in does
   * not depend on it.
   *
   * @param csum frames with a partial checksum
   * @param tso4 TCP/IPv4 super-frames; only with {@code csum}, as the kernel has it, else not
   * @param tso6 TCP/IPv6 super-frames; likewise
   * @throws TapException {@code IO}
   */
  public void setOffload(boolean csum, boolean tso4, boolean tso6) {
    control("cannot set the offloads of tap ", TUNSETOFFLOAD, offloadFlags(csum, tso4, tso6));
  }

  static int offloadFlags(boolean csum, boolean tso4, boolean tso6) {
    if (!csum) {
      return 0;
    }
    int ecn = tso4 || tso6 ? TUN_F_TSO_ECN : 0;
    return TUN_F_CSUM | (tso4 ? TUN_F_TSO4 : 0) | (tso6 ? TUN_F_TSO6 : 0) | ecn;
  }

  /**
   * Plugs the cable in or out, as the stack behind the interface sees it.
   *
   * @throws TapException {@code IO}, also while a non-root owner lacks CAP_NET_ADMIN
   */
  public void setCarrier(boolean up) {
    controlInt("cannot set the carrier of tap ", TUNSETCARRIER, up ? 1 : 0);
  }

  private void controlInt(String failure, long request, int value) {
    try (var arena = Arena.ofConfined()) {
      control(failure, request, arena.allocateFrom(ValueLayout.JAVA_INT, value).address());
    }
  }

  private void control(String failure, long request, long argument) {
    int result = Libc.ioctl(fd, request, argument);
    if (result < 0) {
      throw refused(failure + name, -result);
    }
  }

  private static TapException refused(String what, int errno) {
    return new TapException(errorOf(errno), what + ": " + Libc.describe(errno));
  }

  static TapError errorOf(int errno) {
    return switch (errno) {
      case Libc.ENOENT, Libc.ENODEV -> TapError.NOT_SUPPORTED;
      case Libc.EPERM, Libc.EACCES -> TapError.NOT_PERMITTED;
      case Libc.EBUSY -> TapError.NAME_IN_USE;
      default -> TapError.IO;
    };
  }

  /** The descriptor, for {@link TapIoHandle}; -1 when closed. */
  public int fd() {
    return fd;
  }

  /** The name the interface was made with; {@link TapNetwork} may have given it another since. */
  public String name() {
    return name;
  }

  /**
   * Removes the interface. Deregister its {@link TapIoHandle} before: the number of a closed
   * descriptor is soon somebody else's.
   */
  @Override
  public void close() {
    int closing = fd;
    fd = -1;
    if (closing >= 0) {
      int result = Libc.close(closing);
      if (result < 0) {
        throw refused("cannot close tap " + name, -result);
      }
    }
  }
}
