package io.hnswitch.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.LabEvent;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.EndpointSpec.Qemu;
import io.hnswitch.lab.SocketPlace;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.testing.ProbeDevice;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With sockets of the test in place of QEMU's, by loopback and by paths. */
class QemuEndpointVerticleTest {

  private static final NicId A = new NicId("a", "hn0");
  private static final MacAddress MAC = MacAddress.parse("00:15:5d:00:00:0a");
  private static final MacAddress OTHER = MacAddress.parse("00:15:5d:00:00:0b");
  private static final SocketPlace LOOPBACK = SocketPlace.parse("127.0.0.1:0");
  private static final int FRAME = 60;

  @TempDir private Path folder;
  private final List<LabEvent> events = new CopyOnWriteArrayList<>();
  private LabHarness harness;
  private ProbeDevice hn;

  @BeforeEach
  void start() {
    Assumptions.assumeTrue(Epoll.isAvailable());
    harness = LabHarness.onNativeTransport();
    hn = harness.deploy(new ProbeDevice(harness.lab(), "nic " + A));
    harness.onLoop(
        () -> {
          harness.bus().onEvents(events::add);
          return hn.listen(Addresses.nicTransmit(A));
        });
  }

  @AfterEach
  void stop() {
    if (harness == null) {
      return;
    }
    harness.settle();
    var total = harness.onLoop(harness.lab().ledger()::total);
    assertEquals(0, total.unaccounted(), total::toString);
    assertEquals(0, total.inTransit(), total::toString);
    harness.close();
  }

  private QemuEndpointVerticle deploy(Qemu spec) {
    return harness.deploy(new QemuEndpointVerticle(harness.lab(), A, MAC, spec));
  }

  private EndpointView view() {
    return harness.awaitOnLoop(
        () ->
            harness
                .bus()
                .request(
                    Addresses.endpoint(A), new EndpointControl.Describe(), EndpointView.class));
  }

