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
  private boolean told;

  void assign(VfId assigned, int serialNumber) {
    vf = assigned;
    serial = serialNumber;
    early = true;
    told = false;
    state = State.KNOWN;
  }

  /** True once in a session, when the guest is to be told. */
  boolean announce() {
    if (state == State.NONE || told) {
      return false;
    }
    told = true;
    if (state == State.KNOWN) {
      state = State.ANNOUNCED;
    }
    return true;
  }

  /** Whether the guest of this session knows of the VF. */
  boolean isTold() {
    return told;
  }

  /**
   * The session has ended; a new one is told again. The path stays, and a change that is under way
   * ends when its fence is back.
   */
  void sessionEnded() {
    owesAnswer = false;
    told = false;
    if (state == State.ANNOUNCED) {
      state = State.KNOWN;
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
    state = nowVf ? State.SWITCHED : told ? State.ANNOUNCED : State.KNOWN;
  }

  void remove() {
    state = State.NONE;
    told = false;
  }

  /** Whether this VF is the NIC's. */
  boolean has(VfId other) {
    return state != State.NONE && other.equals(vf);
  }

  /** Whether the switch may steer frames to the VF: it does, or has been asked to. */
  boolean mayBeOnVf() {
    return state == State.SWITCHED || state == State.PENDING;
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
