package io.hnswitch.launch.docs;

import io.hnswitch.launch.TestPorts;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Other ports for nodes that meet than a document says, since those may be in use here. */
final class FreePorts {

  /** Where a node meets others, takes their messages, and their wires. */
  private static final int[] OFFSETS = {0, 100, 200};

  private static final Pattern PORT = Pattern.compile("\\b57[0-9]{2}\\b");

  private final TreeMap<String, Integer> ports = new TreeMap<>();

  /** The same text with other ports, always the same for one that the document says. */
  String instead(String text) {
    return PORT.matcher(text)
        .replaceAll(
            found ->
                Integer.toString(
                    ports.computeIfAbsent(found.group(), one -> TestPorts.take(OFFSETS))));
  }
}
