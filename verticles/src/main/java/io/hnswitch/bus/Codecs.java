package io.hnswitch.bus;

import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.Memory;
import io.vertx.core.Vertx;

/** Teaches a Vert.x instance the switch's message types. */
public final class Codecs {

  private static final int BURSTS_FROM_OTHER_NODES = 64;

  private Codecs() {}

  /** Once per Vert.x instance; a second call fails. */
  public static void install(Vertx vertx, Memory memory) {
    install(vertx, memory, BURSTS_FROM_OTHER_NODES);
  }

  /**
   * As {@link #install(Vertx, Memory)}, for a node with little memory.
   *
   * @param burstsFromOtherNodes that may be outstanding here, 4 MiB each
   */
  public static void install(Vertx vertx, Memory memory, int burstsFromOtherNodes) {
    var bus = vertx.eventBus();
    bus.registerCodec(new ControlCodec());
    bus.registerCodec(new FrameBurstCodec(new BurstWire(memory, burstsFromOtherNodes)));
  }
}
