//! Headings that count in another way than 一、（一）: 1.1 below 1, 【工作要求】, words alone on a line. The
//! reading gets the mark of the usual order; what is shown stays as printed. It must not know what stands below.

use std::sync::LazyLock;

use regex::Regex;

use super::line::{Glyph, Line};
use super::mark::{self, Level};

/// What headings without a number say. A line of these words alone is one; a sentence that ends so is longer.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^\p{Han}{0,6}(?:目标|任务|步骤|要求|安排|措施|原则|内容|范围|重点|对象|保障|分工|职责|指导思想|组织领导|工作机制|时间|方式|方法|主题|组织机构|纪律|目的)$",
    )
});

/// The longest heading of words alone, in characters.
const LONGEST: usize = 12;

/// Gives every heading of a text that counts otherwise its mark.
pub(super) fn mend(lines: &mut [Line]) {
    let usual = lines.iter().any(|line| {
        let mark = mark::read(&line.text());
        mark.is_some_and(|mark| matches!(mark.level, Level::Section | Level::Chapter))
    });
    if !usual && !decimal(lines) {
        worded(lines);
    }
}

/// 1.1, 1.2, 2.1: the numbers of a line's heading, and how many glyphs they take.
fn numbers(line: &Line) -> Option<(u32, u32, usize)> {
    // Up to nine parts; more would need a second digit where the mark has none.
    let upper = line.glyphs.first()?.folded.to_digit(10)?;
    let length = 1;
    (line.glyphs.get(length)?.folded == '.').then_some(())?;
    let lower: String = line.glyphs[length + 1..]
        .iter()
        .map(|glyph| glyph.folded)
        .take_while(char::is_ascii_digit)
        .collect();
    let end = length + 1 + lower.len();
    let behind = line.glyphs.get(end)?.folded;
    // 1.5亿元 and 6.5前 count or date something.
    let is_word =
        ('\u{4E00}'..='\u{9FFF}').contains(&behind) && !"前日月年亿万元千百倍至".contains(behind);
    let lower = lower
        .parse()
        .ok()
        .filter(|lower| (1..=30).contains(lower))?;
    (is_word && (1..=9).contains(&upper)).then_some((upper, lower, end))
}

/// Marks 1.1 as （1） below its 1; only where the numbers count on through the whole text.
fn decimal(lines: &mut [Line]) -> bool {
    let found: Vec<(usize, (u32, u32, usize))> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_row)
        .filter_map(|(at, line)| Some((at, numbers(line)?)))
        .collect();
    let counts_on = found.windows(2).all(|pair| {
        let ((_, (a, b, _)), (_, (c, d, _))) = (pair[0], pair[1]);
        c == a && d == b + 1 || c > a && d == 1
    });
    let opens = found.first().is_some_and(|(_, (_, lower, _))| *lower == 1);
    if found.len() < 3 || !counts_on || !opens {
        return false;
    }
    for (at, (_, _, end)) in &found {
        // “1.2” becomes “(2)”, “1.12” “(12)”: as many glyphs as before.
        let glyphs = &mut lines[*at].glyphs;
        let lower: Vec<char> = glyphs[2..*end].iter().map(|glyph| glyph.folded).collect();
        let marked = std::iter::once('(').chain(lower).chain([')']);
        for (glyph, folded) in glyphs.iter_mut().zip(marked) {
            glyph.folded = folded;
        }
    }
    let uppers: Vec<u32> = found.iter().map(|(_, (upper, _, _))| *upper).collect();
    for line in lines.iter_mut() {
        let upper = line
            .glyphs
            .first()
            .and_then(|glyph| glyph.folded.to_digit(10));
        let is_title = line
            .glyphs
            .get(1)
            .is_some_and(|glyph| glyph.blank && ('\u{4E00}'..='\u{9FFF}').contains(&glyph.folded));
        let short = line.glyphs.len() <= 24 && !line.text().contains('。');
        if let Some(upper) = upper.filter(|upper| is_title && short && uppers.contains(upper)) {
            line.glyphs.remove(0);
            put_mark(line, upper);
        }
    }
    true
}

/// Marks headings of words as 一、二、: in brackets as 【工作要求】, or alone on their line.
fn worded(lines: &mut [Line]) {
    let bracketed = |text: &str| -> bool {
        let inner = text
            .strip_prefix('【')
            .and_then(|rest| rest.strip_suffix('】'));
        inner.is_some_and(|inner| (2..=LONGEST).contains(&inner.chars().count()))
    };
    let plain = |text: &str| text.chars().count() <= LONGEST && WORDS.is_match(text);
    let texts: Vec<String> = lines.iter().map(Line::text).collect();
    for is_heading in [&bracketed as &dyn Fn(&str) -> bool, &plain] {
        let found: Vec<usize> = (1..lines.len().saturating_sub(1))
            .filter(|&at| !lines[at].is_row && !lines[at + 1].is_row && is_heading(&texts[at]))
            // A line inside a sentence that a scan broke is none, nor is one of a list of titles.
            .filter(|&at| texts[at - 1].ends_with(['。', '：', '；', '.', ')', '】']))
            .collect();
        if found.len() < 2 {
            continue;
        }
        for (ordinal, at) in (1..).zip(found) {
            let glyphs = &mut lines[at].glyphs;
            glyphs.retain(|glyph| !matches!(glyph.folded, '【' | '】'));
            put_mark(&mut lines[at], ordinal);
        }
        return;
    }
}

/// Puts 三、 before a line; nothing of it is shown.
fn put_mark(line: &mut Line, ordinal: u32) {
    let Some(first) = line.glyphs.first().copied() else {
        return;
    };
    let marked = super::numeral::chinese(ordinal).into_iter().chain(['、']);
    let marked: Vec<Glyph> = marked
        .map(|folded| Glyph {
            folded,
            printed: None,
            ..first
        })
        .collect();
    line.glyphs.splice(0..0, marked);
}

#[cfg(test)]
mod tests {
    use super::super::page::Page;

    fn read(text: &str) -> String {
        Page::new(text).text.trim_end().to_owned()
    }

    #[test]
    fn parts_of_a_number_are_headings_below_one_another() {
        assert_eq!(
            read("1 总体目标\n1.1 新增风险及时处置。\n1.2 存量压降。\n2 重点任务\n2.1 全面起底。"),
            "一、总体目标\n(1)新增风险及时处置。\n(2)存量压降。\n二、重点任务\n(1)全面起底。"
        );
    }

    #[test]
    fn sums_and_days_are_no_numbers_of_headings() {
        for text in [
            "1.5亿元以上\n1.6亿元以上\n1.7亿元以上",
            "6.1前报送\n6.2前报送\n6.3前报送",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn words_alone_on_a_line_count_as_headings() {
        assert_eq!(
            read("现通知如下。\n工作目标\n守住底线。\n工作要求\n加强领导。"),
            "现通知如下。\n一、工作目标\n守住底线。\n二、工作要求\n加强领导。"
        );
        assert_eq!(
            read("制定本方案。\n【指导思想】\n以人民为中心。\n【实施步骤】\n分四步走。"),
            "制定本方案。\n一、指导思想\n以人民为中心。\n二、实施步骤\n分四步走。"
        );
    }

    #[test]
    fn a_text_with_the_usual_numbers_stays_as_it_is() {
        let text = "现通知如下。\n一、目标\n守住底线。\n工作任务\n全面排查。\n工作要求\n加强领导。";
        assert_eq!(read(text), text);
    }
}
