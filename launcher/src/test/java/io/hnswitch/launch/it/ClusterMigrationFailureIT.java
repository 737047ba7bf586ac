package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A guest is on its way between two nodes of a cluster when one of them is killed, or a step fails.
 * Once all nodes are back it is at exactly one of them, nothing is wrong, and its flows go on. The
 * system property {@code hnswitch.faults} chooses the steps: {@code all}, or some by name.
 */
class ClusterMigrationFailureIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final List<String> SIDES = List.of("left", "mid");
  private static final List<String> FLOWS = List.of("out", "back");

  /** What happens at a step: who dies, or that it fails. */
  private enum Fate {
    SOURCE_DIES,
    TARGET_DIES,
    FAILS
  }

  private record Case(String step, Fate fate) {

    boolean isAtSource() {
      return step.startsWith("source.");
    }

    @Override
    public String toString() {
      return step + " " + fate;
    }
  }

  private static final List<String> STEPS =
      List.of(
          "source.Request.PREPARE",
          "target.Deploy",
          "target.Confirm.PREPARE",
          "source.RevokeVfs",
          "source.Suspend",
          "source.Request.TRANSFER",
          "target.Import",
          "target.Confirm.TRANSFER",
          "source.Request.RESUME",
          "target.Listen",
          "target.Decide",
          "target.Activate",
          "target.Confirm.RESUME",
          "source.Forward",
          "source.EndTunnel",
          "source.Leave",
          "target.Release",
          "target.Finish",
          "source.Finish");

  private static final List<String> MAY_FAIL =
      List.of(
          "target.Deploy", "source.RevokeVfs", "source.Suspend", "target.Import", "target.Decide");

  /** One before the word, two around the moment from which the guest is the target's. */
  private static final List<Case> FEW =
      List.of(
          new Case("target.Import", Fate.FAILS),
          new Case("source.Suspend", Fate.SOURCE_DIES),
          new Case("target.Activate", Fate.TARGET_DIES),
          new Case("target.Activate", Fate.SOURCE_DIES));

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: faults }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sl: { place: left }, sm: { place: mid }, sr: { place: right } }
        adapters:
          pl: { switch: sl }
          pm: { switch: sm }
          prl: { switch: sr }
          prm: { switch: sr }
        links:
          left: { endpoints: [pl, prl] }
          mid: { endpoints: [pm, prm] }
        guests:
          g: { nics: { hn0: { switch: sl, endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pl, attach: true } } } }
          r: { nics: { hn0: { switch: sr, endpoint: { host: { ip: 10.0.0.2/24 } } } } }
        flows:
          out: { from: "g:hn0", to: "r:hn0", rate: 1000pps, echo: false, udp: 9 }
          back: { from: "r:hn0", to: "g:hn0", rate: 1000pps, echo: false, udp: 9 }
      """;

  private final ClusterLan lan = new ClusterLan("left", "mid", "right");

  @BeforeEach
  void start() {
    Checkout.requireEverything();
    lan.startAll(LAB, name -> List.of("-Dhnswitch.test.fault=" + file(name)));
  }

  @AfterEach
  void stop() {
    lan.close();
  }

  private static List<Case> cases() {
    var wanted = System.getProperty("hnswitch.faults", "");
    if (wanted.isEmpty()) {
      return FEW;
    }
    return STEPS.stream()
        .flatMap(
            step ->
                Stream.of(Fate.values())
                    .filter(fate -> fate != Fate.FAILS || MAY_FAIL.contains(step))
                    .map(fate -> new Case(step, fate)))
        .filter(one -> wanted.equals("all") || List.of(wanted.split(",")).contains(one.step()))
        .toList();
  }

  private Path file(String name) {
    return lan.folder(name).resolve("fault");
  }

  private Rest right() {
    return lan.rest("right");
  }

  private long received(String flow) {
    var answer = right().answerTo("/flows/" + flow);
    return answer.statusCode() == 200
        ? new JsonObject(answer.body()).getJsonObject("data").getLong("received")
        : -1;
  }

  /** A receiver that begins anew counts anew. */
  private void flowsOn() {
    for (var flow : FLOWS) {
      for (int i = 0; i < 2; i++) {
        long before = received(flow);
        long now = Eventually.look(BOUND, () -> received(flow), seen -> seen > 0 && seen != before);
        assertTrue(now > 0 && now != before, () -> flow + " stands still at " + before);
      }
    }
  }

  private static String other(String side) {
    return side.equals("left") ? "mid" : "left";
  }

  private static void write(Path file, String text) {
    try {
      var next = file.resolveSibling("fault.next");
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives where the guest is in the end. */
  private String run(Case one) {
    var from = lan.placeOf("g", "right");
    var to = other(from);
    var victim = one.fate() == Fate.SOURCE_DIES ? from : to;
    var place = file(one.isAtSource() ? from : to);
    var process = lan.node(victim).process();
    long begun = System.nanoTime();
    write(place, one.step() + " " + (one.fate() == Fate.FAILS ? "fails" : process.pid()));
    var answer =
        CompletableFuture.supplyAsync(
            () -> right().answerTo("/guests/g/actions/migrate", new JsonObject().put("to", to)));
    assertTrue(
        Eventually.look(BOUND, () -> !Files.exists(place), done -> done),
        () -> one + " did not come about: " + answer);
    if (one.fate() != Fate.FAILS) {
      assertTrue(
          Eventually.look(BOUND, () -> !process.isAlive(), done -> done), () -> victim + " lives");
      lan.start(victim);
    }
    var said = answer.join();
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    assertTrue(!said.body().contains("Timed out"), said::body);
    lan.untilSound();
    flowsOn();
    var at = lan.placeOf("g", "right");
    assertEquals(at, lan.placeOf("g", other(victim)));
    System.out.println(
        one
            + ": from "
            + from
            + " to "
            + to
            + ", is at the "
            + (at.equals(from) ? "source" : "target")
            + "; "
            + said.statusCode()
            + " in "
            + seconds
            + " s "
            + " "
            + (said.statusCode() == 200
                ? "moved"
                : said.body().isEmpty() ? "" : new JsonObject(said.body()).getString("detail")));
    assertTrue(SIDES.contains(at), () -> one + ": g is at " + at);
    return at;
  }

  @Test
  void isAtOneNodeAndGoesOn() {
    flowsOn();
    var failures = new ArrayList<String>();
    for (var one : cases()) {
      try {
        run(one);
      } catch (AssertionError e) {
        failures.add(one + ": " + e.getMessage());
        System.out.println("FAILED " + failures.getLast());
        lan.startMissing();
      }
    }
    assertEquals(List.of(), failures);
    var ledger = right().get("/ledger");
    assertEquals(0, ledger.getLong("unaccounted"), ledger::encode);
  }
}
