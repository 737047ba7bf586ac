package io.hnswitch.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.Logger;

/**
 * Sets logging up without a file to parse: lines on standard error, our own from INFO on, those of
 * libraries from WARN on. Found by Logback as a service.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

  private static final String PROPERTY = "io.hnswitch.log.";
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{0}: %msg%n%ex{short}";

  /**
   * Who warns about what is as it should be: no consensus subsystem, members that come, and gauges
   * that Vert.x registers again with every connection.
   */
  private static final List<String> QUIET =
      List.of(
          "com.hazelcast.cp.CPSubsystem",
          "com.hazelcast.map.impl.LocalMapStatsProvider",
          "io.micrometer.core.instrument.MeterRegistry");

  /** Must be called before anything logs. */
  static void configure(LogFormat format, boolean verbose, boolean quiet, String node) {
    System.setProperty(PROPERTY + "format", format.name());
    System.setProperty(PROPERTY + "level", verbose ? "DEBUG" : quiet ? "ERROR" : "INFO");
    System.setProperty(PROPERTY + "node", node);
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setLayout(layout(context));
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    var own = Level.toLevel(System.getProperty(PROPERTY + "level"), Level.INFO);
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(own == Level.ERROR ? Level.ERROR : Level.WARN);
    root.addAppender(collapsing(context, appender));
    context.getLogger("io.hnswitch").setLevel(own);
    QUIET.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static CollapsingAppender collapsing(
      LoggerContext context, Appender<ILoggingEvent> appender) {
    var collapsing = new CollapsingAppender(appender);
    collapsing.setContext(context);
    collapsing.setName("collapsing");
    collapsing.addFilter(new HarmlessFilter());
    collapsing.start();
    // What was repeated last would not be told otherwise.
    Runtime.getRuntime().addShutdownHook(new Thread(collapsing::stop, "log-end"));
    return collapsing;
  }

  private static Layout<ILoggingEvent> layout(LoggerContext context) {
    if (System.getProperty(PROPERTY + "format", "text").equals(LogFormat.json.name())) {
      var layout = new JsonLogLayout(System.getProperty(PROPERTY + "node", ""));
      layout.setContext(context);
      layout.start();
      return layout;
    }
    var layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern(PATTERN);
    layout.start();
    return layout;
  }
}
