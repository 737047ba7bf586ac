package io.hnswitch.launch;

import io.hnswitch.launch.config.ConfigException;
import io.hnswitch.launch.config.ConfigKey;
import io.hnswitch.launch.config.ConfigSources;
import io.hnswitch.launch.config.Setting;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Gives the options of a command what the command line does not say, from {@link ConfigSources}.
 * Every option is a key, but those about how the command prints.
 */
final class ConfigDefaults implements IDefaultValueProvider {

  static final String CONFIG = "config";

  /** Of a shell that prints, not of a node. */
  private static final Set<String> NO_KEYS = Set.of(CONFIG, "help", "output", "json", "no-color");

  private static final String FILE = "hnswitch.yaml";
  private static final Path OF_THE_MACHINE = Path.of("/etc/hnswitch", FILE);

  private final Map<String, String> environment;
  private final Path machine;
  private final List<Configured> keys;
  private final Map<String, Setting> given = new LinkedHashMap<>();
  private Optional<ConfigSources> sources = Optional.empty();

  private record Configured(ArgSpec arg, ConfigKey key) {}

  private ConfigDefaults(CommandSpec spec, Map<String, String> environment, Path machine) {
    // Now: when the provider is there, picocli asks it for what descriptions say of defaults.
    this.keys = args(spec).map(arg -> new Configured(arg, key(arg))).toList();
    this.environment = environment;
    this.machine = machine;
  }

  /**
   * Has a command configured. An option that can be given several times takes several values with
   * commas between them from now on, for a variable has one value only.
   */
  static void of(CommandLine command, Map<String, String> environment) {
    of(command, environment, OF_THE_MACHINE);
  }

  /**
   * As {@link #of(CommandLine, Map)}.
   *
   * @param machine the file that is read unless {@code --config} names others, if it is there
   */
  static void of(CommandLine command, Map<String, String> environment, Path machine) {
    var spec = command.getCommandSpec();
    for (var option : List.copyOf(spec.options())) {
      if (isKey(option) && option.isMultiValue() && option.splitRegex().isEmpty()) {
        spec.remove(option);
        spec.addOption(OptionSpec.builder(option).splitRegex(",").build());
      }
    }
    command.setDefaultValueProvider(new ConfigDefaults(spec, environment, machine));
  }

  /** What gives a command its defaults, when it is configured. */
  static Optional<ConfigDefaults> of(CommandLine command) {
    return command.getDefaultValueProvider() instanceof ConfigDefaults defaults
        ? Optional.of(defaults)
        : Optional.empty();
  }

  /** Everything of the command that can be configured. */
  List<ConfigKey> keys() {
    return keys.stream().map(Configured::key).toList();
  }

  private Optional<ConfigKey> keyOf(ArgSpec arg) {
    return keys.stream().filter(one -> one.arg() == arg).map(Configured::key).findFirst();
  }

  private static Stream<ArgSpec> args(CommandSpec spec) {
    return Stream.concat(spec.positionalParameters().stream(), spec.options().stream())
        .filter(ConfigDefaults::isKey);
  }

  private static boolean isKey(ArgSpec arg) {
    return !NO_KEYS.contains(name(arg));
  }

  private static String name(ArgSpec arg) {
    return switch (arg) {
      case OptionSpec option -> option.longestName().replaceFirst("^-+", "");
      case PositionalParamSpec positional -> positional.paramLabel().toLowerCase(Locale.ROOT);
      default -> throw new IllegalStateException("neither option nor parameter: " + arg);
    };
  }

  private static ConfigKey key(ArgSpec arg) {
    boolean flag = arg instanceof OptionSpec option && option.arity().max() == 0;
    var initial = arg.defaultValue() == null ? flag ? "false" : "" : arg.defaultValue();
    boolean secret =
        arg.userObject() instanceof AnnotatedElement field
            && field.isAnnotationPresent(Secret.class);
    return new ConfigKey(name(arg), initial, summary(arg), secret);
  }

  private static String summary(ArgSpec arg) {
    return String.join(" ", arg.description())
        .replaceFirst(" \\((default: .*|HNSWITCH_.*)\\)$", "");
  }

  @Override
  public String defaultValue(ArgSpec arg) {
    var key = keyOf(arg);
    if (key.isEmpty() || arg.command().commandLine().isUsageHelpRequested()) {
      return null;
    }
    try {
      var setting = sources(arg.command()).find(key.get());
      setting.ifPresent(found -> given.put(key.get().name(), found));
      return setting.map(Setting::value).orElse(null);
    } catch (ConfigException e) {
      throw new Unusable(arg.command().commandLine(), e);
    }
  }

  /** Picocli asks when it has read the command line, so {@code --config} is known. */
  private ConfigSources sources(CommandSpec spec) {
    if (sources.isEmpty()) {
      sources =
          Optional.of(ConfigSources.of(keys(), environment::get, System::getProperty, files(spec)));
    }
    return sources.get();
  }

  private List<Path> files(CommandSpec spec) {
    List<Path> named = spec.findOption(CONFIG).getValue();
    var files = new ArrayList<Path>(named == null ? List.of() : named);
    if (files.isEmpty()) {
      var variable = environment.getOrDefault("HNSWITCH_CONFIG", "");
      Stream.of(variable.split(","))
          .filter(path -> !path.isBlank())
          .map(Path::of)
          .forEach(files::add);
    }
    var home = Path.of(System.getProperty("hnswitch.home", ""), "conf", FILE);
    Stream.of(machine, home).filter(Files::exists).limit(1).forEach(files::add);
    return files;
  }

  /** Every key of the command, which has been parsed, with its value and who says so. */
  List<Setting> effective(CommandLine command) {
    var parsed = command.getParseResult();
    return keys.stream().map(one -> effective(one, parsed)).toList();
  }

  private Setting effective(Configured one, ParseResult parsed) {
    var key = one.key();
    boolean said =
        switch (one.arg()) {
          case OptionSpec option -> parsed.hasMatchedOption(option);
          case PositionalParamSpec positional -> parsed.hasMatchedPositional(positional);
          default -> false;
        };
    if (said) {
      var words = String.join(",", one.arg().originalStringValues());
      return new Setting(key, words.isEmpty() ? "true" : words, Setting.COMMAND_LINE);
    }
    return given.getOrDefault(key.name(), new Setting(key, key.initial(), Setting.BUILT_IN));
  }

  /**
   * For people who are told that something is wrong with options: which of them came from where.
   */
  List<String> origins(String message) {
    return given.values().stream()
        .filter(setting -> message.matches("(?s).*--" + setting.key().name() + "(?![a-z-]).*"))
        .map(ConfigDefaults::origin)
        .toList();
  }

  /** What is wrong with a configuration; empty when the command line itself is what is wrong. */
  static List<String> problems(CommandLine.ParameterException failure) {
    if (failure instanceof Unusable unusable) {
      return unusable.lines.stream().map(line -> "hnswitch: " + line).toList();
    }
    return of(failure.getCommandLine())
        .flatMap(
            defaults ->
                defaults
                    .keyOf(failure.getArgSpec())
                    .map(key -> key.name())
                    .map(defaults.given::get))
        .map(setting -> List.of("hnswitch: " + failure.getMessage(), origin(setting)))
        .orElse(List.of());
  }

  private static String origin(Setting setting) {
    return "hnswitch: " + setting.key().name() + " is set by " + setting.origin();
  }

  /** What is configured cannot be used. */
  static final class Unusable extends CommandLine.ParameterException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    Unusable(CommandLine command, ConfigException cause) {
      super(command, cause.getMessage(), cause);
      lines = cause.lines();
    }
  }
}
