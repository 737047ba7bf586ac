package io.hnswitch.hn.rss;

import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.id.VfId;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssTypes;
import java.util.ArrayList;
import java.util.List;

/** An agreement, a host and a VF that say what a test wants them to say. */
final class RssStory {

  static final VfId VF = new VfId("pf0", 0);
  static final RssKey VF_KEY = RssKey.parse("0123456789abcdef".repeat(5));

  final RssAgreement agreement = new RssAgreement();

  /** What was asked of whom, in short words, in order. */
  final List<String> told = new ArrayList<>();

  final List<NdisRssParams> requests = new ArrayList<>();
  NdisRssParams atAttach;
  private RssAnswer key = new RssAnswer.Key(RssFunction.TOEPLITZ, VF_KEY);
  private RssAnswer types = new RssAnswer.NotSupported();
  private boolean hostSilent;
  private String hostRefuses = "";
  private int attempt;

  /** The session with a host that offers these types. */
  RssStory host(int rings, RssTypes offered) {
    return host(rings, RssHash.TOEPLITZ, offered);
  }

  RssStory host(int rings, int function, RssTypes offered) {
    var choice = new NdisRssCaps.Choice(rings, 128, function | offered.ndis());
    atAttach = agreement.attach(choice, rings, 1);
    return this;
  }

  RssStory vfKey(RssAnswer answer) {
    key = answer;
    return this;
  }

  RssStory vfTypes(RssAnswer answer) {
    types = answer;
    return this;
  }

  RssStory vf(RssTypes has) {
    return vfTypes(new RssAnswer.Types(RssFunction.TOEPLITZ, has));
  }

  /** The host refuses "off" or "on"; empty: nothing. */
  RssStory hostRefuses(String what) {
    hostRefuses = what;
    return this;
  }

  /** The host says nothing until {@link #hostAnswers}. */
  RssStory hostSilent() {
    hostSilent = true;
    return this;
  }

  RssStory hostAnswers(boolean success) {
    return perform(agreement.hostAnswered(attempt, success, "status c0000001"));
  }

  RssStory hostAnswersLate(int of) {
    return perform(agreement.hostAnswered(of, true, ""));
  }

  int attempt() {
    return attempt;
  }

  RssStory fixup(boolean reconfigure) {
    return perform(agreement.fixup(VF, reconfigure));
  }

  RssStory restore() {
    return perform(agreement.restore());
  }

  RssStory linkUp() {
    return perform(agreement.linkUp(VF));
  }

  RssStory perform(List<RssEffect> effects) {
    for (var effect : effects) {
      switch (effect) {
        case RssEffect.AskKey(var _, var of) -> {
          told.add("key?");
          perform(agreement.keyAnswered(of, key));
        }
        case RssEffect.AskTypes(var _, var of) -> {
          told.add("types?");
          perform(agreement.typesAnswered(of, types));
        }
        case RssEffect.SetHost(var parameters, var of) -> {
          var word = parameters.isDisable() ? "off" : "on";
          told.add(word);
          requests.add(parameters);
          attempt = of;
          if (!hostSilent) {
            hostAnswers(!word.equals(hostRefuses));
          }
        }
        case RssEffect.Log(var text) -> told.add("log: " + text);
        case RssEffect.Done _ -> told.add("done");
      }
    }
    return this;
  }

  /** What was asked since the last time. */
  List<String> words() {
    var words = List.copyOf(told);
    told.clear();
    return words;
  }
}
