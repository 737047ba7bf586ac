package io.hnswitch.launch;

import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.SwitchSpec;
import io.hnswitch.migration.MigrationId;

/** A device that is deployed for a lab, with all it is made from. */
sealed interface Device {

  /** Unique in the lab, and what people read: {@code hn a:hn0}. */
  String key();

  record Switch(SwitchSpec spec) implements Device {
    @Override
    public String key() {
      return "switch " + spec.name();
    }
  }

  /** The pairing actor; how it works depends on the lab's tunables. */
  record Pairing(LabSpec lab) implements Device {
    @Override
    public String key() {
      return "pairing";
    }
  }

  record Adapter(AdapterSpec spec) implements Device {
    @Override
    public String key() {
      return "adapter " + spec.name();
    }
  }

  /**
   * A link, or this node's end of one.
   *
   * @param lab has at least one of the adapters
   */
  record Link(LinkSpec spec, LabSpec lab) implements Device {
    @Override
    public String key() {
      return "link " + spec.name();
    }
  }

  /** VMBus of a guest, vPCI included. */
  record Vmbus(String guest) implements Device {
    @Override
    public String key() {
      return "vmbus " + guest;
    }
  }

  record Endpoint(NicSpec nic) implements Device {
    @Override
    public String key() {
      return "endpoint " + nic.id();
    }
  }

  record Hn(NicSpec nic, LabSpec lab) implements Device {
    @Override
    public String key() {
      return "hn " + nic.id();
    }
  }

  /** An endpoint whose guest comes from another node: it waits. */
  record ArrivingEndpoint(NicSpec nic) implements Device {
    @Override
    public String key() {
      return new Endpoint(nic).key();
    }
  }

  /** A host's end whose guest comes from another node: it waits. */
  record ArrivingNetvsp(NicSpec nic, LabSpec lab, MigrationId migration) implements Device {
    @Override
    public String key() {
      return new Netvsp(nic, lab).key();
    }
  }

  record Netvsp(NicSpec nic, LabSpec lab) implements Device {
    @Override
    public String key() {
      return "netvsp " + nic.id();
    }
  }
}
