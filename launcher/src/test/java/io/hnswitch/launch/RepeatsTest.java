package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import io.hnswitch.launch.Repeats.Repeated;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {

  private final Repeats<String> repeats = new Repeats<>();

  private boolean comes(String line, long millis) {
    return repeats.comes(line, line, millis);
  }

  @Test
  void showTheFirstAndCountTheOthers() {
    assertTrue(comes("a", 0));
    assertFalse(comes("a", 5));
    assertTrue(comes("b", 6));
    assertFalse(comes("a", 9999));
    assertEquals(List.of(), repeats.over(9999));
    assertEquals(List.of(new Repeated<>("a", 2)), repeats.over(10_000));
    assertTrue(comes("a", 10_001), "and then it is the first again");
  }

  @Test
  void keepOnlySoMany() {
    for (int i = 0; i <= Repeats.LINES_MAX; i++) {
      assertTrue(comes("line " + i, i));
      comes("line " + i, i);
    }
    assertEquals(List.of(new Repeated<>("line 0", 1)), repeats.over(100));
  }

  @Test
  void tellWhatIsLeftAtTheEnd() {
    comes("a", 0);
    comes("b", 0);
    comes("b", 1);
    assertEquals(List.of(new Repeated<>("b", 1)), repeats.end());
    assertEquals(List.of(), repeats.end());
  }

  @Test
  void makeOneLineWithItsNumberOfMany() {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    var lines = new ArrayList<JsonObject>();
    var layout = new JsonLogLayout("n1");
    var sink =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(new JsonObject(layout.doLayout(event)));
          }
        };
    sink.setContext(context);
    sink.start();
    var appender = new CollapsingAppender(sink);
    appender.setContext(context);
    appender.start();
    var log = context.getLogger("io.hnswitch.Test");
    log.setLevel(Level.INFO);
    log.addAppender(appender);
    for (int i = 0; i < 4; i++) {
      log.atWarn()
          .addKeyValue("device", "a:hn0")
          .addKeyValue("requestId", "r1")
          .log("{} fell over", "a:hn0");
    }
    log.info("something else");
    appender.stop();
    context.stop();
    assertEquals(3, lines.size(), lines::toString);
    var first = lines.getFirst();
    assertEquals("a:hn0 fell over", first.getString("msg"));
    assertEquals("WARN", first.getString("level"));
    assertEquals("io.hnswitch.Test", first.getString("logger"));
    assertEquals("n1", first.getString("node"));
    assertEquals("a:hn0", first.getString("device"));
    assertEquals("r1", first.getString("requestId"));
    assertTrue(first.getString("ts").endsWith("Z"), first::encode);
    var last = lines.getLast();
    assertEquals("a:hn0 fell over (repeated 3 times)", last.getString("msg"));
    assertEquals(3, last.getInteger("repeated"));
    assertEquals("a:hn0", last.getString("device"));
  }
}
