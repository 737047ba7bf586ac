package io.hnswitch.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation.Role;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a script can do and how it is held within its bounds. */
class ScriptRunTest {

  /** More than the feed keeps and a script is given. */
  private static final int MANY_EVENTS = 10_600;

  /** Fewer than a consumer on the bus has room for. */
  private static final int BATCH = 400;

  private static final int COLLECTIONS_MAX = 200;
  private static final Duration PAUSE_MAX = Duration.ofMillis(200);

  @TempDir private Path folder;
  private ScriptHarness scripts;

  /** A script meets its test here: all that both can see is of the JDK. */
  private final CountDownLatch go = new CountDownLatch(1);

  private final String key = "hnswitch.test." + System.identityHashCode(go);

  @BeforeEach
  void open() {
    System.getProperties().put(key, go);
    scripts = new ScriptHarness(folder);
  }

  @AfterEach
  void close() {
    go.countDown();
    scripts.close();
    System.getProperties().remove(key);
  }

  /** Writes a script with these statements as its {@code start}. */
  private ScriptHarness script(String name, String start) {
    return scripts.write(
        name,
        """
        import io.hnswitch.script.Script;
        import io.vertx.core.json.JsonObject;
        import java.util.concurrent.CountDownLatch;

        void start(Script node) throws Exception {
        %s
        }

        final CountDownLatch told = (CountDownLatch) System.getProperties().get("%s");

        boolean isTold() {
          return told.getCount() == 0;
        }

        void awaitTold() throws InterruptedException {
          told.await();
        }
        """
            .formatted(start, key));
  }

  private JsonObject nic(String subject) {
    return new JsonObject().put("nic", subject);
  }

  private JsonObject echo() {
    return (JsonObject) scripts.ask("nic.list", new JsonObject());
  }

  private void fail(String subject) {
    scripts.happen("hnswitch.nic.failed", subject, Map.of("reason", "a test"));
  }

  @Test
  void asksByItsNameAndRole() {
    var asked = scripts.serve("vf.attach", true);
    script(
            "Asks",
            """
              var answer = node.request("vf.attach", JsonObject.of("nic", "a:hn0")).await();
              node.log(answer.getInteger("revision") + " " + answer.getJsonObject("data").getString("by"));
              node.log(node.info().getString("name") + " " + node.info().getString("role"));
            """)
        .run();
    scripts.untilSaid("Asks", "Asks operator");
    assertEquals(List.of("1 script:Asks", "Asks operator"), scripts.said("Asks"));
    assertEquals(nic("a:hn0"), asked.getFirst().getJsonObject("request"));
    assertEquals("operator", asked.getFirst().getString("role"));
  }

  @Test
  void mayWhatItsRoleMay() {
    var asked = scripts.serve("vf.attach", true);
    var looked = scripts.serve("nic.list", true);
    script(
            "Looks",
            """
              node.request("nic.list").await();
              try {
                node.request("vf.attach", JsonObject.of("nic", "a:hn0")).await();
              } catch (Script.Problem problem) {
                node.log(problem.code() + " | " + problem.getMessage());
              }
              node.request("no.such").onFailure(cause -> node.log(cause.getMessage()));
            """)
        .run(Role.VIEWER);
    scripts.untilSaid("Looks", "no.such: there is no operation \"no.such\" [unknown-operation]");
    assertEquals(
        "forbidden | vf.attach: vf.attach is for the role operator; \"script:Looks\" is viewer"
            + " [forbidden]",
        scripts.said("Looks").getFirst());
    assertEquals(1, looked.size());
    assertEquals(0, asked.size());
  }

