//! Documents cited: titles in 《》, document numbers in any brackets, and what the sentence does with them.
//! It must not know dates or duties.

use std::collections::HashMap;
use std::sync::LazyLock;

use fangfei_model::document_number::{CLOSING_BRACKETS, DocumentNumber, OPENING_BRACKETS};
use regex::Regex;

use super::page::{Extent, Page};
use super::part::Parts;
use super::reach::{head, tail};
use super::reading::{Basis, NumberReading, NumberRole, Warning};

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let (open, close) = (
        regex::escape(OPENING_BRACKETS),
        regex::escape(CLOSING_BRACKETS),
    );
    let digit = r"[\d〇○零一二三四五六七八九]";
    super::pattern(&format!(
        r"([\p{{Han}}A-Za-z]{{1,24}})[{open}]({digit}{{4}})年?[{close}](第?\d{{1,5}})号"
    ))
});

/// A law order: 国务院令第737号. It is no document number but identifies a law.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(r"^\(?((?:国务院|国|主席|[\p{Han}]{2,12})令(?:\d{4}年|〔\d{4}〕)?第?\d{1,4}号)")
});

/// A document number found in the text.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub number: DocumentNumber,
    pub extent: Extent,
}

/// Words that run into a number without belonging to it: 根据云处〔2023〕1号.
const LEADING: &[&str] = &[
    "贯彻落实",
    "根据",
    "按照",
    "依据",
    "遵照",
    "落实",
    "贯彻",
    "转发",
    "参照",
    "结合",
    "执行",
    "印发",
    "下发",
    "发布",
    "详见",
    "参见",
    "见",
    "即",
    "和",
    "与",
    "及",
    "以及",
    "对",
    "以",
    "原",
    "文件",
    "关于",
    "依照",
    "按",
    "经",
    "由",
    "通知",
    "方案",
    "发文字号",
    "内部明电",
    "明电",
    "发电",
    "等级",
    "特提",
    "特急",
    "加急",
    "平急",
    "急件",
];

/// Every document number of the page.
pub(super) fn numbers(page: &Page) -> Vec<Found> {
    NUMBER
        .captures_iter(&page.text)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let agency = captures.get(1)?;
            let start = agency.start() + leading(agency.as_str());
            found(page, start..whole.end())
        })
        .collect()
}

fn found(page: &Page, extent: Extent) -> Option<Found> {
    let mut number: DocumentNumber = page.slice(&extent).parse().ok()?;
    number.printed = page.printed(&extent);
    Some(Found { number, extent })
}

fn leading(agency: &str) -> usize {
    let mut rest = agency;
    while let Some(word) = LEADING
        .iter()
        .find(|word| rest.starts_with(**word) && rest.len() > word.len())
    {
        rest = &rest[word.len()..];
    }
    agency.len() - rest.len()
}

/// The number a paragraph consists of, perhaps in brackets, behind a label or before 签发人.
pub(super) fn standalone(page: &Page, paragraph: &Extent) -> Option<Extent> {
    let text = page.slice(paragraph);
    if text.len() > 240 {
        return None;
    }
    let captures = NUMBER.captures(text)?;
    let (whole, agency) = (captures.get(0)?, captures.get(1)?);
    // “等级：特急  云处非办电〔2024〕2号” of a telegram (明电).
    let before = text[..whole.start()].trim_matches(['(', ' ']);
    let before = ["等级：", "紧急程度：", "缓急：", "密级："]
        .iter()
        .find_map(|label| before.strip_prefix(label))
        .unwrap_or(before);
    let after = text[whole.end()..].trim_matches([')', ' ', '？']);
    let alone = before.is_empty()
        && (after.is_empty()
            || after.starts_with("签发")
            || super::line::is_date_line(
                after
                    .trim_end_matches("印发")
                    .trim_matches([',', '，', ' ']),
            )
            || after.chars().count() <= 6 && !after.contains(['，', '。', '、', '；', '》']));
    let start = paragraph.start + agency.start() + leading(agency.as_str());
    alone.then(|| start..paragraph.start + whole.end())
}

