"""The indicators' own SQL in DuckDB over the same Parquet files, to be set beside the time of our own run.

    FANGFEI_BENCH_LAKE=/tmp/lake cargo bench -p fangfei-lens --bench index
    python benches/peers/index.py /tmp/lake [--check]

With `--check` every value that gives points is compared with the `index.jsonl` that our run left in the lake (for
small lakes: Python compares).

DuckDB gets two threads and the same memory. Functions of ours become macros: `refs` is the twenty smallest rows, word
classes are one regular expression each over plain text (no folding, no context, no licensed bodies, so less work than
ours), a promised return is the largest number before a percent sign, division gaps and credit codes are spelled out in SQL. Indicators over `affiliation`, a table computed outside
SQL, are left out. Results are fetched in full, as ours are.
"""

import json
import pathlib
import re
import resource
import sys
import time
import tomllib

import duckdb

ROOT = pathlib.Path(__file__).resolve().parents[2] / "crates" / "lens"
AS_OF = "DATE '2024-06-30'"


def words():
    """Words by class and field."""
    classes = {}
    for path in sorted((ROOT / "words").glob("*.toml")):
        data = tomllib.loads(path.read_text())
        if "id" not in data:
            continue
        groups = [{"fields": data["fields"], "words": data.get("words", [])}] + data.get("group", [])
        for group in groups:
            for field in group["fields"]:
                classes.setdefault((data["id"], field), []).extend(group["words"])
    return classes


def pattern(classes, asked, field):
    found = []
    for name in asked.split(","):
        found += classes.get((name.strip(), field), [])
    longest_first = sorted(set(found), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace("'", "''") for w in longest_first) or "(?!)"


def spelled(sql, classes):
    """Calls of word functions become regular expressions."""
    fields = {"name_hits": "name", "scope_hits": "scope", "word_hits": "text"}
    lists = {"name_words": "name", "scope_words": "scope", "words_found": "text"}

    def replace(match):
        name, column, asked = match.groups()
        return f"len(list_distinct(regexp_extract_all({column}, '{pattern(classes, asked, fields[name])}')))"

    def replace_found(match):
        name, column, asked = match.groups()
        return f"array_to_string(list_distinct(regexp_extract_all({column}, '{pattern(classes, asked, lists[name])}')), '、')"

    sql = re.sub(r"\b(name_hits|scope_hits|word_hits)\(([^,()]+),\s*'([^']*)'\)", replace, sql)
    sql = re.sub(r"\b(name_words|scope_words|words_found)\(([^,()]+),\s*'([^']*)'\)", replace_found, sql)
    return sql.replace("first_value(", "any_value(")


MACROS = """
CREATE MACRO refs(r) AS min(r, 20);
CREATE MACRO code_division(c) AS CASE WHEN length(c) = 18 THEN substr(c, 3, 6) ELSE substr(c, 1, 6) END;
CREATE MACRO division_gap(a, b) AS CASE
  WHEN length(code_division(a)) < 6 OR length(code_division(b)) < 6 THEN NULL
  WHEN code_division(a) = code_division(b) THEN 0
  WHEN substr(code_division(a), 1, 4) = substr(code_division(b), 1, 4) THEN 1
  WHEN substr(code_division(a), 1, 2) = substr(code_division(b), 1, 2) THEN 2 ELSE 3 END;
CREATE MACRO sign_value(c) AS strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', c) - 1;
CREATE MACRO uscc_valid(c) AS length(c) = 18 AND (31 - (
  sign_value(substr(c, 1, 1)) * 1 + sign_value(substr(c, 2, 1)) * 3 + sign_value(substr(c, 3, 1)) * 9
  + sign_value(substr(c, 4, 1)) * 27 + sign_value(substr(c, 5, 1)) * 19 + sign_value(substr(c, 6, 1)) * 26
  + sign_value(substr(c, 7, 1)) * 16 + sign_value(substr(c, 8, 1)) * 17 + sign_value(substr(c, 9, 1)) * 20
  + sign_value(substr(c, 10, 1)) * 29 + sign_value(substr(c, 11, 1)) * 25 + sign_value(substr(c, 12, 1)) * 13
  + sign_value(substr(c, 13, 1)) * 8 + sign_value(substr(c, 14, 1)) * 24 + sign_value(substr(c, 15, 1)) * 10
  + sign_value(substr(c, 16, 1)) * 30 + sign_value(substr(c, 17, 1)) * 28) % 31) % 31 = sign_value(substr(c, 18, 1));
CREATE MACRO similarity(a, b) AS jaccard(a, b);
CREATE MACRO promised_yield(t) AS
  list_max(list_transform(regexp_extract_all(t, '([0-9]+(?:[.][0-9]+)?)[%％]', 1), lambda x: TRY_CAST(x AS DOUBLE)));
"""