  @Test
  void hearsEventsOfAKindOfAnObjectAndAll() {
    script(
            "Hears",
            """
              node.on("nic", event -> node.log("kind " + event.subject()));
              var one = new Script.Registration[1];
              one[0] = node.on("nic", "b:hn0", event -> {
                node.log("object " + event.text("reason"));
                one[0].cancel();
              });
              node.on("switch", event -> node.log("kind " + event.subject()));
              node.on("all", event -> node.log("all " + event.type()));
              try {
                node.on("nic b", event -> {});
              } catch (Script.Problem problem) {
                node.log(problem.code());
              }
            """)
        .run();
    fail("b:hn0");
    scripts.untilSaid("Hears", "object a test");
    fail("b:hn0");
    scripts.happen("hnswitch.switch.port-connected", "sw0", Map.of());
    scripts.untilSaid("Hears", "kind sw0");
    var said = scripts.said("Hears");
    assertEquals("forbidden", said.getFirst());
    assertEquals(2, said.stream().filter("kind b:hn0"::equals).count(), said.toString());
    assertEquals(2, said.stream().filter("all hnswitch.nic.failed"::equals).count());
    assertEquals(1, said.stream().filter("object a test"::equals).count());
  }

  @Test
  void runsOtherPiecesWhileOneWaits() {
    script(
            "Waits",
            """
              node.on("nic", event -> {
                node.log("begin " + event.subject());
                node.sleep(Duration.ofSeconds(2));
                node.log("end " + event.subject());
              });
            """)
        .run();
    fail("a:hn0");
    scripts.untilSaid("Waits", "begin a:hn0");
    fail("b:hn0");
    scripts.untilSaid("Waits", "begin b:hn0");
    scripts.untilSaidWhile("Waits", "end b:hn0", Duration.ofMillis(100));
    assertEquals(4, scripts.said("Waits").size());
    scripts.until("Waits", view -> view.getInteger("waiting") == 0);
  }

  @Test
  void doesThingsLaterAndAgain() {
    script(
            "Times",
            """
              var again = new Script.Registration[1];
              var count = new int[1];
              again[0] = node.every(Duration.ofSeconds(1), () -> {
                node.log("again " + ++count[0]);
                if (count[0] == 2) again[0].cancel();
              });
              node.after(Duration.ofSeconds(8), () -> node.log("later"));
              node.after(Duration.ofSeconds(1), () -> node.log("never")).cancel();
            """)
        .run();
    scripts.untilSaidWhile("Times", "later", Duration.ofMillis(100));
    assertEquals(List.of("again 1", "again 2", "later"), scripts.said("Times"));
  }

  @Test
  void countsFailuresOfPiecesAndGoesOn() {
    var asked = scripts.serve("nic.list", true);
    script(
            "Fails",
            """
              node.on("nic", "a:hn0", event -> {
                throw new IllegalStateException("at a");
              });
              node.on("nic", "a:hn0", event -> node.log("the other piece"));
              node.on("nic", "b:hn0", event -> node.request("vf.get", new JsonObject()).await());
              node.on("nic", "c:hn0", event -> node.request("nic.list").onSuccess(all -> List.of().getFirst()));
              node.on("nic", "d:hn0", event -> deep(event));
            }

            void deep(Object event) {
              deep(event);
            """)
        .run();
    fail("a:hn0");
    scripts.untilSaid("Fails", "the other piece");
    var failed = scripts.until("Fails", view -> view.getInteger("failures") == 1);
    assertEquals(
        "Fails.java:7: java.lang.IllegalStateException: at a", failed.getString("lastFailure"));
    fail("b:hn0");
    failed = scripts.until("Fails", view -> view.getInteger("failures") == 2);
    assertTrue(
        failed.getString("lastFailure").matches("Fails\\.java:10: vf\\.get: .* \\[unavailable]"),
        failed.getString("lastFailure"));
    fail("c:hn0");
    failed = scripts.until("Fails", view -> view.getInteger("failures") == 3);
    assertTrue(failed.getString("lastFailure").startsWith("Fails.java:11: java.util.NoSuch"));
    fail("d:hn0");
    failed = scripts.until("Fails", view -> view.getInteger("failures") == 4);
    assertTrue(failed.getString("lastFailure").contains("StackOverflowError"));
    assertEquals("running", failed.getString("state"));
    assertEquals(1, asked.size());
  }

