package io.hnswitch.launch;

import io.hnswitch.api.AuditRecord;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the record of changes survives its node: {@code audit.jsonl}, a JSON object a line, for its
 * owner alone; when it is large it becomes {@code audit.1.jsonl} and another is begun. Every method
 * blocks; one thread at a time.
 */
final class AuditFile {

  /** A file this long is full, in bytes. */
  static final int BYTES_MAX = 4 << 20;

  private final Path file;
  private final Path full;

  /** What was there: the records, the oldest first, and lines that are none. */
  record Found(List<AuditRecord> records, int broken) {
    Found {
      records = List.copyOf(records);
    }
  }

  AuditFile(Path folder) {
    file = folder.resolve("audit.jsonl");
    full = folder.resolve("audit.1.jsonl");
  }

  Path path() {
    return file;
  }

  Found read() throws IOException {
    var records = new ArrayList<AuditRecord>();
    int broken = 0;
    for (var one : List.of(full, file)) {
      if (Files.exists(one)) {
        // Not as UTF-8 text: one broken byte must not cost the rest.
        for (var line : new String(Files.readAllBytes(one), StandardCharsets.UTF_8).split("\n")) {
          if (!line.isBlank() && !add(line, records)) {
            broken++;
          }
        }
      }
    }
    return new Found(records, broken);
  }

  private static boolean add(String line, List<AuditRecord> records) {
    try {
      records.add(AuditRecord.of(new JsonObject(line)));
      return true;
    } catch (DecodeException e) {
      return false;
    } catch (RuntimeException e) {
      // JSON of another shape.
      return false;
    }
  }

  void append(List<AuditRecord> records) throws IOException {
    if (Files.exists(file) && Files.size(file) >= BYTES_MAX) {
      Files.move(file, full, StandardCopyOption.REPLACE_EXISTING);
    }
    var lines = new StringBuilder();
    records.forEach(record -> lines.append(record.toJson().encode()).append('\n'));
    var bytes = StandardCharsets.UTF_8.encode(lines.toString());
    try (var channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }
}
