//! What offices write when they have nothing to write.
//! It must not know the column the text stands in.

use super::normal::squeezed;

/// Bytes of the longest text worth looking at.
const LONGEST: usize = 40;
/// Bytes of the longest word for nothing: 暂无数据.
const LONGEST_WORD: usize = 12;

/// True for an empty text and for the marks that stand for one: `/`, `-`, `—`, `无`, `N/A`.
pub fn is_blank(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let plain = squeezed(text);
    plain.chars().all(|c| {
        matches!(
            c,
            '/' | '\\' | '-' | '—' | '–' | '―' | '_' | '.' | '、' | '*' | '·' | '…' | '一'
        )
    }) && (plain != "一")
        || plain.len() <= LONGEST_WORD
            && matches!(
                plain.to_ascii_lowercase().as_str(),
                "无" | "暂无"
                    | "没有"
                    | "空"
                    | "n/a"
                    | "na"
                    | "null"
                    | "none"
                    | "nan"
                    | "#n/a"
                    | "nil"
                    | "(空)"
                    | "(无)"
                    | "[空]"
                    | "无数据"
                    | "暂无数据"
            )
}

/// True for a text that says the value is not known yet: `不详`, `待核实`. It is read as no value,
/// but the reader is told.
pub fn is_unknown(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    matches!(
        squeezed(text).trim_matches(['(', ')']),
        "不详"
            | "未知"
            | "不明"
            | "不清楚"
            | "待查"
            | "待核"
            | "待核实"
            | "待核查"
            | "待定"
            | "待补"
            | "待补充"
            | "待统计"
            | "核实中"
            | "统计中"
            | "暂不详"
            | "暂不清楚"
            | "尚不清楚"
            | "尚未掌握"
            | "未掌握"
            | "暂未统计"
            | "未统计"
            | "?"
            | "??"
            | "???"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_for_nothing_are_blank_and_words_for_unknown_are_not() {
        for text in ["", "  ", "/", "——", "－", "无", "N/A", "#N/A", "暂无"] {
            assert!(is_blank(text), "{text}");
        }
        for text in ["一", "0", "不详", "无锡"] {
            assert!(!is_blank(text), "{text}");
        }
        assert!(is_unknown("待核实") && is_unknown("（不详）") && !is_unknown("无"));
    }
}
