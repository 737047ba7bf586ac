package io.hnswitch.sim;

import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.hn.HnSettings;
import io.hnswitch.hn.HnVerticle;
import java.util.function.BiFunction;

/**
 * Which of the product's rules are in force: all of them, or all but one that a test breaks on
 * purpose.
 *
 * @param tampering what happens to control messages
 * @param hn makes an hn
 */
record Rules(Tampering tampering, BiFunction<Lab, HnSettings, DeviceVerticle> hn) {

  static final Rules ALL = new Rules(Tampering.NONE, HnVerticle::new);

  static Rules broken(Tampering tampering) {
    return new Rules(tampering, ALL.hn());
  }

  static Rules brokenHn(BiFunction<Lab, HnSettings, DeviceVerticle> hn) {
    return new Rules(Tampering.NONE, hn);
  }
}
