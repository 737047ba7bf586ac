package io.hnswitch.lab;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a lab is called.
 *
 * @param name an object name; derived MAC addresses depend on it
 * @param title one line for people, may be empty
 * @param labels free text by name, for scripts
 */
public record LabMetadata(String name, String title, Map<String, String> labels) {

  public LabMetadata {
    LabName.require(name);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
