//! One plan read from its text: the steps in order.
//! It must not know files.

use std::cell::OnceCell;
use std::collections::HashMap;

use jiff::civil::Date;

use super::actor::Actor;
use super::attachment::{self, Listed};
use super::citation::{self, Cited, Found};
use super::frame::{self, Frame};
use super::mention::Mention;
use super::outline::Outline;
use super::page::{Extent, Page};
use super::part::{Part, Parts};
use super::reading::{Duty, HeadSpans, Period, Phase, PlanReading, UnitRole};
use super::schedule::{self, Stage};
use super::table::{self, Column, Row};
use super::year::Times;
use super::{contact, deadline, due_by_schedule, duty, issue, issuer, ledger, unit, warning};

/// Everything found so far; later steps look at earlier ones.
pub(super) struct Plan<'a> {
    pub page: &'a Page,
    pub parts: Parts,
    pub outline: Outline,
    pub cited: Vec<Cited>,
    pub stages: Vec<Stage>,
    pub frame: Option<Frame>,
    pub attachments: Vec<Listed>,
    pub rows: Vec<Row>,
    pub issued: Option<(Date, Extent)>,
    /// Who acts in each heading's own text, by the number of the heading.
    pub actors: Vec<Vec<Actor>>,
    /// Who is made answerable at the end of each heading's own text, found when first asked for: every time in it asks.
    assigned: Vec<OnceCell<Vec<Actor>>>,
    times: Vec<Times>,
    /// The address lines of the parts, in order, with the bodies they name.
    addressed: Vec<(usize, Vec<String>)>,
    /// Phases by the place of their dates.
    dated_stages: HashMap<Extent, Vec<usize>>,
    /// The days of a phase by its heading.
    staged: HashMap<usize, super::year::Days>,
}

/// Reads a work plan. Any text gives a reading; what is not found is empty or `None`.
///
/// Spans are character offsets `[start, end)` into `text`.
#[must_use]
pub fn read(text: &str) -> PlanReading {
    let page = Page::new(text);
    let numbers = citation::numbers(&page);
    let plan = Plan::read(&page, &numbers);
    plan.reading(&numbers)
}

impl<'a> Plan<'a> {
    fn read(page: &'a Page, numbers: &[Found]) -> Self {
        let parts = Parts::read(page);
        let outline = Outline::read(page, &parts);
        let mut times: Vec<Times> = issue::of_parts(page, &parts);
        let frame = frame::stated_frame(page, &parts, &outline, &|part| {
            times.get(part).copied().unwrap_or_default()
        });
        give_period(&mut times, frame.as_ref());
        let known = |part: usize| times.get(part).copied().unwrap_or_default();
        let rows = table::rows(page);
        let mut stages = schedule::stages(page, &parts, &outline, &known);
        if stages.is_empty() {
            stages = schedule::of_table(page, &parts, &rows, &known);
        }
        let frame = frame
            .filter(|frame| !frame.is_of_phase(&stages))
            .or_else(|| frame::hull(&stages))
            .or_else(|| frame::month_of_action(page, &parts, &known))
            .or_else(|| frame::years_of_title(page, &parts))
            .or_else(|| frame::validity(page, &known, &parts));
        let cited = citation::cited(page, numbers);
        let attachments = attachment::listed(page, &parts);
        let issued = issue::of_whole(page, &parts);
        let actors: Vec<Vec<Actor>> = outline
            .headings
            .iter()
            .map(|heading| duty::who(page, heading))
            .collect();
        Self {
            assigned: vec![OnceCell::new(); actors.len()],
            actors,
            addressed: addressed(page, &parts),
            dated_stages: dated(&stages),
            staged: stages
                .iter()
                .filter_map(|stage| Some((stage.heading?, stage.days)))
                .collect(),
            page,
            parts,
            outline,
            cited,
            stages,
            frame,
            attachments,
            rows,
            issued,
            times,
        }
    }

    /// “（责任单位：…）”, “（县公安局、县法院负责）” in the text of a heading.
    pub(super) fn assigned(&self, heading: usize) -> &[Actor] {
        let find = || {
            let body = self.outline.headings[heading].body.iter();
            body.flat_map(|body| super::actor::assigned(self.page, body))
                .collect()
        };
        self.assigned
            .get(heading)
            .map_or(&[], |found| found.get_or_init(find).as_slice())
    }

