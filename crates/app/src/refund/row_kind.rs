//! Rows of a register that are nobody's claim: totals, subtotals, remarks below. It must not know columns.

use fangfei_intake::{
    table::{Cell, SheetRow},
    value::fold,
};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A claim, as far as its words tell.
    Claim,
    /// 合计, 总计: of all rows above.
    Total,
    /// 小计, 本页合计, 甲镇小计: of a part of them.
    Subtotal,
    /// 备注, 制表人, 以下空白 and the like.
    Remark,
}

const SUMS: [&str; 8] = [
    "合计", "总计", "小计", "共计", "累计", "汇总", "总数", "总额",
];
const REMARKS: [&str; 14] = [
    "备注",
    "注:",
    "说明",
    "制表",
    "填表",
    "审核",
    "复核",
    "经办",
    "负责人",
    "单位负责人",
    "填报",
    "以下空白",
    "以下无",
    "日期:",
];

/// Tells a row by its first filled cell; a serial number before it does not count.
pub(super) fn row_kind(row: &SheetRow) -> RowKind {
    let mut words = row
        .filled()
        .map(|(_, cell)| plain(cell))
        .skip_while(|text| text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit()));
    let first = words.next().unwrap_or_default();
    let dashes = |text: &str| text.chars().all(|c| "-—–－/".contains(c));
    match () {
        () if is_sum(&first) => match is_part(&first) {
            true => RowKind::Subtotal,
            false => RowKind::Total,
        },
        () if REMARKS.iter().any(|word| first.starts_with(word)) => RowKind::Remark,
        () if dashes(&first) && words.all(|text| dashes(&text)) => RowKind::Remark,
        () => RowKind::Claim,
    }
}

fn plain(cell: &Cell) -> String {
    let folded = fold(&cell.shown()).to_lowercase();
    folded.chars().filter(|c| !c.is_whitespace()).collect()
}

/// 合计, 合计(元), 合计2人, 共2人, 甲镇小计, 以上合计, total: words of a sum and nothing else but whose and how many.
fn is_sum(text: &str) -> bool {
    let text = text.trim_end_matches(':');
    let text = text.split('(').next().unwrap_or(text);
    let counted = |rest: &str| {
        let rest = rest.trim_start_matches([':', ',']);
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.is_empty()
            || digits.len() < rest.len() && matches!(digits, "人" | "户" | "笔" | "名" | "元" | "")
    };
    let people = text
        .strip_prefix('共')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && counted(rest));
    matches!(text, "total" | "subtotal" | "sum")
        || people
        || SUMS.iter().any(|word| {
            text.rsplit_once(word)
                .is_some_and(|(before, after)| before.chars().count() <= 10 && counted(after))
        })
}

/// Whether a sum is of a part: a page, a township, a block.
fn is_part(text: &str) -> bool {
    let whole = [
        "合计",
        "总计",
        "共计",
        "累计",
        "汇总",
        "总数",
        "总额",
        "共",
        "total",
        "sum",
        "以上合计",
        "全部合计",
        "全县合计",
    ];
    let bare = text.split(['(', ':']).next().unwrap_or(text);
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || "人户笔名元".contains(c));
    !whole.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(cells: &[&str]) -> RowKind {
        row_kind(&SheetRow {
            number: 1,
            cells: cells.iter().map(|text| Cell::text(text)).collect(),
            hidden: false,
        })
    }

    #[test]
    fn what_stands_below_and_between_claims() {
        for text in [
            "合计",
            "合 计：",
            "总计",
            "共计",
            "累计",
            "合计（元）",
            "合计2人",
            "共2人",
            "以上合计",
            "总数",
            "汇总",
            "Total",
        ] {
            assert_eq!(kind(&[text, "300"]), RowKind::Total, "{text}");
        }
        for text in ["小计", "本页合计", "本页小计", "城关镇小计", "甲镇合计"] {
            assert_eq!(kind(&[text, "300"]), RowKind::Subtotal, "{text}");
        }
        for text in [
            "备注：以上金额已核",
            "说明",
            "制表人：甲某",
            "以下空白",
            "—",
        ] {
            assert_eq!(kind(&[text]), RowKind::Remark, "{text}");
        }
        assert_eq!(kind(&["12", "小计", "300"]), RowKind::Subtotal);
        for text in ["甲某", "Q-001", "共某", "累某计", "合计划"] {
            assert_eq!(kind(&[text, "300"]), RowKind::Claim, "{text}");
        }
    }
}
