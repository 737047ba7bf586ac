package io.hnswitch.pairing;

import java.util.Locale;

/** Why a path changed. */
enum SwitchCause {
  /** A VF attached. */
  ATTACH,
  /** The VF departs in order. */
  DETACH,
  /** The VF vanished. */
  SURPRISE,
  NIC_UP,
  /** hn goes down, or away. */
  NIC_DOWN,
  /** The host took the path back or withdrew the VF, or gave it again. */
  HOST;

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in events and views, like {@code nic-up}. */
  String slug() {
    return slug;
  }
}
