//! A ledger with merged headings and a flat one, filled with made-up rows.

use fangfei_model::money::Fen;
use fangfei_report::{
    Cell, Column, Kind, MoneyUnit, Result,
    xlsx::{Origin, Sheet, Spread, Workbook},
};
use jiff::civil::date;

pub fn tables() -> Result<Vec<u8>> {
    let mut book = Workbook::new(&Origin {
        unit: "青禾县处非办".into(),
        made_at: date(2024, 10, 8).at(9, 0, 0, 0),
    })?;
    let mut sheet = book.sheet(annex())?;
    for n in 1..=40 {
        sheet.row(&annex_row(n))?;
    }
    let total = [
        Cell::Empty,
        "合计".into(),
        820.into(),
        410.into(),
        205.into(),
        Fen(8_200_000_000).into(),
        Cell::Empty,
        Cell::Empty,
    ];
    sheet.total(&total)?;
    sheet.finish()?;
    let mut sheet = book.sheet(ledger())?;
    for n in 1..=12 {
        sheet.row(&ledger_row(n))?;
    }
    sheet.finish()?;
    book.into_bytes()
}

fn annex() -> Sheet {
    Sheet {
        name: "附件2".into(),
        title: "2024年第三季度风险线索排查处置情况统计表".into(),
        subtitle: vec![Spread::new("填报单位（盖章）：青禾县处非办", "2024年9月30日", "单位：户、件、万元")],
        columns: vec![
            Column::new("序号", Kind::Integer).wide(6),
            Column::new("乡镇（街道）", Kind::Text),
            Column::new("排查户数", Kind::Integer).under("排查情况"),
            Column::new("发现线索", Kind::Integer).under("排查情况"),
            Column::new("户数", Kind::Integer).under("处置情况").under("责令整改"),
            Column::new("清退金额", Kind::Money(MoneyUnit::WanYuan)).under("处置情况").under("责令整改"),
            Column::new("移送公安机关件数", Kind::Integer).under("处置情况"),
            Column::new("备注", Kind::Text).wide(30),
        ],
        notes: vec!["说明：1. 本表由系统按季末记录生成。2. 金额单位为万元，保留到分；同一主体在本季度内多次检查的，只计一户。".into()],
        footer: vec![Spread::new("填表人：", "审核人：", "单位负责人：")],
        ..Sheet::default()
    }
}

fn annex_row(n: i64) -> Vec<Cell> {
    let remark = if n % 4 == 0 {
        "上季度移送的线索本季度由公安机关退回补充材料，已补正后再次移送。"
    } else {
        ""
    };
    vec![
        n.into(),
        format!("第{n}乡镇").into(),
        n.into(),
        (n / 2).into(),
        (n / 4).into(),
        Fen(n * 10_000_050).into(),
        (n % 3).into(),
        remark.into(),
    ]
}

fn ledger() -> Sheet {
    Sheet {
        name: "风险线索台账".into(),
        title: "涉嫌非法集资风险线索台账".into(),
        subtitle: vec![Spread::new(
            "填报单位：青禾县处非办",
            "",
            "截至2024年9月30日",
        )],
        columns: vec![
            Column::new("序号", Kind::Integer).wide(6),
            Column::new("主体名称", Kind::Text).wide(28),
            Column::new("统一社会信用代码", Kind::Code),
            Column::new("发现日期", Kind::Date),
            Column::new("涉及金额（元）", Kind::Money(MoneyUnit::Yuan)),
            Column::new("兑付比例", Kind::Percent),
            Column::new("登记时间", Kind::Time),
        ],
        frozen_columns: 2,
        ..Sheet::default()
    }
}

fn ledger_row(n: i64) -> Vec<Cell> {
    vec![
        n.into(),
        format!("青禾第{n}投资咨询服务中心（有限合伙）").into(),
        format!("9114000000000{n:05}").into(),
        date(2024, 7, 1).into(),
        Fen(n * 123_456_789).into(),
        Cell::Ratio { part: n, whole: 12 },
        date(2024, 7, 2).at(8, 30, 0, 0).into(),
    ]
}