  private SocketPlace.Port port() {
    return assertInstanceOf(
        SocketPlace.Port.class, SocketPlace.parse(view().settings().get("local")));
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "never so: " + view() + " " + events);
      harness.settle();
    }
  }

  private void linked(String link) {
    until(() -> view().settings().get("link").equals(link));
  }

  private static ByteBuffer frame(int first) {
    var frame = ByteBuffer.allocate(FRAME);
    frame.putShort(0, (short) (OTHER.value() >>> 32)).putInt(2, (int) OTHER.value());
    frame.putShort(6, (short) (MAC.value() >>> 32)).putInt(8, (int) MAC.value());
    return frame.put(14, (byte) first);
  }

  private static void send(SocketChannel to, int frames) throws IOException {
    var bytes = ByteBuffer.allocate(frames * (4 + FRAME));
    for (int i = 0; i < frames; i++) {
      bytes.putInt(FRAME).put(frame(i));
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private int came() {
    return harness.onLoop(() -> hn.records().size());
  }

  private void toGuest(MacAddress to) {
    harness.onLoop(
        () -> {
          hn.send(Addresses.endpointReceive(A), to, OTHER);
          return null;
        });
    harness.settle();
  }

  private static ByteBuffer read(SocketChannel from, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      assertTrue(from.read(buffer) > 0, "ended early");
    }
    return buffer.flip();
  }

  private long dropped(DropReason reason) {
    return harness.onLoop(() -> harness.lab().ledger().total().dropped().getOrDefault(reason, 0L));
  }

  private List<String> types() {
    return events.stream().map(LabEvent::type).toList();
  }

  private void carriesFramesBothWays(SocketChannel peer) throws IOException {
    int before = came();
    send(peer, 300);
    until(() -> came() == before + 300);
    toGuest(MAC);
    var length = read(peer, 4).getInt();
    var frame = read(peer, length);
    assertEquals((int) (MAC.value() >>> 32), frame.getShort() & 0xffff);
    assertEquals((int) MAC.value(), frame.getInt());
  }

  @Test
  void listensAtAPortThatTheSystemChooses() throws IOException {
    deploy(Qemu.listen(LOOPBACK));
    assertEquals("down", view().settings().get("link"));
    toGuest(MAC);
    assertEquals(1, dropped(DropReason.LINK_DOWN));
    assertTrue(port().port() > 0);
    try (var peer = SocketChannel.open(at(port().port()))) {
      linked("up");
      carriesFramesBothWays(peer);
    }
    linked("down");
    assertEquals("closed by the far end", view().settings().get("reason"));
    toGuest(MAC);
    assertEquals(2, dropped(DropReason.LINK_DOWN));
    try (var next = SocketChannel.open(at(port().port()))) {
      linked("up");
      carriesFramesBothWays(next);
    }
    assertEquals(2, view().counters().get("connections"));
    linked("down");
    assertEquals(
        List.of(
            "hnswitch.endpoint.connected",
            "hnswitch.endpoint.disconnected",
            "hnswitch.endpoint.connected",
            "hnswitch.endpoint.disconnected"),
        types());
  }

  @Test
  void takesOneConnectionAtATime() throws IOException {
    deploy(Qemu.listen(LOOPBACK));
    try (var first = SocketChannel.open(at(port().port()));
        var second = SocketChannel.open(at(port().port()))) {
      linked("up");
      assertEquals(-1, second.read(ByteBuffer.allocate(1)), "closed at once");
      carriesFramesBothWays(first);
    }
    assertEquals(1, view().counters().get("refused"));
  }

  @Test
  void endsAConnectionWithALengthThatCannotBe() throws IOException {
    deploy(Qemu.listen(LOOPBACK));
    try (var peer = SocketChannel.open(at(port().port()))) {
      send(peer, 1);
      peer.write(ByteBuffer.allocate(4).putInt(0x7fff_ffff).flip());
      assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
    }
    until(() -> types().contains("hnswitch.endpoint.disconnected"));
    assertEquals(1, came(), "what came before counts");
    assertEquals(
        "a frame of 2147483647 bytes, where 1 to 69632 can be",
        events.getLast().data().get("reason"));
    try (var next = SocketChannel.open(at(port().port()))) {
      carriesFramesBothWays(next);
    }
  }

  @Test
  void listensAtAPathAndRemovesItInTheEnd() throws IOException {
    var path = folder.resolve("a.sock");
    // As a process that ended without order leaves it.
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path))
        .close();
    assertTrue(Files.exists(path));
    var device = deploy(Qemu.listen(new SocketPlace.Unix(path.toString())));
    try (var peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      linked("up");
      carriesFramesBothWays(peer);
    }
    harness.undeploy(device);
    assertFalse(Files.exists(path));
  }

  @Test
  void leavesWhatIsInUseToWhomItIs() throws IOException {
    var path = folder.resolve("b.sock");
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));
      var spec = Qemu.listen(new SocketPlace.Unix(path.toString()));
      var refused = assertThrows(RefusedException.class, () -> deploy(spec));
      assertEquals(Refusal.STATE_CONFLICT, refused.reason());
      assertTrue(refused.getMessage().contains("unix:" + path), refused.getMessage());
      assertTrue(Files.exists(path));
    }
    Files.delete(path);
    Files.writeString(path, "mine");
    var spec = Qemu.listen(new SocketPlace.Unix(path.toString()));
    assertThrows(RefusedException.class, () -> deploy(spec));
    assertEquals("mine", Files.readString(path));
  }

  @Test
  void connectsWhenThereIsSomebodyAndAgain() throws IOException {
    var path = folder.resolve("c.sock");
    deploy(Qemu.connect(new SocketPlace.Unix(path.toString())));
    harness.elapse(Duration.ofSeconds(10));
    assertTrue(
        view().settings().get("reason").startsWith("nobody at unix:" + path), view()::toString);
    assertEquals(List.of(), types(), "nothing has changed");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      for (int i = 0; i < 2; i++) {
        harness.elapse(Duration.ofSeconds(2));
        try (var peer = server.accept()) {
          linked("up");
          carriesFramesBothWays(peer);
        }
        linked("down");
      }
    }
    assertEquals(2, view().counters().get("connections"));
  }

  @Test
  void connectsToAPort() throws IOException {
    try (var server = ServerSocketChannel.open()) {
      server.bind(at(0));
      var there = ((InetSocketAddress) server.getLocalAddress()).getPort();
      deploy(Qemu.connect(SocketPlace.parse("127.0.0.1:" + there)));
      try (var peer = server.accept()) {
        linked("up");
        carriesFramesBothWays(peer);
      }
    }
  }

  @Test
  void exchangesDatagrams() throws IOException {
    try (var peer = DatagramChannel.open(StandardProtocolFamily.INET)) {
      peer.bind(at(0));
      SocketAddress there = peer.getLocalAddress();
      int remote = ((InetSocketAddress) there).getPort();
      deploy(Qemu.datagrams(LOOPBACK, SocketPlace.parse("127.0.0.1:" + remote)));
      assertEquals("down", view().settings().get("link"));
      peer.connect(at(port().port()));
      for (int i = 0; i < 50; i++) {
        peer.write(frame(i));
      }
      peer.write(ByteBuffer.allocate(5));
      until(() -> came() == 50 && dropped(DropReason.RUNT) == 1);
      linked("up");
      toGuest(MAC);
      var buffer = ByteBuffer.allocate(2000);
      peer.read(buffer);
      assertEquals((int) MAC.value(), buffer.getInt(2));
    }
    // The system tells that nobody is there when the next one is sent.
    until(
        () -> {
          toGuest(MAC);
          return view().settings().get("link").equals("down");
        });
    assertEquals("hnswitch.endpoint.disconnected", events.getLast().type());
  }

  @Test
  void waitsForAGuestThatDoesNotRead() throws IOException {
    deploy(Qemu.listen(LOOPBACK));
    try (var peer = SocketChannel.open(at(port().port()))) {
      linked("up");
      // More than any socket holds: what is too much is dropped, and what was taken comes.
      int sent = 0;
      while (dropped(DropReason.CREDIT_EXHAUSTED) == 0) {
        toGuest(MAC);
        sent++;
        assertTrue(sent < 1_000_000);
        for (int i = 0; i < 200; i++) {
          sent++;
          harness.onLoop(
              () -> {
                hn.send(Addresses.endpointReceive(A), MAC, OTHER);
                return null;
              });
        }
      }
      harness.settle();
      long gone = dropped(DropReason.CREDIT_EXHAUSTED);
      for (long i = 0; i < sent - gone; i++) {
        read(peer, read(peer, 4).getInt());
      }
      until(() -> harness.onLoop(() -> harness.lab().ledger().total().held()) == 0);
    }
  }

  @Test
  void refusesFlowsAndMigration() {
    deploy(Qemu.listen(LOOPBACK));
    for (var asked : List.of(new EndpointControl.StopFlow("f"), new EndpointControl.Suspend())) {
      var refused =
          assertInstanceOf(
              Outcome.Refused.class,
              harness.awaitOnLoop(
                  () -> harness.bus().request(Addresses.endpoint(A), asked, Outcome.class)));
      assertEquals(Refusal.NOT_SUPPORTED, refused.reason());
    }
  }
}
