package io.hnswitch.launch;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A valid lab file with one mistake in it: a key that is misspelt, or a value of the wrong type.
 *
 * @param text the whole file
 * @param place where the mistake is and what was meant, as {@code 5:7 /spec/x -> y}
 */
record Mistake(String text, String place) {

  /** What is called as its author likes; such a key cannot be misspelt. */
  private static final List<String> NAMED =
      List.of(
          "/spec/switches",
          "/spec/adapters",
          "/spec/links",
          "/spec/guests",
          "/spec/flows",
          "/spec/profiles",
          "/metadata/labels");

  /** No plain value may be a mapping. */
  private static final String WRONG = "{}";

  /** One for each key and each value of a file. */
  static List<Mistake> in(String file) {
    var mistakes = new ArrayList<Mistake>();
    var root = new Compose(LoadSettings.builder().build()).composeString(file).orElseThrow();
    collect(file, root, "", mistakes);
    return mistakes;
  }

  private static void collect(String file, Node node, String path, List<Mistake> mistakes) {
    switch (node) {
      case MappingNode mapping -> {
        for (var entry : mapping.getValue()) {
          var key = ((ScalarNode) entry.getKeyNode()).getValue();
          var at = path + "/" + key;
          if (isFixed(path)) {
            mistakes.add(misspelt(file, entry.getKeyNode(), key, path));
          }
          collect(file, entry.getValueNode(), at, mistakes);
        }
      }
      case SequenceNode list -> {
        for (int i = 0; i < list.getValue().size(); i++) {
          collect(file, list.getValue().get(i), path + "/" + i, mistakes);
        }
      }
      default -> mistakes.add(wrong(file, node, path));
    }
  }

  private static boolean isFixed(String path) {
    return !NAMED.contains(path) && !path.matches("/spec/guests/[^/]+/nics|.*/static");
  }

  private static Mistake misspelt(String file, Node node, String key, String path) {
    var start = start(node);
    int end = node.getEndMark().orElseThrow().getIndex();
    var typo = key + "q";
    return new Mistake(
        file.substring(0, start.getIndex()) + typo + file.substring(end),
        place(start) + path + "/" + typo + " -> " + key);
  }

  private static Mistake wrong(String file, Node node, String path) {
    var start = start(node);
    int end = node.getEndMark().orElseThrow().getIndex();
    return new Mistake(
        file.substring(0, start.getIndex()) + WRONG + file.substring(end), place(start) + path);
  }

  /** A misspelt key is recognised; for a value there need not be a guess. */
  boolean isAt(String found) {
    return found.equals(place) || !place.contains(" -> ") && found.startsWith(place + " -> ");
  }

  private static Mark start(Node node) {
    return node.getStartMark().orElseThrow();
  }

  private static String place(Mark mark) {
    return (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + " ";
  }

  @Override
  public String toString() {
    return place + " in\n" + text;
  }
}
