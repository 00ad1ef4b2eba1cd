//! The words by which a sentence tells what has been instead of ordering what is to be: 已, 共…起, 该公司….
//! It must not know dates, headings or bodies.

use std::sync::LazyLock;

use regex::Regex;

use super::word_set::WordSet;

/// Words of an order, each with the words it is only a part of.
const ORDERS: &[(&str, &[&str])] = &[
    (
        "要",
        &[
            "主要", "重要", "要求", "要点", "要素", "纪要", "扼要", "简要", "摘要", "概要", "必要",
            "要案", "要情", "首要", "次要", "只要", "要件", "要闻", "紧要", "要约",
        ],
    ),
    (
        "应",
        &[
            "应急",
            "反应",
            "相应",
            "供应",
            "对应",
            "响应",
            "效应",
            "适应",
            "应用",
            "应收",
            "应付",
            "应对",
            "呼应",
            "应邀",
            "应诉",
            "应结",
            "应办",
            "应收",
            "应报未",
            "应报的",
        ],
    ),
    ("须", &[]),
    (
        "请",
        &["申请", "请示", "邀请", "聘请", "提请", "报请", "请求"],
    ),
    ("需", &["需求"]),
    ("务必", &[]),
    ("力争", &[]),
    ("争取", &[]),
    ("确保", &[]),
    ("责令", &[]),
    ("督促", &[]),
    ("不得", &[]),
    ("原则上", &[]),
];

/// Whether a text orders. “应报送的月报表” only names the paper.
pub(super) fn orders(text: &str) -> bool {
    ORDERS
        .iter()
        .any(|(word, parts)| holds_word(text, word, parts))
}

/// Whether the text holds the word otherwise than as a part of another.
fn holds_word(text: &str, word: &str, parts: &[&str]) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_part = parts.iter().any(|part| {
            part.match_indices(word).any(|(inner, _)| {
                at.checked_sub(inner)
                    .and_then(|start| text.get(start..))
                    .is_some_and(|rest| rest.starts_with(part))
            })
        });
        !is_part && !names_what(&text[at + word.len()..], word)
    })
}

/// 应报送|的|月报表, 已发现|的|线索: the word is in an attribute.
fn names_what(behind: &str, word: &str) -> bool {
    const TURNS: &[char] = &[
        '将', '把', '于', '在', '对', '按', '当', '及', '每', '由', '向',
    ];
    let near: String = behind.chars().take(6).collect();
    matches!(word, "应" | "已" | "被")
        && near.contains('的')
        && !near.contains('，')
        && !behind.starts_with(TURNS)
}

/// Signs of a report, each with the words it is only a part of.
const REPORTS: &[(&str, &[&str])] = &[
    ("已", &["不能自已"]),
    ("了", &["了解", "为了", "除了", "了结", "明了"]),
    (
        "被",
        &[
            "被害",
            "被骗",
            "被投诉",
            "被检查",
            "被监管",
            "被举报",
            "被执行",
        ],
    ),
    (
        "共",
        &[
            "共同", "公共", "共享", "共建", "共治", "共管", "共和", "中共", "共产", "共青", "共性",
            "共识", "共防",
        ],
    ),
    ("曾", &[]),
    ("累计", &[]),
    ("先后", &[]),
    ("接到", &[]),
    ("接报", &[]),
    ("同比", &[]),
    ("环比", &[]),
    ("均未", &[]),
    ("仍未", &[]),
    ("至今", &[]),
    ("存在", &["存在的"]),
    ("逾期未", &[]),
    ("未报送", &[]),
    ("未按", &[]),
    ("立案侦查", &[]),
    ("通报表扬", &[]),
    ("通报批评", &[]),
    ("查获", &[]),
    ("抓获", &[]),
    ("破获", &[]),
    ("查明", &[]),
    ("得知", &[]),
    ("荣获", &[]),
    ("获评", &[]),
];

/// 3起, 120家, 1.2亿元, 50%: figures of what has been done or found.
static FIGURE: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"\d(?:余|多|几|万|亿)*(?:起|家|条|元|%|％|名|件|户|人)"));