/// A title in 《》 with the numbers beside it.
#[derive(Debug, Clone)]
pub(super) struct Cited {
    pub title: Extent,
    /// Title and numbers together.
    pub extent: Extent,
    pub numbers: Vec<DocumentNumber>,
    pub order: Option<String>,
}

/// Every 《title》 of the page, nested ones inside counted to the outer.
pub(super) fn cited(page: &Page, numbers: &[Found]) -> Vec<Cited> {
    let mut all = Vec::new();
    let mut open: Option<usize> = None;
    let mut depth = 0_usize;
    for (at, c) in page.text.char_indices() {
        match c {
            '《' => {
                depth += 1;
                open = open.or(Some(at));
            }
            '》' => {
                depth = depth.saturating_sub(1);
                if let (0, Some(start)) = (depth, open) {
                    all.push(with_numbers(page, start..at + c.len_utf8(), numbers));
                    open = None;
                }
            }
            '\n' => (depth, open) = (0, None),
            _ => {}
        }
    }
    all
}

fn with_numbers(page: &Page, quoted: Extent, numbers: &[Found]) -> Cited {
    let title = quoted.start + '《'.len_utf8()..quoted.end - '》'.len_utf8();
    let near = head(&page.text[quoted.end..], 200);
    let after = near.split('\n').next().unwrap_or_default();
    let bracket = after
        .strip_prefix('(')
        .and_then(|inner| inner.find(')').filter(|_| !inner.starts_with("以下")));
    // The number's own brackets may be round: “(沁处(2023)1号)”, so the reach is to the end of the line's next 号.
    let reach = bracket.map_or(quoted.end, |close| {
        let inner = &after[..close + 1];
        let extra = after[inner.len()..]
            .find("号)")
            .filter(|&at| at < 20 && NUMBER.is_match(&after[..inner.len() + at + "号".len()]));
        quoted.end + 1 + close + 1 + extra.map_or(0, |at| at + "号)".len())
    });
    let beside = |found: &&Found| {
        let follows = found.extent.start >= quoted.end && found.extent.start < reach;
        follows || found.extent.end == quoted.start
    };
    // Numbers stand in order, so only those from here on are looked at.
    let from = numbers.partition_point(|found| found.extent.end < quoted.start);
    let near = numbers[from..]
        .iter()
        .take_while(|found| found.extent.start < reach.max(quoted.end));
    let own: Vec<&Found> = near.filter(beside).collect();
    let start = own
        .iter()
        .map(|found| found.extent.start)
        .min()
        .unwrap_or(quoted.start)
        .min(quoted.start);
    let end = own
        .iter()
        .map(|found| found.extent.end)
        .max()
        .unwrap_or(quoted.end)
        .max(quoted.end);
    let order = ORDER
        .captures(after)
        .and_then(|captures| captures.get(1))
        .map(|order| order.as_str().to_owned());
    let close = usize::from(page.text[end..].starts_with(')') && end > quoted.end);
    Cited {
        title,
        extent: start..end + close,
        numbers: own.into_iter().map(|found| found.number.clone()).collect(),
        order,
    }
}

/// In characters; what stands further off has nothing to do with the document cited.
const LONGEST_SENTENCE: usize = 400;

/// The sentence before a place, back to the last full stop or line break.
fn sentence_before(page: &Page, at: usize) -> &str {
    let near = tail(&page.text[..at], LONGEST_SENTENCE);
    near.rsplit(['。', '；', '\n', '！'])
        .next()
        .unwrap_or_default()
}

fn sentence_after(page: &Page, at: usize) -> &str {
    let near = head(&page.text[at..], LONGEST_SENTENCE);
    near.split(['。', '\n']).next().unwrap_or_default()
}

