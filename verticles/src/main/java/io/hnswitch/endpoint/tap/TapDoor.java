package io.hnswitch.endpoint.tap;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Unix-domain socket that a {@link TapDevice} of another process can come in by: its descriptor
 * travels as {@code SCM_RIGHTS}. The interface notices nothing; its carrier, its addresses and the
 * frames that wait in the kernel stay, as long as either process has the descriptor.
 *
 * <p>The folder of the socket decides who may hand something over: nobody else may enter it. Every
 * method blocks.
 */
public final class TapDoor implements AutoCloseable {

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
  private static final int MSG_CTRUNC = 0x8;

  private static final int PATH_MAX = 107;
  private static final int PATH_AT = 2;

  // struct msghdr and struct cmsghdr of 64-bit Linux.
  private static final int MESSAGE_BYTES = 56;
  private static final int MESSAGE_PARTS = 16;
  private static final int MESSAGE_PARTS_COUNT = 24;
  private static final int MESSAGE_CONTROL = 32;
  private static final int MESSAGE_CONTROL_BYTES = 40;
  private static final int MESSAGE_FLAGS = 48;
  private static final int CONTROL_SPACE = 24;
  private static final int CONTROL_LENGTH = 20;
  private static final int CONTROL_LEVEL_AT = 8;
  private static final int CONTROL_TYPE_AT = 12;
  private static final int CONTROL_DATA_AT = 16;

  private static final byte GREETING = 'T';

  private final Path path;
  private int socket;

  private TapDoor(Path path, int socket) {
    this.path = path;
    this.socket = socket;
  }

  /**
   * Opens a door.
   *
   * @throws TapException {@code IO}
   */
  public static TapDoor open(Path path) {
    int socket = socket("cannot open door " + path);
    var door = new TapDoor(path, socket);
    try (var arena = Arena.ofConfined()) {
      check("cannot open door " + path, Libc.bind(socket, address(arena, path)));
      check("cannot open door " + path, Libc.listen(socket));
    } catch (TapException e) {
      door.close();
      throw e;
    }
    return door;
  }

  /**
   * Waits for a device.
   *
   * @param name that its interface has to have
   * @throws TapException {@code IO}, also when nothing comes in time
   */
  public TapDevice accept(String name, Duration bound) {
    patience(socket, bound);
    int peer = Libc.accept(socket);
    check("nobody came to door " + path, peer);
    try {
      patience(peer, bound);
      return TapDevice.adopt(name, receive(peer));
    } finally {
      Libc.close(peer);
    }
  }

  private int receive(int peer) {
    try (var arena = Arena.ofConfined()) {
      var greeting = arena.allocate(1);
      var control = arena.allocate(CONTROL_SPACE, 8);
      var message = message(arena, greeting, control);
      int read = Libc.recvmsg(peer, message, MSG_CMSG_CLOEXEC);
      check("nothing came by door " + path, read);
      boolean whole =
          read == 1
              && greeting.get(ValueLayout.JAVA_BYTE, 0) == GREETING
              && (message.get(ValueLayout.JAVA_INT, MESSAGE_FLAGS) & MSG_CTRUNC) == 0
              && message.get(ValueLayout.JAVA_LONG, MESSAGE_CONTROL_BYTES) >= CONTROL_LENGTH
              && control.get(ValueLayout.JAVA_LONG, 0) == CONTROL_LENGTH
              && control.get(ValueLayout.JAVA_INT, CONTROL_LEVEL_AT) == SOL_SOCKET
              && control.get(ValueLayout.JAVA_INT, CONTROL_TYPE_AT) == SCM_RIGHTS;
      if (!whole) {
        throw new TapException(TapError.IO, "no device came by door " + path);
      }
      return control.get(ValueLayout.JAVA_INT, CONTROL_DATA_AT);
    }
  }

  /**
   * Hands a device over; it stays open here, too.
   *
   * @throws TapException {@code IO}, also when the door is not open
   */
  public static void hand(TapDevice device, Path door) {
    int socket = socket("cannot go to door " + door);
    try (var arena = Arena.ofConfined()) {
      check("cannot go to door " + door, Libc.connect(socket, address(arena, door)));
      var greeting = arena.allocate(1);
      greeting.set(ValueLayout.JAVA_BYTE, 0, GREETING);
      var control = arena.allocate(CONTROL_SPACE, 8);
      control.set(ValueLayout.JAVA_LONG, 0, CONTROL_LENGTH);
      control.set(ValueLayout.JAVA_INT, CONTROL_LEVEL_AT, SOL_SOCKET);
      control.set(ValueLayout.JAVA_INT, CONTROL_TYPE_AT, SCM_RIGHTS);
      control.set(ValueLayout.JAVA_INT, CONTROL_DATA_AT, device.fd());
      int sent = Libc.sendmsg(socket, message(arena, greeting, control), MSG_NOSIGNAL);
      check("cannot hand tap " + device.name() + " over at door " + door, sent);
    } finally {
      Libc.close(socket);
    }
  }

  private static MemorySegment message(
      SegmentAllocator arena, MemorySegment greeting, MemorySegment control) {
    var part = arena.allocate(16, 8);
    part.set(ValueLayout.JAVA_LONG, 0, greeting.address());
    part.set(ValueLayout.JAVA_LONG, 8, greeting.byteSize());
    var message = arena.allocate(MESSAGE_BYTES, 8);
    message.set(ValueLayout.JAVA_LONG, MESSAGE_PARTS, part.address());
    message.set(ValueLayout.JAVA_LONG, MESSAGE_PARTS_COUNT, 1);
    message.set(ValueLayout.JAVA_LONG, MESSAGE_CONTROL, control.address());
    message.set(ValueLayout.JAVA_LONG, MESSAGE_CONTROL_BYTES, control.byteSize());
    return message;
  }

  private static int socket(String failure) {
    int socket = Libc.socket(AF_UNIX, SOCK_STREAM | Libc.O_CLOEXEC);
    check(failure, socket);
    return socket;
  }

  private static MemorySegment address(SegmentAllocator arena, Path path) {
    var bytes = path.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > PATH_MAX) {
      throw new TapException(TapError.IO, "the path of a door is too long: " + path);
    }
    var address = arena.allocate(PATH_AT + PATH_MAX + 1L, 2);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, PATH_AT, bytes.length);
    return address;
  }

  private static void patience(int socket, Duration bound) {
    try (var arena = Arena.ofConfined()) {
      var time = arena.allocate(16, 8);
      time.set(ValueLayout.JAVA_LONG, 0, bound.toSeconds());
      time.set(ValueLayout.JAVA_LONG, 8, bound.toNanosPart() / 1000);
      check("cannot bound a socket", Libc.setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, time));
    }
  }

  private static void check(String failure, int result) {
    if (result < 0) {
      throw new TapException(TapError.IO, failure + ": " + Libc.describe(-result));
    }
  }

  /** Closes the door; nothing can come by it any more. */
  @Override
  public void close() {
    int closing = socket;
    socket = -1;
    if (closing >= 0) {
      Libc.close(closing);
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new TapException(TapError.IO, "cannot remove door " + path, e);
      }
    }
  }
}
