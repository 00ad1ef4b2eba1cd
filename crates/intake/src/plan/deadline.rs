//! What is due when: dated, recurring and relative duties, one item per date.
//! It must not know campaigns.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::date::{Grain, Role, YearWord};
use super::due_by_schedule;
use super::mention::{self, Form, Mention};
use super::page::{Extent, Page};
use super::paragraph::Kind;
use super::reader::Plan;
use super::reading::{Deadline, Recurrence, Warning};
use super::recurrence::{self, Turn};
use super::said::{BEFORE, Said, sentences, with_before};

/// Deadlines and what was odd about them.
#[derive(Debug, Default)]
pub(super) struct Due {
    pub deadlines: Vec<Deadline>,
    pub warnings: Vec<Warning>,
    /// Bodies that receive reports.
    pub recipients: Vec<Extent>,
}

static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:截至|截止到|截止|不迟于|不晚于|最迟|最晚|时限为?：?|截止时间[为：]*|报送时间[为：]*|完成时间[为：]*|完成时限[为：]*|时间为?：)$",
    )
});
static AT: LazyLock<Regex> = LazyLock::new(|| super::pattern(r"(?:于|在|定于|拟于|从|自)$"));
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        "发放|入户|走访|清理|约谈|核查|开办|巡查|督办|张贴|发布|学习|报送|上报|完成|召开|举办|开展|启动|印发|制定|建立|下发|进行|总结|形成|汇总|公布|部署|组织|提交|反馈|报|检查|抽查|督导|督查|验收|评估|考核|公示|培训|宣传|排查|整改|推介|设立|成立",
    )
});
static HISTORY: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:以来|起施行|施行|实施|印发的|发布的|出台|颁布|会议|讲话|精神|日报|版|修订|的数据|的《)",
    )
});

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
                last: None,
                to: None,
            };
            reader.read(&mut due);
        }
    }
    for row in &plan.rows {
        due_by_schedule::table_row(plan, row, &mut due);
    }
    for at in 0..plan.stages.len() {
        due_by_schedule::phase_end(plan, at, &mut due);
    }
    due.deadlines
        .sort_by_key(|deadline| (deadline.span, deadline.date));
    due
}

/// A paragraph read sentence by sentence; a year written once holds for the dates after it.
struct Paragraph<'a> {
    plan: &'a Plan<'a>,
    part: usize,
    extent: Extent,
    carry: Option<i16>,
    last: Option<Date>,
    /// To whom the paragraph reports, for the sentences that leave it out.
    to: Option<Extent>,
}

