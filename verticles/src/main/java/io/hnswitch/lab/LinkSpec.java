package io.hnswitch.lab;

import java.util.List;

/**
 * A declared link: joins the wires of two adapters.
 *
 * @param name its id
 * @param endpoints the two adapters, in the order of their names: a link has no direction
 */
public record LinkSpec(String name, List<String> endpoints) {

  public LinkSpec {
    LabName.require(name);
    endpoints = endpoints.stream().map(LabName::require).sorted().toList();
    if (endpoints.size() != 2 || endpoints.getFirst().equals(endpoints.getLast())) {
      throw new IllegalArgumentException("a link joins two adapters, not " + endpoints);
    }
  }

  public boolean joins(String adapter) {
    return endpoints.contains(adapter);
  }

  /** The adapter at the other end. */
  public String peer(String adapter) {
    if (!joins(adapter)) {
      throw new IllegalArgumentException("link " + name + " does not join " + adapter);
    }
    return endpoints.getFirst().equals(adapter) ? endpoints.getLast() : endpoints.getFirst();
  }
}
