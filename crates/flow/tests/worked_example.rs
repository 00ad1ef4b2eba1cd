//! The worked example of `docs/refund-example.md`, table by table, so that paper and program never
//! say different things. It must not know other documents.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use fangfei_flow::refund::{Allocation, Batch, Claim, Rule, allocate};
use fangfei_model::money::Fen;

/// The rows of each table of the document, cells trimmed, heading and rule left out.
fn tables() -> Vec<Vec<Vec<String>>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/refund-example.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let is_row = line.starts_with('|');
        if is_row && !inside {
            tables.push(Vec::new());
        }
        inside = is_row;
        if is_row {
            let cells = line
                .trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().to_owned());
            tables.last_mut().unwrap().push(cells.collect());
        }
    }
    tables.iter_mut().for_each(|table| drop(table.drain(..2)));
    tables
}

fn fen(text: &str) -> Fen {
    Fen::parse_yuan(text).unwrap()
}

/// `money × loss ÷ losses` in yuan, cut off after four places as a calculator shows it.
fn exact_share(money: Fen, loss: Fen, losses: Fen) -> String {
    let hundredths = i128::from(money.0) * i128::from(loss.0) * 100 / i128::from(losses.0);
    format!("{}.{:04}…", hundredths / 10_000, hundredths % 10_000)
}

fn divide(claims: &[Claim], yuan: &str, earlier: &[Batch]) -> Allocation {
    allocate(claims, fen(yuan), &Rule::default(), earlier).unwrap()
}

#[test]
fn the_document_and_the_program_agree() {
    let tables = tables();
    let row = |row: &Vec<String>| Claim::new(&row[0], fen(&row[1]), fen(&row[2]), fen(&row[3]));
    let mut claims: Vec<Claim> = tables[0].iter().map(row).collect();
    assert_eq!(claims.len(), 5);
    for (claim, row) in claims.iter().zip(&tables[0]) {
        assert_eq!(claim.loss(), fen(&row[4]), "{row:?}");
    }

    let first = divide(&claims, "60000", &[]);
    assert_eq!(first.total_loss, fen("153166.67"));
    assert_eq!(first.rate().unwrap().percent(), "39.17%");
    for (share, row) in first.shares.iter().zip(&tables[1]) {
        let exact = exact_share(first.available, share.loss, first.total_loss);
        let odd = if row[4].is_empty() { 0 } else { 1 };
        assert_eq!((&*share.claimant, &exact), (row[0].as_str(), &row[1]));
        assert_eq!(share.paid.0, fen(&row[2]).0 + odd, "{row:?}");
        assert_eq!(share.paid, fen(&row[5]), "{row:?}");
        let cut_off = format!("0.{}", &row[1].split('.').nth(1).unwrap()[2..4]);
        assert_eq!(cut_off, row[3], "{row:?}");
    }

    claims.push(Claim::new("Q6", fen("40000"), Fen::ZERO, Fen::ZERO));
    let second = divide(&claims, "20000", &[first.batch(1)]);
    assert_eq!(second.total_loss, fen("193166.67"));
    assert_eq!(second.cumulative_rate().unwrap().percent(), "41.41%");
    for (share, row) in second.shares.iter().zip(&tables[2]) {
        let exact = exact_share(fen("80000"), share.loss, second.total_loss);
        assert_eq!(
            (&*share.claimant, share.loss, &exact),
            (row[0].as_str(), fen(&row[1]), &row[2])
        );
        assert_eq!(share.earlier.0 + share.paid.0, fen(&row[3]).0, "{row:?}");
        assert_eq!(
            (share.earlier, share.paid),
            (fen(&row[4]), fen(&row[5])),
            "{row:?}"
        );
    }
    assert_eq!(
        (first.shares.len(), second.shares.len()),
        (tables[1].len(), tables[2].len())
    );

    // Ten thousand yuan are not enough for Q6 to catch up: all of it goes there.
    let short = divide(&claims, "10000", &[first.batch(1)]);
    assert_eq!(short.share("Q6").unwrap().paid, fen("10000"));
}

#[test]
fn the_rule_file_of_the_document_is_read_as_it_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/refund-rules.md");
    let text = std::fs::read_to_string(path).unwrap();
    let example = text.split("```toml").nth(1).unwrap();
    let rule: Rule = toml::from_str(example.split("```").next().unwrap()).unwrap();
    assert_eq!((rule.cap, rule.minimum), (Some(fen("50000")), fen("100")));
    assert_eq!(rule.reserves[0].amount, fen("100000"));
    assert_eq!(&*rule.priorities[0].class, "养老");
    let plain: Rule = toml::from_str("cap = 500000\n").unwrap();
    assert_eq!(plain.cap, Some(fen("5000")), "whole numbers are fen");
}
