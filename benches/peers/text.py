"""scikit-learn's LinearSVC on character n-grams (1 to 4, TF-IDF), the usual peer, on the same examples.

Usage: benches/peers/text.py TRAIN.jsonl [OTHER.jsonl ...]. Needs scikit-learn. Examples are lines of {text, label} or
{text, events: [{event}]} as for `fangfei text train`. Prints the scores of TRAIN in five parts that keep near-duplicates
together, the scores on each OTHER file by a machine trained on all of TRAIN, and how many texts a second it scores on one
thread.
"""

import json
import re
import sys
import time
import zlib

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score
from sklearn.svm import LinearSVC

YES = {"是", "1", "true", "yes", "涉嫌非法集资", "非法集资", "非法吸收公众存款", "集资诈骗"}
RUN, HASHES, BAND, SAME = 3, 48, 3, 0.5


def read(path):
    texts, labels = [], []
    for line in open(path, encoding="utf-8"):
        example = json.loads(line)
        names = {e["event"] for e in example.get("events", [])} | {str(example.get("label", "")).lower()}
        texts.append(example["text"])
        labels.append(names)
    return texts, labels


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


def show(name, yes, scores):
    said = scores > 0
    area = roc_auc_score(yes, scores) if 0 < sum(yes) < len(yes) else float("nan")
    print(f"{name}: n {len(yes)} yes {sum(yes)} P {precision_score(yes, said, zero_division=0):.3f} "
          f"R {recall_score(yes, said, zero_division=0):.3f} F1 {f1_score(yes, said, zero_division=0):.4f} AUC {area:.4f}",
          flush=True)


def main(path, others):
    texts, labels = read(path)
    parts = np.array([zlib.crc32(str(g).encode()) % 5 for g in groups(texts)])
    events = sorted({name for names in labels for name in names if name} - {"是", "否", "0", "1", "true", "false"})
    yes = np.array([bool(names & YES) for names in labels]).astype(int)
    answers = {name: np.zeros(len(texts)) for name in ["", *events]}
    truth = {name: np.array([name in names for names in labels]).astype(int) for name in events} | {"": yes}
    for part in range(5):
        seen, held = np.where(parts != part)[0], np.where(parts == part)[0]
        words = TfidfVectorizer(analyzer="char", ngram_range=(1, 4))
        x, z = words.fit_transform([texts[i] for i in seen]), words.transform([texts[i] for i in held])
        for name in answers:
            if truth[name][seen].any():
                answers[name][held] = LinearSVC(C=1).fit(x, truth[name][seen]).decision_function(z)
    show("held out in turn", yes, answers[""])
    if events:
        each = [f1_score(truth[e], answers[e] > 0, zero_division=0) for e in events]
        pooled = f1_score(np.concatenate([truth[e] for e in events]), np.concatenate([answers[e] > 0 for e in events]))
        print(f"events micro F1 {pooled:.4f} macro F1 {np.mean(each):.4f}")
    machine = learn(texts, yes)
    for other in others:
        unseen, names = read(other)
        show(other, np.array([bool(n & YES) for n in names]).astype(int), machine(unseen))
    began = time.process_time()
    machine(texts)
    print(f"{len(texts) / (time.process_time() - began):.0f} texts/s")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
