package io.hnswitch.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicView;
import io.hnswitch.control.SwitchView;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewJsonTest {

  private static NicView nic(Optional<VfId> vf) {
    return new NicView(
        NicId.parse("a:hn0"),
        MacAddress.parse("00:15:5d:00:00:0a"),
        true,
        true,
        false,
        1500,
        List.of("up", "running"),
        List.of(MacAddress.parse("01:00:5e:00:00:fb")),
        Datapath.SYNTHETIC,
        vf,
        OffloadCaps.of(Offload.RXCSUM, Offload.TXCSUM_IPV6),
        OffloadCaps.NONE,
        OffloadCaps.of(Offload.LRO),
        new TsoLimits(65535, 31, 4096),
        Map.of("nvs-version", "6.1"),
        Map.of("opackets", 2L, "ipackets", 1L));
  }

  @Test
  void writesANic() {
    assertEquals(
        new JsonObject(
            """
            {"id":"a:hn0","mac":"00:15:5d:00:00:0a","up":true,"running":true,"link":false,
            "mtu":1500,"flags":["up","running"],"multicast":["01:00:5e:00:00:fb"],"path":"synthetic","vf":"pf0/vf3","offloads":["rxcsum","txcsum-ipv6"],
            "capabilities":[],"ownCapabilities":["lro"],"tso":{"max":65535,"segments":31,"segmentSize":4096},
            "session":{"nvs-version":"6.1"},"counters":{"ipackets":1,"opackets":2}}
            """),
        new JsonObject(ViewJson.object(nic(Optional.of(new VfId("pf0", 3)))).encode()));
  }

  @Test
  void leavesOutWhatIsAbsent() {
    assertEquals(false, ViewJson.object(nic(Optional.empty())).containsKey("vf"));
  }

  @Test
  void ordersMapsByName() {
    var counters = ViewJson.object(nic(Optional.empty())).getJsonObject("counters");
    assertEquals("{\"ipackets\":1,\"opackets\":2}", counters.encode());
  }

  @Test
  void writesNestedViewsAndDurations() {
    var entry =
        new SwitchView.Entry(
            MacAddress.BROADCAST, 0, "a:hn0", "learned", Duration.ofNanos(1_234_567_890), 2);
    var view =
        ViewJson.object(
            new SwitchView(
                "sw0", Duration.ofSeconds(300), List.of(), List.of(), List.of(entry), Map.of()));
    assertEquals("300s", view.getString("ageing"));
    assertEquals("1234ms", view.getJsonArray("fdb").getJsonObject(0).getString("age"));
    assertEquals("20ms", ViewJson.duration(Duration.ofMillis(20)));
    assertEquals("500us", ViewJson.duration(Duration.ofNanos(500_000)));
  }

  private record Drops(Map<DropReason, Long> dropped) {}

  @Test
  void usesSlugsAsKeys() {
    assertEquals(
        "{\"dropped\":{\"vf-gone\":3}}",
        ViewJson.object(new Drops(Map.of(DropReason.VF_GONE, 3L))).encode());
  }

  private record Odd(Thread thread) {}

  @Test
  void refusesWhatNoViewShouldHave() {
    assertThrows(
        IllegalArgumentException.class, () -> ViewJson.object(new Odd(Thread.currentThread())));
  }
}
