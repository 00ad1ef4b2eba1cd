//! Which words name a body (单位): 县公安局, 各乡(镇), 市场监管所, 成员单位.
//! It must not know what the body does.

use std::sync::LazyLock;

use super::body_word::{
    ALLOWED, CLAUSE_WORDS, COMMON, ENDINGS, FIELDS, NOT_BODIES, OFFICE_FIELDS, PLACES,
    SHORT_ENDINGS, STREET_FIELDS,
};
use super::reach::has_chars;
use super::word_set::WordSet;

/// Names that need nothing before them.
const WHOLE: &[&str] = &[
    "单位",
    "部门",
    "机关",
    "学校",
    "公安机关",
    "司法机关",
    "专班",
    "领导小组",
    "人民银行",
    "工商联",
    "工会",
    "团委",
    "妇联",
    "残联",
    "纪委",
    "监委",
    "物业公司",
    "金融机构",
    "网格员",
];
/// Words before which several fields stand together: 公安、市场监管等部门.
const COLLECTIVE: &[&str] = &["部门", "单位", "机关", "主管部门", "监管部门"];

static ENDING: LazyLock<WordSet> = LazyLock::new(|| WordSet::new([ENDINGS]));
static CLAUSE_WORD: LazyLock<WordSet> = LazyLock::new(|| WordSet::new([CLAUSE_WORDS]));
/// Every way the name of a body can end.
static ANY_ENDING: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new([
        ENDINGS,
        SHORT_ENDINGS,
        COMMON,
        WHOLE,
        COLLECTIVE,
        &["科", "股", ")", "等"],
    ])
});

/// Whether the last words may end the name of a body: most places of a clause are ruled out by it.
pub(super) fn may_end(text: &str) -> bool {
    ANY_ENDING.at_end(text).next().is_some()
}

/// Whether the words name a body.
pub(super) fn is_body(name: &str) -> bool {
    if name.starts_with([
        '报', '送', '交', '至', '到', '给', '赴', '抄', '等', '每', '转', '该', '某',
    ]) || begins_with_deed(name)
        || name
            .strip_prefix('有')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || is_dealt_with(name)
        || has_chars(name, 100)
        || name.ends_with("农村")
    {
        return false;
    }
    if name.matches('(').count() != name.matches(')').count() {
        return false;
    }
    if name
        .strip_prefix('经')
        .is_some_and(|rest| rest.starts_with(PLACES) || rest.starts_with(['党', '研', '上']))
    {
        return false;
    }
    if COMMON.contains(&name) || is_every_place(name) {
        return true;
    }
    if let Some(plain) = without_quotes(name) {
        return is_body(&plain);
    }
    let name = without_note(name);
    let length = name.chars().count();
    if !(2..=36).contains(&length) || NOT_BODIES.iter().any(|word| name.ends_with(word)) {
        return false;
    }
    // The 、 of 各县(市、区) parts no names.
    if name.contains(['，', '。', '；', '：', '“', '”', '《', '》'])
        || name.contains('、') && without_brackets(name).contains('、')
        || holds_clause_word(name)
    {
        return false;
    }
    // The longer endings are names by themselves inside an office: 处非办, 综治办, 领导小组.
    let long = ENDING
        .at_end(name)
        .any(|end| name.len() > end.len() || end.chars().count() >= 3)
        || WHOLE.contains(&name)
        || COMMON.contains(&name);
    let office = name.ends_with(['科', '股'])
        && (3..=8).contains(&length)
        && ![
            "学科", "本科", "专科", "内科", "外科", "百科", "前科", "参股", "入股", "持股", "控股",
        ]
        .iter()
        .any(|word| name.ends_with(word));
    // 经济发展办, 平安法治办: the offices of a street or township.
    let street_office = name.strip_suffix('办').is_some_and(|field| {
        ((3..=8).contains(&field.chars().count()) || OFFICE_FIELDS.contains(&field))
            && STREET_FIELDS.iter().any(|end| field.ends_with(end))
    });
    long || office
        || street_office
        || super::office::is_office(name)
        || super::office::is_league(name)
        || (SHORT_ENDINGS.iter().any(|end| name.ends_with(end)) && name.starts_with(PLACES))
}

