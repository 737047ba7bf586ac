package io.hnswitch.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Two ends of a link with a line between them that is cut at any byte, taken up again while the
 * other end still trusts the old one, and left by an end that has forgotten all. The books of both
 * must be exact.
 */
class WireChaosTest {

  private static final int SEEDS = 3000;
  private static final int STEPS = 120;
  private static final WireSecret SECRET = new WireSecret("chaos");
  private static final byte[] NONCE = new byte[Greeting.NONCE];

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 8L << 20);
  private final BurstPool pool = BurstPool.slabs(memory, 1, 64 << 10, Runnable::run, () -> {});
  private final BurstPool arrivals =
      BurstPool.slabs(memory, 4, WireBurst.SLAB_BYTES, Runnable::run, () -> {});
  private Random chance;

  /** One end, its books, and its side of the connection that it trusts. */
  private final class End implements WireReader.Sink {
    private final boolean caller;
    private WireAccount account;
    private Line line;
    private WireReader reader;
    private boolean established;
    private long in;
    private long wiredOut;
    private long wiredIn;
    private long dropped;
    private int next;
    private int highest = -1;
    private End far;

    End(boolean caller) {
      this.caller = caller;
      account = new WireAccount(SECRET.newNumber(), 1 << 20);
    }

    void take(Line fresh) {
      leave();
      line = fresh;
      reader = new WireReader(memory, this);
    }

    void leave() {
      if (reader != null) {
        reader.close();
      }
      reader = null;
      line = null;
      established = false;
    }

    void send() {
      int frames = 1 + chance.nextInt(4);
      in += frames;
      if (!established) {
        dropped += frames;
        next += frames;
        return;
      }
      var burst = pool.take();
      var slab = burst.slab();
      long at = slab.region() + Frames.HEADROOM;
      for (int i = 0; i < frames; i++) {
        int slot = slab.add(at, 14 + chance.nextInt(50), 0);
        slab.mark(slot, 1, next++);
        at += 128;
      }
      burst.seal();
      int size = BurstWire.encodedBytes(burst, 0, frames);
      var bytes = new byte[size];
      BurstWire.encode(memory, burst, 0, frames, MemorySegment.ofArray(bytes));
      burst.release();
      write(MessageType.BURST, bytes);
      account.sent(frames, size);
    }

    void acknowledge() {
      if (established) {
        write(MessageType.ACK, buffer(8).putLong(account.received()).array());
      }
    }

    void write(MessageType type, byte[] body) {
      line.from(this).write(type, body);
    }

    /** Some of the bytes that are on their way arrive. */
    void hear() {
      if (line == null) {
        return;
      }
      var bytes = line.from(far).some(chance);
      reader.read(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    @Override
    public FrameBurst take() {
      assertTrue(established);
      return arrivals.take();
    }

    @Override
    public void burst(FrameBurst burst) {
      for (int i = 0; i < burst.size(); i++) {
        int sequence = burst.slab().sequence(burst.slot(i));
        assertTrue(sequence > highest, "twice or out of order");
        highest = sequence;
      }
      account.received(burst.size());
      wiredIn += burst.size();
      burst.release();
    }

    @Override
    public void message(MessageType type, ByteBuffer body) {
      switch (type) {
        case HELLO -> {
          // It comes by the newest line; whatever the old one still has is not read any more.
          meet(Hello.read(body).count());
          var answer = buffer(Welcome.BYTES);
          new Welcome(account.count()).write(answer, SECRET, NONCE);
          write(MessageType.WELCOME, answer.array());
          established = true;
        }
        case WELCOME -> {
          meet(Welcome.read(body, SECRET, NONCE).count());
          established = true;
        }
        case ACK -> {
          long more = account.acknowledged(body.getLong());
          assertTrue(more >= 0);
          wiredOut += more;
        }
        case GREETING, REFUSED, BURST, PING, PONG, BYE -> throw new AssertionError(type);
      }
    }

    private void meet(Hello.Count count) {
      long before = account.unacknowledged();
      long arrived = account.meet(count);
      assertTrue(arrived >= 0, () -> count + " at " + account.count());
      wiredOut += arrived;
      dropped += before - arrived;
      assertEquals(0, account.unacknowledged());
    }

    /** Begins again, knowing nothing. */
    void forget() {
      leave();
      dropped += account.abandon();
      account = new WireAccount(SECRET.newNumber(), 1 << 20);
    }

    void check() {
      assertEquals(in, wiredOut + dropped + account.unacknowledged());
      assertTrue(far.wiredIn >= wiredOut, "more is acknowledged than came");
    }
  }

  /** Bytes on their way in one direction. */
  private static final class Way {
    private byte[] bytes = {};

    void write(MessageType type, byte[] body) {
      var all = new ByteArrayOutputStream();
      all.writeBytes(bytes);
      all.writeBytes(buffer(MessageType.HEADER).putInt(body.length).putInt(type.wire()).array());
      all.writeBytes(body);
      bytes = all.toByteArray();
    }

    byte[] some(Random chance) {
      int count = chance.nextInt(3) == 0 ? bytes.length : chance.nextInt(bytes.length + 1);
      var some = Arrays.copyOf(bytes, count);
      bytes = Arrays.copyOfRange(bytes, count, bytes.length);
      return some;
    }
  }

  /** A connection. */
  private static final class Line {
    private final Way there = new Way();
    private final Way back = new Way();

    Way from(End end) {
      return end.caller ? there : back;
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void connect(End caller, End answerer) {
    var line = new Line();
    caller.take(line);
    var hello = buffer(Hello.BYTES_MAX);
    new Hello(NONCE, "core", "a", "b", "pf0", caller.account.count())
        .write(hello, SECRET, new Greeting(NONCE));
    line.there.write(MessageType.HELLO, Arrays.copyOf(hello.array(), hello.position()));
    answerer.take(line);
  }

  private void run(long seed, boolean restarts) {
    chance = new Random(seed);
    var a = new End(true);
    var b = new End(false);
    a.far = b;
    b.far = a;
    for (int step = 0; step < STEPS; step++) {
      var end = chance.nextBoolean() ? a : b;
      switch (chance.nextInt(restarts ? 15 : 14)) {
        case 0, 1, 2, 3 -> end.send();
        case 4, 5, 6, 7, 8, 9 -> end.hear();
        case 10, 11 -> end.acknowledge();
        case 12 -> end.leave();
        case 13 -> connect(a, b);
        default -> end.forget();
      }
      a.check();
      b.check();
    }
    connect(a, b);
    for (int i = 0; i < 40; i++) {
      b.hear();
      a.hear();
      a.acknowledge();
      b.acknowledge();
    }
    a.check();
    b.check();
    assertEquals(0, a.account.unacknowledged() + b.account.unacknowledged());
    if (!restarts) {
      assertEquals(a.wiredOut, b.wiredIn);
      assertEquals(b.wiredOut, a.wiredIn);
    }
    a.leave();
    b.leave();
    assertEquals(0, arrivals.outstanding());
  }

  @Test
  void booksAreExactWhateverBecomesOfConnections() {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        run(seed, seed % 3 == 0);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
    arena.close();
  }
}
