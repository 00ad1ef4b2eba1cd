#!/bin/sh
# All patterns of this program beside snapml's Graph Feature Preprocessor (PyPI `snapml`, used as a black box) on the
# same hub-heavy stream. Usage: benches/peers/gfp.sh [ROWS]. Needs python3 with venv and a package index.
set -eu
rows=${1:-30000}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet snapml numpy
cd "$here/../.."
FANGFEI_BENCH_STREAM="$work/stream" FANGFEI_BENCH_STREAM_ROWS="$rows" \
    cargo bench --profile dev --quiet -p fangfei-flow --bench patterns
FANGFEI_BENCH_TRANSFERS="$rows" \
    cargo bench --profile dev --quiet -p fangfei-flow --bench patterns | tee "$work/ours"
"$work/venv/bin/python" benches/peers/gfp.py "$work/stream" "$work/ours"
