package io.hnswitch.capture;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import java.util.Arrays;

/**
 * A NIC or the wire of an adapter as captures see it. Whoever has its frames in hand looks at
 * {@link #isWatched}, a field that is null while no capture runs, and says what becomes of them.
 * For the lab's event loop.
 */
public final class CapturePoint {

  /** For what nobody looks at. */
  public static final CapturePoint NEVER = new CapturePoint(null);

  private final Captures all;

  /** Null when there are none, so that the frame path looks at nothing else. */
  private Watcher[] watchers;

  private Datapath path = Datapath.SYNTHETIC;

  /** A capture, the point's number in it, and whether it looks at frames here. */
  private record Watcher(Capture capture, int point, boolean looks) {}

  CapturePoint(Captures all) {
    this.all = all;
  }

  /** Whether a capture wants to know. */
  public boolean isWatched() {
    return watchers != null;
  }

  void add(Capture capture, int point) {
    int count = watchers == null ? 0 : watchers.length;
    var more = count == 0 ? new Watcher[1] : Arrays.copyOf(watchers, count + 1);
    more[count] = new Watcher(capture, point, capture.spec().where() == CaptureSpec.Where.NIC);
    watchers = more;
  }

  void remove(Capture capture) {
    if (watchers != null) {
      var left =
          Arrays.stream(watchers).filter(one -> one.capture != capture).toArray(Watcher[]::new);
      watchers = left.length == 0 ? null : left;
    }
  }

  /** One device that has the frames in hand. */
  public PointWitness witness(String device) {
    return new PointWitness(this, device);
  }

  /** The path that the NIC is on; of no meaning at a wire. */
  Datapath path() {
    return path;
  }

  /** The path that the NIC's frames take from now on. */
  public void path(Datapath now) {
    path = now;
  }

  /** The NIC's frames take another path now. */
  public void pathChanged() {
    if (watchers != null) {
      for (var watcher : watchers) {
        all.pathChanged(watcher.capture);
      }
    }
  }

  /**
   * Frames that go on.
   *
   * @param device who has them, like {@code hn a:hn0}
   */
  public void passed(FrameBurst burst, boolean transmitted, Datapath path, String device) {
    if (watchers == null) {
      return;
    }
    see(burst, transmitted, path, FrameRing.NOT_DROPPED, device);
  }

  /**
   * A frame that is dropped.
   *
   * @param device who drops it
   */
  public void dropped(
      FrameSlab slab,
      int slot,
      boolean transmitted,
      Datapath path,
      DropReason reason,
      String device) {
    dropped(
        slab.address(slot), slab.length(slot), slab.vlan(slot), transmitted, path, reason, device);
  }

  /**
   * A frame that is dropped, which is in no slab any more.
   *
   * @param frame where it is
   * @param vlan its tag out of band
   */
  public void dropped(
      long frame,
      int length,
      int vlan,
      boolean transmitted,
      Datapath path,
      DropReason reason,
      String device) {
    if (watchers != null) {
      see(
          all.micros(),
          all.number(device),
          frame,
          length,
          vlan,
          transmitted,
          path,
          reason.ordinal() + 1);
    }
  }

  /** Frames that are dropped. */
  public void dropped(
      FrameBurst burst, boolean transmitted, Datapath path, DropReason reason, String device) {
    if (watchers == null) {
      return;
    }
    see(burst, transmitted, path, reason.ordinal() + 1, device);
  }

  /** All frames of a burst, at one time. */
  private void see(
      FrameBurst burst, boolean transmitted, Datapath path, int dropped, String device) {
    var slab = burst.slab();
    long micros = all.micros();
    long number = all.number(device);
    for (int i = 0, frames = burst.size(); i < frames; i++) {
      int slot = burst.slot(i);
      see(
          micros,
          number,
          slab.address(slot),
          slab.length(slot),
          slab.vlan(slot),
          transmitted,
          path,
          dropped);
    }
  }

  private void see(
      long micros,
      long number,
      long frame,
      int length,
      int vlan,
      boolean transmitted,
      Datapath path,
      int dropped) {
    for (var watcher : watchers) {
      if (watcher.looks) {
        watcher.capture.see(
            micros, number, watcher.point, dropped, transmitted, path, frame, length, vlan);
      }
    }
  }

  /**
   * The oldest frame of a ring, that waited there and was sent by the VF after all; captures that
   * began later than it was captured do not get it.
   */
  public void passed(FrameRing waiting, String device) {
    if (watchers == null) {
      return;
    }
    long handed = waiting.oldestMicros();
    for (var watcher : watchers) {
      if (watcher.looks && watcher.capture.beginMicros() <= handed) {
        watcher.capture.see(
            all.micros(),
            all.number(device),
            watcher.point,
            FrameRing.NOT_DROPPED,
            true,
            Datapath.VF,
            waiting.oldestAddress(),
            waiting.oldestLength(),
            Frames.NO_VLAN);
      }
    }
  }
}