/// Whether the sentence rests on the document cited in it.
fn is_basis(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "根据", "按照", "依据", "依照", "贯彻", "落实", "遵照", "执行", "遵循", "结合", "对照",
        "参照", "按", "据",
    ];
    // What stands inside the titles of other documents (落实… in a plan's name) rests on nothing.
    let mut depth = 0_usize;
    let outside: String = before
        .chars()
        .filter(|c| {
            depth += usize::from(*c == '《');
            let kept = depth == 0;
            depth -= usize::from(*c == '》' && depth > 0);
            kept
        })
        .collect();
    let hands_out = outside.contains("现将") && !outside.contains("根据");
    !hands_out && WORDS.iter().any(|word| outside.contains(word))
}

/// The document number readings: own first, then wrapped, then basis, one per number.
pub(super) fn readings(
    page: &Page,
    parts: &Parts,
    numbers: &[Found],
    cited: &[Cited],
) -> Vec<NumberReading> {
    let mut readings: Vec<NumberReading> = Vec::new();
    let mut known_at: HashMap<String, usize> = HashMap::new();
    let own = own_numbers(parts);
    for found in numbers {
        if is_repealed(page, found) {
            continue;
        }
        let role = role(page, parts, &own, found, cited);
        let normal = found.number.to_string();
        let reading = NumberReading {
            printed: found.number.printed.clone(),
            normal,
            role,
            span: page.span(&found.extent),
        };
        match known_at.get(&reading.normal).map(|&at| &mut readings[at]) {
            Some(known) if reading.role < known.role => *known = reading,
            Some(_) => {}
            None => {
                known_at.insert(reading.normal.clone(), readings.len());
                readings.push(reading);
            }
        }
    }
    readings.sort_by_key(|reading| reading.role);
    readings
}

/// 《…》（云处〔2022〕3号）同时废止: what no longer holds is no basis.
fn is_repealed(page: &Page, found: &Found) -> bool {
    let after = sentence_after(page, found.extent.end);
    let end = after
        .find(['，', '；'])
        .filter(|_| !after.starts_with('，'))
        .unwrap_or(after.len());
    let own = after[..end]
        .trim_start_matches([')', '》', '，'])
        .trim_start_matches("文件");
    [
        "同时废止",
        "废止",
        "自行废止",
        "相应废止",
        "停止执行",
        "不再执行",
        "同时作废",
    ]
    .iter()
    .any(|word| own.starts_with(word))
}

/// Which part bears the number that stands at a place.
fn own_numbers(parts: &Parts) -> HashMap<usize, usize> {
    let numbered = parts.all.iter().enumerate();
    numbered
        .rev()
        .filter_map(|(at, part)| Some((part.number.as_ref()?.start, at)))
        .collect()
}

fn role(
    page: &Page,
    parts: &Parts,
    own: &HashMap<usize, usize>,
    found: &Found,
    cited: &[Cited],
) -> NumberRole {
    if let Some(&part) = own.get(&found.extent.start) {
        let first = parts.all.iter().position(|part| part.number.is_some());
        return if first == Some(part) && !page_quotes_before(parts, part) {
            NumberRole::Own
        } else {
            NumberRole::Wrapped
        };
    }
    let start = citing(cited, found).map_or(found.extent.start, |one| one.extent.start);
    let (before, after) = (
        sentence_before(page, start),
        sentence_after(page, found.extent.end),
    );
    let ahead = page.text[..found.extent.start].trim_end_matches(['：', '|', '\t', '│', ' ', '(']);
    let label = ["发文字号", "文号", "文件编号"]
        .iter()
        .any(|word| ahead.ends_with(word));
    let forwarded = before.ends_with("转发")
        || (before.contains("现将") && (after.contains("转发") || after.contains("印发")));
    match () {
        () if label => NumberRole::Own,
        () if forwarded => NumberRole::Wrapped,
        () => NumberRole::Basis,
    }
}

/// A first number that stands only on a nested document (the outer notice bears none) is not the file's own.
fn page_quotes_before(parts: &Parts, part: usize) -> bool {
    part > 0
        && parts.all[..part].iter().any(|outer| {
            outer.title.is_some() && outer.addressee.is_some() && outer.dated.is_some()
        })
        && parts.all[part].head.is_some()
}

