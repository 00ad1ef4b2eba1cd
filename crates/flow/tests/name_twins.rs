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
        same_account: Vec::new(),
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

/// Sixty people of two accounts each, all statements at hand, who pay one of a firm's two accounts the same sum on one
/// day: 3 600 pairs, of which their names leave sixty.
#[test]
fn names_tell_a_crowd_of_equal_payments_apart() {
    const PEOPLE: i64 = 60;
    let firm = "云溪某公司";
    let name = |n: i64| format!("某{n}");
    let mut statements = Vec::new();
    for n in 0..PEOPLE {
        for (account, lines) in [(1, &[(6, None, -5_000, firm, "")][..]), (2, &[])] {
            let number = format!("62220{account}1234567{n:06}");
            statements.push(statement(&number, &name(n), lines));
        }
    }
    let names: Vec<String> = (0..PEOPLE).map(name).collect();
    let paid: Vec<Line<'_>> = names
        .iter()
        .map(|name| (6, None, 5_000, name.as_str(), ""))
        .collect();
    statements.push(statement("6230001234567890001", firm, &paid));
    statements.push(statement("6230001234567890002", firm, &[]));
    assert_eq!(counts(&run(&statements)), (60, 60, 0));
}

/// Rows that name nobody are too many to compare: they are told, never silently passed over.
#[test]
fn a_crowd_of_equal_payments_without_full_names_is_told() {
    let minutes = |from: i64| (0..120).map(move |n| Some(from + n * 2));
    let out: Vec<Line<'_>> = minutes(540).map(|at| (6, at, -5_000, "甲*", "")).collect();
    let into: Vec<Line<'_>> = minutes(900).map(|at| (6, at, 5_000, "乙*", "")).collect();
    let found = run(&[of(ONE, &out), of(TILL, &into)]);
    assert_eq!(counts(&found), (240, 0, 120));
    assert_eq!(found.transfers.perhaps_twice.len(), 240);
    let told = found
        .checks
        .iter()
        .find(|c| c.kind == CheckKind::PerhapsTwice)
        .unwrap();
    assert!(told.reason.contains("等120行之一"), "{}", told.reason);
}
