package io.hnswitch.launch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is said of keys elsewhere than on the command line: the environment before system
 * properties, these before files, an earlier file before a later one. A variable that is empty says
 * nothing.
 */
public final class ConfigSources {

  private final Function<String, String> environment;
  private final Function<String, String> properties;
  private final List<Map<String, ConfigFile.Entry>> files;

  private ConfigSources(
      Function<String, String> environment,
      Function<String, String> properties,
      List<Map<String, ConfigFile.Entry>> files) {
    this.environment = environment;
    this.properties = properties;
    this.files = files;
  }

  /**
   * Reads the files.
   *
   * @param environment gives null for what is not there, like {@code properties}
   * @param files the one that counts most first; each must be there
   * @throws ConfigException with a line for each problem
   */
  public static ConfigSources of(
      Collection<ConfigKey> keys,
      Function<String, String> environment,
      Function<String, String> properties,
      List<Path> files) {
    var names = new TreeSet<String>();
    for (var key : keys) {
      names.add(key.name());
      if (key.isSecret()) {
        names.add(key.fileName());
      }
    }
    var read = new ArrayList<Map<String, ConfigFile.Entry>>();
    var problems = new ArrayList<String>();
    for (var file : files) {
      try {
        read.add(ConfigFile.read(file, names));
      } catch (ConfigException e) {
        problems.addAll(e.lines());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new ConfigSources(environment, properties, read);
  }

  /** What one source says; the name is that of a key or of its file. */
  private record Source(Function<String, Optional<ConfigFile.Entry>> says) {}

  private List<Source> sources() {
    var all = new ArrayList<Source>();
    all.add(new Source(name -> from(environment, "environment ", ConfigKey.variable(name))));
    all.add(new Source(name -> from(properties, "system property ", ConfigKey.property(name))));
    files.forEach(file -> all.add(new Source(name -> Optional.ofNullable(file.get(name)))));
    return all;
  }

  private static Optional<ConfigFile.Entry> from(
      Function<String, String> source, String kind, String name) {
    return Optional.ofNullable(source.apply(name))
        .filter(value -> !value.isEmpty())
        .map(value -> new ConfigFile.Entry(value, kind + name, 0));
  }

  /**
   * What is said of a key; empty when nothing is.
   *
   * @throws ConfigException when a secret's file cannot be read, or it is given twice in one place
   */
  public Optional<Setting> find(ConfigKey key) {
    for (var source : sources()) {
      var value = source.says().apply(key.name());
      var file =
          key.isSecret() ? source.says().apply(key.fileName()) : Optional.<ConfigFile.Entry>empty();
      if (value.isPresent() && file.isPresent()) {
        throw new ConfigException(
            key.name()
                + " is given twice: "
                + value.get().origin()
                + " and "
                + file.get().origin());
      }
      if (file.isPresent()) {
        return Optional.of(new Setting(key, secret(key, file.get()), file.get().origin()));
      }
      if (value.isPresent()) {
        return Optional.of(new Setting(key, value.get().value(), value.get().origin()));
      }
    }
    return Optional.empty();
  }

  private static String secret(ConfigKey key, ConfigFile.Entry entry) {
    var path = Path.of(entry.value());
    try {
      // An editor ends the last line; that is no part of a secret.
      return Files.readString(path).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read the file of "
              + key.name()
              + ", "
              + path
              + " ("
              + entry.origin()
              + "): "
              + e);
    }
  }
}