/// 各县(市)区, 各地市, 县(市、行委): every place of a kind, however the kinds are written together.
fn is_every_place(name: &str) -> bool {
    const KINDS: &str = "省市县区乡镇旗州盟地街道场委行村社新()、";
    let kinds = name.strip_prefix('各').unwrap_or(name);
    let marked = kinds.len() < name.len() || name.contains('(');
    marked
        && (1..=14).contains(&kinds.chars().count())
        && kinds.starts_with(['省', '市', '县', '区', '乡', '镇', '旗', '州', '盟', '地'])
        && kinds.chars().all(|c| KINDS.contains(c))
        && !kinds.ends_with(['委', '行'])
}

/// 县治理“小金库”领导小组办公室: the name with what the campaign is called, without the marks around it.
fn without_quotes(name: &str) -> Option<String> {
    let (before, rest) = name.split_once('“')?;
    let (called, after) = rest.split_once('”')?;
    let short = (1..=12).contains(&called.chars().count());
    let whole = !after.is_empty() && !after.contains(['“', '”']);
    (short && whole).then(|| format!("{before}{called}{after}"))
}

/// 成立石桥镇…, 责令…: the verb does not belong to the name.
fn begins_with_deed(name: &str) -> bool {
    [
        "成立", "组建", "组成", "调整", "责令", "要求", "督促", "约谈", "推送", "移送", "移交",
        "通报", "函告", "抄送", "商请", "完成",
    ]
    .iter()
    // 移交单位 is a body by itself.
    .filter_map(|deed| name.strip_prefix(deed))
    .any(|rest| has_chars(rest, 3))
}

/// 鑫悦有限公司, 全县累计排查企业: firms that offices look into, with what they did to them.
fn is_dealt_with(name: &str) -> bool {
    const FIRMS: &[&str] = &["企业", "公司", "机构", "场所", "合作社", "平台"];
    const DEEDS: &[&str] = &[
        "排查", "检查", "核查", "走访", "累计", "新增", "约谈", "查处", "涉及",
    ];
    const PUBLIC: &[&str] = &[
        "供销",
        "供电",
        "电力",
        "电网",
        "通信",
        "移动",
        "联通",
        "电信",
        "铁塔",
        "广电",
        "网络",
        "银行",
        "自来水",
        "水务",
        "燃气",
        "热力",
        "公交",
        "金融",
        "担保",
        "国有",
        "国投",
        "城投",
        "投资",
        "保险",
        "证券",
        "物业",
        "集团",
    ];
    let private = ["有限公司", "有限责任公司", "合作社"]
        .iter()
        .any(|end| name.ends_with(end))
        && !name.starts_with(['各', '全'])
        && !PUBLIC.iter().any(|field| name.contains(field));
    private
        || FIRMS.iter().any(|firm| name.ends_with(firm))
            && DEEDS.iter().any(|deed| name.contains(deed))
}

/// 各乡镇人民政府(街道办事处): the note in brackets does not change what is named.
fn without_note(name: &str) -> &str {
    let open = name
        .rfind('(')
        .filter(|&at| name.ends_with(')') && at >= "各乡".len());
    open.map_or(name, |at| &name[..at])
}

pub(super) fn holds_clause_word(name: &str) -> bool {
    CLAUSE_WORD.held_by(name).any(|word| {
        !ALLOWED
            .iter()
            .any(|(allowed, beside)| *allowed == word && name.contains(beside))
    })
}

/// A kind of place named by its character alone, beside others: 市、县(区).
pub(super) const KINDS: [&str; 8] = ["省", "市", "州", "县", "区", "旗", "乡", "镇"];

