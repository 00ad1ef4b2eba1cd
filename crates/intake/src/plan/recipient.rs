//! To whom something is reported: 向县政府办报送, 报县处非办, 反馈至县金融办.
//! It must not know when.

use std::sync::LazyLock;

use regex::Regex;

use super::body_name::is_body;
use super::page::Extent;

static TOWARDS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"向([^，。；：]{2,40}?)(?:书面|汇总|如实|专题|专门|分别|统一|集中|逐级|及时|按时)?(?:报送|上报|报告|提交|申报|反馈|报备|汇报|通报|移送|移交|提供|推送|汇交|上交|上缴|递交|呈报|报)",
    )
});
static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:报送|上报|反馈|提交|报告|推送|移送|移交|通报|报备|呈报|发送|送交|上缴|汇交|送|报|交|发至|发到|发给|传真|发)(?:至|到|给|所在地)?",
    )
});

/// 上交作品3份到|团委, 报一次结果给|乡政府
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(r"(?:上交|提交|报送|上报|发送|送|交|报)[\p{Han}\d]{1,12}?(?:到|至|给)")
});

/// The body reported to in a sentence, as an extent from `base`.
pub(super) fn recipient(text: &str, base: usize) -> Option<Extent> {
    let towards = TOWARDS
        .captures_iter(text)
        .filter_map(|captures| captures.get(1))
        .find(|name| is_recipient(name.as_str()));
    if let Some(name) = towards {
        return Some(base + name.start()..base + name.end());
    }
    // 各市|交通局: the verb is the beginning of another word.
    let is_word = |verb: &regex::Match<'_>| {
        let behind = &text[verb.end()..];
        match verb.as_str() {
            "交" => behind.starts_with(['通', '易', '警', '流', '叉']),
            "发" => behind.starts_with(['改', '展', '放', '现', '动', '布']),
            _ => false,
        }
    };
    let mut verbs = REPORT.find_iter(text).filter(|verb| !is_word(verb));
    verbs
        .find_map(|verb| named_after(text, verb.end()).or_else(|| superior_after(text, verb.end())))
        .or_else(|| {
            let mut given = GIVEN.find_iter(text);
            given.find_map(|given| named_after(text, given.end()))
        })
        .or_else(|| below(text))
        .map(|extent| base + extent.start..base + extent.end)
}

/// 向各乡镇推送名单: those below receive where nobody above does.
fn below(text: &str) -> Option<Extent> {
    let mut named = TOWARDS
        .captures_iter(text)
        .filter_map(|captures| captures.get(1));
    named
        .find(|name| name.as_str().starts_with('各') && is_body(name.as_str()))
        .map(|name| name.range())
}

/// The longest body name right behind the verb.
fn named_after(text: &str, at: usize) -> Option<Extent> {
    let rest = &text[at..];
    let end = name_limit(rest);
    let ends: Vec<usize> = rest[..end]
        .char_indices()
        .map(|(byte, c)| byte + c.len_utf8())
        .take(48)
        .collect();
    ends.into_iter()
        .rev()
        // 报局长|办公会: no office receives it.
        .filter(|&stop| !(rest[..stop].ends_with('办') && rest[stop..].starts_with('公')))
        .find(|&stop| !rest[..stop].ends_with(')') && is_recipient(&rest[..stop]))
        .map(|stop| before_person(&rest[..stop], &rest[stop..]))
        // 科研处|508: the room is the office's own.
        .filter(|&stop| {
            !leads_to_place(&rest[stop..end])
                || rest[..stop].ends_with('处') && super::office::is_office(&rest[..stop])
        })
        .map(|stop| at..at + stop)
}

/// 报|部, 汇总后报|省: a superior called by one character, which nothing follows.
fn superior_after(text: &str, at: usize) -> Option<Extent> {
    const CALLED: [char; 10] = ['部', '厅', '局', '委', '省', '市', '县', '区', '镇', '乡'];
    let rest = text[..at].ends_with('报').then(|| &text[at..])?;
    let first = rest.chars().next().filter(|c| CALLED.contains(c))?;
    let behind = &rest[first.len_utf8()..];
    let ends = behind.is_empty()
        || behind.starts_with(['，', '。', '；', ')'])
        || behind.starts_with("备案");
    ends.then(|| at..at + first.len_utf8())
}

/// How far the name may reach: a bracket inside it is short (县委统战(宗教)工作领导小组), one behind it explains.
fn name_limit(rest: &str) -> usize {
    let inside = |at: usize| {
        let inner = &rest[at + 1..];
        inner.find(')').is_some_and(|close| {
            inner[..close].chars().count() <= 4 && !inner[close + 1..].is_empty()
        })
    };
    let mut open = false;
    for (at, c) in rest.char_indices() {
        match c {
            '(' if !open && inside(at) => open = true,
            ')' if open => open = false,
            '(' | ')' | '，' | '。' | '；' | '：' | '《' | '\n' => return at,
            _ => {}
        }
    }
    rest.len()
}

