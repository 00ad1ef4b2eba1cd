//! What is handed over, and the verb that hands it over where it stands behind several papers.
//! It must not know times.

use std::sync::LazyLock;

use regex::Regex;

use super::page::{Extent, Page};

/// What is handed over.
pub(super) const PAPERS: &[&str] = &[
    "小结",
    "总结",
    "报告",
    "方案",
    "计划",
    "表",
    "清单",
    "名单",
    "情况",
    "台账",
    "材料",
    "数据",
    "信息",
    "意见",
    "承诺书",
    "资料",
    "照片",
    "图片",
    "视频",
    "简报",
    "月报",
    "周报",
    "季报",
    "名册",
    "回执",
    "纪要",
    "预案",
    "进展",
];

/// 报送至, 报|县处非办: a paper is handed over.
static HANDS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:书面|一并|统一|分别)?(?:报送|上报|呈报|提交|反馈|移送|移交|推送|上传|发送|寄送|送交|报备|抄送|报|送|交|发)(?:至|到|给)?",
    )
});

/// “5月10日前将小结，12月5日前将总结|报县处非办”: the verb and who receives it stand behind the last paper.
pub(super) fn handed_later(page: &Page, paper: &Extent, end: usize) -> Option<Extent> {
    const TAKES: [&str; 2] = ["将", "把"];
    let own = page.trimmed(paper, &['，', '、', '；', '。', ' ']);
    let text = page.slice(&own);
    // “将问题整改到位” says what is done; only a paper waits for the verb.
    let lacks_verb = PAPERS.iter().any(|paper| text.ends_with(paper))
        && HANDS.find(text).is_none_or(|verb| {
            let paper = PAPERS.iter().filter(|paper| text.ends_with(**paper));
            let length = paper.map(|paper| paper.len()).max().unwrap_or(0);
            verb.start() + length >= text.len()
        });
    let is_short = !text.contains('，') && !super::reach::has_chars(text, 40);
    if !TAKES.iter().any(|word| text.starts_with(word)) || !lacks_verb || !is_short {
        return None;
    }
    let behind = &page.text[own.end..end];
    let taken = TAKES.iter().filter_map(|word| behind.find(word)).min()?;
    // 总结报告 is a paper; 报告 in it hands nothing over.
    let is_verb = |found: &regex::Match<'_>| {
        !(found.as_str() == "报" && behind[taken + found.end()..].starts_with(['告', '表', '单']))
    };
    let verb = taken + HANDS.find_iter(&behind[taken..]).find(is_verb)?.start();
    let verb = verb
        + ["分别", "一并", "统一"]
            .iter()
            .find(|word| behind[verb..].starts_with(**word))
            .map_or(0, |word| word.len());
    let stop = behind[verb..]
        .find(['，', '。', '；'])
        .map_or(behind.len(), |stop| verb + stop);
    Some(own.end + verb..own.end + stop)
}
