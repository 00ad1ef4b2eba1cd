//! Duties that come round or hang on an event: 每季度, 每月25日前, 随时, 5个工作日内, 及时报送.
//! It must not know the calendar.

use std::sync::LazyLock;

use regex::Regex;

use super::deed_word::names_deed;
use super::page::Extent;
use super::reading::Recurrence;

/// A recurring or relative time in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    pub extent: Extent,
    pub recurrence: Recurrence,
}

static REGULAR: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(concat!(
        r"(?P<halfyear>每半年|上(?:半年)?(?:、|和|及|，)?下半年(?:各|分别)(?:报送?|上报|开展|组织|召开|进行)?(?:一|1)次|半年一次|每个半年|半年报|半年(?:和|、|及)(?:年终|年底|年末|全年))|(?P<quarter>(?:每个?|逐|按|分)季度?|季报|每季|每?逢季末?|季度?末月?\d{1,2}日|下一?个?季度?的?(?:首月|第[一1]个?月)的?\d{1,2}日)",
        r"|(?P<semimonth>每半个?月|每隔?(?:15|十五)[天日])|(?P<bimonth>每(?:两|2|二)个?月|每?逢?[单双]月|隔月)|(?P<biweek>每(?:两|2|二)周|每双周|双周报|隔周)|(?P<ten>每旬|逐旬|每隔?(?:10|十)个?[天日])",
        r"|(?P<month>(?:每个?|逐|按)月(?:份)?|月报|次月(?P<dom>\d{1,2}日)|每月度)|(?P<week>每隔?(?:7|七)[天日]|次周[一二三四五六日天]|(?:每|逐|按|每逢)(?:个)?周|每星期|每个星期|周报)",
        r"|(?P<day>每日|每天|日报|每个?工作日)|(?P<year>每个?学年(?:度|[末初](?:前)?|结束前)?|每年度?|逐年|年报|按年度?)",
        r"|(?P<anytime>随时)|(?P<periodic>定期|不定期|零报告|每个?学期(?:开学|放假|结束)?[前后]?(?:第?[一二两1-4]个?周)?内?|每隔?(?:\d{1,2}|[二两三四五六])个?(?:工作日|[天日]))",
    ))
});

/// 在“5·15”打击和防范经济犯罪日、防范非法集资宣传月等活动中，…: days and months of the year that have a name.
static OCCASION: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(concat!(
        r"(?:在|利用|结合|借助|抓住|围绕|以)(?P<day>“?\d{1,2}[.·]\d{1,2}”?[\p{Han}]{2,20}?[日周])",
        r"(?:[、和](?P<month>[\p{Han}]{2,16}?宣传[月周]))?(?:等[\p{Han}]{0,6})?(?:活动|期间|节点|中|之际|为契机){0,2}，",
    ))
});

/// 明确|年度|目标任务: what is to be set anew every year.
static YEARS_TASK: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[，；。])(?:各[\p{Han}]{2,8})?(?:要|应|须)?(?:明确|制定|确定|下达|分解)(年度)[\p{Han}]{0,4}(?:目标|任务)",
    )
});

/// The rest of a recurring time: 末月20日前, 五前, 结束后5个工作日内, 第一周.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:末?(?:首月|末月|最后一个?月|(?:最后|第)[一1]个工作日|第[一二三]个?月)|末|底|初|度|第[一二三四]周|最后一周|结束后|终了后?|(?:的?(?:周|星期))?[一二三四五六日天](?:前?[、和](?:周|星期)?[一二三四五六日天])*)*(?:\d{1,2}(?:个?工作日|[日天])(?:之|以)?内|的?\d{1,2}[日号](?:(?:前?[、和及]|[至到—])\d{1,2}[日号])*|[一二三四五六日天]|(?:上旬|中旬|下旬|底|末|月底|初))?(?:下午|上午|下班|\d{1,2}[：时点]\d{0,2})*(?:(?:之前|以前|前)\d{1,2}个?(?:工作日|[天日])(?:之内|以内|内|前)?|之前|以前|前)?",
    )
});

