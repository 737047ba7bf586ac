package io.hnswitch.vmbus.wire;

import java.util.HexFormat;

/** One line of text for a control message, for logs, test failures and the console. */
public final class ControlDissector {

  private static final int DUMP_BYTES_MAX = 32;

  private ControlDissector() {}

  /** The message in these bytes, or what is wrong with them and their first bytes. */
  public static String line(byte[] bytes) {
    return switch (ControlMessage.decode(bytes)) {
      case ControlParse.Ok(var message) -> line(message);
      case ControlParse.Unknown(var type) ->
          "unknown control type=" + Integer.toUnsignedString(type) + dump(bytes);
      case ControlParse.Malformed(var field, var value) ->
          "malformed " + field + "=" + value + dump(bytes);
    };
  }

  /** The message. */
  public static String line(ControlMessage message) {
    return message.type() + fields(message);
  }

  private static String fields(ControlMessage message) {
    return switch (message) {
      case ControlMessage.Offer m ->
          " channel=%s class=%s instance=%s sub=%d connection=%d flags=0x%x"
              .formatted(
                  m.channel(),
                  m.interfaceId(),
                  m.instanceId(),
                  m.subIndex(),
                  m.connectionId(),
                  m.flags());
      case ControlMessage.Rescind(var channel) -> " channel=" + channel;
      case ControlMessage.RequestOffers _,
          ControlMessage.AllOffersDelivered _,
          ControlMessage.Unload _,
          ControlMessage.UnloadComplete _ ->
          "";
      case ControlMessage.Open m ->
          " channel=%s open=%d ring=%s vp=%d downstream-page=%d"
              .formatted(m.channel(), m.openId(), m.ring(), m.targetVp(), m.downstreamPage());
      case ControlMessage.OpenResult m ->
          " channel=%s open=%d status=0x%x".formatted(m.channel(), m.openId(), m.status());
      case ControlMessage.Close(var channel) -> " channel=" + channel;
      case ControlMessage.GpadlHeader m ->
          " channel=%s gpadl=%s ranges=%d buffer=%d words=%d"
              .formatted(m.channel(), m.gpadl(), m.ranges(), m.bufferBytes(), m.words().size());
      case ControlMessage.GpadlBody m ->
          " gpadl=%s number=%d words=%d".formatted(m.gpadl(), m.number(), m.words().size());
      case ControlMessage.GpadlCreated m ->
          " channel=%s gpadl=%s status=0x%x".formatted(m.channel(), m.gpadl(), m.status());
      case ControlMessage.GpadlTeardown m ->
          " channel=%s gpadl=%s".formatted(m.channel(), m.gpadl());
      case ControlMessage.GpadlTorndown(var gpadl) -> " gpadl=" + gpadl;
      case ControlMessage.RelidReleased(var channel) -> " channel=" + channel;
      case ControlMessage.InitiateContact m -> " version=" + version(m.version());
      case ControlMessage.VersionResponse m ->
          " supported=%s state=%d word=0x%x"
              .formatted(m.supported(), m.state(), m.versionOrConnection());
    };
  }

  private static String version(int word) {
    return (word >>> 16) + "." + (word & 0xffff);
  }

  private static String dump(byte[] bytes) {
    int end = Math.min(bytes.length, DUMP_BYTES_MAX);
    return " bytes=" + bytes.length + " " + HexFormat.of().formatHex(bytes, 0, end);
  }
}
