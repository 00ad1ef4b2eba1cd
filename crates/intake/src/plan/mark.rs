//! Heading marks (结构层次序数): 一、 （一） 1. （1） ① 第一阶段, in every width and spelling.
//! It must not know what stands behind a mark.

use super::numeral;

/// How deep a mark stands; the standard order is 一、（一）1.（1）①.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Level {
    /// 第一章, 第一部分
    Chapter,
    /// 一、
    Section,
    /// 第一阶段
    Step,
    /// （一）
    Sub,
    /// 1.
    Item,
    /// （1）
    SubItem,
    /// ①
    Circled,
    /// 一是, inside a paragraph
    Clause,
}

/// A mark at the start of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub level: Level,
    pub ordinal: u32,
    /// Bytes of the mark itself; a step (第一阶段) is part of its title and has none.
    pub length: usize,
}

/// The mark a folded paragraph starts with.
pub(super) fn read(text: &str) -> Option<Mark> {
    let first = text.chars().next()?;
    match first {
        '第' => ordinal_word(text),
        '(' => enclosed(text),
        '①'..='⑳' => Some(Mark {
            level: Level::Circled,
            ordinal: first as u32 - '①' as u32 + 1,
            length: first.len_utf8(),
        }),
        '0'..='9' => counted(text),
        _ => section(text),
    }
}

fn ordinal_word(text: &str) -> Option<Mark> {
    let rest = &text['第'.len_utf8()..];
    let (ordinal, used) = numeral::small(rest)?;
    let word = &rest[used..];
    // 第三条 of rules and measures (办法): a paragraph of its own; 第三条第二款, 第三条规定 cite one.
    if let Some(behind) = word.strip_prefix('条') {
        let cites = [
            "规定", "的", "款", "第", "、", "和", "至", "之", "及", "，", "所",
        ];
        let length = text.len() - behind.trim_start_matches([' ', '、', '：']).len();
        return (!cites.iter().any(|word| behind.starts_with(word))).then_some(Mark {
            level: Level::Section,
            ordinal,
            length,
        });
    }
    let level = match () {
        () if ["阶段", "步", "环节"].iter().any(|w| word.starts_with(w)) => Level::Step,
        () if ["章", "部分"].iter().any(|w| word.starts_with(w)) => Level::Chapter,
        () => return None,
    };
    // Within a sentence (第一阶段要…) the words are no heading.
    let word_end = word.find(['阶', '步', '环', '章', '部']).unwrap_or(0);
    let after =
        word[word_end..].trim_start_matches(['阶', '段', '步', '环', '节', '章', '部', '分']);
    let is_heading = after.is_empty()
        || after.starts_with(['：', '(', '，', '、', ' ', '—', '。'])
        || level == Level::Chapter
        || (after
            .chars()
            .take_while(|c| !"。，；".contains(*c))
            .take(25)
            .count()
            <= 24
            && !after.starts_with(['要', '为', '是', '的', '和', '结', '工']));
    is_heading.then_some(Mark {
        level,
        ordinal,
        length: 0,
    })
}

fn enclosed(text: &str) -> Option<Mark> {
    let inner = &text[1..];
    let (ordinal, used) = numeral::small(inner)?;
    let rest = inner[used..].strip_prefix(')')?;
    let chinese = !inner.starts_with(|c: char| c.is_ascii_digit());
    let extra = rest.len() - rest.trim_start_matches(['、', '.']).len();
    let level = if chinese { Level::Sub } else { Level::SubItem };
    (ordinal <= 60).then_some(Mark {
        level,
        ordinal,
        length: 1 + used + 1 + extra,
    })
}

fn counted(text: &str) -> Option<Mark> {
    let (ordinal, used) = numeral::small(text)?;
    let rest = &text[used..];
    let mark = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | '、' | ')' | '，'))?;
    let after = &rest[mark.len_utf8()..];
    // “1.5亿元” is a number, “2、6月28日前” and “1.2023年底前” are marks before a date.
    let is_number = after.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '—'))
        && super::mention::length_at_start(after).is_none();
    (used <= 2 && (1..=60).contains(&ordinal) && !is_number && !(mark == '，' && after.is_empty()))
        .then_some(Mark {
            level: Level::Item,
            ordinal,
            length: used + mark.len_utf8(),
        })
}

fn section(text: &str) -> Option<Mark> {
    let (ordinal, used) = numeral::small(text)?;
    let rest = &text[used..];
    let mark = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '、' | '.' | '，' | ')'))?;
    let after = &rest[mark.len_utf8()..];
    // “一、二级风险”, “三、四季度” name numbers, they do not count headings.
    let counts = after.starts_with(|c: char| c.is_ascii_digit())
        || numeral::small(after).is_none_or(|(next, used)| {
            next != ordinal + 1
                || !after[used..].starts_with(['级', '类', '季', '线', '、', '是', '月', '方'])
        });
    let level = if mark == ')' {
        Level::Sub
    } else {
        Level::Section
    };
    (counts && ordinal <= 60).then_some(Mark {
        level,
        ordinal,
        length: used + mark.len_utf8(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_of_mark_is_read() {
        let cases = [
            ("一、工作目标", Level::Section, 1),
            ("十二、其他", Level::Section, 12),
            ("(三)加强领导", Level::Sub, 3),
            ("(三)、加强领导", Level::Sub, 3),
            ("1.会商", Level::Item, 1),
            ("1、会商", Level::Item, 1),
            ("12)会商", Level::Item, 12),
            ("(2)会商", Level::SubItem, 2),
            ("③会商", Level::Circled, 3),
            ("第二阶段：排查", Level::Step, 2),
            ("第一部分总则", Level::Chapter, 1),
        ];
        for (text, level, ordinal) in cases {
            let mark = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((mark.level, mark.ordinal), (level, ordinal), "{text}");
        }
    }

    #[test]
    fn numbers_in_a_sentence_are_no_marks() {
        for text in [
            "1.5亿元以上",
            "2023年4月",
            "一、二级风险企业",
            "(以下简称《条例》)",
            "第一时间报告",
            "十个台账",
            "5月3日前",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
