package io.hnswitch.l2;

import io.hnswitch.bus.Lab;
import io.hnswitch.control.SwitchView;
import io.hnswitch.lab.MirrorSpec;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.metrics.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The mirrors of a switch. */
final class Mirrors {

  private final Lab lab;
  private final DeviceLedger ledger;
  private final Executor owner;
  private final SwitchPorts ports;
  private Map<MirrorSpec, Mirror> all = new LinkedHashMap<>();

  Mirrors(Lab lab, DeviceLedger ledger, Executor owner, SwitchPorts ports) {
    this.lab = lab;
    this.ledger = ledger;
    this.owner = owner;
    this.ports = ports;
  }

  /** These and no others from now on. One that is there already goes on and keeps its counts. */
  void set(List<MirrorSpec> wanted) {
    var next = new LinkedHashMap<MirrorSpec, Mirror>();
    for (var spec : wanted) {
      var mirror = all.remove(spec);
      if (mirror == null) {
        mirror = new Mirror(spec, lab.memory(), ledger, owner, ports::named);
        mirror.open(lab.policies());
      }
      next.put(spec, mirror);
    }
    all.values().forEach(gone -> gone.close(lab.policies()));
    all = next;
  }

  long held() {
    long held = 0;
    for (var mirror : all.values()) {
      held += mirror.held();
    }
    return held;
  }

  void measure(String virtualSwitch, Consumer<Reading> into) {
    all.values().forEach(mirror -> into.accept(mirror.reading(virtualSwitch)));
  }

  List<SwitchView.Mirror> views() {
    return all.values().stream().map(Mirror::view).toList();
  }
}
