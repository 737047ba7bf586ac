package io.hnswitch.l2;

import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The forwarding rules once more, slow and obvious, to compare {@link SwitchCore} with. */
final class PlainSwitch {

  /** What the model knows of a port. */
  record Port(
      String name,
      PortKind kind,
      long owner,
      boolean broadcast,
      boolean allMulti,
      boolean promiscuous) {}

  final Map<String, Port> ports = new HashMap<>();
  final Map<Long, String> steered = new HashMap<>();
  final Map<Long, String> learned = new HashMap<>();

  /** Names of the ports a frame leaves by. */
  List<String> forward(String from, long destination, long source, int length) {
    var out = new ArrayList<String>();
    if (length < 14) {
      return out;
    }
    var owner = ownerOf(source);
    if (owner == null && !MacAddress.isGroup(source) && source != 0) {
      learned.put(source, from);
    }
    boolean group = MacAddress.isGroup(destination);
    String at = group ? null : placeOf(destination);
    if (at != null) {
      if (!at.equals(from)) {
        out.add(at);
      } else if (ownerOf(destination) != null && !ownerOf(destination).equals(from)) {
        out.add(ownerOf(destination));
      }
      return out;
    }
    for (var port : ports.values()) {
      boolean wants =
          port.kind() == PortKind.UPLINK
              || port.promiscuous()
              || destination == MacAddress.BROADCAST.value() && port.broadcast()
              || group && destination != MacAddress.BROADCAST.value() && port.allMulti();
      if (wants && !port.name().equals(from) && !port.name().equals(owner)) {
        out.add(port.name());
      }
    }
    return out;
  }

  private String ownerOf(long mac) {
    for (var port : ports.values()) {
      if (port.owner() == mac) {
        return port.name();
      }
    }
    return null;
  }

  private String placeOf(long mac) {
    if (steered.containsKey(mac)) {
      return steered.get(mac);
    }
    var owner = ownerOf(mac);
    return owner != null ? owner : learned.get(mac);
  }
}
