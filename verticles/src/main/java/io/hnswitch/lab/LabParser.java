package io.hnswitch.lab;

import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a lab file: YAML 1.2 or JSON, at most 1 MiB. Never throws for what a file contains; all
 * problems that can be found are found in one go.
 */
public final class LabParser {

  private LabParser() {}

  /** Reads the bytes of a file, which must be UTF-8. */
  public static LabResult parse(byte[] utf8) {
    return parse(document -> document.decode(utf8).flatMap(document::read));
  }

  /** Reads text; its size counts in characters. */
  public static LabResult parse(String text) {
    return parse(document -> document.read(text));
  }

  private static LabResult parse(Function<LabDocument, Optional<Node>> source) {
    var report = new LabReport();
    var reader = new LabReader(report);
    var spec = source.apply(new LabDocument(report)).flatMap(reader::read);
    return spec.isPresent()
        ? new LabResult.Accepted(spec.get(), report.warnings(), reader.places())
        : new LabResult.Refused(report.problems(), report.warnings());
  }
}
