package io.hnswitch.bench;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowEnd;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.Outcome;
import io.hnswitch.endpoint.HostEndpointVerticle;
import io.hnswitch.endpoint.HostSettings;
import io.hnswitch.endpoint.host.HostConfig;
import io.hnswitch.id.NicId;
import io.vertx.core.VerticleBase;

/**
 * A measured flow between two in-process hosts, as fast as credits allow: besides the path, each
 * frame is written, numbered and stamped at one end, checked and timed at the other.
 */
final class FlowLoad implements PathLoad {

  private static final String FLOW = "f1";
  private static final int HEADERS = 42;
  private static final String SENDER_IP = "10.0.0.1";
  private static final String RECEIVER_IP = "10.0.0.2";

  private final BenchLab bench = new BenchLab();
  private final int frameBytes;

  FlowLoad(Datapath path, int frameBytes) {
    this.frameBytes = frameBytes;
    try {
      Guests.deploy(bench, path, this::host);
      var order =
          new FlowOrder(
              FLOW,
              1,
              Guests.SENDER,
              Guests.RECEIVER,
              Guests.SENDER_MAC,
              Guests.RECEIVER_MAC,
              SENDER_IP,
              RECEIVER_IP,
              9,
              Long.MAX_VALUE,
              frameBytes - HEADERS,
              0,
              false);
      ask(Guests.RECEIVER, new EndpointControl.ReceiveFlow(order), Outcome.Done.class);
      ask(Guests.SENDER, new EndpointControl.SendFlow(order), Outcome.Done.class);
    } catch (RuntimeException e) {
      bench.close();
      throw e;
    }
  }

  private VerticleBase host(NicId nic) {
    boolean sends = nic.equals(Guests.SENDER);
    var mac = sends ? Guests.SENDER_MAC : Guests.RECEIVER_MAC;
    var ip = sends ? SENDER_IP : RECEIVER_IP;
    return new HostEndpointVerticle(
        bench.lab(), new HostSettings(nic, HostConfig.of(mac.toString(), ip + "/24")));
  }

  private <R> R ask(NicId nic, EndpointControl request, Class<R> answer) {
    return BenchLab.await(bench.lab().bus().request(Addresses.endpoint(nic), request, answer));
  }

  @Override
  public BenchLab bench() {
    return bench;
  }

  @Override
  public long frames() {
    return ask(Guests.RECEIVER, new EndpointControl.DescribeFlow(FLOW), FlowEnd.class).received();
  }

  @Override
  public long bursts() {
    return 0;
  }

  @Override
  public long burstsDelivered() {
    return 0;
  }

  @Override
  public int frameBytes() {
    return frameBytes;
  }

  @Override
  public void close() {
    ask(Guests.SENDER, new EndpointControl.StopFlow(FLOW), Outcome.Done.class);
    bench.close();
  }
}
