//! Balances that statements print beside their rows, and the order of rows that only print days.

use fangfei_flow::reconcile::{Options, Reconciliation, reconcile};
use fangfei_flow::transfer::StatedBalance;
use fangfei_model::money::Fen;
use fangfei_model::statement::{
    BookedAt, Direction, Party, StatedTotals, Statement, StatementEntry,
};
use jiff::civil::date;

const A: &str = "6222021234567890001";
const B: &str = "6222021234567890002";
const C: &str = "6222021234567890003";

/// A row: day of May 2024, yuan in (or out below zero), the other side's number, the balance after it.
type Row<'a> = (i8, i64, &'a str, Option<i64>);

fn statement(file: &str, number: &str, rows: &[Row<'_>]) -> Statement {
    let entry = |(row, (day, yuan, other, balance)): (u32, &Row<'_>)| StatementEntry {
        row,
        booked: BookedAt::day(date(2024, 5, *day)),
        direction: match *yuan > 0 {
            true => Direction::In,
            false => Direction::Out,
        },
        amount: Fen(yuan.abs() * 100),
        balance: balance.map(|yuan| Fen(yuan * 100)),
        counterparty: party(other),
        memo: "".into(),
        reference: None,
        channel: None,
    };
    Statement {
        file: file.into(),
        sheet: None,
        account: party(number),
        same_account: Vec::new(),
        currency: "CNY".into(),
        opening: None,
        closing: None,
        period: None,
        stated: StatedTotals::default(),
        entries: (2..).zip(rows).map(entry).collect(),
        others: Vec::new(),
    }
}

fn party(number: &str) -> Party {
    Party {
        account: Some(number.into()),
        ..Party::default()
    }
}

fn run(statements: &[Statement]) -> Reconciliation {
    reconcile(statements, &Options::default())
}

/// Account number, day of May, yuan.
fn stated(found: &Reconciliation) -> Vec<(String, i8, i64)> {
    let told = |stated: &StatedBalance| {
        let account = found.transfers.account(stated.account);
        let number = account.and_then(|a| a.number.as_deref());
        let day = stated.at.civil().map_or(0, |at| at.day());
        (
            number.unwrap_or_default().to_owned(),
            day,
            stated.balance.0 / 100,
        )
    };
    found.transfers.stated.iter().map(told).collect()
}

/// Yuan in the order of the list.
fn amounts(found: &Reconciliation) -> Vec<i64> {
    let list = found.transfers.list.iter();
    list.map(|t| t.amount.0 / 100).collect()
}

#[test]
fn what_was_there_before_the_first_row_is_stated_once() {
    let first = statement(
        "5月上.csv",
        A,
        &[(2, 100, C, Some(600)), (3, -50, C, Some(550))],
    );
    let next = statement("5月中.csv", A, &[(12, -50, C, Some(500))]);
    let found = run(&[next, first]);
    assert_eq!(stated(&found), [(A.to_owned(), 2, 500)]);
}

#[test]
fn an_opening_that_is_printed_counts_without_balances() {
    let mut only = statement("5月.csv", A, &[(2, 100, C, None), (3, -50, C, None)]);
    only.opening = Some(Fen(70_000));
    assert_eq!(stated(&run(&[only])), [(A.to_owned(), 2, 700)]);
    let silent = statement("5月.csv", A, &[(2, 100, C, None)]);
    assert_eq!(stated(&run(&[silent])), []);
}

#[test]
fn missing_rows_are_stated_where_the_balance_breaks() {
    let rows = [
        (2, 100, C, Some(600)),
        (3, -50, C, Some(550)),
        // 300 went in between without a row.
        (5, -50, C, Some(200)),
        (6, -20, C, Some(180)),
        (7, 20, C, Some(200)),
    ];
    let found = run(&[statement("5月.csv", A, &rows)]);
    assert_eq!(
        stated(&found),
        [(A.to_owned(), 2, 500), (A.to_owned(), 5, 250)]
    );
}

#[test]
fn rows_missing_from_one_print_and_seen_in_another_state_nothing() {
    let whole = [
        (2, 100, C, Some(600)),
        (3, -50, C, Some(550)),
        (5, -300, B, Some(250)),
        (6, -50, C, Some(200)),
    ];
    let torn = [(3, -50, C, Some(550)), (6, -50, C, Some(200))];
    let found = run(&[
        statement("补.csv", A, &torn),
        statement("全.csv", A, &whole),
    ]);
    assert_eq!(stated(&found), [(A.to_owned(), 2, 500)]);
}

#[test]
fn the_opening_comes_before_money_that_was_on_its_way() {
    // Paid on the 3rd, with 乙 on the 4th, the first day of 乙's statement.
    let payer = statement(
        "甲.csv",
        A,
        &[(2, 900, C, Some(900)), (3, -400, B, Some(500))],
    );
    let payee = statement("乙.csv", B, &[(4, 400, A, Some(480))]);
    let found = run(&[payer, payee]);
    assert_eq!(found.counts.twins, 1);
    assert_eq!(
        stated(&found),
        [(A.to_owned(), 2, 0), (B.to_owned(), 3, 80)]
    );
}

#[test]
fn rows_of_a_day_follow_the_balance_of_a_print_from_new_to_old() {
    let rows = [
        (3, -700, C, Some(0)),
        (3, 600, B, Some(700)),
        (3, -900, C, Some(100)),
        (3, 1000, B, Some(1000)),
    ];
    let found = run(&[statement("倒序.csv", A, &rows)]);
    assert_eq!(amounts(&found), [1000, 900, 600, 700]);
}

#[test]
fn money_of_a_day_reaches_an_account_before_it_leaves_it() {
    // 乙 stands behind 甲 in every order of names and files, yet its money comes first.
    let (first, middle) = (
        statement(
            "乙.csv",
            B,
            &[(3, 500, C, Some(500)), (3, -500, A, Some(0))],
        ),
        statement(
            "甲.csv",
            A,
            &[(3, 500, B, Some(500)), (3, -450, C, Some(50))],
        ),
    );
    for statements in [[first.clone(), middle.clone()], [middle, first]] {
        let found = run(&statements);
        assert_eq!(found.counts.twins, 1);
        let hands: Vec<i64> = amounts(&found);
        assert_eq!(hands, [500, 500, 450]);
        let payers = found.transfers.list.iter().map(|t| {
            let account = found.transfers.account(t.payer).unwrap();
            account.number.as_deref().unwrap_or_default().to_owned()
        });
        assert_eq!(payers.collect::<Vec<_>>(), [C, B, A]);
    }
}
