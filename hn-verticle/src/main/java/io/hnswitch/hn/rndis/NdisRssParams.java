package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Fault;
import io.hnswitch.hn.nvs.Parsed;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The RSS_PARAMS object, revision 2 (NDIS object type 0x89): key, hash types and indirection table.
 *
 * <pre>
 * offset size field                    offset size field
 *      0    4 header                       16    4 table offset (from the object's start)
 *      4    2 flags                        20    2 key size
 *      6    2 base CPU                     24    4 key offset
 *      8    4 hash info                    28   12 CPU mask
 *     12    2 table size in bytes          40   40 key, then the table
 * </pre>
 *
 * @param flags {@link #DISABLE} or 0; other bits keep what was set before
 * @param hashInfo function and types as in {@link RssHash}
 * @param table entry {@code hash mod size} is the queue
 */
public record NdisRssParams(int flags, int hashInfo, RssKey key, List<Integer> table) {

  /** The base CPU stays as it was; of no meaning here. */
  public static final int BASE_CPU_UNCHANGED = 0x1;

  /** RSS off; the rest of the object does not count. */
  public static final int DISABLE = 0x10;

  /** Hash types that are sent; the one of UDP is a guest's own affair. */
  public static final int HASH_INFO_SENT = 0x3fff;

  private static final int HEADER = 40;
  private static final int HEADER_MIN = 28;
  private static final int TABLE = HEADER + RssKey.BYTES;

  public NdisRssParams {
    table = List.copyOf(table);
  }

  /** The table guests start with: entry i is i mod channels. */
  public static List<Integer> spread(int entries, int channels) {
    var table = new ArrayList<Integer>();
    for (int i = 0; i < entries; i++) {
      table.add(i % channels);
    }
    return List.copyOf(table);
  }

  /** True when this switches RSS off: by flag, or because no hash function is named. */
  public boolean isDisable() {
    return (flags & DISABLE) != 0 || (hashInfo & RssHash.FUNCTIONS) == 0;
  }

  public Octets encode() {
    int size = TABLE + 4 * table.size();
    var out = new NdisHeader(NdisHeader.RSS_PARAMS, 2, size).start();
    out.putShort((short) flags).putShort((short) 0).putInt(hashInfo & HASH_INFO_SENT);
    out.putInt(4 * table.size()).putInt(TABLE);
    out.putInt(RssKey.BYTES).putInt(HEADER);
    out.position(HEADER);
    out.put(key.toArray());
    for (int entry : table) {
      out.putInt(entry);
    }
    return Octets.of(out.array());
  }

  /**
   * Reads what a guest sets; {@link io.hnswitch.hn.rss.HostRss} checks it against the offer. When
   * RSS is switched off, key and table are the defaults, and the object may end before them.
   *
   * @param queuesMax every entry must be less
   */
  public static Parsed<NdisRssParams> decode(Octets object, int queuesMax) {
    if (object.size() < HEADER_MIN) {
      return Parsed.malformed(Fault.TOO_SHORT, "object received", object.size());
    }
    if (NdisHeader.read(object, NdisHeader.RSS_PARAMS, HEADER_MIN)
        instanceof Parsed.Malformed<NdisHeader> malformed) {
      return malformed.as();
    }
    var in = object.buffer();
    int flags = in.getShort(4) & 0xffff;
    int hashInfo = in.getInt(8);
    var off = new NdisRssParams(flags, hashInfo, RssKey.WELL_KNOWN, List.of(0));
    if (off.isDisable()) {
      return Parsed.ok(off);
    }
    int keyBytes = in.getShort(20) & 0xffff;
    if (keyBytes != RssKey.BYTES) {
      return Parsed.malformed(Fault.BAD_VALUE, "key size", keyBytes);
    }
    int tableBytes = in.getShort(12) & 0xffff;
    if (tableBytes == 0 || tableBytes % 4 != 0 || tableBytes > 4 * NdisRssCaps.ENTRIES_MAX) {
      return Parsed.malformed(Fault.BAD_VALUE, "table size", tableBytes);
    }
    long keyAt = Integer.toUnsignedLong(in.getInt(24));
    if (keyAt + keyBytes > object.size()) {
      return Parsed.malformed(Fault.BAD_BOUNDS, "key offset", keyAt);
    }
    long tableAt = Integer.toUnsignedLong(in.getInt(16));
    if (tableAt + tableBytes > object.size()) {
      return Parsed.malformed(Fault.BAD_BOUNDS, "table offset", tableAt);
    }
    var key = new byte[keyBytes];
    in.get((int) keyAt, key);
    return switch (readTable(in, (int) tableAt, tableBytes / 4, queuesMax)) {
      case Parsed.Malformed<List<Integer>> malformed -> malformed.as();
      case Parsed.Ok<List<Integer>>(var table) ->
          Parsed.ok(new NdisRssParams(flags, hashInfo, RssKey.of(key), table));
    };
  }

  private static Parsed<List<Integer>> readTable(
      ByteBuffer in, int at, int entries, int queuesMax) {
    var table = new ArrayList<Integer>();
    for (int i = 0; i < entries; i++) {
      long entry = Integer.toUnsignedLong(in.getInt(at + 4 * i));
      if (entry >= queuesMax) {
        return Parsed.malformed(Fault.BAD_VALUE, "table entry", entry);
      }
      table.add((int) entry);
    }
    return Parsed.ok(table);
  }

  /** The table repeated to a number of entries, as a host with a larger table uses it. */
  public List<Integer> tableOf(int entries) {
    var full = new ArrayList<Integer>();
    for (int i = 0; i < entries; i++) {
      full.add(table.get(i % table.size()));
    }
    return List.copyOf(full);
  }
}
