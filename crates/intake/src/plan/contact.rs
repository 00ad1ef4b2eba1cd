//! Persons and lines to call or write to (联系人、电话、邮箱).
//! It must not know duties.

use std::sync::LazyLock;

use regex::Regex;

use super::page::{Extent, Page};
use super::reading::Contact;

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"1[3-9]\d ?\d{4} ?\d{4}|(?:\(0\d{2,3}\) ?|0\d{2,3}[— ]?)?[2-9]\d{2,3} ?\d{4}(?:—\d{1,4})?|400—?\d{3}—?\d{4}",
    )
});
static MAIL: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"[A-Za-z0-9_.+—]+@[A-Za-z0-9—]+(?:\.[A-Za-z0-9—]+)+"));
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:联系人|联络人|联络员|负责人|经办人)(?:及电话|及联系方式|和电话|、电话|、联系电话)?：?([\p{Han}·]{2,4}(?:[、 ][\p{Han}·]{2,4})*)",
    )
});
/// 何军0356—7022345 behind another contact.
static NAME_PHONE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[，、；。：)])([\p{Han}]{2,4})(?:同志|科长|主任|股长|老师)?[，：(]?(?:1[3-9]\d{9}|\(?0\d{2,3}[)—]?\d{7,8}|[2-9]\d{6,7})",
    )
});
/// 县金融局邓超7654322: the office before the name, the number behind it.
static OFFICE_NAME: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:局|办|委|厅|科|股|室|中心|大队|支队|总队|处|部|院|站|所|镇|乡|街道) ?([\p{Han}]{2,3})(?:同志|科长|主任|股长|老师)?[，：( ]?(?:1[3-9]\d{9}|0\d{2,3}[—)]?\d{7,8}|[2-9]\d{6,7})",
    )
});
/// 张三13800001111李四13900002222: the next person right behind the number of the one before.
static NEXT_NAME: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"\d([\p{Han}]{2,4}?)(?:同志|科长|主任|股长|老师)?[，：(]?(?:1[3-9]\d{9}|\(?0\d{2,3}[)—]?\d{7,8}|[2-9]\d{6,7})",
    )
});
/// 报县金融局李云处（手机：…）: whom to bring it to.
static NAME_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:局|办|委|科|股|室|中心|部)([\p{Han}]{2,3}?)(?:同志)?处?\((?:联系)?(?:手机|电话)：",
    )
});
/// 赵云（县金融办）孙溪（县公安局）: persons side by side, each with the office in brackets.
static NAME_BRACKET: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"([\p{Han}]{2,4})\([\p{Han}]{2,16}\)"));
/// ；周航（民办教育科），电话：6688145: the office in a bracket behind the name.
static NAME_OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"[；，、。]([\p{Han}]{2,4})\([\p{Han}]{2,14}\)[，：]?(?:联系)?(?:电话|手机)?：?(?:1[3-9]\d{9}|\(?0\d{2,3}[)—]?\d{7,8}|[2-9]\d{6,7})",
    )
});
/// ；李某，电话：6605678: the next person, with a label before the number alone.
static NAME_TOLD: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"[；、。)]([\p{Han}]{2,4})(?:同志|科长|主任|股长|老师)?[，(](?:联系)?(?:电话|手机)：?(?:1[3-9]\d{9}|\(?0\d{2,3}[)—]?\d{7,8}|[2-9]\d{6,7})",
    )
});
/// 张某兼任办公室主任（电话13900000000）
static NAME_POST: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[，；。、])([\p{Han}]{2,4}?)(?:同志)?(?:兼任|担任|任)[\p{Han}]{2,10}\((?:联系)?(?:电话|手机)：?[\d(]",
    )
});
/// What is dialled for a facsimile is no telephone.
static FAX: LazyLock<Regex> = LazyLock::new(|| super::pattern(r"传真(?:号码|电话)?：?$"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"联系人|联络人|联系电话|联系方式|手机：|电话：|电话\d|电话号码|邮箱|电子邮件|举报电话|热线|传真",
    )
});

