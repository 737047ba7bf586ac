"""Talks to an hnswitch node by its event bus over TCP. Python 3.9, standard library only.

    node = Hnswitch("127.0.0.1", 7000, token)
    nic = node.subscribe("hnswitch.v1.evt.nic.a:hn0")
    node.request("vf.attach", nic="a:hn0")
    nic.wait("hnswitch.nic.path-changed")

A node with TLS: Hnswitch(host, port, token, tls=True), or ca="ca.pem" for a certificate that the
system does not know.

A lost connection comes back by itself: subscriptions are made again and go on after the last event
seen, none lost and none twice; what the node no longer keeps arrives as one hnswitch.gap. Requests
that were under way fail, because nobody knows whether they were done.
"""

import json
import queue
import random
import select
import socket
import ssl
import struct
import threading
import time

MESSAGE_BYTES_MAX = 64 << 20
PING_SECONDS = 5
SILENCE_SECONDS = 15
WAIT_FIRST, WAIT_MAX = 0.1, 5.0
EVENTS_WAITING_MAX = 10_000


class Problem(Exception):
    """A request failed; `problem` is an RFC 9457 object, `code` its slug."""

    def __init__(self, problem):
        super().__init__(problem.get("detail") or problem.get("title") or "failed")
        self.problem = problem
        self.code = problem.get("code", "")


class Subscription:
    """Events of one address, in order. Read it, or the connection waits for you."""

    def __init__(self, address):
        self.address = address
        self.last = 0
        self._events = queue.Queue(EVENTS_WAITING_MAX)

    def next(self, timeout=30):
        """The next event; queue.Empty when none comes in time."""
        return self._events.get(timeout=timeout)

    def wait(self, kind, timeout=30):
        """The next event of a type, passing over others."""
        end = time.monotonic() + timeout
        while True:
            event = self.next(max(0.001, end - time.monotonic()))
            if event["type"] == kind:
                return event

    def _take(self, event):
        number = int(event["sequence"])
        if event["type"] == "hnswitch.gap":
            self.last = 0 if event["data"].get("restarted") else max(self.last, number)
        elif number <= self.last:
            return
        else:
            self.last = number
        self._events.put(event)


