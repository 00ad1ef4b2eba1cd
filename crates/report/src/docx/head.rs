//! The top of a paper: red head, title, addressee. It must not know the text.

use docx_rs::{
    AlignmentType, BorderType, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders,
};

use super::{
    page::Section,
    paper::{Paper, RedHead},
    style::{BODY, EM, FANGSONG, LINE, NO2, NO3, Type, XIAOBIAOSONG, exactly},
};
use crate::text::width;

const RED: &str = "FF0000";
/// 35 mm from the top of the text area to the issuer's mark, in twips.
const MARK_DEPTH: u32 = 1_984;
/// The line under the number: 4 mm below it, in points.
const RULE_SPACE: usize = 11;

/// Writes everything above the text.
pub(super) fn write(paper: &Paper, section: &mut Section) {
    if let Some(head) = &paper.head {
        write_red_head(head, section);
        section.add(BODY.empty());
    }
    write_title(&paper.title, section);
    if !paper.addressee.is_empty() {
        section.add(BODY.empty());
        let addressee = Type { indent: 0, ..BODY };
        section.add(addressee.paragraph(&format!("{}：", paper.addressee)));
    } else if !paper.title.is_empty() {
        section.add(BODY.empty());
    }
}

fn write_red_head(head: &RedHead, section: &mut Section) {
    let size = mark_size(&head.issuer, section.width());
    let line = size as i32 * 12;
    let mark = Type {
        font: XIAOBIAOSONG,
        size,
        bold: false,
        align: AlignmentType::Center,
        line,
        indent: 0,
    };
    let run = mark.run(&head.issuer).color(RED);
    section.add(
        mark.empty()
            .line_spacing(exactly(line).before(MARK_DEPTH))
            .add_run(run),
    );
    section.add(BODY.empty());
    let number = Type {
        font: FANGSONG,
        align: AlignmentType::Center,
        indent: 0,
        ..BODY
    };
    let mut paragraph = number.paragraph(&head.number);
    let rule = ParagraphBorder::new(ParagraphBorderPosition::Bottom)
        .val(BorderType::Single)
        .size(16)
        .space(RULE_SPACE)
        .color(RED);
    paragraph.property = paragraph
        .property
        .set_borders(ParagraphBorders::with_empty().set(rule));
    section.add(paragraph);
}

/// The largest size, up to 62 points, in which the mark stands on one line, in half points.
fn mark_size(issuer: &str, room: usize) -> usize {
    let ems = (width(issuer) as usize).max(100);
    (room * 95 / ems / 10).clamp(NO3, 124)
}

/// 2号小标宋, centred; long titles are broken evenly, as the standard wants (梯形或菱形).
fn write_title(title: &str, section: &mut Section) {
    let room = section.width() as u32 * 100 / (NO2 as u32 * 10);
    let large = Type {
        font: XIAOBIAOSONG,
        size: NO2,
        bold: false,
        align: AlignmentType::Center,
        line: LINE + 80,
        indent: 0,
    };
    for line in title.split('\n').filter(|l| !l.trim().is_empty()) {
        for part in even_lines(line.trim(), room) {
            section.add(large.paragraph(&part));
        }
    }
}

/// Breaks a title into the fewest lines of about equal width, in hundredths of an em, and never
/// inside a number or a book title's closing mark.
pub(super) fn even_lines(title: &str, room: u32) -> Vec<String> {
    let total = width(title);
    let count = total.div_ceil(room).max(1);
    let share = total.div_ceil(count);
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut previous = ' ';
    for c in title.chars() {
        let wide = crate::text::char_width(c);
        let full = used + wide > room || (used >= share && (lines.len() as u32) < count);
        let together = (previous.is_ascii_alphanumeric() && c.is_ascii_alphanumeric())
            || matches!(
                c,
                '》' | '”' | '）' | '〕' | '，' | '、' | '。' | '年' | '月' | '日' | '号'
            )
            || matches!(previous, '《' | '“' | '（' | '〔');
        if full && used > 0 && (!together || used + wide > room + 200) {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        previous = c;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

/// Where a body line ends, for texts that hang: one character of 3号 in twips.
pub(super) const fn em(count: i32) -> i32 {
    EM * count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_break_evenly_and_not_inside_numbers() {
        let lines = even_lines(
            "青禾县处置非法集资领导小组办公室关于2024年第三季度防范和处置非法集资工作情况的报告",
            2_000,
        );
        assert!(lines.len() == 2 || lines.len() == 3);
        assert!(
            lines
                .iter()
                .all(|l| !l.starts_with('0') && !l.starts_with('年'))
        );
        assert_eq!(even_lines("线索登记表", 2_000), ["线索登记表"]);
    }

    #[test]
    fn the_mark_fits_its_line() {
        assert_eq!(mark_size("县政府", 8_844), 124);
        assert!(mark_size("青禾县处置非法集资领导小组办公室文件", 8_844) <= 46);
    }
}
