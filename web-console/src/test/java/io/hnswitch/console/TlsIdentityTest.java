package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsIdentityTest {

  /** Certificates that are valid from 2020 to 2119, with keys in every form. */
  static final Path FILES = Path.of("src/test/resources/tls");

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, rsa.key.pem",
    "rsa.pem, rsa.pkcs1.pem",
    "ec.pem, ec.key.pem",
    "ec.pem, ec.sec1.pem",
    "ed25519.pem, ed25519.key.pem"
  })
  void takesKeysInEveryForm(String certificate, String key) {
    var identity = TlsIdentity.read(FILES.resolve(certificate), FILES.resolve(key), NOW);
    assertEquals(FILES.resolve(certificate), identity.certificate());
  }

  @ParameterizedTest
  @CsvSource({
    "ec.pem, rsa.key.pem, the key in .*rsa.key.pem is not that of the certificate in .*ec.pem",
    "rsa.pem, rsa.encrypted.pem, .*rsa.encrypted.pem: it is encrypted.*",
    "rsa.pem, rsa.pem, .*rsa.pem: no private key in PEM is in it",
    "rsa.key.pem, rsa.key.pem, .*rsa.key.pem is no certificate in PEM",
    "none.pem, rsa.key.pem, there is no file .*none.pem",
    "rsa.pem, none.pem, there is no file .*none.pem"
  })
  void saysWhichFileIsWrong(String certificate, String key, String detail) {
    assertRefused(detail, FILES.resolve(certificate), FILES.resolve(key), NOW);
  }

  private static void assertRefused(String detail, Path certificate, Path key, Instant now) {
    var refusal =
        assertThrows(ConsoleException.class, () -> TlsIdentity.read(certificate, key, now));
    assertEquals(ConsoleError.TLS_UNUSABLE, refusal.error());
    assertTrue(refusal.getMessage().matches(".*" + detail), refusal.getMessage());
  }

  @Test
  void refusesWhatHasExpiredOrIsNotValidYet() {
    var certificate = FILES.resolve("ec.pem");
    var key = FILES.resolve("ec.key.pem");
    assertRefused(
        "ec.pem has expired at 2120-01-01T00:00:00Z",
        certificate,
        key,
        Instant.parse("2120-01-02T00:00:00Z"));
    assertRefused(
        "ec.pem is not valid before 2020-01-01T00:00:00Z",
        certificate,
        key,
        Instant.parse("2019-12-31T00:00:00Z"));
  }

  @Test
  void refusesFilesThatAreDamagedOrEmptyAndRepeatsNothingOfAKey() throws IOException {
    var certificate = FILES.resolve("ec.pem");
    var empty = Files.createFile(folder.resolve("empty.pem"));
    assertRefused("no certificate in PEM is in .*", empty, FILES.resolve("ec.key.pem"), NOW);
    var key = Files.readString(FILES.resolve("ec.key.pem"));
    var secret = key.lines().skip(1).findFirst().orElseThrow();
    for (var text :
        new String[] {
          "", key.substring(0, 60), key.replace(secret, ""), key.replace("PRIVATE", "DSA PRIVATE")
        }) {
      var damaged = Files.writeString(folder.resolve("damaged.pem"), text);
      var refusal =
          assertThrows(
              ConsoleException.class, () -> TlsIdentity.read(certificate, damaged, NOW), text);
      assertTrue(refusal.getMessage().contains("damaged.pem"), refusal.getMessage());
      assertFalse(refusal.getMessage().contains(secret.substring(0, 16)), refusal.getMessage());
    }
  }
}
