//! The headings of a plan and the text below each.
//! It must not know what a section is about.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::mark::{self, Level};
use super::page::{Extent, Page};
use super::paragraph::Kind;
use super::part::Parts;

/// A heading with the text of its own, without that of the headings below it.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub level: Level,
    /// The title without mark and closing full stop.
    pub title: Extent,
    /// From the mark to the end of the own text.
    pub extent: Extent,
    /// What follows the title in the same paragraph, and the paragraphs up to the next heading.
    pub body: Vec<Extent>,
    pub parent: Option<usize>,
    pub part: usize,
    pub has_children: bool,
}

/// All headings in order of appearance.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub headings: Vec<Heading>,
    /// Paragraphs above the first heading, with their part.
    loose: Vec<(Extent, usize)>,
}

/// 一是, 二是 … at the start of a sentence.
static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(r"(?:^|[。；：，！])([一二三四五六七八九十]{1,2})(?:是(?:要)?|要)")
});
/// Marks that lost their line break: “……。2.……”, “……。（二）……”.
static RUN_IN: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:[。；：]|\p{Han})(\d{1,2}[.、]|\([一二三四五六七八九十]{1,2}\)|\(\d{1,2}\)|[①-⑳]|第[一二三四五六七八九十](?:阶段|步|环节))",
    )
});

impl Outline {
    pub(super) fn read(page: &Page, parts: &Parts) -> Self {
        let mut outline = Self::default();
        let mut stack: Vec<usize> = Vec::new();
        let mut part = 0;
        let last = last_headings(parts);
        for (at, paragraph) in page.paragraphs.iter().enumerate() {
            let here = parts.of(at);
            if here != part {
                stack.clear();
                part = here;
            }
            // The names that sign belong to no task.
            let signs = parts.all[here]
                .signature
                .iter()
                .any(|line| line.start == paragraph.extent.start);
            match parts.kinds[at] {
                Kind::Short | Kind::TitleLike if signs => {}
                Kind::Body
                    if last.get(here).is_none_or(|&last| last < at)
                        && outline.closes(page, at, &stack) =>
                {
                    stack.clear()
                }
                Kind::Heading => {
                    for piece in pieces(page, &paragraph.extent) {
                        outline.push(page, piece, here, &mut stack);
                    }
                }
                Kind::Body | Kind::Row | Kind::Short | Kind::TitleLike | Kind::Addressee => {
                    if outline.headings.is_empty() && parts.kinds[at] == Kind::Body {
                        outline.loose.push((paragraph.extent.clone(), here));
                    }
                    outline.extend(&stack, &paragraph.extent)
                }
                _ => {}
            }
        }
        outline.with_clauses(page).with_loose_clauses(page)
    }

    /// 一是…, 二是… in a text without headings are tasks of their own.
    fn with_loose_clauses(mut self, page: &Page) -> Self {
        let bodies: Vec<Extent> = self.loose.iter().map(|(body, _)| body.clone()).collect();
        let mut all: Vec<Heading> = Vec::new();
        for extent in clauses(page, &bodies) {
            let next = self
                .loose
                .partition_point(|(body, _)| body.start <= extent.start);
            let part = next.checked_sub(1).map_or(0, |before| self.loose[before].1);
            let (title, body) = titled(page, &after_clause_mark(page, &extent));
            all.push(Heading {
                level: Level::Clause,
                title,
                extent,
                body: Some(body)
                    .into_iter()
                    .filter(|body| !body.is_empty())
                    .collect(),
                parent: None,
                part,
                has_children: false,
            });
        }
        let shift = all.len();
        all.extend(self.headings.drain(..).map(|heading| Heading {
            parent: heading.parent.map(|parent| parent + shift),
            ..heading
        }));
        Self {
            headings: all,
            loose: Vec::new(),
        }
    }

