//! Times the writing of a ledger: `cargo bench -p fangfei-report --profile dev -- [ROWS]`, 100 000
//! rows of 15 columns by default. Run it under `/usr/bin/time -v` to see that memory stays flat.

use std::time::Instant;

use fangfei_model::money::Fen;
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit,
    xlsx::{Origin, Sheet, Spread, Workbook},
};
use jiff::{ToSpan, civil::date};

fn main() -> fangfei_report::Result<()> {
    let rows = std::env::args()
        .filter_map(|a| a.parse().ok())
        .next()
        .unwrap_or(100_000_i64);
    let start = Instant::now();
    let mut size = Counted(0);
    write(rows, &mut size)?;
    println!(
        "{rows} rows x 15 columns: {:.2} s, {} bytes",
        start.elapsed().as_secs_f64(),
        size.0
    );
    Ok(())
}

fn write(rows: i64, target: &mut Counted) -> fangfei_report::Result<()> {
    let origin = Origin {
        unit: "某县处非办".into(),
        made_at: date(2026, 1, 5).at(9, 0, 0, 0),
    };
    let mut book = Workbook::new(&origin)?;
    let mut sheet = book.sheet(ledger())?;
    for n in 0..rows {
        sheet.row(&row(n))?;
    }
    sheet.finish()?;
    book.save(target)
}

fn ledger() -> Sheet {
    let text = |title: &str| Column::new(title, Kind::Text);
    Sheet {
        name: "线索台账".into(),
        title: "涉嫌非法集资风险线索台账".into(),
        subtitle: vec![Spread::new("填报单位：某县处非办", "", "单位：万元")],
        columns: vec![
            Column::new("序号", Kind::Integer),
            Column::new("线索编号", Kind::Code),
            text("名称"),
            Column::new("统一社会信用代码", Kind::Code),
            text("乡镇"),
            text("地址"),
            text("行业"),
            text("来源"),
            Column::new("发现日期", Kind::Date),
            Column::new("涉及金额", Kind::Money(MoneyUnit::WanYuan)),
            Column::new("涉及人数", Kind::Integer),
            text("等级"),
            text("责任单位"),
            text("进展"),
            Column::new("兑付比例", Kind::Percent),
        ],
        ..Sheet::default()
    }
}

fn row(n: i64) -> Vec<Cell> {
    let found = date(2024, 1, 1).saturating_add((n % 700).days());
    vec![
        n.into(),
        format!("XS{:08}", n).into(),
        format!("第{n}号投资咨询有限公司").into(),
        format!("91140000MA0{n:07}X").into(),
        format!("第{}乡镇", n % 13).into(),
        format!("人民路{}号{}单元", n % 997, n % 31).into(),
        "投资与资产管理".into(),
        "群众举报".into(),
        found.into(),
        Fen(n * 100_037).into(),
        (n % 5_000).into(),
        "一般".into(),
        "县市场监督管理局".into(),
        format!("已约谈{}次，责令整改，{}前复查。", n % 4, found).into(),
        Cell::Ratio {
            part: n % 100,
            whole: 100,
        },
    ]
}

/// Counts what is written, so that the file itself takes no memory.
struct Counted(u64);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
