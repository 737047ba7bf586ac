package io.hnswitch.hn;

import io.hnswitch.bus.Lab;
import io.hnswitch.capture.DropWitness;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.id.NicId;
import io.hnswitch.impair.Cable;
import io.hnswitch.impair.Impairer;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.qdisc.TransmitQueue;
import io.hnswitch.time.Timers;
import java.util.concurrent.Executor;

/**
 * What lies between the stack above an hn and its paths, in the order in which a frame that is sent
 * meets it: the cable, the software offload, the queue. What is received meets the cable alone.
 */
final class NicLine {

  /** What lies on either side. */
  interface Ends {

    /** Frames that the stack has sent, behind the cable. */
    void sent(FrameBurst burst);

    /** Frames for a path, behind the queue. */
    void transmit(FrameBurst burst);

    /** The memory that frames leave from is another. */
    void memoryChanged();
  }

  private final Cable cable;
  private final SoftwareOffload offload;
  private final TransmitQueue queue;

  /**
   * @param owner runs actions on the caller's event loop
   * @param witness told of what is dropped
   * @param arrived gets frames that are received, behind the cable, with what they came with
   */
  NicLine(
      Lab lab,
      NicId nic,
      Executor owner,
      Timers timers,
      DeviceLedger ledger,
      DropWitness witness,
      Impairer.Out arrived,
      Ends ends) {
    cable = new Cable(lab, owner, timers, ledger, witness, ends::sent, arrived);
    queue =
        TransmitQueue.ofFlows(lab, owner, timers, ledger, "queue " + nic, witness, ends::transmit);
    offload =
        new SoftwareOffload(
            lab.memory(), owner, ledger, witness, queue::accept, ends::memoryChanged);
  }

  Cable cable() {
    return cable;
  }

  SoftwareOffload offload() {
    return offload;
  }

  TransmitQueue queue() {
    return queue;
  }

  /** Frames held. */
  long held() {
    return cable.held() + queue.held() + offload.held();
  }

  /** What waits goes at once, until {@link #unflush}. */
  void flush() {
    cable.flush();
    queue.flush();
  }

  /** Takes back a {@link #flush}. */
  void unflush() {
    queue.configure(queue.spec());
    cable.unflush();
  }

  /** Gives up what waits for its time. */
  void drop(DropReason reason) {
    cable.drop(reason);
    queue.drop(reason);
  }

  /** Gives up all that is left, for good; when the paths have given back what they had. */
  void close(DropReason reason) {
    offload.drop(reason);
    offload.close();
    cable.close(reason);
  }
}
