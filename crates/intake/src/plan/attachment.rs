//! The attachments listed (附件), and whether they are in the file.
//! It must not know what they hold.

use std::collections::HashSet;

use super::mark;
use super::page::{Extent, Page};
use super::paragraph::Kind;
use super::part::Parts;
use super::reading::{Attachment, Warning};

/// A listed attachment with its place.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub title: Extent,
    /// No list names it: the title stands above its content.
    in_place: bool,
}

/// The attachments in order of listing, each once.
pub(super) fn listed(page: &Page, parts: &Parts) -> Vec<Listed> {
    let mut all: Vec<Listed> = Vec::new();
    let mut known = HashSet::new();
    for (at, kind) in parts.kinds.iter().enumerate() {
        let extent = &page.paragraphs[at].extent;
        match kind {
            Kind::AttachmentEntry => {
                for title in titles(page, extent) {
                    if !title.is_empty() && known.insert(page.slice(&title)) {
                        all.push(Listed {
                            title,
                            in_place: false,
                        });
                    }
                }
            }
            Kind::AttachmentTail => {
                if let Some(last) = all.last_mut() {
                    last.title.end = extent.end;
                }
            }
            _ => {}
        }
    }
    if all.is_empty() {
        all = in_place(page, parts);
    }
    all
}

/// “附件1” on a line of its own and the title below it, where no list names them.
fn in_place(page: &Page, parts: &Parts) -> Vec<Listed> {
    let marks = (1..parts.kinds.len()).filter(|&at| parts.kinds[at - 1] == Kind::AttachmentMark);
    marks
        .filter(|&at| matches!(parts.kinds[at], Kind::Short | Kind::TitleLike))
        .map(|at| page.paragraphs[at].extent.clone())
        .filter(|title| (3..=40).contains(&page.slice(title).chars().count()))
        .map(|title| Listed {
            title,
            in_place: true,
        })
        .collect()
}

/// One line may hold several: 附件：1.甲表 2.乙表.
fn titles(page: &Page, extent: &Extent) -> Vec<Extent> {
    let text = page.slice(extent);
    let rest = text.trim_start_matches("附件").trim_start_matches('附');
    let start = extent.start + text.len() - rest.len();
    let label = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            .len();
    // In “附件1.…” and “附件：1.…” the number is the list's, in “附件1：…” the attachment's.
    let body_start = if rest[label..].starts_with(['：', '—', '.', '、']) {
        start + label
    } else {
        start
    };
    let body = page.trimmed(
        &(body_start..extent.end),
        &['：', ' ', '—', '.', '、', '。', '；'],
    );
    let mut cuts = vec![body.start];
    let inner = page.slice(&body);
    let mut ordinal = mark::read(inner).map_or(1, |mark| mark.ordinal);
    for (at, c) in inner.char_indices().skip(1) {
        let follows = c.is_ascii_digit()
            && mark::read(&inner[at..]).is_some_and(|mark| mark.ordinal == ordinal + 1);
        if follows && !inner[..at].ends_with(|c: char| c.is_ascii_digit()) {
            ordinal += 1;
            cuts.push(body.start + at);
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([body.end]);
    cuts.iter()
        .zip(ends)
        .map(|(&from, to)| without_mark(page, &(from..to)))
        .collect()
}

fn without_mark(page: &Page, extent: &Extent) -> Extent {
    let used = mark::read(page.slice(extent)).map_or(0, |mark| mark.length);
    page.trimmed(
        &(extent.start + used..extent.end),
        &['。', '；', '，', ' ', '：', '《', '》'],
    )
}

pub(super) fn readings(page: &Page, listed: &[Listed]) -> Vec<Attachment> {
    listed
        .iter()
        .map(|one| Attachment {
            title: page.printed(&one.title),
            span: page.span(&one.title),
        })
        .collect()
}

/// Attachments named but not in the file: their columns must come from elsewhere.
pub(super) fn warnings(page: &Page, parts: &Parts, listed: &[Listed]) -> Vec<Warning> {
    listed
        .iter()
        .enumerate()
        .filter(|(at, one)| !one.in_place && !is_present(page, parts, listed, *at, one))
        .map(|(_, one)| Warning {
            span: page.span(&one.title),
            problem: format!(
                "附件“{}”在正文中列出，但文件里没有它的内容，请补充附件或自行设定表格栏目",
                page.printed(&one.title)
            ),
        })
        .collect()
}

fn is_present(page: &Page, parts: &Parts, listed: &[Listed], at: usize, one: &Listed) -> bool {
    let title = page.slice(&one.title);
    let last_listed = listed.last().map_or(0, |last| last.title.end);
    let titled = parts.all.iter().any(|part| {
        part.title.as_ref().is_some_and(|own| {
            own.start > one.title.end
                && (page.slice(own).contains(title) || title.contains(page.slice(own)))
        })
    });
    let repeated = page.text[last_listed.min(page.text.len())..].contains(title);
    let marks = parts
        .all
        .iter()
        .filter(|part| {
            let other = part.title.as_ref().is_some_and(|own| {
                let own = page.slice(own);
                !listed.iter().any(|one| {
                    let title = page.slice(&one.title);
                    own.contains(title) || title.contains(own)
                })
            });
            part.is_attachment
                && !other
                && part.has_content()
                && page.paragraphs[part.first].extent.start > one.title.end
        })
        .count();
    titled || repeated || marks > at
}