class Hnswitch:
    def __init__(self, host, port, token="", patience=35, tls=False, ca=None):
        self._place, self._token, self._patience = (host, port), token, patience
        self._tls = ssl.create_default_context(cafile=ca) if tls or ca else None
        self._lock = threading.Lock()
        self._connected = threading.Event()
        self._socket, self._closed = None, False
        self._replies, self._count = {}, 0
        self._subscriptions = {}
        self._run, self._seen, self._why = "", 0, ""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        if not self._connected.wait(patience):
            self.close()
            raise ConnectionError(f"no node answers at {host}:{port}: {self._why}")

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()

    def close(self):
        self._closed = True
        self._drop()
        if threading.current_thread() is not self._thread:
            self._thread.join(WAIT_MAX + 1)

    def request(self, operation, /, **body):
        """Asks for an operation, like request("vf.attach", nic="a:hn0"); gives its data."""
        if not self._connected.wait(self._patience):
            raise ConnectionError("not connected")
        reply = queue.Queue(1)
        with self._lock:
            self._count += 1
            name = f"r{self._count}"
            self._replies[name] = reply
        try:
            self._send(self._socket, _send(operation, name, body))
            answer = reply.get(timeout=self._patience)
        except (OSError, AttributeError) as lost:
            raise ConnectionError("the connection was lost") from lost
        except queue.Empty:
            raise TimeoutError(f"no answer to {operation}") from None
        finally:
            self._replies.pop(name, None)
        if answer is None:
            raise ConnectionError("the connection was lost before the answer came")
        if answer["type"] == "err":
            raise Problem(_problem(answer))
        return answer["body"]["data"]

    def subscribe(self, address):
        """Begins to listen to an address of events, from now on."""
        subscription = self._subscriptions.setdefault(address, Subscription(address))
        while True:
            connection = self._socket
            try:
                self._send(connection, {"type": "register", "address": address})
                cursor, more = self._cursor(), True
                while more:
                    page = self.request("event.since", cursor=cursor, limit=1000)
                    cursor, more = page["cursor"], page["more"]
                if connection is self._socket:
                    break
            except (ConnectionError, OSError, AttributeError):
                if self._closed or not self._connected.wait(self._patience):
                    raise ConnectionError("not connected") from None
        with self._lock:
            self._note(cursor)
        return subscription

    def _cursor(self):
        return f"{self._run}-{max(0, self._seen - 1):08d}" if self._run else "0"

    def _note(self, cursor):
        run, _, number = cursor.rpartition("-")
        if run != self._run:
            self._run, self._seen = run, 0
        self._seen = max(self._seen, int(number))

    def _send(self, connection, message):
        if self._token:
            message = {**message, "headers": {"hnswitch-token": self._token}}
        body = json.dumps(message).encode()
        with self._lock:
            connection.sendall(struct.pack(">I", len(body)) + body)

    def _open(self):
        plain = socket.create_connection(self._place, timeout=5)
        if not self._tls:
            return plain
        try:
            return self._tls.wrap_socket(plain, server_hostname=self._place[0])
        except BaseException:
            plain.close()
            raise

    def _receive(self, connection):
        if not self._tls:
            return connection.recv(1 << 16)
        # One thread at a time may use a TLS connection, and none may hold it while it waits.
        if not connection.pending() and not select.select([connection], [], [], 1)[0]:
            raise socket.timeout
        with self._lock:
            return connection.recv(1 << 16)

    def _serve(self):
        wait = WAIT_FIRST
        while not self._closed:
            try:
                with self._open() as connection:
                    connection.settimeout(1)
                    frames = self._frames(connection)
                    held = self._resume(connection, frames)
                    self._socket = connection
                    self._connected.set()
                    wait = WAIT_FIRST
                    for message in held:
                        self._deliver(message)
                    for message in frames:
                        self._deliver(message)
            except (OSError, ValueError) as why:
                # Whatever broke it, the next connection goes on where this one ended.
                self._why = str(why)
            self._drop()
            if not self._closed:
                time.sleep(wait * random.uniform(0.75, 1.25))
                wait = min(2 * wait, WAIT_MAX)

    def _drop(self):
        self._connected.clear()
        connection, self._socket = self._socket, None
        if connection:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it is gone already
        for reply in list(self._replies.values()):
            if reply.empty():
                reply.put(None)

    def _resume(self, connection, frames):
        """Registers again and catches up; gives what came meanwhile."""
        for address in list(self._subscriptions):
            self._send(connection, {"type": "register", "address": address})
        cursor, more, held, count = self._cursor(), bool(self._run), [], 0
        if not more:  # also the first time: a token that is wrong is told by the first request
            return held
        while more:
            count += 1
            name = f"resume{count}"
            body = {"cursor": cursor, "limit": 1000}
            self._send(connection, _send("event.since", name, body))
            for message in frames:
                if message.get("address") == name:
                    break
                held.append(message)
            else:
                raise ConnectionError("lost again")
            if message["type"] == "err":
                raise ConnectionError(_problem(message).get("detail"))
            page = message["body"]["data"]
            for event in page["events"]:
                self._happened(event, _addresses(event))
            cursor, more = page["cursor"], page["more"]
        with self._lock:
            self._note(cursor)
        return held

    def _frames(self, connection):
        buffer, heard, pinged = bytearray(), time.monotonic(), time.monotonic()
        while True:
            if time.monotonic() - pinged > PING_SECONDS:  # also while much is coming
                self._send(connection, {"type": "ping"})
                pinged = time.monotonic()
            while len(buffer) >= 4:
                length = struct.unpack(">I", buffer[:4])[0]
                if length > MESSAGE_BYTES_MAX:
                    raise ValueError("a message of " + str(length) + " bytes")
                if len(buffer) < 4 + length:
                    break
                message = json.loads(bytes(buffer[4 : 4 + length]))
                del buffer[: 4 + length]
                yield message
            try:
                read = self._receive(connection)
            except socket.timeout:
                if time.monotonic() - heard > SILENCE_SECONDS:
                    raise ConnectionError("nothing was heard") from None
                continue
            if not read:
                return
            heard = time.monotonic()
            buffer += read

    def _deliver(self, message):
        reply = self._replies.get(message.get("address"))
        if reply:
            reply.put(message)
        elif message["type"] == "message":
            self._happened(message["body"], [message["address"]])

    def _happened(self, event, addresses):
        gap = event["type"] == "hnswitch.gap"
        for subscription in list(self._subscriptions.values()):
            if subscription.address in addresses or (gap and not addresses):
                subscription._take(event)
        if not gap:
            with self._lock:
                self._note(event["id"])


def _send(operation, reply, body):
    plane = "" if operation.startswith("sys.") else "ctl."
    address = "hnswitch.v1." + plane + operation
    return {"type": "send", "address": address, "replyAddress": reply, "body": body}


def _addresses(event):
    """Where an event is published; for a gap, which concerns all, none."""
    parts = event["type"].split(".")
    if event["type"] == "hnswitch.gap":
        return []
    kind = "hnswitch.v1.evt." + parts[1]
    return ["hnswitch.v1.evt.all", kind, kind + "." + event["subject"]]


def _problem(answer):
    try:
        return json.loads(answer["message"])
    except (KeyError, ValueError):
        return {"title": "failed", "status": answer.get("failureCode")}
