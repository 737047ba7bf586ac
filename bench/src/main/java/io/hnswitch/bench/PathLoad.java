package io.hnswitch.bench;

/** Frames that go from one guest to another without a pause, until it is closed. */
sealed interface PathLoad extends AutoCloseable permits BurstLoad, FlowLoad {

  /** Where it runs. */
  BenchLab bench();

  /** Frames delivered so far. */
  long frames();

  /** Bursts sent so far; 0 when nobody counts them. */
  long bursts();

  /** Bursts delivered so far; 0 when nobody counts them. */
  long burstsDelivered();

  /** Bytes of each frame. */
  int frameBytes();

  @Override
  void close();
}