  @Test
  void hasABoundForRequestsRegistrationsAndTimers() {
    scripts.serve("nic.list", false);
    script(
            "Greedy",
            """
              for (int i = 1; i <= 65; i++) {
                int number = i;
                node.request("nic.list").onFailure(cause -> node.log(number + " " + cause.getMessage()));
              }
              try {
                for (int i = 0; ; i++) node.on("nic", "n" + i, event -> {});
              } catch (Script.Problem problem) {
                node.log(problem.getMessage());
              }
              try {
                for (;;) node.after(Duration.ofDays(1), () -> {});
              } catch (Script.Problem problem) {
                node.log(problem.getMessage());
              }
              node.log("done");
            """)
        .run();
    scripts.until("Greedy", view -> view.getJsonArray("log").size() == 4);
    assertEquals(
        List.of(
            "65 nic.list: 64 requests are not answered yet [too-many-requests]",
            "done",
            "there are 100 registrations already [too-many-requests]",
            "there are 100 timers already [too-many-requests]"),
        scripts.said("Greedy").stream().sorted().toList());
    assertEquals(64, scripts.view("Greedy").getInteger("requests"));
    assertEquals("stopped", scripts.ask("script.stop", "Greedy").getString("state"));
  }

  @Test
  void mayNotAskTooOften() {
    scripts.serve("nic.list", true);
    script(
            "Often",
            """
              try {
                for (int i = 0; ; i++) {
                  node.request("nic.list").await();
                }
              } catch (Script.Problem problem) {
                node.log(problem.getMessage());
              }
            """)
        .run();
    scripts.untilSaid("Often", "nic.list: more than 500 requests in a second [too-many-requests]");
  }

  @Test
  void isToldOfEventsThatItWasTooSlowFor() {
    script(
            "Slow",
            """
              node.on("nic", event -> {
                awaitTold();
                if (event.type().equals("hnswitch.gap")) node.log("missed " + event.text("to"));
              });
            """)
        .run();
    for (int i = 0; i < MANY_EVENTS; i++) {
      fail("a:hn0");
      if (i % BATCH == BATCH - 1) {
        scripts.untilHappened(i);
      }
    }
    scripts.until("Slow", view -> view.getInteger("waiting") >= 256);
    assertTrue(scripts.view("Slow").getInteger("waiting") < 512, "its queue has a bound");
    go.countDown();
    scripts.until(
        "Slow", view -> !view.getJsonArray("log").isEmpty() && view.getInteger("waiting") == 0);
    assertEquals(1, scripts.said("Slow").size());
    assertTrue(
        scripts.said("Slow").getFirst().startsWith("missed 0000"), scripts.said("Slow")::toString);
  }

  @Test
  void disturbsNobodyWhenItDoesNotLetGo() {
    scripts.serve("nic.list", true);
    script("Spins", "  while (!isTold()) Thread.onSpinWait();\n  node.log(\"told\");\n");
    script(
        "Works",
        """
          node.on("nic", event -> node.log(event.subject()));
          node.log("ready");
        """);
    var deployed = scripts.runLater(Role.OPERATOR);
    scripts.awaitWhile(deployed, Duration.ofMillis(100));
    assertEquals("running", scripts.view("Spins").getString("state"));
    scripts.untilSaid("Works", "ready");
    fail("a:hn0");
    scripts.untilSaid("Works", "a:hn0");
    scripts.untilWhile("Spins", view -> view.getBoolean("held"), Duration.ofMillis(100));
    assertEquals(new JsonObject(), echo().getJsonObject("request"));
    go.countDown();
    scripts.untilSaid("Spins", "told");
    scripts.untilWhile("Spins", view -> !view.getBoolean("held"), Duration.ofMillis(100));
  }

