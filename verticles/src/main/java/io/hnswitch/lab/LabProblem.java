package io.hnswitch.lab;

import java.util.Locale;

/**
 * One thing that is wrong with a lab file, or, as a warning, that was read differently than
 * written. A file with problems is invalid: exit code 3.
 *
 * @param line from 1
 * @param column from 1
 * @param pointer JSON Pointer (RFC 6901) of the value or key
 * @param code what kind it is
 * @param message one line, with the path in dots
 * @param suggestion what may have been meant; empty when there is no guess
 */
public record LabProblem(
    int line, int column, String pointer, Code code, String message, String suggestion) {

  /** Kinds of problems. The slugs are the same in REST, on the bus and in the CLI. */
  public enum Code {
    /** The text is not YAML 1.2 or not UTF-8. */
    YAML_SYNTAX,
    /** More bytes, depth, nodes or objects than a lab file may have. */
    TOO_LARGE,
    UNKNOWN_KEY,
    DUPLICATE_KEY,
    MISSING_KEY,
    WRONG_TYPE,
    /** Text that is not what its key wants, like a duration without a unit. */
    BAD_VALUE,
    OUT_OF_RANGE,
    BAD_NAME,
    /** No such switch, adapter, NIC or profile. */
    UNKNOWN_REFERENCE,
    DUPLICATE_MAC,
    DUPLICATE_IP,
    DUPLICATE_TAP,
    /** Two parts of the file that cannot both hold. */
    CONFLICT,
    /** Part of the lab file's language, but not of this version. */
    NOT_AVAILABLE,
    /** A warning: another value is used in place of the one given. */
    REPLACED_VALUE;

    private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String slug() {
      return slug;
    }
  }

  /** One line: {@code lab.yaml:12:7: unknown key "aging_time" in ... (did you mean "aging"?)}. */
  public String format(String file) {
    return file + ":" + line + ":" + column + ": " + detail();
  }

  /** The message with the suggestion. */
  public String detail() {
    return suggestion.isEmpty() ? message : message + " (did you mean \"" + suggestion + "\"?)";
  }
}
