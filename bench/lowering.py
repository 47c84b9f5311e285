"""How long the sealed compiler takes for one source: request → fork → lowered → end of the frame."""
import array
import fcntl
import os
import socket
import statistics
import struct
import subprocess
import time

PIECE = """\
class Account%(n)d {
  #balance = 0;
  constructor(owner, { currency = 'EUR', limit = 100 } = {}) {
    this.owner = owner;
    this.currency = currency;
    this.limit = limit;
  }
  deposit(...amounts) {
    for (const amount of amounts) this.#balance += amount;
    return this.#balance;
  }
  get balance() { return `${this.#balance} ${this.currency}`; }
}
const total%(n)d = (accounts) => accounts.map(({ balance }) => parseFloat(balance))
  .reduce((sum, each) => sum + each, 0);
async function settle%(n)d(accounts) {
  const [first, ...others] = accounts;
  await Promise.resolve();
  return { ...first, others: others.length, name: first?.owner ?? 'nobody' };
}
"""


def source_of(lines):
    """About so many lines of the kind that people write."""
    piece_lines = PIECE.count("\n")
    return "".join(PIECE % {"n": n} for n in range(max(1, lines // piece_lines)))


class Compiler:
    """skep-compile with its socket as descriptor 3, as the supervisor starts it."""

    def __init__(self, program):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket = ours
        number = theirs.fileno()
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$0" 3<&{number} {number}<&-', program], pass_fds=[number])
        theirs.close()
        assert struct.unpack("<Qi4x", ours.recv(64))[0] == 0, "it says first that it is warm"

    def lower(self, number, source):
        """Seconds for one source; its frame must not be empty."""
        memfd = os.memfd_create("source", os.MFD_ALLOW_SEALING)
        os.write(memfd, source)
        fcntl.fcntl(memfd, 1033, 1 | 2 | 4 | 8)  # F_ADD_SEALS: seal, shrink, grow, write
        reading, writing = os.pipe()
        start = time.perf_counter()
        self.socket.sendmsg([struct.pack("<QB7x", number, 0)],
                            [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [memfd, writing]))])
        os.close(writing)
        size = 0
        while piece := os.read(reading, 1 << 20):
            size += len(piece)
        seconds = time.perf_counter() - start
        os.close(reading)
        os.close(memfd)
        self.socket.recv(64)
        assert size > len(source) // 2, "it was lowered"
        return seconds

    def close(self):
        self.socket.close()
        self.process.wait()


def measure(program, lines, repeats=20):
    """Median milliseconds for a fresh source of about `lines` lines."""
    compiler = Compiler(program)
    times = []
    for number in range(1, repeats + 1):
        source = (f"// {number}\n" + source_of(lines)).encode()
        times.append(compiler.lower(number, source))
    compiler.close()
    return statistics.median(times) * 1000
