//! Times all patterns on a hub-heavy stream: 200 000 accounts, the ends of each transfer drawn from a power law, a
//! million transfers in ten days. First one after another (`Watch`), then over the whole list (`look`). Prints
//! figures in processor time; the peer's script reads the same stream. It must not know files of banks.
//!
//! `FANGFEI_BENCH_TRANSFERS` (default 10 000 000) says how many; `FANGFEI_BENCH_STREAM` names a file to which the first
//! `FANGFEI_BENCH_STREAM_ROWS` transfers are written for a peer (five little-endian i64 each: number, payer, payee,
//! second, fen), and nothing is timed then.

use std::io::Write;
use std::time::Instant;

use fangfei_flow::pattern::{Outlook, Parameters, Watch, look};
use fangfei_flow::transfer::{
    Account, AccountId, HolderKind, MemoId, Moment, RowRef, Transfer, Transfers,
};
use fangfei_model::money::Fen;

const ACCOUNTS: u32 = 200_000;
const PER_DAY: u64 = 100_000;
const MILLION: usize = 1_000_000;

/// SplitMix64: short, good enough for a load, the same everywhere.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Ranks with a density of one over the rank: the first account ends a twelfth of all transfers.
    fn end(&mut self) -> AccountId {
        let u = self.next() as f64 / u64::MAX as f64;
        let rank = f64::from(ACCOUNTS).powf(u) as u32;
        AccountId(rank.min(ACCOUNTS) - 1)
    }
}

/// Every tenth account a body's, the others persons'; all statements at hand.
fn accounts() -> Transfers {
    let mut transfers = Transfers::default();
    for id in 0..ACCOUNTS {
        let holder = if id % 10 == 0 {
            HolderKind::Body
        } else {
            HolderKind::Person
        };
        transfers.add_account(Account {
            number: Some(format!("6222{id:012}").into()),
            name: None,
            holder,
            held: true,
        });
    }
    for memo in [
        "",
        "货款",
        "投资款",
        "返利",
        "工资",
        "转账",
        "物业费",
        "还款",
    ] {
        transfers.intern_memo(memo);
    }
    transfers
}

fn transfer(draw: &mut Draw, no: u64) -> Transfer {
    let payer = draw.end();
    let mut payee = draw.end();
    while payee == payer {
        payee = draw.end();
    }
    // A third are round, as savers pay; the rest any sum up to 30 000 yuan.
    let fen = match draw.below(3) {
        0 => (1 + draw.below(50)) * 100_000,
        _ => 1 + draw.below(3_000_000),
    };
    Transfer {
        at: Moment((19_700 * 86_400 + no * 86_400 / PER_DAY).cast_signed()),
        payer,
        payee,
        amount: Fen(fen.cast_signed()),
        memo: MemoId(draw.below(8) as u32),
        source: RowRef {
            statement: 0,
            row: no as u32,
        },
        twin: None,
    }
}

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(default)
}

/// Memory of this process in MiB, now or at most, where the system tells.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix(field));
    let kib = line
        .and_then(|l| l.split_whitespace().next())
        .and_then(|n| n.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

/// Seconds of processor time this process has used: other programs on the machine do not change it. Where the system
/// does not tell, seconds on the wall.
struct Clock(Instant);

impl Clock {
    fn seconds(&self) -> f64 {
        let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
        let nanoseconds = told
            .split_whitespace()
            .next()
            .and_then(|n| n.parse::<f64>().ok());
        nanoseconds.map_or_else(|| self.0.elapsed().as_secs_f64(), |n| n / 1e9)
    }
}

fn write_stream(path: &str, rows: usize) -> std::io::Result<()> {
    let mut draw = Draw(7);
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    for no in 0..rows as u64 {
        let t = transfer(&mut draw, no);
        let ends = [i64::from(t.payer.0), i64::from(t.payee.0)];
        for value in [no.cast_signed(), ends[0], ends[1], t.at.0, t.amount.0] {
            out.write_all(&value.to_le_bytes())?;
        }
    }
    out.flush()
}

fn tell(name: &str, outlook: &Outlook) {
    let mut counts = std::collections::BTreeMap::new();
    for finding in &outlook.findings {
        *counts.entry(finding.pattern.id()).or_insert(0_u32) += 1;
    }
    println!("{name}: {} findings {counts:?}", outlook.findings.len());
}

/// Rates of each million; the first and the last are compared.
fn one_after_another(known: &Transfers, parameters: &Parameters, count: usize) {
    let mut draw = Draw(7);
    let mut watch = Watch::new(known, parameters);
    let mut rates = Vec::new();
    let clock = Clock(Instant::now());
    let (start, mut lap) = (clock.seconds(), clock.seconds());
    for no in 0..count {
        watch.push(&transfer(&mut draw, no as u64));
        if (no + 1) % MILLION == 0 || no + 1 == count {
            let done = no % MILLION + 1;
            let rate = done as f64 / (clock.seconds() - lap);
            println!(
                "watch  to {:>10}: {rate:>9.0} transfers/s, {:>5} MiB",
                no + 1,
                memory("VmRSS:")
            );
            rates.push(rate);
            lap = clock.seconds();
        }
    }
    let outlook = watch.finish();
    let all = count as f64 / (clock.seconds() - start);
    let last = rates[rates.len() - 1];
    let second = rates.get(1).unwrap_or(&last);
    println!(
        "watch  all: {all:.0} transfers/s with the end; at most {} MiB",
        memory("VmHWM:")
    );
    // The first million fills the ten working days of the windows; from the second on they are full.
    println!(
        "watch  last million / first {:.2}, / second {:.2}",
        last / rates[0],
        last / second
    );
    tell("watch", &outlook);
}

/// The whole list at once, at growing sizes.
fn at_once(mut known: Transfers, parameters: &Parameters, count: usize) {
    let mut draw = Draw(7);
    for size in [count / 10, count] {
        while known.list.len() < size {
            let t = transfer(&mut draw, known.list.len() as u64);
            known.list.push(t);
        }
        let clock = Clock(Instant::now());
        let start = clock.seconds();
        let outlook = look(&known, parameters);
        let rate = size as f64 / (clock.seconds() - start);
        println!(
            "look   {size:>10}: {rate:>9.0} transfers/s, {:>5} MiB",
            memory("VmRSS:")
        );
        tell("look", &outlook);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let Ok(path) = std::env::var("FANGFEI_BENCH_STREAM") {
        write_stream(&path, setting("FANGFEI_BENCH_STREAM_ROWS", MILLION))?;
        return Ok(());
    }
    let count = setting("FANGFEI_BENCH_TRANSFERS", 10 * MILLION);
    let parameters = Parameters::shipped()?;
    let known = accounts();
    one_after_another(&known, &parameters, count);
    at_once(known, &parameters, count);
    Ok(())
}
