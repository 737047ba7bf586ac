package io.hnswitch.control;

/**
 * What hn does for a VF that receives beside it in non-transparent mode, step by step. Each step is
 * turned on, in this order, and off; a step that touches the host is done without the host while
 * hn's synthetic part is not attached.
 */
public enum RxVfStep {
  /**
   * On: hn's receive filter is promiscuous, hn up or down. Off: it is what hn's flags say while hn
   * is running, else nothing. Asked again when hn went up or down, as that programs the filter.
   */
  FILTER,
  /**
   * On: every receive ring gives its frames to the VF's interface. Before the data path, or the
   * first frames after it would be hn's.
   */
  REDIRECTION,
  /** NVS 129, data path VF when on and synthetic when off; done when the host has answered. */
  DATAPATH,
  /** On: RSS is agreed with the VF. Off: hn's own types again. */
  RSS,
  /**
   * On: link management is suspended, a pending link state forgotten, hn's link down. Off: resumed;
   * the link is what the host says.
   */
  LINK
}
