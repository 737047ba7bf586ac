package io.hnswitch.hn;

import io.hnswitch.bus.DeviceVerticle;
import io.hnswitch.bus.Lab;
import io.hnswitch.sysctl.Tunables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Real hns whose switch-over breaks one rule: the simulator must notice each. */
public final class BrokenHn {

  private BrokenHn() {}

  /** The transmit gate stays open while the path changes. */
  public static DeviceVerticle gateOpen(Lab lab, HnSettings settings) {
    return without(lab, settings, effect -> effect instanceof SwitchOver.Effect.CloseGate);
  }

  /** What is held from the channel is never let go. */
  public static DeviceVerticle neverReleasesTheHold(Lab lab, HnSettings settings) {
    return without(
        lab,
        settings,
        effect -> effect instanceof SwitchOver.Effect.HoldSynthetic(var holds) && !holds);
  }

  /** Frames from the VF do not wait for those that are still on their way by the channel. */
  public static DeviceVerticle doesNotHoldTheVf(Lab lab, HnSettings settings) {
    return without(lab, settings, effect -> effect instanceof SwitchOver.Effect.HoldVf(var _));
  }

  /** The VF counts as drained before its fence has passed. */
  public static DeviceVerticle skipsTheDrain(Lab lab, HnSettings settings) {
    return new HnVerticle(
        lab,
        settings,
        Tunables.DEFAULTS,
        new SwitchOver() {
          @Override
          List<Effect> useSynthetic(boolean orderly) {
            var effects = new ArrayList<>(super.useSynthetic(orderly));
            effects.addAll(super.drained());
            return effects;
          }
        });
  }

  /** The host counts as having answered when it is asked. */
  public static DeviceVerticle skipsTheHost(Lab lab, HnSettings settings) {
    return new HnVerticle(
        lab,
        settings,
        Tunables.DEFAULTS,
        new SwitchOver() {
          @Override
          List<Effect> useVf() {
            var effects = new ArrayList<>(super.useVf());
            for (var effect : List.copyOf(effects)) {
              if (effect instanceof Effect.AskHost(var vf, var asked) && vf) {
                effects.addAll(super.hostAnswered(asked, true, ""));
              }
            }
            return effects;
          }
        });
  }

  private static DeviceVerticle without(
      Lab lab, HnSettings settings, Predicate<SwitchOver.Effect> left) {
    return new HnVerticle(
        lab,
        settings,
        Tunables.DEFAULTS,
        new SwitchOver() {
          private List<Effect> kept(List<Effect> effects) {
            return effects.stream().filter(left.negate()).toList();
          }

          @Override
          List<Effect> useVf() {
            return kept(super.useVf());
          }

          @Override
          List<Effect> useSynthetic(boolean orderly) {
            return kept(super.useSynthetic(orderly));
          }

          @Override
          List<Effect> hostAnswered(int of, boolean success, String detail) {
            return kept(super.hostAnswered(of, success, detail));
          }

          @Override
          List<Effect> channelIdle() {
            return kept(super.channelIdle());
          }

          @Override
          List<Effect> drained() {
            return kept(super.drained());
          }

          @Override
          List<Effect> fenceArrived() {
            return kept(super.fenceArrived());
          }

          @Override
          List<Effect> holdExpired(int of) {
            return kept(super.holdExpired(of));
          }
        });
  }
}
