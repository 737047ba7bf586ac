package io.hnswitch.control;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something happened that people or scripts may want to know; published on {@link
 * io.hnswitch.bus.Addresses#events()} and shown as CloudEvents.
 *
 * @param type like {@code hnswitch.nic.path-changed}
 * @param subject id of the object it happened to
 * @param data text, numbers and booleans by name
 * @param node where it happened; empty for this one
 */
public record LabEvent(String type, String subject, Map<String, Object> data, String node) {

  /** Here. */
  public LabEvent(String type, String subject, Map<String, Object> data) {
    this(type, subject, data, "");
  }

  public LabEvent {
    data = Collections.unmodifiableMap(new TreeMap<>(data));
  }

  /** The kind of object, like {@code nic}: the second word of the type. */
  public String kind() {
    var words = type.split("\\.");
    return words.length > 1 ? words[1] : type;
  }
}
