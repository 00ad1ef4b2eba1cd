//! What is due when: dated, recurring and relative duties, one item per date.
//! It must not know campaigns.

use jiff::civil::Date;

use super::bare_day::{with_month, with_month_of_day};
use super::date::{Grain, Point, Role, YearWord};
use super::due_by_schedule;
use super::due_word::{HISTORY, is_labelled};
use super::mention::{self, Form, Mention};
use super::page::{Extent, Page};
use super::paragraph::Kind;
use super::reach::tail;
use super::reader::Plan;
use super::reading::{Deadline, Recurrence, Span, Warning};
use super::recurrence::{self, Turn};
use super::repeated::{drop_repeated, drop_told};
use super::said::{Said, sentences, with_before};

/// Deadlines and what was odd about them.
#[derive(Debug, Default)]
pub(super) struct Due {
    pub deadlines: Vec<Deadline>,
    pub warnings: Vec<Warning>,
    /// Bodies that receive reports.
    pub recipients: Vec<Extent>,
    /// Deadlines that the brackets of a task's heading give, with the whole of the task.
    pub titled: Vec<(usize, Span)>,
}

/// What stands beside a date: the next date, the end of the one before, the sentence before.
pub(super) struct Neighbours<'a> {
    pub next: Option<usize>,
    pub last: Option<usize>,
    pub sentence: Option<&'a Extent>,
}

pub(super) fn due(plan: &Plan<'_>) -> Due {
    let mut due = Due::default();
    for (at, paragraph) in plan.page.paragraphs.iter().enumerate() {
        if matches!(
            plan.parts.kinds[at],
            Kind::Body
                | Kind::Heading
                | Kind::Short
                | Kind::Contact
                | Kind::Notice
                | Kind::Addressee
        ) {
            let mark =
                super::mark::read(plan.page.slice(&paragraph.extent)).map_or(0, |mark| mark.length);
            let extent = paragraph.extent.start + mark..paragraph.extent.end;
            let mut reader = Paragraph {
                plan,
                part: plan.parts.of(at),
                extent,
                carry: None,
                told: false,
                since: None,
                recent: None,
                last: None,
                to: None,
                habit: None,
                first: due.deadlines.len(),
            };
            reader.read(&mut due);
        }
    }
    let year = due_by_schedule::only_year(plan);
    for row in &plan.rows {
        due_by_schedule::table_row(plan, row, year, &mut due);
    }
    for at in 0..plan.stages.len() {
        due_by_schedule::phase_end(plan, at, &mut due);
    }
    drop_told(&mut due);
    drop_repeated(plan, &mut due.deadlines);
    super::mailbox::fill(plan.page, &mut due.deadlines);
    due.deadlines
        .sort_by_key(|deadline| (deadline.span, deadline.date));
    due
}

/// A paragraph read sentence by sentence; a year written once holds for the dates after it.
pub(super) struct Paragraph<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) part: usize,
    pub(super) extent: Extent,
    carry: Option<i16>,
    /// The year carried was that of a report: orders behind it keep the year of issue.
    told: bool,
    /// The first day of a stretch over the new year: dates behind it come after it.
    since: Option<Date>,
    last: Option<Date>,
    /// The last date before, which gives a bare day its month.
    pub(super) recent: Option<Point>,
    /// What came round before in the paragraph: bare days behind it come round as well.
    pub(super) habit: Option<Recurrence>,
    /// How many deadlines were known before this paragraph.
    pub(super) first: usize,
    /// To whom the paragraph reports, for the sentences that leave it out.
    to: Option<Extent>,
}

