package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.RxVfStep;
import io.hnswitch.control.VfControl;
import io.hnswitch.id.VfId;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssType;
import io.hnswitch.rss.RssTypes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** hn, netvsp and the session between them; a VF that says what a test wants it to say. */
class RssFixupTest {

  private static final VfId VF = new VfId("pf0", 0);
  private static final RssKey KEY = RssKey.parse("0123456789abcdef".repeat(5));
  private static final String ALL = "ipv4 tcp-ipv4 ipv6 tcp-ipv6 udp-ipv4";

  private final List<String> asked = new ArrayList<>();
  private NicLab lab;
  private Object key = new VfControl.RssKeyIs(RssFunction.TOEPLITZ, KEY);

  @AfterEach
  void close() {
    lab.close();
  }

  private void lab(int rings) {
    lab = NicLab.ofTwo(rings);
    lab.harness.onLoop(() -> lab.harness.bus().serve(Addresses.vf(VF), this::vf));
  }

  private Future<?> vf(VfControl request) {
    asked.add(request.getClass().getSimpleName());
    return Future.succeededFuture(
        switch (request) {
          case VfControl.QueryRssKey _ -> key;
          case VfControl.QueryRssHash _ ->
              new VfControl.RssHashIs(
                  RssFunction.TOEPLITZ,
                  RssTypes.of(RssType.IPV4, RssType.TCP_IPV4, RssType.UDP_IPV6));
          case VfControl other -> Outcome.DONE;
        });
  }

  private void bringUp() {
    lab.host(NicLab.A, new NetvspControl.VfAssigned(VF, 7));
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(VF));
    lab.outcome(NicLab.A, new NicControl.UseVf(VF));
  }

  private void depart() {
    lab.outcome(NicLab.A, new NicControl.UseSynthetic(VF, false));
    lab.outcome(NicLab.A, new NicControl.Unmerge(VF));
    lab.outcome(NicLab.A, new NicControl.StopAccepting(VF));
  }

  private void assertRss(String types, String visible) {
    var session = lab.view(NicLab.A).session();
    assertEquals(types, session.get("rss-types"));
    assertEquals(visible, session.get("rss-visible"));
  }

  @Test
  void negotiatesTheHostsOfferWithItsSession() {
    lab(4);
    var session = lab.view(NicLab.A).session();
    assertEquals("4", session.get("rss-rings"));
    assertEquals("toeplitz", session.get("rss-function"));
    assertRss(ALL, ALL);
    assertEquals(List.of(), asked);
  }

  // holds: S39, S83, S89
  @Test
  void agreesBeforeTheVfIsUsedAndRestoresAtItsDeparture() {
    lab(4);
    bringUp();
    assertEquals(List.of("QueryRssKey", "QueryRssHash"), asked);
    assertRss("ipv4 tcp-ipv4", "ipv4 tcp-ipv4");
    depart();
    assertRss(ALL, ALL);
    assertEquals("synthetic", lab.view(NicLab.A).session().get("switch-over"));
  }

  @Test
  void keepsTheAgreementWhenTheSessionIsSetUpAnew() {
    lab(4);
    bringUp();
    asked.clear();
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(4000)));
    assertRss("ipv4 tcp-ipv4", "ipv4 tcp-ipv4");
    depart();
    assertRss(ALL, ALL);
  }

  // holds: S87
  @Test
  void asksNobodyWithOneRing() {
    lab(1);
    bringUp();
    assertEquals(List.of(), asked);
    assertEquals("none", lab.view(NicLab.A).session().get("rss-function"));
    depart();
  }

  // holds: S84, C23
  @Test
  void usesAVfAlsoWhenItsHashCannotBeUsed() {
    key = Outcome.refused(Refusal.STATE_CONFLICT, "it has no key yet");
    lab(4);
    bringUp();
    assertRss(ALL, "");
    // Its link comes up, and it has a key.
    key = new VfControl.RssKeyIs(RssFunction.TOEPLITZ, KEY);
    lab.outcome(NicLab.A, new NicControl.VfLink(VF, true));
    lab.elapse(Duration.ofMillis(10));
    assertRss("ipv4 tcp-ipv4", "ipv4 tcp-ipv4");
  }

  @Test
  void usesAVfThatDoesNotAnswer() {
    lab = NicLab.ofTwo(4);
    bringUp();
    assertRss(ALL, "");
    depart();
    assertRss(ALL, ALL);
  }

  private String sysctl(String name) {
    var values =
        lab.harness.awaitOnLoop(
            () ->
                lab.harness
                    .bus()
                    .request(
                        Addresses.nic(NicLab.A),
                        new NicControl.ReadSysctls(),
                        NicControl.Sysctls.class));
    return values.values().get(name);
  }

  // holds: S88
  @Test
  void takesAKeyByItsSysctlAndTellsTheHost() {
    lab(4);
    var other = "ab".repeat(40);
    var write = new NicControl.WriteSysctl("rss_key", other);
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, write));
    lab.elapse(Duration.ofMillis(10));
    assertEquals(other, sysctl("rss_key"));
    assertRss(ALL, ALL);
    bringUp();
    assertEquals(KEY.toString(), sysctl("rss_key"));
    assertEquals("301<TOEPLITZ,IP4,TCP4>", sysctl("rss_hash"));
    assertEquals("300<IP4,TCP4>", sysctl("mbuf_hash"));
    depart();
    assertEquals(KEY.toString(), sysctl("rss_key"));
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, write));
    assertEquals(other, sysctl("rss_key"));
  }

  private void beside(RxVfStep step, boolean on) {
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.RxVf(VF, step, on)));
  }

  @Test
  void agreesAlsoWithAVfBesideHn() {
    lab(4);
    beside(RxVfStep.FILTER, true);
    beside(RxVfStep.REDIRECTION, true);
    beside(RxVfStep.RSS, true);
    assertRss("ipv4 tcp-ipv4", "ipv4 tcp-ipv4");
    beside(RxVfStep.FILTER, false);
    beside(RxVfStep.REDIRECTION, false);
    beside(RxVfStep.RSS, false);
    assertRss(ALL, ALL);
  }

  @Test
  void losesNoFrameWithRssOn() {
    lab(4);
    var flow = lab.flow(1, NicLab.A, NicLab.B, 5000, 200, 500);
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(500, lab.end(flow, NicLab.B).received());
    assertEquals(0, lab.unaccounted());
    assertEquals(0, lab.dropped());
  }
}
