package io.hnswitch.impair;

import io.hnswitch.bus.Lab;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.metrics.Reading;
import io.hnswitch.time.Timers;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A device's end of a link, of which nobody needs to have said anything. Until somebody says what
 * the link does to frames there is nothing of it, and frames pass with one look at a field.
 */
public final class Cable {

  private final Lab lab;
  private final Executor owner;
  private final Timers timers;
  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final Consumer<FrameBurst> toLink;
  private final Impairer.Out fromLink;
  private ImpairedEnd end;

  /**
   * @param owner runs actions on the caller's event loop
   * @param witness told of what is dropped
   * @param toLink takes what is sent, behind the link
   * @param fromLink takes what is received, with the tag that it was given
   */
  public Cable(
      Lab lab,
      Executor owner,
      Timers timers,
      DeviceLedger ledger,
      DropWitness witness,
      Consumer<FrameBurst> toLink,
      Impairer.Out fromLink) {
    this.lab = lab;
    this.owner = owner;
    this.timers = timers;
    this.ledger = ledger;
    this.witness = witness;
    this.toLink = toLink;
    this.fromLink = fromLink;
  }

  /** What the link does to frames from the next one on. */
  public void configure(LinkEnd wanted) {
    if (end == null) {
      end =
          new ImpairedEnd(
              lab.memory(),
              owner,
              timers,
              ledger,
              lab.seeds(),
              wanted,
              witness,
              (burst, tag) -> toLink.accept(burst),
              fromLink);
    }
    end.configure(wanted);
  }

  /** Passes on what the device sends. */
  public void send(FrameBurst burst) {
    if (end == null) {
      toLink.accept(burst);
    } else {
      end.send(burst);
    }
  }

  /**
   * Passes on what the device receives.
   *
   * @param tag comes out with the frames
   */
  public void receive(FrameBurst burst, int tag) {
    if (end == null) {
      fromLink.accept(burst, tag);
    } else {
      end.receive(burst, tag);
    }
  }

  public boolean isUp() {
    return end == null || end.isUp();
  }

  /** Lets all that waits go, until {@link #unflush} or {@link #configure} is called. */
  public void flush() {
    if (end != null) {
      end.flush();
    }
  }

  /** Takes back a {@link #flush}. */
  public void unflush() {
    if (end != null) {
      end.unflush();
    }
  }

  /** First address of the memory that frames are sent from; 0 when there is none. */
  public long region() {
    return end == null ? 0 : end.region();
  }

  /** Bytes of that memory. */
  public long regionBytes() {
    return end == null ? 0 : end.regionBytes();
  }

  /** Frames held. */
  public long held() {
    return end == null ? 0 : end.held();
  }

  /** Gives up what is held. */
  public void drop(DropReason reason) {
    if (end != null) {
      end.drop(reason);
    }
  }

  /** Gives up what is held, for good. */
  public void close(DropReason reason) {
    if (end != null) {
      end.close(reason);
    }
  }

  /** Adds what was done by name, as far as anything was. */
  public void countInto(Map<String, Long> view) {
    if (end != null) {
      end.countInto(view);
    }
  }

  /** The same, to be measured. */
  public void measure(Consumer<Reading> into) {
    if (end != null) {
      end.measure(into);
    }
  }
}
