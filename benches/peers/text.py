"""scikit-learn's LinearSVC on character n-grams (1 to 4, TF-IDF), the usual peer, and this program, on the same parts.

Usage: benches/peers/text.py [--program "PATH/fangfei text"] TRAIN.jsonl [OTHER.jsonl ...]. Needs scikit-learn. Examples are
lines of {text, label} or {text, events: [{event}]} as for `fangfei text train`. Prints the scores of TRAIN in five parts that
keep near-duplicates together, the scores on each OTHER file by a machine trained on all of TRAIN, and how many texts a second
it scores on one thread. With --program each part is also scored by the program: `text train` on the other four parts,
`text scan` on the part, so that nothing of the part has been seen by anything that was learned.
"""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import tempfile
import time
import zlib

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score
from sklearn.svm import LinearSVC

YES = {"是", "1", "true", "yes", "涉嫌非法集资", "非法集资", "非法吸收公众存款", "集资诈骗"}
RUN, HASHES, BAND, SAME = 3, 48, 3, 0.5


def read(path):
    """Distinct texts with all their labels, and the lines they come from."""
    labels, lines = {}, {}
    for line in open(path, encoding="utf-8"):
        example = json.loads(line)
        names = {e["event"] for e in example.get("events", [])} | {str(example.get("label", "")).lower()}
        labels.setdefault(example["text"], set()).update(names)
        lines.setdefault(example["text"], []).append(line)
    return list(labels), list(labels.values()), list(lines.values())


def groups(texts):
    """The least number of a text that is the same but for figures, Latin letters and a few others."""
    draw = np.random.RandomState(7)
    a = draw.randint(1, 1 << 31, size=HASHES).astype(np.uint64) | np.uint64(1)
    b = draw.randint(1, 1 << 31, size=HASHES).astype(np.uint64)
    parents, bands, sets = list(range(len(texts))), {}, []

    def root(at):
        while parents[at] != at:
            at = parents[at]
        return at

    for at, text in enumerate(texts):
        plain = re.sub(r"[\W\d_a-zA-Z]+", "", text)
        runs = {plain[i:i + RUN] for i in range(max(1, len(plain) - RUN + 1))}
        sets.append(runs)
        hashes = np.array([zlib.crc32(run.encode()) for run in runs], dtype=np.uint64)
        least = ((hashes[:, None] * a + b) >> np.uint64(16)).min(0)
        for band in range(HASHES // BAND):
            key = (band, tuple(least[band * BAND:(band + 1) * BAND].tolist()))
            other = bands.setdefault(key, at)
            if root(at) != root(other):
                common = len(runs & sets[other]) / max(1, len(runs | sets[other]))
                if common >= SAME:
                    parents[root(at)] = root(other)
    return [root(at) for at in range(len(texts))]


def learn(texts, yes):
    words = TfidfVectorizer(analyzer="char", ngram_range=(1, 4))
    machine = LinearSVC(C=1).fit(words.fit_transform(texts), yes)
    return lambda unseen: machine.decision_function(words.transform(unseen))


class Program:
    """Trains and asks the program through its commands."""

    def __init__(self, command, folder):
        self.command, self.folder = shlex.split(command), pathlib.Path(folder)

    def train(self, lines):
        data = self.folder / "train.jsonl"
        data.write_text("".join(line for text in lines for line in text), encoding="utf-8")
        self.run("train", "--data", data, "--model", self.folder / "model")

    def ask(self, texts):
        """For each text the probability of yes, less one half, and the events named."""
        asked = self.folder / "asked.jsonl"
        asked.write_text("".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts), encoding="utf-8")
        said = [json.loads(line) for line in self.run("scan", "--model", self.folder / "model", asked).splitlines()]
        return np.array([s["illegal_fundraising"] - 0.49999 for s in said]), [{e["event"] for e in s["events"]} for s in said]

    def run(self, *words):
        done = subprocess.run([*self.command, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            raise SystemExit(done.stderr.decode())
        return done.stdout.decode()


def show(name, yes, scores):
    said = scores > 0
    area = roc_auc_score(yes, scores) if 0 < sum(yes) < len(yes) else float("nan")
    print(f"{name}: n {len(yes)} yes {sum(yes)} P {precision_score(yes, said, zero_division=0):.3f} "
          f"R {recall_score(yes, said, zero_division=0):.3f} F1 {f1_score(yes, said, zero_division=0):.4f} AUC {area:.4f}",
          flush=True)


def show_events(name, events, truth, said):
    each = [f1_score(truth[e], said[e], zero_division=0) for e in events]
    pooled = f1_score(np.concatenate([truth[e] for e in events]), np.concatenate([said[e] for e in events]))
    print(f"{name}: events micro F1 {pooled:.4f} macro F1 {np.mean(each):.4f}", flush=True)


def main(path, others, program):
    texts, labels, lines = read(path)
    parts = np.array([zlib.crc32(str(g).encode()) % 5 for g in groups(texts)])
    events = sorted({name for names in labels for name in names if name} - {"是", "否", "0", "1", "true", "false"})
    yes = np.array([bool(names & YES) for names in labels]).astype(int)
    answers = {name: np.zeros(len(texts)) for name in ["", *events]}
    own = {name: np.zeros(len(texts)) for name in answers}
    truth = {name: np.array([name in names for names in labels]).astype(int) for name in events} | {"": yes}
    for part in range(5):
        seen, held = np.where(parts != part)[0], np.where(parts == part)[0]
        words = TfidfVectorizer(analyzer="char", ngram_range=(1, 4))
        x, z = words.fit_transform([texts[i] for i in seen]), words.transform([texts[i] for i in held])
        for name in answers:
            if truth[name][seen].any():
                answers[name][held] = LinearSVC(C=1).fit(x, truth[name][seen]).decision_function(z)
        if program:
            program.train([lines[i] for i in seen])
            own[""][held], named = program.ask([texts[i] for i in held])
            for name in events:
                own[name][held] = [name in said for said in named]
    show("peer, held out in turn", yes, answers[""])
    if program:
        show("program, held out in turn", yes, own[""])
    if events:
        show_events("peer", events, truth, {e: answers[e] > 0 for e in events})
        if program:
            show_events("program", events, truth, {e: own[e] > 0 for e in events})
    if program and others:
        program.train(lines)
    machine = learn(texts, yes)
    for other in others:
        unseen, names, _ = read(other)
        judged = np.array([bool(n & YES) for n in names]).astype(int)
        show(f"peer, {other}", judged, machine(unseen))
        if program:
            show(f"program, {other}", judged, program.ask(unseen)[0])
    began = time.process_time()
    machine(texts)
    print(f"peer: {len(texts) / (time.process_time() - began):.0f} texts/s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", help="the command before train and scan, such as 'target/debug/fangfei text'")
    parser.add_argument("train")
    parser.add_argument("others", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        main(options.train, options.others, Program(options.program, place) if options.program else None)
