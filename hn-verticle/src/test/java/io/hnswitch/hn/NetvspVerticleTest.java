package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NetvspView;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.Hex;
import io.hnswitch.hn.nvs.NvsMessage;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.id.VfId;
import io.hnswitch.l2.SwitchVerticle;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.testing.ProbeDevice;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.VmbusAddresses;
import io.hnswitch.vmbus.VmbusControl;
import io.hnswitch.vmbus.VmbusVerticle;
import io.hnswitch.vmbus.wire.ChannelId;
import io.vertx.core.Future;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** netvsp with a guest that the test plays by hand, to the letter or against it. */
class NetvspVerticleTest {

  private static final VfId VF = new VfId("pf0", 0);
  private static final int SHARED = 4 << 20;

  private final LabHarness harness = new LabHarness(64 << 20);
  private final MemorySegment bytes = harness.memory().segment();
  private final List<ChannelId> offered = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private ProbeDevice probe;
  private ChannelEnd end;
  private long shared;
  private int gpadl;

  @BeforeEach
  void deploy() {
    harness.deploy(new SwitchVerticle(harness.lab(), "sw0", Duration.ofMinutes(5)));
    harness.deploy(new VmbusVerticle(harness.lab(), "a"));
    harness.onLoop(
        () ->
            harness
                .bus()
                .serve(
                    VmbusAddresses.guestDriver(NicLab.A),
                    event -> {
                      if (event instanceof VmbusControl.DriverEvent.ChannelOffered(var channel)) {
                        offered.add(channel);
                      }
                      return Future.succeededFuture(Outcome.DONE);
                    }));
    harness.deploy(
        new NetvspVerticle(
            harness.lab(), new NetvspSettings(NicLab.A, NicLab.mac(NicLab.A), "sw0")));
    probe = harness.deploy(new ProbeDevice(harness.lab(), "probe"));
    open();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private <R> R vmbus(VmbusControl request, Class<R> answer) {
    return harness.awaitOnLoop(
        () -> harness.bus().request(VmbusAddresses.bus("a"), request, answer));
  }

  private void open() {
    harness.until(() -> !offered.isEmpty());
    var opened =
        vmbus(
            new VmbusControl.Open(offered.getFirst(), 16 * Memory.PAGE, 16 * Memory.PAGE),
            VmbusControl.Opened.class);
    end = opened.end();
    shared = harness.memory().allocate(SHARED);
    harness.onLoop(
        () -> {
          opened.memory().add(shared, SHARED);
          return null;
        });
    gpadl =
        vmbus(
                new VmbusControl.MakeGpadl(offered.getFirst(), shared, SHARED),
                VmbusControl.GpadlMade.class)
            .gpadl();
  }

  /** An in-band packet, and what the host answers within. */
  private List<String> say(long transaction, byte[] payload) {
    return packet(PacketFlyweight.IN_BAND, transaction, payload);
  }

  private List<String> say(NvsMessage message) {
    return say(1, message.encode(40));
  }

  private List<String> packet(int type, long transaction, byte[] payload) {
    harness.onLoop(
        () -> {
          long at = end.writer().claim(16 + payload.length);
          long to =
              type == PacketFlyweight.COMPLETION
                  ? PacketFlyweight.completion(bytes, at, payload.length, transaction)
                  : PacketFlyweight.inBand(bytes, at, payload.length, 1, transaction);
          MemorySegment.copy(payload, 0, bytes, ValueLayout.JAVA_BYTE, to, payload.length);
          end.writer().commit();
          end.publish();
          return null;
        });
    harness.settle();
    return read();
  }

  private List<String> read() {
    answers.clear();
    harness.onLoop(
        () -> {
          while (end.reader().next() == RingReader.PACKET) {
            var packet = bytes.asSlice(end.reader().address(), end.reader().bytes());
            answers.add(Hex.text(packet.toArray(ValueLayout.JAVA_BYTE)));
            end.reader().consume();
          }
          end.finish();
          return null;
        });
    return List.copyOf(answers);
  }

  private void negotiated() {
    say(new NvsMessage.Init(NvsVersion.V6_1));
    say(new NvsMessage.NdisConfig(1514, 0xc));
    say(new NvsMessage.NdisVersion(NvsVersion.V6_1));
    say(new NvsMessage.RxBufConnect(gpadl));
  }

  private NetvspView view() {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(
                    Addresses.netvsp(NicLab.A), new NetvspControl.Describe(), NetvspView.class));
  }

