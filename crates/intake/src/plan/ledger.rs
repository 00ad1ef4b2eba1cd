//! Ledgers, lists and registers named in a plan (台账、清单、目录、名录、档案、一览表、统计表).
//! It must not know what is kept in them.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::attachment::Listed;
use super::page::{Extent, Page};
use super::reach::tail;
use super::reading::Ledger;
use super::table::Row;

static NOUN: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"台账|台帐|底账|清单|目录|名录|档案|一览表|统计表|登记表|汇总表|明细表|情况表|登记簿|花名册|数据库|名单|\(台账\)",
    )
});

static FORM: LazyLock<Regex> = LazyLock::new(|| super::pattern(r"《([^《》]{3,40}表)》"));

/// Words that end before the name of a ledger begins.
static VERBS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(concat!(
        "建立健全|建立完善|建立起|建立|健全|完善|形成|制定|编制|列出|拉出|列入|纳入|确定|梳理出|梳理|填写|填报|报送|上报|更新|汇总|归集|实行|实施|设立|制作|整理|公布|提供|移交|推送至|推送的|推送|对照|依据|根据|按照|结合|统一|逐户|逐一|逐项|分类别|",
        "分类|分级|分别|及时|同步|动态更新|认真|要求|做好|管好|用好|登记|录入|开展|明确|查看|查阅|抽查|核对|要|并|将|把|对|由|向|在|记入|计入|载入|的|了|至|到|即：|即|和完善|附|以|实现|通过|包括|针对|印发|使用|一次|一份|一套|生成|提交|做到|落实|完成|前报送?|五报送?|底报送?|末报送?|"
    ).trim_end_matches('|'))
});

/// What follows when the word is a manner (台账式, 清单化) or another thing (档案资料, 目录内).
const NOT_A_LEDGER: &[&str] = &[
    "式",
    "化",
    "资料",
    "内容",
    "馆",
    "局",
    "法",
    "室",
    "内的",
    "工作人员",
    "材料",
    "内重点",
    "数据",
    "建设",
];

/// Every ledger named, each once, in order.
pub(super) fn ledgers(page: &Page, attachments: &[Listed], rows: &[Row]) -> Vec<Ledger> {
    let mut found: Vec<(String, Extent)> = Vec::new();
    for paragraph in page.paragraphs.iter().filter(|paragraph| !paragraph.is_row) {
        let next = attachments.partition_point(|one| one.title.start < paragraph.extent.start);
        let listed = attachments
            .get(next)
            .is_some_and(|one| one.title.start < paragraph.extent.end);
        if !listed {
            found.extend(of_paragraph(page, &paragraph.extent));
        }
    }
    for task in rows.iter().flat_map(Row::sentences) {
        found.extend(of_paragraph(page, task));
    }
    for one in attachments {
        let title = page.slice(&one.title);
        if title.ends_with('表') || NOUN.find_iter(title).any(|noun| noun.end() == title.len()) {
            found.push((page.printed(&one.title), one.title.clone()));
        }
    }
    without_repeats(found)
        .into_iter()
        .map(|(name, extent)| Ledger {
            span: page.span(&extent),
            name,
        })
        .collect()
}

/// Headings of sections that only look like the name of a list.
const HEADINGS: &[&str] = &[
    "任务清单",
    "工作清单",
    "重点任务清单",
    "工作任务清单",
    "任务目录",
];

