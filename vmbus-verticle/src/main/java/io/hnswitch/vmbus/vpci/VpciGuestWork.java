package io.hnswitch.vmbus.vpci;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The state of a vPCI bus while one event is worked on; lives for one step. */
final class VpciGuestWork {

  final VpciGuestState.Config config;
  final TreeMap<Long, VpciGuestState.AskedInterrupt> interrupts;
  final TreeMap<Integer, VpciFunction> functions;
  final VpciRelations relations;
  VpciGuestState.Phase phase;
  Optional<VpciGuestState.Asked> asked;
  Optional<List<FunctionDescriptor>> listed;
  boolean revoked;
  private Optional<VpciVersion> version;
  private long serial;
  private final List<VpciGuestEffect> effects = new ArrayList<>();

  VpciGuestWork(VpciGuestState state) {
    config = state.config();
    phase = state.phase();
    version = state.version();
    asked = state.asked();
    interrupts = new TreeMap<>(state.interrupts());
    listed = state.listed();
    functions = new TreeMap<>(state.functions());
    revoked = state.revoked();
    serial = state.serial();
    relations = new VpciRelations(this);
  }

  VpciGuestMachine.Step step() {
    var next =
        new VpciGuestState(
            config, phase, version, asked, interrupts, listed, functions, revoked, serial);
    return new VpciGuestMachine.Step(next, effects);
  }

  void effect(VpciGuestEffect effect) {
    effects.add(effect);
  }

  void ignore(VpciFault fault, String detail) {
    effects.add(new VpciGuestEffect.Ignored(fault, detail));
  }

  /** Sends what wants no completion, unless nobody listens any more. */
  void tell(VpciMessage message) {
    if (!revoked) {
      effects.add(new VpciGuestEffect.Send(0, message.encode()));
    }
  }

  void ask(VpciGuestState.What what, VpciMessage message) {
    asked = Optional.of(new VpciGuestState.Asked(request(message), what));
  }

  private long request(VpciMessage message) {
    long transaction = ++serial;
    effects.add(new VpciGuestEffect.Send(transaction, message.encode()));
    effects.add(new VpciGuestEffect.StartTimer(transaction, config.answerWait()));
    return transaction;
  }

  /** The request under way is answered, or does not matter any more. */
  void answered() {
    asked.ifPresent(a -> effects.add(new VpciGuestEffect.CancelTimer(a.transaction())));
    asked = Optional.empty();
  }

  void agreed(VpciVersion agreed) {
    version = Optional.of(agreed);
    long timer = ++serial;
    phase = new VpciGuestState.Phase.Listing(timer);
    tell(new VpciMessage.QueryBusRelations());
    effects.add(new VpciGuestEffect.StartTimer(timer, config.answerWait()));
  }

  void powerOn(boolean again) {
    phase = new VpciGuestState.Phase.PoweringOn(again);
    ask(new VpciGuestState.What.PowerOn(), new VpciMessage.PowerOn(config.window()));
  }

  /** Does what is due next, if no request is under way. */
  void advance() {
    if (asked.isPresent()) {
      return;
    }
    switch (phase) {
      case VpciGuestState.Phase.New _,
          VpciGuestState.Phase.Negotiating _,
          VpciGuestState.Phase.Listing _,
          VpciGuestState.Phase.PoweringOn _,
          VpciGuestState.Phase.PoweringOff _,
          VpciGuestState.Phase.Ended _ -> {
        // These go on with an answer.
      }
      case VpciGuestState.Phase.Sizing _ -> {
        if (!sizeNext()) {
          powerOn(false);
        }
      }
      case VpciGuestState.Phase.Assigning _ -> {
        if (!sizeNext() && !assignNext()) {
          phase = new VpciGuestState.Phase.Installed();
          effects.add(new VpciGuestEffect.BusInstalled(version.orElseThrow()));
          relations.installAll();
        }
      }
      case VpciGuestState.Phase.Installed _ -> {
        if (!sizeNext() && !assignNext()) {
          relations.installAll();
        }
      }
      case VpciGuestState.Phase.Detaching _ -> {
        if (functions.isEmpty() && revoked) {
          end();
        } else if (functions.isEmpty()) {
          ask(new VpciGuestState.What.PowerOff(), new VpciMessage.PowerOff());
        }
      }
    }
  }

