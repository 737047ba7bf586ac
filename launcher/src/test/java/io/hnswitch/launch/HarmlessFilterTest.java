package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class HarmlessFilterTest {

  private static final String CONTEXT = "io.vertx.core.impl.ContextImpl";
  private static final String COMPLETED = "Promise already completed";
  private static final StackTraceElement PROMISE =
      new StackTraceElement("io.vertx.core.Promise", "fail", "Promise.java", 104);
  private static final StackTraceElement WRITER =
      new StackTraceElement(
          "io.vertx.core.eventbus.impl.clustered.OutboundConnection",
          "writeMessage",
          "OutboundConnection.java",
          86);

  private static FilterReply decide(String logger, String message, StackTraceElement... frames) {
    var cause = new IllegalStateException(message);
    cause.setStackTrace(frames);
    var context = new LoggerContext();
    return new HarmlessFilter()
        .decide(
            new LoggingEvent(
                "", context.getLogger(logger), Level.ERROR, "Unhandled exception", cause, null));
  }

  @Test
  void dropsWhatAWriteToALostNodeIsReportedAs() {
    assertEquals(FilterReply.DENY, decide(CONTEXT, COMPLETED, PROMISE, WRITER));
  }

  @Test
  void keepsWhatMayBeOurs() {
    assertEquals(FilterReply.NEUTRAL, decide(CONTEXT, COMPLETED, PROMISE));
    assertEquals(FilterReply.NEUTRAL, decide(CONTEXT, "no such device", PROMISE, WRITER));
    assertEquals(FilterReply.NEUTRAL, decide("io.hnswitch.bus.Bus", COMPLETED, PROMISE, WRITER));
  }
}
