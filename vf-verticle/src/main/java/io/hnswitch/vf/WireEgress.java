package io.hnswitch.vf;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.impair.ImpairedEnd;
import io.hnswitch.l2.Egress;
import java.util.Map;

/** The way out by the wire, and what its link does to frames on both ways. */
final class WireEgress implements Egress {

  private final Egress out;

  /** Null until the link is impaired for the first time. */
  private ImpairedEnd end;

  WireEgress(Egress out) {
    this.out = out;
  }

  /** Null when the link was never impaired. */
  ImpairedEnd end() {
    return end;
  }

  void end(ImpairedEnd made) {
    end = made;
  }

  @Override
  public FrameBurst take() {
    return out.take();
  }

  @Override
  public void send(FrameBurst burst) {
    if (end == null) {
      out.send(burst);
    } else {
      end.send(burst);
    }
  }

  /** Frames that have passed what the link does. */
  void pass(FrameBurst burst) {
    out.send(burst);
  }

  @Override
  public int outstanding() {
    return out.outstanding();
  }

  /** Frames held. */
  long held() {
    return end == null ? 0 : end.held();
  }

  void close(DropReason reason) {
    if (end != null) {
      end.close(reason);
    }
  }

  void countInto(Map<String, Long> view) {
    if (end != null) {
      end.countInto(view);
    }
  }
}
