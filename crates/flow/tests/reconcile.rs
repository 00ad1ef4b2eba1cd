//! Statements become transfers without a row lost or counted twice, whatever the order of the files.

use std::collections::BTreeMap;

use fangfei_flow::reconcile::{
    CheckKind, Continuity, ExceptionKind, Options, Reconciliation, reconcile, reconcile_all,
};
use fangfei_model::money::Fen;
use fangfei_model::statement::{
    BookedAt, Direction, ListedTransfer, OtherRow, Party, RowKind, StatedTotals, Statement,
    StatementEntry, TransferList,
};
use jiff::civil::date;
use proptest::prelude::*;

const A: &str = "6222021234567890001";
const B: &str = "6222021234567890002";
const C: &str = "6222021234567890003";

fn party(number: Option<&str>, name: Option<&str>) -> Party {
    Party {
        account: number.map(Into::into),
        name: name.map(Into::into),
        bank: None,
    }
}

fn statement(file: &str, number: &str, name: &str, entries: Vec<StatementEntry>) -> Statement {
    Statement {
        file: file.into(),
        sheet: None,
        account: party(Some(number), Some(name)),
        same_account: Vec::new(),
        currency: "CNY".into(),
        opening: None,
        closing: None,
        period: None,
        stated: StatedTotals::default(),
        entries: entries
            .into_iter()
            .zip(2..)
            .map(|(entry, row)| StatementEntry { row, ..entry })
            .collect(),
        others: vec![OtherRow {
            row: 1,
            kind: RowKind::Heading,
            reason: "表头".into(),
        }],
    }
}

/// An entry on a day of May 2024 at a minute of the day; positive comes in.
fn entry(day: i8, minute: i64, yuan: i64, other: Party, memo: &str) -> StatementEntry {
    let at = date(2024, 5, day).at(0, 0, 0, 0) + jiff::Span::new().minutes(minute);
    StatementEntry {
        row: 0,
        booked: BookedAt::moment(at),
        direction: if yuan > 0 {
            Direction::In
        } else {
            Direction::Out
        },
        amount: Fen(yuan.abs() * 100),
        balance: None,
        counterparty: other,
        memo: memo.into(),
        reference: None,
        channel: None,
    }
}

fn with_balances(mut entries: Vec<StatementEntry>, opening: i64) -> Vec<StatementEntry> {
    let mut running = opening * 100;
    for entry in &mut entries {
        running += entry.change().0;
        entry.balance = Some(Fen(running));
    }
    entries
}

fn run(statements: &[Statement]) -> Reconciliation {
    let found = reconcile(statements, &Options::default());
    let counts = found.counts;
    assert_eq!(
        counts.rows,
        counts.transfers + counts.twins + counts.exceptions,
        "{counts:?}"
    );
    found
}

/// The transfers by what a person sees of them.
fn seen(found: &Reconciliation) -> Vec<(String, String, String, i64, String)> {
    let name = |id| {
        found.transfers.account(id).map_or_else(String::new, |a| {
            format!(
                "{}/{}",
                a.number.as_deref().unwrap_or("·"),
                a.name.as_deref().unwrap_or("·")
            )
        })
    };
    let mut all: Vec<_> = found
        .transfers
        .list
        .iter()
        .map(|t| {
            (
                t.at.civil().map_or_else(String::new, |at| at.to_string()),
                name(t.payer),
                name(t.payee),
                t.amount.0,
                found.transfers.memo(t.memo).to_owned(),
            )
        })
        .collect();
    all.sort();
    all
}

fn kinds(found: &Reconciliation) -> BTreeMap<ExceptionKind, usize> {
    let mut counts = BTreeMap::new();
    for exception in &found.exceptions {
        *counts.entry(exception.kind).or_insert(0) += 1;
    }
    counts
}

fn has_check(found: &Reconciliation, kind: CheckKind) -> bool {
    found.checks.iter().any(|check| check.kind == kind)
}

