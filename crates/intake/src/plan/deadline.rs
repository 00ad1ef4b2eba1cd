//! What is due when: dated, recurring and relative duties, one item per date.
//! It must not know campaigns.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::actor;
use super::date::{Grain, Role, YearWord};
use super::duty::{shortened, title};
use super::mention::{self, Form, Mention};
use super::page::{Extent, Page};
use super::paragraph::Kind;
use super::reader::Plan;
use super::reading::{Deadline, Recurrence, Warning};
use super::recipient::recipient;
use super::recurrence::{self, Turn};
use super::table::{Column, Row};

/// Deadlines and what was odd about them.
#[derive(Debug, Default)]
pub(super) struct Due {
    pub deadlines: Vec<Deadline>,
    pub warnings: Vec<Warning>,
    /// Bodies that receive reports.
    pub recipients: Vec<Extent>,
}

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:\([^)]{1,12}\))?(?:[上下]午|下班|\d{1,2}(?:：\d{2}|时|点)(?:整)?)*(?:之前|以前|底前|前|止|截止|为止|内)",
    )
});
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
static THIS_WORK: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:此项|该项|这项|上述|以上|本阶段|本项|各项)?工作$"));

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
        table_row(plan, row, &mut due);
    }
    for at in 0..plan.stages.len() {
        phase_end(plan, at, &mut due);
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

/// The sentences of an extent, with their closing mark.
pub(super) fn sentences(page: &Page, extent: &Extent) -> Vec<Extent> {
    let text = page.slice(extent);
    let mut all = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        depth += i32::from(matches!(c, '(' | '《')) - i32::from(matches!(c, ')' | '》'));
        if matches!(c, '。' | '；' | '！' | '？') && depth <= 0 {
            all.push(extent.start + start..extent.start + at + c.len_utf8());
            start = at + c.len_utf8();
            depth = 0;
        }
    }
    if start < text.len() {
        all.push(extent.start + start..extent.end);
    }
    all
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

/// A mention with the 前 behind it.
fn with_before(page: &Page, mention: &Extent) -> Extent {
    let used = BEFORE
        .find(&page.text[mention.end..])
        .map_or(0, |before| before.end());
    mention.start..mention.end + used
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

/// What, to whom and by whom, as the sentence says it.
#[derive(Debug, Default)]
struct Said {
    what: String,
    to: Option<Extent>,
    who: Vec<String>,
}

impl Said {
    fn read(
        plan: &Plan<'_>,
        sentence: &Extent,
        mention: &Mention,
        next: Option<usize>,
        previous: Option<&Extent>,
    ) -> Self {
        let page = plan.page;
        let time = with_before(page, &mention.extent);
        let end = next.map_or(sentence.end, |next| clause_start(page, time.end, next));
        let end = before_next_subject(page, time.end, end);
        let behind = without_subject(page, &(time.end..end));
        let what = if is_bare_verb(page.slice(&behind)) {
            from_before(plan, sentence, &mention.extent, previous, &behind)
        } else {
            page.printed(&behind)
        };
        let to = recipient(page.slice(&(time.end..end)), time.end)
            .or_else(|| recipient(page.slice(&(sentence.start..end)), sentence.start));
        Self {
            what: tidy(&what),
            to,
            who: who(plan, sentence, previous, &time, end),
        }
    }

    /// The task a heading names, with the first sentence below it.
    fn titled(plan: &Plan<'_>, heading: usize) -> Self {
        let page = plan.page;
        let heading = &plan.outline.headings[heading];
        let first = heading
            .body
            .first()
            .and_then(|body| sentences(page, body).into_iter().next());
        let task = first.map(|first| page.printed(&first)).unwrap_or_default();
        let name = super::schedule::name(page, &heading.title);
        Self {
            what: tidy(&format!("{name}：{task}")),
            to: None,
            who: actor::names(page, &super::duty::who(page, heading)),
        }
    }

    fn recurring(plan: &Plan<'_>, sentence: &Extent, turn: &Turn) -> Self {
        let page = plan.page;
        let clause = clause_at(page, sentence, turn.extent.start);
        let from = turn.extent.end.min(sentence.end);
        let behind = without_subject(page, &(from..before_next_subject(page, from, sentence.end)));
        let on_event = turn.recurrence == Recurrence::OnEvent;
        let counted =
            page.slice(&turn.extent).ends_with('内') && page.slice(&behind).chars().count() >= 4;
        let what = if (on_event && !counted) || is_bare_verb(page.slice(&behind)) {
            page.printed(&clause)
        } else {
            page.printed(&behind)
        };
        let to = recipient(page.slice(&clause), clause.start)
            .or_else(|| recipient(page.slice(&behind), behind.start));
        Self {
            what: tidy(&what),
            to,
            who: who(plan, sentence, None, &turn.extent, behind.end),
        }
    }
}

fn tidy(what: &str) -> String {
    let bare = what.trim_matches(['，', '。', '；', '、', ' ', '：', '（', '）', '(', ')', ',']);
    shortened(bare.strip_prefix("分别").unwrap_or(bare), 80)
}

/// Where the clause with the next date begins, so that its words are not taken for this one's.
fn clause_start(page: &Page, from: usize, next: usize) -> usize {
    page.text[from..next]
        .rfind(['，', '；', '、'])
        .map_or(next, |comma| from + comma)
}

/// The clause between commas that holds a place.
fn clause_at(page: &Page, sentence: &Extent, at: usize) -> Extent {
    let text = page.slice(sentence);
    let local = at - sentence.start;
    let start = text[..local]
        .rfind(['，', '；', '：'])
        .map_or(0, |comma| comma + '，'.len_utf8());
    let end = text[local..]
        .find(['，', '；', '。'])
        .map_or(text.len(), |comma| local + comma);
    sentence.start + start..sentence.start + end
}

/// The words behind the time without 各乡镇 at their head.
fn without_subject(page: &Page, extent: &Extent) -> Extent {
    let trimmed = page.trimmed(extent, &['，', ' ', '：', '。', '；']);
    let trimmed =
        trimmed.start + page.slice(&trimmed).strip_prefix(')').map_or(0, |_| 1)..trimmed.end;
    let first = page
        .slice(&trimmed)
        .find(['，', '。'])
        .map_or(trimmed.end, |comma| trimmed.start + comma);
    let subject = actor::acting(page, &(trimmed.start..first))
        .into_iter()
        .take_while(|actor| {
            let between = page
                .text
                .get(trimmed.start..actor.extent.start)
                .unwrap_or_default();
            between.chars().count() < 60 && actor.extent.end <= first
        });
    let end = subject
        .filter(|actor| {
            page.text[trimmed.start..actor.extent.start]
                .chars()
                .all(|c| "、和及与由请，".contains(c))
                || page.text[..actor.extent.start].ends_with(['、', '和', '及', '与'])
        })
        .map(|actor| actor.extent.end)
        .last()
        .unwrap_or(trimmed.start);
    let rest = page.slice(&(end..trimmed.end));
    let modal = ["要", "应当", "应", "须", "需", "必须", "务必", "分别"]
        .iter()
        .find(|word| rest.starts_with(**word))
        .map_or(0, |word| word.len());
    end + modal..trimmed.end
}

/// A verb without an object: what is meant stands before the date.
fn is_bare_verb(behind: &str) -> bool {
    const BARE: &[&str] = &[
        "完成",
        "全部完成",
        "全面完成",
        "基本完成",
        "报送",
        "上报",
        "报",
        "反馈",
        "提交",
        "结束",
        "到位",
        "落实到位",
        "发",
    ];
    let bare = behind.trim_matches(['，', '。', '；', ')']);
    let first = bare.split(['，', '。']).next().unwrap_or_default();
    let verb = BARE.iter().find(|verb| first.starts_with(**verb));
    let object = verb.map(|verb| first[verb.len()..].trim_start_matches(['至', '到', '给']));
    bare.is_empty()
        || object.is_some_and(|object| {
            object.is_empty()
                || super::body_name::is_body(object)
                || (object.chars().count() <= 16
                    && recipient(first, 0).is_some_and(|to| first[to.end..].chars().count() <= 4))
        })
}

/// The object of a bare verb: the clause before the date, or the sentence before, or the heading.
fn from_before(
    plan: &Plan<'_>,
    sentence: &Extent,
    mention: &Extent,
    previous: Option<&Extent>,
    behind: &Extent,
) -> String {
    let page = plan.page;
    let before = page.trimmed(
        &(sentence.start..mention.start),
        &['，', '于', '在', '请', '务', '必', '须', '并', '(', ' '],
    );
    // With several actors the sentence says who does what; with one it would only repeat `who`.
    let own = if actor::acting(page, &before).len() > 1 && page.slice(&before).contains('，') {
        before
    } else {
        without_subject(page, &before)
    };
    let text = page.slice(&own);
    let verb = page.printed(behind);
    if !text.is_empty() && !THIS_WORK.is_match(text) {
        return format!("{}{verb}", page.printed(&own));
    }
    let heading = plan
        .outline
        .around(sentence.start)
        .map(|at| title(page, &plan.outline.headings[at].title))
        .unwrap_or_default();
    let task = previous
        .map(|previous| page.printed(&without_subject(page, previous)))
        .unwrap_or_default();
    match (heading.is_empty(), task.trim_matches(['。', '；']).trim()) {
        (true, task) => format!("{task}，{verb}"),
        (false, "") => format!("{heading}，{verb}"),
        (false, task) => format!("{heading}：{}", shortened(task, 110)),
    }
}

/// Where another body begins to act: what it does is not owed by this one.
fn before_next_subject(page: &Page, from: usize, end: usize) -> usize {
    let text = &page.text[from..end];
    let commas = text
        .char_indices()
        .filter(|(at, c)| *c == '，' && *at > 0)
        .map(|(at, _)| from + at);
    let mut seen_words = false;
    for comma in commas {
        let clause = comma + '，'.len_utf8();
        let stop = page.text[clause..end]
            .find('，')
            .map_or(end, |next| clause + next);
        seen_words |= page.text[from..comma].chars().count() >= 4;
        // “，由综治中心负责” says who owes this very duty.
        let same = page.text[clause..].starts_with('由');
        let subject = actor::acting(page, &(clause..stop))
            .into_iter()
            .next()
            .filter(|_| !same);
        if seen_words
            && subject.is_some_and(|subject| subject.extent.start <= clause + '由'.len_utf8())
        {
            return comma;
        }
    }
    end
}

/// Who owes it: named before the time, right behind it, in the sentence before, in the paragraph, or addressed.
fn who(
    plan: &Plan<'_>,
    sentence: &Extent,
    previous: Option<&Extent>,
    time: &Extent,
    end: usize,
) -> Vec<String> {
    let page = plan.page;
    let clause = clause_at(page, sentence, time.start);
    let places = [
        Some(clause.start..time.start),
        Some(time.end..end.max(time.end)),
        Some(sentence.start..time.start),
        previous.cloned(),
    ];
    for (at, place) in places.into_iter().enumerate() {
        // The subject in the date's own clause stands before the date without a verb of its own.
        let Some(place) = place else { continue };
        let found = if at == 0 {
            subject_alone(page, &place)
        } else {
            actor::names(page, &actor::acting(page, &place))
        };
        if !found.is_empty() {
            return found;
        }
    }
    let Some(heading) = plan.outline.around(sentence.start) else {
        return plan.addressees(sentence.start);
    };
    let said: Vec<actor::Actor> = super::duty::who(page, &plan.outline.headings[heading])
        .into_iter()
        .filter(|actor| actor.extent.start < time.start)
        .collect();
    actor::names(page, &said)
}

/// 各乡镇于, 请各单位务必于: a list of bodies and little else.
fn subject_alone(page: &Page, place: &Extent) -> Vec<String> {
    let own = page.trimmed(
        place,
        &[
            '请', '于', '在', '务', '必', '须', '应', '要', '并', '均', '的',
        ],
    );
    let list = super::body_name::list(page.slice(&own)).unwrap_or_default();
    list.iter()
        .map(|(at, name)| page.printed(&(own.start + at..own.start + at + name.len())))
        .collect()
}

/// A row of a schedule table: its time cell is the deadline of its task.
fn table_row(plan: &Plan<'_>, row: &Row, due: &mut Due) {
    let page = plan.page;
    let Some(time) = row.cell(Column::Time) else {
        return;
    };
    let Some(task) = row.cell(Column::Task).or_else(|| row.cell(Column::Phase)) else {
        return;
    };
    let part = plan.parts.of(row.paragraph);
    let who = table_who(page, row);
    let to_cell = row
        .cell(Column::To)
        .cloned()
        .or_else(|| recipient(page.slice(task), task.start));
    let base = Deadline {
        date: None,
        recurrence: None,
        relative: None,
        what: shortened(page.printed(task).trim_matches(['。', '；', ' ']), 80),
        to: to_cell.as_ref().map(|to| page.printed(to)),
        who,
        phase: row
            .cell(Column::Phase)
            .map(|phase| super::schedule::name(page, phase)),
        span: page.span(&row.extent),
    };
    for mention in mention::all(page.slice(time), time.start) {
        let times = plan.times(part);
        let ends: Vec<Option<Date>> = match &mention.form {
            Form::List(points) => points
                .iter()
                .map(|point| times.day(*point, Role::End, None).end)
                .collect(),
            form => vec![times.stretch(form, None).end],
        };
        for date in ends {
            let relative = date.is_none().then(|| page.printed(time));
            due.deadlines.push(Deadline {
                date,
                relative,
                ..base.clone()
            });
        }
    }
    let habit = recurrence::turns(page.slice(time), time.start);
    due.deadlines.extend(habit.into_iter().map(|turn| Deadline {
        recurrence: Some(turn.recurrence),
        relative: Some(page.printed(time)),
        ..base.clone()
    }));
    due.recipients.extend(to_cell);
}

pub(super) fn table_who(page: &Page, row: &Row) -> Vec<String> {
    let cells = [Column::Lead, Column::Who, Column::Assist]
        .into_iter()
        .filter_map(|column| row.cell(column));
    cells
        .flat_map(|cell| {
            super::body_name::split_list(page.slice(cell))
                .into_iter()
                .map(|(at, name)| page.printed(&(cell.start + at..cell.start + at + name.len())))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The end of a phase is a duty to have finished it, unless its own text already says so with the same date.
fn phase_end(plan: &Plan<'_>, at: usize, due: &mut Due) {
    let page = plan.page;
    let stage = &plan.stages[at];
    let Some(date) = stage.days.end else { return };
    let heading = stage.heading.map(|heading| &plan.outline.headings[heading]);
    let whole = page.span(&heading.map_or(stage.extent.clone(), |heading| heading.extent.clone()));
    if stage.heading.is_none()
        && due
            .deadlines
            .iter()
            .any(|known| known.date == Some(date) && known.phase.as_ref() == Some(&stage.name))
    {
        return;
    }
    let said = due.deadlines.iter().any(|known| {
        known.date == Some(date) && whole.0 <= known.span.0 && known.span.1 <= whole.1
    });
    if said {
        for known in due.deadlines.iter_mut().filter(|known| {
            known.date == Some(date) && whole.0 <= known.span.0 && known.span.1 <= whole.1
        }) {
            known.phase = Some(stage.name.clone());
        }
        return;
    }
    let task = stage
        .body
        .as_ref()
        .and_then(|body| sentences(page, body).into_iter().next())
        .map(|first| tidy(&page.printed(&first)));
    // A first sentence that is only the date says nothing more.
    let dates_only = stage
        .when
        .as_ref()
        .zip(stage.body.as_ref())
        .is_some_and(|(when, body)| body.start <= when.start && when.start < body.start + 24);
    let task = task
        .filter(|task| task.chars().count() >= 4 && !dates_only)
        .map_or(String::new(), |task| format!("：{task}"));
    let who = heading
        .map(|heading| actor::names(page, &super::duty::who(page, heading)))
        .unwrap_or_default();
    due.deadlines.push(Deadline {
        date: Some(date),
        recurrence: None,
        relative: None,
        what: format!("完成{}{task}", stage.name),
        to: None,
        who,
        phase: Some(stage.name.clone()),
        span: page.span(&stage.when.as_ref().map_or(stage.extent.clone(), |when| {
            stage.extent.start.min(when.start)..stage.extent.end.max(when.end)
        })),
    });
}
