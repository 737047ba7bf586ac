package io.hnswitch.launch;

import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.SwitchSpec;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.wire.WireHub;
import io.vertx.core.VerticleBase;

/** Makes the verticles of a lab, not deployed yet. The only place that knows their constructors. */
interface DeviceFactory {

  /** From now on links may go to other nodes. */
  default void wires(WireHub hub) {}

  VerticleBase virtualSwitch(SwitchSpec spec);

  /**
   * @param lab for its tunables
   */
  VerticleBase pairing(LabSpec lab);

  VerticleBase adapter(AdapterSpec spec);

  /**
   * @param lab for where its ends are
   */
  VerticleBase link(LinkSpec spec, LabSpec lab);

  VerticleBase vmbus(String guest);

  /**
   * @param nic has an endpoint
   */
  VerticleBase endpoint(NicSpec nic);

  /**
   * @param lab for its tunables
   */
  VerticleBase nic(NicSpec nic, LabSpec lab);

  /**
   * @param lab for its tunables
   */
  VerticleBase netvsp(NicSpec nic, LabSpec lab);

  /** As {@link #endpoint}, for a guest that comes from another node. */
  default VerticleBase arrivingEndpoint(NicSpec nic) {
    throw new UnsupportedOperationException("no guest can come here: " + nic.id());
  }

  /** As {@link #netvsp}, for a guest that comes from another node. */
  default VerticleBase arrivingNetvsp(NicSpec nic, LabSpec lab, MigrationId migration) {
    throw new UnsupportedOperationException("no guest can come here: " + nic.id());
  }

  /** The verticle of a device. */
  default VerticleBase make(Device device) {
    return switch (device) {
      case Device.Switch(var spec) -> virtualSwitch(spec);
      case Device.Pairing(var lab) -> pairing(lab);
      case Device.Adapter(var spec) -> adapter(spec);
      case Device.Link(var spec, var lab) -> link(spec, lab);
      case Device.Vmbus(var guest) -> vmbus(guest);
      case Device.Endpoint(var nic) -> endpoint(nic);
      case Device.Hn(var nic, var lab) -> nic(nic, lab);
      case Device.Netvsp(var nic, var lab) -> netvsp(nic, lab);
      case Device.ArrivingEndpoint(var nic) -> arrivingEndpoint(nic);
      case Device.ArrivingNetvsp(var nic, var lab, var id) -> arrivingNetvsp(nic, lab, id);
    };
  }
}
