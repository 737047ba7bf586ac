package io.hnswitch.lab;

import io.hnswitch.lab.LabProblem.Code;
import java.util.List;
import java.util.Optional;

/** Reads where a QEMU process is talked to. */
final class QemuReader {

  private final LabReport report;

  QemuReader(LabReport report) {
    this.report = report;
  }

  EndpointReader.Read read(LabSection section) {
    var stream = section.get("stream");
    var datagrams = section.get("dgram");
    if (stream.isPresent() && datagrams.isPresent()) {
      both(section, datagrams.get(), "stream", "dgram");
    }
    if (stream.isPresent()) {
      return stream(stream.get().object(LabObject.STREAM));
    }
    if (datagrams.isPresent()) {
      return datagrams(datagrams.get().object(LabObject.DGRAM));
    }
    return missing(section, "stream", "dgram");
  }

  private EndpointReader.Read stream(LabSection section) {
    var listen = section.get("listen");
    var connect = section.get("connect");
    if (listen.isPresent() && connect.isPresent()) {
      both(section, connect.get(), "listen", "connect");
    }
    if (listen.isPresent()) {
      return read(listen.get(), listen.flatMap(QemuReader::place).map(EndpointSpec.Qemu::listen));
    }
    if (connect.isPresent()) {
      return read(connect.get(), connect.flatMap(QemuReader::far).map(EndpointSpec.Qemu::connect));
    }
    return missing(section, "listen", "connect");
  }

  private EndpointReader.Read datagrams(LabSection section) {
    var local = section.require("local").flatMap(QemuReader::place);
    var remote = section.require("remote").flatMap(QemuReader::far);
    if (local.isEmpty() || remote.isEmpty()) {
      return nothing(section.place());
    }
    var value = section.get("remote").orElseThrow();
    if (!EndpointSpec.Qemu.alike(local.get(), remote.get())) {
      value.bad(remote.get() + " is none that " + local.get() + " can send to", "");
      return nothing(section.place());
    }
    return read(
        section.get("local").orElseThrow(),
        Optional.of(EndpointSpec.Qemu.datagrams(local.get(), remote.get())));
  }

  private static Optional<SocketPlace> place(LabValue value) {
    return value.parsed(SocketPlace.WANTED, SocketPlace::parse);
  }

  private static Optional<SocketPlace> far(LabValue value) {
    var place = place(value);
    if (place.isPresent() && place.get().isChosenLater()) {
      value.bad("must be a place where somebody is, not port 0", "");
      return Optional.empty();
    }
    return place;
  }

  private static EndpointReader.Read read(LabValue at, Optional<EndpointSpec.Qemu> spec) {
    return spec.map(qemu -> new EndpointReader.Read(qemu, List.of(), at.place()))
        .orElse(nothing(at.place()));
  }

  private static EndpointReader.Read nothing(LabPlace place) {
    return new EndpointReader.Read(EndpointSpec.NONE, List.of(), place);
  }

  private void both(LabSection section, LabValue second, String one, String other) {
    report.problem(
        second.keyPlace(),
        Code.CONFLICT,
        section.place().path() + " has " + one + " and " + other + ", but can have one only");
  }

  private EndpointReader.Read missing(LabSection section, String one, String other) {
    if (section.isEmpty()) {
      report.problem(
          section.place(),
          Code.MISSING_KEY,
          "missing key \"" + one + "\" or \"" + other + "\" in " + section.place().path());
    }
    return nothing(section.place());
  }
}
