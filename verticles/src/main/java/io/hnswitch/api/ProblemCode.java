package io.hnswitch.api;

import io.hnswitch.control.Refusal;
import java.util.Locale;
import java.util.Optional;

/** Every kind of failure the public interface knows; slug and status are the same on every face. */
public enum ProblemCode {
  INVALID_VALUE(400, "A value is not valid"),
  /** The lab file has errors; each is in the problem's errors. */
  INVALID_LAB(422, "The lab file is not valid"),
  REQUEST_ID_REUSED(422, "The request id was for another request"),
  /** It does not compile, or its start failed; each error is in the problem's errors. */
  SCRIPT_FAILED(422, "The script does not run"),
  UNAUTHENTICATED(401, "A token is needed"),
  FORBIDDEN(403, "This role may not do that"),
  NOT_FOUND(404, "No such object"),
  UNKNOWN_OPERATION(404, "No such operation"),
  METHOD_NOT_ALLOWED(405, "The path has no such method"),
  STATE_CONFLICT(409, "The state does not allow it now"),
  /** A VF that is paired is operated through its NIC. */
  VF_MANAGED_BY_NIC(409, "Operate on the NIC"),
  NO_VF_FREE(409, "All VFs of the adapter are in use"),
  NOT_SUPPORTED(409, "The device cannot do that"),
  NOT_PERMITTED(409, "The system does not permit it"),
  /** Whoever asked for it wants it no more. */
  CANCELLED(409, "It was cancelled"),
  /** The lab is not at the revision that the request is for. */
  REVISION_CONFLICT(412, "The lab has changed in the meantime"),
  /** A change that needs If-Match came without. */
  REVISION_REQUIRED(428, "Say which revision is to be changed"),
  TOO_LARGE(413, "The request is too large"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  DEVICE_FAILED(500, "A device failed"),
  INTERNAL(500, "A bug in hnswitch"),
  UNAVAILABLE(503, "The node cannot answer now"),
  /** A node that sees too few others of its cluster changes nothing. */
  NO_QUORUM(503, "Too few nodes of the cluster are there"),
  PEER_TIMEOUT(504, "A device did not answer in time");

  private final int status;
  private final String title;
  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status and bus failure code. */
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String slug() {
    return slug;
  }

  /** The code of a device's refusal. */
  public static ProblemCode of(Refusal refusal) {
    return switch (refusal) {
      case NOT_FOUND -> NOT_FOUND;
      case INVALID_VALUE -> INVALID_VALUE;
      case STATE_CONFLICT -> STATE_CONFLICT;
      case VF_MANAGED_BY_NIC -> VF_MANAGED_BY_NIC;
      case NO_VF_FREE -> NO_VF_FREE;
      case NOT_SUPPORTED -> NOT_SUPPORTED;
      case NOT_PERMITTED -> NOT_PERMITTED;
      case DEVICE_FAILED -> DEVICE_FAILED;
      case PEER_TIMEOUT -> PEER_TIMEOUT;
    };
  }

  /** The code with a slug. */
  public static Optional<ProblemCode> ofSlug(String slug) {
    for (var code : values()) {
      if (code.slug.equals(slug)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
