package io.hnswitch.sysctl;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;

/** Why a write fails, in the words of sysctl(3), and the refusal that each is here. */
public enum Errno {
  /** It is read-only, or read-only now. */
  EPERM(Refusal.NOT_PERMITTED),
  /** The value is none of those allowed. */
  EINVAL(Refusal.INVALID_VALUE),
  /** Something else uses it. */
  EBUSY(Refusal.STATE_CONFLICT),
  /** The device has nothing that it could change. */
  EOPNOTSUPP(Refusal.NOT_SUPPORTED);

  private final Refusal refusal;

  Errno(Refusal refusal) {
    this.refusal = refusal;
  }

  /** The refusal: {@code name=value: EINVAL: why}. */
  public Outcome refused(String name, String value, String why) {
    return Outcome.refused(refusal, name + "=" + value + ": " + this + ": " + why);
  }
}