fn of_paragraph(page: &Page, paragraph: &Extent) -> Vec<(String, Extent)> {
    let text = page.slice(paragraph);
    // A form in quotes is one whatever it is called: 《周调度表》.
    let mut found: Vec<(String, Extent)> = FORM
        .captures_iter(text)
        .filter_map(|captures| captures.get(1))
        .filter(|form| !form.as_str().starts_with("关于"))
        .map(|form| paragraph.start + form.start()..paragraph.start + form.end())
        .map(|extent| (page.printed(&extent), extent))
        .collect();
    // “三、任务清单” heads what follows.
    let mark = super::mark::read(text).map_or(0, |mark| mark.length);
    if HEADINGS.contains(&text[mark..].trim_end_matches('。')) {
        return found;
    }
    let mut after = 0;
    for noun in NOUN.find_iter(text) {
        let rest = &text[noun.end()..];
        if NOT_A_LEDGER.iter().any(|word| rest.starts_with(word)) || is_counted(text, noun.start())
        {
            continue;
        }
        let Some(start) = name_start(text, noun.start(), after) else {
            continue;
        };
        let extent = trim(
            page,
            &(paragraph.start + start..paragraph.start + noun.end()),
        );
        let name = page.printed(&extent);
        let own = page
            .slice(&extent)
            .trim_end_matches(noun.as_str())
            .chars()
            .count();
        if (1..=30).contains(&own)
            && is_kept(text, start, noun.as_str())
            && !is_generic(page.slice(&extent))
        {
            found.push((name, extent));
            after = noun.end();
        }
    }
    found
}

/// “十个工作台账” counts ledgers that are named one by one behind it.
fn is_counted(text: &str, at: usize) -> bool {
    let before: String = text[..at]
        .chars()
        .rev()
        .take(6)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    ["个", "本", "张", "类", "项"].iter().any(|measure| {
        before.split_once(measure).is_some_and(|(count, _)| {
            count
                .chars()
                .next_back()
                .is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c))
        })
    })
}

/// A list of names is a ledger only where it is made, not where a firm happens to be on one.
fn is_kept(text: &str, start: usize, noun: &str) -> bool {
    const MADE: &[&str] = &[
        "完善", "健全", "更新", "确定", "建立", "形成", "编制", "列出", "制定", "梳理", "报送",
        "上报",
    ];
    let clause = tail(&text[..start], 120)
        .rsplit(['，', '。', '；'])
        .next()
        .unwrap_or_default();
    noun != "名单"
        || MADE
            .iter()
            .any(|word| clause.ends_with(word) || clause.contains(word))
}

fn is_generic(name: &str) -> bool {
    const GENERIC: &[&str] = &[
        "工作台账",
        "相关台账",
        "有关台账",
        "各类台账",
        "本台账",
        "专门台账",
        "企业名单",
        "工作清单",
        "该清单",
        "此清单",
    ];
    GENERIC.contains(&name) || name.starts_with("个") || name.starts_with("一个")
}

/// Where the name begins: behind the last verb of the clause, with coordinated words kept together.
fn name_start(text: &str, noun: usize, after: usize) -> Option<usize> {
    // 《楼宇入驻机构登记表》: what stands in quotes is the name.
    let near = noun - tail(&text[..noun], 120).len();
    let quoted = ["《", "“"].iter().filter_map(|open| {
        let at = near + text[near..noun].rfind(open)? + open.len();
        (at >= after && !text[at..noun].contains(['》', '”'])).then_some(at)
    });
    if let Some(start) = quoted.max() {
        return Some(start);
    }
    let clause = text[near..noun]
        .rfind(['，', '。', '；', '：', '！', '\n', '《', '》'])
        .map_or(near, |at| {
            near + at + text[near + at..].chars().next().map_or(0, char::len_utf8)
        });
    // A bracket still open begins the words that belong together.
    let open = text[clause..noun]
        .rfind('(')
        .filter(|&at| !text[clause + at..noun].contains(')'))
        .map_or(0, |at| clause + at + 1);
    let clause = clause.max(after).max(open);
    let head = text.get(clause..noun)?;
    // “年底前完成台账” names none.
    if head.ends_with("完成") {
        return None;
    }
    let verb = last_verb(head);
    let name = &head[verb.unwrap_or(0)..];
    let quoted = name.rfind(['“', '”']).map_or(0, |at| at + '“'.len_utf8());
    let name_at = clause + verb.unwrap_or(0) + quoted;
    let name = &text[name_at..noun];
    // After another ledger in the list only the last member belongs to this one; without a verb likewise.
    let is_listed = after == clause && after > 0;
    let member = if verb.is_none() || is_listed {
        name.rfind('、').map_or(0, |at| at + '、'.len_utf8())
    } else {
        0
    };
    // “排查报告和风险清单”: the paper before 和 is no ledger.
    let other = text[name_at + member..noun]
        .rfind(['和', '、', '及'])
        .filter(|&at| {
            [
                "报告", "总结", "方案", "情况", "信息", "电话", "计划", "材料", "图片", "照片",
            ]
            .iter()
            .any(|word| text[name_at + member..name_at + member + at].ends_with(word))
        });
    let member = other.map_or(member, |at| member + at);
    let joint = text[name_at + member..noun]
        .strip_prefix(['及', '和', '与'])
        .map_or(0, |_| '及'.len_utf8());
    Some(name_at + member + joint)
}

