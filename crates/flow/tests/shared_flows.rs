//! The patterns on two public sets: a simulation with planted patterns, and the days of thirteen real schemes that
//! paid old members with new members' money. Both are read where they are present. It must not copy them.
#![expect(clippy::unwrap_used, reason = "an integration test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use fangfei_flow::pattern::{Finding, Parameters, Pattern, find};
use fangfei_flow::transfer::{Account, AccountId, HolderKind, Moment, RowRef, Transfer, Transfers};
use fangfei_model::money::Fen;

fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("FANGFEI_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("data/flows").join(path);
    let present = path.exists();
    if !present {
        eprintln!("passed over: {} is not here", path.display());
    }
    present.then_some(path)
}

/// A parameter file of the product with some of its values replaced.
fn with(parameters: &mut Parameters, file: &str, changes: &[(&str, &str)]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("patterns")
        .join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let changed = changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{file}: {from}");
        text.replace(from, to)
    });
    parameters.replace(&changed).unwrap();
}

fn lines(path: PathBuf) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let line = |l: &str| l.split(',').map(str::to_owned).collect();
    text.lines().skip(1).map(line).collect()
}

fn person(transfers: &mut Transfers, number: String) -> AccountId {
    let (number, holder) = (Some(number.into()), HolderKind::Person);
    transfers.add_account(Account {
        number,
        name: None,
        holder,
        held: true,
    })
}

fn transfer(at: Moment, payer: AccountId, payee: AccountId, fen: i64, row: usize) -> Transfer {
    Transfer {
        at,
        payer,
        payee,
        amount: Fen(fen),
        memo: fangfei_flow::transfer::MemoId(0),
        source: RowRef {
            statement: 0,
            row: row as u32 + 1,
        },
        twin: None,
    }
}

struct Simulation {
    transfers: Transfers,
    ids: BTreeMap<String, AccountId>,
    /// Kind and payments (payer, payee) of each planted pattern.
    planted: BTreeMap<(String, String), Vec<(AccountId, AccountId)>>,
}

fn simulation(root: PathBuf) -> Simulation {
    let mut transfers = Transfers::default();
    transfers.intern_memo("");
    let mut ids: BTreeMap<String, AccountId> = BTreeMap::new();
    for (row, line) in lines(root.join("transactions.csv")).into_iter().enumerate() {
        let mut id = |number: &String| {
            *ids.entry(number.clone())
                .or_insert_with(|| person(&mut transfers, number.clone()))
        };
        let (payer, payee) = (id(&line[1]), id(&line[2]));
        let day: jiff::civil::Date = line[4].parse().unwrap();
        let at = Moment::from_civil(day.at(0, 0, 0, 0));
        let fen = Fen::parse_yuan(&line[3]).unwrap().0;
        transfers.list.push(transfer(at, payer, payee, fen, row));
    }
    transfers.sort();
    let mut planted: BTreeMap<(String, String), Vec<(AccountId, AccountId)>> = BTreeMap::new();
    for line in lines(root.join("alerts.csv")) {
        let pair = (ids[&line[3]], ids[&line[4]]);
        planted
            .entry((line[1].clone(), line[0].clone()))
            .or_default()
            .push(pair);
    }
    Simulation {
        transfers,
        ids,
        planted,
    }
}

/// Accounts that a planted pattern turns on: the hub, or all accounts of a cycle.
fn turning(kind: &str, pairs: &[(AccountId, AccountId)]) -> BTreeSet<AccountId> {
    let payers: BTreeSet<_> = pairs.iter().map(|p| p.0).collect();
    let payees: BTreeSet<_> = pairs.iter().map(|p| p.1).collect();
    match kind {
        "fan_in" => payees,
        "fan_out" => payers,
        "scatter_gather" => payers.symmetric_difference(&payees).copied().collect(),
        _ => payers.intersection(&payees).copied().collect(),
    }
}

/// Whether a finding is about a planted pattern: its hub, start and end, or the whole way round.
fn meets(finding: &Finding, kind: &str, turning: &BTreeSet<AccountId>) -> bool {
    let about: BTreeSet<_> = finding.accounts.iter().copied().collect();
    match kind {
        "scatter_gather" => {
            finding
                .accounts
                .iter()
                .take(2)
                .copied()
                .collect::<BTreeSet<_>>()
                == *turning
        }
        "cycle" => about == *turning,
        _ => finding
            .accounts
            .first()
            .is_some_and(|a| turning.contains(a)),
    }
}

