package io.hnswitch.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The messages that a connection begins with. */
class HandshakeTest {

  private static final Hello.Count COUNT = new Hello.Count(-7, 9, 11);

  private final WireSecret secret = new WireSecret("swordfish");
  private final Greeting greeting = new Greeting(secret.newNonce());
  private final Hello hello =
      new Hello(secret.newNonce(), "core", "node-a", "node-b", "pf0", COUNT);

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer written() {
    var to = buffer().putLong(0);
    hello.write(to, secret, greeting);
    return to.flip().position(Long.BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void readsWhatWasWritten() {
    var bytes = written();
    assertTrue(Hello.isProved(bytes, secret, greeting));
    var read = Hello.read(bytes);
    assertEquals(
        "core node-a node-b pf0",
        String.join(" ", read.link(), read.fromNode(), read.toNode(), read.fromAdapter()));
    assertEquals(COUNT, read.count());
    assertArrayEquals(hello.nonce(), read.nonce());
    var to = buffer();
    greeting.write(to);
    assertArrayEquals(greeting.nonce(), Greeting.read(to.flip()).nonce());
  }

  @Test
  void provesTheSecretForThisGreetingAndEveryByte() {
    assertFalse(Hello.isProved(written(), new WireSecret("sword"), greeting));
    assertFalse(Hello.isProved(written(), secret, new Greeting(secret.newNonce())), "heard before");
    for (int i = 0; i < written().limit(); i++) {
      var bytes = written();
      bytes.put(i, (byte) (bytes.get(i) ^ 1));
      assertFalse(Hello.isProved(bytes, secret, greeting), "byte " + i);
    }
  }

  @Test
  void refusesWhatIsCutOrOfAnotherVersion() {
    for (int length = 0; length < written().limit(); length++) {
      var bytes = written().limit(length).slice().order(ByteOrder.LITTLE_ENDIAN);
      assertThrows(RuntimeException.class, () -> Hello.read(bytes));
    }
    assertThrows(WireException.class, () -> Hello.read(written().put(4, (byte) 2)));
    assertThrows(WireException.class, () -> Hello.read(written().put(0, (byte) 2)));
  }

  @Test
  void welcomesOnlyWithTheSecret() {
    var to = buffer();
    new Welcome(COUNT).write(to, secret, hello.nonce());
    to.flip();
    assertEquals(Welcome.BYTES, to.limit());
    assertEquals(
        COUNT,
        Welcome.read(to.duplicate().order(ByteOrder.LITTLE_ENDIAN), secret, hello.nonce()).count());
    assertThrows(
        WireException.class,
        () ->
            Welcome.read(
                to.duplicate().order(ByteOrder.LITTLE_ENDIAN), new WireSecret("x"), hello.nonce()));
    assertThrows(
        WireException.class,
        () ->
            Welcome.read(to.duplicate().order(ByteOrder.LITTLE_ENDIAN), secret, greeting.nonce()));
  }

  @Test
  void readsNoTypeOrLengthThatThereIsNot() {
    assertThrows(WireException.class, () -> MessageType.of(0, 0));
    assertThrows(WireException.class, () -> MessageType.of(10, 0));
    assertThrows(WireException.class, () -> MessageType.of(0x10006, 8));
    assertThrows(WireException.class, () -> MessageType.of(MessageType.ACK.wire(), 9));
    assertThrows(WireException.class, () -> MessageType.of(MessageType.BURST.wire(), 0xffff_ffffL));
    assertEquals(MessageType.BYE, MessageType.of(MessageType.BYE.wire(), 0));
    assertThrows(WireException.class, () -> WireRefusal.of(99));
  }

  @Test
  void keepsTheSecretOutOfTexts() {
    assertFalse(new WireSettings("a", "127.0.0.1", 0, "swordfish").toString().contains("sword"));
  }
}
