package io.hnswitch.launch;

import io.hnswitch.api.Request;
import io.hnswitch.lab.LabSpec;
import java.util.Optional;
import java.util.Set;

/** Which nodes of a cluster an operation concerns. */
sealed interface OperationReach {

  /** The node that is asked: every node knows it, or it is about that node. */
  record Here() implements OperationReach {}

  /** The node that orders the changes. */
  record Leader() implements OperationReach {}

  /**
   * One node.
   *
   * @param device that it has, for people
   */
  record Node(String name, String device) implements OperationReach {}

  /** All nodes, whose answers are put together. */
  record All() implements OperationReach {}

  /** The node that knows the object; all are asked. */
  record Whoever() implements OperationReach {}

  Set<String> LED =
      Set.of("lab.apply", "lab.undo", "lab.restore", "lab.checkpoint", "lab.destroy", "switch.set");

  Set<String> MERGED =
      Set.of(
          "nic.list",
          "pair.list",
          "vf.list",
          "vf.map",
          "adapter.list",
          "switch.list",
          "link.list",
          "flow.list",
          "endpoint.list",
          "capture.list",
          "fault.list",
          "fault.clear-all",
          "ledger.get");

  Set<String> SOUGHT = Set.of("capture.read", "capture.stop", "flow.get", "flow.stop");

  /**
   * Finds it.
   *
   * @param lab that runs
   */
  static OperationReach of(Request request, LabSpec lab) {
    var name = request.operation().name();
    if (LED.contains(name) || isTunable(request)) {
      return new Leader();
    }
    if (MERGED.contains(name)) {
      return new All();
    }
    var owner = owner(request, lab);
    if (owner.isPresent()) {
      return owner.get();
    }
    return SOUGHT.contains(name) ? new Whoever() : new Here();
  }

  /** A setting of the whole lab, not of one device. */
  private static boolean isTunable(Request request) {
    return request.operation().name().equals("nic.sysctl-set")
        && request.findText("name").filter(text -> text.startsWith("hw.")).isPresent();
  }

  private static Optional<OperationReach> owner(Request request, LabSpec lab) {
    for (var parameter : request.operation().parameters()) {
      var value = value(request, parameter.name());
      var place =
          value.flatMap(
              text ->
                  switch (parameter.name()) {
                    case "nic", "from" -> ofNic(text, lab);
                    case "at" -> ofNic(text, lab).or(() -> Optional.of(lab.placeOfAdapter(text)));
                    case "guest" -> moved(request, text, lab);
                    case "node" -> named(request, text);
                    case "switch" -> Optional.of(lab.placeOfSwitch(text));
                    case "adapter" -> Optional.of(lab.placeOfAdapter(text));
                    case "vf" -> ofVf(text, lab);
                    case "link" -> ofLink(text, lab);
                    case "id" -> ofFlow(request, text, lab);
                    default -> Optional.empty();
                  });
      if (place.filter(one -> !one.isEmpty()).isPresent()) {
        return Optional.of(new Node(place.get(), value.orElseThrow()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> value(Request request, String name) {
    return switch (name) {
      case "nic", "guest", "node", "from", "switch", "adapter", "vf", "link", "id" ->
          request.findText(name);
      case "at" -> request.findTexts(name).flatMap(all -> all.stream().findFirst());
      default -> Optional.empty();
    };
  }

  /** What every node knows of a guest, the one that is asked answers. */
  private static Optional<String> moved(Request request, String text, LabSpec lab) {
    return request.operation().name().equals("guest.migrate")
        ? Optional.of(lab.placeOfGuest(text))
        : Optional.empty();
  }

  private static Optional<String> named(Request request, String text) {
    return request.operation().name().equals("cluster.drain")
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<String> ofNic(String text, LabSpec lab) {
    if (text.indexOf('/') >= 0) {
      return ofVf(text, lab);
    }
    int colon = text.indexOf(':');
    return colon < 0 ? Optional.empty() : Optional.of(lab.placeOfGuest(text.substring(0, colon)));
  }

  private static Optional<String> ofVf(String text, LabSpec lab) {
    int slash = text.indexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(lab.placeOfAdapter(text.substring(0, slash)));
  }

  /** Each end knows its own; the first one is asked. */
  private static Optional<String> ofLink(String text, LabSpec lab) {
    return Optional.ofNullable(lab.links().get(text))
        .map(link -> lab.placeOfEnd(link.endpoints().getFirst()));
  }

  /** A flow is with its sender. */
  private static Optional<String> ofFlow(Request request, String id, LabSpec lab) {
    return request.operation().noun().equals("flow")
        ? Optional.ofNullable(lab.flows().get(id))
            .map(flow -> lab.placeOfGuest(flow.from().guest()))
        : Optional.empty();
  }
}
