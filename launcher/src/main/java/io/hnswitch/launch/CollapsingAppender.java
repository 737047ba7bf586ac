package io.hnswitch.launch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.event.KeyValuePair;

/** Passes lines on, those that are repeated once and then with their number. */
final class CollapsingAppender extends AppenderBase<ILoggingEvent> {

  /** The member of a line that says how often it came again. */
  static final String REPEATED = "repeated";

  private final Appender<ILoggingEvent> next;
  private final Repeats<ILoggingEvent> repeats = new Repeats<>();
  private ScheduledFuture<?> sweep;

  CollapsingAppender(Appender<ILoggingEvent> next) {
    this.next = next;
  }

  @Override
  public void start() {
    sweep =
        getContext()
            .getScheduledExecutorService()
            .scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    super.start();
  }

  @Override
  public void stop() {
    sweep.cancel(false);
    synchronized (this) {
      show(repeats.end());
    }
    super.stop();
  }

  private synchronized void sweep() {
    show(repeats.over(now()));
  }

  /** Called by one thread at a time. */
  @Override
  protected void append(ILoggingEvent event) {
    show(repeats.over(now()));
    event.prepareForDeferredProcessing();
    if (repeats.comes(event, text(event), now())) {
      next.doAppend(event);
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private static String text(ILoggingEvent event) {
    var cause = event.getThrowableProxy();
    return event.getLevel()
        + " "
        + event.getLoggerName()
        + " "
        + event.getFormattedMessage()
        + (cause == null ? "" : " " + cause.getClassName() + ": " + cause.getMessage());
  }

  private void show(List<Repeats.Repeated<ILoggingEvent>> over) {
    over.forEach(one -> next.doAppend(summary(one)));
  }

  private static ILoggingEvent summary(Repeats.Repeated<ILoggingEvent> repeated) {
    var line = repeated.line();
    var summary = new LoggingEvent();
    summary.setLoggerName(line.getLoggerName());
    summary.setLevel(line.getLevel());
    summary.setThreadName(line.getThreadName());
    summary.setTimeStamp(System.currentTimeMillis());
    summary.setMessage(line.getFormattedMessage() + " (repeated " + repeated.times() + " times)");
    summary.setMDCPropertyMap(line.getMDCPropertyMap());
    if (line.getKeyValuePairs() != null) {
      line.getKeyValuePairs().forEach(summary::addKeyValuePair);
    }
    summary.addKeyValuePair(new KeyValuePair(REPEATED, repeated.times()));
    return summary;
  }
}