#[test]
fn a_transfer_seen_from_both_sides_is_one() {
    let paid = statement(
        "a.csv",
        A,
        "甲某",
        vec![entry(6, 600, -1000, party(Some(B), Some("乙某")), "投资款")],
    );
    let got = statement(
        "b.csv",
        B,
        "乙某",
        vec![entry(
            6,
            601,
            1000,
            party(Some("6222****0001"), Some("甲*")),
            "转账",
        )],
    );
    let found = run(&[paid, got]);
    assert_eq!(found.transfers.list.len(), 1);
    assert_eq!(found.counts.twins, 1);
    let (at, payer, payee, amount, memo) = seen(&found).remove(0);
    assert_eq!(at, "2024-05-06T10:00:00");
    assert_eq!((payer, payee), (format!("{A}/甲某"), format!("{B}/乙某")));
    assert_eq!((amount, memo.as_str()), (100_000, "投资款 转账"));
}

#[test]
fn the_card_and_the_account_behind_it_are_one_account() {
    const BEHIND: &str = "0200012345678901234";
    let payer = statement(
        "a.csv",
        A,
        "甲某",
        vec![
            entry(6, 540, -5_000, party(Some(BEHIND), Some("乙某")), "投资"),
            entry(
                7,
                540,
                -700,
                party(Some("0200****1234"), Some("乙某")),
                "投资",
            ),
        ],
    );
    let mut by_card = statement(
        "b.csv",
        B,
        "乙某",
        vec![
            entry(6, 541, 5_000, party(Some(A), Some("甲某")), "投资"),
            entry(7, 541, 700, party(Some(A), Some("甲某")), "投资"),
        ],
    );
    by_card.same_account = vec![(B.into(), BEHIND.into())];
    let by_account = statement(
        "c.csv",
        BEHIND,
        "乙某",
        vec![entry(8, 600, -90, party(Some(C), Some("丙某")), "返利")],
    );
    let files = [payer, by_card, by_account];
    let found = run(&files);
    assert_eq!((found.counts.transfers, found.counts.twins), (3, 2));
    let named = |name: &str| {
        let accounts = found.transfers.accounts.iter();
        let of_name = accounts.filter(|a| a.name.as_deref() == Some(name));
        of_name.count()
    };
    assert_eq!(named("乙某"), 1);
    let turned: Vec<Statement> = files.iter().rev().cloned().collect();
    assert_eq!(seen(&run(&turned)), seen(&found));
}

#[test]
fn both_sides_that_know_names_only_are_joined() {
    let paid = statement(
        "a.csv",
        A,
        "甲某",
        vec![entry(6, 1430, -1000, party(None, Some("乙某")), "投资款")],
    );
    let got = statement(
        "b.csv",
        B,
        "乙某",
        vec![
            entry(5, 0, 1, party(Some(C), None), ""),
            entry(7, 480, 1000, party(None, Some("甲某")), "投资款"),
            entry(9, 0, 1, party(Some(C), None), ""),
        ],
    );
    let found = run(&[got, paid]);
    assert_eq!(found.counts.twins, 1);
    assert_eq!(found.transfers.list.len(), 3);
}

#[test]
fn both_sides_that_know_masked_names_only_are_joined() {
    let wallet = |rows: &[(i8, i64)]| {
        let paid = |(day, minute): &(i8, i64)| {
            entry(*day, *minute, -208, party(None, Some("乙*某")), "活动费")
        };
        statement("a.csv", A, "甲某", rows.iter().map(paid).collect())
    };
    let book = |days: &[i8]| {
        let got = |day: &i8| {
            let mut row = entry(*day, 0, 208, party(None, Some("甲某")), "活动费");
            row.booked.timed = false;
            row
        };
        statement("b.csv", B, "乙大某", days.iter().map(got).collect())
    };
    // The second account of 甲某 keeps the name from telling the number.
    let other = statement("c.csv", C, "甲某", Vec::new());
    let joined = |rows: &[(i8, i64)], days: &[i8]| {
        run(&[wallet(rows), book(days), other.clone()]).counts.twins
    };
    assert_eq!(joined(&[(6, 600)], &[6]), 1);
    assert_eq!(joined(&[(6, 1_250)], &[7]), 1, "booked on the next day");
    assert_eq!(joined(&[(6, 600)], &[9]), 0);
    assert_eq!(
        joined(&[(6, 600), (6, 700)], &[6]),
        1,
        "whichever is meant, the same account paid it"
    );
    assert_eq!(joined(&[(6, 600), (9, 700)], &[6, 9]), 2);
}

