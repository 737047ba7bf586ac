package io.hnswitch.hn;

import io.hnswitch.time.Timers;
import java.util.List;

/** Carries out what {@link NicLink} decides: asks the host for the media status, and waits. */
final class LinkWatch {

  private final NicLink link = new NicLink();
  private final Timers timers;
  private final SyntheticPath synthetic;
  private Timers.Timer change = () -> {};
  private boolean vfUp = true;

  LinkWatch(Timers timers, SyntheticPath synthetic) {
    this.timers = timers;
    this.synthetic = synthetic;
  }

  boolean isUp() {
    return link.isUp();
  }

  /** The host says that the media status changed; what it is now, a query tells. */
  void indicated() {
    perform(link.indicated());
  }

  /** The host's network changes; the media status means nothing for a while. */
  void networkChanged() {
    perform(link.networkChanged());
  }

  void hostAnswered(boolean connected) {
    link.hostAnswered(connected);
  }

  void vfChanged(boolean up) {
    vfUp = up;
    link.vfChanged(up);
  }

  /** Another VF's link is up until that one says otherwise. */
  void vfGone() {
    vfUp = true;
  }

  /** The VF's link counts, not the host's. */
  void followVf() {
    perform(link.suspend(vfUp));
  }

  /** The host's link counts again. */
  void followHost() {
    perform(link.resume());
  }

  /** A VF beside hn has the data path: hn's link is down meanwhile. */
  void suspendDown() {
    perform(link.suspendDown());
  }

  private void perform(List<NicLink.Effect> effects) {
    for (var effect : effects) {
      switch (effect) {
        case NicLink.Effect.Query _ -> query();
        case NicLink.Effect.ArmChange(var time, var attempt) -> {
          change.cancel();
          change = timers.after(time, () -> perform(link.changeElapsed(attempt)));
        }
        case NicLink.Effect.DisarmChange _ -> change.cancel();
      }
    }
  }

  /** Asks the host, when there is a session. */
  void query() {
    if (synthetic.isReady()) {
      synthetic.ask(new NvscRequest.QueryLink());
    }
  }

  void cancel() {
    change.cancel();
  }
}
