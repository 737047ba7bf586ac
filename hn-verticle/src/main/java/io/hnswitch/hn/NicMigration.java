package io.hnswitch.hn;

import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.hn.rss.RssAgreement;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.rss.RssKey;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import io.hnswitch.time.Timers;
import io.hnswitch.time.Until;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * An hn whose guest goes on at another node: empties it, and moves what it knows. Belongs to an
 * {@link HnVerticle} and runs on its event loop.
 */
final class NicMigration {

  private static final Duration DRAIN_TIME = Duration.ofSeconds(2);
  private static final Future<Outcome> DONE = Future.succeededFuture(Outcome.DONE);
  private static final OffloadCaps ALL = OffloadCaps.of(Arrays.asList(Offload.values()));

  private final NicId nic;
  private final Executor executor;
  private final Timers timers;
  private final NicInterface face;
  private final NicPaths paths;
  private final SyntheticPath synthetic;
  private final ReceiveFilter filter;
  private final NicCounters counters;
  private final NicSysctls sysctls;
  private final RssAgreement rss;
  private final RssFixup rssFixup;
  private final InterfaceSettings shown;
  private final NicLine line;

  NicMigration(
      NicId nic,
      Executor executor,
      Timers timers,
      NicInterface face,
      NicPaths paths,
      SyntheticPath synthetic,
      ReceiveFilter filter,
      NicCounters counters,
      NicSysctls sysctls,
      RssAgreement rss,
      RssFixup rssFixup,
      InterfaceSettings shown,
      NicLine line) {
    this.nic = nic;
    this.executor = executor;
    this.timers = timers;
    this.face = face;
    this.paths = paths;
    this.synthetic = synthetic;
    this.filter = filter;
    this.counters = counters;
    this.sysctls = sysctls;
    this.rss = rss;
    this.rssFixup = rssFixup;
    this.shown = shown;
    this.line = line;
  }

  Future<?> on(NicControl.Migration message) {
    return switch (message) {
      case NicControl.Drain _ -> drain();
      case NicControl.Undrain _ -> {
        line.unflush();
        yield DONE;
      }
      case NicControl.Save _ -> Future.succeededFuture(new NicControl.Saved(save()));
      case NicControl.Restore(var state) -> restore(state);
    };
  }

  private Future<Outcome> drain() {
    if (paths.stage() != SwitchOver.Stage.SYNTHETIC) {
      return refused(Refusal.STATE_CONFLICT, "its frames do not take the channel");
    }
    line.flush();
    Promise<Outcome> promise = Promise.promise();
    Until.holds(
        executor,
        timers,
        this::isEmpty,
        DRAIN_TIME,
        () -> promise.complete(Outcome.DONE),
        () -> refused(Refusal.PEER_TIMEOUT, "its channel takes no frames").onComplete(promise));
    return promise.future();
  }

  private boolean isEmpty() {
    synthetic.pump();
    return line.held() + paths.held() == 0 && synthetic.isFlushed();
  }

  private Future<Outcome> refused(Refusal reason, String detail) {
    return Future.succeededFuture(Outcome.refused(reason, nic + ": " + detail));
  }

  private StateTree save() {
    return StateTree.write(
        into ->
            into.truth("up", face.isUp())
                .number("mtu", face.mtu())
                .number("offloads", face.wanted().bits())
                .tree("filter", filter.state()::save)
                .tree("counters", counters::save)
                .tree("sysctls", sysctls::save)
                .tree("ring", synthetic::save)
                .tree("software", line.offload()::save)
                .number("fencesMissed", paths.fencesMissed())
                .text("rssKey", rss.key().toString()));
  }

  /** All of it is looked at before anything can be seen of it: who refuses it is taken down. */
  private Future<Outcome> restore(StateTree state) {
    var from = state.reader();
    try {
      if (from.truth("up") != face.isUp() || from.count("mtu") != face.mtu()) {
        throw new StateException("up or mtu is not what the NIC was made with");
      }
      long offloads = from.number("offloads", 0, Integer.MAX_VALUE);
      face.wanted(new OffloadCaps((int) offloads).intersect(ALL));
      filter.state().restore(from.tree("filter"));
      counters.restore(from.tree("counters"));
      sysctls.restore(from.tree("sysctls"));
      synthetic.restore(from.tree("ring"));
      line.offload().restore(from.tree("software"));
      paths.fencesMissed(from.count("fencesMissed"));
      key(from.text("rssKey"));
    } catch (StateException | IllegalArgumentException e) {
      return refused(Refusal.INVALID_VALUE, e.getMessage());
    }
    filter.tellHost();
    return shown.capabilitiesChanged();
  }

  private void key(String text) {
    var key = RssKey.parse(text);
    if (key.size() != RssKey.BYTES) {
      throw new StateException("rssKey has " + key.size() + " bytes");
    }
    if (!key.equals(rss.key())) {
      rssFixup.writeKey(key);
    }
  }
}
