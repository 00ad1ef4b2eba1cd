//! Contradictions and gaps a person should look at before the plan is started.
//! It must not know how readings are found.

use super::page::Page;
use super::paragraph::Kind;
use super::reader::Plan;
use super::reading::Warning;
use super::unit::seal_lender;
use super::{attachment, citation, lawful};

/// All warnings of the whole text, besides those of single deadlines.
pub(super) fn warnings(plan: &Plan<'_>) -> Vec<Warning> {
    let mut all = citation::warnings(plan.page, &plan.cited);
    all.extend(attachment::warnings(
        plan.page,
        &plan.parts,
        &plan.attachments,
    ));
    all.extend(nested(plan));
    all.extend(seals(plan));
    all.extend(unfinished(plan));
    all.extend(phases(plan));
    all.extend(missing_phases(plan));
    all.extend(impossible(plan.page));
    all.extend(lawful::warnings(plan.page));
    all
}

fn at(page: &Page, extent: &super::page::Extent, problem: String) -> Warning {
    Warning {
        span: page.span(extent),
        problem,
    }
}

/// A notice inside a notice: who owes what to whom must be read from the right one.
fn nested(plan: &Plan<'_>) -> Vec<Warning> {
    let numbered: Vec<_> = plan
        .parts
        .all
        .iter()
        .filter_map(|part| Some((part, part.number.as_ref()?)))
        .collect();
    numbered
        .iter()
        .skip(1)
        .map(|(_, number)| {
            let problem = format!(
                "文件里嵌套了另一份文件（{}），任务和期限以哪一份为准请核对",
                plan.page.printed(number)
            );
            at(plan.page, number, problem)
        })
        .collect()
}

fn seals(plan: &Plan<'_>) -> Vec<Warning> {
    let lines = plan.parts.all.iter().flat_map(|part| &part.signature);
    lines
        .filter_map(|line| Some((line, seal_lender(plan.page, line)?)))
        .map(|(line, lender)| {
            at(
                plan.page,
                line,
                format!(
                    "落款由“{}”代章，发文机关与用印机关不一致，请确认由谁接收报送",
                    plan.page.printed(&lender)
                ),
            )
        })
        .collect()
}

/// “分三个阶段” of which fewer were found: the rest must be entered by hand.
fn missing_phases(plan: &Plan<'_>) -> Option<Warning> {
    let text = &plan.page.text;
    let (at_word, count) = text.match_indices("个阶段").find_map(|(at, _)| {
        let before = super::reach::tail(&text[..at], 3);
        let count = before.chars().next_back()?;
        let count = "二三四五六".chars().position(|known| known == count)? + 2;
        let said = before.contains('分') || before.contains('为');
        said.then_some((at, count))
    })?;
    let found = plan.stages.len();
    (found < count).then(|| {
        let start = at_word
            - text[..at_word]
                .chars()
                .next_back()
                .map_or(0, char::len_utf8);
        at(
            plan.page,
            &(start..at_word + "个阶段".len()),
            format!("文中说分{count}个阶段，只读出{found}个，请核对原文后补录"),
        )
    })
}

/// A date of issue without its day, or a number without its serial.
fn unfinished(plan: &Plan<'_>) -> Vec<Warning> {
    let mut all = Vec::new();
    for part in &plan.parts.all {
        if let Some(dated) = &part.dated
            && super::issue::issue_times(plan.page.slice(dated))
                .is_none_or(|times| times.issued.is_none())
        {
            all.push(at(
                plan.page,
                dated,
                format!(
                    "成文日期“{}”不完整，由它起算的时间无法确定，请人工填写",
                    plan.page.printed(dated)
                ),
            ));
        }
    }
    for (paragraph, kind) in plan.page.paragraphs.iter().zip(&plan.parts.kinds) {
        let text = plan.page.slice(&paragraph.extent);
        if *kind == Kind::Number && text.ends_with("〕号") && text.chars().count() < 30 {
            all.push(at(
                plan.page,
                &paragraph.extent,
                "发文字号没有填写顺序号，可能是未编号的草稿，请核对".to_owned(),
            ));
        }
    }
    all
}

