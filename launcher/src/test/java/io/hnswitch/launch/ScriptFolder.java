package io.hnswitch.launch;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.script.ScriptSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A folder of scripts that is its owner's alone, as a node wants it. */
final class ScriptFolder {

  private final Path folder;

  /** Makes it below a folder. */
  ScriptFolder(Path below) {
    try {
      folder = Files.createDirectories(below.resolve("scripts"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    allow("rwx------");
  }

  /** Says who may do what with it. */
  ScriptFolder allow(String permissions) {
    permit(folder, permissions);
    return this;
  }

  /** Writes a script. */
  ScriptFolder write(String name, String text) {
    try {
      permit(Files.writeString(folder.resolve(name + ".java"), text), "rw-------");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void permit(Path path, String permissions) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a node that runs them as an operator. */
  Optional<ScriptSettings> settings() {
    return Optional.of(new ScriptSettings(folder, Role.OPERATOR));
  }
}
