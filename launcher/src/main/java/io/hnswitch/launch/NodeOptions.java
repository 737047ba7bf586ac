package io.hnswitch.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How a verb finds the node that it talks to. */
final class NodeOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "the node, like http://127.0.0.1:8080 (else HNSWITCH_URL, else the running one)")
  private String url = "";

  @Option(names = "--token", paramLabel = "TOKEN", description = "its token (else HNSWITCH_TOKEN)")
  private String token = "";

  @Option(names = "--node", paramLabel = "NAME", description = "which of this machine's nodes")
  private String node = "";

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "trust the certificates in it, PEM (else HNSWITCH_CA, else the system's)")
  private String ca = "";

  /** Whether an option names a node. */
  boolean isNamed() {
    return !url.isEmpty() || !node.isEmpty();
  }

  /** A client for the node that options, environment or state files name. */
  NodeClient client(Map<String, String> environment) {
    var address = url.isEmpty() ? environment.getOrDefault("HNSWITCH_URL", "") : url;
    var secret = token.isEmpty() ? environment.getOrDefault("HNSWITCH_TOKEN", "") : token;
    var authorities = ca.isEmpty() ? environment.getOrDefault("HNSWITCH_CA", "") : ca;
    var trust = authorities.isEmpty() ? Trust.system() : Trust.authorities(Path.of(authorities));
    if (!address.isEmpty()) {
      return byUrl(address, secret, trust);
    }
    var all = RuntimeFolder.of(environment).nodes();
    var nodes = all.stream().filter(one -> node.isEmpty() || one.node().equals(node)).toList();
    if (nodes.isEmpty()) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          all.isEmpty()
              ? "hnswitch: no node runs here: start one with `hnswitch run`, or use --url"
              : "hnswitch: no node of that name runs here: " + names(all));
    }
    if (nodes.size() > 1) {
      throw new CliException(
          ExitCode.USAGE, "hnswitch: several nodes run here, use --node or --url: " + names(nodes));
    }
    var one = nodes.getFirst();
    // Its own file says which certificate is its own: nobody else needs to vouch for it.
    boolean isKnown = authorities.isEmpty() && !one.certificate().isEmpty();
    return new NodeClient(
        one.url(),
        secret.isEmpty() ? one.token() : secret,
        isKnown ? Trust.only(Path.of(one.certificate())) : trust);
  }

  private static String names(List<NodeFile> nodes) {
    return nodes.stream()
        .map(one -> one.node() + " (" + one.url() + ")")
        .collect(Collectors.joining(", "));
  }

  /** The line that a node prints holds the token too. */
  private static NodeClient byUrl(String address, String secret, Trust trust) {
    int query = address.indexOf('?');
    var base = query < 0 ? address : address.substring(0, query);
    var inUrl =
        query >= 0 && address.startsWith("token=", query + 1)
            ? address.substring(query + 1 + "token=".length())
            : "";
    return new NodeClient(
        base.endsWith("/") ? base.substring(0, base.length() - 1) : base,
        secret.isEmpty() ? inUrl : secret,
        trust);
  }
}
