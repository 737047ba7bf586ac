package io.hnswitch.impair;

/**
 * A layer of a link.
 *
 * @param forward from its first endpoint to the second
 * @param reverse the other way
 */
public record LinkImpairment(Impairment forward, Impairment reverse) {

  public static final LinkImpairment NONE = new LinkImpairment(Impairment.NONE, Impairment.NONE);

  public boolean isNone() {
    return equals(NONE);
  }

  /** This, and for what it does not name, that one. */
  public LinkImpairment over(LinkImpairment that) {
    return new LinkImpairment(forward.over(that.forward), reverse.over(that.reverse));
  }
}
