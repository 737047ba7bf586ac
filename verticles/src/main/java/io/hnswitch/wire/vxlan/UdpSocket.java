package io.hnswitch.wire.vxlan;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.tap.Libc;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.UdpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A UDP socket of Linux that sends to one address, with datagrams in the frame memory: nothing is
 * copied or allocated on the way to the system and back.
 *
 * <p>It is not connected, so that it hears strangers and counts them. It asks for the errors that
 * the network reports; they are read away, since they wait in the memory of its receive queue. What
 * is longer than the way takes is fragmented, never refused: no datagram has DF.
 */
final class UdpSocket implements AutoCloseable, VxlanSender.Outlet, VxlanReceiver.Inlet {

  /** As much as the queues of a socket may be asked to hold; the system may grant less. */
  private static final int QUEUE_BYTES = 4 << 20;

  private static final int DATAGRAM = 2 | Libc.O_NONBLOCK | Libc.O_CLOEXEC;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_IP = 0;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IP_RECVERR = 11;
  private static final int SOL_IPV6 = 41;
  private static final int IPV6_MTU_DISCOVER = 23;
  private static final int IPV6_RECVERR = 25;
  private static final int IPV6_V6ONLY = 26;
  private static final int PMTUDISC_DONT = 0;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_ERRQUEUE = 0x2000;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;
  private static final int EACCES = 13;

  /** Errors read away at once: as many again may come meanwhile. */
  private static final int ERRORS_MAX = 64;

  private static final long REMOTE = 0;
  private static final long FROM = 32;
  private static final long FROM_LENGTH = 64;
  private static final long ERROR_BYTES = 128;

  // Freed by the collector, not at close: a late call must meet a bad descriptor, not freed memory.
  private final MemorySegment errno = Arena.ofAuto().allocate(Libc.ERRNO);

  private final Memory memory;
  private final MemorySegment bytes;
  private final long base;
  private final long place;
  private final int remoteBytes;
  private final Consumer<SocketTrouble> onTrouble;
  private final long[] troubles = new long[SocketTrouble.values().length];
  private int fd;

  private UdpSocket(Memory memory, int fd, UdpAddress remote, Consumer<SocketTrouble> onTrouble) {
    this.memory = memory;
    this.bytes = memory.segment();
    this.base = memory.nativeAddress(0);
    this.fd = fd;
    this.onTrouble = onTrouble;
    this.place = memory.allocateZeroed(Memory.PAGE);
    this.remoteBytes = SocketAddressFlyweight.write(bytes, place + REMOTE, remote);
  }

  /**
   * Opens a socket.
   *
   * @param local the only address that it is bound to
   * @param onTrouble told of each error, those of {@link SocketTrouble#FULL} too
   * @throws RefusedException when the address is in use or not there
   */
  static UdpSocket open(
      Memory memory, UdpAddress local, UdpAddress remote, Consumer<SocketTrouble> onTrouble) {
    int fd = Libc.socket(SocketAddressFlyweight.family(local), DATAGRAM);
    if (fd < 0) {
      throw refused(local, -fd);
    }
    try {
      prepare(fd, local);
      return new UdpSocket(memory, fd, remote, onTrouble);
    } catch (RuntimeException | OutOfMemoryError e) {
      Libc.close(fd);
      throw e;
    }
  }

