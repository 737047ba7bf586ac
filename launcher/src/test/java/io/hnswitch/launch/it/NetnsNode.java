package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

/** A node with a {@link NetnsLab}, for all tests of a class; it must leave nothing when it ends. */
final class NetnsNode implements AutoCloseable {

  /** Before what else runs on this machine: that may slow a program down, but not stop it. */
  static final List<String> FIRST = List.of("nice", "-n", "-15");

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
    return start(List.of(), "  " + more + "\n");
  }

  /** Starts one with the lab as it is, behind a prefix like {@link #FIRST}. */
  static NetnsNode start(List<String> prefix) {
    return start(prefix, "");
  }

  private static NetnsNode start(List<String> prefix, String more) {
    Checkout.requireEverything();
    var place = Place.make();
    var lab = NetnsLab.fresh();
    try {
      var yaml = lab.yaml().replace("  guests:", more + "  guests:");
      var file = place.write("lab.yaml", yaml).toString();
      var hnswitch = Checkout.hnswitch(place.temporary()).toArray(String[]::new);
      return new NetnsNode(
          place, lab, NodeProcess.start(place, Running.with(prefix, hnswitch), file));
    } catch (RuntimeException | Error e) {
      lab.close();
      place.close();
      throw e;
    }
  }

  /** Takes the VFs that are still there away. */
  void detachAll() {
    for (var nic : List.of("blue:hn0", "green:hn0")) {
      if (node.rest().get("/nics/" + nic).getString("path").equals("vf")) {
        node.rest().detach(nic, "graceful");
      }
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