/// Whether a clause about a day gone by reads as a report.
pub(super) fn reports(text: &str) -> bool {
    bears_sign(text) || FIGURE.is_match(text)
}

/// The same by words alone: an order bears figures as well.
pub(super) fn bears_sign(text: &str) -> bool {
    REPORTS
        .iter()
        .any(|(word, parts)| holds_word(text, word, parts))
}

/// Whether a clause says that what was ordered has been done or left undone: 已全部办结, 至今未退还.
pub(super) fn tells_outcome(text: &str) -> bool {
    [
        "已全部",
        "均已",
        "已经",
        "已完成",
        "至今",
        "仍未",
        "逾期未",
        "均未",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Whether a clause lets somebody off instead of ordering: 第一季度可免报, 10月可不报送.
pub(super) fn exempts(clause: &str) -> bool {
    const WORDS: &[&str] = &[
        "免报",
        "免予报",
        "免于报",
        "免于提交",
        "可不报",
        "可不再报",
        "可以不报",
        "可不提交",
        "可不上报",
        "不再报送",
        "不再另行报",
        "不再单独报",
        "无需报",
        "无须报",
        "不需报",
        "不用报",
        "不必报",
        "暂不报",
        "可暂不",
    ];
    // “（无变化的可不报）” lets off only some.
    let clause = clause.split('(').next().unwrap_or_default();
    WORDS.iter().any(|word| clause.contains(word))
}

/// Whether words before a habit say that it is kept already: 已建立|每月会商制度.
pub(super) fn is_kept_already(before: &str) -> bool {
    const KEPT: &[&str] = &[
        "建立", "实行", "形成", "坚持", "执行", "开展", "做到", "连续", "落实", "推行", "实现",
    ];
    KEPT.iter().any(|verb| {
        ["已", "已经", "均已"]
            .iter()
            .any(|sign| before.contains(&format!("{sign}{verb}")))
            || before.contains(&format!("{verb}了"))
    })
}

/// Whether a sentence opens by looking back: 近年来, 去年, 今年以来.
pub(super) fn looks_back(sentence: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "近年来",
        "近几年",
        "近两年",
        "近三年",
        "多年来",
        "长期以来",
        "一直以来",
        "历年来",
        "往年",
        "过去",
        "此前",
        "前期，",
        "去年",
        "上年",
        "前年",
    ];
    let first = sentence.split('，').next().unwrap_or_default();
    // “去年未整改的企业，每月走访”: which firms.
    let names_what = first.contains('的');
    !names_what
        && (OPENINGS.iter().any(|word| sentence.starts_with(word)) || first.ends_with("以来"))
}

/// Whether a sentence opens with the state of things: 目前, 当前.
pub(super) fn looks_around(sentence: &str) -> bool {
    ["目前", "当前", "截至目前", "现阶段"]
        .iter()
        .any(|word| sentence.starts_with(word))
}

/// 基本情况, 存在问题: a section that tells how things stand.
pub(super) fn is_report_section(title: &str) -> bool {
    const ENDS: &[&str] = &[
        "基本情况",
        "总体情况",
        "整体情况",
        "工作情况",
        "开展情况",
        "进展情况",
        "落实情况",
        "案件情况",
        "存在问题",
        "存在的问题",
        "主要问题",
        "突出问题",
        "问题和不足",
        "问题与不足",
        "存在不足",
        "主要做法",
        "工作成效",
        "主要成效",
        "取得成效",
        "取得的成效",
        "工作回顾",
        "工作总结",
        "基本案情",
        "案情",
        "案情简介",
        "面临形势",
        "当前形势",
        "形势分析",
    ];
    let papers = ["报", "填", "汇总", "督查", "检查", "考核", "解决", "整改"];
    // “及时总结工作情况” is a task.
    let verbs = [
        "及时", "认真", "定期", "做好", "加强", "全面", "按时", "深入", "掌握", "了解", "摸清",
        "梳理", "核实", "分析", "跟踪", "总结", "强化",
    ];
    let is_task = verbs.iter().any(|verb| title.starts_with(verb));
    !is_task
        && !super::reach::has_chars(title, 15)
        && ENDS.iter().any(|end| title.ends_with(end))
        && !papers.iter().any(|word| title.contains(word))
}

/// Firms and persons a plan speaks of as those who break the law.
static SUSPECTS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new([&[
        "该公司",
        "该企业",
        "该机构",
        "该平台",
        "该合作社",
        "该店",
        "该团伙",
        "该集团",
        "其公司",
        "涉案",
        "某公司",
        "某企业",
        "犯罪嫌疑人",
        "嫌疑人",
        "不法分子",
        "犯罪分子",
        "违法分子",
        "被告人",
        "当事人",
        "集资人",
    ][..]])
});