  private static void prepare(int fd, UdpAddress local) {
    try (var arena = Arena.ofConfined()) {
      if (local.ip().isV4()) {
        option(arena, fd, SOL_IP, IP_MTU_DISCOVER, PMTUDISC_DONT);
        option(arena, fd, SOL_IP, IP_RECVERR, 1);
      } else {
        option(arena, fd, SOL_IPV6, IPV6_V6ONLY, 1);
        option(arena, fd, SOL_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DONT);
        option(arena, fd, SOL_IPV6, IPV6_RECVERR, 1);
      }
      queue(arena, fd, SO_RCVBUFFORCE, SO_RCVBUF);
      queue(arena, fd, SO_SNDBUFFORCE, SO_SNDBUF);
      var address = SocketAddressFlyweight.bytesOf(local);
      int bound = Libc.bind(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, address));
      if (bound < 0) {
        throw refused(local, -bound);
      }
    }
  }

  private static int option(Arena arena, int fd, int level, int option, int value) {
    return Libc.setsockopt(fd, level, option, arena.allocateFrom(ValueLayout.JAVA_INT, value));
  }

  /** Beyond the system's limit if this process may; else up to it. */
  private static void queue(Arena arena, int fd, int force, int plain) {
    if (option(arena, fd, SOL_SOCKET, force, QUEUE_BYTES) < 0) {
      option(arena, fd, SOL_SOCKET, plain, QUEUE_BYTES);
    }
  }

  private static RefusedException refused(UdpAddress local, int error) {
    var reason =
        switch (error) {
          case EADDRINUSE, EADDRNOTAVAIL -> Refusal.STATE_CONFLICT;
          case EACCES -> Refusal.NOT_PERMITTED;
          default -> Refusal.DEVICE_FAILED;
        };
    return new RefusedException(
        reason, "cannot receive at UDP address " + local + ": " + Libc.describe(error));
  }

  /** The descriptor; -1 when closed. */
  int fd() {
    return fd;
  }

  /** Where the remote's address is. */
  long remote() {
    return place + REMOTE;
  }

  /** Where the address of the last datagram's sender is. */
  long from() {
    return place + FROM;
  }

  @Override
  public SocketTrouble send(long address, int length) {
    long result = sendOnce(address, length);
    if (result >= 0) {
      return null;
    }
    var trouble = SocketTrouble.of((int) -result);
    return trouble.isDown() ? sendAgain(address, length, trouble) : failed(trouble);
  }

  /** The error may be that of an earlier datagram, which a call is told in place of its own. */
  private SocketTrouble sendAgain(long address, int length, SocketTrouble first) {
    readErrors();
    long result = sendOnce(address, length);
    if (result < 0 && SocketTrouble.of((int) -result) == first) {
      return failed(first);
    }
    failed(first);
    return result < 0 ? failed(SocketTrouble.of((int) -result)) : null;
  }

  private long sendOnce(long address, int length) {
    return Libc.sendto(errno, fd, base + address, length, base + remote(), remoteBytes);
  }

  @Override
  public int receive(long address, int capacity) {
    for (int i = 0; i < ERRORS_MAX; i++) {
      long result = receive(address, capacity, MSG_TRUNC);
      if (result >= 0) {
        return (int) result;
      }
      var trouble = SocketTrouble.of((int) -result);
      if (trouble == SocketTrouble.FULL) {
        return NOTHING;
      }
      failed(trouble);
      readErrors();
    }
    return NOTHING;
  }

  private long receive(long address, long capacity, int flags) {
    bytes.set(ValueLayout.JAVA_INT_UNALIGNED, place + FROM_LENGTH, (int) (FROM_LENGTH - FROM));
    return Libc.recvfrom(
        errno, fd, base + address, capacity, flags, base + from(), base + place + FROM_LENGTH);
  }

  /** Each was, or will be, told by a call; here they only make room. */
  private void readErrors() {
    for (int i = 0; i < ERRORS_MAX; i++) {
      if (receive(place + ERROR_BYTES, Memory.PAGE - ERROR_BYTES, MSG_ERRQUEUE) < 0) {
        return;
      }
    }
  }

  private SocketTrouble failed(SocketTrouble trouble) {
    troubles[trouble.ordinal()]++;
    onTrouble.accept(trouble);
    return trouble;
  }

  /** How often each kind of error came. */
  Map<String, Long> counters() {
    var counters = new TreeMap<String, Long>();
    for (var trouble : SocketTrouble.values()) {
      counters.put(trouble.label(), troubles[trouble.ordinal()]);
    }
    return counters;
  }

  /** Its descriptor is not to be watched any more by then. */
  @Override
  public void close() {
    if (fd >= 0) {
      Libc.close(fd);
      fd = -1;
      memory.release(place, Memory.PAGE);
    }
  }
}
