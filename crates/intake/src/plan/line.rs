//! Lines of the extracted text and which of them belong to one paragraph although a scan broke them.
//! It must not know what the paragraphs say.

use super::reach::{has_chars, tail};
use super::{mark, page};

/// One character of the cleaned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub folded: char,
    /// What to show; none for the further characters of an enclosed number.
    pub printed: Option<char>,
    /// Character offset into the extracted text.
    pub origin: u32,
    /// A wide gap stood before it.
    pub gap: bool,
    /// Any blank stood before it.
    pub blank: bool,
}

/// A line that is not blank and not a page number.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub glyphs: Vec<Glyph>,
    pub is_row: bool,
}

impl Line {
    /// The lines that carry text, in order.
    pub(super) fn all(text: &str) -> Vec<Self> {
        let mut lines = Vec::new();
        let mut offset = 0;
        for raw in text.split(['\n', '\x0B', '\x0C', '\r', '\u{2028}', '\u{2029}']) {
            let length = raw.chars().count();
            let glyphs = page::glyphs(raw, offset);
            offset += length + 1;
            let is_row = glyphs
                .iter()
                .any(|glyph| matches!(glyph.folded, '\t' | '|' | '│' | '┃'));
            let line = Self { glyphs, is_row };
            if !line.glyphs.is_empty() {
                lines.push(line);
            }
        }
        // A table's numbers must be seen before lines that are numbers are taken for those of pages.
        let mut lines = super::flat_table::join(lines);
        lines.retain(|line| {
            let text = line.text();
            match line.is_row {
                true => !super::web_page::is_menu(&text),
                false => !is_page_number(&text) && !super::web_page::is_furniture(&text),
            }
        });
        super::scan::mend(&mut lines);
        super::unmarked::mend(&mut lines);
        without_running_heads(lines)
    }

    pub(super) fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.folded).collect()
    }

    /// Two blanks or more stand before it.
    pub(super) fn is_indented(&self) -> bool {
        self.glyphs.first().is_some_and(|glyph| glyph.gap)
    }

    /// Width in half-width columns, as a typesetter counts.
    pub(super) fn width(&self) -> usize {
        self.glyphs
            .iter()
            .filter_map(|glyph| glyph.printed)
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum()
    }
}

/// A line repeated on every page (页眉) is text only once: the red heading, or anything short seen three times.
fn without_running_heads(lines: Vec<Line>) -> Vec<Line> {
    let mut seen: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for line in &lines {
        *seen.entry(line.text()).or_default() += 1;
    }
    let mut first = std::collections::HashSet::new();
    lines
        .into_iter()
        .filter(|line| {
            let text = line.text();
            let times = seen.get(&text).copied().unwrap_or_default();
            let short = (6..=40).contains(&text.chars().count())
                && !line.is_row
                && !text.contains(['。', '，', '：', '；', '、'])
                && mark::read(&text).is_none();
            let repeats = short && (times >= 3 || times == 2 && text.ends_with("文件"));
            first.insert(text) || !repeats
        })
        .collect()
}

fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(['—', '第', '页', '·', '.', ' ']);
    let numbered = !bare.is_empty() && bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit());
    numbered || (text.starts_with('第') && text.ends_with('页') && text.contains("页共"))
}

/// The column at which the text was broken into lines of equal width, if it was.
///
/// Scanned and pasted texts break every line at the page's edge; a text file made from Word has one line per paragraph.
pub(super) fn wrap_width(lines: &[Line]) -> Option<usize> {
    let mut widths: Vec<usize> = lines
        .iter()
        .filter(|line| !line.is_row)
        .map(Line::width)
        .collect();
    widths.sort_unstable();
    let edge = *widths.get(widths.len() * 9 / 10)?;
    let broken = lines
        .iter()
        .filter(|line| !line.is_row && line.width() + 6 >= edge && !ends_sentence(&line.text()))
        .count();
    ((24..=110).contains(&edge) && broken >= 4 && broken * 5 >= lines.len()).then_some(edge)
}

/// Whether an indent means a new paragraph: some lines have one and many have none.
pub(super) fn tells_by_indent(lines: &[Line]) -> bool {
    let plain = lines.iter().filter(|line| !line.is_row);
    let (all, indented) = plain.fold((0, 0), |(all, indented), line| {
        (all + 1, indented + usize::from(line.is_indented()))
    });
    indented > 0 && (all - indented) * 10 >= all * 3
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '’', ')']);
    text.ends_with(['。', '！', '？', '；', '：'])
}

/// “…开展排查。（责任单位：县公安局）”: a note behind the full stop closes the paragraph.
fn ends_with_note(text: &str) -> bool {
    text.ends_with(')')
        && tail(text, 200)
            .rfind('(')
            .is_some_and(|open| tail(text, 200)[..open].ends_with(['。', '；']))
}