  private boolean sizeNext() {
    for (var function : functions.values()) {
      if (function.state() instanceof VpciFunction.State.Found) {
        int slot = function.descriptor().slot();
        ask(
            new VpciGuestState.What.Resources(slot),
            new VpciMessage.QueryResourceRequirements(slot));
        return true;
      }
    }
    return false;
  }

  private boolean assignNext() {
    for (var function : functions.values()) {
      if (function.state() instanceof VpciFunction.State.Sized) {
        int slot = function.descriptor().slot();
        ask(
            new VpciGuestState.What.Assign(slot),
            new VpciMessage.ResourcesAssigned(version.orElseThrow().hasAssigned2(), slot, 0));
        return true;
      }
    }
    return false;
  }

  /** The host does not answer about a function of an installed bus: do without it. */
  void late() {
    var what = asked.orElseThrow().what();
    asked = Optional.empty();
    switch (what) {
      case VpciGuestState.What.Resources(var slot) -> relations.failed(slot, VpciStatus.MISSING);
      case VpciGuestState.What.Assign(var slot) -> relations.failed(slot, VpciStatus.MISSING);
      case VpciGuestState.What.Version _,
          VpciGuestState.What.PowerOn _,
          VpciGuestState.What.PowerOff _,
          VpciGuestState.What.Abandoned _ -> {
        // Nothing depends on it.
      }
    }
    advance();
  }

  /** The bus does not come up. */
  void fail(VpciFault fault, int status) {
    effects.add(new VpciGuestEffect.AttachFailed(fault, status));
    end();
  }

  /** Gives everything back. */
  void end() {
    answered();
    if (phase instanceof VpciGuestState.Phase.Listing(var timer)) {
      effects.add(new VpciGuestEffect.CancelTimer(timer));
    }
    functions.clear();
    listed = Optional.empty();
    phase = new VpciGuestState.Phase.Ended();
    effects.add(new VpciGuestEffect.ReleaseWindow(config.window()));
    effects.add(new VpciGuestEffect.CloseChannel());
  }

  void interruptWanted(VpciGuestEvent.InterruptWanted wanted) {
    var function = functions.get(wanted.slot());
    boolean installed = phase instanceof VpciGuestState.Phase.Installed;
    if (!installed || function == null || !function.isInstalled()) {
      var fault = revoked ? VpciFault.REVOKED : VpciFault.UNKNOWN_SLOT;
      effects.add(new VpciGuestEffect.InterruptFailed(wanted.slot(), wanted.vector(), fault, 0));
      return;
    }
    boolean wide = version.orElseThrow().hasWideVectors();
    long transaction =
        request(
            new VpciMessage.CreateInterrupt(
                wide, wanted.slot(), wanted.vector(), 0, 1, wanted.cpu()));
    interrupts.put(transaction, new VpciGuestState.AskedInterrupt(wanted.slot(), wanted.vector()));
  }

  void interruptAnswered(long transaction, byte[] reply) {
    var wanted = interrupts.remove(transaction);
    if (wanted == null) {
      ignore(VpciFault.UNKNOWN_TRANSACTION, "transaction=" + transaction);
      return;
    }
    effects.add(new VpciGuestEffect.CancelTimer(transaction));
    int status = VpciReply.status(reply);
    var msi = VpciReply.msi(reply);
    var function = functions.get(wanted.slot());
    if (status < 0 || msi.isEmpty() || function == null) {
      interruptFailed(wanted, VpciFault.PROTOCOL, status);
      return;
    }
    var all = new ArrayList<>(function.interrupts());
    all.add(msi.get());
    functions.put(wanted.slot(), function.with(all));
    effects.add(new VpciGuestEffect.InterruptCreated(wanted.slot(), wanted.vector(), msi.get()));
  }

  void interruptLate(long transaction) {
    interruptFailed(interrupts.remove(transaction), VpciFault.TIMEOUT, 0);
  }

  /** Nobody will answer these any more. */
  void interruptsEnded(VpciFault fault) {
    interrupts.forEach(
        (transaction, wanted) -> {
          effects.add(new VpciGuestEffect.CancelTimer(transaction));
          interruptFailed(wanted, fault, 0);
        });
    interrupts.clear();
  }

  private void interruptFailed(VpciGuestState.AskedInterrupt wanted, VpciFault fault, int status) {
    effects.add(new VpciGuestEffect.InterruptFailed(wanted.slot(), wanted.vector(), fault, status));
  }
}