/// Money drawn from a wallet to the holder's own card: the bank's statement prints the payment firm and not the holder.
#[test]
fn a_wallet_and_the_card_it_is_drawn_to_are_one_transfer() {
    let own = |yuan: i64, other: Party| {
        let mut wallet = statement(
            "微信.csv",
            "wxid_aaa",
            "甲某",
            vec![entry(6, 600, yuan, other, "提现")],
        );
        wallet.account.bank = Some("微信支付".into());
        wallet
    };
    let firm = party(Some("243300133"), Some("财付通支付科技有限公司"));
    let card = statement(
        "a.csv",
        A,
        "甲某",
        vec![entry(6, 601, 450, firm.clone(), "")],
    );
    let tail = party(Some("0001"), Some("甲某"));
    let found = run(&[own(-450, tail.clone()), card]);
    assert_eq!((found.counts.transfers, found.counts.twins), (1, 1));
    assert_eq!(found.own.len(), 1);
    // Put in from the card, the other way round.
    let card = statement("a.csv", A, "甲某", vec![entry(6, 601, -450, firm, "")]);
    let found = run(&[own(450, tail.clone()), card]);
    assert_eq!((found.counts.transfers, found.counts.twins), (1, 1));
    // What another firm paid is another payment.
    let other = party(None, Some("支付宝（中国）网络技术有限公司"));
    let card = statement("a.csv", A, "甲某", vec![entry(6, 601, 450, other, "")]);
    let found = run(&[own(-450, tail), card]);
    assert_eq!((found.counts.transfers, found.counts.twins), (2, 0));
}

/// Where two statements of an account print one line, the print that names the other side counts.
#[test]
fn of_two_prints_of_a_line_the_one_that_tells_more_counts() {
    let line = |other: Party| {
        with_balances(
            vec![
                entry(6, 600, -100, other, "佣金"),
                entry(7, 600, -30, party(None, Some("丙某")), "佣金"),
            ],
            1000,
        )
    };
    let bare = statement("a1.csv", A, "甲某", line(party(None, None)));
    let told = statement("a2.csv", A, "甲某", line(party(Some(B), Some("乙某"))));
    for statements in [[bare.clone(), told.clone()], [told, bare]] {
        let found = run(&statements);
        assert_eq!(found.counts.transfers, 2);
        assert_eq!(kinds(&found)[&ExceptionKind::Duplicate], 2);
        let payees: Vec<String> = seen(&found).into_iter().map(|t| t.2).collect();
        assert_eq!(payees[0], format!("{B}/乙某"));
    }
}

#[test]
fn a_reversal_takes_back_the_row_just_before_it_though_that_names_nobody() {
    let to = || party(Some(B), Some("乙某"));
    let rows = vec![
        entry(1, 600, -147, to(), "提现"),
        entry(9, 600, -147, party(None, None), "提现 合同2024-01"),
        entry(9, 602, 147, party(None, Some("乙某")), "退汇 提现 合同"),
    ];
    let found = run(&[statement("a.csv", A, "甲某", rows)]);
    let left = seen(&found);
    assert_eq!(left.len(), 1);
    assert!(left[0].0.starts_with("2024-05-01"), "{left:?}");
}

/// A row that names nobody is no other side of a payment hours away; it is told.
#[test]
fn a_row_that_names_nobody_is_joined_only_where_it_was_booked_together() {
    let named = || party(Some(A), Some("甲某"));
    let bare = |day, minute| entry(day, minute, 50, party(None, None), "班费");
    let payer = |minute| {
        let rows = vec![entry(6, minute, -50, named(), "班费")];
        statement("b.csv", B, "乙某", rows)
    };
    let found = run(&[
        statement("a.csv", A, "甲某", vec![bare(6, 601)]),
        payer(600),
    ]);
    assert_eq!(found.counts.twins, 1);
    let found = run(&[
        statement("a.csv", A, "甲某", vec![bare(6, 400)]),
        payer(1215),
    ]);
    assert_eq!(found.counts.twins, 0);
    assert!(has_check(&found, CheckKind::PerhapsTwice));
    // What was booked on the morning after with the payer's number is the other side.
    let rows = vec![
        bare(6, 400),
        entry(7, 485, 50, party(Some(B), Some("乙某")), "班费"),
    ];
    let found = run(&[statement("a.csv", A, "甲某", rows), payer(1215)]);
    assert_eq!((found.counts.transfers, found.counts.twins), (2, 1));
    assert!(!has_check(&found, CheckKind::PerhapsTwice));
}

