package io.hnswitch.lab;

import io.hnswitch.id.NicId;
import io.hnswitch.impair.LinkImpairment;
import java.util.List;
import java.util.Optional;

/**
 * A declared link: joins the wires of two adapters, or the wire of one with what is outside of the
 * lab; or it is the cable between a NIC and its switch, which is there also without being declared.
 *
 * @param name its id
 * @param endpoints the ends in the order of the file: forward is from the first to the second; only
 *     the adapter when the other is outside
 * @param outside what is at the other end, when there is one adapter
 * @param impair the layer that a file has
 */
public record LinkSpec(
    String name, List<String> endpoints, Optional<OutsideSpec> outside, LinkImpairment impair) {

  public LinkSpec {
    LabName.require(name);
    endpoints = List.copyOf(endpoints);
    long nics = endpoints.stream().filter(LinkSpec::isNic).count();
    endpoints.stream().filter(end -> !isNic(end)).forEach(LabName::require);
    endpoints.stream().filter(LinkSpec::isNic).forEach(NicId::parse);
    if (outside.isPresent() && (endpoints.size() != 1 || nics != 0)) {
      throw new IllegalArgumentException("a link out has one adapter, not " + endpoints);
    }
    if (outside.isEmpty()
        && (endpoints.size() != 2
            || nics > 1
            || endpoints.getFirst().equals(endpoints.getLast()))) {
      throw new IllegalArgumentException(
          "a link joins two adapters, or a NIC and its switch, not " + endpoints);
    }
  }

  /** A link without impairments. */
  public LinkSpec(String name, List<String> endpoints, Optional<OutsideSpec> outside) {
    this(name, endpoints, outside, LinkImpairment.NONE);
  }

  /** A link between two adapters. */
  public LinkSpec(String name, List<String> endpoints) {
    this(name, endpoints, Optional.empty());
  }

  /** The tunnel at its other end. */
  public Optional<VxlanSpec> vxlan() {
    return outside.filter(VxlanSpec.class::isInstance).map(VxlanSpec.class::cast);
  }

  /** The interface at its other end. */
  public Optional<InterfaceSpec> packet() {
    return outside.filter(InterfaceSpec.class::isInstance).map(InterfaceSpec.class::cast);
  }

  /** Whether an end is a NIC. */
  static boolean isNic(String end) {
    return end.indexOf(':') >= 0;
  }

  /** The NIC whose cable it is; nothing when it joins adapters. */
  public Optional<NicId> nic() {
    return endpoints.stream().filter(LinkSpec::isNic).map(NicId::parse).findFirst();
  }

  /** Whether it has a wire, and so a device: the cable of a NIC is part of the NIC. */
  public boolean isWire() {
    return nic().isEmpty();
  }

  public boolean joins(String end) {
    return endpoints.contains(end);
  }

  /** The end that the other direction comes from. */
  public String peer(String end) {
    if (!joins(end) || outside.isPresent()) {
      throw new IllegalArgumentException("link " + name + " does not join " + end);
    }
    return endpoints.getFirst().equals(end) ? endpoints.getLast() : endpoints.getFirst();
  }

  /** Whether what an end sends goes forward. */
  public boolean isForwardFrom(String end) {
    return endpoints.getFirst().equals(end);
  }

  /** The same link with another layer in the file. */
  public LinkSpec with(LinkImpairment changed) {
    return new LinkSpec(name, endpoints, outside, changed);
  }

  /** The cable of a NIC that is plugged into a switch. */
  LinkSpec at(String switchName) {
    return new LinkSpec(
        name,
        endpoints.stream().map(end -> isNic(end) ? end : switchName).toList(),
        outside,
        impair);
  }
}
