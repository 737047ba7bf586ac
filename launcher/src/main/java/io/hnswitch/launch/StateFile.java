package io.hnswitch.launch;

import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabResult;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LabWriter;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The text of one file of a {@link StateFolder}: JSON, with the lab as the text that {@code export}
 * gives, and a checksum of that text.
 */
final class StateFile {

  static final int FORMAT = 1;

  /** A file that is not what it should be; the message says why. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String message) {
      super(message);
    }
  }

  /** A file of a later version: it is not broken, and must not be treated as if it were. */
  static final class NewerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NewerException(String message) {
      super(message);
    }
  }

  private StateFile() {}

  /**
   * The file of a revision.
   *
   * @throws BrokenException when it could not be read back as the same
   */
  static String text(LabRevision revision) throws BrokenException {
    var lab = LabWriter.yaml(revision.lab());
    var text =
        head()
            .put("revision", revision.number())
            .put("time", revision.time().toString())
            .put("operation", revision.cause().operation())
            .put("by", revision.cause().by())
            .put("before", revision.before())
            .put("of", revision.of())
            .put("summary", revision.summary())
            .put("sha256", digest(lab))
            .put("lab", lab)
            .encodePrettily();
    if (!revision(text, revision.number()).equals(revision)) {
      throw new BrokenException("its lab would be read back as another");
    }
    return text + "\n";
  }

  /**
   * Reads what {@link #text} gave.
   *
   * @param number that the file's name has
   */
  static LabRevision revision(String text, long number) throws BrokenException {
    try {
      var json = object(text);
      var lab = json.getString("lab");
      if (json.getLong("revision") != number) {
        throw new BrokenException("it is of revision " + json.getLong("revision"));
      }
      if (!digest(lab).equals(json.getString("sha256"))) {
        throw new BrokenException("its lab does not have the checksum that was written with it");
      }
      return new LabRevision(
          number,
          Instant.parse(json.getString("time")),
          new Cause(json.getString("operation"), json.getString("by")),
          json.getLong("before"),
          json.getLong("of"),
          json.getString("summary"),
          lab(lab));
    } catch (ClassCastException | NullPointerException | DateTimeException e) {
      throw new BrokenException("a member is missing or of the wrong type");
    }
  }

  /** The file of a checkpoint. */
  static String text(String name, long revision) {
    return head().put("checkpoint", name).put("revision", revision).encodePrettily() + "\n";
  }

  /**
   * Reads a checkpoint's revision.
   *
   * @param name that the file's name has
   */
  static long checkpoint(String text, String name) throws BrokenException {
    try {
      var json = object(text);
      if (!name.equals(json.getString("checkpoint"))) {
        throw new BrokenException("it is of checkpoint " + json.getString("checkpoint"));
      }
      return json.getLong("revision");
    } catch (ClassCastException | NullPointerException e) {
      throw new BrokenException("a member is missing or of the wrong type");
    }
  }

  private static JsonObject head() {
    return new JsonObject().put("format", FORMAT);
  }

  private static JsonObject object(String text) throws BrokenException {
    JsonObject json;
    try {
      json = new JsonObject(text);
    } catch (DecodeException e) {
      throw new BrokenException("it is not JSON, or not whole");
    }
    long format = json.getLong("format", 0L);
    if (format > FORMAT) {
      throw new NewerException("it has format " + format + ", this version reads " + FORMAT);
    }
    if (format < 1) {
      throw new BrokenException("it says no format");
    }
    return json;
  }

  private static LabSpec lab(String text) throws BrokenException {
    return switch (LabParser.parse(text)) {
      case LabResult.Accepted(var spec, _, _) -> spec;
      case LabResult.Refused(var problems, _) ->
          throw new BrokenException("its lab is not valid: " + problems.getFirst().format("lab"));
    };
  }

  /** SHA-256 in hexadecimal digits. */
  static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
