"""Splink on the same files as `fangfei link run`, scored the same way: pairs in one cluster against the true pairs.

    pip install splink pandas
    python benches/peers/link.py people DIR        # fake_1000.csv, febrl3.csv, febrl4a.csv, febrl4b.csv in DIR
    python benches/peers/link.py firms FILE.csv    # written by: cargo bench -p fangfei-lens --bench link -- --write FILE.csv
    python benches/peers/link.py beside FILE.csv target/debug/fangfei   # both on the firms, by turns, three times each
    python benches/peers/link.py score TRUTH.csv ID ENTITY LINKS.jsonl   # output of fangfei link run

Models follow Splink's own demonstrations for these sets (name, date-of-birth, email and postcode comparisons, term
frequencies where its documentation has them, u by random sampling, m by expectation-maximisation over blocking rules).
DuckDB has two threads. Time is wall time and user CPU of loading, training, prediction and clustering.
"""

import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
from itertools import combinations

import duckdb
import pandas as pd


def splink():
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    return cl, cll, Linker, SettingsCreator, block_on, DuckDBAPI


def score(found, truth):
    """Precision, recall and F1 of pairs; `found` and `truth` are cluster by row."""
    def pairs(labels):
        return int((labels.value_counts().pipe(lambda n: n * (n - 1) // 2)).sum())

    both = pairs(found.astype(str) + "\x1f" + truth.astype(str))
    precision, recall = both / max(pairs(found), 1), both / pairs(truth)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def link(frame, comparisons, prediction, training, certain, threshold=0.5, names=None):
    cl, cll, Linker, SettingsCreator, block_on, DuckDBAPI = splink()
    began, cpu = time.time(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    connection = duckdb.connect()
    connection.execute("SET threads TO 2")
    api = DuckDBAPI(connection)
    tables = frame if isinstance(frame, list) else [frame]
    settings = SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=prediction,
        retain_matching_columns=False,
    )
    inputs = [api.register(t) for t in tables]
    linker = Linker(inputs if len(inputs) > 1 else inputs[0], settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=threshold)
    if len(tables) > 1:
        links = predicted.as_pandas_dataframe()
        took = time.time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_utime - cpu
        return links, took
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
    out = clusters.as_pandas_dataframe().set_index("unique_id")["cluster_id"]
    return out, (time.time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_utime - cpu)


def tell(name, result, took):
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{name}: precision {result[0]:.4f} recall {result[1]:.4f} F1 {result[2]:.4f}, "
          f"{took[0]:.1f} s wall, {took[1]:.1f} s user, {memory:.2f} GB", flush=True)


def fake(path):
    cl, _, _, _, block_on, _ = splink()
    rows = pd.read_csv(path, dtype=str)
    comparisons = [
        cl.ForenameSurnameComparison("first_name", "surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]
    rules = [block_on("first_name", "city"), block_on("surname"), block_on("email"), block_on("dob")]
    training = [block_on("dob"), block_on("first_name", "surname")]
    certain = [block_on("first_name", "surname", "dob"), block_on("email")]
    found, took = link(rows, comparisons, rules, training, certain)
    tell(path.name, score(rows.unique_id.map(found), rows.cluster), took)


def febrl_rows(path):
    rows = pd.read_csv(path, dtype=str, skipinitialspace=True)
    rows.columns = [c.strip() for c in rows.columns]
    rows = rows.rename(columns={"rec_id": "unique_id"})
    rows["entity"] = rows.unique_id.str.split("-").str[1]
    return rows.replace("", None)


def febrl(paths):
    cl, _, _, _, block_on, _ = splink()
    comparisons = [
        cl.ForenameSurnameComparison("given_name", "surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]),
    ]
    rules = [
        block_on("given_name", "surname"), block_on("date_of_birth"), block_on("soc_sec_id"),
        block_on("given_name", "postcode"), block_on("surname", "postcode"), block_on("address_1"),
        block_on("street_number", "suburb"),
    ]
    training = [block_on("date_of_birth"), block_on("postcode")]
    certain = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    tables = [febrl_rows(p) for p in paths]
    found, took = link(tables if len(tables) > 1 else tables[0], comparisons, rules, training, certain)
    if len(tables) == 1:
        tell(paths[0].name, score(tables[0].unique_id.map(found), tables[0].entity), took)
        return
    entity = lambda ids: ids.str.split("-").str[1]
    right = int((entity(found.unique_id_l) == entity(found.unique_id_r)).sum())
    precision, recall = right / len(found), right / len(tables[0].merge(tables[1], on="entity"))
    tell("+".join(p.name for p in paths),
         (precision, recall, 2 * precision * recall / (precision + recall)), took)


def firms(path):
    cl, _, _, _, block_on, _ = splink()
    rows = pd.read_csv(path, dtype=str).rename(columns={"id": "unique_id"})
    truth = rows.pop("entity")
    comparisons = [
        cl.JaroWinklerAtThresholds("name", [0.95, 0.88]),
        cl.ExactMatch("legal").configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("phone", [1, 2]),
        cl.JaroWinklerAtThresholds("address", [0.95, 0.85]),
        cl.ExactMatch("founded"),
    ]
    rules = [block_on("name"), block_on("phone"), block_on("legal", "founded"), block_on("address")]
    training = [block_on("name"), block_on("phone")]
    certain = [block_on("name", "legal"), block_on("phone", "legal")]
    found, took = link(rows, comparisons, rules, training, certain)
    tell(f"{path.name}, {len(rows)} rows", score(rows.unique_id.map(found), truth), took)


def timed(command, out):
    """Wall time and user CPU of a program."""
    began, cpu = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=True)
    return time.time() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - cpu


def beside(path, program, rounds=3):
    """Both programs on the same firms by turns, so that other work on the machine falls on both."""
    columns = "name:company,legal:person,phone:phone,address:address,founded:date"
    peer = [sys.executable, __file__, "firms", path]
    for turn in range(1, rounds + 1):
        with tempfile.NamedTemporaryFile("w+") as out:
            took = timed([program, "link", "run", path, "--id", "id", "--columns", columns], out)
            print(f"round {turn}, fangfei: {took[0]:.1f} s wall, {took[1]:.1f} s user", flush=True)
            if turn == rounds:
                judged(path, "id", "entity", out.name, took)
        with tempfile.NamedTemporaryFile("w+") as out:
            took = timed(peer, out)
            told = pathlib.Path(out.name).read_text().strip()
            print(f"round {turn}, {told} (with start-up {took[0]:.1f} s wall, {took[1]:.1f} s user)", flush=True)


def judged(path, key, entity, links, took=(0, 0)):
    rows = pd.read_csv(path, dtype=str, skipinitialspace=True)
    rows.columns = [c.strip() for c in rows.columns]
    truth = dict(zip(rows[key], rows[entity] if entity in rows else rows[key].str.split("-").str[1]))
    found = [json.loads(line) for line in open(links, encoding="utf-8")]
    found = [line for line in found if "left" in line]
    right = sum(truth[line["left"]] == truth[line["right"]] for line in found)
    counts = pd.Series(truth).value_counts()
    recall = right / int((counts * (counts - 1) // 2).sum())
    precision = right / max(len(found), 1)
    tell(links, (precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)), took)


def main():
    match sys.argv[1:]:
        case ["people", folder]:
            folder = pathlib.Path(folder)
            fake(folder / "fake_1000.csv")
            febrl([folder / "febrl3.csv"])
            febrl([folder / "febrl4a.csv", folder / "febrl4b.csv"])
        case ["firms", path]:
            firms(pathlib.Path(path))
        case ["beside", path, program]:
            beside(path, program)
        case ["score", path, key, entity, links]:
            judged(path, key, entity, links)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
