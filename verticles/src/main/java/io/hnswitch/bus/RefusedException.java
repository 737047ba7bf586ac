package io.hnswitch.bus;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;

/** A request was refused; carries the refusal so that it can be answered on as it is. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal reason;

  public RefusedException(Refusal reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public Refusal reason() {
    return reason;
  }

  public Outcome.Refused refused() {
    return new Outcome.Refused(reason, getMessage());
  }
}
