package io.hnswitch.lab;

import java.util.List;
import java.util.Optional;

/**
 * A declared link: joins the wires of two adapters, or the wire of one with a tunnel.
 *
 * @param name its id
 * @param endpoints the adapters, in the order of their names: a link has no direction
 * @param vxlan the tunnel, when there is one adapter
 */
public record LinkSpec(String name, List<String> endpoints, Optional<VxlanSpec> vxlan) {

  public LinkSpec {
    LabName.require(name);
    endpoints = endpoints.stream().map(LabName::require).sorted().toList();
    if (vxlan.isPresent() && endpoints.size() != 1) {
      throw new IllegalArgumentException("a tunnel has one adapter, not " + endpoints);
    }
    if (vxlan.isEmpty()
        && (endpoints.size() != 2 || endpoints.getFirst().equals(endpoints.getLast()))) {
      throw new IllegalArgumentException("a link joins two adapters, not " + endpoints);
    }
  }

  /** A link between two adapters. */
  public LinkSpec(String name, List<String> endpoints) {
    this(name, endpoints, Optional.empty());
  }

  public boolean joins(String adapter) {
    return endpoints.contains(adapter);
  }

  /** The adapter at the other end. */
  public String peer(String adapter) {
    if (!joins(adapter) || vxlan.isPresent()) {
      throw new IllegalArgumentException("link " + name + " does not join " + adapter);
    }
    return endpoints.getFirst().equals(adapter) ? endpoints.getLast() : endpoints.getFirst();
  }
}
