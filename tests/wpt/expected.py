"""What is known not to pass, each with its reason: expectations.json.

    {"PATH": {"reason": "…"}}                          the whole test is not expected to pass
    {"PATH": {"reason": "…", "subtests": ["NAME", …]}}  these subtests are not
    {"PATH": {"status": "TIMEOUT", "reason": "…", …}}   nor does the test end as it should

PATH may hold `*`, which stands for any text; the first key that fits a test counts.
"""

import fnmatch
import json


class Expectations:
    def __init__(self, path):
        self.entries = {}
        if path:
            with open(path, encoding="utf-8") as file:
                self.entries = json.load(file)
        for key, entry in self.entries.items():
            if not isinstance(entry.get("reason"), str) or not entry["reason"].strip():
                raise ValueError(f"{path}: {key} has no reason")

    def entry(self, path):
        if path in self.entries:
            return self.entries[path]
        for key, entry in self.entries.items():
            if "*" in key and fnmatch.fnmatchcase(path, key):
                return entry
        return None

    def surprises(self, path, outcome):
        """(regressions, improvements): lines about what is not as expected."""
        entry = self.entry(path)
        whole = entry is not None and "subtests" not in entry and "status" not in entry
        failing = set(entry.get("subtests", [])) if entry else set()
        worse, better = [], []
        status = (entry or {}).get("status", "OK")
        if not whole and outcome.status != status:
            (better if outcome.status == "OK" else worse).append(
                f"{outcome.status} (expected {status}): {outcome.message}")
        for name, result in outcome.subtests.items():
            if result != "PASS" and not whole and name not in failing:
                worse.append(f"{result} {name}: {outcome.messages.get(name, '')}")
            elif result == "PASS" and name in failing:
                better.append(f"PASS {name}")
        if whole and outcome.status == "OK" and outcome.subtests and all(
                result == "PASS" for result in outcome.subtests.values()):
            better.append("passes as a whole")
        return worse, better
