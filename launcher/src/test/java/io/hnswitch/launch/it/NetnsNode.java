package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A node with a {@link NetnsLab}, for all tests of a class; it must leave nothing when it ends. */
final class NetnsNode implements BeforeAllCallback, AfterAllCallback {

  /** Before what else runs on this machine: that may slow a program down, but not stop it. */
  static final List<String> FIRST = List.of("nice", "-n", "-15");

  private final List<String> prefix;
  private final String more;
  private Place place;
  private NetnsLab lab;
  private NodeProcess node;

  private NetnsNode(List<String> prefix, String more) {
    this.prefix = prefix;
    this.more = more;
  }

  /** One with the lab as it is. */
  static NetnsNode plain() {
    return new NetnsNode(List.of(), "");
  }

  /** One with the lab as it is, behind {@link #FIRST} and as fast as it can be: for load. */
  static NetnsNode first() {
    return new NetnsNode(FIRST, "");
  }

  /**
   * One with more in its lab.
   *
   * @param more a line of the lab's {@code spec} besides
   */
  static NetnsNode with(String more) {
    return new NetnsNode(List.of(), "  " + more + "\n");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Checkout.requireEverything();
    place = Place.make();
    lab = NetnsLab.fresh();
    var yaml = lab.yaml().replace("  guests:", more + "  guests:");
    var file = place.write("lab.yaml", yaml).toString();
    var hnswitch =
        prefix.isEmpty()
            ? Checkout.hnswitch(place.temporary())
            : Checkout.hnswitchForLoad(place.temporary());
    node = NodeProcess.start(place, Running.with(prefix, hnswitch.toArray(String[]::new)), file);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    try (var files = place;
        var names = lab;
        var process = node) {
      if (process != null) {
        process.stop();
        assertEquals(List.of(), files.leftovers());
        assertFalse(names.blue().exists() || names.green().exists());
      }
    }
  }

  NetnsLab lab() {
    return lab;
  }

  Rest rest() {
    return node.rest();
  }

  /** Takes the VFs that are still there away. */
  void detachAll() {
    for (var nic : List.of("blue:hn0", "green:hn0")) {
      if (rest().get("/nics/" + nic).getString("path").equals("vf")) {
        rest().detach(nic, "graceful");
      }
    }
  }
}