    fn push(&mut self, page: &Page, extent: Extent, part: usize, stack: &mut Vec<usize>) {
        let Some(mark) = mark::read(page.slice(&extent)) else {
            return;
        };
        while stack
            .last()
            .is_some_and(|&above| self.headings[above].level >= mark.level)
        {
            stack.pop();
        }
        let (title, body) = titled(page, &(extent.start + mark.length..extent.end));
        let parent = stack.last().copied();
        if let Some(parent) = parent {
            self.headings[parent].has_children = true;
        }
        stack.push(self.headings.len());
        let body = if body.is_empty() {
            Vec::new()
        } else {
            vec![body]
        };
        self.headings.push(Heading {
            level: mark.level,
            title,
            extent,
            body,
            parent,
            part,
            has_children: false,
        });
    }

    /// “以上材料请于…前报送”, “请各单位…” below the last item speaks to all who are addressed, not of the item.
    fn closes(&self, page: &Page, at: usize, stack: &[usize]) -> bool {
        const HEADS: &[&str] = &["以上", "上述", "请各", "请有关", "请相关", "请于", "特此"];
        let text = page.slice(&page.paragraphs[at].extent);
        let item = stack.last().and_then(|&item| self.headings.get(item));
        let is_full = item.is_some_and(|item| {
            !item.body.is_empty() || super::reach::has_chars(page.slice(&item.title), 8)
        });
        is_full && HEADS.iter().any(|head| text.starts_with(head))
    }

    fn extend(&mut self, stack: &[usize], paragraph: &Extent) {
        let Some(heading) = stack.last().and_then(|&at| self.headings.get_mut(at)) else {
            return;
        };
        heading.body.push(paragraph.clone());
        heading.extent.end = paragraph.end;
    }

    /// Adds 一是…二是… inside a heading's text as headings of their own.
    fn with_clauses(self, page: &Page) -> Self {
        let mut all: Vec<Heading> = Vec::new();
        let mut moved: Vec<usize> = Vec::new();
        for mut heading in self.headings {
            let clauses = self::clauses(page, &heading.body);
            // What stands in a clause is the clause's, not the heading's.
            let mut next = clauses.iter().peekable();
            heading.body.retain_mut(|body| {
                while next.next_if(|clause| clause.end <= body.start).is_some() {}
                match next.peek() {
                    Some(clause) if clause.start <= body.start => false,
                    Some(clause) => {
                        body.end = body.end.min(clause.start);
                        true
                    }
                    None => true,
                }
            });
            moved.push(all.len());
            heading.parent = heading.parent.map(|parent| moved[parent]);
            heading.has_children |= !clauses.is_empty();
            let (parent, part) = (all.len(), heading.part);
            all.push(heading);
            for extent in clauses {
                let (title, body) = titled(page, &after_clause_mark(page, &extent));
                let body = if body.is_empty() {
                    Vec::new()
                } else {
                    vec![body]
                };
                all.push(Heading {
                    level: Level::Clause,
                    title,
                    extent,
                    body,
                    parent: Some(parent),
                    part,
                    has_children: false,
                });
            }
        }
        Self {
            headings: all,
            loose: self.loose,
        }
    }

    /// The headings above, outermost first.
    pub(super) fn above(&self, at: usize) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut next = self.headings[at].parent;
        while let Some(parent) = next {
            chain.insert(0, parent);
            next = self.headings[parent].parent;
        }
        chain
    }

    /// The innermost heading a place belongs to.
    pub(super) fn around(&self, at: usize) -> Option<usize> {
        let before = self
            .headings
            .partition_point(|heading| heading.extent.start <= at);
        (0..before)
            .rev()
            .take(40)
            .find(|&heading| self.headings[heading].extent.contains(&at))
    }

    /// Whether a place stands before the first heading of its part.
    pub(super) fn is_preface(&self, at: usize) -> bool {
        let next = self
            .headings
            .partition_point(|heading| heading.extent.start <= at);
        let opens = |part: usize| {
            next.checked_sub(1)
                .is_none_or(|before| self.headings[before].part != part)
        };
        self.headings
            .get(next)
            .is_some_and(|heading| opens(heading.part))
            && self.around(at).is_none()
    }

    /// The heading whose title holds a place.
    pub(super) fn titled_at(&self, at: usize) -> Option<usize> {
        let next = self
            .headings
            .partition_point(|heading| heading.extent.start <= at);
        next.checked_sub(1)
            .filter(|&before| self.headings[before].title.contains(&at))
    }
}

