package io.hnswitch.launch;

import io.hnswitch.console.ConsoleException;
import io.hnswitch.console.ConsoleSettings.Reach;
import io.hnswitch.console.TlsIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a node may be reached: by TLS or without, under which names, and by whom. */
final class ReachOptions {

  private static final String NAME =
      "[A-Za-z0-9]([A-Za-z0-9-]{0,62}\\.)*[A-Za-z0-9-]{0,62}|\\[[0-9a-fA-F:.]+]";

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "serve by TLS: the certificate and those that vouch for it, PEM")
  private Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "the key of --tls-cert, PEM without a passphrase")
  private Path key;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description = "a further name that browsers may use for this node; repeatable")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--insecure-listen",
      description = "let other machines reach it even without TLS: everybody on the way can read")
  private boolean insecure;

  /**
   * What they say; the files are read and checked.
   *
   * @param places where the node is to listen
   * @throws CliException when that is not allowed, or something is not valid
   */
  Reach reach(List<Listen> places) {
    for (var host : hosts) {
      if (!host.matches(NAME)) {
        throw new CliException(
            ExitCode.USAGE,
            "hnswitch: --allow-host wants a name without scheme and port, like lab.example.org, not"
                + " "
                + host);
      }
    }
    var reach = new Reach(identity(), hosts, insecure);
    for (var place : places) {
      if (!reach.allows(place.host())) {
        throw new CliException(
            ExitCode.INVALID,
            "hnswitch: refusing to listen on "
                + place.host()
                + ": without TLS this is for this machine only; use 127.0.0.1, ::1 or localhost,"
                + " or --tls-cert and --tls-key (--insecure-listen forces it)");
      }
    }
    return reach;
  }

  private Optional<TlsIdentity> identity() {
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw new CliException(
          ExitCode.USAGE, "hnswitch: --tls-cert and --tls-key belong together: one is missing");
    }
    try {
      return Optional.of(TlsIdentity.read(certificate, key, Instant.now()));
    } catch (ConsoleException e) {
      throw new CliException(ExitCode.INVALID, "hnswitch: TLS: " + e.getMessage());
    }
  }

  /** What people must be told before such a node starts, one line each. */
  static List<String> warnings(Reach reach, List<Listen> places) {
    return places.stream()
        .filter(place -> reach.isExposed(place.host()))
        .map(
            place ->
                "WARNING: listening on "
                    + place.host()
                    + " without TLS: whoever is on the way can read tokens and passwords, and"
                    + " change everything (--insecure-listen)")
        .toList();
  }
}
