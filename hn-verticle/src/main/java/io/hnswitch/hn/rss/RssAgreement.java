package io.hnswitch.hn.rss;

import io.hnswitch.hn.rndis.NdisRssCaps;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.hn.rss.RssEffect.AskKey;
import io.hnswitch.hn.rss.RssEffect.AskTypes;
import io.hnswitch.hn.rss.RssEffect.Done;
import io.hnswitch.hn.rss.RssEffect.Log;
import io.hnswitch.hn.rss.RssEffect.SetHost;
import io.hnswitch.id.VfId;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssHash;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * hn's RSS setting and its agreement with that of a VF ({@code hn_vf_rss_fixup}). It outlives the
 * sessions with the host: key and types that were set are set again in the next.
 *
 * <p>States: idle; asking the VF for its key, then for its types; RSS switched off at the host,
 * then on again with the new setting. Whatever begins anew makes answers to what was before late,
 * and those change nothing.
 */
public final class RssAgreement {

  private sealed interface State {
    /** Nothing is under way. */
    record Idle() implements State {}

    record AskingKey(VfId vf, boolean reconfigure) implements State {}

    record AskingTypes(RssKey key, boolean reconfigure) implements State {}

    /** The host was told to switch RSS off; then it gets the setting. */
    record Disabling(RssTypes then, RssTypes otherwise) implements State {}

    /** The host was given the setting. */
    record Enabling(RssTypes then, RssTypes otherwise) implements State {}
  }

  /** What a VF had when it was asked last, with both answers good. */
  private record Peer(RssKey key, RssTypes types) {}

  private final List<RssEffect> effects = new ArrayList<>();
  private State state = new State.Idle();
  private int attempt;
  private RssOffer offer = RssOffer.NONE;
  private RssTypes types = RssTypes.NONE;
  private RssKey key = RssKey.WELL_KNOWN;
  private List<Integer> table = List.of(0);
  private RssTypes visible = RssTypes.ALL;
  private Optional<Peer> peer = Optional.empty();
  private Optional<VfId> refresh = Optional.empty();

  /** The types whose hash may be shown of what comes by the channel. */
  public RssTypes visible() {
    return visible;
  }

  /** The types that the host is to hash (SIOCGIFRSSHASH on hn). */
  public RssTypes types() {
    return types;
  }

  /** The key (SIOCGIFRSSKEY on hn). */
  public RssKey key() {
    return key;
  }

  /** Function and types that the host is to hash, as a hash info; 0 when nothing is spread. */
  public int hashInfo() {
    return offer.isSpread() ? offer.function() | types.ndis() : 0;
  }

  /** Function and types that the host offers, as a hash info. */
  public int hashInfoOffered() {
    return offer.function() | offer.types().ndis();
  }

  /** Entries of the indirection table; 0 when nothing is spread. */
  public int entries() {
    return offer.isSpread() ? table.size() : 0;
  }

  /** Receive rings in use; 1 when nothing is spread. */
  public int rings() {
    return offer.rings();
  }

  /**
   * How hn hashes: what SIOCGIFRSSHASH and SIOCGIFRSSKEY on hn name. Without spreading, nothing is
   * hashed.
   */
  public RssFunction function() {
    return !offer.isSpread()
        ? RssFunction.NONE
        : offer.isToeplitz() ? RssFunction.TOEPLITZ : RssFunction.PRIVATE;
  }

  /**
   * A session is being set up: with what the host offers, hn wants this set. While a VF has agreed,
   * it is what agrees with it; the host is not asked for more, since it gets this right now.
   *
   * @param channels that are open: what the table spreads over
   */
  public NdisRssParams attach(NdisRssCaps.Choice choice, int rings, int channels) {
    offer =
        new RssOffer(
            rings, choice.hashInfo() & RssHash.FUNCTIONS, RssTypes.ofInfo(choice.hashInfo()));
    types = offer.types();
    table = NdisRssParams.spread(choice.entries(), channels);
    if (peer.isPresent()) {
      var with = peer.get();
      visible = offer.isToeplitz() ? agree(with.key, with.types) : visible;
    }
    return parameters(0);
  }

  /** The session has no RSS. */
  public void detach() {
    offer = RssOffer.NONE;
    types = RssTypes.NONE;
  }

  /**
   * A VF is up and about to be used: make RSS agree with its.
   *
   * @param reconfigure whether the host is to be told
   */
  public List<RssEffect> fixup(VfId vf, boolean reconfigure) {
    effects.clear();
    refresh = Optional.of(vf);
    ask(vf, reconfigure);
    return List.copyOf(effects);
  }

  private void ask(VfId vf, boolean reconfigure) {
    attempt++;
    if (!offer.isSpread() || !offer.isToeplitz()) {
      state = new State.Idle();
      effects.add(new Done());
      return;
    }
    state = new State.AskingKey(vf, reconfigure);
    effects.add(new AskKey(vf, attempt));
  }

  /** Whether {@link #linkUp} would do anything. */
  public boolean isRefreshDue(VfId vf) {
    return refresh.equals(Optional.of(vf)) && state instanceof State.Idle;
  }

  /**
   * The VF's link came up. Some VFs can be asked only then, so they are asked once more; once for
   * each {@link #fixup}.
   */
  public List<RssEffect> linkUp(VfId vf) {
    effects.clear();
    if (isRefreshDue(vf)) {
      refresh = Optional.empty();
      ask(vf, true);
    }
    return List.copyOf(effects);
  }

