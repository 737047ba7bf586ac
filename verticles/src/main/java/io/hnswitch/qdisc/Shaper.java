package io.hnswitch.qdisc;

import static io.hnswitch.qdisc.HeldFrames.NONE;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.time.TokenBucket;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Lets frames go at a rate. A burst that may go whole passes as it is; of another one the frames
 * are held and leave in shares: of the first {@link Band} that has any, the flows in turn. Each
 * flow keeps its order, whatever happens.
 *
 * <p>Bounded: a band holds at most so many frames, and as many bytes as so many full frames have; a
 * flow half of that. What is too much is dropped as {@link DropReason#RATE_EXCEEDED}, from the flow
 * that has the most, oldest first, so that the burst that has waited longest is free first. A frame
 * that is alone is never too much. While bursts are held, their makers have so much less credit,
 * and that is the back-pressure.
 *
 * <p>Not to be called while it sends: its caller puts off what comes meanwhile.
 */
public final class Shaper {

  /** Nothing is to be waited for. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int SHARES = 64;

  private final DeviceLedger ledger;
  private final DropWitness witness;
  private final Consumer<FrameBurst> out;
  private final Classifier classifier;
  private final HeldFrames held = new HeldFrames();
  private final FairBand[] bands = new FairBand[Band.count()];
  private final long[] sent = new long[Band.count()];
  private final long[] dropped = new long[Band.count()];
  private final Departures departures;
  private final TokenBucket bucket;
  private boolean unlimited;

  /**
   * @param owner runs actions on the caller's event loop
   * @param classifier tells frames apart
   * @param witness told of what is dropped
   * @param out gets the bursts that go
   * @param roomAgain told when frames may go that could not although there were tokens
   */
  public Shaper(
      Executor owner,
      Classifier classifier,
      DeviceLedger ledger,
      QueueSpec.Shaped spec,
      long now,
      DropWitness witness,
      Consumer<FrameBurst> out,
      Runnable roomAgain) {
    this.ledger = ledger;
    this.witness = witness;
    this.out = out;
    this.classifier = classifier;
    for (int i = 0; i < bands.length; i++) {
      bands[i] = new FairBand(held, classifier);
    }
    departures = new Departures(held, BurstPool.shares(SHARES, owner, roomAgain), SHARES, out);
    bucket = new TokenBucket(spec.rate(), spec.burstBytes(), now);
    limit(spec.limitFrames());
  }

  /** Another rate, burst and limit; what is held stays, as far as the limit allows. */
  public void configure(QueueSpec.Shaped spec, long now) {
    unlimited = false;
    bucket.configure(spec.rate(), spec.burstBytes(), now);
    limit(spec.limitFrames());
    for (int i = 0; i < bands.length; i++) {
      for (int entry = bands[i].excess(); entry != NONE; entry = bands[i].excess()) {
        exceeded(i, entry);
      }
    }
  }

  private void limit(int frames) {
    // One more for each band: a frame is added first, and then something is dropped.
    held.reserve(bands.length * (frames + 1));
    departures.reserve();
    for (var band : bands) {
      band.limit(frames);
    }
  }

  /** From now on everything may go at once. */
  public void unlimited() {
    unlimited = true;
  }

  /** Takes a burst over. Call {@link #pump} afterwards. */
  public void accept(FrameBurst burst, long now) {
    if (burst.size() == 0 || passes(burst, now)) {
      out.accept(burst);
      return;
    }
    var slab = burst.slab();
    int size = burst.size();
    int holder = held.hold(burst);
    for (int i = 0; i < size; i++) {
      int slot = burst.slot(i);
      int band = classifier.band(slab, slot).ordinal();
      int flow = classifier.flow(slab, slot);
      int entry = held.add(holder, slot, classifier.wireBytes(slab, slot), flow);
      bands[band].add(flow, entry);
      if (bands[band].isOver(flow)) {
        // What may go by now must not be dropped.
        pump(now);
        for (int over = bands[band].excess(flow); over != NONE; over = bands[band].excess(flow)) {
          exceeded(band, over);
        }
      }
    }
  }

  private boolean passes(FrameBurst burst, long now) {
    if (held() > 0) {
      return false;
    }
    var slab = burst.slab();
    int size = burst.size();
    long bytes = 0;
    for (int i = 0; i < size; i++) {
      bytes += classifier.wireBytes(slab, burst.slot(i));
    }
    bucket.fill(now);
    if (!unlimited && !bucket.takeAll(bytes)) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      sent[classifier.band(slab, burst.slot(i)).ordinal()]++;
    }
    if (classifier.countsAll()) {
      for (int i = 0; i < size; i++) {
        int slot = burst.slot(i);
        classifier.sent(classifier.flow(slab, slot), classifier.wireBytes(slab, slot));
      }
    }
    return true;
  }

  private void exceeded(int band, int entry) {
    dropped[band]++;
    classifier.dropped(held.flow(entry));
    drop(DropReason.RATE_EXCEEDED, entry);
  }

  /**
   * Lets go what may go.
   *
   * @return nanoseconds until more may, or {@link #NEVER} when nothing is held or it is not time
   *     that lacks
   */
  public long pump(long now) {
    bucket.fill(now);
    long wait = NEVER;
    for (int band = firstBusy(); band != NONE; band = firstBusy()) {
      int entry = bands[band].peek();
      int bytes = held.wire(entry);
      wait = unlimited ? 0 : bucket.waitNanos(bytes);
      if (wait > 0) {
        break;
      }
      wait = NEVER;
      if (!departures.hasRoom(entry)) {
        break;
      }
      if (!unlimited) {
        bucket.take(bytes);
      }
      bands[band].poll();
      departures.add(entry);
      classifier.sent(held.flow(entry), bytes);
      held.remove(entry);
      sent[band]++;
    }
    departures.send();
    return wait;
  }

  private int firstBusy() {
    for (int i = 0; i < bands.length; i++) {
      if (!bands[i].isEmpty()) {
        return i;
      }
    }
    return NONE;
  }

  /** Frames held. */
  public int held() {
    int frames = 0;
    for (var band : bands) {
      frames += band.frames();
    }
    return frames;
  }

  /** Gives up what is held. */
  public void drop(DropReason reason) {
    for (var band : bands) {
      for (int entry = band.any(); entry != NONE; entry = band.any()) {
        drop(reason, entry);
      }
    }
  }

  private void drop(DropReason reason, int entry) {
    witness.dropped(true, 0, reason, held.slab(entry), held.slot(entry));
    ledger.dropped(reason, 1);
    held.remove(entry);
  }

  /** Adds counters by band: frames sent, frames dropped as too many, frames held. */
  public void countInto(Map<String, Long> view) {
    for (int i = 0; i < bands.length; i++) {
      var name = "queue-" + Band.of(i).slug();
      view.put(name + "-sent", sent[i]);
      view.put(name + "-dropped", dropped[i]);
      view.put(name + "-backlog", (long) bands[i].frames());
    }
  }
}
