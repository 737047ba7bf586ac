package io.hnswitch.qdisc;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** The rules of the queue written down as plainly as possible, to compare {@link Shaper} with. */
final class PlainShaper {

  /** A frame: which burst it came in, its number, its bytes on the wire. */
  record Frame(int burst, int sequence, Band band, int flow, int wire) {}

  private static final class Flow {
    final ArrayDeque<Frame> frames = new ArrayDeque<>();
    int deficit = 1514;

    long bytes() {
      return frames.stream().mapToLong(Frame::wire).sum();
    }
  }

  /** Of each band, the flows in the order of their turns. */
  private final List<LinkedHashMap<Integer, Flow>> bands =
      List.of(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());

  final List<Frame> gone = new ArrayList<>();
  final List<Frame> dropped = new ArrayList<>();
  private BigDecimal tokens;
  private long rate;
  private long burst;
  private int limit;
  private long at;

  PlainShaper(long rate, long burst, int limit, long now) {
    this.rate = rate;
    this.burst = burst;
    this.limit = limit;
    this.tokens = BigDecimal.valueOf(burst);
    this.at = now;
  }

  void configure(long newRate, long newBurst, int newLimit, long now) {
    fill(now);
    rate = newRate;
    burst = newBurst;
    limit = newLimit;
    tokens = tokens.min(BigDecimal.valueOf(burst));
    for (var band : bands) {
      while (trim(band)) {
        continue;
      }
    }
  }

  private void fill(long now) {
    var bytes =
        BigDecimal.valueOf(now - at)
            .multiply(BigDecimal.valueOf(rate))
            .divide(BigDecimal.valueOf(8_000_000_000L), MathContext.UNLIMITED);
    tokens = tokens.add(bytes).min(BigDecimal.valueOf(burst));
    at = now;
  }

  int held() {
    return bands.stream().mapToInt(PlainShaper::frames).sum();
  }

  private static int frames(LinkedHashMap<Integer, Flow> band) {
    return band.values().stream().mapToInt(flow -> flow.frames.size()).sum();
  }

  private static long bytes(LinkedHashMap<Integer, Flow> band) {
    return band.values().stream().mapToLong(Flow::bytes).sum();
  }

  void accept(List<Frame> frames, long now) {
    fill(now);
    long all = frames.stream().mapToLong(Frame::wire).sum();
    if (held() == 0 && tokens.compareTo(BigDecimal.valueOf(all)) >= 0) {
      tokens = tokens.subtract(BigDecimal.valueOf(all));
      gone.addAll(frames);
      return;
    }
    for (var frame : frames) {
      var band = bands.get(frame.band().ordinal());
      var flow = band.computeIfAbsent(frame.flow(), _ -> new Flow());
      flow.frames.add(frame);
      if (isOver(band, flow)) {
        pump(now);
        while (trim(flow) || trim(band)) {
          continue;
        }
      }
    }
  }

  private boolean isOver(LinkedHashMap<Integer, Flow> band, Flow flow) {
    return frames(band) > limit
        || bytes(band) > limit * 1514L
        || flow.frames.size() > limit / 2
        || flow.bytes() > limit / 2 * 1514L;
  }

  private boolean trim(Flow flow) {
    boolean over =
        flow.frames.size() > limit / 2
            || flow.frames.size() > 1 && flow.bytes() > limit / 2 * 1514L;
    return over && dropped.add(flow.frames.poll());
  }

  private boolean trim(LinkedHashMap<Integer, Flow> band) {
    if (frames(band) > limit) {
      return drop(band, Comparator.comparingLong(flow -> flow.frames.size()));
    }
    return frames(band) > 1
        && bytes(band) > limit * 1514L
        && drop(band, Comparator.comparingLong(Flow::bytes));
  }

  private boolean drop(LinkedHashMap<Integer, Flow> band, Comparator<Flow> by) {
    Flow longest = null;
    for (var flow : band.values()) {
      if (longest == null || by.compare(flow, longest) > 0) {
        longest = flow;
      }
    }
    return dropped.add(longest.frames.poll());
  }

  void pump(long now) {
    fill(now);
    var round = new ArrayList<Frame>();
    for (var frame = next(); frame != null; frame = next()) {
      round.add(frame);
    }
    round.sort(Comparator.comparingInt(Frame::burst));
    gone.addAll(round);
  }

  private Frame next() {
    for (var band : bands) {
      if (frames(band) > 0) {
        return next(band);
      }
    }
    return null;
  }

  private Frame next(LinkedHashMap<Integer, Flow> band) {
    while (true) {
      var turn = band.firstEntry();
      var flow = turn.getValue();
      if (flow.frames.isEmpty()) {
        band.pollFirstEntry();
        continue;
      }
      var frame = flow.frames.peek();
      if (flow.deficit < frame.wire()) {
        flow.deficit += 1514;
        band.pollFirstEntry();
        band.put(turn.getKey(), flow);
        continue;
      }
      var wire = BigDecimal.valueOf(frame.wire());
      var half = BigDecimal.valueOf(burst).divide(BigDecimal.TWO);
      if (tokens.compareTo(wire.min(half)) < 0) {
        return null;
      }
      tokens = tokens.subtract(wire);
      flow.deficit -= frame.wire();
      flow.frames.poll();
      if (flow.frames.isEmpty()) {
        band.pollFirstEntry();
      }
      return frame;
    }
  }
}