  /** The VF leaves: the host's own types again; the key stays the VF's. */
  public List<RssEffect> restore() {
    effects.clear();
    attempt++;
    refresh = Optional.empty();
    peer = Optional.empty();
    if (offer.isSpread() && !types.equals(offer.types())) {
      types = offer.types();
      reconfigure(RssTypes.ALL, RssTypes.ALL);
    } else {
      finish(RssTypes.ALL);
    }
    return List.copyOf(effects);
  }

  /**
   * An operator writes the key ({@code dev.hn.N.rss_key}). Not while a VF is paired: the key is the
   * VF's.
   *
   * @throws IllegalArgumentException for a key of another length than 40
   */
  public List<RssEffect> writeKey(RssKey written) {
    if (written.size() != RssKey.BYTES) {
      throw new IllegalArgumentException("RSS key must be 40 bytes, not " + written.size());
    }
    effects.clear();
    attempt++;
    key = written;
    if (offer.isSpread()) {
      reconfigure(visible, visible);
    } else {
      finish(visible);
    }
    return List.copyOf(effects);
  }

  /** The VF has answered {@link AskKey}. */
  public List<RssEffect> keyAnswered(int of, RssAnswer answer) {
    effects.clear();
    if (of == attempt && state instanceof State.AskingKey(var vf, var reconfigure)) {
      switch (answer) {
        case RssAnswer.Key(var function, var vfKey)
            when function == RssFunction.TOEPLITZ && vfKey.size() == RssKey.BYTES -> {
          state = new State.AskingTypes(vfKey, reconfigure);
          effects.add(new AskTypes(vf, attempt));
        }
        case RssAnswer.Key(var function, var vfKey) ->
            unusable(function, "its key has " + vfKey.size() + " bytes instead of " + RssKey.BYTES);
        case RssAnswer.Types _ ->
            throw new IllegalStateException("types in answer to a question for the key");
        case RssAnswer.NotSupported _ -> hide();
        case RssAnswer.Failed(var detail) -> hide("its key: " + detail);
      }
    }
    return List.copyOf(effects);
  }

  /** The VF has answered {@link AskTypes}. */
  public List<RssEffect> typesAnswered(int of, RssAnswer answer) {
    effects.clear();
    if (of == attempt && state instanceof State.AskingTypes(var vfKey, var reconfigure)) {
      switch (answer) {
        case RssAnswer.Types(var function, var vfTypes) when function == RssFunction.TOEPLITZ ->
            both(vfKey, vfTypes, reconfigure);
        case RssAnswer.Types(var function, var _) -> unusable(function, "");
        case RssAnswer.Key _ ->
            throw new IllegalStateException("a key in answer to a question for the types");
        case RssAnswer.NotSupported _ -> hide();
        case RssAnswer.Failed(var detail) -> hide("its hash types: " + detail);
      }
    }
    return List.copyOf(effects);
  }

  private void unusable(RssFunction function, String otherwise) {
    switch (function) {
      case NONE -> hide();
      case PRIVATE -> hide("its hash is private");
      case TOEPLITZ -> hide(otherwise);
    }
  }

  private void both(RssKey vfKey, RssTypes vfTypes, boolean reconfigure) {
    if (RssRules.common(offer.types(), vfTypes).isEmpty()) {
      hide("it hashes " + vfTypes + " and the host " + offer.types());
      return;
    }
    peer = Optional.of(new Peer(vfKey, vfTypes));
    var then = agree(vfKey, vfTypes);
    if (reconfigure) {
      // What is on its way was hashed with the key before.
      visible = RssTypes.NONE;
      reconfigure(then, RssTypes.NONE);
    } else {
      finish(then);
    }
  }

  /** Takes over what agrees with a VF, as far as there is any, and says what may be shown. */
  private RssTypes agree(RssKey vfKey, RssTypes vfTypes) {
    var common = RssRules.common(offer.types(), vfTypes);
    if (common.isEmpty()) {
      return RssTypes.NONE;
    }
    types = common;
    key = vfKey;
    return RssRules.visible(common, vfTypes);
  }

  /** Two requests: a host does not take a change in place. */
  private void reconfigure(RssTypes then, RssTypes otherwise) {
    state = new State.Disabling(then, otherwise);
    effects.add(new SetHost(parameters(NdisRssParams.DISABLE), attempt));
  }

  private NdisRssParams parameters(int flags) {
    return new NdisRssParams(flags, offer.function() | types.ndis(), key, table);
  }

  /** The host has answered {@link SetHost}. */
  public List<RssEffect> hostAnswered(int of, boolean success, String detail) {
    effects.clear();
    if (of == attempt) {
      switch (state) {
        case State.Disabling(var then, var otherwise) -> {
          if (success) {
            state = new State.Enabling(then, otherwise);
            effects.add(new SetHost(parameters(0), attempt));
          } else {
            failed(otherwise, "the host did not switch RSS off: " + detail);
          }
        }
        case State.Enabling(var then, var otherwise) -> {
          if (success) {
            finish(then);
          } else {
            failed(otherwise, "the host did not take the RSS setting: " + detail);
          }
        }
        case State.Idle _, State.AskingKey _, State.AskingTypes _ -> {}
      }
    }
    return List.copyOf(effects);
  }

  private void failed(RssTypes otherwise, String text) {
    effects.add(new Log(text));
    finish(otherwise);
  }

  private void hide(String why) {
    effects.add(new Log("the VF's RSS cannot be used: " + why));
    hide();
  }

  /** Silent: a VF without RSS is nothing to complain of. */
  private void hide() {
    peer = Optional.empty();
    finish(RssTypes.NONE);
  }

  private void finish(RssTypes shown) {
    visible = shown;
    state = new State.Idle();
    effects.add(new Done());
  }
}