/// 月报于次月3日前, 季报应于季后5日前: when the paper is due.
static PAPER_TIME: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:应当?|须|要)?(?:于|在)?(?:次月|下月|季后|每?季度?末月?|次年|翌年|当年|每年)?(?:\d{1,2}月)?\d{1,2}[日号天](?:之|以)?前",
    )
});

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(concat!(
        r"(?:(?:自|从|在)?[\p{Han}]{2,12}(?:之日起|后|起))?",
        r"(?:T\+)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)个?(?:工作日|小时|分钟|日|天|周|星期|月|个月)(?:之|以)?内",
        r"|(?:期限|时限)(?:原则上|一般|最长)*不(?:得|能)?(?:超过|多于)(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|小时|日|天|周|月)",
        r"|(?:[\p{Han}]{2,8}结束|春节|国庆节?|节假日|节|假期?)后的?(?:第?[一1二三]个?(?:周|工作日)|[一1]周内)",
        r"|(?:开学|收假|放假|节)后的?第[一1二三]个?(?:天|日)|第一时间|立即|及时|当日|当天|即时|次日|当场",
    ))
});

/// Verbs of reporting; a relative time is a deadline only with one of them.
pub(super) static REPORTING: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        "报送|报告|上报|反馈|移送|移交|通报|推送|提交|报备|呈报|报备案|核实|答复|回复|告知|说明(?:原因|理由|情况)|报县|报区|报市|报镇|报乡|报校",
    )
});

/// Verbs of finishing; with a counted time (20日内办结) they are a deadline too.
static FINISHING: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        "办结|交办|转办|分流|完成|整改|核查|制定|印发|登记|录入|立案|受理|签订|公示|公布|建立|组建|召开|组织|作出|审核|审批|批复|送达|约谈|处置|处理|备案|更新|发布|上好|举办|张贴|悬挂",
    )
});

/// The recurring times of a sentence; times without a duty (定期存款, 每年人均) are left to the caller's verbs.
pub(super) fn turns(sentence: &str, base: usize) -> Vec<Turn> {
    let mut all = regular(sentence, base);
    for found in RELATIVE.find_iter(sentence) {
        if tells_when(sentence, &found)
            && !all
                .iter()
                .any(|turn| turn.extent.contains(&(base + found.start())))
        {
            let start = found.start() + modal_before(found.as_str());
            let start = start + subject_before(&sentence[start..found.end()]);
            all.push(Turn {
                extent: base + start..base + found.end(),
                recurrence: Recurrence::OnEvent,
            });
        }
    }
    all.sort_by_key(|turn| turn.extent.start);
    said_once(sentence, base, &mut all);
    super::turn_choice::drop_vague(sentence, base, &mut all);
    all.extend(of_the_year(sentence, base));
    all.sort_by_key(|turn| turn.extent.start);
    all
}

/// 每季度, 每月25日前, 随时.
fn regular(sentence: &str, base: usize) -> Vec<Turn> {
    let mut all: Vec<Turn> = Vec::new();
    for captures in REGULAR.captures_iter(sentence) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        // “最后一周报送”: the paper's name is cut out of the verb.
        // 三季度末20日 is a date.
        let ordinal = sentence[..whole.start()].ends_with(['一', '二', '三', '四', '第'])
            && whole.as_str().starts_with('季');
        if ordinal
            || is_verb_cut(sentence, whole.as_str(), whole.end())
            || names_paper(sentence, whole.as_str(), whole.start(), whole.end())
        {
            continue;
        }
        let recurrence = kind(&captures);
        let behind = &sentence[whole.end()..];
        let paper = whole.as_str().ends_with('报');
        let tail = (paper.then(|| PAPER_TIME.find(behind)).flatten())
            .or_else(|| TAIL.find(behind))
            .map_or(0, |tail| tail.len());
        all.push(Turn {
            extent: base + whole.start()..base + whole.end() + tail,
            recurrence,
        });
    }
    all
}

