package io.hnswitch.endpoint.qemu;

import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Refusal;
import io.hnswitch.endpoint.tap.Libc;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.SocketPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A non-blocking socket of Linux, of this machine alone, with its bytes in the frame memory.
 * Receiving and sending allocate nothing and throw nothing.
 */
final class NativeSocket implements Wire, AutoCloseable {

  static final int CONNECTED = 0;

  /** {@code EINPROGRESS}: not yet. */
  static final int IN_PROGRESS = -115;

  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final int FLAGS = Libc.O_NONBLOCK | Libc.O_CLOEXEC;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;
  private static final int EISCONN = 106;
  private static final int EALREADY = 114;
  private static final int ECONNREFUSED = 111;
  private static final int NAME_BYTES = 128;

  /** As much as the queues of a datagram socket may be asked to hold; the system may grant less. */
  private static final int QUEUE_BYTES = 4 << 20;

  // Freed by the collector, not at close: a late call must meet a bad descriptor, not freed memory.
  private final MemorySegment errno = Arena.ofAuto().allocate(Libc.ERRNO);

  private final long base;
  private final boolean datagrams;
  private final boolean port;
  private final SocketPlace place;
  private final Optional<Object> file;
  private int fd;

  private NativeSocket(
      Memory memory, int fd, boolean datagrams, SocketPlace place, Optional<Object> file) {
    this.base = memory.nativeAddress(0);
    this.fd = fd;
    this.datagrams = datagrams;
    this.port = place instanceof SocketPlace.Port;
    this.place = place;
    this.file = file;
  }

  /**
   * A socket that streams are connected to. A Unix-domain socket that nobody listens at any more is
   * replaced.
   *
   * @throws RefusedException when the place is in use, not there or not allowed
   */
  static NativeSocket listen(Memory memory, SocketPlace at) {
    return bound(memory, at, false);
  }

  /**
   * A socket for datagrams.
   *
   * @throws RefusedException as for {@link #listen}
   */
  static NativeSocket datagrams(Memory memory, SocketPlace at) {
    return bound(memory, at, true);
  }

  /** A socket for a stream, not yet connected. */
  static NativeSocket stream(Memory memory, SocketPlace to) {
    int fd = socket(to, false);
    var socket = new NativeSocket(memory, fd, false, to, Optional.empty());
    socket.prepareStream();
    return socket;
  }

  private static int socket(SocketPlace place, boolean datagrams) {
    int fd = Libc.socket(SocketAddresses.family(place), (datagrams ? DATAGRAM : STREAM) | FLAGS);
    if (fd < 0) {
      throw refused(place, -fd);
    }
    return fd;
  }

  private static NativeSocket bound(Memory memory, SocketPlace at, boolean datagrams) {
    int fd = socket(at, datagrams);
    try {
      if (at instanceof SocketPlace.Port) {
        option(fd, SOL_SOCKET, datagrams ? SO_RCVBUF : SO_REUSEADDR, datagrams ? QUEUE_BYTES : 1);
      }
      if (datagrams) {
        option(fd, SOL_SOCKET, SO_SNDBUF, QUEUE_BYTES);
      }
      int result = bind(fd, at);
      if (result == -EADDRINUSE && at instanceof SocketPlace.Unix(var path)) {
        removeStale(at, Path.of(path), datagrams);
        result = bind(fd, at);
      }
      if (result >= 0 && !datagrams) {
        result = Libc.listen(fd);
      }
      if (result < 0) {
        throw refused(at, -result);
      }
      return new NativeSocket(memory, fd, datagrams, chosen(fd, at), fileOf(at));
    } catch (RuntimeException | OutOfMemoryError e) {
      Libc.close(fd);
      throw e;
    }
  }