impl Paragraph<'_> {
    fn read(&mut self, due: &mut Due) {
        let page = self.plan.page;
        let mut previous: Option<Extent> = None;
        for sentence in sentences(page, &self.extent) {
            let mentions = mention::all(page.slice(&sentence), sentence.start);
            for (at, mention) in mentions.iter().enumerate() {
                let next = mentions.get(at + 1).map(|next| next.extent.start);
                self.dated(&sentence, mention, next, previous.as_ref(), due);
            }
            self.recurring(&sentence, &mentions, due);
            previous = Some(sentence);
        }
    }

    fn dated(
        &mut self,
        sentence: &Extent,
        mention: &Mention,
        next: Option<usize>,
        previous: Option<&Extent>,
        due: &mut Due,
    ) {
        let is_due = !self.plan.is_time_frame(mention)
            && (self.falls_due(sentence, mention) || self.dates_a_task(mention));
        let days = self.days(mention);
        if !is_due {
            return;
        }
        let said = match self
            .plan
            .heading_titled(mention.extent.start)
            .filter(|_| self.dates_a_task(mention))
        {
            Some(heading) => Said::titled(self.plan, heading),
            None => self.with_recipient(Said::read(self.plan, sentence, mention, next, previous)),
        };
        for (day, point) in days
            .iter()
            .zip(mention.points().iter().rev().take(days.len()).rev())
        {
            self.check(mention, *day, point.grain, due);
            due.deadlines
                .push(self.deadline(sentence, mention, day.end, &said));
        }
        due.recipients.extend(said.to.clone());
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
            phase: None,
            span: page.span(sentence),
        }
    }

    /// The days of a mention: one per date of a list, the last for a range.
    fn days(&mut self, mention: &Mention) -> Vec<super::year::Days> {
        let times = self.plan.times(self.part);
        let days: Vec<super::year::Days> = match &mention.form {
            Form::Range(..) => {
                let days = times.stretch(&mention.form, self.carry);
                self.last = days.end.or(self.last);
                vec![days]
            }
            Form::Single(point) => vec![self.later(*point, times)],
            Form::List(points) => points
                .iter()
                .map(|point| self.later(*point, times))
                .collect(),
        };
        let after = &self.plan.page.text[mention.extent.end..];
        if !HISTORY.is_match(after) {
            for point in mention.points() {
                if let Some(YearWord::Written(year)) = point.year {
                    self.carry = Some(year);
                }
            }
        }
        days
    }

    /// A date that takes the year of the one before it, or the next when it would fall long before that.
    fn later(&mut self, point: super::date::Point, times: super::year::Times) -> super::year::Days {
        let mut day = times.day(point, Role::End, self.carry);
        if let (Some(end), Some(last), Some(carry), None) =
            (day.end, self.last, self.carry, point.year)
            && (last - end).get_days() > 120
        {
            day = times.day(point, Role::End, Some(carry + 1));
        }
        if self.carry.is_some() || point.year.is_some() {
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

    /// Whether a date says when something must be done.
    fn falls_due(&self, sentence: &Extent, mention: &Mention) -> bool {
        let page = self.plan.page;
        let (text, at) = (page.slice(sentence), mention.extent.start - sentence.start);
        let (before, after) = (&text[..at], &text[mention.extent.end - sentence.start..]);
        let quoted = before.matches('《').count() > before.matches('》').count();
        if quoted || HISTORY.is_match(after) || is_habit(before) {
            return false;
        }
        let limited = BEFORE.is_match(after)
            && ![
                "前期", "前后", "前往", "前列", "前景", "内部", "前述", "前的",
            ]
            .iter()
            .any(|word| after.starts_with(word));
        let plain_issue =
            matches!(mention.form, Form::Single(point) if point.grain == Grain::Issue);
        let has_verb = VERB.is_match(clause_behind(after));
        let opens =
            before.trim_start_matches(['(', '“']).is_empty() || before.ends_with(['，', '：', '(']);
        let year_only =
            matches!(mention.form, Form::Single(point) if matches!(point.grain, Grain::Year));
        // “从5月20日开始” begins something; nothing is due.
        let begins = matches!(mention.form, Form::Single(_))
            && (before.ends_with(['从', '自'])
                || after.starts_with("开始")
                || after.starts_with("起"));
        let statistic = before.ends_with("截至")
            && after
                .trim_start_matches('，')
                .starts_with(['共', '全', '已', '累']);
        match () {
            () if plain_issue || statistic || begins => false,
            () if limited || LIMIT.is_match(before) => true,
            () if year_only => false,
            () => {
                (has_verb && (AT.is_match(before) || opens) || opens && after.starts_with('，'))
                    && !after.starts_with('起')
                    && !after.starts_with('的')
            }
        }
    }

    /// “向县政府办报送…。以后每季度报送一次”: the second sentence reports to the same body.
    fn with_recipient(&mut self, mut said: Said) -> Said {
        if said.to.is_some() {
            self.to.clone_from(&said.to);
        } else if ["报送", "上报", "报一次", "报告一次"]
            .iter()
            .any(|verb| said.what.contains(verb))
        {
            said.to.clone_from(&self.to);
        }
        said
    }

    /// （二）院内排查（4—6月）: the date in the brackets of a task's heading is its time.
    fn dates_a_task(&self, mention: &Mention) -> bool {
        let text = &self.plan.page.text;
        let enclosed = text[..mention.extent.start].ends_with('(')
            && text[mention.extent.end..]
                .trim_start_matches(['前', '起', '底'])
                .starts_with(')');
        enclosed && self.plan.heading_titled(mention.extent.start).is_some()
    }

    fn recurring(&mut self, sentence: &Extent, mentions: &[Mention], due: &mut Due) {
        let page = self.plan.page;
        let text = page.slice(sentence);
        for turn in recurrence::turns(text, sentence.start) {
            // 每年5月: the date belongs to the habit.
            let inside = mentions
                .iter()
                .any(|mention| mention.extent.contains(&turn.extent.start));
            let slogan = matches!(turn.recurrence, Recurrence::Periodic | Recurrence::OnEvent)
                && self.plan.is_heading_title(turn.extent.start);
            if inside || slogan || !recurrence::is_duty(text, &turn, sentence.start) {
                continue;
            }
            let said = Said::recurring(self.plan, sentence, &turn);
            let said = if turn.recurrence == Recurrence::OnEvent {
                said
            } else {
                self.with_recipient(said)
            };
            due.deadlines.push(Deadline {
                date: None,
                recurrence: Some(turn.recurrence),
                relative: Some(page.printed(&habit_extent(page, &turn, mentions))),
                what: said.what,
                to: said.to.as_ref().map(|to| page.printed(to)),
                who: said.who,
                phase: None,
                span: page.span(sentence),
            });
            due.recipients.extend(said.to);
        }
    }
}

/// A habit with its date: 每年5月, 每年6月底前.
fn habit_extent(page: &Page, turn: &Turn, mentions: &[Mention]) -> Extent {
    let joined = mentions
        .iter()
        .find(|mention| mention.extent.start == turn.extent.end);
    joined.map_or(turn.extent.clone(), |mention| {
        turn.extent.start..with_before(page, &mention.extent).end
    })
}

fn is_habit(before: &str) -> bool {
    ["每年", "每月", "每季度", "每年度", "历年"]
        .iter()
        .any(|word| before.ends_with(word))
}

fn clause_behind(after: &str) -> &str {
    let trimmed = after.trim_start_matches(['，', '起']);
    let end = trimmed
        .char_indices()
        .filter(|(_, c)| matches!(c, '，' | '。' | '；'))
        .nth(1)
        .map_or(trimmed.len(), |(at, _)| at);
    &trimmed[..end]
}