def opened(lake):
    manifest = json.loads(sorted((lake / "manifest").glob("*.json"))[-1].read_text())
    base = duckdb.connect()
    base.execute("SET threads = 2; SET memory_limit = '2GB'; SET preserve_insertion_order = false")
    base.execute(MACROS)
    for path in sorted((ROOT / "tables").glob("*.toml")):
        table = tomllib.loads(path.read_text())["table"]
        files = [str(lake / f["path"]) for f in manifest["tables"].get(table, [])]
        ended = [str(lake / f) for f in manifest.get("superseded", {}).get(table, [])]
        if not files:
            continue
        in_force = f" ANTI JOIN (SELECT ref FROM read_parquet({ended!r}) WHERE from_day <= {AS_OF}) USING (ref)"
        base.execute(
            f"CREATE VIEW {table} AS SELECT * FROM read_parquet({files!r}){in_force if ended else ''} WHERE known_on <= {AS_OF}"
        )
    return base, set(manifest["tables"])


def points(curve, value):
    """Points of a value: straight lines between the corners, level beyond, in tenths."""
    after = sum(1 for corner, _ in curve if corner <= value)
    if after == 0:
        return round(curve[0][1] * 10)
    before = curve[after - 1]
    if after == len(curve):
        return round(before[1] * 10)
    then = curve[after]
    return int((before[1] + (then[1] - before[1]) * (value - before[0]) / (then[0] - before[0])) * 10 + 0.5)


def compared(indicator, table, ours):
    """Subjects with points on both sides, and those on whose value the two do not agree."""
    theirs = {}
    for subject, value in zip(table.column("subject").to_pylist(), table.column("value").to_pylist()):
        if value is not None and points(indicator["curve"], float(value)) > 0:
            theirs[subject] = float(value)
    known = ours.get(indicator["id"], {})
    same = sum(1 for s, v in theirs.items() if s in known and abs(known[s] - v) <= 1e-8 * max(1.0, abs(v)))
    return same, len(theirs), len(known)


def our_values(lake):
    """Values with points of our own run, by indicator and subject."""
    values = {}
    with open(lake / "index.jsonl", encoding="utf-8") as lines:
        for line in lines:
            subject = json.loads(line)
            for point in subject["points"]:
                values.setdefault(point["indicator"], {})[subject["subject"]] = float(point["value"])
    return values


def main(lake, check):
    base, loaded = opened(lake)
    classes = words()
    ours = our_values(lake) if check else {}
    total, slow, skipped, unlike, same = 0.0, [], [], [], 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    for path in sorted((ROOT / "indicators").glob("*.toml")):
        indicator = tomllib.loads(path.read_text())
        sql = spelled(indicator["sql"].replace("{as_of}", AS_OF), classes)
        if "affiliation" in sql or not set(indicator["needs"]) <= loaded:
            skipped.append(indicator["id"])
            continue
        start = time.perf_counter()
        try:
            table = base.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            skipped.append(f"{indicator['id']} ({str(error).splitlines()[0]})")
            continue
        spent = time.perf_counter() - start
        total += spent
        slow.append((spent, indicator["id"]))
        if check:
            alike, theirs, known = compared(indicator, table, ours)
            if alike == theirs == known:
                same += 1
            else:
                unlike.append(f"{indicator['id']} ({alike} alike, {theirs} DuckDB, {known} ours)")
    cpu = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    print(f"DuckDB {duckdb.__version__}\t{total:.2f} s\t{len(slow)} indicators\t{cpu:.2f} s user CPU")
    for spent, name in sorted(slow, reverse=True)[:12]:
        print(f"  of which\t{spent:.2f} s\t{name}")
    print("left out:", "; ".join(skipped) or "none")
    if check:
        print(f"equal in every value: {same} of {len(slow)}; not:", "; ".join(unlike) or "none")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), "--check" in sys.argv)
