package io.hnswitch.endpoint;

import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.EndpointView;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.id.NicId;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** What endpoints with a descriptor of the system say to what they cannot do. */
final class DescriptorEndpoints {

  private DescriptorEndpoints() {}

  /** The answer of an endpoint that neither moves, nor runs flows, nor replays. */
  static Future<?> answer(
      EndpointControl message,
      String kind,
      NicId nic,
      BurstPool pool,
      Supplier<EndpointView> view) {
    return Future.succeededFuture(
        switch (message) {
          case EndpointControl.Configure _ ->
              new EndpointControl.Configured(pool.region(), pool.regionBytes());
          case EndpointControl.Describe _ -> view.get();
          case EndpointControl.Migration _ -> refused(kind, nic, "cannot go to another node");
          case EndpointControl.ReceiveFlow _,
              EndpointControl.SendFlow _,
              EndpointControl.StopFlow _,
              EndpointControl.ForgetFlow _,
              EndpointControl.DescribeFlow _ ->
              refused(kind, nic, "has no flows: they need a host");
          case EndpointControl.StartReplay _, EndpointControl.StopReplay _ ->
              refused(kind, nic, "replays no file");
        });
  }

  private static Outcome refused(String kind, NicId nic, String what) {
    return Outcome.refused(
        Refusal.NOT_SUPPORTED, "the endpoint of " + nic + " is a " + kind + " one and " + what);
  }
}
