package io.hnswitch.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The devices of a lab that can be measured. Used on the lab's event loop only. */
public final class Readings {

  private final Set<Source> sources = new LinkedHashSet<>();

  /** A device; gives what it measures now, and takes no longer than reading a few fields. */
  @FunctionalInterface
  public interface Source {
    void measure(Consumer<Reading> into);
  }

  /** From now on the device is measured too. */
  public void add(Source source) {
    sources.add(source);
  }

  /** The device is going; one that is not there is none to remove. */
  public void remove(Source source) {
    sources.remove(source);
  }

  /** All devices at this moment, in the order in which they came. */
  public List<Reading> take() {
    var all = new ArrayList<Reading>();
    sources.forEach(source -> source.measure(all::add));
    return all;
  }
}
