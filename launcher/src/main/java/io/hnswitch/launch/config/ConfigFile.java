package io.hnswitch.launch.config;

import io.hnswitch.lab.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A file of keys and values, in YAML 1.2 or JSON. {@code tcp: { listen: … }} is the same as {@code
 * tcp-listen: …}; a list is one value with commas.
 */
final class ConfigFile {

  private static final int BYTES_MAX = 64 << 10;
  private static final int DEPTH_MAX = 8;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(BYTES_MAX).setMaxAliasesForCollections(0).build();

  private final String file;
  private final Set<String> keys;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * What a file says of a key.
   *
   * @param origin file, line and column of the value
   */
  record Entry(String value, String origin, int line) {}

  private ConfigFile(String file, Set<String> keys) {
    this.file = file;
    this.keys = keys;
  }

  /**
   * Reads a file.
   *
   * @param keys those that there are
   * @throws ConfigException with a line for each problem
   */
  static Map<String, Entry> read(Path path, Set<String> keys) {
    return parse(path.toString(), text(path), keys);
  }

  /** As {@link #read}, of a text. */
  static Map<String, Entry> parse(String file, String text, Set<String> keys) {
    var parsed = new ConfigFile(file, keys);
    parsed.compose(text);
    if (!parsed.problems.isEmpty()) {
      throw new ConfigException(parsed.problems);
    }
    return parsed.entries;
  }

  private static String text(Path path) {
    try {
      var bytes = Files.readAllBytes(path);
      if (bytes.length > BYTES_MAX) {
        throw new ConfigException(path + ":1:1: the file has more than " + BYTES_MAX + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new ConfigException("no such file: " + path);
    } catch (CharacterCodingException e) {
      throw new ConfigException(path + ":1:1: the file is not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigException("cannot read " + path + ": " + e.getMessage());
    }
  }

  private void compose(String text) {
    try {
      var top = new Compose(SETTINGS).composeString(text);
      if (top.isPresent()) {
        switch (top.get()) {
          case MappingNode mapping -> section("", mapping, 1);
          case ScalarNode empty when empty.getTag() == Tag.NULL -> {}
          case Node other -> problem(other, "the file must be a mapping of keys to values");
        }
      }
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      problems.add(
          file
              + mark.map(ConfigFile::place).orElse(":1:1")
              + ": not YAML: "
              + line(e.getProblem()));
    } catch (YamlEngineException | IllegalArgumentException e) {
      problems.add(file + ":1:1: not YAML: " + line(String.valueOf(e.getMessage())));
    }
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private void section(String prefix, MappingNode mapping, int depth) {
    for (var tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        var name = prefix + key.getValue();
        if (tuple.getValueNode() instanceof MappingNode nested && !keys.contains(name)) {
          nested(key, name, nested, depth);
        } else {
          entry(key, name, tuple.getValueNode());
        }
      } else {
        problem(tuple.getKeyNode(), "a key must be text");
      }
    }
  }

  private void nested(ScalarNode key, String name, MappingNode nested, int depth) {
    if (depth == DEPTH_MAX || keys.stream().noneMatch(one -> one.startsWith(name + "-"))) {
      unknown(key, name);
    } else {
      section(name + "-", nested, depth + 1);
    }
  }

  private void entry(ScalarNode key, String name, Node value) {
    if (!keys.contains(name)) {
      unknown(key, name);
      return;
    }
    switch (value) {
      case ScalarNode scalar when scalar.getTag() == Tag.NULL ->
          problem(key, name + " has no value; leave the key out instead");
      case ScalarNode scalar -> put(key, name, scalar.getValue(), scalar);
      case SequenceNode list -> list(key, name, list);
      default -> problem(value, name + " must be a value, not a mapping");
    }
  }

  private void list(ScalarNode key, String name, SequenceNode list) {
    var values = new ArrayList<String>();
    for (var item : list.getValue()) {
      if (item instanceof ScalarNode scalar && scalar.getTag() != Tag.NULL) {
        values.add(scalar.getValue());
      } else {
        problem(item, name + " must be a list of values");
        return;
      }
    }
    put(key, name, String.join(",", values), list);
  }

  private void put(ScalarNode key, String name, String value, Node at) {
    var place = at.getStartMark().map(ConfigFile::place).orElse("");
    int line = key.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    var before = entries.putIfAbsent(name, new Entry(value, file + place, line));
    if (before != null) {
      problem(key, "key \"" + name + "\" is already on line " + before.line());
    }
  }

  private void unknown(ScalarNode key, String name) {
    var nearest = Words.nearest(name, keys.stream().sorted().toList());
    problem(
        key,
        "unknown key \""
            + name
            + "\""
            + (nearest.isEmpty() ? "" : " (did you mean \"" + nearest + "\"?)"));
  }

  private void problem(Node at, String what) {
    problems.add(file + at.getStartMark().map(ConfigFile::place).orElse(":1:1") + ": " + what);
  }

  private static String place(Mark mark) {
    return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }
}
