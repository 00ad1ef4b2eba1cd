//! What must hold for any transfers: the order of the list does not matter, and rows satisfy the rule that quotes
//! them. It must not know hand-made cases.

use fangfei_model::money::Fen;
use proptest::prelude::*;

use super::{Finding, Parameters, Pattern, Watch, find, look};
use crate::transfer::{Account, AccountId, HolderKind, Moment, RowRef, Transfer, Transfers};

const PERSONS: u32 = 24;

/// A crowd of persons and two hubs, payments of a few typical amounts over some months.
fn crowd() -> impl Strategy<Value = Transfers> {
    let amount = prop_oneof![
        Just(2_000_000_i64),
        Just(4_900_000),
        Just(50_000_000),
        Just(175_000),
        1_i64..9_000_000
    ];
    let payment = (
        0..PERSONS,
        0..2_u32,
        any::<bool>(),
        0..90_i64,
        0..24_i64,
        amount,
        0..5_usize,
    );
    proptest::collection::vec(payment, 0..160).prop_map(|payments| {
        let mut transfers = Transfers::default();
        for id in 0..PERSONS + 2 {
            transfers.add_account(Account {
                number: Some(format!("62220{id:03}").into()),
                name: None,
                holder: if id == PERSONS {
                    HolderKind::Body
                } else {
                    HolderKind::Person
                },
                held: id >= PERSONS,
            });
        }
        let memos = ["", "投资款", "返利", "工资", "利息"].map(|m| transfers.intern_memo(m));
        for (i, (person, hub, into, day, hour, fen, memo)) in payments.into_iter().enumerate() {
            let (person, hub) = (AccountId(person), AccountId(PERSONS + hub));
            let (payer, payee) = if into { (person, hub) } else { (hub, person) };
            transfers.list.push(Transfer {
                at: Moment((19_800 + day) * 86_400 + hour * 3_600),
                payer,
                payee,
                amount: Fen(fen),
                memo: memos[memo],
                source: RowRef {
                    statement: 0,
                    row: i as u32 + 1,
                },
                twin: None,
            });
        }
        transfers
    })
}

/// Findings with transfers named by their source row, which survives a permutation of the list.
fn by_rows(transfers: &Transfers, found: Vec<Finding>) -> Vec<(Pattern, Vec<u32>, String)> {
    let mut named: Vec<_> = found
        .into_iter()
        .map(|f| {
            let row = |i: &u32| transfers.list[*i as usize].source.row;
            let mut rows: Vec<u32> = f.transfers.iter().map(row).collect();
            rows.sort_unstable();
            (f.pattern, rows, f.reason)
        })
        .collect();
    named.sort();
    named
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_the_list_does_not_matter(mut transfers in crowd(), seed in any::<u64>()) {
        let parameters = Parameters::shipped().unwrap();
        transfers.sort();
        let straight = by_rows(&transfers, find(&transfers, &parameters));
        let mut order: Vec<usize> = (0..transfers.list.len()).collect();
        order.sort_by_key(|i| (*i as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        transfers.list = order.iter().map(|i| transfers.list[*i]).collect();
        // A list out of order is put in order first, as every caller does: moments alone may be equal.
        transfers.sort();
        let again = by_rows(&transfers, find(&transfers, &parameters));
        prop_assert_eq!(straight, again);
    }

    #[test]
    fn one_after_another_finds_what_a_look_at_all_finds(mut transfers in crowd()) {
        // Hubs that pay each other would be one till in a look at all; a watch cannot know that yet.
        let parameters = Parameters::shipped().unwrap();
        transfers.sort();
        let mut watch = Watch::new(&transfers, &parameters);
        transfers.list.iter().for_each(|t| watch.push(t));
        let (watched, looked) = (watch.finish(), look(&transfers, &parameters));
        prop_assert_eq!(watched.ordinary, looked.ordinary);
        prop_assert_eq!(watched.findings, looked.findings);
        prop_assert_eq!(watched.explained, looked.explained);
    }

    #[test]
    fn rows_satisfy_the_rule_that_quotes_them(mut transfers in crowd()) {
        let parameters = Parameters::shipped().unwrap();
        transfers.sort();
        for finding in find(&transfers, &parameters) {
            let rows: Vec<&Transfer> =
                finding.transfers.iter().map(|i| &transfers.list[*i as usize]).collect();
            prop_assert!(!rows.is_empty());
            prop_assert!(finding.transfers.is_sorted());
            prop_assert_eq!(rows.len() as u64, finding.transfer_count);
            prop_assert_eq!(rows.iter().map(|t| t.amount).sum::<Fen>(), finding.amount);
            prop_assert_eq!(rows.iter().map(|t| t.at).min(), Some(finding.from));
            prop_assert_eq!(rows.iter().map(|t| t.at).max(), Some(finding.until));
            let center = finding.accounts[0];
            let touches = |t: &&Transfer| t.payer == center || t.payee == center;
            if !matches!(finding.pattern, Pattern::Cycle | Pattern::ScatterGather) {
                prop_assert!(rows.iter().all(touches), "{:?}", finding);
            }
            if finding.pattern == Pattern::ManyPayers {
                let payers: std::collections::BTreeSet<_> = rows.iter().map(|t| t.payer).collect();
                prop_assert!(payers.len() >= parameters.many_payers.values.min_payers);
                prop_assert!(rows.iter().all(|t| t.payee == center));
            }
            if finding.pattern == Pattern::UnderThreshold {
                let under = |t: &&&Transfer| t.amount.0 < 200_000_000;
                prop_assert_eq!(rows.iter().filter(under).count(), rows.len());
            }
        }
    }
}
