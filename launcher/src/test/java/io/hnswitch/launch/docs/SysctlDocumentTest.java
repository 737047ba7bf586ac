package io.hnswitch.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.sysctl.DeviceSysctls;
import io.hnswitch.sysctl.HwSysctls;
import io.hnswitch.sysctl.Sysctl;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/sysctl.md against the definitions, row by row. */
class SysctlDocumentTest {

  private static List<String> rows(List<Sysctl> sysctls) {
    return sysctls.stream().map(SysctlDocumentTest::row).toList();
  }

  private static String row(Sysctl one) {
    return "| `%s` | %s | %s | %s | %s | %s | %s |"
        .formatted(
            one.name(),
            one.access().slug(),
            one.type().slug(),
            one.initial().isEmpty() ? "" : "`" + one.initial() + "`",
            one.values().wanted(),
            one.summary(),
            one.hasEffect() ? "yes" : one.effect());
  }

  private static List<String> found(String section) {
    return Document.of("docs/sysctl.md")
        .section(section)
        .orElse("")
        .lines()
        .filter(line -> line.startsWith("| `"))
        .toList();
  }

  @Test
  void tellsWhatTheModuleHas() {
    assertEquals(rows(HwSysctls.list()), found("hw.hn"));
  }

  @Test
  void tellsWhatADeviceHas() {
    assertEquals(rows(DeviceSysctls.list()), found("dev.hn.N"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/lab-file.md", "docs/bus-api.md"})
  void isFoundFrom(String document) {
    assertEquals(
        1,
        Document.of(document).links().stream()
            .filter(link -> link.endsWith("sysctl.md"))
            .distinct()
            .count());
  }
}
