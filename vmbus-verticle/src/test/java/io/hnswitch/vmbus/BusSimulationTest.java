package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random events at both ends of a bus; afterwards everything can be given back. */
class BusSimulationTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 99, 100, 12345, -1})
  void endsWithNothingLeft(long seed) {
    var random = new Random(seed);
    var bus = new BusHarness();
    var where = "seed=" + seed;
    try {
      bus.connect();
      for (int i = 0; i < 1500; i++) {
        step(bus, random);
      }
      finish(bus);
    } catch (RuntimeException e) {
      throw new AssertionError(where, e);
    }
    assertTrue(bus.guest.channels().isEmpty(), where + " " + bus.guest.channels());
    assertTrue(bus.guest.gpadls().isEmpty(), where);
    assertTrue(bus.host.gpadls().isEmpty(), where);
    long attached = BusHarness.every(bus.guestEffects, BusGuestEffect.AttachDevice.class).size();
    int opened = BusHarness.every(bus.guestEffects, BusGuestEffect.ChannelOpened.class).size();
    assertTrue(opened > 10, where + " opened=" + opened);
    long freed = BusHarness.every(bus.guestEffects, BusGuestEffect.ChannelFreed.class).size();
    assertEquals(attached, freed, where);
    assertTrue(
        BusHarness.every(bus.guestEffects, BusGuestEffect.ChannelClosed.class).stream()
            .allMatch(closed -> closed.fate() == MemoryFate.FREE),
        where);
  }

  private static void step(BusHarness bus, Random random) {
    var channel = new ChannelId(1 + random.nextInt(5));
    switch (random.nextInt(14)) {
      case 0, 1 ->
          bus.host(
              new BusHostEvent.OfferChannel(
                  BusHarness.offer(random.nextInt(3), random.nextInt(3) / 2, 0)));
      case 2 -> {
        if (bus.host.channels().containsKey(channel)) {
          bus.host(new BusHostEvent.RevokeChannel(channel));
        }
      }
      case 3, 4, 5 -> bus.sendOpen(channel);
      case 6 -> bus.guest(new BusGuestEvent.CloseChannel(channel));
      case 7 -> bus.guest(new BusGuestEvent.ShareMemory(channel, 1, 0x4000000, 4096));
      case 8 -> {
        if (!bus.guest.gpadls().isEmpty()) {
          bus.guest(new BusGuestEvent.UnshareMemory(bus.guest.gpadls().firstKey()));
        }
      }
      case 9, 10 -> deliver(bus, random);
      case 11 -> bus.settle();
      case 12 -> junk(bus, random);
      default -> {
        bus.opensAtOnce = random.nextInt(4) != 0;
        answerDevices(bus);
      }
    }
  }

  private static void deliver(BusHarness bus, Random random) {
    for (int n = random.nextInt(4); n > 0; n--) {
      if (random.nextBoolean() && !bus.toHost.isEmpty()) {
        bus.host(new BusHostEvent.Message(bus.toHost.remove()));
      } else if (!bus.toGuest.isEmpty()) {
        bus.guest(new BusGuestEvent.Message(bus.toGuest.remove()));
      }
    }
  }

  private static void junk(BusHarness bus, Random random) {
    var bytes = new byte[random.nextInt(241)];
    random.nextBytes(bytes);
    if (bytes.length > 12) {
      // Types that cannot disturb a story: the others are its own business.
      int type = List.of(3, 6, 9, 10, 18).get(random.nextInt(5));
      bytes[0] = (byte) type;
      bytes[1] = bytes[2] = bytes[3] = 0;
      bytes[11] = 1;
    }
    if (bytes.length > 12 && ControlType.of(bytes[0]).filter(ControlType::isFromHost).isPresent()) {
      bus.guest(new BusGuestEvent.Message(bytes));
    } else {
      bus.host(new BusHostEvent.Message(bytes));
    }
  }

  private static void answerDevices(BusHarness bus) {
    for (var channel : List.copyOf(bus.host.channels().values())) {
      if (channel.state() instanceof HostChannel.State.Opening(_, var attempt)) {
        bus.host(new BusHostEvent.OpenAccepted(channel.offer().channel(), attempt));
      }
    }
  }

  private static void finish(BusHarness bus) {
    bus.opensAtOnce = true;
    for (int round = 0; round < 3; round++) {
      answerDevices(bus);
      bus.settle();
    }
    for (var channel : List.copyOf(bus.host.channels().keySet())) {
      bus.host(new BusHostEvent.RevokeChannel(channel));
    }
    bus.settle();
    bus.guest(new BusGuestEvent.Disconnect());
    bus.settle();
  }
}