  private void control(NetvspControl request) {
    harness.awaitOnLoop(
        () -> harness.bus().request(Addresses.netvsp(NicLab.A), request, Outcome.class));
    harness.settle();
  }

  private void frames(int count) {
    harness.onLoop(
        () -> {
          for (int i = 0; i < count; i++) {
            probe.send(
                Addresses.netvspFromSwitch(NicLab.A), NicLab.mac(NicLab.A), NicLab.mac(NicLab.B));
          }
          return null;
        });
    harness.settle();
  }

  private void assertBalanced() {
    var total = harness.onLoop(() -> harness.lab().ledger().total());
    assertEquals(0, total.unaccounted());
  }

  @Test
  void answersInitWithTheBytesOfTheReference() {
    var init = new NvsMessage.Init(NvsVersion.V6_1).encode(40);
    assertEquals(
        List.of(
            Hex.text(
                Hex.bytes(
                    """
                    0b000200 06000000 01000000 00000000 02000000 ffffffff 22000000 01000000
                    00000000 00000000 00000000 00000000
                    """))),
        say(1, init));
    assertTrue(view().session().startsWith("negotiating"));
  }

  @ParameterizedTest // 85 to 87
  @ValueSource(
      strings = {
        "6b000000 00000000 00000000 00000000",
        "6b000000 01000000 ffffffff 00000000",
        "65000000 01000000 feca0000",
        "01000000 01000600 01000600",
        "80000000 01000000 07000000",
        "ffffffff"
      })
  void stopsServingAGuestThatBreaksTheProtocol(String message) {
    say(new NvsMessage.Init(NvsVersion.V6_1));
    assertEquals(List.of(), say(2, Hex.bytes(message)));
    assertTrue(view().session().startsWith("dead"), view().session());
    assertEquals(List.of(), say(new NvsMessage.NdisConfig(1514, 8)));
  }

  @Test // 93
  void stopsServingAGuestThatAcknowledgesWhatIsNotOut() {
    negotiated();
    packet(PacketFlyweight.COMPLETION, 64, Hex.bytes("6c000000 01000000"));
    assertTrue(view().session().contains("unknown receive slot"), view().session());
  }

  @Test
  void takesNoFramesBeforeInitialize() {
    negotiated();
    say(new NvsMessage.SendBufConnect(gpadl));
    var message =
        Hex.bytes(
            "01000000 3a000000 24000000 0e000000 00000000 00000000 00000000 00000000"
                + "00000000 00000000 00000000 ffffffffffff 00155d010203 88b5");
    harness.onLoop(
        () -> {
          MemorySegment.copy(MemorySegment.ofArray(message), 0, bytes, shared, message.length);
          return null;
        });
    var answer = say(5, Hex.bytes("6b000000 00000000 00000000 3a000000"));
    assertEquals(1, answer.size());
    assertTrue(answer.getFirst().startsWith("0b000200"), "a completion");
    assertEquals("6c00000002000000", answer.getFirst().substring(32, 48));
    assertEquals(0L, view().counters().get("packets-in"));
    assertBalanced();
  }

  @Test
  void givesUpTheFramesOfAGuestThatBrokeTheProtocol() {
    frames(3);
    say(9, Hex.bytes("ffffffff"));
    frames(2);
    var account =
        harness.onLoop(
            () ->
                harness.lab().ledger().accounts().stream()
                    .filter(one -> one.device().startsWith("netvsp"))
                    .findFirst()
                    .orElseThrow());
    assertEquals(5L, account.dropped().get(DropReason.CHANNEL_FULL));
    assertEquals(0, account.held());
    assertEquals(0, probe.outstanding());
  }

  @Test
  void beginsAnewWhenTheChannelIsOpenedAgain() {
    say(9, Hex.bytes("ffffffff"));
    control(new NetvspControl.VfAssigned(VF, 7));
    vmbus(new VmbusControl.Close(offered.getFirst()), Outcome.class);
    open();
    assertEquals(1, say(new NvsMessage.Init(NvsVersion.V5)).size());
    assertTrue(view().session().startsWith("negotiating"), view().session());
  }

  @Test
  void survivesBothRevocationsAndWhatComesAfter() {
    negotiated();
    say(new NvsMessage.RxBufRevoke());
    say(new NvsMessage.SendBufRevoke());
    frames(2);
    say(3, Hex.bytes("6b000000 00000000 ffffffff 00000000"));
    assertBalanced();
  }
}
