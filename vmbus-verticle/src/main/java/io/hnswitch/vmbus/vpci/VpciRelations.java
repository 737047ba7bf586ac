package io.hnswitch.vmbus.vpci;

import java.util.List;
import java.util.Optional;

/** The guest's part about functions: which the host lists, and how they come and go. */
final class VpciRelations {

  private final VpciGuestWork work;

  VpciRelations(VpciGuestWork work) {
    this.work = work;
  }

  /** A list came; the newest one wins. */
  void listed(List<FunctionDescriptor> functions) {
    if (isLeaving()) {
      work.ignore(VpciFault.DETACHING, "relations count=" + functions.size());
      return;
    }
    if (work.listed.isEmpty()) {
      work.effect(new VpciGuestEffect.ScheduleRelations());
    }
    work.listed = Optional.of(functions);
  }

  void due() {
    if (work.listed.isEmpty()) {
      work.ignore(VpciFault.STALE, "relations");
      return;
    }
    var functions = work.listed.get();
    work.listed = Optional.empty();
    for (var known : List.copyOf(work.functions.values())) {
      if (functions.stream().noneMatch(known.descriptor()::isSame)) {
        remove(known, false);
      }
    }
    for (var known : List.copyOf(work.functions.values())) {
      if (known.isRemoving()) {
        work.functions.put(known.descriptor().slot(), known.followedBy(List.of()));
      }
    }
    functions.forEach(this::add);
    if (work.phase instanceof VpciGuestState.Phase.Listing(var timer)) {
      work.effect(new VpciGuestEffect.CancelTimer(timer));
      work.phase = new VpciGuestState.Phase.Sizing();
    }
    work.advance();
  }

  private void add(FunctionDescriptor descriptor) {
    var known = work.functions.get(descriptor.slot());
    if (known == null) {
      work.functions.put(descriptor.slot(), VpciFunction.found(descriptor));
    } else if (known.isRemoving() && !known.descriptor().isSame(descriptor)) {
      work.functions.put(descriptor.slot(), known.followedBy(List.of(descriptor)));
    }
  }

  void eject(int slot) {
    var function = work.functions.get(slot);
    if (isLeaving()) {
      work.ignore(VpciFault.DETACHING, "eject slot=" + slot);
    } else if (function == null) {
      work.ignore(VpciFault.UNKNOWN_SLOT, "eject slot=" + slot);
    } else if (function.ejected()) {
      work.ignore(VpciFault.EJECTED_ALREADY, "eject slot=" + slot);
    } else {
      work.functions.put(slot, function.asEjected());
      work.advance();
    }
  }

  /** Gives every function that is ready to its driver, and takes those back that are ejected. */
  void installAll() {
    for (var function : List.copyOf(work.functions.values())) {
      if (function.state() instanceof VpciFunction.State.Assigned(var bars)) {
        var installed = function.in(new VpciFunction.State.Installed());
        work.functions.put(function.descriptor().slot(), installed);
        work.effect(new VpciGuestEffect.InstallFunction(function.descriptor(), bars));
        if (installed.ejected()) {
          remove(installed, false);
        }
      } else if (function.ejected() && function.isInstalled()) {
        remove(function, false);
      }
    }
  }

  /** The bus goes away. */
  void removeAll() {
    work.listed = Optional.empty();
    for (var function : List.copyOf(work.functions.values())) {
      remove(function.followedBy(List.of()), work.revoked);
    }
  }

  private void remove(VpciFunction function, boolean gone) {
    int slot = function.descriptor().slot();
    switch (function.state()) {
      case VpciFunction.State.Removing _ -> work.functions.put(slot, function);
      case VpciFunction.State.Installed _ -> {
        work.functions.put(slot, function.in(new VpciFunction.State.Removing()));
        work.effect(new VpciGuestEffect.DetachFunction(slot, gone));
      }
      case VpciFunction.State.Found _,
          VpciFunction.State.Sized _,
          VpciFunction.State.Assigned _ -> {
        abandon(slot);
        removed(function);
      }
    }
  }

  /** An answer about a function that is gone must not be taken for one about its successor. */
  private void abandon(int slot) {
    work.asked =
        work.asked.map(
            asked ->
                switch (asked.what()) {
                  case VpciGuestState.What.Resources(var mine) when mine == slot ->
                      new VpciGuestState.Asked(
                          asked.transaction(), new VpciGuestState.What.Abandoned());
                  case VpciGuestState.What.Assign(var mine) when mine == slot ->
                      new VpciGuestState.Asked(
                          asked.transaction(), new VpciGuestState.What.Abandoned());
                  case VpciGuestState.What.Version _,
                      VpciGuestState.What.Resources _,
                      VpciGuestState.What.PowerOn _,
                      VpciGuestState.What.PowerOff _,
                      VpciGuestState.What.Assign _,
                      VpciGuestState.What.Abandoned _ ->
                      asked;
                });
  }

  void detached(int slot) {
    var function = work.functions.get(slot);
    if (function == null || !function.isRemoving()) {
      work.ignore(VpciFault.STALE, "detached slot=" + slot);
      return;
    }
    function.interrupts().forEach(msi -> work.tell(new VpciMessage.DeleteInterrupt(slot, msi)));
    removed(function);
    work.advance();
  }

  /** A function could not be set up. */
  void failed(int slot, int status) {
    work.effect(new VpciGuestEffect.FunctionFailed(slot, status));
    removed(work.functions.get(slot));
  }

  private void removed(VpciFunction function) {
    int slot = function.descriptor().slot();
    work.functions.remove(slot);
    if (work.phase instanceof VpciGuestState.Phase.Detaching) {
      work.tell(new VpciMessage.ResourcesReleased(slot));
    }
    if (function.ejected()) {
      work.tell(new VpciMessage.EjectionComplete(slot, VpciStatus.OK));
    }
    work.effect(new VpciGuestEffect.FunctionRemoved(slot));
    function.successor().forEach(this::add);
  }

  private boolean isLeaving() {
    return work.phase instanceof VpciGuestState.Phase.Detaching
        || work.phase instanceof VpciGuestState.Phase.Ended;
  }
}
