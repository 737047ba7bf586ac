package io.hnswitch.script;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of the scripts. They are code that is run, so they must be their user's alone: folder
 * and files belong to the user of this process, and nobody else can write to them. With that, a
 * file cannot become another one between the look at it and the reading. Every method blocks.
 */
final class ScriptFolder {

  static final String SUFFIX = ".java";

  /** Of one folder. */
  static final int SCRIPTS_MAX = 64;

  /** Of one file, in bytes. */
  static final int BYTES_MAX = 256 << 10;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");
  private static final String OWNER = "uid";
  private static final String PERMISSIONS = "permissions";

  private final Path folder;
  private final Object owner;

  /**
   * @param owner the number of the user to whom everything must belong
   */
  ScriptFolder(Path folder, Object owner) {
    this.folder = folder.toAbsolutePath().normalize();
    this.owner = owner;
  }

  /**
   * The folder, for the user of this process.
   *
   * @throws io.hnswitch.api.ProblemException when the system does not say who that is
   */
  static ScriptFolder of(Path folder) {
    try {
      return new ScriptFolder(folder, Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      throw refused("cannot tell to whom this process belongs, so no script is run: " + e);
    }
  }

  Path file(String name) {
    return folder.resolve(name + SUFFIX);
  }

  /**
   * Names of what is there, also of files that {@link #read} refuses, in order.
   *
   * @throws io.hnswitch.api.ProblemException when the folder is not one that scripts are run from
   */
  List<String> names() {
    var what = "the folder of the scripts, " + folder + ",";
    requireOwn(what, attributes(what, folder));
    try (Stream<Path> files = Files.list(folder)) {
      var names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .map(name -> name.substring(0, name.length() - SUFFIX.length()))
              .sorted()
              .limit(SCRIPTS_MAX + 1L)
              .toList();
      if (names.size() > SCRIPTS_MAX) {
        throw refused(what + " holds more than " + SCRIPTS_MAX + " scripts");
      }
      return names;
    } catch (IOException e) {
      throw refused("cannot list " + folder + ": " + e);
    }
  }

  /**
   * Reads a script that {@link #names} has named.
   *
   * @throws io.hnswitch.api.ProblemException when it is not to be run
   */
  ScriptSource read(String name) {
    var file = file(name);
    if (!NAME.matcher(name).matches()) {
      throw refused(
          file.getFileName() + " is no script: the name of a script matches " + NAME.pattern());
    }
    // Once more: the folder may have been opened to others since the start.
    requireOwn(folder.toString(), attributes(folder.toString(), folder));
    var attributes = attributes(file.toString(), file);
    if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
      throw refused(file + " is not a plain file");
    }
    requireOwn(file.toString(), attributes);
    if (((Number) attributes.get("size")).longValue() > BYTES_MAX) {
      throw refused(file + " is larger than " + BYTES_MAX + " bytes");
    }
    try {
      var bytes = Files.readAllBytes(file);
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new ScriptSource(name, text);
    } catch (CharacterCodingException e) {
      throw refused(file + " is not UTF-8");
    } catch (IOException e) {
      throw refused("cannot read " + file + ": " + e);
    }
  }

  private static Map<String, Object> attributes(String what, Path path) {
    try {
      return Files.readAttributes(
          path, "unix:uid,permissions,isRegularFile,size", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw Problem.of(ProblemCode.NOT_FOUND, what + " is not there").exception();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      throw refused("cannot tell to whom " + what + " belongs: " + e);
    }
  }

  private void requireOwn(String what, Map<String, Object> attributes) {
    if (!owner.equals(attributes.get(OWNER))) {
      throw refused(
          what
              + " belongs to user "
              + attributes.get(OWNER)
              + ": scripts are run from what belongs to this node's user "
              + owner);
    }
    @SuppressWarnings("unchecked") // What the attribute is documented to be.
    var permissions = (Set<PosixFilePermission>) attributes.get(PERMISSIONS);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw refused(
          what
              + " is writable by others ("
              + PosixFilePermissions.toString(permissions)
              + "): scripts are run from what its owner alone can write to; chmod go-w");
    }
  }

  private static RuntimeException refused(String detail) {
    return Problem.of(ProblemCode.NOT_PERMITTED, detail).exception();
  }
}
