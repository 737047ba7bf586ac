package io.hnswitch.pairing;

/**
 * What pairing knows of the host's side of an hn.
 *
 * @param attached whether hn's synthetic part is attached, so that the host can be told something
 * @param association what the host said last about a VF for this hn (NVS 128)
 * @param serial it said with that
 * @param generation advances with everything that ends what the host allowed before, so that a
 *     withdrawal that is quickly followed by a new allocation is not overlooked
 */
record HostFacts(boolean attached, Association association, int serial, long generation) {

  /** The host's word on whether hn has a VF. */
  enum Association {
    /** Nothing was said, as by hosts whose protocol has no such message. */
    UNTOLD,
    ALLOCATED,
    WITHDRAWN
  }

  /** Of an hn that has just attached. */
  static HostFacts first() {
    return new HostFacts(true, Association.UNTOLD, 0, 0);
  }

  /** The host says so; saying the same again, as to a new session, changes nothing. */
  HostFacts told(boolean allocated, int withSerial) {
    var now = allocated ? Association.ALLOCATED : Association.WITHDRAWN;
    boolean same =
        switch (association) {
          case UNTOLD -> allocated;
          case ALLOCATED -> allocated && withSerial == serial;
          case WITHDRAWN -> !allocated;
        };
    return new HostFacts(attached, now, withSerial, same ? generation : generation + 1);
  }

  /** The session is lost; a host that has ever said something has to say it to the next one. */
  HostFacts lost() {
    var now =
        switch (association) {
          case UNTOLD -> Association.UNTOLD;
          case ALLOCATED, WITHDRAWN -> Association.WITHDRAWN;
        };
    return new HostFacts(false, now, serial, generation + 1);
  }

  /** The session is there; if nobody said that the last one ended, it ended now. */
  HostFacts back() {
    return attached ? lost().back() : new HostFacts(true, association, serial, generation);
  }

  boolean isWithdrawn() {
    return association == Association.WITHDRAWN;
  }

  /** Whether hn may use a VF: the host can be asked, and has not said no. */
  boolean givesVf() {
    return attached && !isWithdrawn();
  }
}
