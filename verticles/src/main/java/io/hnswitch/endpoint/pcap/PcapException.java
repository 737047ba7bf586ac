package io.hnswitch.endpoint.pcap;

import java.io.IOException;

/** A file of frames that cannot be read; the text says what is wrong, and at which byte. */
public final class PcapException extends IOException {

  private static final long serialVersionUID = 1;

  PcapException(long at, String what) {
    super("byte " + at + ": " + what);
  }
}
