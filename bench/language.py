"""What the language's own classes and loops cost: bench/programs/language.js on each engine."""
import json

TITLES = {
    "map_set": "Map.set",
    "map_get": "Map.get",
    "set_add_has": "Set.add and has",
    "weakmap": "WeakMap set and get",
    "for_of_array": "for-of over an array",
    "for_of_map": "for-of over a Map",
    "generator": "generator, for-of",
    "class_new": "new of a derived class",
    "private_fields": "private field += 1",
    "array_methods": "array methods",
    "sort": "sort with a comparison",
    "string_methods": "string methods",
    "string_append": "string += in a loop",
    "promise_chain": "chain of then()",
    "await_loop": "await in a loop",
    "async_calls": "await of async calls",
}


def measure(engine):
    """Milliseconds for 100,000 steps, by name."""
    process = engine.start("language.js", None)
    out, _ = process.communicate(timeout=600)
    for line in out.splitlines():
        if line.startswith('{"language_ms"'):
            return json.loads(line)["language_ms"]
    raise RuntimeError(f"{engine.name} language.js: no result, status {process.returncode}")


def compare(engines, repeats):
    """[{row, key, one number for each engine, ratio}]: the best of the repeats, in turn."""
    best = {}
    for _ in range(repeats):
        for engine in engines:
            for key, ms in measure(engine).items():
                best[key, engine.name] = min(ms, best.get((key, engine.name), ms))
    ours, theirs = engines[0].name, engines[-1].name
    return [{"row": title, "key": key,
             **{engine.name: best[key, engine.name] for engine in engines},
             "ratio": best[key, ours] / max(best[key, theirs], 0.01)}
            for key, title in TITLES.items()]


def report(engines, rows):
    print(f"{'language, 100,000 steps each':36} " +
          " ".join(f"{engine.name:>12}" for engine in engines) + "         times slower")
    for row in rows:
        print(f"{row['row']:36} " + " ".join(f"{row[engine.name]:12.2f}" for engine in engines) +
              f"  ms    {row['ratio']:9.1f}")
