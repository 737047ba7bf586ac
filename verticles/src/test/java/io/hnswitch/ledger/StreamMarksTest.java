package io.hnswitch.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamMarksTest {

  @Test
  void numbersEachDestinationWithoutGaps() {
    var marks = new StreamMarks(3);
    var random = new Random(1);
    var streams = new HashMap<Long, Integer>();
    var counts = new HashMap<Long, Integer>();
    for (int i = 0; i < 20_000; i++) {
      long mac = 0x0015_5d00_0000L + random.nextInt(StreamMarks.STREAMS);
      int stream = marks.next(mac);
      assertNotEquals(0, stream);
      assertEquals(stream, streams.computeIfAbsent(mac, first -> stream));
      assertEquals(counts.merge(mac, 1, Integer::sum) - 1, marks.sequence());
    }
    assertEquals(streams.size(), new HashSet<>(streams.values()).size());
  }

  @Test
  void leavesFurtherDestinationsUnnumbered() {
    var marks = new StreamMarks(0);
    for (int i = 0; i < StreamMarks.STREAMS; i++) {
      assertNotEquals(0, marks.next(i * 0x0101_0101L));
    }
    assertEquals(0, marks.next(0xffff_ffff_ffffL));
    assertEquals(0, marks.next(0xffff_ffff_fffeL));
    assertNotEquals(0, marks.next(0x0101_0101L));
    assertEquals(1, marks.sequence());
    assertEquals(0, marks.next(0xffff_ffff_ffffL));
  }

  @Test
  void givesDifferentIngressesDifferentStreams() {
    var seen = new HashSet<Integer>();
    for (int ingress = 0; ingress < 4; ingress++) {
      var marks = new StreamMarks(ingress);
      for (int i = 0; i < StreamMarks.STREAMS; i++) {
        assertTrue(seen.add(marks.next(i)));
      }
    }
  }

  @Test
  void takesTheAddressZeroForAnyOther() {
    var marks = new StreamMarks(0);
    assertNotEquals(0, marks.next(0));
    assertEquals(0, marks.sequence());
    marks.next(0);
    assertEquals(1, marks.sequence());
  }
}