/// What is paid out as interest is no interest that the bank pays.
#[test]
fn interest_paid_out_is_not_the_banks() {
    let bare = |yuan| entry(6, 600, yuan, party(None, None), "利息");
    let holders = |yuan| {
        let found = run(&[statement("a.csv", A, "甲某", vec![bare(yuan)])]);
        let names: Vec<Option<Box<str>>> = found
            .transfers
            .accounts
            .iter()
            .map(|account| account.name.clone())
            .collect();
        names.iter().flatten().any(|name| name.contains("银行"))
    };
    assert!(holders(3));
    assert!(!holders(-3));
}

/// A row by name only is the account's of that name where pages of it are missing: that it shows no such row says nothing.
#[test]
fn missing_pages_make_no_namesake() {
    let number = party(Some(C), Some("丙某"));
    let whole = with_balances(
        (1..=9)
            .map(|day| entry(day, 600, 100, number.clone(), ""))
            .collect(),
        1000,
    );
    let payer = |lost: bool| {
        let rows = whole.iter().enumerate();
        let kept = rows.filter(|(at, _)| !(lost && *at == 4));
        statement(
            "a.csv",
            A,
            "甲某",
            kept.map(|(_, row)| row.clone()).collect(),
        )
    };
    let payee = || {
        let rows = vec![
            entry(1, 700, 9, party(Some(A), Some("甲某")), "利息"),
            entry(5, 700, 15, party(None, Some("甲某")), "利息"),
        ];
        statement("b.csv", B, "乙某", rows)
    };
    let payer_of_15 = |lost| {
        let found = run(&[payer(lost), payee()]);
        let all = seen(&found);
        let one = all.into_iter().find(|t| t.3 == 1_500).unwrap();
        one.1
    };
    assert_eq!(payer_of_15(true), format!("{A}/甲某"));
    assert_eq!(payer_of_15(false), "·/甲某");
}

#[test]
fn equal_payments_of_a_day_stay_as_many_as_they_were() {
    let twice = |file| {
        statement(
            file,
            A,
            "甲某",
            with_balances(
                vec![
                    entry(6, 600, -50, party(Some(C), None), "返利"),
                    entry(6, 600, -50, party(Some(C), None), "返利"),
                    entry(7, 600, -20, party(Some(C), None), "返利"),
                ],
                500,
            ),
        )
    };
    let found = run(&[twice("a.csv"), twice("b.csv")]);
    assert_eq!(found.transfers.list.len(), 3);
    assert_eq!(kinds(&found)[&ExceptionKind::Duplicate], 3);
}

#[test]
fn statements_that_meet_within_a_day_lose_nothing() {
    let whole = with_balances(
        vec![
            entry(5, 600, 10, party(Some(C), None), ""),
            entry(6, 600, 10, party(Some(C), None), ""),
            entry(6, 601, 10, party(Some(C), None), ""),
            entry(6, 602, 10, party(Some(C), None), ""),
            entry(7, 600, 10, party(Some(C), None), ""),
        ],
        0,
    );
    let first = statement("a.csv", A, "甲某", whole[..3].to_vec());
    let second = statement("b.csv", A, "甲某", whole[2..].to_vec());
    let found = run(&[second, first]);
    assert_eq!(found.transfers.list.len(), 5);
    assert_eq!(kinds(&found)[&ExceptionKind::Duplicate], 1);
    assert_eq!(found.holdings[0].continuity, Continuity::Proven);
}

#[test]
fn a_missing_month_between_statements_is_told() {
    let before = statement(
        "a.csv",
        A,
        "甲某",
        with_balances(vec![entry(1, 0, 10, party(Some(C), None), "")], 0),
    );
    let after = statement(
        "b.csv",
        A,
        "甲某",
        with_balances(vec![entry(9, 0, 10, party(Some(C), None), "")], 70),
    );
    let found = run(&[after, before]);
    assert!(has_check(&found, CheckKind::BalanceBreak));
    assert!(!found.holdings[0].is_whole());
}