impl Paragraph<'_> {
    fn read(&mut self, due: &mut Due) {
        let page = self.plan.page;
        let mut previous: Option<Extent> = None;
        for sentence in self.sentences() {
            let (mentions, turns) = self.times(&sentence);
            for (at, mention) in mentions.iter().enumerate() {
                let turn = next_turn(page, &turns, mention.extent.end);
                let beside = Neighbours {
                    next: mentions[at + 1..]
                        .iter()
                        .take(8)
                        .find(|next| !self.is_background(next))
                        .map(|next| next.extent.start)
                        .into_iter()
                        .chain(turn)
                        .min(),
                    // “四季度情况于12月20日前报送”: the quarter names the paper and parts nothing.
                    last: mentions[..at]
                        .iter()
                        .rfind(|last| !self.names_figures(last))
                        .map(|last| with_before(page, &last.extent).end)
                        .into_iter()
                        .chain(self.own_clause(&sentence, &turns, mention))
                        .max(),
                    sentence: previous.as_ref(),
                };
                let month = at
                    .checked_sub(1)
                    .and_then(|last| mentions[last].points().pop());
                let mut mention = with_month(mention, month);
                if !self.comes_monthly(&sentence, &mention) {
                    mention = with_month_of_day(&mention, self.recent);
                }
                if !self.is_background(&mention) {
                    self.recent = mention.points().pop();
                    self.ends_habit(&mention);
                }
                self.dated(&sentence, &mention, &beside, due);
            }
            self.recurring(&sentence, (&mentions, &turns), due);
            previous = Some(sentence);
        }
    }

    /// The sentences; （一）动员部署阶段（5月）|各县… is a title and a sentence, though no stop parts them.
    fn sentences(&self) -> Vec<Extent> {
        let page = self.plan.page;
        let mut all = sentences(page, &self.extent);
        let heading = self.plan.outline.titled_at(self.extent.start);
        let title = heading.map(|one| self.plan.outline.headings[one].title.end);
        if let (Some(end), Some(first)) = (title, all.first().cloned())
            && first.start < end
            && end < first.end
            && page.text[..end].ends_with(')')
            && !page.text[end..].starts_with(['。', '：', '；'])
        {
            all.splice(..1, [first.start..end, end..first.end]);
        }
        all
    }

    /// “每季度首月5日前报送…，四季度情况于12月20日前报送”: the clause of the date, with what it says before it.
    fn own_clause(&self, sentence: &Extent, turns: &[Turn], mention: &Mention) -> Option<usize> {
        let page = self.plan.page;
        let start = super::said::clause_at(page, sentence, mention.extent.start).start;
        let says = page.slice(&(start..mention.extent.start));
        let labels = says.ends_with('为') || says.contains("时间") || says.contains("首次");
        let told = !labels && says.trim_end_matches(['于', '在']).chars().count() >= 4;
        (told && turns.iter().any(|turn| turn.extent.end <= start)).then_some(start)
    }

    /// The single dates of a sentence and what comes round in it.
    fn times(&self, sentence: &Extent) -> (Vec<Mention>, Vec<Turn>) {
        let page = self.plan.page;
        let mut mentions = mention::all(page.slice(sentence), sentence.start);
        let mut turns = recurrence::turns(page.slice(sentence), sentence.start);
        // “半年报于7月10日前”, “每月5日、20日前” come round: their days are no single ones.
        mentions.retain(|mention| {
            let bare = mention.form.is_bare_day();
            !turns.iter().any(|turn| {
                (bare || recurrence::timed_paper(page.slice(&turn.extent)).is_some())
                    && turn.extent.contains(&mention.extent.start)
            })
        });
        // “于5月3日前及时报送”: the date says when.
        turns.retain(|turn| {
            let manner = super::turn_choice::is_manner(page.slice(&turn.extent));
            let from = turn.extent.start;
            let beside = |mention: &Mention| {
                let between = page.text.get(mention.extent.end..from);
                between.is_some_and(|between| {
                    // “5月3日前，各单位及时报送”: who does it may stand between.
                    let limit = super::said::before_end(between).unwrap_or(0);
                    let told = &between[limit..];
                    let told = told.strip_prefix('，').unwrap_or(told);
                    !told.contains(['，', '；', '。', '：'])
                })
            };
            !manner || !mentions.iter().any(beside)
        });
        (mentions, turns)
    }

    fn dated(
        &mut self,
        sentence: &Extent,
        mention: &Mention,
        beside: &Neighbours<'_>,
        due: &mut Due,
    ) {
        let days = self.days(sentence, mention);
        let end = days.iter().filter_map(|day| day.end).next_back();
        let is_due = (!self.plan.is_time_frame(mention) || self.asks(sentence, mention))
            && (self.falls_due(sentence, mention, &days) || self.dates_a_task(mention));
        if !is_due {
            return;
        }
        let before = &self.plan.page.text[sentence.start..mention.extent.start];
        let labelled = is_labelled(tail(before, 40))
            .then(|| self.plan.outline.around(mention.extent.start))
            .flatten();
        // “（责任单位：…；完成时限：6月底）” repeats what the task has said.
        let repeated = || {
            let mut here = due.deadlines[self.first..].iter();
            here.any(|known| known.date.is_some() && known.date == end)
        };
        let noted = || {
            is_noted(
                before,
                &self.plan.page.text[mention.extent.end..sentence.end],
            )
        };
        if (labelled.is_some() || noted()) && repeated() {
            return;
        }
        let dated = self.dated_heading(mention, due);
        let said = match dated.or(labelled) {
            Some(heading) => Said::titled(self.plan, heading),
            None => self.with_recipient(Said::read(self.plan, sentence, mention, beside)),
        };
        let habit = self.habit(sentence, mention, &days);
        // “5月20日、6月20日前分别将方案、总结报送”: to each date its paper.
        let is_apart = self.plan.page.slice(sentence).contains("分别");
        let each = is_apart
            .then(|| super::pairing::paired(&said.what, days.len()))
            .flatten();
        // “分别于6月10日、6月13日…举行，由甲、乙…分别牵头”: to each date its body.
        let by_each = is_apart && said.who.len() == days.len() && days.len() > 1 && {
            let behind = &self.plan.page.text[mention.extent.end..sentence.end];
            super::pairing::names_each(behind, days.len())
                || each.is_none() && super::pairing::shares_out(before, days.len())
        };
        let events = by_each
            .then(|| {
                let before = &self.plan.page.text[sentence.start..mention.extent.start];
                super::pairing::events(before, &said.what, days.len())
            })
            .flatten();
        let each = each.or(events);
        let points = mention.points();
        let points = &points[points.len().saturating_sub(days.len())..];
        for (at, (day, point)) in days.iter().zip(points).enumerate() {
            if habit.is_none() {
                self.check(mention, *day, point.grain, due);
            }
            let date = day.end.filter(|_| habit != Some(Recurrence::Yearly));
            let whole = self.deadline(sentence, mention, date, &said);
            let own = each.as_ref().and_then(|each| each.get(at)).cloned();
            due.deadlines.push(Deadline {
                recurrence: habit,
                what: own.unwrap_or_else(|| whole.what.clone()),
                who: match said.who.get(at).filter(|_| by_each) {
                    Some(body) => vec![body.clone()],
                    None => whole.who.clone(),
                },
                ..whole
            });
        }
        due.recipients.extend(said.to.clone());
    }

    /// “请各单位于10月9日至13日对照检查表自查”: a request is a duty, though the time is that of the whole.
    fn asks(&self, sentence: &Extent, mention: &Mention) -> bool {
        let page = self.plan.page;
        let clause = super::said::clause_at(page, sentence, mention.extent.start);
        let before = page.slice(&(clause.start..mention.extent.start));
        before.starts_with('请')
            && before.ends_with(['于', '在'])
            && !super::owing::subject_alone(page, &(clause.start..mention.extent.start)).is_empty()
    }

    /// The heading whose brackets hold the date, noted as such.
    fn dated_heading(&self, mention: &Mention, due: &mut Due) -> Option<usize> {
        let heading = self
            .plan
            .outline
            .titled_at(mention.extent.start)
            .filter(|_| self.dates_a_task(mention))?;
        let task = &self.plan.outline.headings[heading].extent;
        due.titled
            .push((due.deadlines.len(), self.plan.page.span(task)));
        Some(heading)
    }

    fn deadline(
        &self,
        sentence: &Extent,
        mention: &Mention,
        date: Option<Date>,
        said: &Said,
    ) -> Deadline {
        let page = self.plan.page;
        Deadline {
            date,
            recurrence: None,
            relative: date
                .is_none()
                .then(|| page.printed(&with_before(page, &mention.extent))),
            what: said.what.clone(),
            to: said.to.as_ref().map(|to| page.printed(to)),
            who: said.who.clone(),
            by_address: said.by_address,
            phase: None,
            span: page.span(sentence),
        }
    }

    /// The days of a mention: one per date of a list, the last for a range.
    fn days(&mut self, sentence: &Extent, mention: &Mention) -> Vec<super::year::Days> {
        let times = self.plan.times_at(self.part, mention.extent.start);
        let around = self.around(sentence, mention);
        let (is_case, is_order) = (self.names_cases(&around, mention), around.is_order());
        if self.told && is_order {
            self.carry = None;
        }
        let days: Vec<super::year::Days> = match &mention.form {
            Form::Range(..) => {
                let days = times.stretch(&mention.form, self.carry);
                self.since = days.start.filter(|start| {
                    // A stretch that began long before the issue tells which papers are meant.
                    let long_begun = times
                        .issued
                        .is_some_and(|issued| (issued - *start).get_days() > 92);
                    days.end
                        .is_some_and(|end| start.year() < end.year() && !is_case && !long_begun)
                });
                self.last = days.end.or(self.last);
                vec![days]
            }
            Form::Single(point) => vec![self.later(*point, times, self.carry)],
            Form::List(points) => self.listed(points, times),
        };
        let after = &self.plan.page.text[mention.extent.end..];
        if !HISTORY.is_match(after) && !is_case && !self.is_past(mention) {
            for point in mention.points() {
                if let Some(YearWord::Written(year)) = point.year {
                    self.carry = Some(year);
                    self.told = !is_order && times.year.is_some_and(|issued| year < issued);
                }
            }
        }
        days
    }

    /// “2024年11月5日、12月5日和2025年1月5日、2月5日”: a year written in the list holds for the dates behind it.
    fn listed(&mut self, points: &[Point], times: super::year::Times) -> Vec<super::year::Days> {
        let mut carry = self.carry;
        let mut days = Vec::with_capacity(points.len());
        for point in points {
            days.push(self.later(*point, times, carry));
            carry = match point.year {
                Some(YearWord::Written(year)) => Some(year),
                _ => carry,
            };
        }
        days
    }

    /// A date that takes the year of the one before it, or the next when it would fall long before that.
    fn later(
        &mut self,
        point: Point,
        times: super::year::Times,
        carry: Option<i16>,
    ) -> super::year::Days {
        if let (Some(since), None) = (self.since, point.year) {
            return first_since(point, times, since);
        }
        let mut day = times.day(point, Role::End, carry);
        if let (Some(end), Some(last), Some(carry), None) = (day.end, self.last, carry, point.year)
            && (last - end).get_days() > 120
            // What still lies ahead of the issue needs no later year.
            && times.issued.is_none_or(|issued| end < issued)
        {
            day = times.day(point, Role::End, Some(carry + 1));
        }
        // “2024年首次报送时间为6月8日”: a year alone lies before none of its days.
        if (carry.is_some() || point.year.is_some()) && point.grain != Grain::Year {
            self.last = day.end.or(self.last);
        }
        day
    }

    fn check(&self, mention: &Mention, day: super::year::Days, grain: Grain, due: &mut Due) {
        let page = self.plan.page;
        let printed = page.printed(&mention.extent);
        let problem = match () {
            // Days no calendar has are warned of wherever they stand.
            () if !grain.exists() => return,
            () if grain == Grain::Feast => {
                format!("“{printed}”按节日、学期或周次定期限，具体日期请人工填写")
            }
            () if matches!(grain, Grain::MonthStart { .. } | Grain::YearStart)
                && day.end.is_none() =>
            {
                format!("“{printed}”没有写到哪一天，请人工填写")
            }
            () if matches!(grain, Grain::Soon(_)) && day.end.is_none() => {
                format!("“{printed}”从成文日期算起，文中没有成文日期，请人工填写")
            }
            () if matches!(grain, Grain::BareMonthEnd | Grain::BareDay { .. }) => {
                format!("“{printed}”没有写是哪个月，请人工填写")
            }
            () if day.impossible => format!("“{printed}”在推定的年份不存在，请核对原文"),
            () if day.end.is_none() && grain != Grain::Issue => {
                format!("“{printed}”没有写年份，文中也推不出年份，请人工填写")
            }
            () if day.inferred => format!("“{printed}”没有写年份，按成文日期推定，请核对"),
            () => return,
        };
        due.warnings.push(Warning {
            span: page.span(&mention.extent),
            problem,
        });
    }

    /// “向县政府办报送…。以后每季度报送一次”: the second sentence reports to the same body.
    pub(super) fn with_recipient(&mut self, mut said: Said) -> Said {
        if said.to.is_some() {
            self.to.clone_from(&said.to);
        } else if ["报送", "上报", "报一次", "报告一次"]
            .iter()
            .any(|verb| said.what.contains(verb))
            && !said.what.contains("通报")
        {
            said.to.clone_from(&self.to);
        }
        said
    }
}

