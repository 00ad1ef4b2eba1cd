//! Slips of text recognition that change what a plan says: 2O24年, l0月, (-)、 for （一）、, 10日一20日.
//! Only the reading is mended, what is shown stays as printed. It must not know headings or dates.

use super::line::{Glyph, Line};

/// The digit that a letter was read for.
fn look_alike(c: char) -> Option<char> {
    match c {
        'O' | 'o' => Some('0'),
        'l' | 'I' | '丨' => Some('1'),
        _ => None,
    }
}

fn is_numeric(c: char) -> bool {
    c.is_ascii_digit() || look_alike(c).is_some()
}

/// Mends all lines; a number broken at the edge of the page is seen with what follows it.
pub(super) fn mend(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let next: Vec<char> = lines
            .get(at + 1)
            .map(|line| {
                line.glyphs
                    .iter()
                    .take(3)
                    .map(|glyph| glyph.folded)
                    .collect()
            })
            .unwrap_or_default();
        let Some(line) = lines.get_mut(at) else {
            continue;
        };
        numbers(&mut line.glyphs, &next);
        marks(&mut line.glyphs);
        ranges(&mut line.glyphs);
        days(&mut line.glyphs);
    }
}

/// 2O24年, l0月, 3O日, 〔2O24〕, l.
fn numbers(glyphs: &mut [Glyph], next: &[char]) {
    let mut start = 0;
    while start < glyphs.len() {
        if !is_numeric(glyphs[start].folded) {
            start += 1;
            continue;
        }
        let run = glyphs[start..]
            .iter()
            .take_while(|glyph| is_numeric(glyph.folded))
            .count();
        let end = start + run;
        let behind = glyphs
            .get(end)
            .map(|glyph| glyph.folded)
            .or_else(|| next.iter().copied().find(|c| !is_numeric(*c)));
        let before = start.checked_sub(1).map(|at| glyphs[at].folded);
        if is_number(&glyphs[start..end], before, behind, end == glyphs.len()) {
            for glyph in &mut glyphs[start..end] {
                glyph.folded = look_alike(glyph.folded).unwrap_or(glyph.folded);
            }
        }
        start = end;
    }
}

/// A word of letters stays a word: a number shows by what stands around it.
fn is_number(run: &[Glyph], before: Option<char>, behind: Option<char>, at_edge: bool) -> bool {
    let digits = run
        .iter()
        .filter(|glyph| glyph.folded.is_ascii_digit())
        .count();
    if digits == run.len() || run.len() > 12 {
        return false;
    }
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if is_letter(before) || is_letter(behind) || before == Some('@') || behind == Some('@') {
        return false;
    }
    let counts = behind.is_some_and(|c| "年月日号".contains(c));
    // “l.加强领导”, “附件l”, “〔2O24〕”, “52l8866”.
    let opens = before.is_none_or(|c| "：，。； ".contains(c));
    let heads = run.len() == 1 && opens && behind.is_some_and(|c| ".、".contains(c));
    let listed = run.len() == 1 && before == Some('件');
    let bracketed = run.len() == 4 && before.is_some_and(|c| "〔[(".contains(c));
    let long = digits >= 4 && digits * 2 > run.len();
    (counts && (digits > 0 || run.len() <= 2 && !at_edge)) || heads || listed || bracketed || long
}

/// “-、工作目标” and “(-)加强领导” begin with 一.
fn marks(glyphs: &mut [Glyph]) {
    let dash = |at: usize, glyphs: &[Glyph]| glyphs.get(at).is_some_and(|g| g.folded == '—');
    let is = |at: usize, c: char, glyphs: &[Glyph]| glyphs.get(at).is_some_and(|g| g.folded == c);
    if dash(0, glyphs) && is(1, '、', glyphs) {
        glyphs[0].folded = '一';
    }
    for at in 0..glyphs.len() {
        if is(at, '(', glyphs) && dash(at + 1, glyphs) && is(at + 2, ')', glyphs) {
            glyphs[at + 1].folded = '一';
        }
    }
}

/// “5月10日一5月20日”: a dash read as 一.
fn ranges(glyphs: &mut [Glyph]) {
    for at in 1..glyphs.len().saturating_sub(1) {
        let (before, behind) = (glyphs[at - 1].folded, glyphs[at + 1].folded);
        if glyphs[at].folded == '一' && "日月".contains(before) && is_numeric(behind) {
            glyphs[at].folded = '—';
        }
    }
}

/// “5月9曰”: 日 read as 曰.
fn days(glyphs: &mut [Glyph]) {
    for at in 1..glyphs.len() {
        if glyphs[at].folded == '曰' && is_numeric(glyphs[at - 1].folded) {
            glyphs[at].folded = '日';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::Page;

    fn read(text: &str) -> String {
        Page::new(text).text.trim_end().to_owned()
    }

    #[test]
    fn numbers_are_read_through_the_letters_they_were_taken_for() {
        assert_eq!(
            read("安处非办发[2O24]3号自2O24年l0月8日至1O月3l日"),
            read("安处非办发[2024]3号自2024年10月8日至10月31日")
        );
        assert_eq!(
            read("(-)部署阶段(5月10日一5月20日)"),
            read("(一)部署阶段(5月10日—5月20日)")
        );
        assert_eq!(read("-、工作目标"), "一、工作目标");
        assert_eq!(read("l.加强领导"), "1.加强领导");
        assert_eq!(read("附件l：统计表"), "附件1：统计表");
    }

    #[test]
    fn words_and_addresses_stay_as_they_are() {
        for text in [
            "LED屏",
            "oil@lol.com",
            "I级响应",
            "一月一日",
            "一是加强领导",
            "每日一报",
            "APP",
            "ISO9001认证",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn what_is_shown_stays_as_printed() {
        let page = Page::new("2O24年l0月8日");
        assert_eq!(
            page.printed(&(0..page.text.trim_end().len())),
            "2O24年l0月8日"
        );
    }
}