/// All contacts, in order. A person named anew begins a new contact; an address without a person joins the one before.
pub(super) fn contacts(page: &Page) -> Vec<Contact> {
    let mut all: Vec<(Contact, Extent)> = Vec::new();
    let mut last_paragraph = None;
    let mut tables = super::contact_table::rows(page);
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        if let Some(row) = tables.remove(&at) {
            all.extend(row);
            continue;
        }
        if let Some(columns) = side_by_side(page, at) {
            all.extend(columns);
            last_paragraph = Some(at + 1);
            continue;
        }
        if last_paragraph == Some(at) {
            continue;
        }
        let text = page.slice(&paragraph.extent);
        // Lines below 值班电话, and further lines of a list of persons, have no label of their own.
        let below = at.checked_sub(1).is_some_and(|above| {
            let above_is = last_paragraph == Some(above);
            let above = page.slice(&page.paragraphs[above].extent);
            ["电话", "联系方式", "联络方式"]
                .iter()
                .any(|label| above.ends_with(label))
                || above_is && (NAME_PHONE.is_match(text) || OFFICE_NAME.is_match(text))
        });
        let told = LABEL.is_match(text) || MAIL.is_match(text);
        if !(told || below && PHONE.is_match(text)) {
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
    let mut known: Vec<String> = Vec::new();
    // The one mailbox of a plan is named again and again; it is one contact.
    all.retain(
        |(contact, _)| match (&contact.email, &contact.name, &contact.phone) {
            (Some(email), None, None) if known.contains(email) => false,
            (email, ..) => {
                known.extend(email.clone());
                true
            }
        },
    );
    all.into_iter()
        .flat_map(|(contact, extent)| {
            let span = page.span(&extent);
            one_each(contact)
                .into_iter()
                .map(move |contact| Contact { span, ..contact })
        })
        .collect()
}

/// “联系人：张某、李某，电话：…、…”: as many numbers as persons, one for each in order.
fn one_each(contact: Contact) -> Vec<Contact> {
    let parts = |text: &Option<String>| -> Vec<String> {
        let text = text.as_deref().unwrap_or_default();
        text.split('、').map(str::to_owned).collect()
    };
    let (names, phones) = (parts(&contact.name), parts(&contact.phone));
    if names.len() < 2 || names.len() != phones.len() {
        return vec![contact];
    }
    let pairs = names.into_iter().zip(phones).enumerate();
    pairs
        .map(|(at, (name, phone))| Contact {
            name: Some(name),
            phone: Some(phone),
            // The one mailbox is written to through the first of them.
            email: contact.email.clone().filter(|_| at == 0),
            ..contact
        })
        .collect()
}

/// Persons in one line, their numbers in the same order in the line below.
fn side_by_side(page: &Page, at: usize) -> Option<Vec<(Contact, Extent)>> {
    let (names, numbers) = (page.paragraphs.get(at)?, page.paragraphs.get(at + 1)?);
    let (above, below) = (page.slice(&names.extent), page.slice(&numbers.extent));
    if !above.starts_with("联系人：") || !below.contains("电话：") {
        return None;
    }
    let persons: Vec<_> = NAME_BRACKET
        .captures_iter(above)
        .filter_map(|captures| captures.get(1))
        .collect();
    let dialled = phones(below);
    let fits = phones(above).is_empty() && persons.len() > 1 && persons.len() == dialled.len();
    fits.then(|| {
        let pairs = persons.iter().zip(dialled);
        pairs
            .map(|(person, phone)| {
                let start = names.extent.start + person.start();
                let contact = Contact {
                    name: Some(page.printed(&(start..names.extent.start + person.end()))),
                    phone: Some(below[phone].replace('—', "-")),
                    email: None,
                    span: super::reading::Span::default(),
                };
                (contact, start..names.extent.start + person.end())
            })
            .collect()
    })
}

fn completes(open: &Contact, more: &Contact) -> bool {
    let both = |left: &Option<String>, right: &Option<String>| left.is_some() && right.is_some();
    !both(&open.phone, &more.phone) && !both(&open.email, &more.email)
}

fn of_paragraph(page: &Page, extent: &Extent, text: &str) -> Vec<(Contact, Extent)> {
    let names = names(page, extent, text);
    let mut starts: Vec<usize> = names.iter().map(|name| name.start).collect();
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
            .filter(|phone| !FAX.is_match(&piece[..phone.start()]))
            .collect();
        let printed = |range: std::ops::Range<usize>| {
            half_width(&page.printed(&(base + range.start..base + range.end)))
        };
        // What recognition took a digit for is of no use to who dials.
        let dialled = |range: std::ops::Range<usize>| piece[range].replace('—', "-");
        let contact = Contact {
            name: names.get(at).map(|name| name.printed.clone()),
            phone: joined(phones.iter().map(|phone| dialled(phone.range()))),
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
                .unwrap_or(start.saturating_sub(from));
            let begin = if names.get(at).is_some() {
                (extent.start + start).min(base + first)
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

/// A person named, with the place in the paragraph.
struct Named {
    start: usize,
    printed: String,
}

/// The persons of a paragraph: behind a label, or right before a telephone number.
fn names(page: &Page, extent: &Extent, text: &str) -> Vec<Named> {
    let mut all: Vec<Named> = NAME
        .captures_iter(text)
        .filter_map(|captures| captures.get(1))
        .filter(|name| !is_label(bare_name(name.as_str())))
        .map(|name| Named {
            start: name.start(),
            printed: persons(page, extent.start + name.start(), bare_name(name.as_str())),
        })
        .collect();
    let labelled: Vec<usize> = all.iter().map(|known| known.start).collect();
    let unlabelled = NAME_PHONE
        .captures_iter(text)
        .chain(OFFICE_NAME.captures_iter(text))
        .chain(NAME_OFFICE.captures_iter(text))
        .chain(NAME_TOLD.captures_iter(text))
        .chain(NAME_POST.captures_iter(text))
        .chain(NEXT_NAME.captures_iter(text))
        .chain(NAME_PLACE.captures_iter(text));
    for name in unlabelled.filter_map(|captures| captures.get(1)) {
        // A label has named him already.
        if all
            .iter()
            .any(|known| known.printed.contains(name.as_str()))
        {
            continue;
        }
        let next = labelled.partition_point(|known| *known <= name.start());
        let known = next.checked_sub(1).is_some_and(|before| {
            name.start() < labelled[before] + all[before].printed.len().max(1)
        });
        if !known && !is_label(name.as_str()) && !is_word(name.as_str()) {
            all.push(Named {
                start: name.start(),
                printed: page.printed(&(extent.start + name.start()..extent.start + name.end())),
            });
        }
    }
    all.sort_by_key(|name| name.start);
    all
}

/// Words before a number that name a line, not a person.
fn is_word(name: &str) -> bool {
    [
        "电话", "传真", "手机", "座机", "热线", "举报", "邮编", "号码", "值班", "监督", "咨询",
        "投诉", "服务", "微信", "邮箱", "钉钉", "传真",
    ]
    .iter()
    .any(|word| name.contains(word))
        || super::body_name::is_body(name)
}

/// “计财股 王某某  陈某”: blanks set the office and the persons apart.
fn persons(page: &Page, start: usize, first: &str) -> String {
    let rest = &page.text[start..];
    let han = rest
        .find(|c: char| !('\u{4E00}'..='\u{9FFF}').contains(&c))
        .unwrap_or(rest.len())
        .min(90);
    let run = rest.get(..han).unwrap_or(first);
    let cuts: Vec<usize> = run
        .char_indices()
        .map(|(at, _)| at)
        .filter(|&at| at == 0 || page.blank_before(start + at))
        .chain([run.len()])
        .collect();
    let single = |pair: &[usize]| run[pair[0]..pair[1]].chars().count() == 1;
    let parted = cuts
        .windows(3)
        .filter(|three| single(&three[..2]) && single(&three[1..]))
        // “陈 晨  李 慧”: a wide gap sets two persons apart.
        .filter(|three| !page.gap_before(start + three[1]));
    let inside: Vec<usize> = parted.map(|three| three[1]).collect();
    // “秦 岚” behind an office: two single characters are one name.
    let cuts: Vec<usize> = cuts
        .into_iter()
        .filter(|cut| !inside.contains(cut))
        .collect();
    let words: Vec<&str> = cuts.windows(2).map(|pair| &run[pair[0]..pair[1]]).collect();
    // “李 明”: a blank inside a name of two characters.
    let names: Vec<&str> = words
        .iter()
        .copied()
        .take_while(|word| !is_label(word))
        .filter(|word| (2..=4).contains(&word.chars().count()) && !is_office(word))
        .map(bare_name)
        .collect();
    if words.len() < 2 || names.is_empty() || words.iter().any(|word| word.chars().count() == 1) {
        let printed = page.printed(&(start..start + first.len()));
        return printed.replace(' ', "、");
    }
    let more = further(page, start + run.len());
    names.into_iter().chain(more).collect::<Vec<_>>().join("、")
}

/// 县财政局金融股 王某、|李某某: the persons behind the first one.
fn further(page: &Page, from: usize) -> Vec<&str> {
    let mut all = Vec::new();
    let mut at = from;
    while let Some(next) = page.text[at..].strip_prefix('、') {
        let base = at + '、'.len_utf8();
        let end = next
            .char_indices()
            .find(|&(place, c)| {
                !('\u{4E00}'..='\u{9FFF}').contains(&c)
                    || place > 0 && page.blank_before(base + place)
            })
            .map_or(next.len(), |(place, _)| place);
        let name = &next[..end];
        if !(2..=4).contains(&name.chars().count()) || is_label(name) || is_word(name) {
            break;
        }
        all.push(name);
        at = base + end;
    }
    all
}

fn is_office(word: &str) -> bool {
    word.chars().count() >= 3
        && word.ends_with([
            '股', '科', '办', '局', '室', '处', '部', '站', '所', '院', '队', '会', '中',
        ])
}

/// 周云电话: the label that runs into the name is cut off.
fn bare_name(name: &str) -> &str {
    let cut = [
        "电话", "联系", "手机", "邮箱", "微信", "座机", "办公", "固话", "电", "联", "手",
    ]
    .iter()
    .filter_map(|label| name.find(label))
    .filter(|&at| at >= "周云".len())
    .min();
    cut.map_or(name, |at| &name[..at])
}

fn is_label(name: &str) -> bool {
    name.chars().count() < 2
        || [
            "电话", "及", "姓名", "信息", "名单", "固话", "手机", "办公", "座机", "方式", "表",
            "同号", "报", "负责", "汇总",
        ]
        .iter()
        .any(|word| name.starts_with(word) || name.ends_with(word))
}

/// Where telephone numbers stand in a cell.
pub(super) fn phones(text: &str) -> Vec<std::ops::Range<usize>> {
    PHONE
        .find_iter(text)
        .map(|phone| phone.range())
        .filter(|phone| is_whole(text, phone.clone()))
        .collect()
}

/// Where mail addresses stand.
pub(super) fn mails(text: &str) -> Vec<std::ops::Range<usize>> {
    MAIL.find_iter(text).map(|mail| mail.range()).collect()
}

/// Digits on either side would make it a part of a longer number.
fn is_whole(text: &str, range: std::ops::Range<usize>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    !digit(text[..range.start].chars().next_back()) && !digit(text[range.end..].chars().next())
}

/// ＠ and full-width digits are of no use to who dials or writes.
pub(super) fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFF01 + 0x21).unwrap_or(c),
            other => other,
        })
        .collect()
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
