package io.hnswitch.capture;

import io.hnswitch.control.Datapath;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.metrics.Reading;
import io.hnswitch.time.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The captures of a node, and the points where the frames of its NICs and wires are seen. A point
 * outlives its device, and so does a capture: it goes on when the device is made anew. For the
 * lab's event loop.
 */
public final class Captures {

  /** Captures of a node. */
  public static final int CAPTURES_MAX = 16;

  private static final long MICROS_PER_MILLI = 1000;
  private static final long NANOS_PER_MICRO = 1000;
  private static final int DEVICES_MAX = 1 << 16;
  private static final String ANOTHER = "another device";

  private final Memory memory;
  private final Map<CapturePlace, CapturePoint> points = new HashMap<>();
  private final Map<String, Capture> captures = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final List<String> devices = new ArrayList<>();
  private Consumer<Capture> onSwitchOver = capture -> {};
  private Consumer<Capture> onFull = capture -> {};
  private Ports ports = Ports.NONE;
  private Timers timers;
  private long beginMicros;

  /** The ports of the NICs, where captures may look on too. */
  public interface Ports {

    /** There are none. */
    Ports NONE =
        new Ports() {
          @Override
          public void open(Capture capture) {
            throw new IllegalStateException("there are no ports here");
          }

          @Override
          public void close(Capture capture) {
            // Nothing was opened.
          }
        };

    /** From now on the ports show a capture its NICs' frames, by {@link Captures#see}. */
    void open(Capture capture);

    /** Not any more; once, or again. */
    void close(Capture capture);
  }

  public Captures(Memory memory) {
    this.memory = memory;
  }

  /** Where time comes from; all devices of a lab have the same. */
  public void clock(Timers clock) {
    if (timers == null) {
      timers = clock;
      beginMicros = clock.epochMillis() * MICROS_PER_MILLI - clock.nanos() / NANOS_PER_MICRO;
    }
  }

  /** Where the ports are. */
  public void ports(Ports all) {
    ports = all;
  }

  /** Is told of an armed capture one of whose NICs has changed its path. */
  public void onSwitchOver(Consumer<Capture> listener) {
    onSwitchOver = listener;
  }

  /**
   * Is told of a capture that has as many frames as it was to capture. A frame is just passing, so
   * its points stay for now: {@link #end} it soon.
   */
  public void onFull(Consumer<Capture> listener) {
    onFull = listener;
  }

  long micros() {
    return beginMicros + timers.nanos() / NANOS_PER_MICRO;
  }

  /** A number for a device's name. */
  public long number(String device) {
    var known = numbers.get(device);
    if (known != null) {
      return known;
    }
    if (devices.size() == DEVICES_MAX) {
      return DEVICES_MAX;
    }
    devices.add(device);
    numbers.put(device, devices.size() - 1L);
    return devices.size() - 1L;
  }

  String device(long number) {
    return number < devices.size() ? devices.get((int) number) : ANOTHER;
  }

  /** Where a NIC's frames are seen. */
  public CapturePoint point(NicId nic) {
    return point(new CapturePlace.Nic(nic));
  }

  /** Where what goes by the wire of an adapter is seen. */
  public CapturePoint wire(String adapter) {
    return point(new CapturePlace.Wire(adapter));
  }

  private CapturePoint point(CapturePlace place) {
    return points.computeIfAbsent(place, none -> new CapturePoint(this));
  }

  /** In the order of their ids. */
  public List<Capture> all() {
    return List.copyOf(captures.values());
  }

  /** What all of them have counted. */
  public void measure(Consumer<Reading> into) {
    captures.values().forEach(capture -> into.accept(capture.reading()));
  }

  public Optional<Capture> find(String id) {
    return Optional.ofNullable(captures.get(id));
  }

  /**
   * Begins a capture.
   *
   * @throws IllegalStateException when there is one with this id, or there are {@value
   *     #CAPTURES_MAX}, or no memory is left; the text says which
   */
  public Capture start(String id, CaptureSpec spec) {
    if (captures.containsKey(id)) {
      throw new IllegalStateException("there is a capture " + id);
    }
    if (captures.size() == CAPTURES_MAX) {
      throw new IllegalStateException(
          "there are " + CAPTURES_MAX + " captures, the most there may be");
    }
    long address;
    try {
      address = memory.allocate(spec.ring());
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException("no ring of " + spec.ring() + " bytes: " + e.getMessage(), e);
    }
    var capture = new Capture(this, id, spec, memory, address, micros());
    captures.put(id, capture);
    for (int i = 0; i < spec.at().size(); i++) {
      point(spec.at().get(i)).add(capture, i);
    }
    if (spec.where() == CaptureSpec.Where.PORT) {
      ports.open(capture);
    }
    return capture;
  }

  /** From now on no frame is added; what it has stays readable. */
  public void end(Capture capture) {
    capture.stage(Capture.Stage.ENDED);
    capture.spec().at().forEach(place -> point(place).remove(capture));
    if (capture.spec().where() == CaptureSpec.Where.PORT) {
      ports.close(capture);
    }
  }

  /** The time limit of an armed one runs from now on. */
  public void run(Capture capture) {
    capture.stage(Capture.Stage.RUNNING);
  }

  /** Forgets a capture and what it has. */
  public void remove(Capture capture) {
    if (captures.remove(capture.id(), capture)) {
      end(capture);
      memory.release(capture.address(), capture.spec().ring());
    }
  }

  /**
   * A frame of a capture's NIC passes its port.
   *
   * @param point the NIC's number in the capture
   * @param device {@linkplain #number number} of who has it
   */
  public void see(
      Capture capture,
      int point,
      FrameSlab slab,
      int slot,
      boolean sent,
      Datapath path,
      long device) {
    capture.see(
        micros(),
        device,
        point,
        FrameRing.NOT_DROPPED,
        sent,
        path,
        slab.address(slot),
        slab.length(slot),
        slab.vlan(slot));
  }

  void full(Capture capture) {
    onFull.accept(capture);
  }

  void pathChanged(Capture capture) {
    if (capture.stage() == Capture.Stage.ARMED) {
      onSwitchOver.accept(capture);
    }
  }
}
