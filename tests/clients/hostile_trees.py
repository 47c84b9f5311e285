"""What a client may do wrong with workers, host functions and its rights. Each case gets the
World."""

import json
import os
import pwd
import socket
import threading

from raw_client import Client, Refused

MIB = 1 << 20

CALL = """onmessage = async ({data}) => {
  try { postMessage(['value', await skep.call(...data)]); }
  catch (error) { postMessage([error.name, error.message]); }
};"""


FLOOD = """onmessage = async () => {
  const ends = {}, argument = 'x'.repeat(1 << 20), calls = [];
  const count = name => { ends[name] = (ends[name] || 0) + 1; };
  for (let i = 0; i < 200; ++i) {
    calls.push(skep.call('f', argument).then(() => count('value'), e => count(e.name)));
    if (i % 10 == 9) await new Promise(done => setTimeout(done, 0));
  }
  postMessage('called');
  await Promise.all(calls);
  postMessage(ends);
};"""


def slow_subscriber(world):
    """a slow subscriber is told of every line that it did not get"""
    with Client() as slow, Client() as owner:
        slow.ask("subscribe", types=["console", "exit"])
        worker = owner.spawn("for (let i = 0; i < 20000; ++i) console.log(i, 'x'.repeat(200));"
                             "close();", types=["exit"])
        assert owner.event("exit", worker=worker)["reason"] == "closed"
        world.check_bystander()
        got, lost, ended = 0, 0, False
        while got + lost < 20000 or not ended:
            event = slow.next()["params"]
            got += event["type"] == "console"
            lost += event["count"] if event["type"] == "lost" else 0
            ended = ended or event["type"] == "exit" and event["worker"] == worker
        assert got + lost == 20000 and lost > 0, (got, lost)


def slow_owner(world):
    """an owner that does not read makes its worker wait, and then gets every message"""
    with Client() as owner:
        worker = owner.spawn("for (let i = 0; i < 20000; ++i) postMessage([i, 'x'.repeat(1000)]);")
        assert world.wait_until_still(lambda: world.overseer.ask(
            "worker.inspect", worker=worker)["messages_out"]) < 20000
        for number in range(20000):
            assert owner.event("message")["data"][0] == number
    world.gone(worker)


def ownership(world):
    """a client that goes takes its trees along, but for those that are detached"""
    with Client() as owner:
        owned = owner.spawn("new Worker(URL.createObjectURL(new Blob(['onmessage = () => {}'])));"
                            "onmessage = e => postMessage(e.data)")
        owner.echo(owned, 1)
        detached = owner.ask("worker.spawn", source="onmessage = () => {}", detached=True)["worker"]
    assert world.gone(owned)["reason"] == "terminated"
    left = {w["worker"]: w for w in world.overseer.ask("worker.list")["workers"]}
    assert detached in left and left[detached]["detached"], left
    assert not [w for w in left.values() if w["parent"] == owned]
    world.overseer.ask("worker.terminate", worker=detached)
    world.gone(detached)


def streams_end(world):
    """streams about a worker end with it, and others go on"""
    with Client() as client:
        worker = client.ask("worker.spawn", source="onmessage = () => {}")["worker"]
        all_exits = client.ask("subscribe", types=["exit"])["stream"]
        streams = [client.ask("subscribe", worker=worker)["stream"],
                   client.ask("worker.logs", worker=worker, follow=True)["stream"],
                   client.ask("channel.join", worker=worker, channel="c")["stream"]]
        client.ask("worker.terminate", worker=worker)
        assert sorted(client.event("end")["stream"] for _ in streams) == streams
        for stream in streams:
            assert client.refusal("unsubscribe", stream=stream) == "no-such-stream"
        client.ask("unsubscribe", stream=all_exits)


