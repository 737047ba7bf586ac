package io.hnswitch.endpoint.packet;

import java.util.Optional;

/**
 * Whether frames can go by an interface that somebody else made, and when to say so: once when it
 * stops working, whatever becomes of it then, and once when it works again.
 */
public final class InterfaceState {

  /** How an interface is found when it is looked at. */
  public enum Seen {
    UP(""),
    /** Nobody has brought it up. */
    DOWN("interface %s is down"),
    /** It is up, and the far end of its cable is not. */
    NO_CARRIER("interface %s has no carrier"),
    /** It was deleted, or moved to another network namespace. */
    GONE("interface %s is gone"),
    /** It does not say how it is, and fails. */
    BROKEN("interface %s is broken");

    private final String words;

    Seen(String words) {
      this.words = words;
    }
  }

  /** What has to be said. */
  public enum Change {
    NONE,
    WENT_DOWN,
    CAME_UP
  }

  private final String name;
  private Seen seen = Seen.UP;

  /** One that works, as far as is known. */
  public InterfaceState(String name) {
    this.name = name;
  }

  /** It was looked at. */
  public Change on(Seen now) {
    boolean was = isUp();
    seen = now;
    if (was == isUp()) {
      return Change.NONE;
    }
    return was ? Change.WENT_DOWN : Change.CAME_UP;
  }

  public boolean isUp() {
    return seen == Seen.UP;
  }

  /** Whether it has to be looked for, since what was had of it is of no use any more. */
  public boolean isLost() {
    return seen == Seen.GONE || seen == Seen.BROKEN;
  }

  /** Why it does not work; empty when it does. */
  public Optional<String> reason() {
    return isUp() ? Optional.empty() : Optional.of(seen.words.formatted(name));
  }
}
