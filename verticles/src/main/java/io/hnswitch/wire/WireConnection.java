package io.hnswitch.wire;

import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.time.Timers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * A TCP connection that messages go by, on the lab's event loop. It asks the far end for a sign of
 * life again and again, and ends when none comes. Everything else is up to its {@link Handler}.
 */
final class WireConnection {

  /** From here on buffers are kept; of those that are shorter the allocator does so. */
  private static final int LARGE_BYTES = 32 << 10;

  /** Buffers that are kept; more than are used at once when the far end reads in time. */
  private static final int SPARE_MAX = 4;

  /** Longer round trips are no measurement. */
  private static final long ROUND_TRIP_MAX_NANOS = 60_000_000_000L;

  /** Who a connection belongs to: first a handshake, then a link. */
  interface Handler extends WireReader.Sink {

    /** What had come has been read; more may follow. */
    void readComplete();

    /** The connection has ended, for a reason that a person can read. Once, and the last call. */
    void closed(String reason);
  }

  private final Memory memory;
  private final NetSocketInternal socket;
  private final Timers timers;
  private final WireSettings.Times times;
  private final Consumer<String> nonsense;
  private final WireReader reader;
  private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>(2);

  /** For messages that the allocator has no pool for: it would clear each of them first. */
  private final ArrayDeque<ByteBuf> spare = new ArrayDeque<>(SPARE_MAX);

  private final String remote;
  private Handler handler;
  private Timers.Timer timer = () -> {};
  private long heardAt;
  private long roundTripNanos = -1;
  private long answers;
  private boolean reading;
  private boolean closed;

  /**
   * @param handler until another one takes over
   * @param limit bytes that may wait to be written before signs of life and acknowledgements wait
   * @param nonsense told when the peer says what it must not
   */
  WireConnection(
      Memory memory,
      NetSocket socket,
      Timers timers,
      WireSettings.Times times,
      int limit,
      Consumer<String> nonsense) {
    this.memory = memory;
    this.socket = (NetSocketInternal) socket;
    this.timers = timers;
    this.times = times;
    this.nonsense = nonsense;
    this.remote = String.valueOf(socket.remoteAddress());
    this.reader = new WireReader(memory, new Forward());
    socket.setWriteQueueMaxSize(limit);
  }

  /** Begins to read. It ends by itself unless {@link #established} is called in time. */
  void begin(Handler first) {
    handler = first;
    heardAt = timers.nanos();
    timer = timers.after(times.handshake(), () -> close("no handshake in time"));
    socket.exceptionHandler(cause -> close("broken: " + cause.getMessage()));
    socket.closeHandler(gone -> close("closed by the far end"));
    socket.messageHandler(this::arrived);
    socket.readCompletionHandler(done -> completed());
  }

  /** Ends one that nobody has begun to read. */
  void discard() {
    closed = true;
    socket.close();
  }

  /** The handshake is over; from now on the far end is asked whether it is there. */
  void established(Handler next) {
    handler = next;
    timer.cancel();
    keepAlive();
  }

  private void keepAlive() {
    timer =
        timers.after(
            times.keepAlive(),
            () -> {
              long now = timers.nanos();
              if (unread.isEmpty() && now - heardAt >= times.dead().toNanos()) {
                close("no word for " + times.dead().toMillis() + " ms");
                return;
              }
              if (!isFull()) {
                send(MessageType.PING, Long.BYTES, body -> body.putLong(now));
              }
              keepAlive();
            });
  }

  String remote() {
    return remote;
  }

  /** The last measured time there and back, or -1. */
  long roundTripNanos() {
    return roundTripNanos;
  }

  /** Signs of life that were asked for and came. */
  long answers() {
    return answers;
  }

  /** Whether so much waits to be written that what is not urgent should wait. */
  boolean isFull() {
    return !socket.channelHandlerContext().channel().isWritable();
  }

