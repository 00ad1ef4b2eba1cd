//! Numbered task paragraphs (任务): title, section above, who acts.
//! It must not know dates.

use std::collections::HashSet;

use super::actor;
use super::mark::Level;
use super::outline::{Heading, Outline};
use super::page::{Extent, Page};
use super::reading::Duty;

/// Endings of sections that state aims, principles or scope rather than tasks.
const NOT_TASKS: &[&str] = &[
    "目标",
    "原则",
    "思想",
    "总体要求",
    "总体思路",
    "范围",
    "主题",
    "意义",
    "依据",
    "对象",
    "目标要求",
    "目标任务",
    "活动时间",
    "整治时间",
    "行动时间",
    "工作重点",
    "整治重点",
    "排查重点",
    "核查内容",
    "宣传内容",
    "督导内容",
    "督查内容",
    "督导方式",
    "报送内容",
    "抽查内容",
    "考核内容",
    "活动主题",
    "检查内容",
    "排查内容",
];

/// Sections that only list people and bodies.
const ROSTERS: &[&str] = &[
    "组织领导",
    "组织机构",
    "领导小组",
    "组织领导机构",
    "联系方式",
    "人员组成",
    "组织架构",
    "工作机构",
    "工作专班",
    "成立领导小组",
    "成立工作专班",
    "组成人员",
    "成员名单",
    "组织保障机构",
    "机构设置",
];

/// The duties of the plan, each with its place in the cleaned text.
pub(super) fn duties(
    page: &Page,
    outline: &Outline,
    actors: &[Vec<actor::Actor>],
) -> Vec<(usize, Duty)> {
    (0..outline.headings.len())
        .filter(|&at| is_duty(page, outline, at))
        .map(|at| {
            let who = actor::names(page, &actors[at]);
            (
                outline.headings[at].extent.start,
                duty(page, outline, at, who),
            )
        })
        .collect()
}

fn is_duty(page: &Page, outline: &Outline, at: usize) -> bool {
    let heading = &outline.headings[at];
    let text = page.slice(&heading.title);
    let own = heading
        .body
        .iter()
        .map(|body| page.slice(body).trim().chars().count())
        .sum::<usize>();
    let chain = outline.above(at);
    let sections: Vec<&str> = chain
        .iter()
        .map(|&above| page.slice(&outline.headings[above].title))
        .chain([text])
        .collect();
    // A bare heading with tasks below it is no task; a bare line without text below is one only when it is a sentence.
    let says_something =
        own >= 6 || (!heading.has_children && (text.chars().count() >= 12 || !chain.is_empty()));
    let only_time = !heading.has_children
        && text.ends_with(['间', '排'])
        && own <= 30
        && heading.body.iter().any(|body| is_a_date(page.slice(body)));
    // The rows of a table are tasks of their own.
    let only_rows = !heading.body.is_empty()
        && !is_order(text)
        && heading
            .body
            .iter()
            .all(|body| page.slice(body).contains(['\t', '|']));
    if !says_something
        || comes_into_force(text)
        || only_rows
        || only_time
        || (heading.has_children && (own < 16 || has_numbered_children(outline, at)))
        || is_roster(page, heading, text)
    {
        return false;
    }
    // 基本情况, 存在问题 tell how things stand.
    if sections
        .iter()
        .any(|section| super::report::is_report_section(section))
    {
        return false;
    }
    let aims = sections
        .iter()
        .any(|section| NOT_TASKS.iter().any(|word| section.ends_with(word)));
    !aims || names_an_actor_with_duty(page, heading, chain.is_empty())
}

/// “县市监局于8月20日前完成监测”: a title that is a task of its own and heads no others.
pub(super) fn is_order(title: &str) -> bool {
    let title = super::reach::head(title, 200);
    super::mention::each(title, 0).next().is_some()
        || title.contains('，') && super::reach::has_chars(title, 16)
}

/// 本要点自2月1日起施行: the article that tells how long a document holds orders nothing.
fn comes_into_force(title: &str) -> bool {
    let told = title.strip_prefix('本').and_then(|rest| rest.find('自'));
    told.is_some_and(|at| at <= "实施方案".len())
        && ["起施行", "起执行", "起实施"]
            .iter()
            .any(|word| title.contains(word))
}

