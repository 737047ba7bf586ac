package io.hnswitch.control;

import java.util.Locale;

/** Why a request was refused; the slug is the problem's code on every face. */
public enum Refusal {
  NOT_FOUND(404),
  INVALID_VALUE(400),
  /** The device is in a state that does not allow it now. */
  STATE_CONFLICT(409),
  /** A VF that is paired is operated through its hn. */
  VF_MANAGED_BY_NIC(409),
  NO_VF_FREE(409),
  NOT_SUPPORTED(409),
  NOT_PERMITTED(409),
  DEVICE_FAILED(500),
  PEER_TIMEOUT(504);

  private final int status;
  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Refusal(int status) {
    this.status = status;
  }

  /** The HTTP status and bus failure code. */
  public int status() {
    return status;
  }

  public String slug() {
    return slug;
  }
}