#[test]
fn reversals_cancel_and_refunds_of_principal_stay() {
    let mut negative = entry(6, 630, -500, party(Some(B), None), "冲正");
    negative.amount = Fen(-50_000);
    let found = run(&[statement(
        "a.csv",
        A,
        "甲某",
        vec![
            entry(6, 600, -500, party(Some(B), None), "转账"),
            negative,
            entry(7, 600, -200, party(Some(C), None), "转账"),
            entry(9, 600, 200, party(Some(C), None), "退汇 户名不符"),
            entry(10, 600, -300, party(Some(C), None), "投资款"),
            entry(12, 600, 300, party(Some(C), None), "退款"),
        ],
    )]);
    let memos: Vec<String> = seen(&found).into_iter().map(|t| t.4).collect();
    assert_eq!(memos, ["投资款", "退款"]);
    assert_eq!(kinds(&found)[&ExceptionKind::Reversal], 2);
    assert_eq!(kinds(&found)[&ExceptionKind::Reversed], 2);
}

#[test]
fn a_reversal_without_its_original_gives_the_money_back() {
    let mut negative = entry(6, 630, -500, party(Some(B), None), "冲正");
    negative.amount = Fen(-50_000);
    let found = run(&[statement("a.csv", A, "甲某", vec![negative])]);
    let (_, payer, payee, amount, _) = seen(&found).remove(0);
    assert_eq!(
        (payer, payee, amount),
        (format!("{B}/·"), format!("{A}/甲某"), 50_000)
    );
    assert!(has_check(&found, CheckKind::ReversalWithoutOriginal));
}

#[test]
fn a_namesake_is_not_the_account_whose_statement_shows_nothing() {
    // 乙某 with account B has a statement over these days that does not show the 700.
    let boss = statement(
        "a.csv",
        A,
        "甲某",
        vec![
            entry(2, 0, 100, party(None, Some("乙某")), "投资款"),
            entry(4, 0, 700, party(None, Some("乙某")), "投资款"),
        ],
    );
    let other = statement(
        "b.csv",
        B,
        "乙某",
        vec![
            entry(1, 0, 5, party(Some(C), None), ""),
            entry(2, 0, -100, party(Some(A), Some("甲某")), ""),
            entry(9, 0, 5, party(Some(C), None), ""),
        ],
    );
    let found = run(&[boss, other]);
    let payers: Vec<(String, i64)> = seen(&found)
        .into_iter()
        .filter(|t| t.2.starts_with(A))
        .map(|t| (t.1, t.3))
        .collect();
    assert_eq!(
        payers,
        [(format!("{B}/乙某"), 10_000), ("·/乙某".to_owned(), 70_000)]
    );
}

#[test]
fn own_accounts_foreign_money_and_swapped_sides() {
    let mut dollars = statement(
        "u.csv",
        A,
        "甲某",
        vec![entry(6, 0, 10, party(Some(C), None), "")],
    );
    dollars.currency = "USD".into();
    let own = statement(
        "a.csv",
        A,
        "甲某",
        vec![entry(6, 0, -10, party(Some(B), Some("甲某")), "")],
    );
    let mut swapped = with_balances(
        vec![
            entry(1, 0, 100, party(Some(C), None), ""),
            entry(2, 0, -30, party(Some(C), None), ""),
            entry(3, 0, 10, party(Some(C), None), ""),
        ],
        0,
    );
    for entry in &mut swapped {
        entry.direction = match entry.direction {
            Direction::In => Direction::Out,
            Direction::Out => Direction::In,
        };
    }
    let found = run(&[
        dollars,
        own,
        statement("c.csv", "33020101040012345", "丙某", swapped),
    ]);
    assert_eq!(kinds(&found)[&ExceptionKind::ForeignCurrency], 1);
    assert_eq!(found.own.len(), 1);
    assert!(has_check(&found, CheckKind::SidesSwapped));
    let gained: i64 = seen(&found)
        .iter()
        .map(|t| {
            let mine = |side: &str| i64::from(side.starts_with("3302"));
            (mine(&t.2) - mine(&t.1)) * t.3
        })
        .sum();
    assert_eq!(gained, 8_000);
}

