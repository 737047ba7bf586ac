package io.hnswitch.endpoint.tap;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives TAP interfaces their place: namespace, name, addresses, MTU. One for each node.
 *
 * <p>Every method blocks (it runs the {@code ip} command of iproute2) for at most the given bound
 * and belongs on a worker, not on an event loop. A namespace that is absent is made, and removed
 * again with the last interface that this object placed there; one that was there before is left
 * alone.
 *
 * <p>Failures are {@link TapException}s; those of {@code ip} are {@link TapCommandException}s with
 * command line, exit code and what it said.
 */
public final class TapNetwork {

  private final IpCommand ip;
  private final NetworkNamespace namespaces;
  private final TapJournal journal;

  private final Map<String, Made> made = new HashMap<>();

  /** A namespace that was made here, and how many interfaces were placed in it. */
  private record Made(long identity, int users) {
    Made withUsers(int value) {
      return new Made(identity, value);
    }
  }

  public TapNetwork(TapJournal journal) {
    this(IpCommand.find(), NetworkNamespace.SYSTEM, journal);
  }

  TapNetwork(IpCommand ip, NetworkNamespace namespaces, TapJournal journal) {
    this.ip = ip;
    this.namespaces = namespaces;
    this.journal = journal;
  }

  /** Removes what crashed nodes left behind; call once, before the first {@link #place}. */
  public synchronized TapJournal.Recovery recover(Duration bound) {
    var deadline = Deadline.after(bound);
    return journal.recover(name -> ip.run(deadline, IpArguments.deleteNamespace(name)));
  }

  /**
   * Configures the interface of an open {@link TapDevice} and brings it up. An idle interface then
   * stays quiet: IPv6 neither checks for duplicates nor solicits routers.
   *
   * <p>When this fails, a namespace made for it is gone again (which may take the bound once more);
   * the caller closes the device.
   */
  public synchronized TapPlacement place(TapSettings settings, Duration bound) {
    var deadline = Deadline.after(bound);
    boolean isNew = enterNamespace(settings.namespace(), deadline);
    try {
      if (isNew) {
        journal.confirm(settings.namespace());
      }
      configure(settings, isNew, deadline);
    } catch (TapException e) {
      undo(e, () -> leaveNamespace(settings.namespace(), Deadline.after(bound)));
      throw e;
    }
    return TapPlacement.of(settings);
  }

  private void configure(TapSettings settings, boolean isNew, Deadline deadline) {
    if (!settings.namespace().isEmpty()) {
      ip.run(deadline, IpArguments.move(settings));
    } else if (!settings.device().equals(settings.name())) {
      ip.run(deadline, IpArguments.rename(settings));
    }
    if (settings.hasV6()) {
      namespaces.quiet(TapPlacement.of(settings), deadline);
    }
    ip.run(
        deadline, IpArguments.batch(settings.namespace()), IpArguments.configure(settings, isNew));
  }

  /** Makes the namespace unless it is there; true when this call made it. */
  private boolean enterNamespace(String namespace, Deadline deadline) {
    if (namespace.isEmpty()) {
      return false;
    }
    if (namespaces.exists(namespace)) {
      long identity = namespaces.identity(namespace);
      made.computeIfPresent(
          namespace, (_, it) -> it.identity() == identity ? it.withUsers(it.users() + 1) : null);
      return false;
    }
    journal.record(namespace);
    try {
      ip.run(deadline, IpArguments.addNamespace(namespace));
    } catch (TapException e) {
      if (!namespaces.exists(namespace) || e.error() == TapError.NAME_IN_USE) {
        undo(e, () -> journal.forget(namespace));
      }
      // Else a killed command left it half made: the entry stays for the next start.
      throw e;
    }
    made.put(namespace, new Made(namespaces.identity(namespace), 1));
    return true;
  }

  private void leaveNamespace(String namespace, Deadline deadline) {
    var it = made.get(namespace);
    if (it == null) {
      return;
    }
    if (it.users() > 1) {
      made.put(namespace, it.withUsers(it.users() - 1));
      return;
    }
    made.remove(namespace);
    // Somebody may have taken it away by hand, or put another one in its place.
    if (namespaces.identity(namespace) == it.identity()) {
      ip.run(deadline, IpArguments.deleteNamespace(namespace));
    }
    journal.forget(namespace);
  }

  private static void undo(TapException cause, Runnable step) {
    try {
      step.run();
    } catch (TapException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Changes the MTU of a placed interface. Below {@value TapSettings#MTU_MIN_V6} the kernel takes
   * its IPv6 addresses away.
   */
  public synchronized void setMtu(TapPlacement placement, int mtu, Duration bound) {
    TapSettings.requireMtu(mtu, List.of());
    batch(placement, IpArguments.mtu(placement.name(), mtu), bound);
  }

  /**
   * Limits the TCP super-frames of a placed interface; connections that are open keep their limit
   * until they look at their route again.
   *
   * @param bytes of the IP packet; 0: the kernel's default
   */
  public synchronized void setGsoMax(TapPlacement placement, int bytes, Duration bound) {
    TapSettings.requireGsoMax(bytes);
    batch(placement, IpArguments.gsoMax(placement.name(), bytes), bound);
  }

  private void batch(TapPlacement placement, String line, Duration bound) {
    ip.run(Deadline.after(bound), IpArguments.batch(placement.namespace()), List.of(line));
  }

  /** Whether the namespace was made here, and no other interface that was placed is in it. */
  public synchronized boolean isLastOf(TapPlacement placement) {
    var it = made.get(placement.namespace());
    return it != null && it.users() == 1;
  }

  /** The interface is another node's from now on, and its namespace when this was the last. */
  public synchronized void handOver(TapPlacement placement) {
    var it = made.get(placement.namespace());
    if (it == null) {
      return;
    }
    if (it.users() > 1) {
      made.put(placement.namespace(), it.withUsers(it.users() - 1));
    } else {
      made.remove(placement.namespace());
      journal.forget(placement.namespace());
    }
  }

  /**
   * An interface of another node is this one's from now on.
   *
   * @param last whether its namespace comes with it
   */
  public synchronized void takeOver(TapPlacement placement, boolean last) {
    var namespace = placement.namespace();
    if (namespace.isEmpty() || !namespaces.exists(namespace)) {
      return;
    }
    if (last) {
      journal.record(namespace);
      journal.confirm(namespace);
      made.put(namespace, new Made(namespaces.identity(namespace), 1));
    } else {
      made.computeIfPresent(namespace, (_, it) -> it.withUsers(it.users() + 1));
    }
  }

  /**
   * After the device was closed: takes away the namespace if it was made here and this was the
   * last.
   */
  public synchronized void remove(TapPlacement placement, Duration bound) {
    leaveNamespace(placement.namespace(), Deadline.after(bound));
  }
}