/// Planted, found, findings, findings that meet a planted one.
fn score(simulation: &Simulation, found: &[Finding], kind: &str, pattern: Pattern) -> [usize; 4] {
    let of_kind = simulation.planted.iter().filter(|(key, _)| key.0 == kind);
    let turning: Vec<_> = of_kind.map(|(_, pairs)| turning(kind, pairs)).collect();
    let findings: Vec<_> = found.iter().filter(|f| f.pattern == pattern).collect();
    let recalled = turning
        .iter()
        .filter(|t| findings.iter().any(|f| meets(f, kind, t)))
        .count();
    let right = findings
        .iter()
        .filter(|f| turning.iter().any(|t| meets(f, kind, t)))
        .count();
    [turning.len(), recalled, findings.len(), right]
}

/// The simulation's amounts are below a thousand, in no currency: floors in yuan are lowered, nothing else.
fn small_amounts() -> Parameters {
    let mut p = Parameters::shipped().unwrap();
    let sum = ("min_sum_yuan = 100000", "min_sum_yuan = 0");
    let mean = |from| (from, "min_mean_yuan = 0");
    with(
        &mut p,
        "many_payers.toml",
        &[
            sum,
            mean("min_mean_yuan = 1000"),
            ("round_percent = 60", "round_percent = 0"),
        ],
    );
    with(&mut p, "gather.toml", &[sum, mean("min_mean_yuan = 500")]);
    with(&mut p, "scatter.toml", &[sum]);
    with(&mut p, "gather_scatter.toml", &[sum]);
    with(
        &mut p,
        "scatter_gather.toml",
        &[("min_sum_yuan = 50000", "min_sum_yuan = 0")],
    );
    with(
        &mut p,
        "cycle.toml",
        &[("min_amount_yuan = 10000", "min_amount_yuan = 0")],
    );
    p
}

#[test]
fn planted_patterns_of_the_simulation() {
    let Some(root) = shared("amlsim_10k") else {
        return;
    };
    let simulation = simulation(root);
    assert!(simulation.ids.len() > 1_000);
    let mut parameters = small_amounts();
    // Ordinary collectors cannot be told by words or names here, and all sums are small: nothing is put aside.
    let all_talk = [
        ("scheme_word_percent = 5", "scheme_word_percent = 0"),
        ("small_percent = 90", "small_percent = 101"),
    ];
    with(&mut parameters, "ordinary.toml", &all_talk);
    let kinds = [
        ("fan_in", Pattern::ManyPayers),
        ("fan_out", Pattern::Scatter),
        ("gather_scatter", Pattern::GatherScatter),
        ("scatter_gather", Pattern::ScatterGather),
        ("cycle", Pattern::Cycle),
    ];
    let shipped = find(&simulation.transfers, &parameters);
    for n in [5, 4] {
        let (each, many) = (format!("min_each = {n}"), format!("min_payers = {n}"));
        with(
            &mut parameters,
            "gather_scatter.toml",
            &[
                ("min_sum_yuan = 100000", "min_sum_yuan = 0"),
                ("min_each = 10", &each),
            ],
        );
        with(
            &mut parameters,
            "many_payers.toml",
            &[
                ("min_sum_yuan = 100000", "min_sum_yuan = 0"),
                ("min_mean_yuan = 1000", "min_mean_yuan = 0"),
                ("round_percent = 60", "round_percent = 0"),
                ("min_payers = 10", &many),
            ],
        );
        let found = find(&simulation.transfers, &parameters);
        eprintln!("at least {n} persons: planted, found; findings, right");
        for (kind, pattern) in kinds {
            let [planted, recalled, findings, right] = score(&simulation, &found, kind, pattern);
            eprintln!("{kind:<15} {planted:>3} {recalled:>3}; {findings:>5} {right:>3}");
        }
    }
    eprintln!("shipped counts: planted, found; findings, right");
    for (kind, pattern) in kinds {
        let [planted, recalled, findings, right] = score(&simulation, &shipped, kind, pattern);
        eprintln!("{kind:<15} {planted:>3} {recalled:>3}; {findings:>5} {right:>3}");
        // What the simulation keeps of a real pattern's marks (like amounts, one after another) is found.
        if pattern == Pattern::ScatterGather {
            assert!(recalled * 10 >= planted * 8 && right * 10 >= findings * 8);
        }
    }
}

