package io.hnswitch.launch;

import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabPlaces;
import io.hnswitch.lab.LabProblem;
import io.hnswitch.lab.LabResult;
import io.hnswitch.lab.LabSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A lab file of the local machine that has been read and is valid.
 *
 * @param name as the user wrote it
 * @param warnings lines for people
 * @param places where its devices are in the text
 */
record LabFile(String name, String text, LabSpec spec, List<String> warnings, LabPlaces places) {

  private static final String STANDARD_INPUT = "-";

  /** A lab that nobody wrote down. */
  LabFile(String name, String text, LabSpec spec, List<String> warnings) {
    this(name, text, spec, warnings, LabPlaces.NONE);
  }

  /**
   * Reads a file, or standard input for {@code -}.
   *
   * @throws CliException with one line {@code file:line:column: message} for each problem
   */
  static LabFile read(String name) {
    var bytes = bytes(name);
    return switch (LabParser.parse(bytes)) {
      case LabResult.Accepted(var spec, var warnings, var places) ->
          new LabFile(
              name, new String(bytes, StandardCharsets.UTF_8), spec, lines(name, warnings), places);
      case LabResult.Refused(var problems, _) ->
          throw new CliException(ExitCode.INVALID, lines(name, problems));
    };
  }

  private static List<String> lines(String name, List<LabProblem> problems) {
    return problems.stream().map(problem -> problem.format(name)).toList();
  }

  private static byte[] bytes(String name) {
    try {
      return name.equals(STANDARD_INPUT)
          ? System.in.readAllBytes()
          : Files.readAllBytes(Path.of(name));
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.INVALID, "hnswitch: no such file: " + name);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.INVALID, "hnswitch: cannot read " + name + ": " + e.getMessage());
    }
  }
}