/// Whether `next` goes on with the paragraph `so_far`, whose last line was `last_width` wide.
pub(super) fn continues(so_far: &str, last_width: usize, next: &str, width: Option<usize>) -> bool {
    let inside = has_open_bracket(so_far);
    // What has been said near the break decides, not the whole of a long paragraph.
    let near = tail(so_far, 400);
    if inside && !ends_sentence(so_far) && so_far.len() < 4000 {
        return true;
    }
    let is_print_line = so_far.ends_with("日印发") && !near.contains('。');
    // No paragraph begins with a closing mark, and no date is two lines long.
    if next.starts_with(['、', '，', '。', '；', ')', '》', '〕'])
        || is_cut_date(so_far, next)
        || ends_time(so_far, next)
    {
        return true;
    }
    // A colon at the very edge of the page (“2.住建部门：”) does not end the paragraph.
    let at_edge = width.is_some_and(|edge| last_width + 10 >= edge)
        && so_far.ends_with('：')
        && mark::read(so_far).is_some()
        && near.contains('。');
    if (ends_sentence(so_far) || ends_with_note(so_far)) && !at_edge
        || is_print_line
        || starts_own_line(next)
        || ends_address(so_far, next)
    {
        return false;
    }
    if so_far.ends_with('、') {
        return true;
    }
    if mark::read(next).is_some() {
        return false;
    }
    if so_far.ends_with(['，', '(', '《', '“', '〔']) {
        return true;
    }
    // “三、时间安排。即日起至9月15日为摸底”: the text of a heading has begun.
    let has_begun = mark::read(so_far).is_some() && near.contains('。') && has_chars(so_far, 15);
    // “（2024年6月底前完成）” and below it the name that signs.
    let is_signed = (so_far.ends_with([')', '日', '底', '前']) || !has_chars(so_far, 25))
        && has_chars(next, 6)
        && !next.contains(['，', '。', '、'])
        && width.is_none_or(|edge| last_width + 4 < edge)
        && super::body_name::is_body(next);
    if is_signed {
        return false;
    }
    let is_bare_heading = mark::read(so_far).is_some() && !near.contains(['。', '；']);
    // A sentence that has begun and not ended goes on, wherever the line was broken.
    let in_sentence = (has_chars(so_far, 25) || has_begun)
        && near.contains(['，', '。', '；'])
        && !is_table_of_signs(so_far);
    match width {
        Some(edge) => last_width + 4 >= edge || (in_sentence && !is_bare_heading),
        None if is_bare_heading => has_chars(so_far, 61),
        None => in_sentence,
    }
}

/// 于12月1 | 0日前, 于12月 | 10日前, 于12 | 月10日前: a date broken at the edge.
fn is_cut_date(so_far: &str, next: &str) -> bool {
    let digits = next.chars().take_while(char::is_ascii_digit).count();
    let unit = next.chars().nth(digits).unwrap_or(' ');
    let counted = so_far.ends_with(|c: char| c.is_ascii_digit());
    !is_date_line(next)
        && !is_date_line(so_far)
        && (has_chars(so_far, 20) || so_far.contains(['，', '；', '。']))
        && ((counted && "年月日号".contains(unit) && digits <= 2)
            || (so_far.ends_with(['月', '年']) && digits > 0 && "月日号".contains(unit)))
}

/// 次年1月底 | 前通报: the word that ends a time stands on the next line.
fn ends_time(so_far: &str, next: &str) -> bool {
    const OTHER: &[&str] = &[
        "前期", "前言", "前款", "前述", "前所", "前往", "前台", "前来", "内部", "内容",
    ];
    so_far.ends_with(['底', '日', '末', '旬', '号', '月', '天', '年'])
        && has_chars(so_far, 12)
        && !is_date_line(so_far)
        && (next.starts_with(['前', '内', '止'])
            || so_far.ends_with(['年', '月', '日'])
                && [
                    "以前",
                    "之前",
                    "以来",
                    "底前",
                    "底以前",
                    "年底",
                    "月底",
                    "底，",
                    "底完成",
                ]
                .iter()
                .any(|word| next.starts_with(word)))
        && !OTHER.iter().any(|word| next.starts_with(word))
}

fn is_table_of_signs(text: &str) -> bool {
    const SIGNS: &[&str] = &[
        "附件",
        "联系",
        "抄送",
        "邮箱",
        "电话",
        "传真",
        "值班电话",
        "举报电话",
        "咨询电话",
        "监督电话",
        "电子邮箱",
    ];
    let text = text.trim_start_matches('(');
    SIGNS.iter().any(|word| text.starts_with(word))
}

