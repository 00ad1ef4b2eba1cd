//! The words beside a date that tell a deadline from history, cases, habits and labels.
//! It must not know dates.

use std::sync::LazyLock;

use regex::Regex;

pub(super) static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:截至|截止到|截止|不得?[迟晚]于|不能[迟晚]于|最迟|最晚|(?:^|[，。；]|力争|争取|确保|计划|预计)到|时限为?：?|截止时间[为：]*|报送时间[为：]*|完成时间[为：]*|完成时限[为：]*|时间为?：)$",
    )
});

pub(super) static AT: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"(?:于|在|定于|拟于|从|自)$"));

pub(super) static VERB: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        "发放|入户|走访|清理|约谈|核查|开办|巡查|督办|张贴|发布|学习|报送|上报|完成|召开|举办|开展|启动|印发|制定|建立|下发|进行|总结|形成|汇总|公布|部署|组织|提交|反馈|报|检查|抽查|督导|督查|验收|评估|考核|公示|培训|宣传|排查|整改|推介|设立|成立|修订|出台|办理|移送|开通|上线|签订|备案|整治|化解|处置|细化|组建|调度|实现|取得|推进|摸排|更新|兑现|演练",
    )
});

pub(super) static HISTORY: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:以来|起施行|施行|实施|印发的|发布的|出台的|出台了|出台《|颁布|会议|讲话|精神|日报|版|修订|的数据|的《)",
    )
});

pub(super) static PAST: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern("主持召开|召开了|印发了|下发了|出台了|通过了|发生了|审议通过|开展了|查处了|破获")
});

/// What makes a date tell cases, firms or papers apart: 立案的案件, 成立的企业.
pub(super) static CASES: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        "^(?:以[前后来]|之[前后]|[前后])?(?:已|新)?(?:立案|起诉|发生|受理|成立|注册|设立|形成|移送|判决|报案|登记|签订|查处|结案)[^，。；]{0,8}的",
    )
});

/// 完成时限：, 时间要求：
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[(；，、。])(?:完成|办结|整改|实施|推进|落实)?(?:时限|期限|时间|时间节点|进度)(?:要求|安排)?：$",
    )
});

pub(super) fn is_labelled(before: &str) -> bool {
    LABELLED.is_match(before)
}

pub(super) fn is_habit(before: &str) -> bool {
    ["每年", "每月", "每季度", "每年度", "历年"]
        .iter()
        .any(|word| before.ends_with(word))
}

pub(super) fn clause_behind(after: &str) -> &str {
    let trimmed = after.trim_start_matches(['，', '起']);
    let end = trimmed
        .char_indices()
        .filter(|(_, c)| matches!(c, '，' | '。' | '；'))
        .nth(1)
        .map_or(trimmed.len(), |(at, _)| at);
    &trimmed[..end]
}