/// The citation a number is part of; citations stand in order and do not overlap by more than their brackets.
fn citing<'a>(cited: &'a [Cited], found: &Found) -> Option<&'a Cited> {
    let next = cited.partition_point(|one| one.extent.start <= found.extent.start);
    let mut near = cited[next.saturating_sub(3)..next].iter();
    near.find(|one| found.extent.end <= one.extent.end)
}

/// What the plan rests on, in order of first mention.
pub(super) fn based_on(
    page: &Page,
    numbers: &[Found],
    cited: &[Cited],
    own_titles: &[String],
) -> Vec<Basis> {
    let mut all = Bases::default();
    for one in cited
        .iter()
        .filter(|one| is_basis(sentence_before(page, one.extent.start)))
    {
        let title = page.printed(&one.title);
        // The plan's own title is no basis; a superior document of the same title has a number.
        let own = one.numbers.is_empty() && own_titles.iter().any(|own| own.contains(&title));
        // A form or ledger (《排查表》) is filled in, not obeyed.
        let form =
            one.numbers.is_empty() && page.slice(&one.title).ends_with(['表', '单', '账', '册']);
        let short = page.slice(&one.title).chars().count() <= 4 || own || form;
        if short {
            continue;
        }
        let mut normals: Vec<Option<String>> = one
            .numbers
            .iter()
            .map(|number| Some(number.to_string()))
            .collect();
        if normals.is_empty() {
            normals.push(one.order.clone());
        }
        for normal in normals {
            all.push(Basis {
                title: Some(title.clone()),
                normal,
                span: page.span(&one.extent),
            });
        }
    }
    for found in numbers {
        if citing(cited, found).is_none() && is_basis(sentence_before(page, found.extent.start)) {
            all.push(Basis {
                title: None,
                normal: Some(found.number.to_string()),
                span: page.span(&found.extent),
            });
        }
    }
    all.all.sort_by_key(|basis| basis.span);
    all.all
}

/// The documents the plan rests on, each once.
#[derive(Default)]
struct Bases {
    all: Vec<Basis>,
    by_title: HashMap<Option<String>, Vec<usize>>,
}

impl Bases {
    fn push(&mut self, basis: Basis) {
        let same = self.by_title.entry(basis.title.clone()).or_default();
        let known = same
            .iter()
            .any(|&at| self.all[at].normal == basis.normal || basis.normal.is_none());
        if known {
            return;
        }
        // A later citation that adds the number replaces the one without.
        let bare = same
            .iter()
            .find(|&&at| basis.title.is_some() && self.all[at].normal.is_none());
        match bare {
            Some(&at) => self.all[at] = basis,
            None => {
                same.push(self.all.len());
                self.all.push(basis);
            }
        }
    }
}

/// The same title cited with two different numbers.
pub(super) fn warnings(page: &Page, cited: &[Cited]) -> Vec<Warning> {
    let mut first: HashMap<String, &Cited> = HashMap::new();
    let mut warnings = Vec::new();
    for one in cited.iter().filter(|one| !one.numbers.is_empty()) {
        let title = page.slice(&one.title).to_owned();
        let Some(known) = first.get(&title) else {
            first.insert(title, one);
            continue;
        };
        if let (Some(was), Some(is)) = (known.numbers.first(), one.numbers.first())
            && was != is
            // Each level issues under the same title with its own code; only one code with two numbers contradicts itself.
            && was.agency == is.agency
            && !one.numbers.iter().any(|number| known.numbers.contains(number))
        {
            let problem = format!(
                "同一份文件《{}》前后引用了两个不同的文号：{was}和{is}，请核对原文后改正",
                page.printed(&one.title)
            );
            warnings.push(Warning {
                span: page.span(&one.extent),
                problem,
            });
        }
    }
    warnings
}
