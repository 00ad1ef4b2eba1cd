//! Whatever stands in a table called a statement: no panic, no row lost, no amount invented.
//! It must not know layouts.

use fangfei_intake::statement::{Options, Reading, read};
use fangfei_model::money::Fen;
use fangfei_model::statement::Direction;
use proptest::prelude::*;

/// Words that statements are made of, in any disorder.
fn cell() -> impl Strategy<Value = String> {
    let words = [
        "",
        "",
        "交易日期",
        "摘要",
        "借方发生额",
        "贷方发生额",
        "余额",
        "金额",
        "收/支",
        "借贷标志",
        "对方户名",
        "对方账号",
        "户名：甲某",
        "账号：6222021234567890123",
        "20240506",
        "2024-05-07 10:00:00",
        "100.00",
        "-20.5",
        "1,000.00",
        "借",
        "贷",
        "支出",
        "收入",
        "不计收支",
        "合计",
        "承前页",
        "本页合计",
        "期末余额",
        "冲正",
        "6222****0123",
        "甲某",
        "币种：美元",
        "￥3.00",
        "收入笔数：2",
        "付款人",
        "收款人",
        "交易时间",
        "#N/A",
        "=1+1",
        "—",
    ];
    proptest::sample::select(words.to_vec()).prop_map(str::to_owned)
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    proptest::collection::vec(proptest::collection::vec(cell(), 1..9), 1..40)
}

fn csv(rows: &[Vec<String>]) -> String {
    let quoted = |c: &String| format!("\"{c}\"");
    rows.iter()
        .map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n")
        .collect()
}

fn accounted(reading: &Reading) -> usize {
    let statements = reading
        .statements
        .iter()
        .map(|s| s.entries.len() + s.others.len());
    let lists = reading
        .lists
        .iter()
        .map(|l| l.transfers.len() + l.others.len());
    let refused = reading.refusals.iter().map(|r| r.count);
    statements.chain(lists).chain(refused).sum()
}

proptest! {
    #[test]
    fn every_filled_row_of_any_table_is_accounted_for(rows in table()) {
        let text = csv(&rows);
        if let Ok(reading) = read(text.as_bytes(), "表.csv", &Options::default()) {
            let filled = rows.iter().filter(|row| row.iter().any(|c| !c.is_empty())).count();
            prop_assert_eq!(accounted(&reading), filled, "{}", text);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes, "表.csv", &Options::default());
    }

    /// Amounts, sides and order come back as printed, whichever of the usual manners prints them.
    #[test]
    fn one_book_reads_the_same_in_every_manner(
        changes in proptest::collection::vec((-900_000i64..900_000).prop_filter("moves", |c| *c != 0), 2..30),
        manner in 0..5usize,
    ) {
        let text = printed(&changes, manner);
        let reading = read(text.as_bytes(), "流水.csv", &Options::default()).expect("a table");
        prop_assert_eq!(reading.statements.len(), 1, "{}", text);
        let found: Vec<i64> = reading.statements[0].entries.iter().map(|e| {
            let amount = e.amount.0;
            if e.direction == Direction::In { amount } else { -amount }
        }).collect();
        prop_assert_eq!(found, changes, "{}", text);
    }
}

/// A book in one of the manners of printing.
fn printed(changes: &[i64], manner: usize) -> String {
    let head = match manner {
        0 => "日期,支出,收入,余额,对方户名",
        1 => "交易日期,借贷标志,交易金额,账户余额,交易对手",
        2 => "记账日期,金额,余额,对方名称,摘要",
        3 => "交易时间,收/支,金额(元),余额,对方户名",
        _ => "交易日,余额,贷方发生额,借方发生额,对方单位",
    };
    let mut balance = 10_000_000_000;
    let mut text = format!("账号：6222021234567890123\n{head}\n");
    for (at, change) in changes.iter().enumerate() {
        balance += change;
        let day = 1 + at % 28;
        let (size, left) = (Fen(change.abs()).yuan(), Fen(balance).grouped());
        let side = |plus: &str, minus: &str| {
            if *change > 0 {
                plus.to_owned()
            } else {
                minus.to_owned()
            }
        };
        let row = match manner {
            0 if *change > 0 => format!("2024-05-{day:02},,{size},\"{left}\",乙某"),
            0 => format!("2024-05-{day:02},{size},,\"{left}\",乙某"),
            1 => format!("202405{day:02},{},{size},\"{left}\",乙某", side("贷", "借")),
            2 => format!("2024/5/{day},{}{size},\"{left}\",乙某,转账", side("+", "-")),
            3 => format!(
                "2024年5月{day}日,{},¥{size},\"{left}\",乙某",
                side("收入", "支出")
            ),
            _ if *change > 0 => format!("2024.5.{day},\"{left}\",{size},0.00,乙公司"),
            _ => format!("2024.5.{day},\"{left}\",0.00,{size},乙公司"),
        };
        text.push_str(&row);
        text.push('\n');
    }
    text
}
