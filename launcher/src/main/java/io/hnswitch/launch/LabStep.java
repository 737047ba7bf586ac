package io.hnswitch.launch;

import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.FlowSpec;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.lab.MirrorSpec;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.policy.PortPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One thing to do when a lab changes, and how to take it back. */
sealed interface LabStep {

  /** What makes this step undone. */
  LabStep inverse();

  /** For messages: what could not be done. */
  String text();

  record Deploy(Device device) implements LabStep {
    @Override
    public LabStep inverse() {
      return new Remove(device);
    }

    @Override
    public String text() {
      return "start " + device.key();
    }
  }

  /** Takes a device down; an hn says its farewell first. */
  record Remove(Device device) implements LabStep {
    @Override
    public LabStep inverse() {
      return new Deploy(device);
    }

    @Override
    public String text() {
      return "take down " + device.key();
    }
  }

  record AttachVf(String adapter, NicId nic, MacAddress mac) implements LabStep {
    @Override
    public LabStep inverse() {
      return new DetachVf(adapter, nic, mac);
    }

    @Override
    public String text() {
      return "attach a VF of " + adapter + " to " + nic;
    }
  }

  /** Takes the VF back in an orderly way; that there is none is fine. */
  record DetachVf(String adapter, NicId nic, MacAddress mac) implements LabStep {
    @Override
    public LabStep inverse() {
      return new AttachVf(adapter, nic, mac);
    }

    @Override
    public String text() {
      return "detach the VF of " + adapter + " from " + nic;
    }
  }

  record SetMtu(NicId nic, int before, int after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetMtu(nic, after, before);
    }

    @Override
    public String text() {
      return "set the MTU of " + nic + " to " + after;
    }
  }

  record SetOffloads(NicId nic, OffloadCaps before, OffloadCaps after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetOffloads(nic, after, before);
    }

    @Override
    public String text() {
      return "set the offloads of " + nic + " to " + after;
    }
  }

  record SetQueue(NicId nic, QueueSpec before, QueueSpec after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetQueue(nic, after, before);
    }

    @Override
    public String text() {
      return "set the queue of " + nic + " to " + after;
    }
  }

  /** What frames wait in that go out by an adapter's wire. */
  record SetWireQueue(String adapter, QueueSpec before, QueueSpec after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetWireQueue(adapter, after, before);
    }

    @Override
    public String text() {
      return "set the queue of " + adapter + " to " + after;
    }
  }

  /** What a NIC's switch port does. */
  record SetPolicy(NicSpec nic, PortPolicy before, PortPolicy after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetPolicy(nic, after, before);
    }

    @Override
    public String text() {
      return "set the policy of " + nic.id() + "'s port";
    }
  }

  record SetUp(NicId nic, boolean before, boolean after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetUp(nic, after, before);
    }

    @Override
    public String text() {
      return "bring " + nic + (after ? " up" : " down");
    }
  }

  /**
   * What the file says of a link: a layer of impairments.
   *
   * @param before nothing when it was not there
   * @param after nothing when it goes
   */
  record SetLink(Optional<LinkSpec> before, Optional<LinkSpec> after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetLink(after, before);
    }

    @Override
    public String text() {
      return after
          .map(link -> "set what link " + link.name() + " does")
          .orElseGet(() -> "forget what link " + before.orElseThrow().name() + " does");
    }
  }

  /** {@code hw.hn.vf_xpnt_attwait}, for attaches from now on. */
  record SetAttachWait(int before, int after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetAttachWait(after, before);
    }

    @Override
    public String text() {
      return "set hw.hn.vf_xpnt_attwait to " + after;
    }
  }

  record SetAgeing(String virtualSwitch, Duration before, Duration after) implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetAgeing(virtualSwitch, after, before);
    }

    @Override
    public String text() {
      return "set the aging of " + virtualSwitch;
    }
  }

  record SetMulticast(String virtualSwitch, MulticastPolicy before, MulticastPolicy after)
      implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetMulticast(virtualSwitch, after, before);
    }

    @Override
    public String text() {
      return "set the multicast of " + virtualSwitch;
    }
  }

  record Pin(String virtualSwitch, MacAddress mac, String port) implements LabStep {
    @Override
    public LabStep inverse() {
      return new Unpin(virtualSwitch, mac, port);
    }

    @Override
    public String text() {
      return "pin " + mac + " to " + port + " of " + virtualSwitch;
    }
  }

  record Unpin(String virtualSwitch, MacAddress mac, String port) implements LabStep {
    @Override
    public LabStep inverse() {
      return new Pin(virtualSwitch, mac, port);
    }

    @Override
    public String text() {
      return "unpin " + mac + " of " + virtualSwitch;
    }
  }

  /**
   * @param lab where the two ends are found
   */
  record StartFlow(FlowSpec flow, LabSpec lab) implements LabStep {
    @Override
    public LabStep inverse() {
      return new StopFlow(flow, lab);
    }

    @Override
    public String text() {
      return "start flow " + flow.name();
    }
  }

  /**
   * @param lab where the two ends are found
   */
  record StopFlow(FlowSpec flow, LabSpec lab) implements LabStep {
    @Override
    public LabStep inverse() {
      return new StartFlow(flow, lab);
    }

    @Override
    public String text() {
      return "stop flow " + flow.name();
    }
  }

  record SetMirrors(String name, Map<String, MirrorSpec> from, Map<String, MirrorSpec> to)
      implements LabStep {
    @Override
    public LabStep inverse() {
      return new SetMirrors(name, to, from);
    }

    @Override
    public String text() {
      return "set the mirrors of " + name;
    }
  }

  record StartCapture(String id, CaptureSpec spec) implements LabStep {
    @Override
    public LabStep inverse() {
      return new StopCapture(id, spec);
    }

    @Override
    public String text() {
      return "start capture " + id;
    }
  }

  /** That there is none is fine. */
  record StopCapture(String id, CaptureSpec spec) implements LabStep {
    @Override
    public LabStep inverse() {
      return new StartCapture(id, spec);
    }

    @Override
    public String text() {
      return "stop capture " + id;
    }
  }
}