/// Whether the clause is about what a suspect does.
pub(super) fn is_about_suspect(clause: &str) -> bool {
    let bare = ["经查", "据查", "据悉", "据了解", "其中", "但", "而", "且"]
        .iter()
        .find_map(|word| clause.strip_prefix(word))
        .unwrap_or(clause);
    let promises = clause.contains("承诺")
        && !["承诺书", "承诺制", "公开承诺", "签订", "签署"]
            .iter()
            .any(|word| clause.contains(word));
    let spoken_of = bare
        .strip_prefix('该')
        .is_some_and(|thing| !is_office_matter(thing));
    SUSPECTS.begins(bare)
        || spoken_of
        || promises
        || bare.starts_with("反映")
        || bare.find("公司").is_some_and(|at| {
            bare[at..].starts_with("公司承诺") || bare[at..].starts_with("公司以")
        })
}

/// 该|局, 该|案, 该|工作: what the office itself has or does.
fn is_office_matter(thing: &str) -> bool {
    [
        "局", "办", "县", "区", "市", "镇", "乡", "街道", "村", "社区", "项", "类", "案", "批",
        "线索", "信访", "举报", "问题", "事项", "台账", "表", "系统", "工作", "行动", "活动",
        "方案", "制度", "机制", "办法", "单位", "部门", "小组", "专班", "通知", "清单",
    ]
    .iter()
    .any(|word| thing.starts_with(word))
}

/// What offices do about firms: such words keep a duty even where the firm is the subject.
pub(super) fn is_remedy(clause: &str) -> bool {
    [
        "报送", "报告", "整改", "清退", "兑付", "提供", "注销", "停业", "配合", "提交", "上线",
        "建成", "接入",
    ]
    .iter()
    .any(|word| clause.contains(word))
        && !clause.contains("承诺")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_told_from_words_that_hold_their_signs() {
        for text in ["各乡镇要报送", "应于月底完成", "请各单位", "务必"] {
            assert!(orders(text), "{text}");
        }
        for text in [
            "主要做法",
            "应急演练",
            "申请受理",
            "每月应报送的月报表",
            "会议要求",
        ] {
            assert!(!orders(text), "{text}");
        }
    }

    #[test]
    fn reports_are_told_by_their_signs() {
        for text in [
            "全县共立案3起",
            "已全部办结",
            "召开了会议",
            "约谈广告公司5家",
        ] {
            assert!(reports(text), "{text}");
        }
        for text in ["各乡镇共同开展排查", "为了做好工作", "召开会议"] {
            assert!(!reports(text), "{text}");
        }
    }

    #[test]
    fn who_is_let_off_owes_nothing() {
        assert!(exempts("可免报") && exempts("各乡镇8月可不报送月报"));
        for text in ["可免费发放宣传册", "报送月报(无变化的可不报)", "前不得瞒报"]
        {
            assert!(!exempts(text), "{text}");
        }
    }

    #[test]
    fn sections_that_tell_are_known_by_their_titles() {
        assert!(is_report_section("基本情况") && is_report_section("存在的问题"));
        assert!(!is_report_section("报送工作情况") && !is_report_section("工作要求"));
    }
}
