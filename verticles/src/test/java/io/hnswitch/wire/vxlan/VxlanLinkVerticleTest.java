package io.hnswitch.wire.vxlan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.UdpAddress;
import io.hnswitch.lab.VxlanSpec;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.testing.ProbeDevice;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tunnel over loopback to a socket of the test. */
class VxlanLinkVerticleTest {

  private static final int VNI = 42;
  private static final String HEADER = "0800000000002a00";
  private static final MacAddress HERE = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress THERE = MacAddress.parse("02:00:00:00:00:02");
  private static final int TIMEOUT_MS = 10_000;

  private LabHarness harness;
  private ProbeDevice probe;
  private VxlanLinkVerticle link;
  private DatagramSocket far;
  private InetSocketAddress near;

  @BeforeEach
  void start() throws IOException {
    Assumptions.assumeTrue(Epoll.isAvailable());
    harness = LabHarness.onNativeTransport();
    probe = harness.deploy(new ProbeDevice(harness.lab(), "adapter pf0"));
    harness.onLoop(
        () -> {
          harness
              .bus()
              .serve(
                  Addresses.adapter("pf0"),
                  (AdapterControl request) -> Future.succeededFuture(Outcome.DONE));
          return probe.listen(Addresses.adapterFromWire("pf0"));
        });
    far = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    far.setSoTimeout(TIMEOUT_MS);
    near = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    link = harness.deploy(new VxlanLinkVerticle(harness.lab(), spec()));
  }

  private static int freePort() throws IOException {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private LinkSpec spec() {
    var local = UdpAddress.parse("127.0.0.1:" + near.getPort());
    var remote = UdpAddress.parse("127.0.0.1:" + far.getLocalPort());
    return new LinkSpec("out", List.of("pf0"), Optional.of(new VxlanSpec(local, remote, VNI)));
  }

  @AfterEach
  void stop() {
    if (harness == null) {
      return;
    }
    harness.settle();
    var total = total();
    assertEquals(0, total.unaccounted(), total::toString);
    assertEquals(0, total.inFlight(), total::toString);
    far.close();
    harness.close();
  }

  private Ledger.Total total() {
    return harness.onLoop(harness.lab().ledger()::total);
  }

  private LinkView view() {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(Addresses.link("out"), new LinkControl.Describe(), LinkView.class));
  }

  private LinkView until(Predicate<LinkView> wanted) {
    long end = System.nanoTime() + TIMEOUT_MS * 1_000_000L;
    var view = view();
    while (!wanted.test(view)) {
      assertTrue(System.nanoTime() < end, view::toString);
      Thread.yield();
      view = view();
    }
    return view;
  }

  private static long counter(LinkView view, String name) {
    return view.tunnel().orElseThrow().counters().get(name);
  }

