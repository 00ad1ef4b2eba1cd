//! 分别: several dates and as many papers or acts, one for each (5月20日、6月20日前分别将方案、总结报送…).
//! It must not know dates or bodies.

/// Verbs behind which the papers may stand.
const VERBS: &[&str] = &[
    "报送", "上报", "提交", "反馈", "报告", "完成", "召开", "举办", "开展", "发布",
];

/// What is due at each of `count` dates; none where the words do not name as many things.
pub(super) fn paired(what: &str, count: usize) -> Option<Vec<String>> {
    handed_over(what, count).or_else(|| behind_verb(what, count))
}

/// 甲、乙、丙活动|分别于…|举行: the events named before the dates, one for each.
pub(super) fn events(before: &str, what: &str, count: usize) -> Option<Vec<String>> {
    const NOUNS: &[&str] = &[
        "活动", "宣传", "培训", "会议", "检查", "工作", "讲座", "名单", "方案", "总结", "报告",
    ];
    let list = before.rsplit(['。', '；', '，', '：']).next()?;
    let list = list.trim_end_matches(['于', '在']).trim_end_matches("分别");
    let deed = what.strip_prefix(list).unwrap_or(what);
    let deed = deed.strip_prefix("分别").unwrap_or(deed);
    let deed = deed.split("，由").next().unwrap_or(deed);
    let deed = deed.split(",由").next().unwrap_or(deed);
    let things = things(list, count)?;
    let last = things.last()?.clone();
    let noun = NOUNS.iter().find(|noun| last.ends_with(**noun));
    let whole = |thing: String| match noun {
        Some(noun) if !NOUNS.iter().any(|noun| thing.ends_with(noun)) => {
            format!("{thing}{noun}{deed}")
        }
        _ => format!("{thing}{deed}"),
    };
    Some(things.into_iter().map(whole).collect())
}

/// 将实施方案、工作总结|分别报县处非办
fn handed_over(what: &str, count: usize) -> Option<Vec<String>> {
    let (lead, rest) = ["将", "把"]
        .iter()
        .find_map(|word| what.find(word).map(|at| what.split_at(at + word.len())))?;
    let end = [
        "分别报",
        "分别提交",
        "分别反馈",
        "报送",
        "上报",
        "提交",
        "反馈",
        "报",
    ]
    .iter()
    .filter_map(|verb| rest.find(verb))
    .min()?;
    let tail = &rest[end..];
    let tail = tail.strip_prefix("分别").unwrap_or(tail);
    let things = things(&rest[..end], count)?;
    Some(
        things
            .iter()
            .map(|thing| format!("{lead}{thing}{tail}"))
            .collect(),
    )
}

/// 向县处非办报送|阶段性进展和总结报告
fn behind_verb(what: &str, count: usize) -> Option<Vec<String>> {
    let clause = what
        .split(['，', '；', '。', ',', ';'])
        .next()
        .unwrap_or_default();
    let at = VERBS
        .iter()
        .filter_map(|verb| clause.find(verb).map(|at| at + verb.len()))
        .min()?;
    let (lead, rest) = clause.split_at(at);
    let things = things(rest, count)?;
    Some(
        things
            .iter()
            .map(|thing| format!("{lead}{thing}"))
            .collect(),
    )
}

/// The members of a list of exactly so many.
fn things(list: &str, count: usize) -> Option<Vec<String>> {
    let list = list.trim_matches(['，', '、', ' ', ',']);
    let parts: Vec<&str> = list
        .split('、')
        .flat_map(|part| split_joint(part))
        .collect();
    let named = parts.iter().all(|part| part.chars().count() >= 2);
    (count > 1 && parts.len() == count && named).then(|| with_shared_noun(&parts))
}

/// 半年、全年|工作总结: the first lacks the noun that the last one has.
fn with_shared_noun(parts: &[&str]) -> Vec<String> {
    const SPANS: &[&str] = &[
        "上半年",
        "下半年",
        "半年",
        "全年",
        "年度",
        "年终",
        "季度",
        "阶段性",
        "中期",
        "终期",
        "月度",
    ];
    let noun = parts.last().and_then(|last| {
        let span = SPANS.iter().find(|span| last.starts_with(**span))?;
        Some(&last[span.len()..])
    });
    let whole = |part: &&str| match noun {
        Some(noun) if SPANS.contains(part) => format!("{part}{noun}"),
        _ => (*part).to_owned(),
    };
    parts.iter().map(whole).collect()
}

/// 方案和总结: the last two members.
fn split_joint(part: &str) -> Vec<&str> {
    for joint in ["以及", "和", "及", "与"] {
        if let Some((first, second)) = part.split_once(joint) {
            return vec![first, second];
        }
    }
    vec![part]
}

/// 由甲、乙、丙|分别牵头: as many bodies as dates.
pub(super) fn names_each(behind: &str, count: usize) -> bool {
    let clause = behind.split(['。', '；']).next().unwrap_or_default();
    let by = clause.find('由').map(|at| &clause[at + '由'.len_utf8()..]);
    let list = by.and_then(|by| Some(&by[..by.find("分别")?]));
    list.and_then(super::body_name::list)
        .is_some_and(|bodies| bodies.len() == count)
}

/// 县公安局、县法院|分别于6月底、9月底前: as many bodies as dates; 各镇、各部门 report on both.
pub(super) fn shares_out(before: &str, count: usize) -> bool {
    let clause = before
        .rsplit(['，', '；', '。', '：'])
        .next()
        .unwrap_or_default();
    let own = clause.trim_end_matches(['于', '在']).strip_suffix("分别");
    let list = own.map(|own| own.trim_start_matches(['请', '由']));
    list.and_then(super::body_name::list).is_some_and(|bodies| {
        let single = |(_, name): &(usize, &str)| !name.starts_with(['各', '全', '有']);
        bodies.len() == count && bodies.iter().all(single)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_date_gets_its_own_paper() {
        assert_eq!(
            paired("将实施方案、工作总结分别报县处非办", 2).unwrap(),
            ["将实施方案报县处非办", "将工作总结报县处非办"]
        );
        assert_eq!(
            paired("向县处非办报送阶段性进展和总结报告", 2).unwrap(),
            ["向县处非办报送阶段性进展", "向县处非办报送总结报告"]
        );
        assert_eq!(
            events("进学校、进社区活动分别于", "举行，由甲、乙分别牵头", 2).unwrap(),
            ["进学校活动举行", "进社区活动举行"]
        );
        assert_eq!(
            events("第一批、第二批名单分别于", "第一批、第二批名单分别推送", 2).unwrap(),
            ["第一批名单推送", "第二批名单推送"]
        );
        assert_eq!(paired("报送工作进展", 2), None);
        assert_eq!(paired("报送甲方案、乙方案、丙方案", 2), None);
    }
}