    /// What is known about the time of a part.
    pub(super) fn times(&self, part: usize) -> Times {
        self.times.get(part).copied().unwrap_or_default()
    }

    /// What is known about the time of a sentence: of its part, and of the phase it stands in.
    pub(super) fn times_at(&self, part: usize, at: usize) -> Times {
        let phase = self.outline.around(at).and_then(|heading| {
            let mut chain = self.outline.above(heading);
            chain.push(heading);
            let mut inner = chain.iter().rev();
            let days = inner.find_map(|one| self.staged.get(one))?;
            Some((days.start.or(days.end)?, days.end.or(days.start)?))
        });
        Times {
            phase,
            ..self.times(part)
        }
    }

    /// Whether a date only frames the plan or names a phase, and so is no deadline of its own.
    pub(super) fn is_time_frame(&self, mention: &Mention) -> bool {
        let framed = self
            .frame
            .as_ref()
            .is_some_and(|frame| frame.is_stated && frame.extent == mention.extent);
        let names_phase =
            self.dated_stages.contains_key(&mention.extent) && !self.is_finish(&mention.extent);
        framed || names_phase || self.repeats_frame(mention)
    }

    /// “二、活动时间：6月1日—6月30日” once more after the preface has said so.
    fn repeats_frame(&self, mention: &Mention) -> bool {
        let Some(heading) = self.outline.around(mention.extent.start) else {
            // “定于2023年6月在全县开展…” above “活动时间：6月1日至6月30日”.
            let before = super::reach::tail(&self.page.text[..mention.extent.start], 24);
            let next = self
                .page
                .paragraphs
                .partition_point(|paragraph| paragraph.extent.start <= mention.extent.start);
            let part = self.parts.of(next.saturating_sub(1));
            let days = self.times(part).stretch(&mention.form, None);
            let is_month = mention.form.is_month();
            return [
                "定于",
                "决定于",
                "拟于",
                "决定在",
                "将于",
                "决定从",
                "自",
                "从",
            ]
            .iter()
            .any(|word| before.ends_with(word))
                && self.frame.as_ref().is_some_and(|frame| {
                    // “定于6月份开展…活动”: the month of the whole, whatever its phases are.
                    is_month || (frame.days.start, frame.days.end) == (days.start, days.end)
                });
        };
        let heading = &self.outline.headings[heading];
        let is_range = matches!(mention.form, super::mention::Form::Range(..));
        let about_time = ["时间", "期限"]
            .iter()
            .any(|word| self.page.slice(&heading.title).ends_with(word));
        let days = self.times(heading.part).stretch(&mention.form, None);
        is_range
            && about_time
            && self
                .frame
                .as_ref()
                .is_some_and(|frame| (frame.days.start, frame.days.end) == (days.start, days.end))
    }

    /// “…前完成” behind the date of a phase makes it a deadline as well.
    fn is_finish(&self, when: &Extent) -> bool {
        let after = &self.page.text[when.end..];
        // “总结阶段：9月30日前，各所报送总结”: the words behind say what is due then.
        let told = after.strip_prefix('前').unwrap_or(after);
        ["前完成", "前全面完成", "之前完成", "前基本完成"]
            .iter()
            .any(|words| after.starts_with(words))
            || self.dated_stages.get(when).is_some_and(|stages| {
                stages.iter().map(|&at| &self.stages[at]).any(|stage| {
                    stage.heading.is_some()
                        && told.starts_with('，')
                        && !stage.extent.contains(&when.start)
                })
            })
    }

    /// A place inside the title of a heading that has text of its own: 加强信息报送，定期梳理总结。
    pub(super) fn is_heading_title(&self, at: usize) -> bool {
        self.outline
            .titled_at(at)
            .is_some_and(|heading| !self.outline.headings[heading].body.is_empty())
    }

    /// The bodies addressed by the part a place is in, or by the one before.
    pub(super) fn addressees(&self, at: usize) -> &[String] {
        let next = self.addressed.partition_point(|(line, _)| *line <= at);
        next.checked_sub(1)
            .map_or(&[], |before| self.addressed[before].1.as_slice())
    }

