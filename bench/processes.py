"""What a process and all below it use, as the kernel tells it."""

import os
import time


def below(pid):
    """pid and every process below it."""
    found = [pid]
    for parent in found:
        try:
            for task in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{task}/children") as children:
                    found.extend(int(child) for child in children.read().split())
        except OSError:
            pass
    return found


def pss_kib(pids):
    """Their proportional set size: shared pages count in parts."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as rollup:
                total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total


def cpu_ns(pids):
    total = 0
    for pid in pids:
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/schedstat") as stat:
                    total += int(stat.read().split()[0])
        except OSError:
            pass
    return total


def idle(engine, program, seconds):
    """PSS of one of many idle workers, and the CPU time that all processes use while nothing happens.

    What the engine needs anyway (supervisor, zygotes, runtime) counts too, spread over the workers.
    The first start is not measured: scripts are lowered then, and their compiler is no part of this.
    """
    for measured in (False, True):
        process = engine.start(program, None)
        try:
            while "idle" not in (line := process.stdout.readline()):
                if not line:
                    raise RuntimeError(f"{engine.name} {program}: it ended")
            if not measured:
                continue
            count = int(line.split(":")[1].strip(" }\n"))
            time.sleep(1)
            pids = below(process.pid)
            before = cpu_ns(pids)
            time.sleep(seconds)
            used = cpu_ns(pids) - before
            pss = pss_kib(pids) / count
            return {"idle_pss_kib": pss, "script_pss_kib": pss, "idle_cpu_ms_per_s": used / 1e6 / seconds}
        finally:
            everybody = below(process.pid)
            process.terminate()
            process.wait()
            for pid in everybody[1:]:  # A peer's children may outlive it.
                try:
                    os.kill(pid, 15)
                except ProcessLookupError:
                    pass
    return None
