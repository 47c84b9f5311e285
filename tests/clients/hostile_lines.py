"""What a client may do wrong with lines, requests and reading. Each case gets the World."""

import json
import socket

from raw_client import Client

MIB = 1 << 20


def request(number, method, **params):
    asked = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    return json.dumps(asked).encode() + b"\n"


def clients_at_once(world):
    """200 clients at once, each with a worker of its own, are all answered"""
    clients = [Client() for _ in range(200)]
    for client in clients:
        client.start("worker.spawn", source="onmessage = e => postMessage(e.data + 1);",
                     subscribe={"types": ["message"]}, limits={"memory_bytes": 16 * MIB})
    workers = [client.answer(1)["worker"] for client in clients]
    for number, (client, worker) in enumerate(zip(clients, workers)):
        client.start("worker.post", worker=worker, data=number)
    for number, (client, worker) in enumerate(zip(clients, workers)):
        assert client.event("message", worker=worker)["data"] == number + 1
        client.socket.close()
    for worker in workers:
        world.gone(worker)


def pipeline(world):
    """1,000 requests in one write are answered in their order"""
    with Client() as client:
        methods = ["stats", "hello", "worker.list", "no.such.method"]
        client.send(b"".join(request(i, methods[i % 4]) for i in range(1000)))
        assert [client.next()["id"] for _ in range(1000)] == list(range(1000))


def batches(world):
    """a batch is answered as one, and one that is too large or empty is refused"""
    with Client() as client:
        one = {"jsonrpc": "2.0", "method": "hello", "id": 1}
        client.send(json.dumps([{**one, "id": i} for i in range(64)]).encode() + b"\n")
        assert [answer["id"] for answer in client.next()] == list(range(64))
        assert client.complaint(json.dumps([one] * 65).encode() + b"\n") == "invalid-request"
        assert client.complaint(b"[]\n") == "invalid-request"
        client.send(b'[1,[],{"jsonrpc":"2.0","method":"stats"}]\n')
        assert [a["error"]["data"]["kind"] for a in client.next()] == ["invalid-request"] * 2
        client.send(b'[{"jsonrpc":"2.0","method":"stats"}]\n')
        client.ask("hello")


def half_closed(world):
    """a client that ends its sending side still gets its answers, then the end"""
    with Client() as client:
        client.send(b"".join(request(i, "describe") for i in range(100)) + b'{"jsonrpc":"2.0"')
        client.socket.shutdown(socket.SHUT_WR)
        assert [client.next()["id"] for _ in range(100)] == list(range(100))
        assert client.line() is None


def vanished(world):
    """clients that vanish inside a line, an answer or with unread output take their workers"""
    workers = []
    for how in range(3):
        with Client() as client:
            workers.append(client.spawn())
            if how == 0:
                client.send(b'{"jsonrpc":"2.0","id":1,"method":"wor')
            if how == 1:
                client.send(b"".join(request(i, "describe") for i in range(500)))
                assert client.socket.recv(10)
            if how == 2:
                client.send_all_that_fits(request(1, "stats") * 20_000)
    for worker in workers:
        assert world.gone(worker)["reason"] == "terminated"


def long_lines(world):
    """a line of 1 MiB is taken, a longer one refused and skipped"""
    with Client() as client:
        line = request(7, "hello")
        client.send(line[:-1] + b" " * (MIB - len(line) + 1) + b"\n")
        assert client.next()["id"] == 7
        client.send(line[:-1] + b" " * (MIB - len(line) + 2) + b"\n")
        assert client.next()["error"]["data"]["kind"] == "line-too-long"
        assert client.complaint(b"x" * (8 * MIB) + b"\n") == "line-too-long"
        client.ask("hello")


def text(world):
    """what is not JSON in UTF-8 is refused by name, and counted"""
    failed = world.overseer.ask("stats")["requests_failed"]
    with Client() as client:
        wrong = [b'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}', b'"\xc0\xaf"', b'"\xed\xa0\x80"',
                 b'"\\ud800"', b"\x00", b"", b"{", b"nul", b'{"a":1}{"b":2}', b"\xef\xbb\xbf{",
                 b'{"jsonrpc":"2.0","id":1,"id":2,"method":"hello"}',
                 b'{"jsonrpc":"2.0","id":1e999,"method":"hello"}']
        for line in wrong:
            kind = client.complaint(line + b"\n")
            assert kind == "parse-error", (line, kind)
        client.ask("hello")
    assert world.overseer.ask("stats")["requests_failed"] == failed + len(wrong)


