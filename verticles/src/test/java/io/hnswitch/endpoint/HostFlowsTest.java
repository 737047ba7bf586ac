package io.hnswitch.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.Outcome;
import io.hnswitch.endpoint.host.FrameSink;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.testing.ManualTimers;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostFlowsTest {

  private static final NicId A = new NicId("a", "hn0");
  private static final NicId B = new NicId("b", "hn0");

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 64L * Memory.PAGE);
  private final ManualTimers timers = new ManualTimers();
  private final HostFlows flows = new HostFlows(memory);
  private final Room room = new Room();

  @AfterEach
  void close() {
    flows.close();
    long all = 62L * Memory.PAGE;
    memory.release(memory.allocate(all), all);
    arena.close();
  }

  /** Has room for some frames, and writes down their ports. */
  private final class Room implements FrameSink {
    private final long at = memory.allocate(Memory.PAGE);
    private final List<Integer> ports = new ArrayList<>();
    private int left = Integer.MAX_VALUE;

    @Override
    public long claim(int maxLength) {
      return left == 0 ? 0 : at;
    }

    @Override
    public void commit(int length, long offload) {
      left--;
      ports.add(memory.segment().get(Memory.BE16, at + 36) & 0xffff);
    }
  }

  private void start(String id, int port, long pps, long count) {
    var order =
        new FlowOrder(
            id,
            port,
            A,
            B,
            MacAddress.parse("00:15:5d:00:00:0a"),
            MacAddress.parse("00:15:5d:00:00:0b"),
            "10.0.0.1",
            "10.0.0.2",
            port,
            pps,
            100,
            count,
            false);
    assertEquals(Outcome.DONE, flows.start(order, 1500, OffloadCaps.NONE, timers.nanos()));
  }

  private long send() {
    return flows.send(room, timers);
  }

  private long sent(String id) {
    return flows.describe(id).orElseThrow().sent();
  }

  @Test
  void isIdleWithoutFlows() {
    assertEquals(HostFlows.IDLE, send());
  }

  @Test
  void saysWhenTheNextFrameIsDue() {
    start("slow", 1, 10, 0);
    start("fast", 2, 1000, 0);
    assertEquals(1_000_000, send());
    assertEquals(2, room.ports.size());
    timers.elapse(Duration.ofMillis(50));
    assertEquals(1_000_000, send());
    assertEquals(51, sent("fast"));
    assertEquals(1, sent("slow"));
  }

  @Test
  void isIdleAgainWhenAllHaveSentTheirCount() {
    start("f", 1, 1000, 3);
    send();
    timers.elapse(Duration.ofSeconds(1));
    assertEquals(HostFlows.IDLE, send());
    assertEquals(3, sent("f"));
    assertEquals(HostFlows.IDLE, send());
  }

  @Test
  void sendsAtMostABurstOfEachAtATime() {
    start("f", 1, Long.MAX_VALUE, 0);
    assertEquals(0, send());
    assertEquals(256, room.ports.size());
  }

  @Test
  void sharesRoomThatComesBackBitByBit() {
    start("one", 1, Long.MAX_VALUE, 0);
    start("two", 2, Long.MAX_VALUE, 0);
    start("three", 3, Long.MAX_VALUE, 0);
    for (int i = 0; i < 30; i++) {
      room.left = 256;
      assertEquals(HostFlows.IDLE, send());
    }
    for (var id : new String[] {"one", "two", "three"}) {
      assertTrue(sent(id) >= 2048, id + " sent " + sent(id));
    }
  }

  @Test
  void givesItsMemoryBackFlowByFlow() {
    for (int i = 0; i < 200; i++) {
      start("f", 1, 10, 0);
      flows.forget("f");
    }
    start("f", 1, 10, 0);
    flows.stop("f");
    assertEquals(HostFlows.IDLE, send());
  }
}
