package io.hnswitch.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.testing.TestFrames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameStoreTest {

  private static final long TO = 0x00155d_00000aL;
  private static final long FROM = 0x00155d_00000bL;

  private final Memory memory = Memory.reserve(64L << 20);
  private final ArrayDeque<Runnable> later = new ArrayDeque<>();
  private final DeviceLedger ledger = new DeviceLedger("store", () -> 0);
  private final FrameStore store = new FrameStore(memory, later::add, ledger);
  private final TestFrames frames = new TestFrames(memory, 4, later::add);
  private final List<FrameBurst> out = new ArrayList<>();

  @AfterEach
  void release() {
    memory.close();
  }

  private FrameBurst burst(int size) {
    frames.begin();
    for (int i = 0; i < size; i++) {
      frames.frame(TO, FROM);
    }
    return frames.seal();
  }

  private List<Integer> numbers() {
    return out.stream()
        .flatMap(
            burst ->
                IntStream.range(0, burst.size())
                    .mapToObj(i -> burst.slab().sequence(burst.slot(i))))
        .toList();
  }

  @Test
  void costsTheSenderNoCredit() {
    for (int i = 0; i < 20; i++) {
      store.add(burst(10));
      assertEquals(0, frames.outstanding());
    }
    assertEquals(200, store.held());
  }

  @Test
  void givesWhatItKeptInItsOrderAndAsFarAsItsBurstsComeBack() {
    for (int i = 0; i < 40; i++) {
      store.add(burst(250));
    }
    var emptied = new int[1];
    store.open(out::add, () -> emptied[0]++);
    assertTrue(store.held() > 0, "no more bursts than it has");
    assertEquals(0, emptied[0]);
    for (int next = 0; next < out.size(); next++) {
      out.get(next).release();
      while (!later.isEmpty()) {
        later.poll().run();
      }
    }
    assertTrue(store.isEmpty());
    assertTrue(emptied[0] > 0);
  }

  @Test
  void givesWhatComesWhileItIsOpen() {
    store.add(burst(2));
    store.open(out::add, () -> {});
    store.add(burst(1));
    assertEquals(List.of(0, 1, 2), numbers());
    store.shut();
    store.add(burst(1));
    assertEquals(1, store.held());
  }

  @Test
  void dropsWhatGoesBeyondItsBound() {
    for (int i = 0; i < FrameStore.FRAMES_MAX / 256 + 1; i++) {
      store.add(burst(256));
    }
    assertEquals(FrameStore.FRAMES_MAX, store.held());
    assertEquals(256, ledger.dropped(DropReason.FENCE_OVERFLOW));
    store.drop(DropReason.SHUTDOWN);
    assertTrue(store.isEmpty());
    assertEquals(FrameStore.FRAMES_MAX, ledger.dropped(DropReason.SHUTDOWN));
  }

  @Test
  void knowsAFrameThatCameBeforeOnce() {
    var sightings = new Sightings(memory);
    var tunnelled = burst(2);
    sightings.note(tunnelled);
    var copy = burst(1);
    copy.slab().mark(0, tunnelled.slab().stream(1), tunnelled.slab().sequence(1));
    assertEquals(1, sightings.strike(copy));
    assertEquals(0, copy.size());
    var other = burst(1);
    assertEquals(0, sightings.strike(other));
    other.slab().mark(0, tunnelled.slab().stream(1), tunnelled.slab().sequence(1));
    assertEquals(0, sightings.strike(other), "only once");
    assertFalse(other.size() == 0);
  }

  @Test
  void knowsAFrameWithoutANumberByItsBytes() {
    var sightings = new Sightings(memory);
    var one = burst(1);
    one.slab().mark(0, 0, 0);
    sightings.note(one);
    var different = frames.begin().frame(TO, FROM, 80, 0).seal();
    different.slab().mark(0, 0, 0);
    assertEquals(0, sightings.strike(different));
    var same = burst(1);
    same.slab().mark(0, 0, 0);
    assertEquals(1, sightings.strike(same));
  }
}
