"""Every office file given, imported twice into an installation made for it: the second time must change nothing.

    benches/import_twice.py PROGRAM KIND FILE... [KIND FILE...]

PROGRAM is a built `fangfei`. KIND is what `fangfei import` calls it and holds for the files behind it. Prints one row per
file as Markdown: how its rows ended, and what the second import added or changed. No content of a cell is printed: a reason
names its column and what is wrong, with whatever the cell says left out. Ends with 1 where a file is no fixed point.
"""

import collections
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

KINDS = {"subject", "clue", "contact", "licensed_body", "division", "industry"}

def quiet(reason):
    """A reason without what stands in the cells: column letters and quoted or counted things go."""
    reason = re.sub(r"[A-Z]{1,3} 列“[^”]*”：", "", reason)
    reason = re.sub(r"“[^”]*”", "“…”", reason)
    return re.sub(r"\d+", "N", reason)


def imported(program, data, kind, file):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(
        [program, "import", kind, file, "--json", "--data", data, "--found-on", "2024-01-01"],
        capture_output=True, text=True, check=False,
    )
    took = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return (lines[0] if lines else None), done.stderr.strip().splitlines()[-1:], took, cpu


def one(program, kind, file):
    with tempfile.TemporaryDirectory() as data:
        subprocess.run(
            [program, "setup", "--data", data, "--division", "140521", "--division-name", "云溪县",
             "--office", "云溪县处非办", "--password-stdin"],
            check=True, capture_output=True, text=True, input="a-long-enough-phrase-1\n",
        )
        first, told, took, cpu = imported(program, data, kind, file)
        if first is None:
            return None, None, quiet("".join(told)), took, cpu
        second, told, _, _ = imported(program, data, kind, file)
        return first, second, "", took, cpu


def main(arguments):
    program, kind, moved = arguments[0], None, 0
    print("| file | as | rows | added | changed | unchanged | rejected | skipped | second time added or changed | why rows were rejected |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for argument in arguments[1:]:
        if argument in KINDS:
            kind = argument
            continue
        first, second, refused, took, cpu = one(program, kind, argument)
        name = os.path.basename(argument)
        if first is None:
            print(f"| {name} | {kind} | refused | | | | | | | {refused} |", flush=True)
            continue
        c, again = first["counts"], second["counts"]
        moving = again["added"] + again["changed"]
        moved += moving
        why = collections.Counter(quiet(reason["reason"]) for reason in first["rejected"])
        words = "; ".join(f"{count} × {reason}" for reason, count in why.most_common(4))
        print(
            f"| {name} | {kind} | {c['rows']} | {c['added']} | {c['changed']} | {c['unchanged']} | {c['rejected']} | "
            f"{c['skipped']} | {moving} | {words} |", flush=True,
        )
        print(f"{name}: {took:.1f} s, {cpu:.1f} s CPU", *first["file_notes"], sep="\n    ", file=sys.stderr)
    return 1 if moved else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
