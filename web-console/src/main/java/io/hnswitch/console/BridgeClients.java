package io.hnswitch.console;

/** How many clients the bridges have. */
final class BridgeClients {

  private int open;

  void came() {
    open++;
  }

  void left() {
    open--;
  }

  int count() {
    return open;
  }
}