def many_streams(world):
    """many streams about one worker that posts what is large cost no more than one client may"""
    before = world.peak_memory()
    with Client() as client:
        worker = client.spawn("onmessage = () => postMessage('x'.repeat(8 << 20));", types=["exit"])
        for _ in range(100):
            client.ask("subscribe", worker=worker, types=["message"])
        client.start("worker.post", worker=worker, data=0)
        # 800 MiB are more than one client may leave unread: it is cut off, and its worker with it.
        assert world.gone(worker)["reason"] == "terminated"
    grown = world.peak_memory() - before
    assert grown < 600 * MIB, f"{grown >> 20} MiB"


def host_client_vanishes(world):
    """the client of a host function vanishes: AbortError, and then nobody offers it"""
    with Client() as owner:
        worker = owner.spawn(CALL)
        with Client() as host:
            host.ask("host.register", functions=["slow"], scope="all")
            owner.ask("worker.post", worker=worker, data=["slow"])
            host.host_call()
        assert owner.event("message")["data"][0] == "AbortError"
        assert owner.echo(worker, ["slow"])[0] == "NotFoundError"


def host_replies(world):
    """answers to host.call that are wrong, twice or late do nothing"""
    with Client() as client:
        client.ask("host.register", functions=["f"], timeout_ms=60_000)
        worker = client.spawn(CALL)
        client.ask("worker.post", worker=worker, data=["f", 1])
        number = client.host_call()["id"]
        for wrong in ("h0", "h999999", "", number + "0"):
            client.say({"id": wrong, "result": "wrong"})
        assert client.complaint(json.dumps(
            {"jsonrpc": "2.0", "id": None, "result": 1}).encode() + b"\n") == "invalid-request"
        client.say({"id": number, "result": "right"})
        client.say({"id": number, "result": "twice"})
        client.say({"id": number, "error": {"code": 1, "message": "thrice"}})
        assert client.event("message")["data"] == ["value", "right"]

        for error in ("text", None, [], {}, {"data": 7}, {"message": 1, "data": {"name": 2}}):
            client.ask("worker.post", worker=worker, data=["f", 2])
            client.say({"id": client.host_call()["id"], "error": error})
            assert client.event("message")["data"] == ["Error", "the host function failed"], error

        client.ask("host.register", functions=["f"], timeout_ms=1)
        client.ask("worker.post", worker=worker, data=["f", 3])
        late = client.host_call()["id"]
        cancelled = client.until(lambda m: m.get("method") == "host.cancel")["params"]
        assert cancelled == {"id": late, "reason": "timeout"}, cancelled
        client.say({"id": late, "result": "late"})
        assert client.event("message")["data"][0] == "TimeoutError"

        # Somebody else's call cannot be answered.
        client.ask("host.register", functions=["f"], timeout_ms=60_000)
        client.ask("worker.post", worker=worker, data=["f", 4])
        number = client.host_call()["id"]
        with Client() as stranger:
            stranger.say({"id": number, "result": "stranger"})
            stranger.ask("hello")
        client.say({"id": number, "result": "own"})
        assert client.event("message")["data"] == ["value", "own"]


def host_worker_goes(world):
    """a worker that goes leaves its calls, and the client is told so"""
    with Client() as client:
        client.ask("host.register", functions=["f"])
        worker = client.spawn(CALL)
        client.ask("worker.post", worker=worker, data=["f"])
        number = client.host_call()["id"]
        client.ask("worker.terminate", worker=worker)
        cancelled = client.until(lambda m: m.get("method") == "host.cancel")["params"]
        assert cancelled == {"id": number, "reason": "worker-gone"}, cancelled
        client.say({"id": number, "result": 1})
        client.ask("hello")


def answer_calls(host):
    """Answers every host.call until the connection ends."""
    try:
        while True:
            host.say({"id": host.host_call()["id"], "result": 0})
    except (EOFError, OSError):
        pass


