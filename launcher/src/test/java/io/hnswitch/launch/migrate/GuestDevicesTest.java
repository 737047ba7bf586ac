package io.hnswitch.launch.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hnswitch.lab.LabParser;
import io.hnswitch.lab.LabResult;
import io.hnswitch.migration.MigrationId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestDevicesTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: stays }
      spec:
        switches: { s: {} }
        guests: { g: { nics: { a: { switch: s }, b: { switch: s, endpoint: %s } } } }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ packet: { interface: eth0 } } | packet",
        "{ qemu: { stream: { listen: 'unix:/run/a' } } } | qemu",
        "{ tap: { name: t } } | -",
        "{ host: {} } | -",
        "none | -"
      },
      quoteCharacter = '"')
  void saysWhichEndpointsKeepAGuestWhereItIs(String endpoint, String kind) {
    var lab =
        assertInstanceOf(
            LabResult.Accepted.class, LabParser.parse(LAB.formatted(endpoint)), endpoint);
    var guest = lab.spec().guests().get("g");
    var devices = new GuestDevices(null, new MigrationId(7), guest);
    assertEquals(
        kind.equals("-") ? Optional.empty() : Optional.of(kind), devices.immovable(), endpoint);
  }
}