/// The bodies of a list such as 县公安局、县法院和各乡(镇), each with its byte offset; `None` when a member is none.
pub(super) fn list(text: &str) -> Option<Vec<(usize, &str)>> {
    let parts = split_list(text);
    // 市、县(区): the first kind of place is named by its character alone.
    let places = parts.iter().any(|(_, part)| is_every_place(part));
    parts
        .iter()
        .all(|(_, part)| is_body(part) || is_collective(part) || places && KINDS.contains(part))
        .then_some(parts)
}

/// What `split_list` left together: 各县、区人民政府.
fn is_collective(part: &str) -> bool {
    part.contains('各')
        && part
            .split_once('、')
            .is_some_and(|(first, rest)| goes_on(first, rest))
}

/// A list as a sentence may name it: also by field (网信、公安、市场监管等部门) or with a shared ending (甲、乙县政府).
pub(super) fn acting_list(text: &str) -> Option<Vec<(usize, &str)>> {
    list(text)
        .or_else(|| by_field(text))
        .or_else(|| with_short_names(text))
}

/// 公安、市场监管等部门: several fields before one collective word; each member is kept as printed.
fn by_field(text: &str) -> Option<Vec<(usize, &str)>> {
    let (fields, last) = text.rsplit_once('等')?;
    let collective = last.chars().count() <= 10
        && COLLECTIVE.iter().any(|word| last.ends_with(word))
        && !holds_clause_word(last);
    let parts = split_list(fields);
    let named = parts.iter().all(|(_, part)| {
        (2..=12).contains(&part.chars().count()) && !holds_clause_word(part) && is_plain(part)
    });
    let first_is_body_like = parts
        .first()
        .is_some_and(|(_, part)| is_body(part) || FIELDS.iter().any(|field| part.ends_with(field)));
    (collective && named && parts.len() > 1 && first_is_body_like).then_some(parts)
}

fn is_plain(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit() || "，。；：《》“”".contains(c))
}

/// 东川、西山县政府: the first names lack the ending the last one has.
fn with_short_names(text: &str) -> Option<Vec<(usize, &str)>> {
    let parts = split_list(text);
    let short = |part: &str| (2..=4).contains(&part.chars().count()) && is_plain(part);
    let first_body = parts.iter().position(|(_, part)| is_body(part))?;
    let shared = [
        "县政府",
        "区政府",
        "市政府",
        "县人民政府",
        "区人民政府",
        "镇人民政府",
        "乡人民政府",
        "镇政府",
        "乡政府",
        "街道办事处",
        "街道",
        "社区",
        "村",
    ]
    .iter()
    .any(|end| parts[first_body].1.ends_with(end) && parts[first_body].1.len() > end.len());
    let holds = first_body > 0
        && shared
        && parts[..first_body]
            .iter()
            .all(|(_, part)| short(part) && !holds_clause_word(part))
        && parts[first_body..].iter().all(|(_, part)| is_body(part));
    holds.then_some(parts)
}

/// 市教育局等行业主管部门, 公安等部门: what follows 等 only sums up those named.
pub(super) fn without_sum(name: &str) -> &str {
    const SUMS: &[&str] = &["部门", "单位", "机构", "机关"];
    name.split_once('等')
        .filter(|(first, sum)| {
            first.chars().count() >= 2
                && SUMS.iter().any(|word| sum.ends_with(word))
                && sum.chars().count() <= 8
        })
        .map_or(name, |(first, _)| first)
}