#[test]
fn one_off_relations_of_the_simulation() {
    let Some(root) = shared("amlsim_10k") else {
        return;
    };
    let simulation = simulation(root);
    // As shipped: nothing is lowered.
    let found = find(&simulation.transfers, &Parameters::shipped().unwrap());
    let kinds = [
        ("fan_in", Pattern::FanIn),
        ("fan_out", Pattern::FanOut),
        ("gather_scatter", Pattern::GatherScatter),
        ("scatter_gather", Pattern::ScatterGather),
        ("cycle", Pattern::CycleUnordered),
    ];
    eprintln!("one-off relations, shipped: planted, found; findings, right");
    for (kind, pattern) in kinds {
        let [planted, recalled, findings, right] = score(&simulation, &found, kind, pattern);
        eprintln!("{kind:<15} {planted:>3} {recalled:>3}; {findings:>5} {right:>3}");
        assert!(
            recalled * 10 >= planted * 9 && right * 10 >= findings * 9,
            "{kind}"
        );
    }
}

/// The days of a scheme as transfers: each payment in is a new member's, each payment out goes to the member who
/// waited longest, because the set does not say who they were. One satoshi is one yuan.
fn days(path: PathBuf) -> (Transfers, AccountId, Vec<(i32, i64)>) {
    let mut transfers = Transfers::default();
    transfers.intern_memo("");
    let till = person(&mut transfers, "scheme".to_owned());
    let mut waiting = std::collections::VecDeque::new();
    let mut inflow = Vec::new();
    for line in lines(path) {
        let number = |at: usize| line[at].parse::<i64>().unwrap();
        let day = number(0);
        let at = |second: i64| Moment((16_000 + day) * 86_400 + second);
        inflow.push((day as i32, number(1)));
        for i in 0..number(4) {
            let member = person(&mut transfers, format!("{day}-{i}"));
            let share = number(1) / number(4).max(1) * 100;
            let row = transfers.list.len();
            transfers
                .list
                .push(transfer(at(i), member, till, share.max(1), row));
            waiting.push_back(member);
        }
        for i in 0..number(5) {
            let Some(member) = waiting.pop_front() else {
                break;
            };
            let share = number(2) / number(5).max(1) * 100;
            let row = transfers.list.len();
            transfers
                .list
                .push(transfer(at(50_000 + i), till, member, share.max(1), row));
            waiting.push_back(member);
        }
    }
    transfers.sort();
    (transfers, till, inflow)
}

/// The day after which thirty days never again bring a tenth of the best thirty.
fn collapse(inflow: &[(i32, i64)]) -> i32 {
    let window = |day: i32| -> i64 {
        let within = inflow.iter().filter(|d| d.0 <= day && d.0 > day - 30);
        within.map(|d| d.1).sum()
    };
    let last = inflow.last().map_or(0, |d| d.0);
    let best = (0..=last).map(window).max().unwrap_or(0);
    let alive = (0..=last).rev().find(|day| window(*day) * 10 > best);
    alive.unwrap_or(last) + 1
}

#[test]
fn real_schemes_are_noticed_before_they_end() {
    let Some(root) = shared("bitcoin_ponzi_series") else {
        return;
    };
    let mut p = Parameters::shipped().unwrap();
    with(
        &mut p,
        "fixed_rate.toml",
        &[
            ("unit_yuan = 500", "unit_yuan = 1"),
            ("min_principal_yuan = 1000", "min_principal_yuan = 1"),
        ],
    );
    let mut before = 0;
    eprintln!("scheme, days, collapse; noticed by new_money, late_phase");
    let index = lines(root.join("index.csv"));
    for line in &index {
        let (transfers, till, inflow) = days(root.join(format!("{}.csv", line[0])));
        let found = find(&transfers, &p);
        let day = |pattern: Pattern| {
            let of = found
                .iter()
                .find(|f| f.pattern == pattern && f.accounts.contains(&till));
            of.map(|f| f.noticed.day() - 16_000)
        };
        let (new_money, late) = (day(Pattern::NewMoney), day(Pattern::LatePhase));
        let collapse = collapse(&inflow);
        let last = inflow.last().map_or(0, |d| d.0);
        eprintln!(
            "{:<22} {last:>5} {collapse:>5}; {new_money:?} {late:?}",
            line[1]
        );
        before += usize::from(
            [new_money, late]
                .into_iter()
                .flatten()
                .any(|d| d < collapse),
        );
    }
    eprintln!("{before} of {} noticed before the collapse", index.len());
    assert!(before * 10 >= index.len() * 9);
}
