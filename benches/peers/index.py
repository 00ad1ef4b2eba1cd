"""The indicators' own SQL in DuckDB over the same Parquet files, and the ratio to our own time.

    FANGFEI_BENCH_LAKE=/tmp/lake cargo bench -p fangfei-lens --bench index
    python benches/peers/index.py /tmp/lake [SECONDS OF OURS]

DuckDB gets two threads and the same memory. Functions of ours become macros: `refs` is the twenty smallest rows, word
classes are one regular expression each over plain text (no folding, no context, no licensed bodies, so less work than
ours), division gaps and credit codes are spelled out in SQL. Indicators over `affiliation`, a table computed outside
SQL, are left out. Results are fetched in full, as ours are.
"""

import json
import pathlib
import re
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

    def replace(match):
        name, column, asked = match.groups()
        return f"len(list_distinct(regexp_extract_all({column}, '{pattern(classes, asked, fields[name])}')))"

    return re.sub(r"\b(name_hits|scope_hits|word_hits)\(([^,()]+),\s*'([^']*)'\)", replace, sql)


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
"""


def opened(lake):
    manifest = json.loads(sorted((lake / "manifest").glob("*.json"))[-1].read_text())
    base = duckdb.connect()
    base.execute("SET threads = 2; SET memory_limit = '2GB'; SET preserve_insertion_order = false")
    base.execute(MACROS)
    for path in sorted((ROOT / "tables").glob("*.toml")):
        table = tomllib.loads(path.read_text())["table"]
        files = [str(lake / f["path"]) for f in manifest["tables"].get(table, [])]
        if files:
            base.execute(
                f"CREATE VIEW {table} AS SELECT * FROM read_parquet({files!r}) WHERE known_on <= {AS_OF}"
            )
    return base, set(manifest["tables"])


def main(lake, ours):
    base, loaded = opened(lake)
    classes = words()
    total, slow, skipped = 0.0, [], []
    for path in sorted((ROOT / "indicators").glob("*.toml")):
        indicator = tomllib.loads(path.read_text())
        sql = spelled(indicator["sql"].replace("{as_of}", AS_OF), classes)
        if "affiliation" in sql or not set(indicator["needs"]) <= loaded or "promised_yield" in sql:
            skipped.append(indicator["id"])
            continue
        start = time.perf_counter()
        try:
            base.execute(sql).arrow()
        except duckdb.Error as error:
            skipped.append(f"{indicator['id']} ({str(error).splitlines()[0]})")
            continue
        spent = time.perf_counter() - start
        total += spent
        slow.append((spent, indicator["id"]))
    print(f"DuckDB {duckdb.__version__}\t{total:.2f} s\t{len(slow)} indicators")
    for spent, name in sorted(slow, reverse=True)[:12]:
        print(f"  of which\t{spent:.2f} s\t{name}")
    print("left out:", "; ".join(skipped) or "none")
    if ours:
        print(f"ratio\t{total / ours:.2f}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else None)
