package io.hnswitch.endpoint.tap;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that devices need, as calls into the C library. Every one answers its result, or
 * the negative error number.
 *
 * <p>{@code read}, {@code write}, {@code writev}, {@code sendto}, {@code recvfrom} and the {@code
 * recvmsg} of a descriptor that is ready are <em>critical</em> calls: they skip the thread state
 * change, so they must not block (the descriptor is non-blocking) and the garbage collector waits
 * for them.
 */
@SuppressWarnings("restricted") // calling C is what this class is for
public final class Libc {

  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  static final int EIO = 5;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  static final int EBUSY = 16;
  public static final int ENODEV = 19;
  static final int EBADFD = 77;

  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;
  static final int CLONE_NEWNET = 0x40000000;

  /** Holds the error number of the last failed call; one for each thread that calls. */
  public static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();

  private static final long ERRNO_OFFSET =
      ERRNO.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final long STRERROR_MAX = 256;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final Linker.Option CRITICAL = Linker.Option.critical(false);

  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT),
          CAPTURE,
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(INT, INT), CAPTURE);
  private static final MethodHandle IOCTL =
      handle(
          "ioctl",
          FunctionDescriptor.of(INT, INT, LONG, LONG),
          CAPTURE,
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SETNS =
      handle("setns", FunctionDescriptor.of(INT, INT, INT), CAPTURE);
  private static final MethodHandle STRERROR =
      handle("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, INT));
  private static final MethodHandle READ =
      handle("read", FunctionDescriptor.of(LONG, INT, LONG, LONG), CAPTURE, CRITICAL);
  private static final MethodHandle WRITE =
      handle("write", FunctionDescriptor.of(LONG, INT, LONG, LONG), CAPTURE, CRITICAL);
  private static final MethodHandle WRITEV =
      handle("writev", FunctionDescriptor.of(LONG, INT, LONG, INT), CAPTURE, CRITICAL);

  private static final MethodHandle SOCKET =
      handle("socket", FunctionDescriptor.of(INT, INT, INT, INT), CAPTURE);
  private static final MethodHandle BIND =
      handle("bind", FunctionDescriptor.of(INT, INT, LONG, INT), CAPTURE);
  private static final MethodHandle LISTEN =
      handle("listen", FunctionDescriptor.of(INT, INT, INT), CAPTURE);
  private static final MethodHandle ACCEPT4 =
      handle("accept4", FunctionDescriptor.of(INT, INT, LONG, LONG, INT), CAPTURE);
  private static final MethodHandle CONNECT =
      handle("connect", FunctionDescriptor.of(INT, INT, LONG, INT), CAPTURE);
  private static final MethodHandle SETSOCKOPT =
      handle("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, LONG, INT), CAPTURE);
  private static final MethodHandle GETSOCKOPT =
      handle("getsockopt", FunctionDescriptor.of(INT, INT, INT, INT, LONG, LONG), CAPTURE);
  private static final MethodHandle GETSOCKNAME =
      handle("getsockname", FunctionDescriptor.of(INT, INT, LONG, LONG), CAPTURE);
  private static final MethodHandle IF_NAMETOINDEX =
      handle("if_nametoindex", FunctionDescriptor.of(INT, ValueLayout.ADDRESS), CAPTURE);
  private static final MethodHandle SENDMSG =
      handle("sendmsg", FunctionDescriptor.of(LONG, INT, LONG, INT), CAPTURE);
  private static final MethodHandle RECVMSG =
      handle("recvmsg", FunctionDescriptor.of(LONG, INT, LONG, INT), CAPTURE);

  private static final MethodHandle RECVMSG_READY =
      handle("recvmsg", FunctionDescriptor.of(LONG, INT, LONG, INT), CAPTURE, CRITICAL);
  private static final MethodHandle SENDTO =
      handle(
          "sendto",
          FunctionDescriptor.of(LONG, INT, LONG, LONG, INT, LONG, INT),
          CAPTURE,
          CRITICAL);
  private static final MethodHandle RECVFROM =
      handle(
          "recvfrom",
          FunctionDescriptor.of(LONG, INT, LONG, LONG, INT, LONG, LONG),
          CAPTURE,
          CRITICAL);

  private Libc() {}

  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
  }

  private static int errno(MemorySegment capture) {
    return capture.get(INT, ERRNO_OFFSET);
  }

  private static IllegalStateException failed(String call, Throwable cause) {
    return new IllegalStateException("call of " + call + " failed", cause);
  }

  static int open(String path, int flags) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int fd = (int) OPEN.invokeExact(capture, arena.allocateFrom(path), flags);
      return fd < 0 ? -errno(capture) : fd;
    } catch (Throwable e) {
      throw failed("open", e);
    }
  }

  public static int close(int fd) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int result = (int) CLOSE.invokeExact(capture, fd);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("close", e);
    }
  }

  /**
   * Asks something of a device, or tells it.
   *
   * @param argument a number, or the native address of a structure
   */
  public static int ioctl(int fd, long request, long argument) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int result = (int) IOCTL.invokeExact(capture, fd, request, argument);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("ioctl", e);
    }
  }

  /** Moves the calling thread, and it alone, into the namespace behind a descriptor. */
  static int setns(int fd, int kind) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int result = (int) SETNS.invokeExact(capture, fd, kind);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("setns", e);
    }
  }

  /** The system's text for an error number, like {@code Operation not permitted (errno 1)}. */
  public static String describe(int errno) {
    try {
      var text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(STRERROR_MAX).getString(0) + " (errno " + errno + ")";
    } catch (Throwable e) {
      throw failed("strerror", e);
    }
  }

  static long read(MemorySegment capture, int fd, long address, long length) {
    try {
      long result = (long) READ.invokeExact(capture, fd, address, length);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("read", e);
    }
  }

  static long write(MemorySegment capture, int fd, long address, long length) {
    try {
      long result = (long) WRITE.invokeExact(capture, fd, address, length);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("write", e);
    }
  }

  static long writev(MemorySegment capture, int fd, long vectors, int count) {
    try {
      long result = (long) WRITEV.invokeExact(capture, fd, vectors, count);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("writev", e);
    }
  }

  public static int socket(int family, int type) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int fd = (int) SOCKET.invokeExact(capture, family, type, 0);
      return fd < 0 ? -errno(capture) : fd;
    } catch (Throwable e) {
      throw failed("socket", e);
    }
  }

  public static int bind(int fd, MemorySegment address) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int bytes = (int) address.byteSize();
      int result = (int) BIND.invokeExact(capture, fd, address.address(), bytes);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("bind", e);
    }
  }

  /** Listens for one peer at a time. */
  public static int listen(int fd) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int result = (int) LISTEN.invokeExact(capture, fd, 1);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("listen", e);
    }
  }

  /** Blocks, as far as the socket's time for receiving allows. */
  static int accept(int fd) {
    return accept(fd, O_CLOEXEC);
  }

  /**
   * Accepts a connection.
   *
   * @param flags of the new descriptor: {@link #O_NONBLOCK}, {@link #O_CLOEXEC}
   */
  public static int accept(int fd, int flags) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int result = (int) ACCEPT4.invokeExact(capture, fd, 0L, 0L, flags);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("accept4", e);
    }
  }

  public static int connect(int fd, MemorySegment address) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int bytes = (int) address.byteSize();
      int result = (int) CONNECT.invokeExact(capture, fd, address.address(), bytes);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("connect", e);
    }
  }

  public static int setsockopt(int fd, int level, int option, MemorySegment value) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int bytes = (int) value.byteSize();
      int result = (int) SETSOCKOPT.invokeExact(capture, fd, level, option, value.address(), bytes);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("setsockopt", e);
    }
  }

  /** Reads an option of a socket. */
  public static int getsockopt(int fd, int level, int option, MemorySegment value) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      var bytes = arena.allocateFrom(INT, (int) value.byteSize());
      int result =
          (int)
              GETSOCKOPT.invokeExact(capture, fd, level, option, value.address(), bytes.address());
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("getsockopt", e);
    }
  }

  /** Writes the address a socket is bound to; gives its bytes. */
  public static int getsockname(int fd, MemorySegment address) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      var bytes = arena.allocateFrom(INT, (int) address.byteSize());
      int result = (int) GETSOCKNAME.invokeExact(capture, fd, address.address(), bytes.address());
      return result < 0 ? -errno(capture) : bytes.get(INT, 0);
    } catch (Throwable e) {
      throw failed("getsockname", e);
    }
  }

  /** The number of an interface of the calling thread's network namespace. */
  public static int interfaceIndex(String name) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      int result = (int) IF_NAMETOINDEX.invokeExact(capture, arena.allocateFrom(name));
      return result == 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("if_nametoindex", e);
    }
  }

  static int sendmsg(int fd, MemorySegment message, int flags) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      long result = (long) SENDMSG.invokeExact(capture, fd, message.address(), flags);
      return result < 0 ? -errno(capture) : (int) result;
    } catch (Throwable e) {
      throw failed("sendmsg", e);
    }
  }

  static int recvmsg(int fd, MemorySegment message, int flags) {
    try (var arena = Arena.ofConfined()) {
      var capture = arena.allocate(ERRNO);
      long result = (long) RECVMSG.invokeExact(capture, fd, message.address(), flags);
      return result < 0 ? -errno(capture) : (int) result;
    } catch (Throwable e) {
      throw failed("recvmsg", e);
    }
  }

  /** Receives a message with what is told beside it; the descriptor is non-blocking. */
  public static long recvmsg(MemorySegment capture, int fd, long message, int flags) {
    try {
      long result = (long) RECVMSG_READY.invokeExact(capture, fd, message, flags);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("recvmsg", e);
    }
  }

  /** Sends to whom a socket is connected. */
  public static long send(MemorySegment capture, int fd, long address, long length, int flags) {
    try {
      long result = (long) SENDTO.invokeExact(capture, fd, address, length, flags, 0L, 0);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("send", e);
    }
  }

  /** Receives from whom a socket is connected to. */
  public static long receive(MemorySegment capture, int fd, long address, long length, int flags) {
    return recvfrom(capture, fd, address, length, flags, 0L, 0L);
  }

  /**
   * Sends a datagram.
   *
   * @param to native address of the receiver's socket address
   */
  public static long sendto(
      MemorySegment capture, int fd, long address, long length, long to, int toBytes) {
    try {
      long result = (long) SENDTO.invokeExact(capture, fd, address, length, 0, to, toBytes);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("sendto", e);
    }
  }

  /**
   * Receives a datagram.
   *
   * @param from native address of room for the sender's socket address
   * @param fromBytes native address of an {@code int} with the size of that room
   */
  public static long recvfrom(
      MemorySegment capture,
      int fd,
      long address,
      long length,
      int flags,
      long from,
      long fromBytes) {
    try {
      long result =
          (long) RECVFROM.invokeExact(capture, fd, address, length, flags, from, fromBytes);
      return result < 0 ? -errno(capture) : result;
    } catch (Throwable e) {
      throw failed("recvfrom", e);
    }
  }
}