/// Whether a relative time (5个工作日内, 及时) says when something is reported or done.
fn tells_when(sentence: &str, found: &regex::Match<'_>) -> bool {
    // “将当日排查情况报…” says which results, not when.
    let which = sentence[..found.start()].ends_with(['将', '把', '送', '对', '报', '述'])
        && ["当日", "当天", "次日"].contains(&found.as_str());
    if which {
        return false;
    }
    // “活动结束后3日内，各学校将总结报送…”: the verb stands in the clause behind the time.
    let limits = found.as_str().contains("超过") || found.as_str().contains("多于");
    let counted = limits
        || found.as_str().ends_with('内')
        || found.as_str().ends_with('周')
        || found.as_str().contains('后')
            && (found.as_str().ends_with("工作日")
                || found.as_str().contains("后第")
                || found.as_str().contains("后的第"));
    let clause = if counted {
        &sentence[found.start()..]
    } else {
        clause_around(sentence, found.start())
    };
    let own = clause.split(['，', '；', '。']).next().unwrap_or_default();
    let labelled = super::due_word::is_labelled(super::reach::tail(&sentence[..found.start()], 40));
    // 当日|录入
    let at_once = ["当日", "当天", "次日"].contains(&found.as_str())
        && FINISHING
            .find(&sentence[found.end()..])
            .is_some_and(|deed| deed.start() == 0);
    let deed =
        at_once || counted && (limits || labelled || FINISHING.is_match(clause) || names_deed(own));
    // “近3个月内的线索” says which.
    let which = sentence[..found.start()].ends_with('近')
        || sentence[found.end()..].starts_with('的')
        || is_measure(&sentence[..found.start()], found.as_str());
    !which
        && (REPORTING.is_match(clause) || deed)
        && (counted || at_once || is_report(found.as_str(), clause))
}

/// 每月…零报告 says one thing; so does 及时报送…随时报告 within one clause.
fn said_once(sentence: &str, base: usize, all: &mut Vec<Turn>) {
    // “每周四前报送，实行零报告”, “每年7月10日前分别报送半年和全年总结”: the other time says when.
    let manner = |turn: &Turn| {
        let word = &sentence[turn.extent.start - base..turn.extent.end - base];
        word.starts_with("零报告") || word.starts_with("半年") && timed_paper(word).is_none()
    };
    if all.iter().any(|turn| !manner(turn)) {
        all.retain(|turn| !manner(turn));
    }
    // “每年开展2次排查，上半年、下半年各1次”: how the two are spread over the year.
    let spread = |turn: &Turn| {
        let word = &sentence[turn.extent.start - base..turn.extent.end - base];
        let behind = sentence[turn.extent.end - base..].trim_start_matches('。');
        word.starts_with("上半年") && (behind.is_empty() || behind.starts_with(['，', '；', ')']))
    };
    let yearly = all.iter().any(|turn| turn.recurrence == Recurrence::Yearly);
    all.retain(|turn| !(yearly && turn.recurrence == Recurrence::HalfYearly && spread(turn)));
    // “实行月报、季报：月报于次月3日前…”: the second says when.
    let paper =
        |turn: &Turn| sentence[turn.extent.start - base..turn.extent.end - base].ends_with('报');
    let timed: Vec<Recurrence> = all
        .iter()
        .filter(|turn| !paper(turn))
        .map(|turn| turn.recurrence)
        .collect();
    all.retain(|turn| !paper(turn) || !timed.contains(&turn.recurrence));
    all.dedup_by(|next, first| {
        next.recurrence == first.recurrence
            && !sentence[..next.extent.end - base].ends_with('内')
            && same_clause(
                sentence,
                first.extent.start - base,
                next.extent.start - base,
            )
    });
}

/// 审批时间压缩至90个工作日以内: how long something may take, an aim of the reform.
fn is_measure(before: &str, time: &str) -> bool {
    const AIMS: [&str; 8] = [
        "压缩至",
        "压缩到",
        "缩短至",
        "缩短到",
        "压减至",
        "压减到",
        "控制在",
        "减少到",
    ];
    AIMS.iter()
        .any(|aim| before.ends_with(aim) || time.contains(aim))
}

/// Named days, and tasks of the year.
fn of_the_year(sentence: &str, base: usize) -> Vec<Turn> {
    let yearly = |found: regex::Match<'_>| Turn {
        extent: base + found.start()..base + found.end(),
        recurrence: Recurrence::Yearly,
    };
    let days = OCCASION.captures_iter(sentence);
    let days = days.flat_map(|found| [found.name("day"), found.name("month")]);
    let tasks = YEARS_TASK.captures_iter(sentence).map(|found| found.get(1));
    days.chain(tasks).flatten().map(yearly).collect()
}

