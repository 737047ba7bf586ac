package io.hnswitch.launch.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/**
 * An archive in cpio's newc format, as a kernel unpacks it for its first process. Source: Linux
 * {@code Documentation/driver-api/early-userspace/buffer-format.rst}.
 */
final class NewcArchive {

  private static final int FOLDER = 0040755;
  private static final int PROGRAM = 0100755;
  private static final int CHARACTER_DEVICE = 0020600;
  private static final int ALIGN = 4;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int number;

  NewcArchive folder(String name) {
    return add(name, FOLDER, 0, 0, new byte[0]);
  }

  NewcArchive program(String name, byte[] content) {
    return add(name, PROGRAM, 0, 0, content);
  }

  NewcArchive device(String name, int major, int minor) {
    return add(name, CHARACTER_DEVICE, major, minor, new byte[0]);
  }

  private NewcArchive add(String name, int mode, int major, int minor, byte[] content) {
    number++;
    int[] fields = {
      number, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, name.length() + 1, 0
    };
    var header = new StringBuilder("070701");
    for (int field : fields) {
      header.append("%08x".formatted(field));
    }
    write(header.append(name).append('\0').toString().getBytes(US_ASCII));
    write(content);
    return this;
  }

  private void write(byte[] part) {
    bytes.writeBytes(part);
    while (bytes.size() % ALIGN != 0) {
      bytes.write(0);
    }
  }

  /** The whole archive. */
  byte[] bytes() {
    add("TRAILER!!!", 0, 0, 0, new byte[0]);
    return bytes.toByteArray();
  }
}
