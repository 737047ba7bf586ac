package io.hnswitch.multicast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.multicast.MembershipReader.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a switch says about groups, as another one reads it. */
class GroupWritersTest {

  private static final String GROUP = "239.1.2.3";
  private static final String V6 = "ff0e::42";

  private final SnoopStand stand = new SnoopStand(SnoopStand.policy());

  @AfterEach
  void close() {
    stand.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, 1, REPORT",
    "2, false, 1, REPORT",
    "3, false, 48, RECORDS",
    "1, true, 1, REPORT",
    "2, true, 48, RECORDS"
  })
  void writesReportsThatAnotherSwitchUnderstands(int version, boolean v6, int groups, Kind kind) {
    assertEquals(groups, ReportWriter.groups(v6, version));
    var writer = new ReportWriter(stand.memory, new MacAddress(0x0200_0000_0007L));
    long at = stand.memory.allocate(4096);
    var all =
        IntStream.range(0, groups)
            .mapToObj(i -> IpAddress.parse((v6 ? "ff0e::" : "239.1.1.") + i + (v6 ? "1" : "")))
            .toList();
    int length = writer.write(at, v6, version, all);
    assertTrue(length <= ReportWriter.BYTES && length >= 60, "" + length);
    var reader = new MembershipReader(stand.memory.segment());
    assertEquals(kind, reader.read(at, length, 0));
    assertEquals(version, reader.version);
    if (kind == Kind.REPORT) {
      assertEquals(all.getFirst(), new IpAddress(reader.groupHigh, reader.groupLow));
      return;
    }
    assertEquals(groups, reader.count);
    for (var group : all) {
      reader.nextRecord();
      assertEquals(MembershipReader.IS_EXCLUDE, reader.recordType);
      assertEquals(0, reader.recordSources);
      assertEquals(group, new IpAddress(reader.groupHigh, reader.groupLow));
    }
    assertThrows(IllegalArgumentException.class, () -> writer.write(at, v6, version, List.of()));
  }

  @Test
  void writesQueriesThatAnotherSwitchUnderstands() {
    var writer = new QueryWriter(stand.memory, new MacAddress(0x0200_0000_0007L));
    long at = stand.memory.allocate(4096);
    for (int version = 1; version <= 2; version++) {
      var spoken = new MulticastPolicy.Querier(IpAddress.parse("10.0.0.1"), version + 1, version);
      var like = SnoopStand.policy();
      var policy =
          new MulticastPolicy(
              true,
              Optional.of(spoken),
              Duration.ofSeconds(60),
              Duration.ofSeconds(5),
              like.lastMember(),
              3,
              false,
              false,
              4,
              List.of());
      for (var group : List.of("0.0.0.0", GROUP, "::", V6)) {
        var about = IpAddress.parse(group);
        boolean v6 = !about.isV4();
        int length = writer.write(at, policy, v6, about, 5_000_000_000L);
        var reader = new MembershipReader(stand.memory.segment());
        assertEquals(MembershipReader.Kind.QUERY, reader.read(at, length, 0), group);
        assertEquals(v6 ? version : version + 1, reader.version);
        assertEquals(5_000_000_000L, reader.response);
        assertEquals(version == 2 ? 60_000_000_000L : 0, reader.interval);
        assertEquals(version == 2 ? 3 : 0, reader.robustness);
        assertEquals(about.isUnspecified() ? 0 : about.low(), reader.groupLow);
      }
    }
  }
}