/// Words of action that stand as well inside the name of a ledger: 信访|登记|台账, 线索|移交|清单.
const NAMING: &[&str] = &["登记", "移交", "汇总"];

/// Where the last verb before the name ends. A word that may belong to the name is a verb only at the head of the
/// clause or right behind another, and never right before the noun.
fn last_verb(head: &str) -> Option<usize> {
    let mut last: Option<usize> = None;
    for verb in VERBS.find_iter(head) {
        let opens = verb.start() == 0 || last == Some(verb.start());
        let names = NAMING.contains(&verb.as_str()) && (!opens || verb.end() == head.len());
        if !names {
            last = Some(verb.end());
        }
    }
    last
}

fn trim(page: &Page, extent: &Extent) -> Extent {
    // “(3)资产处置清单”, “第六条 档案制度” as items of a list.
    let mark = super::mark::read(page.slice(extent)).map_or(0, |mark| mark.length);
    let bare = extent.start + mark..extent.end;
    page.trimmed(&bare, &['“', '”', '、', '及', '和', '与', ' ', '—'])
}

/// A shorter name that ends a longer one is the same ledger.
fn without_repeats(found: Vec<(String, Extent)>) -> Vec<(String, Extent)> {
    let mut kept: Vec<(String, Extent)> = Vec::new();
    // Every end of a kept name leads to it, so that a longer or shorter name finds it at once.
    let mut ends: HashMap<String, usize> = HashMap::new();
    for (name, extent) in found {
        if ends.contains_key(&name) {
            continue;
        }
        let shorter = endings(&name).find_map(|end| {
            let at = *ends.get(end)?;
            (kept[at].0 == end).then_some(at)
        });
        let at = shorter.unwrap_or(kept.len());
        for end in endings(&name) {
            ends.entry(end.to_owned()).or_insert(at);
        }
        match kept.get_mut(at) {
            Some(shorter) => *shorter = (name, extent),
            None => kept.push((name, extent)),
        }
    }
    kept
}

fn endings(name: &str) -> impl Iterator<Item = &str> {
    name.char_indices().map(|(at, _)| &name[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        ledgers(&Page::new(text), &[], &[])
            .into_iter()
            .map(|ledger| ledger.name)
            .collect()
    }

    #[test]
    fn names_stand_without_verbs_and_quotes() {
        for (text, expected) in [
            (
                "尽快掌握风险底数，形成涉嫌非法集资风险线索台账。",
                vec!["涉嫌非法集资风险线索台账"],
            ),
            ("建立风险隐患清单挂账销号制度", vec!["风险隐患清单"]),
            (
                "确定风险防控重点行业、重点地段名录，统筹",
                vec!["风险防控重点行业、重点地段名录"],
            ),
            (
                "形成辖区风险机构档案及动态管理台账。",
                vec!["辖区风险机构档案", "动态管理台账"],
            ),
            (
                "建立“三个台账”，即：排查台账、线索核查台账、应急预案（台账）",
                vec!["排查台账", "线索核查台账", "应急预案（台账）"],
            ),
            ("实行台账式管理，清单化推进", vec![]),
            ("逐项拉出问题清单，逐条细化", vec!["问题清单"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