  private void send(DatagramSocket from, byte[] bytes) throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, near));
  }

  private static byte[] datagram(String headerHex, int frameBytes) {
    var header = HexFormat.of().parseHex(headerHex);
    var bytes = Arrays.copyOf(header, header.length + frameBytes);
    if (frameBytes >= 12) {
      bytes[8] = 2;
      bytes[14] = 2;
    }
    return bytes;
  }

  private byte[] receive() throws IOException {
    var packet = new DatagramPacket(new byte[2000], 2000);
    far.receive(packet);
    assertEquals(near, packet.getSocketAddress());
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private void fromAdapter() {
    harness.onLoop(
        () -> {
          probe.send(Addresses.linkFromAdapter("out"), THERE, HERE);
          return null;
        });
  }

  @Test
  void carriesFramesOut() throws IOException {
    fromAdapter();
    var datagram = receive();
    assertEquals(8 + 64, datagram.length);
    assertEquals(HEADER, HexFormat.of().formatHex(datagram, 0, 8));
    assertArrayEquals(
        HexFormat.of().parseHex("020000000002020000000001"), Arrays.copyOfRange(datagram, 8, 20));
    var way = view().ways().getFirst();
    assertEquals(List.of("pf0", 1L, 64L), List.of(way.from(), way.frames(), way.bytes()));
    assertEquals(LinkView.UP, view().state());
  }

  @Test
  void carriesFramesInUnnumbered() throws IOException {
    for (int i = 0; i < 700; i++) {
      send(far, datagram(HEADER, 60));
    }
    var view = until(one -> counter(one, "taken") == 700);
    assertEquals(700L, view.ways().getLast().frames());
    assertEquals(700L * 60, view.ways().getLast().bytes());
    harness.settle();
    assertEquals(List.of("#0"), harness.onLoop(probe::records).stream().distinct().toList());
  }

  @Test
  void refusesAndCountsEachCauseAndGoesOn() throws IOException {
    try (var stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.3"))) {
      send(stranger, datagram(HEADER, 60));
    }
    send(far, new byte[0]);
    send(far, datagram("080000", 0));
    send(far, datagram("0000000000002a00", 60));
    send(far, datagram("0800000000002b00", 60));
    send(far, datagram(HEADER, 13));
    send(far, datagram(HEADER, 20_000));
    send(far, datagram(HEADER, 60));
    var view = until(one -> counter(one, "taken") == 1);
    assertEquals(1, counter(view, "stranger"));
    assertEquals(2, counter(view, "too-short"));
    assertEquals(1, counter(view, "no-vni"));
    assertEquals(1, counter(view, "other-vni"));
    assertEquals(1, counter(view, "inner-runt"));
    assertEquals(1, counter(view, "inner-oversize"));
    harness.settle();
    var total = total();
    assertEquals(8, total.sent());
    assertEquals(7, total.droppedTotal());
    assertEquals(3, total.dropped().get(DropReason.RUNT));
    assertEquals(1, total.dropped().get(DropReason.ACL_DENY));
    assertEquals(1, total.delivered());
  }

  @Test
  void takesNothingOfRandomDatagramsThatIsNotRight() throws IOException {
    long seed = 4789;
    var random = new Random(seed);
    int count = 3000;
    int right = 0;
    for (int i = 0; i < count; i++) {
      var bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (bytes.length >= 8 && random.nextBoolean()) {
        bytes[4] = 0;
        bytes[5] = 0;
        bytes[6] = VNI;
        right += bytes.length >= 22 && (bytes[0] & 8) != 0 ? 1 : 0;
      }
      send(far, bytes);
      if (i % 200 == 0) {
        view(); // So that the socket's queue never has all of them.
      }
    }
    int wanted = right;
    var view =
        until(
            one ->
                Arrays.stream(VxlanVerdict.values())
                        .mapToLong(verdict -> counter(one, verdict.label()))
                        .sum()
                    == count);
    assertEquals(wanted, counter(view, "taken"), "seed " + seed);
    assertEquals(LinkView.UP, view.state());
  }

  @Test
  void isDownWhileNobodyListensThere() throws IOException {
    int port = far.getLocalPort();
    far.close();
    fromAdapter();
    var down = until(view -> view.state().equals(LinkView.DOWN));
    assertEquals(Optional.of("nobody listens at the remote's port"), down.reason());
    assertEquals(1, counter(down, "socket-port-unreachable"));
    fromAdapter();
    until(view -> counter(view, "socket-port-unreachable") == 2);
    far = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    far.setSoTimeout(TIMEOUT_MS);
    fromAdapter();
    assertEquals(72, receive().length);
    send(far, datagram(HEADER, 60));
    assertEquals(Optional.empty(), until(v -> v.state().equals(LinkView.UP)).reason());
  }

  @Test
  void refusesAnAddressThatIsInUseOrNotThere() {
    var second = new VxlanLinkVerticle(harness.lab(), spec());
    assertThrows(IllegalStateException.class, () -> harness.deploy(second));
    harness.undeploy(link);
    try (var taken = new DatagramSocket(near)) {
      assertTrue(taken.isBound());
      var third = new VxlanLinkVerticle(harness.lab(), spec());
      var refused = assertThrows(RefusedException.class, () -> harness.deploy(third));
      assertTrue(refused.getMessage().contains("127.0.0.1:" + near.getPort()), refused::toString);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    harness.deploy(new VxlanLinkVerticle(harness.lab(), spec()));
  }
}
