package io.hnswitch.bench;

import io.hnswitch.control.Datapath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing to measure.
 *
 * @param load what sends: {@code burst} or {@code flow}
 * @param feature what the guests' ports do
 * @param frameBytes of a frame, without check sequence
 */
record PathCase(Datapath path, String load, PortFeature feature, int frameBytes) {

  static final String BURST = "burst";
  static final String FLOW = "flow";

  private static final List<Integer> BURST_FRAMES = List.of(64, 1500, 65536);
  private static final List<Integer> FLOW_FRAMES = List.of(64, 1500);

  PathCase(Datapath path, String load, int frameBytes) {
    this(path, load, PortFeature.NONE, frameBytes);
  }

  PathCase {
    if (!load.equals(BURST) && !load.equals(FLOW)) {
      throw new IllegalArgumentException("no such load: " + load);
    }
  }

  /** Every case, in the order of the report. */
  static List<PathCase> all() {
    var all = new ArrayList<PathCase>();
    for (var path : Datapath.values()) {
      BURST_FRAMES.forEach(bytes -> all.add(new PathCase(path, BURST, bytes)));
      FLOW_FRAMES.forEach(bytes -> all.add(new PathCase(path, FLOW, bytes)));
    }
    return List.copyOf(all);
  }

  /** From words like {@code vf burst 1500}, or {@code vf burst+guards 1500}. */
  static PathCase parse(String path, String load, String frameBytes) {
    int plus = load.indexOf('+');
    return new PathCase(
        Datapath.valueOf(path.toUpperCase(Locale.ROOT)),
        plus < 0 ? load : load.substring(0, plus),
        plus < 0
            ? PortFeature.NONE
            : PortFeature.valueOf(load.substring(plus + 1).toUpperCase(Locale.ROOT)),
        Integer.parseInt(frameBytes));
  }

  String pathWord() {
    return path.name().toLowerCase(Locale.ROOT);
  }

  /** The words that {@link #parse} takes. */
  List<String> words() {
    var word = feature == PortFeature.NONE ? load : load + "+" + feature.name();
    return List.of(pathWord(), word.toLowerCase(Locale.ROOT), Integer.toString(frameBytes));
  }

  /** Starts it. */
  PathLoad start() {
    var started =
        load.equals(BURST)
            ? new BurstLoad(path, new FrameShape(frameBytes))
            : new FlowLoad(path, frameBytes);
    feature.begin(started.bench());
    return started;
  }
}