def nesting(world):
    """256 levels are taken, 257 and half a million are refused"""
    def post(levels):
        data = b"[" * (levels - 2) + b"]" * (levels - 2)
        return (b'{"jsonrpc":"2.0","id":5,"method":"worker.post",'
                b'"params":{"worker":%d,"data":%s}}\n' % (worker, data))
    with Client() as client:
        worker = client.spawn()
        client.send(post(256))
        assert client.until(lambda m: m.get("id") == 5)["result"] == {}
        data, levels = client.event("message")["data"], 0
        while data:
            data, levels = data[0], levels + 1
        assert levels == 253, levels
        assert client.complaint(post(257)) == "parse-error"
        assert client.complaint(b"[" * 500_000 + b"\n") == "parse-error"
        assert client.complaint(b'{"a":' * 200_000 + b"\n") == "parse-error"
        client.ask("hello")


def requests(world):
    """requests that are none are refused by name"""
    with Client() as client:
        for line in (b'{"jsonrpc":"2.0"}', b'{"jsonrpc":"2.0","method":7}', b"1", b"null",
                     b'{"id":1,"method":"hello"}', b'{"jsonrpc":2,"id":1,"method":"hello"}',
                     b'{"jsonrpc":"2.0","id":{},"method":"hello"}'):
            kind = client.complaint(line + b"\n")
            assert kind == "invalid-request", (line, kind)
        for worker in (0, -1, 1.5, 2**53, 2**63, 2**64, 10**30, 1e300, "1", None, [1]):
            assert client.refusal("worker.inspect", worker=worker) == "invalid-params", worker
        assert client.refusal("worker.inspect", worker=2**53 - 1) == "no-such-worker"
        client.send(b'{"jsonrpc":"2.0","id":90,"method":"hello","params":[]}\n')
        answer = client.until(lambda m: m.get("id") == 90)
        assert answer["error"]["data"]["kind"] == "invalid-params"


def paths(world):
    """a path with a NUL, a relative one and an endless one start nothing"""
    with Client() as client:
        assert client.refusal("worker.spawn", file="/etc/passwd\0.js") == "invalid-params"
        assert client.refusal("worker.spawn", file="/tmp/a.js", root="/tmp\0") == "invalid-params"
        assert client.refusal("worker.spawn", file="a.js") == "invalid-params"
        endless = "/" + "a/" * 100_000 + "b.js"
        assert client.refusal("worker.spawn", file=endless) == "invalid-params"
        deep = "/" + "a/" * 2000 + "b.js"
        assert client.refusal("worker.spawn", file=deep) == "spawn-refused"


def never_reads(world):
    """a client that asks 10,000 times without reading is not read from any more"""
    with Client() as client:
        worker = client.spawn()
        before = world.overseer.ask("stats")["memory_bytes"]
        asked = request(1, "describe") * 10_000
        assert client.send_all_that_fits(asked) < len(asked)
        world.check_bystander()
        assert world.overseer.ask("stats")["memory_bytes"] < before + 64 * MIB
    world.gone(worker)


def bounds(world):
    """streams, waits and functions of one client are bounded"""
    with Client() as client:
        worker = client.spawn()
        client.send(b"".join(request(f"s{i}", "subscribe", types=["limit"]) for i in range(1024)))
        client.send(b"".join(request(f"w{i}", "worker.wait", worker=worker) for i in range(1025)))
        refused = []
        while "w1024" not in [answer["id"] for answer in refused]:
            answer = client.next()
            if "error" in answer:
                refused.append(answer)
        assert [a["id"] for a in refused] == ["s1023", "w1024"], refused
        assert [a["error"]["data"] for a in refused] == [
            {"kind": "too-many", "what": "streams", "most": 1024},
            {"kind": "too-many", "what": "waits", "most": 1024}]
        names = [str(number) for number in range(257)]
        client.ask("host.register", functions=names[:256])
        client.ask("host.register", functions=names[:256])
        assert client.refusal("host.register", functions=names[256:]) == "too-many"
    world.gone(worker)


def too_many_clients(world):
    """the client above the most is told so, and there is room again when others go"""
    clients = []
    while True:
        client = Client()
        try:
            client.start("hello")
        except BrokenPipeError:
            pass  # It is turned away already; what it was told is there to be read.
        answer = client.next()
        if "error" in answer:
            break
        clients.append(client)
    assert answer["error"]["data"] == {"kind": "too-many", "what": "clients", "most": 1000}
    assert len(clients) == 1000 - world.clients and client.line() is None
    world.check_bystander()
    for client in clients:
        client.socket.close()
    while world.overseer.ask("stats")["clients"] > world.clients:
        pass
    with Client() as client:
        client.ask("hello")


CASES = [clients_at_once, pipeline, batches, half_closed, vanished, long_lines, text, nesting,
         requests, paths, never_reads, bounds, too_many_clients]