/// The members of an enumeration, split at 、 and at 和, 及, 与 when both sides are bodies; brackets are kept whole.
pub(super) fn split_list(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '、' if depth == 0 && goes_on(&text[start..at], &text[at + c.len_utf8()..]) => {}
            '、' | '，' | '；' | '\t' if depth == 0 => {
                split_pair(start, &text[start..at], &mut parts);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    split_pair(start, &text[start..], &mut parts);
    parts
}

/// 各县、区人民政府; 各委、办、局: one collective, whose parts make no names of their own.
fn goes_on(before: &str, after: &str) -> bool {
    const PLACES: &[&str] = &["县", "区", "市", "乡", "镇", "旗", "州", "街道"];
    let next = after.split(['、', '，', '；']).next().unwrap_or_default();
    let first = without_brackets(before);
    let all_places = first
        .strip_prefix('各')
        .is_some_and(|place| PLACES.contains(&place));
    // 各县、区和市直单位: the kinds of place stay together.
    let kind = next
        .split(['和', '及', '与'])
        .next()
        .is_some_and(|kind| all_places && PLACES.contains(&kind));
    let government = without_brackets(next);
    let governments = all_places
        && ["人民政府", "政府"]
            .iter()
            .filter_map(|word| government.strip_suffix(word))
            .any(|place| PLACES.contains(&place));
    let offices = before.contains('各')
        && before.ends_with(['委', '办', '局'])
        && ["委", "办", "局"].contains(&next);
    let party_and_government = before.contains('各')
        && before.ends_with(['委', '会', '工'])
        && ["党委", "党工委", "党委会"]
            .iter()
            .any(|word| before.ends_with(word))
        && ["政府", "人民政府", "办事处"].contains(&next);
    kind || governments || offices || party_and_government
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            depth += usize::from(*c == '(');
            let kept = depth == 0;
            depth -= usize::from(*c == ')' && depth > 0);
            kept
        })
        .collect()
}

fn split_pair<'a>(offset: usize, text: &'a str, parts: &mut Vec<(usize, &'a str)>) {
    for joint in ["以及", "和", "及", "与"] {
        for (at, _) in text.match_indices(joint) {
            let (left, right) = (&text[..at], &text[at + joint.len()..]);
            // “各部门和单位” names one circle.
            if is_body(left) && is_body(right) && !matches!(right, "单位" | "部门" | "机构") {
                parts.push((offset, left));
                return split_pair(offset + at + joint.len(), right, parts);
            }
        }
    }
    if !text.is_empty() {
        parts.push((offset, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_told_from_other_words() {
        for name in [
            "县公安局",
            "各乡(镇)",
            "两镇",
            "国家金融监督管理总局云溪监管支局",
            "县委政法委",
            "公安机关",
            "区打击和处置非法集资工作领导小组办公室",
            "各行业主(监)管部门",
            "城管执法部门",
            "县工商联",
        ] {
            assert!(is_body(name), "{name}");
        }
        for name in [
            "经营场所",
            "大局",
            "加强县公安局",
            "全部",
            "工作",
            "乡镇要认真组织的单位",
        ] {
            assert!(!is_body(name), "{name}");
        }
    }

    #[test]
    fn lists_are_split_where_both_sides_are_bodies() {
        let names = |text| {
            list(text).map(|parts| {
                parts
                    .into_iter()
                    .map(|(_, name)| name.to_owned())
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(
            names("各乡(镇)、处非领导小组各成员单位").unwrap(),
            ["各乡(镇)", "处非领导小组各成员单位"]
        );
        assert_eq!(
            names("县法院、县检察院和县公安局").unwrap(),
            ["县法院", "县检察院", "县公安局"]
        );
        assert_eq!(
            names("各县(市、区)、市直单位").unwrap(),
            ["各县(市、区)", "市直单位"]
        );
        assert_eq!(names("风险排查、县公安局"), None);
        assert_eq!(
            names("各区、县(市)人民政府、市政府各有关委、办、局").unwrap(),
            ["各区、县(市)人民政府", "市政府各有关委、办、局"]
        );
        let acting = |text| {
            acting_list(text)
                .map(|parts| parts.into_iter().map(|(_, name)| name).collect::<Vec<_>>())
        };
        assert_eq!(
            acting("网信、公安、市场监管等部门").unwrap(),
            ["网信", "公安", "市场监管"]
        );
        assert_eq!(
            acting("东川、西山县政府、各行业主管部门").unwrap(),
            ["东川", "西山县政府", "各行业主管部门"]
        );
        assert_eq!(acting("排查、整治等工作部门"), None);
    }
}
