//! The two sides of a transfer where nobody prints a number: joined when only one answer is left, told when several are.

use fangfei_flow::{
    participant,
    reconcile::{CheckKind, Options, Reconciliation, reconcile},
    transfer::AccountId,
};
use fangfei_model::money::Fen;
use fangfei_model::statement::{
    BookedAt, Direction, Party, StatedTotals, Statement, StatementEntry,
};
use jiff::civil::date;

/// Day of May 2024, minute of the day (none where no time is printed), yuan (positive comes in), whom it names, memo.
type Line<'a> = (i8, Option<i64>, i64, &'a str, &'a str);

fn statement(number: &str, name: &str, lines: &[Line<'_>]) -> Statement {
    let text = |words: &str| (!words.is_empty()).then(|| words.into());
    let entries = (2..)
        .zip(lines)
        .map(|(row, (day, minute, yuan, other, memo))| {
            let day = date(2024, 5, *day);
            let booked = minute.map_or_else(
                || BookedAt::day(day),
                |m| BookedAt::moment(day.at(0, 0, 0, 0) + jiff::Span::new().minutes(m)),
            );
            StatementEntry {
                row,
                booked,
                direction: if *yuan > 0 {
                    Direction::In
                } else {
                    Direction::Out
                },
                amount: Fen(yuan.abs() * 100),
                balance: None,
                counterparty: Party {
                    name: text(other),
                    ..Party::default()
                },
                memo: (*memo).into(),
                reference: None,
                channel: None,
            }
        });
    Statement {
        file: format!("{name}.csv").into(),
        sheet: None,
        account: Party {
            account: text(number),
            name: text(name),
            bank: None,
        },
        currency: "CNY".into(),
        opening: None,
        closing: None,
        period: None,
        stated: StatedTotals::default(),
        entries: entries.collect(),
        others: Vec::new(),
    }
}

fn run(statements: &[Statement]) -> Reconciliation {
    let found = reconcile(statements, &Options::default());
    let counts = found.counts;
    assert_eq!(
        counts.rows,
        counts.transfers + counts.twins + counts.exceptions
    );
    found
}

/// Transfers, of these joined twins, rows told as perhaps twice.
fn counts(found: &Reconciliation) -> (u64, u64, usize) {
    let told = found
        .checks
        .iter()
        .filter(|c| c.kind == CheckKind::PerhapsTwice);
    (found.counts.transfers, found.counts.twins, told.count())
}

const TILL: (&str, &str) = ("6222021234567890001", "甲某");
const ONE: (&str, &str) = ("6222021234567890002", "乙某");
const TWO: (&str, &str) = ("6222021234567890003", "丙某");

fn of(who: (&str, &str), lines: &[Line<'_>]) -> Statement {
    statement(who.0, who.1, lines)
}

#[test]
fn equal_payments_between_two_who_print_masked_names_are_joined_one_by_one() {
    let found = run(&[
        of(
            ONE,
            &[
                (6, Some(540), -5_000, "甲*", "投资"),
                (6, Some(900), -5_000, "甲*", "投资"),
            ],
        ),
        of(
            TILL,
            &[(6, None, 5_000, "乙*", ""), (6, None, 5_000, "乙*", "")],
        ),
    ]);
    assert_eq!(counts(&found), (2, 2, 0));
}

#[test]
fn a_row_that_names_nobody_is_the_other_side_when_only_one_payer_is_left() {
    let found = run(&[
        of(ONE, &[(6, None, -5_000, "甲某", "投资")]),
        of(
            TILL,
            &[(6, None, 5_000, "", "转账"), (6, None, 800, "", "转账")],
        ),
    ]);
    assert_eq!(counts(&found), (2, 1, 0));
    let cash = run(&[
        of(ONE, &[(6, None, -5_000, "甲某", "投资")]),
        of(TILL, &[(6, None, 5_000, "", "现金存入")]),
    ]);
    assert_eq!(counts(&cash), (2, 0, 0));
}

#[test]
fn as_many_rows_without_names_as_payers_are_theirs_whichever_is_whose() {
    let found = run(&[
        of(ONE, &[(6, None, -5_000, "甲某", "")]),
        of(TWO, &[(6, None, -5_000, "甲某", "")]),
        of(
            TILL,
            &[(6, None, 5_000, "", "转账"), (6, None, 5_000, "", "转账")],
        ),
    ]);
    assert_eq!(counts(&found), (2, 2, 0));
}

#[test]
fn where_two_payers_fit_one_row_it_is_told_and_not_joined() {
    let payers = |one: &str, two: &str| {
        [
            of(ONE, &[(6, Some(540), -5_000, "甲某", one)]),
            of(TWO, &[(6, Some(840), -5_000, "甲某", two)]),
        ]
    };
    let [one, two] = payers("", "");
    let found = run(&[one, two, of(TILL, &[(6, None, 5_000, "", "转账")])]);
    assert_eq!(counts(&found), (3, 0, 1));
    assert_eq!(found.transfers.perhaps_twice.len(), 3);
    // A memo or a moment that only one of them has decides.
    let [one, two] = payers("会员卡", "货款");
    let by_memo = run(&[one, two, of(TILL, &[(6, None, 5_000, "", "会员卡")])]);
    assert_eq!(counts(&by_memo), (2, 1, 0));
    let [one, two] = payers("", "");
    let by_moment = run(&[one, two, of(TILL, &[(6, Some(842), 5_000, "", "转账")])]);
    assert_eq!(counts(&by_moment), (2, 1, 0));
}

#[test]
fn a_participant_whose_money_may_be_counted_twice_is_not_certain() {
    let found = run(&[
        of(ONE, &[(6, Some(540), -5_000, "甲*", "投资")]),
        of(TWO, &[(6, Some(840), -5_000, "甲*", "投资")]),
        of(TILL, &[(6, None, 5_000, "*某", "投资")]),
    ]);
    assert_eq!(counts(&found), (3, 0, 1));
    let accounts = (0_u32..).zip(&found.transfers.accounts);
    let till: Vec<AccountId> = accounts
        .filter(|(_, a)| a.name.as_deref().is_some_and(|name| name.starts_with('甲')))
        .map(|(at, _)| AccountId(at))
        .collect();
    let options = participant::Options {
        scheme: till,
        ..participant::Options::default()
    };
    let list = participant::accounts(&found.transfers, &[], &options).list;
    assert!(!list.is_empty());
    assert!(
        list.iter()
            .all(|one| { one.doubts.contains(&participant::Doubt::PerhapsTwice) })
    );
}
