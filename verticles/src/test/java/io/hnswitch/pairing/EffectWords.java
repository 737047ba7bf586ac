package io.hnswitch.pairing;

import java.util.Locale;

/** Effects as short text, for tests. */
final class EffectWords {

  private EffectWords() {}

  static String of(PairingEffect effect) {
    return switch (effect) {
      case PairingEffect.AcceptFrom _ -> "accept";
      case PairingEffect.StopAccepting _ -> "stop-accepting";
      case PairingEffect.OverrideInput _ -> "override";
      case PairingEffect.RestoreInput _ -> "restore";
      case PairingEffect.StartWait _ -> "wait";
      case PairingEffect.CancelWait _ -> "cancel-wait";
      case PairingEffect.Merge _ -> "merge";
      case PairingEffect.Unmerge _ -> "unmerge";
      case PairingEffect.SetOffloads e -> "offloads " + e.wanted();
      case PairingEffect.FollowEnabled e -> "follow " + e.enabled();
      case PairingEffect.SetVfMtu e -> "vf-mtu " + e.mtu();
      case PairingEffect.SetNicMtu e -> "nic-mtu " + e.mtu();
      case PairingEffect.SetFlags e ->
          (e.up() ? "vf-up" : "vf-down")
              + (e.allMulti() ? " allmulti" : "")
              + (e.promiscuous() ? " promisc" : "");
      case PairingEffect.Survey _ -> "survey";
      case PairingEffect.RxVf e ->
          "rxvf-" + e.step().name().toLowerCase(Locale.ROOT) + (e.on() ? " on" : " off");
      case PairingEffect.PublishRxVf e -> e.on() ? "told vf-up" : "told vf-down";
      case PairingEffect.UseVf _ -> "use-vf";
      case PairingEffect.UseSynthetic e -> e.orderly() ? "use-synthetic" : "use-synthetic-at-once";
      case PairingEffect.TellLink e -> e.up() ? "link-up" : "link-down";
      case PairingEffect.StartRetry e -> "retry-in " + e.delay().toSeconds();
      case PairingEffect.CancelRetry _ -> "cancel-retry";
      case PairingEffect.AnswerDeparture e -> "answer-departure " + e.vf();
      case PairingEffect.AnswerNicUp _ -> "answer-up";
      case PairingEffect.AnswerNicDown _ -> "answer-down";
      case PairingEffect.AnswerDetaching _ -> "answer-detaching";
      case PairingEffect.SwitchBegins _ -> "begin";
      case PairingEffect.PublishPathChanged e ->
          "path " + e.to().name().toLowerCase(Locale.ROOT) + " " + e.cause().slug();
      case PairingEffect.PublishState e -> "state " + e.to();
      case PairingEffect.Note e -> "note " + e.text();
    };
  }
}
