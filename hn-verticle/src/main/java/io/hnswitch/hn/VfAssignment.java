package io.hnswitch.hn;

import io.hnswitch.id.VfId;

/**
 * What the host knows about a NIC's VF (the model of section 9.3 of the wire reference). It
 * outlives a session: the switch keeps the data path when the guest opens its channel again.
 */
final class VfAssignment {

  enum State {
    /** No VF. */
    NONE,
    /** A VF exists, the guest was not told. */
    KNOWN,
    /** The guest was told; or the data path came back. */
    ANNOUNCED,
    /** The guest asked for the other path; its answer is owed. */
    PENDING,
    /** The frames go by the VF. */
    SWITCHED
  }

  /** What to do with a request for a path. */
  enum Verdict {
    COMPLETE_ONLY,
    MOVE
  }

  private State state = State.NONE;
  private VfId vf;
  private int serial;
  private boolean early;
  private boolean toVf;
  private long fence;
  private long owedTransaction;
  private boolean owesAnswer;

  void assign(VfId assigned, int serialNumber) {
    vf = assigned;
    serial = serialNumber;
    early = true;
    state = State.KNOWN;
  }

  /** True once, when the guest is to be told. */
  boolean announce() {
    if (state != State.KNOWN) {
      return false;
    }
    state = State.ANNOUNCED;
    return true;
  }

  /** The session has ended; a new one is told again. */
  void sessionEnded() {
    owesAnswer = false;
    if (state == State.ANNOUNCED || state == State.PENDING && toVf) {
      state = State.KNOWN;
    } else if (state == State.PENDING) {
      state = State.SWITCHED;
    }
  }

  Verdict request(boolean wantsVf) {
    boolean moves = wantsVf ? state == State.ANNOUNCED : state == State.SWITCHED;
    if (!moves) {
      return Verdict.COMPLETE_ONLY;
    }
    toVf = wantsVf;
    state = State.PENDING;
    return Verdict.MOVE;
  }

  void owe(long transaction, boolean answerWanted) {
    owedTransaction = transaction;
    owesAnswer = answerWanted;
  }

  /** True the first time: the device may not have been offered yet. */
  boolean offerNow() {
    boolean first = early;
    early = false;
    return first;
  }

  long newFence() {
    return ++fence;
  }

  boolean isPending() {
    return state == State.PENDING;
  }

  boolean isPending(long ofFence) {
    return state == State.PENDING && fence == ofFence;
  }

  boolean isPendingToVf() {
    return state == State.PENDING && toVf;
  }

  boolean pendingToVf() {
    return toVf;
  }

  boolean owesAnswer() {
    return owesAnswer;
  }

  long owedTransaction() {
    owesAnswer = false;
    return owedTransaction;
  }

  void moved(boolean nowVf) {
    state = nowVf ? State.SWITCHED : State.ANNOUNCED;
  }

  void remove() {
    state = State.NONE;
  }

  State state() {
    return state;
  }

  VfId vf() {
    return vf;
  }

  int serial() {
    return serial;
  }

  boolean isOnVf() {
    return state == State.SWITCHED;
  }
}
