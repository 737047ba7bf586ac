package io.hnswitch.vmbus.wire;

import java.util.List;
import java.util.UUID;

/** The control messages, one record each; {@link #encode} makes their bytes. */
public sealed interface ControlMessage {

  /** The message's type. */
  ControlType type();

  /** The bytes of this message. */
  default byte[] encode() {
    return ControlEncoder.encode(this);
  }

  /** The message in these bytes, or what is wrong with them. */
  static ControlParse decode(byte[] bytes) {
    return ControlDecoder.decode(bytes);
  }

  /**
   * OFFER (1): the host offers a channel.
   *
   * @param interfaceId the class of the device
   * @param instanceId the device
   * @param flags of the offer, see the wire reference
   * @param mmioMegabytes MMIO space that the device wants
   * @param userData of the device
   * @param subIndex 0 for a primary channel
   * @param channel the channel's number
   * @param monitorId of the monitor page, -1 = none
   * @param dedicated whether the connection id is the channel's own
   * @param connectionId for signals to the host
   */
  record Offer(
      UUID interfaceId,
      UUID instanceId,
      int flags,
      int mmioMegabytes,
      UserData userData,
      int subIndex,
      ChannelId channel,
      int monitorId,
      boolean dedicated,
      int connectionId)
      implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.OFFER;
    }
  }

  /** RESCIND (2): the host takes a channel away. */
  record Rescind(ChannelId channel) implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.RESCIND;
    }
  }

  /** REQUEST_OFFERS (3): the guest wants all offers, once. */
  record RequestOffers() implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.REQUEST_OFFERS;
    }
  }

  /** ALL_OFFERS_DELIVERED (4): what comes later is new. */
  record AllOffersDelivered() implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.ALL_OFFERS_DELIVERED;
    }
  }

  /**
   * OPEN (5): the guest opens a channel.
   *
   * @param openId echoed in the result
   * @param ring the rings' memory
   * @param targetVp where signals go; -1 = no interrupt
   * @param downstreamPage where in the memory the host's ring begins, in pages
   */
  record Open(
      ChannelId channel,
      int openId,
      GpadlId ring,
      int targetVp,
      int downstreamPage,
      UserData userData)
      implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.OPEN;
    }
  }

  /** OPEN_RESULT (6): status 0 = open. */
  record OpenResult(ChannelId channel, int openId, int status) implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.OPEN_RESULT;
    }
  }

  /** CLOSE (7): the guest closes a channel; has no answer. */
  record Close(ChannelId channel) implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.CLOSE;
    }
  }

  /**
   * GPADL_HEADER (8): the guest shares memory; the first words of the range buffer.
   *
   * @param bufferBytes of the whole range buffer
   * @param ranges in the buffer
   * @param words of the buffer: count and offset of a range, then its page numbers
   */
  record GpadlHeader(
      ChannelId channel, GpadlId gpadl, int bufferBytes, int ranges, List<Long> words)
      implements ControlMessage {
    public GpadlHeader {
      words = List.copyOf(words);
    }

    @Override
    public ControlType type() {
      return ControlType.GPADL_HEADER;
    }
  }

  /** GPADL_BODY (9): more words of the range buffer. */
  record GpadlBody(int number, GpadlId gpadl, List<Long> words) implements ControlMessage {
    public GpadlBody {
      words = List.copyOf(words);
    }

    @Override
    public ControlType type() {
      return ControlType.GPADL_BODY;
    }
  }

  /** GPADL_CREATED (10): status 0 = shared. */
  record GpadlCreated(ChannelId channel, GpadlId gpadl, int status) implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.GPADL_CREATED;
    }
  }

  /** GPADL_TEARDOWN (11): the guest wants its memory back. */
  record GpadlTeardown(ChannelId channel, GpadlId gpadl) implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.GPADL_TEARDOWN;
    }
  }

  /** GPADL_TORNDOWN (12): the host uses the memory no more. */
  record GpadlTorndown(GpadlId gpadl) implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.GPADL_TORNDOWN;
    }
  }

  /** RELID_RELEASED (13): the guest forgot a channel; its number may be used again. */
  record RelidReleased(ChannelId channel) implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.RELID_RELEASED;
    }
  }

  /**
   * INITIATE_CONTACT (14): the guest connects with one version.
   *
   * @param version as a word, known or not
   * @param targetVp for messages to the guest
   * @param interruptPageOrTarget below 5.0 the event-flag page, else interrupt number and features
   * @param hostToGuestMonitor address of the monitor page, 0 = none
   * @param guestToHostMonitor address of the monitor page, 0 = none
   */
  record InitiateContact(
      int version,
      int targetVp,
      long interruptPageOrTarget,
      long hostToGuestMonitor,
      long guestToHostMonitor)
      implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.INITIATE_CONTACT;
    }
  }

  /**
   * VERSION_RESPONSE (15).
   *
   * @param supported whether the version is agreed
   * @param state 0 ok, 1 low resources, 2 failed
   * @param versionOrConnection the version, or from 5.0 on the connection id for messages
   */
  record VersionResponse(boolean supported, int state, int versionOrConnection)
      implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.VERSION_RESPONSE;
    }
  }

  /** UNLOAD (16): the guest disconnects. */
  record Unload() implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.UNLOAD;
    }
  }

  /** UNLOAD_COMPLETE (17): all channels are closed and all memory is given back. */
  record UnloadComplete() implements ControlMessage {
    @Override
    public ControlType type() {
      return ControlType.UNLOAD_COMPLETE;
    }
  }
}
