package io.hnswitch.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The closed catalogue of operations: whatever a face offers is in it, and nothing else is served.
 */
public final class Operations {

  private static final List<Operation> ALL =
      Stream.of(
              NodeCatalogue.ALL,
              AccessCatalogue.ALL,
              LabCatalogue.ALL,
              SwitchCatalogue.ALL,
              NicCatalogue.ALL,
              VfCatalogue.ALL,
              LinkCatalogue.ALL,
              FaultCatalogue.ALL,
              TrafficCatalogue.ALL,
              ClusterCatalogue.ALL,
              ScriptCatalogue.ALL,
              ViewCatalogue.ALL)
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Operation> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));

  private Operations() {}

  /** All there are, kind by kind. */
  public static List<Operation> all() {
    return ALL;
  }

  /** The operation with a name like {@code vf.attach}. */
  public static Optional<Operation> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The operation with a name that is in the catalogue.
   *
   * @throws IllegalArgumentException when it is not
   */
  public static Operation get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no operation \"" + name + "\""));
  }
}