/// 及时 alone is a manner; with a report or somebody who receives it, it is a duty.
fn is_report(time: &str, clause: &str) -> bool {
    let strong = ["第一时间", "当日", "当天", "次日", "当场"]
        .iter()
        .any(|word| time.ends_with(word));
    let behind = clause.split_once(time).map_or(clause, |(_, behind)| behind);
    strong
        || ["报送", "上报", "报告", "报备", "呈报"]
            .iter()
            .any(|verb| behind.contains(verb))
        || super::recipient::recipient(behind, 0).is_some()
}

/// 周报, 月报 and the like are papers; before 送 or 告 the 报 belongs to the verb.
fn is_verb_cut(sentence: &str, word: &str, end: usize) -> bool {
    word.ends_with('报')
        && !word.starts_with('每')
        && sentence[end..].starts_with([
            '送', '告', '县', '区', '市', '镇', '乡', '省', '请', '领', '至', '给', '经',
        ])
}

/// 排查月报|表, 月报|情况, 《季报》: the paper is named, and how often it comes is not said here.
fn names_paper(sentence: &str, word: &str, start: usize, end: usize) -> bool {
    const PAPERS: &[&str] = &[
        "表", "》", "工作", "时间", "样本", "的", "情况", "数据", "内容", "材料", "格式", "模板",
        "信息", "均", "未", "质量",
    ];
    word.ends_with('报')
        && !word.starts_with('每')
        && (PAPERS
            .iter()
            .any(|paper| sentence[end..].starts_with(paper))
            || super::reach::is_quoted(&sentence[..start]))
}

/// The paper that comes round and bears its own time: 月报 of 月报于次月3日前.
pub(super) fn timed_paper(turn: &str) -> Option<&str> {
    let end = turn.find('报').map(|at| at + '报'.len_utf8())?;
    PAPER_TIME.is_match(&turn[end..]).then_some(&turn[..end])
}

/// The length of the recurring time a text begins with: 每月10日前.
pub(super) fn length_at_start(text: &str) -> Option<usize> {
    if !text.starts_with(['每', '逐', '次', '按']) {
        return None;
    }
    let first = REGULAR.find(text).filter(|found| found.start() == 0)?;
    let tail = TAIL.find(&text[first.end()..]).map_or(0, |tail| tail.len());
    Some(first.end() + tail)
}

/// Words between the subject and the event (应当在发现后24小时内) are no part of the time.
fn modal_before(time: &str) -> usize {
    if time.contains("超过") || time.contains("多于") {
        return time.find('不').unwrap_or(0);
    }
    [
        "应当在",
        "应在",
        "应当",
        "须在",
        "要在",
        "于",
        "在",
        "要",
        "应",
        "须",
        "请",
    ]
    .iter()
    .filter_map(|word| time.rfind(word).map(|at| (at, at + word.len())))
    // 申请, 提请 are no request to act.
    .filter(|&(at, _)| !time[..at].ends_with(['申', '提', '邀', '报']))
    .map(|(_, end)| end)
    .max()
    .unwrap_or(0)
}

/// 县处非办收到线索后5个工作日内: the body that acts is no part of the time.
fn subject_before(time: &str) -> usize {
    let ends = time
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(14);
    ends.filter(|&end| end < time.len() && super::body_name::is_body(&time[..end]))
        .last()
        .unwrap_or(0)
}

fn kind(captures: &regex::Captures<'_>) -> Recurrence {
    let names = [
        ("halfyear", Recurrence::HalfYearly),
        ("quarter", Recurrence::Quarterly),
        ("semimonth", Recurrence::Semimonthly),
        ("bimonth", Recurrence::Bimonthly),
        ("biweek", Recurrence::Biweekly),
        ("ten", Recurrence::TenDays),
        ("month", Recurrence::Monthly),
        ("week", Recurrence::Weekly),
        ("day", Recurrence::Daily),
        ("year", Recurrence::Yearly),
        ("anytime", Recurrence::Anytime),
    ];
    names
        .into_iter()
        .find(|(name, _)| captures.name(name).is_some())
        .map_or(Recurrence::Periodic, |(_, recurrence)| recurrence)
}

fn same_clause(sentence: &str, first: usize, next: usize) -> bool {
    !sentence
        .get(first..next)
        .unwrap_or_default()
        .contains(['，', '；', '。'])
}

