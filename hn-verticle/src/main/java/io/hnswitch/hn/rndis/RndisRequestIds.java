package io.hnswitch.hn.rndis;

/**
 * Makes request ids: a counter in the upper half of the word. Ids up to 0xffff are reserved, so a
 * counter whose low 16 bits are 0 is skipped.
 */
public final class RndisRequestIds {

  private int counter;

  /** The next id; repeats after 65535 requests. */
  public int next() {
    counter = counter + 1 & 0xffff;
    if (counter == 0) {
      counter = 1;
    }
    return counter << 16;
  }
}