  /** Sends a short message. */
  void send(MessageType type, int length, Consumer<ByteBuffer> body) {
    var message = ByteBuffer.allocate(MessageType.HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(0).putInt(type.wire());
    body.accept(message);
    message.putInt(0, message.position() - MessageType.HEADER);
    write(Unpooled.wrappedBuffer(message.flip()));
  }

  /**
   * Sends some frames of a burst; the caller keeps it.
   *
   * @param size of the message's body
   */
  void send(FrameBurst burst, int first, int end, int size) {
    boolean large = size >= LARGE_BYTES;
    var message =
        large
            ? large()
            : socket.channelHandlerContext().alloc().directBuffer(MessageType.HEADER + size);
    message.writeIntLE(size).writeIntLE(MessageType.BURST.wire());
    var body = MemorySegment.ofBuffer(message.nioBuffer(MessageType.HEADER, size));
    BurstWire.encode(memory, burst, first, end, body);
    message.writerIndex(MessageType.HEADER + size);
    if (!large || closed) {
      write(message);
    } else {
      socket.writeMessage(message.retain()).onComplete(written -> keep(message));
    }
  }

  private ByteBuf large() {
    var kept = spare.poll();
    return kept == null
        ? Unpooled.directBuffer(MessageType.HEADER + WireBurst.BYTES_MAX)
        : kept.clear();
  }

  /** Has been written; nobody else has it. */
  private void keep(ByteBuf message) {
    if (closed || spare.size() >= SPARE_MAX) {
      message.release();
    } else {
      spare.add(message);
    }
  }

  private void write(ByteBuf message) {
    if (closed) {
      message.release();
    } else {
      // That it could not be written is heard of as the end of the connection.
      socket.writeMessage(message);
    }
  }

  private void arrived(Object message) {
    var bytes = (ByteBuf) message;
    if (closed) {
      bytes.release();
      return;
    }
    heardAt = timers.nanos();
    unread.add(bytes);
    if (unread.size() == 1) {
      read();
    }
  }

  private void completed() {
    if (!closed) {
      handler.readComplete();
    }
  }

  /** There are bursts again. */
  void resume() {
    if (!closed && !reading && !unread.isEmpty()) {
      read();
      completed();
      if (!closed && unread.isEmpty()) {
        heardAt = timers.nanos();
        socket.resume();
      }
    }
  }

  private void read() {
    reading = true;
    try {
      while (!closed && !unread.isEmpty()) {
        var bytes = unread.peek();
        int length = bytes.readableBytes();
        int count = reader.read(MemorySegment.ofBuffer(bytes.nioBuffer()), 0, length);
        if (closed) {
          return; // and the bytes have been given back
        }
        bytes.skipBytes(count);
        if (reader.isStalled()) {
          socket.pause();
          return;
        }
        unread.poll().release();
      }
    } catch (RuntimeException e) {
      // Whatever a peer sends must not do more than end its own connection.
      nonsense.accept(remote + " ended for " + e);
      close(e instanceof WireException ? e.getMessage() : "could not be read: " + e);
    } finally {
      reading = false;
    }
  }

  /** Ends it; without effect when it has ended. */
  void close(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    timer.cancel();
    reader.close();
    unread.forEach(ByteBuf::release);
    unread.clear();
    spare.forEach(ByteBuf::release);
    spare.clear();
    socket.close();
    handler.closed(reason);
  }

  /** What is for the connection itself ends here. */
  private final class Forward implements WireReader.Sink {

    @Override
    public FrameBurst take() {
      return handler.take();
    }

    @Override
    public void burst(FrameBurst burst) {
      handler.burst(burst);
    }

    @Override
    public void message(MessageType type, ByteBuffer body) {
      switch (type) {
        case PING -> {
          long stamp = body.getLong();
          if (!isFull()) {
            send(MessageType.PONG, Long.BYTES, to -> to.putLong(stamp));
          }
        }
        case PONG -> {
          long nanos = timers.nanos() - body.getLong();
          if (nanos >= 0 && nanos < ROUND_TRIP_MAX_NANOS) {
            roundTripNanos = nanos;
            answers++;
          }
        }
        case GREETING, HELLO, WELCOME, REFUSED, ACK, BYE -> handler.message(type, body);
        case BURST -> throw new IllegalStateException("a burst is not read as a whole");
      }
    }
  }
}