def host_flood(world):
    """a worker that calls faster than the client reads is refused, and the client stays"""
    with Client() as owner, Client() as host:
        host.ask("host.register", functions=["f"], scope="all")
        worker = owner.spawn(FLOOD)
        owner.ask("worker.post", worker=worker, data=0)
        assert owner.event("message")["data"] == "called"
        world.check_bystander()
        # Every call that was not refused reaches the client, which answers it now.
        answering = threading.Thread(target=answer_calls, args=[host])
        answering.start()
        ends = owner.event("message")["data"]
        host.socket.shutdown(socket.SHUT_RDWR)
        answering.join()
        assert set(ends) == {"value", "QuotaExceededError"} and sum(ends.values()) == 200, ends


def host_own_flood(world):
    """a worker that calls its owner faster than that reads waits, and every call is answered"""
    with Client() as owner:
        owner.ask("host.register", functions=["f"])
        worker = owner.spawn(FLOOD)
        owner.start("worker.post", worker=worker, data=0)
        world.wait_until_still(lambda: world.overseer.ask("stats")["host_calls"])
        ends = None
        while ends is None:
            message = owner.next()
            if message.get("method") == "host.call":
                owner.say({"id": message["id"], "result": 0})
            elif message.get("method") == "event" and message["params"]["data"] != "called":
                ends = message["params"]["data"]
        assert ends == {"value": 200}, ends
    world.gone(worker)


def as_user(user, conversation):
    """What the conversation of a process of that user gives back, as JSON."""
    entry = pwd.getpwnam(user)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(entry.pw_gid, entry.pw_gid, entry.pw_gid)
            os.setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid)
            told = conversation()
        except BaseException as problem:
            told = repr(problem)
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        told = json.loads(pipe.read())
    os.waitpid(child, 0)
    return told


def access(world):
    """strangers are cut off, members of the one group may look, those of the other may do all"""
    path = os.environ["SKEP_SOCKET"]
    os.chmod(os.path.dirname(path), 0o711)
    os.chmod(path, 0o666)

    def stranger():
        with Client() as client:
            kind = client.next()["error"]["data"]["kind"]
            return [kind, client.line() is None]

    def reader():
        with Client() as client:
            told = {"access": client.ask("hello")["access"], "denied": [], "allowed": []}
            worker = world.worker
            for method, params in [
                    ("worker.spawn", {"source": ""}),
                    ("worker.post", {"worker": worker, "data": 1}),
                    ("worker.terminate", {"worker": worker}), ("worker.close", {"worker": worker}),
                    ("host.register", {"functions": ["f"]}),
                    ("host.unregister", {"functions": ["f"]}),
                    ("channel.join", {"worker": worker, "channel": "c"}),
                    ("channel.post", {"worker": worker, "channel": "c", "data": 1}),
                    ("service.start", {"service": "s"}), ("service.stop", {"service": "s"}),
                    ("service.restart", {"service": "s"}), ("reload", {}), ("shutdown", {}),
                    ("describe", {}), ("subscribe", {"worker": worker}), ("worker.list", {}),
                    ("worker.inspect", {"worker": worker}), ("worker.logs", {"worker": worker}),
                    ("stats", {}), ("metrics", {}), ("service.list", {})]:
                try:
                    client.ask(method, **params)
                    told["allowed"].append(method)
                except Refused as refused:
                    assert refused.kind == "permission-denied", (method, refused.kind)
                    told["denied"].append(method)
            return told

    def administrator():
        with Client() as client:
            return [client.ask("hello")["access"], client.echo(client.spawn(), "as a member")]

    assert as_user("bin", stranger) == ["permission-denied", True]
    told = as_user("nobody", reader)
    assert told["access"] == "read-only", told
    assert len(told["denied"]) == 13 and len(told["allowed"]) == 8, told
    assert as_user("daemon", administrator) == ["admin", "as a member"]


CASES = [slow_subscriber, slow_owner, ownership, streams_end, many_streams, host_client_vanishes,
         host_replies, host_worker_goes, host_flood, host_own_flood]
if os.geteuid() == 0:
    CASES.append(access)
