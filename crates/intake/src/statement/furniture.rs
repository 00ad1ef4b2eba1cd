//! Rows of a statement that are no transactions, told by their words: 承前页, 过次页, 本页合计, 期初余额.
//! It must not know amounts.

use fangfei_model::statement::RowKind;

use crate::table::{Cell, SheetRow};
use crate::value::squeeze;

/// What a row of this kind gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Furniture {
    pub kind: RowKind,
    /// The totals of the whole statement, not of a page, a day or a year.
    pub is_whole: bool,
    /// A balance that closes the statement.
    pub closes: bool,
}

const OPENING: &[&str] = &[
    "承前页",
    "承上页",
    "承前",
    "承上页余额",
    "承前页余额",
    "上页余额",
    "上页结转",
    "期初余额",
    "期初",
    "上期余额",
    "上期结余",
    "上期结转",
    "上年结转",
    "上年余额",
    "年初余额",
    "月初余额",
    "上月余额",
    "上月结余",
    "上月结转",
    "余额承前",
    "承前余额",
    "前期余额",
    "起始余额",
    "上日余额",
    "上笔余额",
    "openingbalance",
    "balanceb/f",
    "balancebroughtforward",
];
const PAGE: &[&str] = &[
    "过次页",
    "转次页",
    "转下页",
    "结转下页",
    "本页合计",
    "本页小计",
    "小计",
    "本日合计",
    "日计",
    "当日合计",
    "本月合计",
    "月计",
    "本年累计",
    "累计",
    "本月累计",
    "本季合计",
    "本年合计",
    "结转下年",
    "本页累计",
    "页小计",
    "当月合计",
    "本月小计",
];
const WHOLE: &[&str] = &[
    "合计",
    "总计",
    "共计",
    "总合计",
    "本期合计",
    "发生额合计",
    "合计金额",
    "本期发生额合计",
    "本期发生额",
    "total",
    "总额",
];
const CLOSING: &[&str] = &[
    "期末余额",
    "期末结余",
    "余额结转",
    "结转余额",
    "balancecarriedforward",
    "balancec/f",
    "截止余额",
    "本期余额",
    "closingbalance",
    "期末",
];

/// Tells a row by the first short words in it that say so.
pub(super) fn furniture(row: &SheetRow) -> Option<Furniture> {
    row.filled().find_map(|(_, cell)| told(cell))
}

fn told(cell: &Cell) -> Option<Furniture> {
    let text = cell.as_text()?;
    // Almost every cell of a large file is turned away by its first character.
    let first = text.chars().next()?;
    if !"承上期年月前起过转结本小日当累合总共发截余页人美港欧openbtcOPENBTC".contains(first)
        || text.len() > 60
    {
        return None;
    }
    let plain = squeeze(text).to_lowercase();
    let plain = plain.trim_end_matches([':', '。']);
    let plain = plain.split(['(', ':']).next().unwrap_or(plain);
    // 人民币合计: the sum of one currency.
    let plain = ["人民币", "美元", "港币", "港元", "欧元"]
        .iter()
        .find_map(|money| plain.strip_prefix(money))
        .unwrap_or(plain);
    // BALANCE BROUGHT FORWARD 承前余额: either language says it.
    let chinese = plain.trim_matches(|c: char| c.is_ascii());
    let plain = match chinese.is_empty() {
        true => plain,
        false => chinese,
    };
    let of = |kind, is_whole, closes| {
        Some(Furniture {
            kind,
            is_whole,
            closes,
        })
    };
    match plain {
        p if OPENING.contains(&p) => of(RowKind::Opening, false, false),
        p if PAGE.contains(&p) => of(RowKind::Total, false, false),
        p if WHOLE.contains(&p) => of(RowKind::Total, true, false),
        p if CLOSING.contains(&p) => of(RowKind::Total, false, true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> SheetRow {
        SheetRow {
            number: 1,
            cells: cells.iter().map(|c| Cell::text(c)).collect(),
            hidden: false,
        }
    }

    #[test]
    fn rows_that_are_no_transactions() {
        let kind = |cells: &[&str]| furniture(&row(cells)).map(|f| f.kind);
        assert_eq!(
            kind(&["20240101", "承 前 页", "", "1,000.00"]),
            Some(RowKind::Opening)
        );
        assert_eq!(kind(&["本页合计", "3", "100"]), Some(RowKind::Total));
        assert_eq!(kind(&["20240101", "小计工程款", "100"]), None);
        assert_eq!(
            kind(&["01-May-2024", "BALANCE BROUGHT FORWARD 承前余额", "1.00"]),
            Some(RowKind::Opening)
        );
        assert_eq!(kind(&["Total 合计", "1.00"]), Some(RowKind::Total));
        assert_eq!(kind(&["人民币合计", "1.00"]), Some(RowKind::Total));
        assert_eq!(kind(&["20240101", "人民币", "1.00"]), None);
        assert_eq!(kind(&["20240101", "本期合计划拨款", "100"]), None);
        assert!(furniture(&row(&["合计：", "9.00"])).is_some_and(|f| f.is_whole));
    }
}