/// A small world: payments among three accounts, each with its statement, some twice, some reversed.
fn world() -> impl Strategy<Value = Vec<Statement>> {
    let payment = (
        0..3usize,
        0..3usize,
        1..20i8,
        0..1440i64,
        1..4i64,
        any::<bool>(),
    );
    proptest::collection::vec(payment, 0..40).prop_map(|payments| {
        let numbers = [A, B, C];
        let names = ["甲某", "乙某", "丙某"];
        let mut books: Vec<Vec<StatementEntry>> = vec![Vec::new(); 3];
        for (from, to, day, minute, hundred, reversed) in payments {
            if from == to {
                continue;
            }
            let side = |who: usize| party(Some(numbers[who]), Some(names[who]));
            books[from].push(entry(day, minute, -hundred * 100, side(to), "转账"));
            books[to].push(entry(day, minute, hundred * 100, side(from), "转账"));
            if reversed {
                let mut back = entry(day, minute, -hundred * 100, side(to), "冲正");
                back.amount = Fen(-back.amount.0);
                books[from].push(back);
                let mut back = entry(day, minute, hundred * 100, side(from), "冲正");
                back.amount = Fen(-back.amount.0);
                books[to].push(back);
            }
        }
        let mut statements = Vec::new();
        for (who, mut book) in books.into_iter().enumerate() {
            book.sort_by_key(|e| e.booked.at);
            let book = with_balances(book, 0);
            let half = book.len() / 2;
            let overlap = &book[half.saturating_sub(3)..];
            for (part, rows) in [&book[..], overlap].into_iter().enumerate() {
                let file = format!("{who}-{part}.csv");
                statements.push(statement(&file, numbers[who], names[who], rows.to_vec()));
            }
        }
        statements
    })
}

proptest! {
    #[test]
    fn counts_add_up_and_money_is_conserved(statements in world()) {
        let found = run(&statements);
        // Whatever was reversed, doubled or joined: every account gained what its whole statement says.
        for (who, number) in [A, B, C].into_iter().enumerate() {
            let expected: i64 = statements[who * 2].entries.iter().map(|e| e.change().0).sum();
            let gained: i64 = found.transfers.list.iter().map(|t| {
                let is = |id| found.transfers.account(id).and_then(|a| a.number.as_deref()) == Some(number);
                (i64::from(is(t.payee)) - i64::from(is(t.payer))) * t.amount.0
            }).sum();
            prop_assert_eq!(gained, expected);
        }
        // Both sides of every payment are at hand.
        prop_assert_eq!(found.counts.transfers, found.counts.twins);
    }

    #[test]
    fn the_order_of_files_changes_nothing(statements in world(), seed in any::<u64>()) {
        let mut shuffled = statements.clone();
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let with = usize::try_from(state >> 33).unwrap_or(0) % (at + 1);
            shuffled.swap(at, with);
        }
        let (one, two) = (run(&statements), run(&shuffled));
        prop_assert_eq!(seen(&one), seen(&two));
        prop_assert_eq!(one.transfers.accounts, two.transfers.accounts);
        prop_assert_eq!(one.counts, two.counts);
    }
}

fn listed(row: u32, day: i8, yuan: i64, payer: Party, payee: Party) -> ListedTransfer {
    ListedTransfer {
        row,
        booked: BookedAt::moment(date(2024, 5, day).at(0, 0, 0, 0)),
        payer,
        payee,
        amount: Fen(yuan * 100),
        memo: "".into(),
        reference: None,
    }
}

fn list(file: &str, transfers: Vec<ListedTransfer>) -> TransferList {
    TransferList {
        file: file.into(),
        sheet: None,
        transfers,
        others: Vec::new(),
    }
}

#[test]
fn a_list_beside_statements_of_the_same_accounts_counts_once() {
    let other = || party(Some(B), Some("李四"));
    let own = || party(Some(A), Some("张三"));
    let book = vec![
        entry(3, 600, 500, other(), "投资款"),
        entry(3, 610, 500, other(), "投资款"),
        entry(9, 600, -20, other(), "利息"),
    ];
    let by_name = party(None, Some("李四"));
    let transfers = vec![
        listed(2, 3, 500, other(), own()),
        listed(3, 3, 500, by_name, own()),
        listed(4, 9, 20, own(), other()),
        listed(5, 10, 20, own(), other()),
    ];
    let statements = [statement("a.xlsx", A, "张三", book)];
    let lists = [
        list("清单一.csv", transfers.clone()),
        list("清单二.csv", transfers),
    ];
    let found = reconcile_all(&statements, &lists, &Options::default());
    // Three of the statement, and the tenth of May, which only the lists know.
    assert_eq!(found.counts.transfers, 4);
    let repeated = found
        .exceptions
        .iter()
        .filter(|e| e.kind == ExceptionKind::Duplicate);
    assert_eq!(repeated.count(), 7);
    let counts = found.counts;
    assert_eq!(
        counts.rows,
        counts.transfers + counts.twins + counts.exceptions
    );
}