/// What offices of a body are called by: 省文明办综合处 is no person's.
const OFFICES: &[&str] = &[
    "综合", "秘书", "法规", "法制", "宣传", "人事", "财务", "信息", "监管", "稽查", "执法", "业务",
    "科教", "政策", "组织", "教育", "信访", "安全", "监察", "审批", "管理", "调研", "办公", "金融",
    "规划", "统计", "应急", "保卫", "教务", "广告", "市场", "科技", "法监",
];

/// 报县金融局|李云处（手机：…）: the person there receives it for the body.
fn before_person(name: &str, behind: &str) -> usize {
    let office = name
        .strip_suffix('处')
        .filter(|_| behind.starts_with(['(', '，', '。']));
    let shorter = office.and_then(|office| {
        [2, 3].into_iter().find_map(|chars| {
            let (at, _) = office.char_indices().rev().nth(chars - 1)?;
            let body = &office[..at];
            let named = !OFFICES.contains(&&office[at..]);
            (named && body.ends_with(['局', '办', '委', '部', '厅']) && is_body(body)).then_some(at)
        })
    });
    shorter.unwrap_or(name.len())
}

/// 县政府|大楼508室: the body only tells where the room is.
fn leads_to_place(behind: &str) -> bool {
    behind.starts_with(|c: char| c.is_ascii_digit())
        || ["大楼", "办公楼", "机关楼", "东楼", "西楼", "南楼", "北楼"]
            .iter()
            .any(|word| behind.starts_with(word))
}

fn is_recipient(name: &str) -> bool {
    let odd = [
        "网格员",
        "企业",
        "公司",
        "网格",
        "物业",
        "村",
        "人员",
        "负责人",
    ]
    .iter()
    .any(|end| name.ends_with(end))
        || name.contains('报')
        || name.contains("日内")
        || name.contains("小时内")
        || name.contains("清单")
        || name.contains('到')
        // 将简报|发镇处非办: the verb is none of the name's.
        || name.strip_prefix('发').is_some_and(|rest| !rest.starts_with(['改', '展']))
        || is_place(name);
    // 向局主要领导报告
    let is_post = ["主要领导", "分管领导", "主要负责同志"]
        .iter()
        .any(|post| name.ends_with(post) && name.chars().count() <= 7 && !name.contains("政府"));
    let whole = !odd
        && (is_body(name) || is_post)
        && !["和", "与", "人员", "情况", "各", "全", "本"]
            .iter()
            .any(|word| name.starts_with(word) && !name.starts_with("全国"));
    // 县处非办和县公安局 are two; the list is kept as one recipient only when each is a body.
    whole || (!odd && super::body_name::list(name).is_some_and(|list| list.len() > 1))
}

/// 县政府大楼508室 is where papers are taken, not who receives them.
pub(super) fn is_place(name: &str) -> bool {
    let digits = name.contains(|c: char| c.is_ascii_digit());
    name.contains("大楼") || name.contains("号楼") || digits && name.ends_with(['室', '楼', '号'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients_are_found_before_and_behind_the_verb() {
        for (text, expected) in [
            ("分别向县处非办报送阶段性进展和总结报告", Some("县处非办")),
            ("将联络员名单报县金融办备案", Some("县金融办")),
            ("及时反馈至县处非办", Some("县处非办")),
            ("报送总结报告", None),
            ("及时移送区公安分局", Some("区公安分局")),
            (
                "名单逐级推送至省金融监测运行中心",
                Some("省金融监测运行中心"),
            ),
            (
                "形成书面总结报送县打击非法集资专项行动领导小组办公室(设在县财政局)",
                Some("县打击非法集资专项行动领导小组办公室"),
            ),
            ("向市农业局汇总上报总结和报表", Some("市农业局")),
            (
                "于10月底前报送市治理“小账”工作领导小组办公室",
                Some("市治理“小账”工作领导小组办公室"),
            ),
            ("报送“回头看”情况", None),
            (
                "报县委统战(宗教)工作领导小组办公室",
                Some("县委统战(宗教)工作领导小组办公室"),
            ),
            ("各市交通局、各有关单位按月上报", None),
            ("向全国绿化委员会申报", Some("全国绿化委员会")),
            ("将自查报告报水利部", Some("水利部")),
            ("报送干部名单", None),
            ("表格传真至省文明办综合处", Some("省文明办综合处")),
        ] {
            assert_eq!(
                recipient(text, 0).map(|extent| &text[extent]),
                expected,
                "{text}"
            );
        }
    }
}
