"""snapml's Graph Feature Preprocessor on the stream that `patterns` wrote, and the ratio to our own rate.

Settings as its authors use them for transactions: fans and degrees over a day, scatter-gather over six hours, temporal
and length-constrained cycles of up to six hops over a day. Once with all of them, on the first 6 144 transfers only,
because the ways round a hub grow so fast that the next 2 048 take longer than anybody waits; once without cycles, on the
whole stream. Our rate is with all patterns. Rates are per second of processor time on one thread.
"""

import re
import sys
import time

import numpy as np
from snapml import GraphFeaturePreprocessor

DAY = 86_400
BINS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30]
BATCH = 2_048
WITH_CYCLES = 3 * BATCH


def preprocessor(cycles):
    settings = {
        "num_threads": 1,
        "time_window": DAY,
        "vertex_stats": True,
        "vertex_stats_tw": DAY,
        "vertex_stats_cols": [4],
        "vertex_stats_feats": [0, 1, 2, 3, 4, 8, 9, 10],
        "fan": True, "fan_tw": DAY, "fan_bins": BINS,
        "degree": True, "degree_tw": DAY, "degree_bins": BINS,
        "scatter-gather": True, "scatter-gather_tw": DAY // 4, "scatter-gather_bins": BINS,
        "temp-cycle": cycles, "temp-cycle_tw": DAY, "temp-cycle_bins": BINS,
        "lc-cycle": cycles, "lc-cycle_tw": DAY, "lc-cycle_bins": BINS, "lc-cycle_len": 6,
    }
    made = GraphFeaturePreprocessor()
    made.set_params(settings)
    return made


def measure(rows, cycles):
    """Its rate over the rows, told part by part."""
    name = "with cycles" if cycles else "without cycles"
    made = preprocessor(cycles)
    start = lap = time.process_time()
    done, step = 0, max(BATCH, len(rows) // 10)
    for at in range(0, len(rows), BATCH):
        made.transform(np.ascontiguousarray(rows[at:at + BATCH]))
        if at + BATCH - done >= step or at + BATCH >= len(rows):
            now, until = time.process_time(), min(at + BATCH, len(rows))
            print(f"gfp {name} to {until:>8}: {(until - done) / (now - lap):>9.0f} transfers/s", flush=True)
            lap, done = now, until
    return len(rows) / (time.process_time() - start)


def main(stream, ours):
    rows = np.fromfile(stream, dtype="<i8").reshape(-1, 5).astype("float64")
    with open(ours, encoding="utf-8") as told:
        rate = float(re.search(r"watch +all: (\d+)", told.read()).group(1))
    for cycles, part in [(True, rows[:WITH_CYCLES]), (False, rows)]:
        theirs = measure(part, cycles)
        name = "with" if cycles else "without"
        print(f"ours {rate:.0f}, gfp {name} cycles {theirs:.0f} transfers/s of processor time: {rate / theirs:.0f} times")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
