package io.hnswitch.lab;

import io.hnswitch.lab.LabProblem.Code;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Text to nodes, within bounds: bytes, depth, and nodes counted as often as aliases repeat them.
 * The depth is checked on the stream of events, before the composer descends into it.
 */
final class LabDocument {

  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 32;
  static final int MAX_NODES = 50_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setLabel("lab")
          .setCodePointLimit(MAX_BYTES)
          .setMaxAliasesForCollections(MAX_NODES)
          .build();

  private final LabReport report;
  private int budget = MAX_NODES;

  LabDocument(LabReport report) {
    this.report = report;
  }

  /** UTF-8, with or without a byte order mark. */
  Optional<String> decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      tooLarge(LabPlace.START, "the file has " + bytes.length + " bytes, more than " + MAX_BYTES);
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      report.problem(LabPlace.START, Code.YAML_SYNTAX, "the file is not UTF-8 text");
      return Optional.empty();
    }
  }

  /** The top node, or nothing and a problem. */
  Optional<Node> read(String text) {
    var yaml = text.startsWith("\ufeff") ? text.substring(1) : text;
    if (yaml.stripLeading().startsWith("{")) {
      // JSON may be indented with tabs; YAML's reader takes them for an error.
      yaml = yaml.replace('\t', ' ');
    }
    try {
      if (!isShallow(yaml)) {
        return Optional.empty();
      }
      var node = new Compose(SETTINGS).composeString(yaml);
      if (node.isEmpty()) {
        report.problem(LabPlace.START, Code.WRONG_TYPE, "the file is empty");
        return node;
      }
      return node.filter(top -> isSmall(top, 0));
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      syntax(mark.map(LabDocument::place).orElse(LabPlace.START), e.getProblem());
    } catch (ReaderException e) {
      syntax(place(yaml, e.getPosition()), "character U+%04X".formatted(e.getCodePoint()));
    } catch (YamlEngineException | IllegalArgumentException e) {
      syntax(LabPlace.START, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private boolean isShallow(String yaml) {
    int depth = 0;
    for (var event : new Parse(SETTINGS).parseString(yaml)) {
      if (isStart(event)) {
        depth++;
      } else if (isEnd(event)) {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        tooLarge(
            event.getStartMark().map(LabDocument::place).orElse(LabPlace.START),
            "the file is nested deeper than " + MAX_DEPTH + " levels");
        return false;
      }
    }
    return true;
  }

  private static boolean isStart(Event event) {
    var id = event.getEventId();
    return id == Event.ID.MappingStart || id == Event.ID.SequenceStart;
  }

  private static boolean isEnd(Event event) {
    var id = event.getEventId();
    return id == Event.ID.MappingEnd || id == Event.ID.SequenceEnd;
  }

  /** Follows aliases, also those that contain themselves: the depth ends these. */
  private boolean isSmall(Node node, int depth) {
    if (depth > MAX_DEPTH || --budget < 0) {
      tooLarge(
          LabPlace.root(node),
          depth > MAX_DEPTH
              ? "with its aliases the file is nested deeper than " + MAX_DEPTH + " levels"
              : "with its aliases the file has more than " + MAX_NODES + " values");
      return false;
    }
    return switch (node) {
      case SequenceNode sequence -> {
        for (var item : sequence.getValue()) {
          if (!isSmall(item, depth + 1)) {
            yield false;
          }
        }
        yield true;
      }
      case MappingNode mapping -> {
        for (var tuple : mapping.getValue()) {
          if (!isSmall(tuple.getKeyNode(), depth + 1)
              || !isSmall(tuple.getValueNode(), depth + 1)) {
            yield false;
          }
        }
        yield true;
      }
      default -> true;
    };
  }

  private void tooLarge(LabPlace at, String message) {
    report.problem(at, Code.TOO_LARGE, message);
  }

  private void syntax(LabPlace at, String what) {
    report.problem(at, Code.YAML_SYNTAX, "not YAML: " + Words.line(what));
  }

  private static LabPlace place(Mark mark) {
    return new LabPlace(mark.getLine() + 1, mark.getColumn() + 1, "", "");
  }

  private static LabPlace place(String text, int position) {
    int end = Math.clamp(position, 0, text.length());
    var before = text.substring(0, end);
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return new LabPlace(line + 1, end - before.lastIndexOf('\n'), "", "");
  }
}