/// The clause (between commas) a place is in, with the one after it, since the verb often follows.
pub(super) fn clause_around(sentence: &str, at: usize) -> &str {
    let start = sentence[..at]
        .rfind(['，', '；', '。'])
        .map_or(0, |comma| comma + '，'.len_utf8());
    let end = sentence[at..]
        .find(['，', '；', '。'])
        .map_or(sentence.len(), |comma| at + comma);
    &sentence[start..end]
}

#[cfg(test)]
mod tests {
    use super::super::turn_duty::is_duty;
    use super::*;

    fn found(text: &str) -> Vec<(Recurrence, &str)> {
        turns(text, 0)
            .into_iter()
            .filter(|turn| is_duty(text, turn, 0))
            .map(|turn| (turn.recurrence, &text[turn.extent]))
            .collect()
    }

    #[test]
    fn recurring_times_are_read_with_their_day() {
        use Recurrence::{Anytime, Monthly, OnEvent, Quarterly, Weekly};
        for (text, expected) in [
            ("以后每季度报送一次进展情况", vec![(Quarterly, "每季度")]),
            (
                "每季度末月20日前报送报表",
                vec![(Quarterly, "每季度末月20日前")],
            ),
            ("每月25日前向县处非办报送", vec![(Monthly, "每月25日前")]),
            ("于次月5日前上报", vec![(Monthly, "次月5日前")]),
            ("每周五前报送信息", vec![(Weekly, "每周五前")]),
            ("各单位可随时报送工作开展情况", vec![(Anytime, "随时")]),
            (
                "接到线索后5个工作日内反馈核查结果",
                vec![(OnEvent, "接到线索后5个工作日内")],
            ),
            ("第一时间向县处非办报告", vec![(OnEvent, "第一时间")]),
            (
                "T+5个工作日内移送公安机关",
                vec![(OnEvent, "T+5个工作日内")],
            ),
            (
                "双月5日前报送进展",
                vec![(Recurrence::Bimonthly, "双月5日前")],
            ),
            (
                "上半年、下半年各报送一次工作情况",
                vec![(Recurrence::HalfYearly, "上半年、下半年各报送一次")],
            ),
            (
                "在“5·15”打击和防范经济犯罪日、防范非法集资宣传月等活动中，开展宣传",
                vec![
                    (Recurrence::Yearly, "“5·15”打击和防范经济犯罪日"),
                    (Recurrence::Yearly, "防范非法集资宣传月"),
                ],
            ),
            (
                "明确年度目标任务及化解措施",
                vec![(Recurrence::Yearly, "年度")],
            ),
            ("隔月报送一次信息", vec![(Recurrence::Bimonthly, "隔月")]),
            (
                "逢季末最后一个工作日前报送分析",
                vec![(Quarterly, "逢季末最后一个工作日前")],
            ),
            ("每学期末报送总结", vec![(Recurrence::Periodic, "每学期末")]),
            (
                "实行月报、季报制度：月报于次月3日前、季报于季后5日前报送",
                vec![(Monthly, "月报于次月3日前"), (Quarterly, "季报于季后5日前")],
            ),
            (
                "按季度报送情况，在下一季度第一个月的5日前报送表格",
                vec![(Quarterly, "下一季度第一个月的5日前")],
            ),
            (
                "每季度结束后10日内，报送分析报告",
                vec![(Quarterly, "每季度结束后10日内")],
            ),
            ("每月1日至5日填报数据", vec![(Monthly, "每月1日至5日")]),
            ("每周二、周五报送进展", vec![(Weekly, "每周二、周五")]),
            (
                "每周一、三、五前报送进展",
                vec![(Weekly, "每周一、三、五前")],
            ),
            (
                "每月5日前、20日前报送进展",
                vec![(Monthly, "每月5日前、20日前")],
            ),
            (
                "定期报送信息采用双月报，并于单月5日前报送",
                vec![(Recurrence::Bimonthly, "单月5日前")],
            ),
            (
                "定期开展检查，每月通报一次",
                vec![(Recurrence::Periodic, "定期"), (Monthly, "每月")],
            ),
            (
                "开学后第一天将自查报告交中心校",
                vec![(OnEvent, "开学后第一天")],
            ),
            ("审批时间压缩至90个工作日以内，建立制度", vec![]),
            (
                "将审批结果在5个工作日以内反馈",
                vec![(OnEvent, "5个工作日以内")],
            ),
            ("承诺定期返还收益", vec![]),
            ("及时化解矛盾纠纷", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
