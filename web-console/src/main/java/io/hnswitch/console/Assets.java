package io.hnswitch.console;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The files that the page consists of: those of {@code webroot}, and of the WebJars below {@code
 * lib/<name>}. They are served below a path with the hash of all of them, so a browser may keep
 * them for ever and never mixes those of two versions. Held compressed, as nearly every client
 * takes them.
 */
final class Assets {

  /** Before the hash. */
  static final String PREFIX = "/assets/";

  private static final String ENTRY = "main.js";
  private static final Pattern WEBJAR = Pattern.compile("([^/]+)/[^/]+/(.+)");

  /** The module that a static import or a re-export names; {@code import(…)} is none. */
  private static final Pattern IMPORT =
      Pattern.compile("((?:\\bfrom|\\bimport)\\s*)([\"'])([^\"'\\s]+)\\2");

  private final Map<String, Asset> files = new TreeMap<>();
  private final String hash;
  private final byte[] page;

  /**
   * A file.
   *
   * @param type as in {@code Content-Type}
   * @param gzip its bytes, compressed
   */
  record Asset(String type, byte[] gzip) {

    /** Its bytes. */
    byte[] plain() {
      try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * @param contents by path, with {@code index.html} and {@code main.js}
   */
  Assets(Map<String, byte[]> contents) throws IOException {
    var digest = sha256();
    var imports = new TreeMap<String, Set<String>>();
    for (var content : contents.entrySet()) {
      var path = content.getKey();
      byte[] bytes = content.getValue();
      if (isModule(path)) {
        imports.put(path, new LinkedHashSet<>());
        bytes = linked(path, bytes, contents.keySet(), imports.get(path));
      }
      // With its length, for otherwise text could move to the next file unnoticed.
      digest.update((path + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
      files.put(path, new Asset(type(path), gzip(bytes)));
    }
    hash = HexFormat.of().formatHex(digest.digest(), 0, 8);
    var text = new String(contents.get("index.html"), StandardCharsets.UTF_8);
    page =
        text.replace("{{modules}}", preloads(imports))
            .replace("{{assets}}", PREFIX + hash)
            .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads them from the class path; blocks for a tenth of a second. */
  static Assets load() {
    try {
      var index = Assets.class.getResource("/webroot/index.html").toURI();
      if (!index.getScheme().equals("jar")) {
        return new Assets(contents(Path.of(index).getParent().getParent()));
      }
      var archive = URI.create(index.toString().replaceFirst("!.*", ""));
      try (var jar = FileSystems.newFileSystem(archive, Map.of())) {
        return new Assets(contents(jar.getPath("/")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, byte[]> contents(Path root) throws IOException {
    var contents = new TreeMap<String, byte[]>();
    read(root.resolve("webroot"), path -> path, contents);
    read(
        root.resolve("META-INF/resources/webjars"),
        path -> WEBJAR.matcher(path).replaceFirst("lib/$1/$2"),
        contents);
    return contents;
  }

  private interface Renaming {
    String of(String path);
  }

  private static void read(Path folder, Renaming renaming, Map<String, byte[]> into)
      throws IOException {
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var path = folder.relativize(file).toString().replace('\\', '/');
        into.put(renaming.of(path), Files.readAllBytes(file));
      }
    }
  }

  /** The page itself, which names the files by their hash. */
  byte[] page() {
    return page;
  }

  /** Of all files together. */
  String hash() {
    return hash;
  }

  Set<String> paths() {
    return Collections.unmodifiableSet(files.keySet());
  }

  Optional<Asset> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static boolean isModule(String path) {
    return path.endsWith(".js") || path.endsWith(".mjs");
  }

  /**
   * A module whose imports are relative, as browsers want them, and what they name. Libraries name
   * each other by package: {@code @codemirror/state} is the one module of {@code
   * lib/codemirror__state}, and {@code @codemirror/legacy-modes/mode/yaml} a file below it.
   */
  private static byte[] linked(String path, byte[] bytes, Set<String> all, Set<String> imported) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    var linked =
        IMPORT
            .matcher(text)
            .replaceAll(
                found -> {
                  var wanted = found.group(3);
                  var named =
                      wanted.startsWith(".")
                          ? Optional.of(resolve(path, wanted)).filter(all::contains)
                          : main(wanted, all);
                  named.ifPresent(imported::add);
                  var to = named.map(target -> relative(path, target)).orElse(wanted);
                  return Matcher.quoteReplacement(
                      found.group(1) + found.group(2) + to + found.group(2));
                });
    return linked.getBytes(StandardCharsets.UTF_8);
  }

  private static String resolve(String from, String to) {
    var parent = Path.of("/" + from).getParent();
    return parent.resolve(to).normalize().toString().substring(1).replace('\\', '/');
  }

  private static String relative(String from, String to) {
    var way =
        Path.of("/" + from).getParent().relativize(Path.of("/" + to)).toString().replace('\\', '/');
    return way.startsWith(".") ? way : "./" + way;
  }

  private static Optional<String> main(String name, Set<String> all) {
    var path = "lib/" + name.replaceFirst("^@([^/]+)/", "$1__");
    return all.stream()
        .filter(one -> one.equals(path + ".js") || one.startsWith(path + "/") && isModule(one))
        .findFirst();
  }

  /** Lets the browser ask at once for all that the first screen needs. */
  private static String preloads(Map<String, Set<String>> imports) {
    var needed = new LinkedHashSet<String>();
    reach(ENTRY, imports, needed);
    return needed.stream()
        .map(path -> "<link rel=\"modulepreload\" href=\"{{assets}}/" + path + "\">")
        .collect(Collectors.joining("\n    "));
  }

  private static void reach(String path, Map<String, Set<String>> imports, Set<String> seen) {
    if (seen.add(path)) {
      imports.getOrDefault(path, Set.of()).forEach(next -> reach(next, imports, seen));
    }
  }

  private static String type(String path) {
    var end = path.substring(path.lastIndexOf('.') + 1);
    return switch (end) {
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "html" -> "text/html; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "json" -> "application/json";
      default -> "text/plain; charset=utf-8";
    };
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