/// A bracket opened near the end and not closed: the break fell inside a citation.
fn has_open_bracket(text: &str) -> bool {
    let tail: Vec<char> = text.chars().rev().take(60).collect();
    let mut closed = [0_usize; 3];
    for c in tail {
        for (kind, (open, close)) in [('《', '》'), ('(', ')'), ('〔', '〕')]
            .into_iter()
            .enumerate()
        {
            if c == close {
                closed[kind] += 1;
            } else if c == open {
                if closed[kind] == 0 {
                    return true;
                }
                closed[kind] -= 1;
            }
        }
    }
    false
}

/// Lines that always stand for themselves: dates, attachments, copies, contacts.
fn starts_own_line(next: &str) -> bool {
    const HEADS: &[&str] = &[
        "附件",
        "附：",
        "附表",
        "抄送",
        "抄报",
        "主送",
        "联系人",
        "联系电话",
        "电子邮箱",
        "邮箱：",
        "(此件",
        "(此页",
        "(联系人",
    ];
    HEADS.iter().any(|head| next.starts_with(head))
        || is_date_line(next)
        || is_number_line(next)
        || super::roster::is_labelled(next)
}

/// 云处非办〔2025〕1号 or 云处非办（2025）1号 and nothing else.
fn is_number_line(text: &str) -> bool {
    let numbered = text.split_once(['〔', '(', '[']).filter(|(_, rest)| {
        let year = rest.bytes().take_while(u8::is_ascii_digit).count();
        year == 4 && rest[year..].starts_with(['〕', ')', ']'])
    });
    numbered.is_some_and(|(office, rest)| {
        (2..=14).contains(&office.chars().count())
            && office
                .chars()
                .all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
            && rest.ends_with('号')
            && rest.chars().count() <= 10
    })
}

/// A line that is nothing but a date, in digits or in Chinese numerals.
pub(super) fn is_date_line(text: &str) -> bool {
    if has_chars(text, 16) {
        return false;
    }
    let Some((year, rest)) = text.split_once('年') else {
        // 2024.9.12 under the name of who signs; 2024-09-12 is the day a web page was put up.
        return text.matches('.').count() == 2
            && super::date::read(text).is_some_and(|(_, used)| used == text.len());
    };
    let is_numeral = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十Oo".contains(c);
    year.chars().count() == 4
        && year.chars().all(is_numeral)
        && rest.ends_with(['日', '月'])
        && rest
            .chars()
            .all(|c| is_numeral(c) || c == '月' || c == '日')
}

/// An address line without its colon is followed by the first words of the text.
fn ends_address(so_far: &str, next: &str) -> bool {
    const ENDS: &[&str] = &[
        "单位",
        "部门",
        "政府",
        "学校",
        "办事处",
        "委员会",
        "公司",
        "机构",
    ];
    const STARTS: &[&str] = &["为", "根据", "按照", "现将", "经", "近期", "近年", "《"];
    !has_chars(so_far, 120)
        && !so_far.contains('。')
        && ENDS.iter().any(|end| so_far.ends_with(end))
        && STARTS.iter().any(|start| next.starts_with(start))
        && so_far.starts_with([
            '各', '县', '区', '市', '镇', '乡', '街', '两', '局', '机', '有',
        ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_inside_a_sentence_goes_on() {
        let long = "广泛发动群众，扎实做好排查工作，把各项措施落到实处，确保取得实际的成";
        assert!(continues(long, 70, "效，", None));
        assert!(continues(
            "按照《云溪县工作方案》(云",
            30,
            "处〔2016〕12号)的要求",
            None
        ));
        assert!(continues(
            "（四）验收总结阶段：12月1日至12月31日，各村于12月1",
            60,
            "0日前上报总结",
            None
        ));
        assert!(!continues("一、工作目标", 12, "通过开展专项整治", None));
        assert!(!continues(
            "加强领导，落实责任，确保全县各项工作任务都能够按期完成",
            50,
            "(二)加强督查",
            None
        ));
        assert!(!continues(
            "云溪县人民政府办公室",
            20,
            "2024年6月19日",
            None
        ));
    }

    #[test]
    fn a_text_broken_at_the_edge_is_recognised() {
        let broken = "各乡镇要广泛发动群众扎实做好排查工作把措施落到实\n处确保取得成效并且及时总结上报经验做法供全县学习\n借鉴推广同时要注意保密不得泄露举报人的任何信息确\n保安全稳妥推进各项工作任务的落实落细落到具体的人\n身上。";
        assert!(wrap_width(&Line::all(broken)).is_some());
        assert!(
            wrap_width(&Line::all(
                "一、目标\n各乡镇要广泛发动群众。\n二、要求\n加强领导。"
            ))
            .is_none()
        );
    }

    #[test]
    fn page_numbers_are_no_text() {
        assert_eq!(Line::all("— 3 —\n第3页 共8页\n12\n正文").len(), 1);
    }
}
