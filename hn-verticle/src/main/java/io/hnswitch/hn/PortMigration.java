package io.hnswitch.hn;

import io.hnswitch.bus.Lab;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import java.util.concurrent.Executor;

/** What a netvsp does with the frames for its guest while that one moves. */
sealed interface PortMigration permits PortLeaving, PortJoining {

  MigrationId id();

  /** Frames that the switch has for the guest; they are taken over. */
  void fromSwitch(FrameBurst burst);

  /** Frames inside. */
  long held();

  /** The port is taken down. */
  void close(DropReason reason);

  /** What both ends of a migration are made with. */
  record Parts(
      NicId nic,
      MacAddress mac,
      Lab lab,
      DeviceLedger ledger,
      Timers timers,
      Executor executor,
      HostPort port,
      PortMarks marks) {}

  /** What a migration needs of its netvsp. */
  interface Owner {

    Future<Outcome> onSwitch(SwitchControl request);

    /** Frames from the guest's side. */
    void toSwitch(FrameBurst burst);

    void toTunnel(FrameBurst burst);

    /**
     * The switch is to let through what the guest wants to receive, with the groups that it has
     * asked for, and to tell other switches of those.
     */
    Future<Outcome> openFilter();

    /** What was sent before now has been handled when this completes. */
    Future<Void> sent();

    /** Something was waited for in vain. */
    void missed();

    /** Frames were not given to the guest a second time. */
    void copies(int frames);

    /** Nothing is left to do: frames take their usual way. */
    void over();
  }
}
