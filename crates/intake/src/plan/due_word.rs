//! The words beside a date that tell a deadline from history, cases, habits and labels.
//! It must not know dates.

use std::sync::LazyLock;

use regex::Regex;

pub(super) static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:截至|截止到|截止|不得?[迟晚]于|不能[迟晚]于|(?:最迟|最晚)?不(?:得|能)?超过|最迟|最晚|(?:征集|报名|填报|受理|申报)时间为|(?:^|[，。；]|力争|争取|确保|计划|预计)到|时限为?：?|(?:截止|报送|上报|上交|提交|交稿|截稿|收件)(?:时间|日期|期限)[为是：]*|完成时间[为：]*|完成时限[为：]*|时间为?：)$",
    )
});

pub(super) static AT: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"(?:于|在|定于|拟于|从|自)$"));

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
        r"(?:(?:^|[(；，、。])(?:整改|实施|推进|落实)?|完成|办结|办理|处置|核查)(?:时限|期限|时间|时间节点|进度)(?:要求|安排)?：$",
    )
});

pub(super) fn is_labelled(before: &str) -> bool {
    LABELLED.is_match(before)
}

/// Whether a text is the label of a time and its value.
pub(super) fn begins_label(text: &str) -> bool {
    text.find('：')
        .is_some_and(|colon| is_labelled(&text[..colon + '：'.len_utf8()]))
}

pub(super) fn is_habit(before: &str) -> bool {
    [
        "每年",
        "每月",
        "每季度",
        "每年度",
        "历年",
        "每年的",
        "每年度的",
    ]
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
