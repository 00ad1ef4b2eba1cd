//! Demands in a plan that no lawful system may carry out, and what is done instead.
//! The words are looked for, nothing else: a person decides. It must not know any person or firm.

use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use super::reading::Warning;

/// A kind of demand: its words and the lawful counterpart.
struct Demand {
    words: Regex,
    instead: &'static str,
}

static DEMANDS: LazyLock<Vec<Demand>> = LazyLock::new(|| {
    [
        (
            "断水|断电|停水|停电|频繁检查|加密检查频次|房屋停租|拒租|驱逐|督促查改、撤离|“挤、压、赶”|清退租户|强制搬离",
            "切断水电、停租驱逐、以反复检查施压没有法律依据（行政强制法第10条、第43条，优化营商环境条例），本系统不予自动化；依法对应的做法是调查认定后责令停止集资、依法查封扣押或作出行政处罚",
        ),
        (
            "劝返|稳控|重点人员|重点上访人员|骨干人员|重点群体和|重点群体稳|重点群体管|涉稳群体|进京集访|赴省进京|闹访|缠访|人员管控|落地查人|一人一档稳控|盯防|吸附",
            "对上访、维权或受损人员列名单、稳控、劝返没有法律依据（信访工作条例第18条、第46条，个人信息保护法），本系统不予自动化；依法对应的做法是登记诉求、按期答复、政策解释和困难帮扶",
        ),
        (
            "维权组织化|涉稳情报|行动性、扬言性|煽动性、行动性|扬言性信息|防止串联",
            "收集群众诉求动向、防范维权联络属于对人的监控，本系统不予自动化；依法对应的做法是畅通诉求渠道、公布进展、依法受理信访",
        ),
        (
            "舆情管控|舆情引导和管控|引导和管控|删帖|封堵言论|舆论管控|管控舆情",
            "管控言论不在防范和处置非法集资条例的职责之内，本系统不予自动化；依法对应的做法是发布权威信息，并依条例第10、11条监测集资广告和平台",
        ),
        (
            "黑名单|张贴.{0,40}的公告|门口张贴",
            "未经认定公开企业名单或张贴告示有侵权风险（政府信息公开条例第15条、行政处罚法第48条），本系统不予自动化；依法对应的做法是依据生效决定公布，附异议、期限和撤回",
        ),
        (
            "逐户签收|打卡|全部注册|信息注册|强制下载|签到打卡|每日签到",
            "以签收、注册、打卡证明工作属于整治形式主义为基层减负若干规定禁止的做法，本系统不予自动化；依法对应的做法是按活动登记时间、地点和受众规模",
        ),
        (
            "边控",
            "限制出境只能由设区的市级以上处置非法集资牵头部门依条例第24条决定，本系统不予自动化；依法对应的做法是报请有权机关决定",
        ),
    ]
    .into_iter()
    .map(|(words, instead)| Demand { words: super::pattern(words), instead })
    .collect()
});

/// One warning per kind of demand and paragraph.
pub(super) fn warnings(page: &Page) -> Vec<Warning> {
    let mut all = Vec::new();
    for paragraph in &page.paragraphs {
        let text = page.slice(&paragraph.extent);
        for demand in DEMANDS.iter() {
            if let Some(found) = demand.words.find_iter(text).find(|found| {
                !is_forbidden_there(&text[..found.start()])
                    && !is_of_risks(found.as_str(), &text[found.end()..])
            }) {
                let extent =
                    paragraph.extent.start + found.start()..paragraph.extent.start + found.end();
                all.push(Warning {
                    span: page.span(&extent),
                    problem: format!("“{}”：{}", page.printed(&extent), demand.instead),
                });
            }
        }
    }
    all
}

/// 稳控化解风险 holds risks, not people.
fn is_of_risks(word: &str, behind: &str) -> bool {
    word == "稳控"
        && ["化解", "风险", "处置"]
            .iter()
            .any(|object| behind.starts_with(object))
}

/// A plan that forbids the practice (严禁…, 不得…) is not warned of.
fn is_forbidden_there(before: &str) -> bool {
    let clause = before.rsplit(['，', '。', '；']).next().unwrap_or_default();
    ["严禁", "不得", "禁止", "杜绝", "不准"]
        .iter()
        .any(|word| clause.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unlawful_demands_are_named_with_what_is_done_instead() {
        let found = warnings(&Page::new(
            "综合采取断水、断电等措施。\n建立重点人员稳控台账。",
        ));
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|warning| {
            warning
                .problem
                .contains("本系统不予自动化，依法对应的做法是")
                || warning.problem.contains("依法对应的做法是")
        }));
    }

    #[test]
    fn a_plan_that_forbids_them_is_left_in_peace() {
        assert!(warnings(&Page::new("严禁采取断水断电等方式。")).is_empty());
    }
}