    /// The issuing bodies: of the outermost document first, then of those it wraps.
    pub(super) fn issuers(&self) -> Vec<(Extent, UnitRole)> {
        let mut all = Vec::new();
        for (at, part) in self.parts.all.iter().enumerate() {
            let role = if at == 0 {
                UnitRole::Issuer
            } else {
                UnitRole::WrappedIssuer
            };
            let signed: Vec<Extent> = part
                .signature
                .iter()
                .flat_map(|line| issuer::signature_names(self.page, line))
                .collect();
            let signed = self.whole_signature(part, signed);
            if !signed.is_empty() {
                // A plan signed at its own end inside an unsigned cover is the office's own.
                let role = if all.is_empty() {
                    UnitRole::Issuer
                } else {
                    role
                };
                all.extend(signed.into_iter().map(|name| (name, role)));
            } else if let Some(head) = part
                .head
                .as_ref()
                .filter(|head| (at == 0 || part.number.is_some()) && head.len() > "文件".len())
            {
                let head = issuer::head_name(self.page, head);
                let names = issuer::names(self.page, &head).into_iter();
                all.extend(names.map(|name| (name, role)));
            } else if at == 0
                && let Some(name) = part
                    .title
                    .as_ref()
                    .and_then(|title| issuer::issuer_of_title(self.page, title))
            {
                let names = issuer::names(self.page, &name).into_iter();
                all.extend(names.map(|name| (name, role)));
            }
        }
        all
    }

    /// A long name broken in two above the date: the letterhead has the whole of it.
    fn whole_signature(&self, part: &Part, signed: Vec<Extent>) -> Vec<Extent> {
        let page = self.page;
        let whole = || {
            let (head, first) = (
                issuer::head_name(page, part.head.as_ref()?),
                signed.first()?,
            );
            let start = page.slice(&head).strip_suffix(page.slice(first))?;
            let above = page.text[..first.start].trim_end_matches('\n');
            (!start.is_empty() && above.ends_with(start)).then_some(head)
        };
        match whole() {
            Some(whole) => vec![whole],
            None => signed,
        }
    }

    fn issuer(&self) -> Option<(String, Extent)> {
        let own: Vec<Extent> = self
            .issuers()
            .into_iter()
            .filter(|(_, role)| *role == UnitRole::Issuer)
            .map(|(name, _)| name)
            .collect();
        let first = own.first()?;
        let names: Vec<String> = own.iter().map(|name| self.page.printed(name)).collect();
        Some((
            names.join("、"),
            first.start..own.last().map_or(first.end, |last| last.end),
        ))
    }

    fn reading(&self, numbers: &[Found]) -> PlanReading {
        let page = self.page;
        let titles: Vec<&Extent> = self
            .parts
            .all
            .iter()
            .filter_map(|part| part.title.as_ref())
            .collect();
        let title = titles.first().copied();
        let plan_title = titles
            .iter()
            .skip(1)
            .copied()
            .find(|title| self.is_plan_title(title));
        let own_titles: Vec<String> = titles.iter().map(|title| page.printed(title)).collect();
        let issuer = self.issuer();
        let due = deadline::due(self);
        let mut warnings = warning::warnings(self);
        warnings.extend(due.warnings.iter().cloned());
        warnings.extend(warning::back_dated(self, &due.deadlines));
        warnings.sort_by_key(|warning| warning.span);
        warnings.dedup();
        PlanReading {
            title: title.map(|title| page.printed(title)),
            plan_title: plan_title.map(|title| page.printed(title)),
            document_numbers: citation::readings(page, &self.parts, numbers, &self.cited),
            issued_on: self.issued.as_ref().map(|(date, _)| *date),
            based_on: citation::based_on(page, numbers, &self.cited, &own_titles),
            period: self.frame.as_ref().map(|frame| Period {
                start: frame.days.start,
                end: frame.days.end,
                span: page.span(&frame.extent),
            }),
            phases: self.stages.iter().map(|stage| self.phase(stage)).collect(),
            duties: self.duties(),
            units: unit::units(self, &due.recipients),
            deadlines: due.deadlines,
            contacts: contact::contacts(page),
            attachments: attachment::readings(page, &self.attachments),
            ledgers: ledger::ledgers(page, &self.attachments, &self.rows),
            warnings,
            spans: HeadSpans {
                title: title.map(|title| page.span(title)),
                plan_title: plan_title.map(|title| page.span(title)),
                issuer: issuer.as_ref().map(|(_, extent)| page.span(extent)),
                issued_on: self.issued.as_ref().map(|(_, extent)| page.span(extent)),
            },
            issuer: issuer.map(|(name, _)| name),
        }
    }

