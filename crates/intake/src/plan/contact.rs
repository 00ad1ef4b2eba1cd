//! Persons and lines to call or write to (联系人、电话、邮箱).
//! It must not know duties.

use std::sync::LazyLock;

use regex::Regex;

use super::page::{Extent, Page};
use super::reading::Contact;

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"1[3-9]\d{9}|(?:\(0\d{2,3}\)|0\d{2,3}—?)?[2-9]\d{6,7}(?:—\d{1,4})?|400—?\d{3}—?\d{4}",
    )
});
static MAIL: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"[A-Za-z0-9_.+—]+@[A-Za-z0-9—]+(?:\.[A-Za-z0-9—]+)+"));
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:联系人|联络人|联络员|负责人|经办人)(?:及电话|及联系方式|和电话|、电话|、联系电话)?：?([\p{Han}·]{2,4}(?:[、 ][\p{Han}·]{2,4})*)",
    )
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"联系人|联络人|联系电话|联系方式|电话：|电话号码|邮箱|电子邮件|举报电话|热线|传真",
    )
});

/// All contacts, in order. A person named anew begins a new contact; an address without a person joins the one before.
pub(super) fn contacts(page: &Page) -> Vec<Contact> {
    let mut all: Vec<(Contact, Extent)> = Vec::new();
    let mut last_paragraph = None;
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        let text = page.slice(&paragraph.extent);
        if !LABEL.is_match(text) && !MAIL.is_match(text) {
            continue;
        }
        let found = of_paragraph(page, &paragraph.extent, text);
        let adjoins = last_paragraph.is_some_and(|last| last + 3 >= at);
        for (contact, extent) in found {
            match all.last_mut().filter(|_| adjoins && contact.name.is_none()) {
                Some((open, whole)) if completes(open, &contact) => {
                    open.phone = open.phone.take().or(contact.phone);
                    open.email = open.email.take().or(contact.email);
                    whole.end = extent.end;
                }
                _ => all.push((contact, extent)),
            }
            last_paragraph = Some(at);
        }
    }
    all.into_iter()
        .map(|(contact, extent)| Contact {
            span: page.span(&extent),
            ..contact
        })
        .collect()
}

fn completes(open: &Contact, more: &Contact) -> bool {
    let both = |left: &Option<String>, right: &Option<String>| left.is_some() && right.is_some();
    !both(&open.phone, &more.phone) && !both(&open.email, &more.email)
}

fn of_paragraph(page: &Page, extent: &Extent, text: &str) -> Vec<(Contact, Extent)> {
    let names: Vec<_> = NAME
        .captures_iter(text)
        .filter_map(|captures| captures.get(1))
        .filter(|name| !is_label(bare_name(name.as_str())))
        .collect();
    let mut starts: Vec<usize> = names.iter().map(regex::Match::start).collect();
    if starts.is_empty() {
        starts.push(0);
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    let mut found = Vec::new();
    for (at, (&start, &end)) in starts.iter().zip(&ends).enumerate() {
        let from = if at == 0 { 0 } else { start };
        let piece = &text[from..end];
        let base = extent.start + from;
        let mails: Vec<_> = MAIL.find_iter(piece).collect();
        let outside = |at: usize| !mails.iter().any(|mail| mail.range().contains(&at));
        let phones: Vec<_> = PHONE
            .find_iter(piece)
            .filter(|phone| outside(phone.start()) && is_whole(piece, phone.range()))
            .collect();
        let printed =
            |range: std::ops::Range<usize>| page.printed(&(base + range.start..base + range.end));
        let contact = Contact {
            name: names.get(at).map(|name| {
                page.printed(
                    &(extent.start + name.start()
                        ..extent.start + name.start() + bare_name(name.as_str()).len()),
                )
                .replace(' ', "、")
            }),
            phone: joined(phones.iter().map(|phone| printed(phone.range()))),
            email: mails.first().map(|mail| printed(mail.range())),
            span: super::reading::Span::default(),
        };
        if contact.phone.is_some()
            || contact.email.is_some()
            || contact.name.is_some() && text.contains("联系人：")
        {
            let first = phones
                .iter()
                .chain(&mails)
                .map(regex::Match::start)
                .min()
                .unwrap_or(0);
            let begin = if names.get(at).is_some() {
                extent.start + start
            } else {
                base + first
            };
            let last = phones
                .iter()
                .chain(&mails)
                .map(regex::Match::end)
                .max()
                .map_or(extent.start + end, |last| base + last);
            found.push((contact, begin..last.max(begin)));
        }
    }
    found
}

/// 周云电话: the label that runs into the name is cut off.
fn bare_name(name: &str) -> &str {
    let cut = [
        "电话", "联系", "手机", "邮箱", "座机", "办公", "固话", "电", "联", "手",
    ]
    .iter()
    .filter_map(|label| name.find(label))
    .filter(|&at| at >= "周云".len())
    .min();
    cut.map_or(name, |at| &name[..at])
}

fn is_label(name: &str) -> bool {
    name.chars().count() < 2
        || ["电话", "及", "姓名", "信息", "名单", "方式", "表"]
            .iter()
            .any(|word| name.starts_with(word) || name.ends_with(word))
}

/// Digits on either side would make it a part of a longer number.
fn is_whole(text: &str, range: std::ops::Range<usize>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    !digit(text[..range.start].chars().next_back()) && !digit(text[range.end..].chars().next())
}

fn joined(values: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = values.collect();
    (!all.is_empty()).then(|| all.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<String>, Option<String>, Option<String>)> {
        contacts(&Page::new(text))
            .into_iter()
            .map(|c| (c.name, c.phone, c.email))
            .collect()
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_person_with_phone_and_mail_on_several_lines_is_one_contact() {
        assert_eq!(
            read("联系人：钱多多 13800000001\n\n邮 箱：yunxi-fangfei@163.com"),
            [(
                some("钱多多"),
                some("13800000001"),
                some("yunxi-fangfei@163.com")
            )]
        );
        assert_eq!(
            read("（联系人：李云，联系电话：0351-7000001；电子邮箱：yx@example.com）"),
            [(some("李云"), some("0351-7000001"), some("yx@example.com"))]
        );
    }

    #[test]
    fn several_persons_are_several_contacts() {
        assert_eq!(
            read("联系人：李云 7000001；联系人：王溪 7000002"),
            [
                (some("李云"), some("7000001"), None),
                (some("王溪"), some("7000002"), None)
            ]
        );
        assert_eq!(read("举报电话：87654321"), [(None, some("87654321"), None)]);
    }
}
