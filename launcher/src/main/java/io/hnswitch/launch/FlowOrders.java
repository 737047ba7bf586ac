package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.EndpointSpec;
import io.hnswitch.lab.FlowSpec;
import io.hnswitch.lab.HostAnswer;
import io.hnswitch.lab.IpPrefix;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.NicSpec;
import java.util.List;

/** Turns declared flows into what their two hosts are told. */
final class FlowOrders {

  private static final int ECHO_PORT = 7;

  private FlowOrders() {}

  /**
   * Finds the two ends. A flow is echoed when it asks for that and the receiver answers on its
   * port; else it is one-way.
   *
   * @param number what the frames carry, 1 to 65535
   * @throws io.hnswitch.api.ProblemException when there is no way between them
   */
  static FlowOrder of(FlowSpec flow, LabSpec lab, int number) {
    var from = lab.nic(flow.from()).orElseThrow(() -> noHost(flow, flow.from()));
    var to = lab.nic(flow.to()).orElseThrow(() -> noHost(flow, flow.to()));
    var target = host(flow, to);
    var pair = pair(host(flow, from), target);
    if (pair.isEmpty()) {
      throw refused(flow.from() + " and " + flow.to() + " have no IP addresses of one kind");
    }
    boolean echoed =
        flow.echo() && flow.udp() == ECHO_PORT && target.answers().contains(HostAnswer.UDP_ECHO);
    return new FlowOrder(
        flow.name(),
        number,
        flow.from(),
        flow.to(),
        from.mac(),
        to.mac(),
        pair.getFirst().address().toString(),
        pair.getLast().address().toString(),
        flow.udp(),
        flow.rate().pps(),
        flow.size(),
        flow.count(),
        echoed);
  }

  private static EndpointSpec.Host host(FlowSpec flow, NicSpec nic) {
    return switch (nic.endpoint()) {
      case EndpointSpec.Host host -> host;
      case EndpointSpec.Tap _,
          EndpointSpec.Packet _,
          EndpointSpec.Qemu _,
          EndpointSpec.Pcap _,
          EndpointSpec.None _ ->
          throw noHost(flow, nic.id());
    };
  }

  private static RuntimeException noHost(FlowSpec flow, NicId nic) {
    return refused("flow " + flow.name() + " needs an in-process host at " + nic);
  }

  private static RuntimeException refused(String detail) {
    return Problem.of(ProblemCode.NOT_SUPPORTED, detail).exception();
  }

  /** Two addresses of one kind, or none. */
  private static List<IpPrefix> pair(EndpointSpec.Host from, EndpointSpec.Host to) {
    for (var source : from.ips()) {
      for (var target : to.ips()) {
        if (source.address().isV4() == target.address().isV4()) {
          return List.of(source, target);
        }
      }
    }
    return List.of();
  }
}
