package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.console.ConsoleSettings.Reach;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is decided about where a node may listen; nothing listens here. */
class ReachOptionsTest {

  private static final String FILES = "../web-console/src/test/resources/tls/";
  private static final List<String> TLS =
      List.of("--tls-cert", FILES + "ec.pem", "--tls-key", FILES + "ec.key.pem");

  @Command
  private static final class Options {
    @Mixin private ReachOptions reach;
  }

  private static Reach reach(List<String> arguments, String... places) {
    var options = new Options();
    new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
    return options.reach.reach(places(places));
  }

  private static List<Listen> places(String... texts) {
    return List.of(texts).stream().map(Listen::parse).toList();
  }

  private static void assertRefused(ExitCode code, String word, List<String> arguments) {
    var refusal = assertThrows(CliException.class, () -> reach(arguments, "127.0.0.1:0"));
    assertEquals(code, refusal.code());
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
  }

  @Test
  void allowsThisMachineWithoutAnything() {
    var reach = reach(List.of(), "127.0.0.1:0", "[::1]:0", "localhost:0", "127.9.9.9:0");
    assertEquals(Reach.LOOPBACK, reach);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0:80", "[::]:80", "10.0.0.1:80", "example.org:80", "127.0.0.300:1"})
  void refusesOtherMachinesWithoutTls(String place) {
    var refusal = assertThrows(CliException.class, () -> reach(List.of(), "127.0.0.1:0", place));
    assertEquals(ExitCode.INVALID, refusal.code());
    assertTrue(refusal.getMessage().contains("--tls-cert"), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:80", "[::]:80", "10.0.0.1:80", "example.org:80"})
  void allowsOtherMachinesWithTls(String place) {
    var reach = reach(TLS, place);
    assertTrue(reach.tls().isPresent());
    assertEquals(List.of(), ReachOptions.warnings(reach, places(place)));
  }

  @Test
  void warnsOfEachPlaceThatIsForced() {
    var reach = reach(List.of("--insecure-listen"), "0.0.0.0:80", "127.0.0.1:1");
    var warnings = ReachOptions.warnings(reach, places("0.0.0.0:80", "127.0.0.1:1", "[::]:2"));
    assertEquals(2, warnings.size());
    assertTrue(warnings.getFirst().startsWith("WARNING: listening on 0.0.0.0 without TLS"));
  }

  @Test
  void takesNamesOfHosts() {
    var reach = reach(List.of("--allow-host", "lab.example.org", "--allow-host", "[2001:db8::7]"));
    assertEquals(List.of("lab.example.org", "[2001:db8::7]"), reach.hosts());
    for (var wrong : List.of("http://lab", "lab:80", "", "a b", "*.example.org", "lab/", "-a")) {
      assertRefused(ExitCode.USAGE, "--allow-host", List.of("--allow-host=" + wrong));
    }
  }

  @Test
  void wantsCertificateAndKeyTogether() {
    assertRefused(ExitCode.USAGE, "belong together", TLS.subList(0, 2));
    assertRefused(ExitCode.USAGE, "belong together", TLS.subList(2, 4));
  }

  @Test
  void saysWhichFileCannotBeUsed() {
    assertRefused(
        ExitCode.INVALID,
        "there is no file none.pem",
        List.of("--tls-cert", "none.pem", "--tls-key", FILES + "ec.key.pem"));
    assertRefused(
        ExitCode.INVALID,
        "is not that of the certificate",
        List.of("--tls-cert", FILES + "rsa.pem", "--tls-key", FILES + "ec.key.pem"));
  }
}
