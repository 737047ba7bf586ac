package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

/** A node with a {@link NetnsLab}, for all tests of a class; it must leave nothing when it ends. */
final class NetnsNode implements AutoCloseable {

  final Place place;
  final NetnsLab lab;
  final NodeProcess node;

  private NetnsNode(Place place, NetnsLab lab, NodeProcess node) {
    this.place = place;
    this.lab = lab;
    this.node = node;
  }

  /**
   * Starts it.
   *
   * @param more a line of the lab's {@code spec} besides
   */
  static NetnsNode start(String more) {
    Checkout.requireEverything();
    var place = Place.make();
    var lab = NetnsLab.fresh();
    try {
      var yaml = lab.yaml().replace("  guests:", "  " + more + "\n  guests:");
      return new NetnsNode(place, lab, NodeProcess.start(place, yaml));
    } catch (RuntimeException | Error e) {
      lab.close();
      place.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try (var files = place;
        var names = lab;
        var process = node) {
      process.stop();
      assertEquals(List.of(), files.leftovers());
      assertFalse(names.blue().exists() || names.green().exists());
    }
  }
}
