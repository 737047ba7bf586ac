package io.hnswitch.launch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.vertx.core.json.JsonObject;

/**
 * A log event as one line of JSON: {@code ts level logger msg node}; as far as they are known,
 * {@code device event requestId traceId code}, {@code repeated}; and what its context holds.
 */
final class JsonLogLayout extends LayoutBase<ILoggingEvent> {

  private final String node;

  JsonLogLayout(String node) {
    this.node = node;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    var json =
        new JsonObject()
            .put("ts", event.getInstant().toString())
            .put("level", event.getLevel().toString())
            .put("logger", event.getLoggerName())
            .put("msg", event.getFormattedMessage())
            .put("node", node);
    event.getMDCPropertyMap().forEach(json::put);
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> json.put(pair.key, plain(pair.value)));
    }
    if (event.getThrowableProxy() != null) {
      json.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return json.encode() + "\n";
  }

  private static Object plain(Object value) {
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }
}
