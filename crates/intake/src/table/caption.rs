//! Lines around a table that say something about all of it: 单位：万元, 填报单位：甲镇, 填报日期：….
//! It must not know columns.

use fangfei_model::personal_number::masked_words;
use serde::{Deserialize, Serialize};

use crate::value::{MoneyUnit, fold};

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// 填报单位, 填报日期, 单位.
    pub label: String,
    /// What follows the colon.
    pub value: String,
}

const LABELS: &[&str] = &[
    "填报单位",
    "填表单位",
    "报送单位",
    "上报单位",
    "编制单位",
    "制表单位",
    "填报时间",
    "填报日期",
    "填表时间",
    "填表日期",
    "报送时间",
    "报送日期",
    "上报时间",
    "制表时间",
    "制表日期",
    "统计时间",
    "统计日期",
    "截止时间",
    "截至时间",
    "截止日期",
    "截至日期",
    "填报人",
    "填表人",
    "制表人",
    "制表",
    "经办人",
    "审核人",
    "审核",
    "审批人",
    "负责人",
    "单位负责人",
    "主要负责人",
    "分管领导",
    "分管负责人",
    "领导签字",
    "签字",
    "复核人",
    "复核",
    "校对",
    "联系人",
    "联系电话",
    "电话",
    "联系方式",
    "单位",
    "金额单位",
    "计量单位",
    "货币单位",
    "单位盖章",
    "盖章",
    "公章",
    "注",
    "备注",
    "说明",
    "填表说明",
    "填报说明",
    "注意事项",
    "注意",
    "表号",
    "制定机关",
    "批准文号",
    "批准机关",
    "有效期至",
    "附件",
    "密级",
    "日期",
    "时间",
    "报表期",
    "所属期",
    "填报",
];

/// The captions of one line, in order. `填报单位（盖章）：甲镇      填报日期：2024年7月5日` has two.
pub(super) fn captions(line: &str) -> Vec<Caption> {
    let folded = fold(line);
    let mut found: Vec<Caption> = Vec::new();
    for (at, piece) in folded.split(':').enumerate() {
        let (before, label) = trailing_label(piece);
        if at > 0
            && let Some(last) = found.last_mut()
            && last.value.is_empty()
        {
            last.value = before
                .trim()
                .trim_matches(['(', ')', ';', ',', '。'])
                .to_owned();
        }
        if let Some(label) = label {
            found.push(Caption {
                label,
                value: String::new(),
            });
        }
    }
    // The last piece has no colon after it, so a label there was part of the value.
    if !folded.ends_with(':') {
        let tail = folded.rsplit(':').next().unwrap_or("").to_owned();
        if trailing_label(&tail).1.is_some() {
            found.pop();
            if let Some(last) = found.last_mut() {
                last.value = tail
                    .trim()
                    .trim_matches(['(', ')', ';', ',', '。'])
                    .to_owned();
            }
        }
    }
    // 填表人：… 电话：… is kept with the mapping and shown.
    for caption in &mut found {
        caption.value = masked_words(&caption.value).into_owned();
    }
    found
}

/// The label at the end of a piece before a colon, and what stands before it.
fn trailing_label(piece: &str) -> (&str, Option<String>) {
    let bare = piece.trim_end();
    let bare = ["(盖章)", "(公章)", "(章)", "(签字)", "(签章)", "(签名)"]
        .iter()
        .fold(bare, |b, s| b.strip_suffix(s).unwrap_or(b))
        .trim_end();
    let squeezed: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    let hit = LABELS
        .iter()
        .filter(|label| squeezed.ends_with(*label))
        .max_by_key(|label| label.len());
    let Some(label) = hit else {
        return (piece, None);
    };
    // Labels are often spaced out (单　位); the label starts where its first character stands.
    let mut letters = label.chars().rev();
    let mut wanted = letters.next();
    for (at, c) in bare.char_indices().rev() {
        if c.is_whitespace() {
            continue;
        }
        if Some(c) == wanted {
            wanted = letters.next();
        }
        if wanted.is_none() {
            return (&bare[..at], Some((*label).to_owned()));
        }
    }
    (piece, None)
}

/// True for a line that is nothing but labels with their values, or a remark that begins with one.
pub(super) fn is_caption_line(line: &str) -> bool {
    let folded = fold(line);
    let Some((head, _)) = folded.split_once(':') else {
        return false;
    };
    let (before, label) = trailing_label(head);
    label.is_some() && before.trim().is_empty()
}

/// The unit of money a line states: 单位：万元, (单位：元), 金额单位:人民币万元.
pub(super) fn stated_unit(line: &str) -> Option<MoneyUnit> {
    let folded: String = fold(line).chars().filter(|c| !c.is_whitespace()).collect();
    for (at, _) in folded.match_indices("单位") {
        // 填报单位 and its like name an office, not a unit of money.
        if folded[..at].ends_with(['报', '表', '送', '制', '任', '管', '属']) {
            continue;
        }
        let rest = folded[at + "单位".len()..].trim_start_matches([':', '为', '(', '是']);
        let word: String = rest
            .chars()
            .take_while(|c| !matches!(c, ')' | ',' | '、' | ';' | '。' | '/'))
            .collect();
        if let Some(unit) = MoneyUnit::parse(&word) {
            return Some(unit);
        }
        let known = [
            "人民币万元",
            "人民币元",
            "亿元",
            "千万元",
            "百万元",
            "万元",
            "千元",
            "元",
        ];
        let ends_there = |unit: &str| {
            word[unit.len()..]
                .chars()
                .next()
                .is_none_or(|c| "人户家件个起%".contains(c))
        };
        let start = known.iter().find(|u| word.starts_with(*u) && ends_there(u));
        if let Some(unit) = start.and_then(|u| MoneyUnit::parse(u)) {
            return Some(unit);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_captions_on_one_line() {
        let found = captions("填报单位（盖章）：甲镇人民政府      填报日期：2024年7月5日");
        let pairs: Vec<(&str, &str)> = found
            .iter()
            .map(|c| (c.label.as_str(), c.value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [("填报单位", "甲镇人民政府"), ("填报日期", "2024年7月5日")]
        );
        assert!(is_caption_line("制 表 人：      审核人：") && !is_caption_line("甲公司：乙项目"));
    }

    #[test]
    fn units_of_a_whole_table() {
        assert_eq!(
            stated_unit("填报单位：甲镇        单位：万元、人"),
            Some(MoneyUnit::Wan)
        );
        assert_eq!(stated_unit("（金额单位：人民币元）"), Some(MoneyUnit::Yuan));
        assert_eq!(stated_unit("填报单位：元氏镇"), None);
    }
}