  private static int bind(int fd, SocketPlace at) {
    try (var arena = Arena.ofConfined()) {
      return Libc.bind(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, SocketAddresses.bytes(at)));
    }
  }

  private static void option(int fd, int level, int option, int value) {
    try (var arena = Arena.ofConfined()) {
      Libc.setsockopt(fd, level, option, arena.allocateFrom(ValueLayout.JAVA_INT, value));
    }
  }

  /** A socket's file outlives a process that ended without order. */
  private static void removeStale(SocketPlace at, Path path, boolean datagrams) {
    int probe = socket(at, datagrams);
    try {
      if (connect(probe, at) == -ECONNREFUSED && isSocket(path)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.NOT_PERMITTED, "cannot remove the old socket " + path + ": " + e.getMessage());
    } finally {
      Libc.close(probe);
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS)).intValue()
            >>> 12
        == 0xc;
  }

  private static SocketPlace chosen(int fd, SocketPlace at) {
    if (!at.isChosenLater()) {
      return at;
    }
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocate(NAME_BYTES);
      int result = Libc.getsockname(fd, name);
      if (result < 0) {
        throw refused(at, -result);
      }
      return SocketAddresses.chosen(at, name.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private static Optional<Object> fileOf(SocketPlace at) {
    return at instanceof SocketPlace.Unix(var path) ? key(Path.of(path)) : Optional.empty();
  }

  private static Optional<Object> key(Path path) {
    try {
      return Optional.ofNullable(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RefusedException refused(SocketPlace at, int error) {
    var reason =
        switch (error) {
          case EADDRINUSE, EADDRNOTAVAIL, Libc.ENOENT -> Refusal.STATE_CONFLICT;
          case Libc.EACCES, Libc.EPERM -> Refusal.NOT_PERMITTED;
          default -> Refusal.DEVICE_FAILED;
        };
    return new RefusedException(
        reason, "cannot open a socket at " + at + ": " + Libc.describe(error));
  }

  /** The descriptor; -1 when closed. */
  int fd() {
    return fd;
  }

  /** Where it is, with the port that the system has chosen; of a stream, where it goes. */
  SocketPlace place() {
    return place;
  }

  /** A connection that somebody has asked for, or nothing. */
  Optional<NativeSocket> accept(Memory memory) {
    int accepted = Libc.accept(fd, FLAGS);
    if (accepted < 0) {
      return Optional.empty();
    }
    var socket = new NativeSocket(memory, accepted, false, place, Optional.empty());
    socket.prepareStream();
    return Optional.of(socket);
  }

  private void prepareStream() {
    if (port) {
      option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    }
  }

  /**
   * Connects, or looks how far that is.
   *
   * @return {@link #CONNECTED}, {@link #IN_PROGRESS}, or another negative error number
   */
  int connect(SocketPlace to) {
    int result = connect(fd, to);
    return switch (result) {
      case 0, -EISCONN -> CONNECTED;
      case -EALREADY, IN_PROGRESS -> IN_PROGRESS;
      default -> result;
    };
  }

  private static int connect(int fd, SocketPlace to) {
    try (var arena = Arena.ofConfined()) {
      return Libc.connect(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, SocketAddresses.bytes(to)));
    }
  }

  @Override
  public int receive(long address, int length) {
    return (int) Libc.receive(errno, fd, base + address, length, datagrams ? MSG_TRUNC : 0);
  }

  @Override
  public int send(long address, int length) {
    int sent = (int) Libc.send(errno, fd, base + address, length, MSG_NOSIGNAL);
    // What is told of an earlier datagram is told in place of this one's own fate.
    return sent == -ECONNREFUSED && datagrams && port
        ? (int) Libc.send(errno, fd, base + address, length, MSG_NOSIGNAL)
        : sent;
  }

  /** Its descriptor is not to be watched any more by then. A file of its own goes, too. */
  @Override
  public void close() {
    if (fd < 0) {
      return;
    }
    Libc.close(fd);
    fd = -1;
    if (file.isPresent() && place instanceof SocketPlace.Unix(var path)) {
      try {
        if (file.equals(key(Path.of(path)))) {
          Files.deleteIfExists(Path.of(path));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove the socket " + path, e);
      }
    }
  }
}
