package io.hnswitch.endpoint.tap;

/**
 * Where an interface is now.
 *
 * @param name its name there
 * @param namespace its network namespace; empty: the one of this process
 */
public record TapPlacement(String name, String namespace) {

  public TapPlacement {
    TapNames.requireInterface(name);
    if (!namespace.isEmpty()) {
      TapNames.requireNamespace(namespace);
    }
  }

  static TapPlacement of(TapSettings settings) {
    return new TapPlacement(settings.name(), settings.namespace());
  }
}
