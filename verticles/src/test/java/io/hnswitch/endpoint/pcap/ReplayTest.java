package io.hnswitch.endpoint.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.PcapngWriter;
import io.hnswitch.capture.PcapngWriter.Packet;
import io.hnswitch.lab.ReplayRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

  private static final long MILLI = 1_000_000;

  @TempDir private Path folder;

  /** Frames 2 ms apart, each with its number in its first byte. */
  private Path file(int frames) throws IOException {
    var packets = new ArrayList<Packet>();
    for (int i = 0; i < frames; i++) {
      packets.add(new Packet(0, 7_000_000 + 2000L * i, true, 60, new byte[60], 0, ""));
      packets.getLast().bytes()[0] = (byte) i;
    }
    var file = folder.resolve("frames.pcapng");
    Files.write(file, PcapngWriter.begin(List.of("one"), 65550));
    Files.write(file, PcapngWriter.packets(packets), java.nio.file.StandardOpenOption.APPEND);
    return file;
  }

  /** What is sent when, in milliseconds, until it ends or the time is up. */
  private static List<String> run(Replay replay, long from, long to) throws IOException {
    var sent = new ArrayList<String>();
    for (long now = from * MILLI; now <= to * MILLI; now += MILLI) {
      while (true) {
        if (replay.wantsMore()) {
          replay.read();
          replay.has(replay.run());
        }
        int next = replay.next(now);
        if (next == Replay.DUE) {
          sent.add(now / MILLI + ":" + replay.bytes()[replay.offset()]);
          replay.sent();
        } else if (next == Replay.ENDED) {
          replay.stop();
          return sent;
        } else if (next == Replay.LATER) {
          assertTrue(replay.due() > now);
          break;
        }
      }
    }
    return sent;
  }

  @Test
  void sendsByTheFilesTiming() throws IOException {
    var replay = new Replay(file(3), ReplayRate.OWN, 1);
    assertEquals(3, replay.check());
    replay.start(10 * MILLI);
    assertEquals(List.of("10:0", "12:1", "14:2"), run(replay, 10, 100));
    assertTrue(!replay.isRunning());
    assertEquals(1, replay.passes());
    replay.start(50 * MILLI);
    assertEquals(List.of("50:0", "52:1", "54:2"), run(replay, 50, 100));
    replay.close();
  }

  @Test
  void sendsAtARateAndAgain() throws IOException {
    var frames = new Replay(file(2), new ReplayRate(ReplayRate.Kind.FRAMES, 1000), 2);
    frames.start(0);
    assertEquals(List.of("0:0", "1:1", "2:0", "3:1"), run(frames, 0, 100));
    assertEquals(2, frames.passes());
    var bits = new Replay(file(2), new ReplayRate(ReplayRate.Kind.BITS, 48_000), 1);
    bits.start(0);
    assertEquals(List.of("0:0", "10:1"), run(bits, 0, 100));
    var forever = new Replay(file(2), new ReplayRate(ReplayRate.Kind.FRAMES, 1000), 0);
    forever.start(0);
    assertEquals(101, run(forever, 0, 100).size());
    assertTrue(forever.isRunning());
    forever.close();
  }

  /** Nothing is made up for: the time in between is taken out. */
  @Test
  void goesOnAfterAPause() throws IOException {
    var replay = new Replay(file(3), ReplayRate.OWN, 1);
    replay.start(0);
    assertEquals(List.of("0:0"), run(replay, 0, 1));
    replay.next(2 * MILLI);
    replay.pause();
    replay.goOn(20 * MILLI);
    assertEquals(List.of("20:1", "22:2"), run(replay, 20, 100));
  }

  @Test
  void readsManyBatches() throws IOException {
    var replay = new Replay(file(1000), new ReplayRate(ReplayRate.Kind.FRAMES, 10_000_000), 1);
    replay.start(0);
    assertEquals(1000, run(replay, 0, 1).size());
  }
}
