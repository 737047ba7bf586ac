package io.hnswitch.endpoint;

import io.hnswitch.endpoint.tap.TapDevice;
import io.hnswitch.endpoint.tap.TapDoor;
import io.hnswitch.endpoint.tap.TapNetwork;
import io.hnswitch.endpoint.tap.TapPlacement;
import io.hnswitch.endpoint.tap.TapSettings;
import io.hnswitch.state.StateTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A TAP device that moves between two processes of one machine, and what is known of its place.
 * Every method may block.
 */
final class TapHandover {

  private static final Duration BOUND = Duration.ofSeconds(5);

  private final TapNetwork network;
  private Optional<TapDoor> door = Optional.empty();
  private boolean last;

  /** A device that has come, and how it is placed. */
  record Arrived(TapDevice tap, TapPlacement placement, int mtu, int gso) {}

  TapHandover(TapNetwork network) {
    this.network = network;
  }

  Void openDoor(String path) {
    closeDoor();
    door = Optional.of(TapDoor.open(Path.of(path)));
    return null;
  }

  Void hand(TapDevice tap, String path) {
    TapDoor.hand(tap, Path.of(path));
    return null;
  }

  void save(StateTree.Writer into, TapPlacement placement, int mtu, int gso) {
    into.text("name", placement.name())
        .text("netns", placement.namespace())
        .truth("namespaceToo", network.isLastOf(placement))
        .number("mtu", mtu)
        .number("gso", gso);
  }

  /** Waits for the device that is described. */
  Arrived receive(StateTree.Reader from, TapSettings settings) {
    var placement = new TapPlacement(from.text("name"), from.text("netns"));
    if (!placement.name().equals(settings.name())
        || !placement.namespace().equals(settings.namespace())) {
      throw from.wrong("name", placement + " is not the place of this tap");
    }
    last = from.truth("namespaceToo");
    int mtu = from.integer("mtu", TapSettings.MTU_MIN, TapSettings.MTU_MAX);
    int gso = from.integer("gso", 0, TapSettings.GSO_MAX);
    if (door.isEmpty()) {
      throw from.wrong("name", "no door has been opened for the device");
    }
    try {
      return new Arrived(door.get().accept(placement.name(), BOUND), placement, mtu, gso);
    } finally {
      closeDoor();
    }
  }

  /** The device is used here from now on. */
  Void takeOver(TapPlacement placement) {
    network.takeOver(placement, last);
    return null;
  }

  /** The device is used elsewhere from now on. */
  Void leave(TapPlacement placement) {
    network.handOver(placement);
    return null;
  }

  void closeDoor() {
    door.ifPresent(TapDoor::close);
    door = Optional.empty();
  }
}
