package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a virtual machine boots: the distribution's kernel, as {@code .ci/guest} has unpacked it,
 * and a first process of the tests. Emulated, so that it is the same whatever of KVM a machine has.
 *
 * @param peer a program that measures, which runs outside just as well
 */
record GuestImage(Path kernel, Path initramfs, Path peer) {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Path SOURCES =
      Checkout.ROOT.resolve("launcher/src/test/resources/io/hnswitch/launch/it");

  /** In the order in which they are loaded. */
  private static final List<String> MODULES =
      List.of(
          "failover",
          "net_failover",
          "virtio_ring",
          "virtio",
          "virtio_pci_legacy_dev",
          "virtio_pci_modern_dev",
          "virtio_pci",
          "virtio_net");

  /** Skips the tests where there is no kernel, or nothing that runs it. */
  static GuestImage make(Place place) {
    var folder = folder();
    assumeTrue(Files.isDirectory(folder.resolve("boot")), "no kernel: run .ci/guest first");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "no qemu-system-x86_64");
    try {
      var peer = place.root().resolve("peer");
      var source = SOURCES.resolve("peer.c").toString();
      Running.run(BOUND, "gcc", "-O2", "-static", "-o", peer.toString(), source).succeeds();
      var archive =
          new NewcArchive()
              .folder("bin")
              .folder("lib")
              .folder("dev")
              .device("dev/console", 5, 1)
              .program("init", Files.readAllBytes(SOURCES.resolve("guest-init")))
              .program("bin/busybox", Files.readAllBytes(folder.resolve("bin/busybox")))
              .program("bin/peer", Files.readAllBytes(peer));
      for (var module : MODULES) {
        var file = only(folder.resolve("lib"), module + ".ko");
        archive.program("lib/" + module + ".ko", Files.readAllBytes(file));
      }
      var initramfs = place.root().resolve("initramfs");
      Files.write(initramfs, archive.bytes());
      return new GuestImage(only(folder.resolve("boot"), "vmlinuz-.*"), initramfs, peer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    var said = System.getenv("HNSWITCH_TEST_GUEST");
    var cache = System.getenv("XDG_CACHE_HOME");
    if (said != null && !said.isEmpty()) {
      return Path.of(said);
    }
    var base =
        cache != null && !cache.isEmpty()
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("hnswitch/guest");
  }

  private static Path only(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var found = files.filter(file -> file.getFileName().toString().matches(name)).toList();
      assertEquals(1, found.size(), () -> name + " in " + folder + ": " + found);
      return found.getFirst();
    }
  }

  /**
   * Boots a guest.
   *
   * @param netdev what it is plugged into, in QEMU's words, without an id
   * @param address with prefix
   * @param target what it measures against
   */
  Running boot(String netdev, String mac, String address, String target) {
    var command = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "tcg", "-cpu", "max"));
    command.addAll(List.of("-m", "192", "-nodefaults", "-no-user-config", "-display", "none"));
    command.addAll(List.of("-no-reboot", "-serial", "stdio"));
    command.addAll(List.of("-kernel", kernel.toString(), "-initrd", initramfs.toString()));
    command.add("-append");
    command.add(
        "console=ttyS0 quiet panic=-1 \"modules=%s\" address=%s target=%s"
            .formatted(String.join(" ", MODULES), address, target));
    command.addAll(List.of("-netdev", netdev + ",id=n0"));
    command.addAll(List.of("-device", "virtio-net-pci,netdev=n0,romfile=,mac=" + mac));
    return Running.start(command.toArray(String[]::new));
  }
}
