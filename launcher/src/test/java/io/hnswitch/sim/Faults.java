package io.hnswitch.sim;

import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VpciControl;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Refuses what a script wants refused. */
final class Faults implements Tampering {

  private final Map<Act.Refusable, Integer> left = new EnumMap<>(Act.Refusable.class);

  void refuse(Act.Refusable what, int times) {
    left.put(what, times);
  }

  void clear() {
    left.clear();
  }

  @Override
  public Fate fate(String address, Object message) {
    return kind(message).filter(this::take).map(Faults::refused).orElse(Fate.DELIVERED);
  }

  private boolean take(Act.Refusable what) {
    int times = left.getOrDefault(what, 0);
    left.put(what, Math.max(0, times - 1));
    return times > 0;
  }

  private static Fate refused(Act.Refusable what) {
    return new Fate.Answered(
        Outcome.refused(Refusal.STATE_CONFLICT, "refused by the script: " + what));
  }

  private static Optional<Act.Refusable> kind(Object message) {
    return switch (message) {
      case VfControl.SetFlags flags when flags.up() -> Optional.of(Act.Refusable.VF_UP);
      case VfControl.SetMtu _ -> Optional.of(Act.Refusable.VF_MTU);
      case VfControl.OverrideInput _ -> Optional.of(Act.Refusable.VF_INPUT);
      case VfControl.SetOffloads _ -> Optional.of(Act.Refusable.VF_OFFLOADS);
      case NicControl.UseVf _ -> Optional.of(Act.Refusable.USE_VF);
      case NetvspControl.VfAssigned _ -> Optional.of(Act.Refusable.ASSIGNED);
      case VpciControl.Offer _ -> Optional.of(Act.Refusable.OFFER);
      default -> Optional.empty();
    };
  }
}
