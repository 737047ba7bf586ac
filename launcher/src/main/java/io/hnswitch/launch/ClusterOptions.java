package io.hnswitch.launch;

import io.hnswitch.launch.cluster.ClusterSettings;
import io.hnswitch.launch.cluster.HostPort;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a node is one of several. */
final class ClusterOptions {

  @Option(names = "--cluster", description = "run one lab with the nodes that --members names")
  private boolean cluster;

  @Option(
      names = "--members",
      paramLabel = "HOST:PORT,...",
      split = ",",
      description = "all nodes of the cluster, this one included: more than half of them decide")
  private List<String> members = List.of();

  @Option(
      names = "--cluster-port",
      paramLabel = "N",
      defaultValue = "5701",
      description =
          "where this node meets the others, on its address in --members; it takes their messages"
              + " at N+100 and their wires at N+200 (default: ${DEFAULT-VALUE})")
  private int port;

  /** Empty when the node is alone. */
  Optional<ClusterSettings> settings(String node) {
    if (!cluster) {
      if (!members.isEmpty()) {
        throw new CliException(ExitCode.USAGE, "hnswitch: --members needs --cluster");
      }
      return Optional.empty();
    }
    if (members.isEmpty()) {
      throw new CliException(
          ExitCode.USAGE, "hnswitch: --cluster needs --members HOST:PORT,... with all its nodes");
    }
    if (port < 1 || port + ClusterSettings.WIRE_OFFSET > 65_535) {
      throw invalid("--cluster-port: not a port from 1 to 65335: " + port);
    }
    var all = members.stream().map(ClusterOptions::member).distinct().toList();
    var own = all.stream().filter(one -> one.port() == port && isHere(one.host())).toList();
    if (own.size() != 1) {
      throw invalid(
          "--members: "
              + (own.isEmpty() ? "none" : own.size())
              + " of "
              + all
              + " is an address of this machine with port "
              + port
              + " (--cluster-port)");
    }
    return Optional.of(
        new ClusterSettings(
            node,
            Version.text(),
            own.getFirst(),
            port + ClusterSettings.BUS_OFFSET,
            port + ClusterSettings.WIRE_OFFSET,
            all));
  }

  private static HostPort member(String text) {
    try {
      return HostPort.parse(text, ClusterSettings.DEFAULT_PORT);
    } catch (IllegalArgumentException e) {
      throw invalid("--members: " + e.getMessage());
    }
  }

  private static boolean isHere(String host) {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null;
    } catch (UnknownHostException e) {
      return false;
    } catch (SocketException e) {
      throw invalid("--members: cannot look at this machine's addresses: " + e.getMessage());
    }
  }

  private static CliException invalid(String detail) {
    return new CliException(ExitCode.INVALID, "hnswitch: " + detail);
  }
}
