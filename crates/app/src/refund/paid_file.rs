//! A file of payments already made (已发放名册): the output of an earlier plan as JSON Lines, or a
//! table with person and sum. It must not know how money is divided.

use std::collections::HashMap;

use fangfei_flow::refund::{Batch, Payment};
use fangfei_intake::table::open;
use fangfei_model::money::Fen;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{
    column::{Head, Meaning},
    money,
    row_kind::{RowKind, row_kind},
};
use crate::{Error, Result};

#[derive(Deserialize)]
struct PaidLine {
    kind: Option<String>,
    claimant: Option<Box<str>>,
    paid_fen: Option<i64>,
    batch: Option<u64>,
}

/// Reads all batches that were paid before, in order.
///
/// # Errors
/// As [`read_paid`]; and two files that are one: the same content or the same batch number, since it
/// would be counted twice.
pub fn read_paid_all(files: &[(Vec<u8>, String)]) -> Result<Vec<Batch>> {
    let mut batches = Vec::with_capacity(files.len());
    let (mut contents, mut numbers) = (HashMap::new(), HashMap::new());
    for (ordinal, (bytes, file)) in (1..).zip(files) {
        if let Some(same) = contents.insert(<[u8; 32]>::from(Sha256::digest(bytes)), file) {
            return Err(Error::file(
                file,
                format!(
                    "与“{same}”内容完全相同：同一批付款不能计算两次；确是金额相同的两批，请在表中加一列写明批次"
                ),
            ));
        }
        let (batch, number) = read_one(bytes, file, ordinal)?;
        if let Some(number) = number
            && let Some(same) = numbers.insert(number, file)
        {
            return Err(Error::file(
                file,
                format!(
                    "与“{same}”的批次号都是 {number}：同一批付款不能计算两次；请只保留实际付款的那一份"
                ),
            ));
        }
        batches.push(batch);
    }
    Ok(batches)
}

/// Reads one batch: lines `{claimant, paid_fen}` as `refund plan --json` prints them, or a table
/// with `claimant,paid` (yuan) or Chinese headings.
///
/// # Errors
/// A line or row that cannot be read: leaving it out would pay a person twice.
pub fn read_paid(bytes: &[u8], file: &str, number: u32) -> Result<Batch> {
    read_one(bytes, file, number).map(|(batch, _)| batch)
}

/// A batch, and the number that the file itself gives it.
fn read_one(bytes: &[u8], file: &str, number: u32) -> Result<(Batch, Option<u64>)> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let (payments, own_number) = if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
    {
        from_lines(text, file)?
    } else {
        (from_table(bytes, file)?, None)
    };
    let paid = payments.into_iter().filter(|p| p.paid != Fen::ZERO);
    let batch = Batch {
        number,
        payments: paid.collect(),
    };
    Ok((batch, own_number))
}

fn from_lines(text: &str, file: &str) -> Result<(Vec<Payment>, Option<u64>)> {
    let (mut payments, mut own_number) = (Vec::new(), None);
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let refuse = |problem: &str| Error::file(file, format!("第 {number} 行：{problem}"));
        let read: PaidLine = serde_json::from_str(line)
            .map_err(|_| refuse("不是一行 JSON；请使用 refund plan --json 的输出"))?;
        match (read.kind.as_deref(), read.claimant, read.paid_fen) {
            (Some("total"), ..) => own_number = read.batch,
            (None, Some(claimant), Some(fen)) if fen >= 0 => payments.push(Payment {
                claimant,
                paid: Fen(fen),
            }),
            _ => return Err(refuse("缺少 claimant 或 paid_fen，或者付款是负数")),
        }
    }
    Ok((payments, own_number))
}

fn from_table(bytes: &[u8], file: &str) -> Result<Vec<Payment>> {
    let workbook = open(bytes, file).map_err(|e| Error::file(file, e))?;
    let found = workbook
        .sheets
        .iter()
        .find_map(|sheet| Some((sheet, Head::find(sheet, &[Meaning::Paid])?)));
    let Some((sheet, head)) = found else {
        return Err(Error::file(
            file,
            "表头要有 claimant（集资参与人编号）和 paid（已发放金额）两列",
        ));
    };
    let person = head.first(Meaning::Number).or(head.first(Meaning::Name));
    let (Some(person), Some(paid)) = (person, head.first(Meaning::Paid)) else {
        return Err(Error::file(file, "表头缺少集资参与人"));
    };
    let mut payments = Vec::new();
    for row in &sheet.rows[head.at + 1..] {
        let claimant = row.cell(person.at).shown();
        let problem = |text: String| Error::file(file, format!("第 {} 行：{text}", row.number));
        if claimant.is_empty() {
            return Err(problem("没有集资参与人".to_owned()));
        }
        if matches!(row_kind(row), RowKind::Total | RowKind::Subtotal) {
            continue;
        }
        let fen = money::exact(row.cell(paid.at), paid.unit);
        payments.push(Payment {
            claimant: claimant.as_ref().into(),
            paid: fen.map_err(|e| problem(format!("“{}”{e}", paid.heading)))?,
        });
    }
    Ok(payments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_was_paid_and_a_list_of_the_bank() {
        let lines = "{\"claimant\":\"A\",\"loss_fen\":9,\"paid_fen\":5}\n{\"claimant\":\"B\",\"loss_fen\":0,\"paid_fen\":0}\n{\"kind\":\"total\",\"paid_fen\":5}\n";
        let batch = read_paid(lines.as_bytes(), "1.jsonl", 1).unwrap();
        let table = "姓名,实发金额\nA,0.05\n合计,0.05\n";
        assert_eq!(batch, read_paid(table.as_bytes(), "1.csv", 1).unwrap());
        assert_eq!(batch.payments.len(), 1);
        for wrong in [
            "{\"claimant\":\"A\"}",
            "{\"claimant\":\"A\",\"paid_fen\":-1}",
            "姓名,实发金额\nA,\n",
            "甲,乙\n1,2\n",
        ] {
            assert!(read_paid(wrong.as_bytes(), "x", 1).is_err(), "{wrong}");
        }
    }

    #[test]
    fn one_batch_is_not_counted_twice() {
        let file = |text: &str, name: &str| (text.as_bytes().to_vec(), name.to_owned());
        let table = "姓名,实发金额\nA,0.05\n";
        let refused = read_paid_all(&[file(table, "1.csv"), file(table, "2.csv")]).unwrap_err();
        assert!(refused.to_string().contains("1.csv"), "{refused}");
        let lines = |paid: i64| {
            format!(
                "{{\"claimant\":\"A\",\"paid_fen\":{paid}}}\n{{\"kind\":\"total\",\"batch\":7}}\n"
            )
        };
        let (one, two) = (lines(5), lines(6));
        let refused = read_paid_all(&[file(&one, "1.jsonl"), file(&two, "2.jsonl")]).unwrap_err();
        assert!(refused.to_string().contains("批次号都是 7"), "{refused}");
        let batches = read_paid_all(&[file(&one, "1.jsonl"), file(table, "2.csv")]).unwrap();
        assert_eq!(batches.len(), 2);
    }
}