/// 2月30日: no calendar has it.
fn impossible(page: &Page) -> Vec<Warning> {
    let mentions = page.paragraphs.iter().flat_map(|paragraph| {
        super::mention::all(page.slice(&paragraph.extent), paragraph.extent.start)
    });
    mentions
        .filter(|mention| mention.points().iter().any(|point| !point.grain.exists()))
        .map(|mention| {
            at(
                page,
                &mention.extent,
                format!(
                    "“{}”不是日历上存在的日期，请核对原文",
                    page.printed(&mention.extent)
                ),
            )
        })
        .collect()
}

fn phases(plan: &Plan<'_>) -> Vec<Warning> {
    let mut all = Vec::new();
    let issued = plan.issued.as_ref().map(|(date, _)| *date);
    for stage in &plan.stages {
        let place = stage.when.as_ref().unwrap_or(&stage.extent);
        let name = &stage.name;
        let days = stage.days;
        if days.inferred {
            all.push(at(
                plan.page,
                place,
                format!("“{name}”没有写年份，按成文日期推定，请核对"),
            ));
        }
        if let (Some(start), Some(end)) = (days.start, days.end)
            && start > end
        {
            all.push(at(
                plan.page,
                place,
                format!("“{name}”的起止时间颠倒（{start}晚于{end}），请核对原文"),
            ));
        }
        match (issued, days.start, days.end) {
            (Some(issued), _, Some(end)) if end < issued => {
                all.push(at(
                    plan.page,
                    place,
                    format!("“{name}”于{end}结束，早于成文日期{issued}，登记时请按补录处理"),
                ));
            }
            (Some(issued), Some(start), _) if start < issued => {
                all.push(at(
                    plan.page,
                    place,
                    format!("“{name}”自{start}开始，早于成文日期{issued}，请核对是否补录"),
                ));
            }
            _ => {}
        }
        if stage.when.is_some() && days.start.is_none() && days.end.is_none() && !days.impossible {
            all.push(at(
                plan.page,
                place,
                format!("“{name}”的时间没有年份或成文日期可依，无法确定，请人工填写"),
            ));
        }
    }
    all.extend(order(plan));
    all
}

/// Phases out of order, or beyond the period stated for the whole action.
fn order(plan: &Plan<'_>) -> Vec<Warning> {
    let mut all = Vec::new();
    for pair in plan.stages.windows(2) {
        if let [first, second] = pair
            && let (Some(before), Some(after)) = (first.days.end, second.days.end)
            && after < before
            && second
                .days
                .start
                .is_none_or(|start| first.days.start.is_none_or(|earlier| start < earlier))
        {
            all.push(at(
                plan.page,
                &second.extent,
                format!(
                    "“{}”早于前一阶段“{}”，阶段顺序前后矛盾，请核对",
                    second.name, first.name
                ),
            ));
        }
    }
    let Some(frame) = plan.frame.as_ref().filter(|frame| frame.is_stated) else {
        return all;
    };
    if let (Some(start), Some(end)) = (frame.days.start, frame.days.end)
        && start > end
    {
        all.push(at(
            plan.page,
            &frame.extent,
            format!("总体时间起止颠倒（{start}晚于{end}），请核对原文"),
        ));
    }
    for stage in &plan.stages {
        if let (Some(limit), Some(end)) = (frame.days.end, stage.days.end)
            && end > limit
        {
            all.push(at(
                plan.page,
                &stage.extent,
                format!(
                    "“{}”于{end}结束，超出总体时间（至{limit}），请核对",
                    stage.name
                ),
            ));
        }
    }
    all
}

/// Deadlines that were already past on the date of issue.
pub(super) fn back_dated(plan: &Plan<'_>, deadlines: &[super::reading::Deadline]) -> Vec<Warning> {
    let Some((issued, _)) = &plan.issued else {
        return Vec::new();
    };
    deadlines
        .iter()
        .filter_map(|deadline| Some((deadline, deadline.date.filter(|date| date < issued)?)))
        // The end of a phase is warned of with the phase.
        .filter(|(deadline, _)| deadline.phase.is_none())
        .map(|(deadline, date)| Warning {
            span: deadline.span,
            problem: format!("期限{date}早于成文日期{issued}，登记时请按补录处理，并核对原文"),
        })
        .collect()
}