/// The last heading paragraph of every part.
fn last_headings(parts: &Parts) -> Vec<usize> {
    let mut last = vec![0; parts.all.len()];
    for (at, kind) in parts.kinds.iter().enumerate() {
        if let Some(known) = last
            .get_mut(parts.of(at))
            .filter(|_| *kind == Kind::Heading)
        {
            *known = at;
        }
    }
    last
}

/// A heading paragraph, split where further marks run on without a line break and count on.
fn pieces(page: &Page, extent: &Extent) -> Vec<Extent> {
    let text = page.slice(extent);
    let Some(first) = mark::read(text) else {
        return vec![extent.clone()];
    };
    let mut starts = vec![0];
    let mut last = first;
    let mut goes_on = HashMap::new();
    for found in RUN_IN
        .captures_iter(text)
        .filter_map(|captures| captures.get(1))
    {
        let apart = text[..found.start()].ends_with(['。', '；', '：']);
        let blank = page.blank_before(extent.start + found.start());
        let Some(next) = mark::read(&text[found.start()..]).filter(|_| apart || blank) else {
            continue;
        };
        let counts_on = next.level == last.level && next.ordinal == last.ordinal + 1;
        let goes_down = next.level > last.level
            && next.ordinal == 1
            && (text[..found.start()].ends_with(['。', '：']) || blank)
            && goes_on
                .entry(next.level)
                .or_insert_with(|| text.contains(&format!("。{}", second(next.level))))
                .to_owned();
        if counts_on || goes_down {
            starts.push(found.start());
            last = next;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| extent.start + start..extent.start + end)
        .collect()
}

fn second(level: Level) -> &'static str {
    match level {
        Level::Sub => "(二)",
        Level::SubItem => "(2)",
        Level::Circled => "②",
        Level::Step => "第二",
        _ => "2.",
    }
}

/// The title at the start of a heading's text, and the rest.
///
/// The title ends at the first full stop; a heading that runs into its text ends at a colon or a wide gap;
/// a paragraph without any of these is all title.
fn titled(page: &Page, extent: &Extent) -> (Extent, Extent) {
    let text = page.slice(extent);
    let stop = text.find(['。', '！', '？', '；']).unwrap_or(text.len());
    // “第一阶段：动员部署”: the colon stands inside the title.
    let counts = text.strip_prefix('第').map_or(0, |rest| {
        rest.find('：')
            .filter(|&at| rest[..at].chars().count() <= 4)
            .map_or(0, |at| '第'.len_utf8() + at + '：'.len_utf8())
    });
    let colon = outside_brackets(&text[counts..], '：')
        .map(|at| counts + at)
        .filter(|&at| at < stop && text[..at].chars().count() <= 40);
    let gap = text[..stop]
        .char_indices()
        .skip(4)
        .take_while(|&(at, _)| at <= 75)
        .find(|&(at, _)| {
            page.gap_before(extent.start + at)
                || page.blank_before(extent.start + at)
                    && page.ran_in(extent.start)
                    && text[..at].chars().count() >= 4
        })
        .map(|(at, _)| at);
    let timed = || timed_bracket(text).filter(|&at| at < stop);
    let end = colon.or(gap).or_else(timed).unwrap_or(stop);
    let rest = text[end..].chars().next().map_or(end, |c| {
        if "。：；！？".contains(c) {
            end + c.len_utf8()
        } else {
            end
        }
    });
    (
        extent.start..extent.start + end,
        extent.start + rest..extent.end,
    )
}