/// A text that is nothing but dates.
fn is_a_date(text: &str) -> bool {
    let dated: usize = super::mention::all(text, 0)
        .iter()
        .map(|mention| mention.extent.len())
        .sum();
    dated > 0 && text.len() - dated <= "。".len() * 2
}

/// The words between a heading and the numbered tasks below it only introduce them.
fn has_numbered_children(outline: &Outline, at: usize) -> bool {
    outline
        .headings
        .iter()
        .skip(at + 1)
        .take_while(|next| next.level > outline.headings[at].level)
        .any(|next| next.parent == Some(at) && next.level != Level::Clause)
}

fn is_roster(page: &Page, heading: &Heading, title: &str) -> bool {
    if !ROSTERS.contains(&title) {
        return false;
    }
    let body: String = heading.body.iter().map(|body| page.slice(body)).collect();
    let listed = ["组长", "副组长", "成员", "召集人", "指挥长"]
        .iter()
        .filter(|word| body.contains(**word))
        .count()
        >= 2;
    listed
        && !body
            .replace("负责人", "")
            .replace("负责同志", "")
            .replace("负责日常", "")
            .contains("负责")
}

/// A principle that tells a body to do something (乡综治办牵头…, 各部门要…) is a task all the same.
fn names_an_actor_with_duty(page: &Page, heading: &Heading, is_top: bool) -> bool {
    !is_top
        && heading.level > Level::Section
        && !heading.body.is_empty()
        && heading
            .body
            .iter()
            .any(|body| !actor::acting(page, body).is_empty())
}

fn duty(page: &Page, outline: &Outline, at: usize, who: Vec<String>) -> Duty {
    let heading = &outline.headings[at];
    let above: Vec<String> = outline
        .above(at)
        .into_iter()
        .map(|up| section(page, &outline.headings[up]))
        .collect();
    Duty {
        section: above.join(" / "),
        title: title(page, &heading.title),
        who,
        by_address: false,
        span: page.span(&heading.extent),
    }
}

/// Who acts in a heading's own text; in the title only when it is a sentence itself.
pub(super) fn who(page: &Page, heading: &Heading) -> Vec<actor::Actor> {
    // （一）平安法治办：负责…: the heading is the body itself.
    let mut actors = named_by_title(page, &heading.title);
    let mut known: HashSet<&str> = actors
        .iter()
        .map(|known| page.slice(&known.extent))
        .collect();
    // The rows of a table below a task that is a sentence name who owes theirs.
    let is_order = is_order(page.slice(&heading.title));
    let own = |extent: &&Extent| !(is_order && page.slice(extent).contains(['\t', '|']));
    for extent in std::iter::once(&heading.title).chain(heading.body.iter().filter(own)) {
        for actor in actor::acting(page, extent) {
            if known.insert(page.slice(&actor.extent)) {
                actors.push(actor);
            }
        }
    }
    // “乡镇排查：各乡镇对…”, “社区排查”: the title names the kind of work, not who does it.
    actors.retain(|actor| {
        let is_kind = [
            "乡镇", "部门", "社区", "行业", "机构", "单位", "村级", "街道",
        ]
        .contains(&page.slice(&actor.extent));
        !(is_kind && heading.title.contains(&actor.extent.start) && !heading.body.is_empty())
    });
    actors
}

fn named_by_title(page: &Page, title: &Extent) -> Vec<actor::Actor> {
    let list = super::body_name::list(page.slice(title)).unwrap_or_default();
    list.into_iter()
        .map(|(at, name)| actor::Actor {
            extent: title.start + at..title.start + at + name.len(),
            role: super::reading::UnitRole::Responsible,
        })
        .collect()
}

/// A heading above, with its mark: 二、工作任务.
fn section(page: &Page, heading: &Heading) -> String {
    title(page, &(heading.extent.start..heading.title.end))
}

/// A title is shown whole up to a line's length, else up to a comma.
pub(super) fn title(page: &Page, extent: &Extent) -> String {
    let printed = page.printed(extent);
    let bare = printed.trim_matches(['。', '：', '；', ' ', '，', ':', ';']);
    shortened(bare, 50)
}

/// Cut at the last comma before `limit` characters, or right there.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let head: String = text.chars().take(limit).collect();
    match head
        .rfind(['，', '。', '；', ','])
        .filter(|&at| at > head.len() / 3)
    {
        Some(at) => head[..at].to_owned(),
        None => head + "…",
    }
}