  @Test
  void isCutOffWhenItDoesNotEnd() {
    script(
        "Clings",
        "  node.after(Duration.ZERO, () -> { node.log(\"in\"); while (!isTold())"
            + " Thread.onSpinWait(); });\n");
    scripts.run();
    scripts.untilSaidWhile("Clings", "in", Duration.ofMillis(1));
    var stopped = scripts.askLater("script.stop", "Clings");
    scripts.passes("Clings", ScriptRun.STOP_MAX);
    scripts.passes("Clings", ScriptRun.END_MAX);
    var view = scripts.lab().await(stopped).getJsonObject("data");
    assertEquals("stopped", view.getString("state"));
    assertEquals(1, view.getInteger("leftovers"));
    assertTrue(scripts.refusal("script.start", "Clings").detail().contains("has not ended"));
    go.countDown();
    scripts.until("Clings", seen -> !seen.containsKey("leftovers"));
    assertEquals("running", scripts.ask("script.start", "Clings").getString("state"));
  }

  @Test
  void isNotReplacedWhileItDoesNotEnd() {
    script(
        "Clings",
        "  node.after(Duration.ZERO, () -> { node.log(\"in\"); while (!isTold())"
            + " Thread.onSpinWait(); });\n");
    scripts.run();
    scripts.untilSaidWhile("Clings", "in", Duration.ofMillis(1));
    var reloaded = scripts.askLater("script.reload", "Clings");
    var failure =
        assertThrows(
            ReplyException.class, () -> scripts.awaitWhile(reloaded, Duration.ofMillis(100)));
    assertTrue(failure.getMessage().contains("the run before does not end"));
    assertEquals("failed", scripts.view("Clings").getString("state"));
    go.countDown();
    scripts.until("Clings", seen -> !seen.containsKey("leftovers"));
    assertEquals("running", scripts.ask("script.reload", "Clings").getString("state"));
  }

  @Test
  void endsWhatWaitsWhenItIsStopped() {
    scripts.serve("nic.list", false);
    script(
            "Waits",
            """
              node.after(Duration.ZERO, () -> node.request("nic.list").await());
              node.after(Duration.ZERO, () -> node.sleep(Duration.ofDays(1)));
              node.after(Duration.ZERO, () -> { node.log("all"); Thread.sleep(100_000); });
            """)
        .run();
    scripts.untilSaidWhile("Waits", "all", Duration.ofMillis(1));
    var stopped = scripts.askLater("script.stop", "Waits");
    scripts.passes("Waits", ScriptRun.STOP_MAX);
    var view = scripts.lab().await(stopped).getJsonObject("data");
    assertFalse(view.containsKey("leftovers"), view.encodePrettily());
    assertEquals(0, view.getInteger("failures"));
  }

  @Test
  void leavesNoClassesBehind() throws Exception {
    var text =
        "  node.on(\"nic\", event -> node.sleep(Duration.ofDays(1)));\n"
            + "  node.every(Duration.ofDays(1), () -> {});\n";
    script("Loaded", text).run();
    fail("a:hn0");
    scripts.until("Loaded", view -> view.getInteger("waiting") == 1);
    var cleared = new ReferenceQueue<ClassLoader>();
    var loader = new WeakReference<>(scripts.run("Loaded").orElseThrow().loader(), cleared);
    scripts.ask("script.reload", "Loaded");
    assertTrue(isCleared(cleared), () -> loader.get() + " is still held\n" + threads());
    assertEquals(new JsonArray(), scripts.view("Loaded").getJsonArray("errors"));
  }

  /**
   * The thread that the reload has ended still has to leave its last methods, and it takes turns
   * with the collections: each of them gives it a while.
   */
  private static boolean isCleared(ReferenceQueue<?> cleared) throws InterruptedException {
    for (int i = 0; i < COLLECTIONS_MAX; i++) {
      System.gc();
      if (cleared.remove(PAUSE_MAX.toMillis()) != null) {
        return true;
      }
    }
    return false;
  }

  /** What every thread is doing: one of them may be what holds it. */
  private static String threads() {
    var text = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              text.append(thread).append('\n');
              for (var frame : stack) {
                text.append("    ").append(frame).append('\n');
              }
            });
    return text.toString();
  }
}
