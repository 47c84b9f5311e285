#!/usr/bin/python3
"""Other people's tools read our metrics: Prometheus's own promtool, and the parser of its Python
client, the strictest reader of OpenMetrics there is. Speaks TAP.

    formats.py --promtool PROGRAM --print PROGRAM
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

from prometheus_client.openmetrics.parser import text_string_to_metric_families

cases = []


def case(name):
    """Registers a test: a function that raises when something is wrong."""
    def register(function):
        cases.append((name, function))
        return function
    return register


def printed(arguments, form):
    return subprocess.run([arguments.print, form], check=True, capture_output=True, text=True).stdout


def promtool(arguments, *words, text=None, directory=None):
    done = subprocess.run([arguments.promtool, *words], input=text, capture_output=True, text=True,
                          cwd=directory)
    if done.returncode != 0:
        raise AssertionError(f"promtool {words[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done


@case("promtool check metrics finds nothing to improve")
def check_metrics(arguments):
    done = promtool(arguments, "check", "metrics", text=printed(arguments, "plain"))
    assert done.stdout + done.stderr == "", done.stdout + done.stderr


@case("promtool check metrics does find mistakes")
def check_is_alive(arguments):
    done = subprocess.run([arguments.promtool, "check", "metrics"], input="broken{ 1\n",
                          capture_output=True, text=True)
    assert done.returncode != 0


@case("Prometheus's OpenMetrics parser takes every sample")
def create_blocks(arguments):
    # It imports samples, which must say when they were taken.
    text = printed(arguments, "open")
    stamped = re.sub(r"^([^#].*)$", r"\1 1700000000", text, flags=re.MULTILINE)
    samples = len(re.findall(r"^[^#].*$", text, flags=re.MULTILINE))
    with tempfile.TemporaryDirectory() as directory:
        with open(f"{directory}/metrics", "w", encoding="utf-8") as file:
            file.write(stamped)
        promtool(arguments, "tsdb", "create-blocks-from", "openmetrics", "metrics", "blocks",
                 directory=directory)
        listed = promtool(arguments, "tsdb", "list", "blocks", directory=directory)
        row = listed.stdout.splitlines()[1].split()
        assert str(samples) in row, f"{samples} samples written, but:\n{listed.stdout}"


@case("the strict parser of the Python client takes it, with types and units")
def strict_parser(arguments):
    families = {f.name: f for f in text_string_to_metric_families(printed(arguments, "open"))}
    assert families["skep_messages"].type == "counter"
    assert families["skep_message_bytes"].unit == "bytes"
    assert families["skep_spawn_latency_seconds"].type == "histogram"
    assert families["skep_spawn_latency_seconds"].unit == "seconds"
    states = {s.labels["state"]: s.value for s in families["skep_workers"].samples}
    assert states["running"] == 3, states


@case("both formats tell the same numbers")
def same_numbers(arguments):
    def samples(text):
        lines = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        # Numbers are written differently, and the process itself changes between two runs.
        return {name.replace('.0"', '"'): round(float(value), 9)
                for name, value in lines if not name.startswith("process_")}
    assert samples(printed(arguments, "plain")) == samples(printed(arguments, "open"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--promtool", required=True)
    parser.add_argument("--print", required=True)
    arguments = parser.parse_args()
    arguments.promtool = os.path.abspath(arguments.promtool)
    print(f"1..{len(cases)}")
    failed = 0
    for number, (name, function) in enumerate(cases, 1):
        try:
            function(arguments)
            print(f"ok {number} - {name}")
        except Exception as problem:  # each failure is told, none ends the others
            failed += 1
            print(f"not ok {number} - {name}")
            for line in f"{type(problem).__name__}: {problem}".splitlines():
                print(f"# {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