    fn is_plan_title(&self, title: &Extent) -> bool {
        let text = self.page.slice(title);
        ["方案", "计划", "预案", "细则", "办法", "要点"]
            .iter()
            .any(|end| {
                text.trim_end_matches(')')
                    .split('(')
                    .next()
                    .unwrap_or_default()
                    .ends_with(end)
            })
    }

    fn phase(&self, stage: &Stage) -> Phase {
        let extent = stage.when.as_ref().map_or(stage.extent.clone(), |when| {
            stage.extent.start.min(when.start)..stage.extent.end.max(when.end)
        });
        Phase {
            name: stage.name.clone(),
            start: stage.days.start,
            end: stage.days.end,
            span: self.page.span(&extent),
        }
    }

    fn duties(&self) -> Vec<Duty> {
        let mut duties = Vec::new();
        for (at, mut duty) in duty::duties(self.page, &self.outline, &self.actors) {
            (duty.who, duty.by_address) = self.addressed(at, duty.who);
            duties.push(duty);
        }
        for row in self.rows.iter().filter(|row| row.is_assigned()) {
            let Some(task) = row.tasks().next() else {
                continue;
            };
            let above = self
                .section_of_table(row.extent.start)
                .map(|at| duty::title(self.page, &self.outline.headings[at].title));
            let section = above
                .or_else(|| {
                    row.cell(Column::Phase)
                        .map(|phase| self.page.printed(phase))
                })
                .unwrap_or_default();
            let (who, by_address) =
                self.addressed(row.extent.start, due_by_schedule::table_who(self.page, row));
            duties.push(Duty {
                section,
                title: duty::title(self.page, task),
                who,
                by_address,
                span: self.page.span(&row.extent),
            });
        }
        duties.sort_by_key(|duty| duty.span);
        duties
    }

    /// The heading a table stands below; “2.县市监局于8月20日前完成监测。” is a task of its own and heads none.
    fn section_of_table(&self, at: usize) -> Option<usize> {
        let around = self.outline.around(at)?;
        let mut chain = self.outline.above(around);
        chain.push(around);
        chain
            .into_iter()
            .rev()
            .find(|&one| !duty::is_order(self.page.slice(&self.outline.headings[one].title)))
    }

    /// A task that names nobody is for those the innermost notice above it is addressed to.
    pub(super) fn addressed(&self, at: usize, named: Vec<String>) -> (Vec<String>, bool) {
        if named.is_empty() {
            let addressees = self.addressees(at).to_vec();
            let by_address = !addressees.is_empty();
            (addressees, by_address)
        } else {
            (named, false)
        }
    }
}

/// Tells every part the time of the whole, which gives dates without a year theirs.
fn give_period(times: &mut [Times], frame: Option<&Frame>) {
    let Some(Frame { days, .. }) = frame else {
        return;
    };
    match (days.start, days.end) {
        // A period that spans two years tells which of them an unwritten date belongs to.
        (Some(start), Some(end)) if start <= end => times
            .iter_mut()
            .for_each(|times| times.period = Some((start, end))),
        // With a start alone, dates without a year fall into the twelve months from it.
        (Some(start), None) => {
            let Ok(end) = start.checked_add(jiff::Span::new().days(364)) else {
                return;
            };
            times
                .iter_mut()
                .filter(|times| times.year.is_none())
                .for_each(|times| times.period = Some((start, end)));
        }
        _ => {}
    }
}

/// The phases by the place of their dates.
fn dated(stages: &[Stage]) -> HashMap<Extent, Vec<usize>> {
    let mut dated: HashMap<Extent, Vec<usize>> = HashMap::new();
    for (at, stage) in stages.iter().enumerate() {
        if let Some(when) = &stage.when {
            dated.entry(when.clone()).or_default().push(at);
        }
    }
    dated
}

/// The bodies each part is addressed to, in order of their lines.
fn addressed(page: &Page, parts: &Parts) -> Vec<(usize, Vec<String>)> {
    let lines = parts.all.iter().filter_map(|part| part.addressee.as_ref());
    let named = lines.map(|line| {
        let list = page.trimmed(line, &['：']);
        let names = super::body_name::split_list(page.slice(&list)).into_iter();
        let printed = names.map(|(at, name)| {
            let name = super::body_name::without_sum(name);
            page.printed(&(list.start + at..list.start + at + name.len()))
        });
        (line.start, printed.collect())
    });
    named.collect()
}
