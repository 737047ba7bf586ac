package io.hnswitch.hn;

import io.hnswitch.bus.Lab;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.impair.ImpairedEnd;
import io.hnswitch.impair.Impairer;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.metrics.Reading;
import io.hnswitch.time.Timers;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The cable between a guest's stack and its hn. As long as nobody has said what it does to frames,
 * there is nothing of it, and frames pass with one look at a field.
 */
final class NicCable {

  private final Lab lab;
  private final Executor executor;
  private final Timers timers;
  private final DeviceLedger ledger;
  private final Consumer<ImpairedEnd> made;
  private final Consumer<FrameBurst> below;
  private final Impairer.Out above;
  private ImpairedEnd end;

  /**
   * @param made told of the end that does something, once
   * @param below takes what the stack sends
   * @param above takes what the stack gets
   */
  NicCable(
      Lab lab,
      Executor executor,
      Timers timers,
      DeviceLedger ledger,
      Consumer<ImpairedEnd> made,
      Consumer<FrameBurst> below,
      Impairer.Out above) {
    this.lab = lab;
    this.executor = executor;
    this.timers = timers;
    this.ledger = ledger;
    this.made = made;
    this.below = below;
    this.above = above;
  }

  /** What it does from the next frame on. */
  ImpairedEnd configure(LinkEnd wanted) {
    if (end == null) {
      end =
          new ImpairedEnd(
              lab.memory(),
              executor,
              timers,
              ledger,
              lab.seeds(),
              wanted,
              (burst, tag) -> below.accept(burst),
              above);
      made.accept(end);
    }
    end.configure(wanted);
    return end;
  }

  /** Frames of the stack above. */
  void send(FrameBurst burst) {
    if (end == null) {
      below.accept(burst);
    } else {
      end.send(burst);
    }
  }

  void drop(DropReason reason) {
    if (end != null) {
      end.drop(reason);
    }
  }

  void close(DropReason reason) {
    if (end != null) {
      end.close(reason);
    }
  }

  /** Frames that wait on it. */
  long held() {
    return end == null ? 0 : end.held();
  }

  void measure(Consumer<Reading> into) {
    if (end != null) {
      end.measure(into);
    }
  }
}
