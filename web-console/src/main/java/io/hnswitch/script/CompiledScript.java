package io.hnswitch.script;

import java.util.Map;

/**
 * The classes of a script.
 *
 * @param main binary name of the one that is started
 * @param classes class files by binary name
 */
record CompiledScript(String name, String main, Map<String, byte[]> classes) {

  CompiledScript {
    classes = Map.copyOf(classes);
  }
}
