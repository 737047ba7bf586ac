package io.hnswitch.l2;

import io.hnswitch.control.Explained;
import io.hnswitch.policy.PortGate;
import io.hnswitch.policy.Trail;
import java.util.ArrayList;
import java.util.List;

/** Lets a switch say what it would do with a frame, instead of doing it. */
public final class Inquiry {

  private final List<PortGate> asked = new ArrayList<>();
  private final List<Explained.Way> ways = new ArrayList<>();
  private Trail trail;
  private String where = "";

  /** Runs what forwards the frame, and gives what it decided. */
  public Explained about(String device, Runnable forward) {
    where = device;
    trail = new Trail();
    try {
      forward.run();
      return new Explained(trail.steps(), ways);
    } finally {
      trail = null;
      asked.forEach(gate -> gate.explain(null));
      asked.clear();
      ways.clear();
    }
  }

  /** Whether somebody only asks. */
  public boolean isOn() {
    return trail != null;
  }

  /** A gate that is about to be used: when somebody only asks, it only tells. May be null. */
  public PortGate of(PortGate gate) {
    if (trail != null && gate != null) {
      gate.explain(trail);
      asked.add(gate);
    }
    return gate;
  }

  public void tell(String check, String verdict) {
    trail.add(where, check, verdict);
  }

  /** The frame would be sent there. */
  public void goesTo(String to, int tag) {
    ways.add(new Explained.Way(to, tag));
  }
}
