package io.hnswitch.hn.rss;

import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.id.VfId;

/** What the shell does for {@link RssAgreement}; answers carry the attempt they belong to. */
public sealed interface RssEffect {

  /** SIOCGIFRSSKEY on the VF. */
  record AskKey(VfId vf, int attempt) implements RssEffect {}

  /** SIOCGIFRSSHASH on the VF. */
  record AskTypes(VfId vf, int attempt) implements RssEffect {}

  /** OID receive scale parameters. */
  record SetHost(NdisRssParams parameters, int attempt) implements RssEffect {}

  /** Say why flows show no hash. */
  record Log(String text) implements RssEffect {}

  /** What was asked for has been done, or given up. */
  record Done() implements RssEffect {}
}
