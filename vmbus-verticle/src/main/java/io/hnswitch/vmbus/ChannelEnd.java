package io.hnswitch.vmbus;

/**
 * One end of an open channel: the ring to read, the ring to write, and the way to interrupt the
 * other end. Used by the device at that end, on its event loop.
 */
public final class ChannelEnd implements AutoCloseable {

  private final RingReader reader;
  private final RingWriter writer;
  private final Runnable interrupt;
  private long interrupts;

  /**
   * @param interrupt tells the other end to look at its rings
   */
  public ChannelEnd(RingReader reader, RingWriter writer, Runnable interrupt) {
    this.reader = reader;
    this.writer = writer;
    this.interrupt = interrupt;
  }

  public RingReader reader() {
    return reader;
  }

  public RingWriter writer() {
    return writer;
  }

  /** Makes what was committed visible, and interrupts the other end if the protocol says so. */
  public void publish() {
    if (writer.isDirty() && writer.publish()) {
      interrupt();
    }
  }

  /** Gives back what was consumed, and interrupts the other end if it waits for the space. */
  public void finish() {
    if (reader.finish()) {
      interrupt();
    }
  }

  private void interrupt() {
    interrupts++;
    interrupt.run();
  }

  /** How often the other end was interrupted from here. */
  public long interrupts() {
    return interrupts;
  }

  /** Gives its own memory back; the bus does it when the rings are freed, if nobody has. */
  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
