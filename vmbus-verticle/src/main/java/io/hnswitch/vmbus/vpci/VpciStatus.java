package io.hnswitch.vmbus.vpci;

/** Status words of vPCI completions; negative means failure. */
public final class VpciStatus {

  public static final int OK = 0;
  public static final int REVISION_MISMATCH = 0xC0000059;
  public static final int BAD_DATA = 0xC000090B;
  public static final int NOT_SUPPORTED = 0xC00000BB;

  /** What a completion without a status word counts as. */
  public static final int MISSING = -1;

  private VpciStatus() {}
}
