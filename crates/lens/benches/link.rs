//! Linkage of invented firms: time, processor time, pairs, precision and recall by size, and a file for peers.
//!
//!     cargo bench -p fangfei-lens --bench link -- [--rows 1000000] [--write FILE.csv]
//!
//! It must not know other programs; `benches/peers/link.py` runs Splink on the file written here.

#[path = "link/firms.rs"]
mod firms;

use std::{collections::HashMap, io::Write, time::Instant};

use fangfei_lens::link::run::{Clusters, ColumnKind, Rows, RowsBuilder, Settings, link};

/// Kinds of the columns between id and entity.
const KINDS: [ColumnKind; 5] = [
    ColumnKind::Company,
    ColumnKind::Person,
    ColumnKind::Phone,
    ColumnKind::Address,
    ColumnKind::Date,
];

fn main() {
    let asked: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let at = asked.iter().position(|a| a == name)?;
        asked.get(at + 1)
    };
    let most: usize = after("--rows")
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    if let Some(path) = after("--write") {
        write(path, &firms::rows(most, 7)).expect("the file can be written");
        return;
    }
    for rows in [most / 10, most / 3, most] {
        measure(rows);
    }
}

fn write(path: &str, rows: &[firms::Row]) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(out, "{}", firms::TITLES.join(","))?;
    for row in rows {
        writeln!(out, "{}", row.join(","))?;
    }
    out.flush()
}

fn measure(count: usize) {
    let made = firms::rows(count, 7);
    let (began, cpu) = (Instant::now(), processor_seconds());
    let rows = table(&made);
    let found = link(&rows, &Settings::default());
    let (took, used) = (began.elapsed().as_secs_f64(), processor_seconds() - cpu);
    let (precision, recall) = score(&made, &found.clusters);
    println!(
        "{count:>9} rows: {took:6.2} s, {used:6.2} s of processor, {} pairs compared, precision {precision:.4}, recall {recall:.4}, {:.2} GB at most",
        found.compared,
        peak_memory()
    );
}

fn table(made: &[firms::Row]) -> Rows {
    let columns = firms::TITLES[1..6].iter().zip(KINDS);
    let mut builder = RowsBuilder::new(columns.map(|(title, kind)| ((*title).to_owned(), kind)));
    for row in made {
        builder.push(&row[0], row[1..6].iter().map(String::as_str));
    }
    builder.finish()
}

/// Pairs in one cluster against pairs of one firm.
fn score(made: &[firms::Row], clusters: &Clusters) -> (f64, f64) {
    let pairs = |n: usize| n * n.saturating_sub(1) / 2;
    let mut of_firm: HashMap<&str, usize> = HashMap::new();
    made.iter()
        .for_each(|row| *of_firm.entry(&row[6]).or_default() += 1);
    let (mut right, mut all) = (0, 0);
    for cluster in clusters.iter().filter(|c| c.len() > 1) {
        all += pairs(cluster.len());
        let mut firms: HashMap<&str, usize> = HashMap::new();
        let of = |row: &u32| made[*row as usize][6].as_str();
        cluster
            .iter()
            .for_each(|row| *firms.entry(of(row)).or_default() += 1);
        right += firms.values().map(|n| pairs(*n)).sum::<usize>();
    }
    let truth: usize = of_firm.values().map(|n| pairs(*n)).sum();
    (
        right as f64 / all.max(1) as f64,
        right as f64 / truth.max(1) as f64,
    )
}

/// User time of this process in seconds, from the kernel's table; 0 where there is none.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after
        .split_whitespace()
        .nth(11)
        .and_then(|t| t.parse().ok())
        .unwrap_or(0.0);
    ticks / 100.0
}

/// Largest resident memory in GB.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or_default();
    let kib: f64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|k| k.parse().ok())
        .unwrap_or(0.0);
    kib / 1e6
}
