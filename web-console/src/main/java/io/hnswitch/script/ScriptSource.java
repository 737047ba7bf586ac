package io.hnswitch.script;

/**
 * The text of a script.
 *
 * @param name its file's name without {@code .java}
 */
record ScriptSource(String name, String text) {

  String fileName() {
    return name + ScriptFolder.SUFFIX;
  }
}
