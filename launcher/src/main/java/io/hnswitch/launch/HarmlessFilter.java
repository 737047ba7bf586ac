package io.hnswitch.launch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.stream.Stream;

/**
 * Drops what Vert.x 5.0 reports as a bug of whoever sends to a node whose connection has just
 * ended: the sender has been told of the failure, and then {@code OutboundDeliveryContext.tryFail}
 * denies that it was, which {@code Promise.fail} takes for a promise that was completed before.
 */
final class HarmlessFilter extends Filter<ILoggingEvent> {

  private static final String LOGGER = "io.vertx.core.impl.ContextImpl";
  private static final String MESSAGE = "Promise already completed";
  private static final String WRITER = "io.vertx.core.eventbus.impl.clustered.OutboundConnection";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    var cause = event.getThrowableProxy();
    return event.getLoggerName().equals(LOGGER)
            && cause != null
            && MESSAGE.equals(cause.getMessage())
            && isOfWriter(cause)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean isOfWriter(IThrowableProxy cause) {
    return Stream.of(cause.getStackTraceElementProxyArray())
        .anyMatch(frame -> frame.getStackTraceElement().getClassName().equals(WRITER));
  }
}
