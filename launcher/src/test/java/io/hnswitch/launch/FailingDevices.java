package io.hnswitch.launch;

import io.hnswitch.lab.AdapterSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.SwitchSpec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.BooleanSupplier;

/** Devices, but for those that a test lets fail as they start. */
record FailingDevices(DeviceFactory real, BooleanSupplier failsNow) implements DeviceFactory {

  @Override
  public VerticleBase make(Device device) {
    if (!failsNow.getAsBoolean()) {
      return real.make(device);
    }
    return new VerticleBase() {
      @Override
      public Future<?> start() {
        return Future.failedFuture(new IllegalStateException(device.key() + " is broken"));
      }
    };
  }

  @Override
  public VerticleBase virtualSwitch(SwitchSpec spec) {
    return real.virtualSwitch(spec);
  }

  @Override
  public VerticleBase pairing(LabSpec lab) {
    return real.pairing(lab);
  }

  @Override
  public VerticleBase adapter(AdapterSpec spec) {
    return real.adapter(spec);
  }

  @Override
  public VerticleBase link(LinkSpec spec, LabSpec lab) {
    return real.link(spec, lab);
  }

  @Override
  public VerticleBase vmbus(String guest) {
    return real.vmbus(guest);
  }

  @Override
  public VerticleBase endpoint(NicSpec nic) {
    return real.endpoint(nic);
  }

  @Override
  public VerticleBase nic(NicSpec nic, LabSpec lab) {
    return real.nic(nic, lab);
  }

  @Override
  public VerticleBase netvsp(NicSpec nic, LabSpec lab) {
    return real.netvsp(nic, lab);
  }
}