/// （县处非办负责，3月底前完成）: a time in the bracket that says whose the task before it is.
fn is_noted(before: &str, after: &str) -> bool {
    let behind = after.trim_start_matches('前').trim_start_matches("完成");
    let inner = super::said::open_bracket(before).map(|open| &before[open + '('.len_utf8()..]);
    behind.starts_with(')')
        && inner.is_some_and(|inner| {
            let list = super::actor::without_part(inner.trim_end_matches(['，', '；', ' ']));
            super::body_name::list(list).is_some()
        })
}

/// “6月15日前制定方案，每月10日前报告进度”: the habit behind a comma is a duty of its own.
fn next_turn(page: &Page, turns: &[Turn], from: usize) -> Option<usize> {
    let starts = turns.iter().map(|turn| turn.extent.start);
    starts.filter(|&start| start > from).find(|&start| {
        let between = &page.text[from..start];
        let clause = ["此后", "之后", "以后", "今后", "并", "同时"]
            .iter()
            .find_map(|word| between.strip_suffix(word))
            .unwrap_or(between);
        clause.ends_with('，') && super::reach::has_chars(between, 6)
    })
}

/// “12月1日至次年1月31日…，2月15日前”: the first such day from the beginning of the stretch on.
fn first_since(point: Point, times: super::year::Times, since: Date) -> super::year::Days {
    let same = times.day(point, Role::End, Some(since.year()));
    match same.end {
        Some(end) if end < since => times.day(point, Role::End, Some(since.year() + 1)),
        _ => same,
    }
}