/// 动员部署阶段(5月)|各县…: the time in its bracket ends the title of a phase that runs into its text.
fn timed_bracket(text: &str) -> Option<usize> {
    let open = text.find("阶段(")? + "阶段".len();
    let close = open + text[open..].find(')')? + 1;
    let short = text[..open].chars().count() <= 16 && !text[..open].contains('，');
    let inner = &text[open + 1..close - 1];
    let is_time = super::mention::length_at_start(inner).is_some();
    (short && is_time && super::reach::has_chars(&text[close..], 6)).then_some(close)
}

fn outside_brackets(text: &str, wanted: char) -> Option<usize> {
    let mut depth = 0_i32;
    // The colon of 17:00 separates nothing.
    let in_time = |at: usize| {
        text[..at].ends_with(|c: char| c.is_ascii_digit())
            && text[at + wanted.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    };
    text.char_indices()
        .find(|&(at, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            c == wanted && depth <= 0 && !in_time(at)
        })
        .map(|(at, _)| at)
}

/// The extents of 一是…, 二是… when they count from one and there are at least two, in one paragraph or several.
fn clauses(page: &Page, bodies: &[Extent]) -> Vec<Extent> {
    let mut all: Vec<Extent> = Vec::new();
    // Where each clause of the present count begins, and where its paragraph ends.
    let mut counted: Vec<(usize, usize)> = Vec::new();
    for body in bodies {
        for captures in CLAUSE.captures_iter(page.slice(body)) {
            let Some(number) = captures.get(1) else {
                continue;
            };
            let ordinal =
                super::numeral::small(number.as_str()).map_or(0, |(value, _)| value as usize);
            let at = (body.start + number.start(), body.end);
            let elsewhere = counted.last().is_some_and(|last| last.1 != body.end);
            if ordinal == 1 && (counted.len() < 2 || elsewhere) {
                close_count(page, &mut counted, &mut all);
                counted.push(at);
            } else if ordinal == counted.len() + 1 && !counted.is_empty() {
                counted.push(at);
            }
        }
    }
    close_count(page, &mut counted, &mut all);
    all
}

fn close_count(page: &Page, counted: &mut Vec<(usize, usize)>, all: &mut Vec<Extent>) {
    let starts = std::mem::take(counted);
    if starts.len() < 2 {
        return;
    }
    for (at, &(start, paragraph)) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(paragraph, |next| next.0);
        all.push(page.trimmed(&(start..end), &['\n']));
    }
}

fn after_clause_mark(page: &Page, extent: &Extent) -> Extent {
    let text = page.slice(extent);
    let used = text.find(['是', '要']).map_or(0, |at| at + '是'.len_utf8());
    extent.start + used..extent.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        let page = Page::new(text);
        let parts = Parts::read(&page);
        let outline = Outline::read(&page, &parts);
        outline
            .headings
            .iter()
            .enumerate()
            .map(|(at, h)| {
                format!(
                    "{}{}",
                    "-".repeat(outline.above(at).len()),
                    page.slice(&h.title)
                )
            })
            .collect()
    }

    #[test]
    fn headings_nest_by_their_marks() {
        let text = "一、工作任务\n（一）会商。逐一研判。\n1.推送。及时推送。\n㈡整改：限期整改。\n二、要求\n第一阶段：动员\n（一）宣传";
        assert_eq!(
            titles(text),
            [
                "工作任务",
                "-会商",
                "--推送",
                "-整改",
                "要求",
                "-第一阶段：动员",
                "--宣传"
            ]
        );
    }

    #[test]
    fn clauses_and_run_in_marks_are_headings_too() {
        assert_eq!(
            titles("一、措施。加强监管。一是摸清底数。全面排查。二是广泛宣传。进村入户。"),
            ["措施", "-摸清底数", "-广泛宣传"]
        );
        assert_eq!(
            titles("1.排查。全面摸底。2.整治。分类处置。"),
            ["排查", "整治"]
        );
    }
}
