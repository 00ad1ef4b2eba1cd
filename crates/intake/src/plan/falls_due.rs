//! Whether a date in a sentence says by when something must be done, or tells history, cases, habits and labels.
//! It must not know what is to be done, nor by whom.

use super::date::{Grain, YearWord};
use super::deadline::Paragraph;
use super::deed_word::{begins_deed, names_deed};
use super::due_word::{AT, CASES, HISTORY, LIMIT, PAST, clause_behind, is_habit};
use super::mention::{Form, Mention};
use super::owing::subject_alone;
use super::page::Extent;
use super::reach::{is_quoted, tail};
use super::report;
use super::said::before_end;
use super::schedule::FIRM_PHASE_SECTION;
use super::year::Days;

/// How many clauses before a time may name who the sentence is about.
const CLAUSES_BACK: usize = 6;

/// The words around a date in its sentence.
pub(super) struct Around<'a> {
    pub before: &'a str,
    /// Without the 期间 of a stretch.
    pub after: &'a str,
}

impl<'a> Around<'a> {
    /// What the date's own clause says before it.
    fn clause(&self) -> &'a str {
        self.before.rsplit(['，', '；']).next().unwrap_or_default()
    }

    /// What the date's own clause says behind it.
    fn own(&self) -> &'a str {
        self.after
            .split(['，', '；', '。'])
            .next()
            .unwrap_or_default()
    }

    /// The first words that tell what happens on the date.
    fn first_clause(&self) -> &'a str {
        let told = self.after.trim_start_matches('，');
        told.split(['，', '；', '。']).next().unwrap_or_default()
    }

    fn is_limited(&self) -> bool {
        before_end(self.after).is_some() || LIMIT.is_match(tail(self.before, 20))
    }

    /// Whether the date limits or orders something.
    pub(super) fn is_order(&self) -> bool {
        self.is_limited() || self.is_ordered()
    }

    /// Whether the clauses with the date order something.
    fn is_ordered(&self) -> bool {
        let (own, told) = (self.first_clause(), clause_behind(self.after));
        report::orders(self.clause())
            || report::orders(own)
            || !report::reports(own) && report::orders(told)
    }
}

impl Paragraph<'_> {
    pub(super) fn around<'p>(&'p self, sentence: &Extent, mention: &Mention) -> Around<'p> {
        let text = self.plan.page.slice(sentence);
        let (before, after) = (
            &text[..mention.extent.start - sentence.start],
            &text[mention.extent.end - sentence.start..],
        );
        let is_range = matches!(mention.form, Form::Range(..));
        let after = after
            .strip_prefix("期间")
            .filter(|_| is_range)
            .unwrap_or(after);
        Around { before, after }
    }

    /// 《2024年…要点》, 2020年以前立案: such years say nothing of the dates behind them.
    pub(super) fn is_past(&self, mention: &Mention) -> bool {
        let text = &self.plan.page.text;
        let quoted = is_quoted(&text[self.extent.start..mention.extent.start]);
        let year_only = matches!(mention.form, Form::Single(point) if point.grain == Grain::Year);
        quoted || (year_only && self.is_of_earlier_year(mention))
    }

    /// Every date of the mention bears a year before that of issue.
    fn is_of_earlier_year(&self, mention: &Mention) -> bool {
        let issued = self.plan.times(self.part).year;
        mention.points().iter().all(|point| {
            matches!((point.year, issued), (Some(YearWord::Written(year)), Some(issued)) if year < issued)
        })
    }

    /// A date that only tells which cases or papers are meant.
    pub(super) fn is_background(&self, mention: &Mention) -> bool {
        let after = &self.plan.page.text[mention.extent.end..];
        // “报送2024年工作总结”: the year says which paper.
        let opens = self.plan.page.text[..mention.extent.start].ends_with(['，', '；', '。', '、']);
        let names = matches!(mention.form, Form::Single(point) if point.grain == Grain::Year)
            && !opens
            && before_end(after).is_none();
        names || HISTORY.is_match(after) || self.is_past(mention)
    }

    /// “对2021年底前起诉的案件”, “2018年底以前立案的案件”: which cases, not by when.
    pub(super) fn names_cases(&self, around: &Around<'_>, mention: &Mention) -> bool {
        let (clause, own) = (around.clause(), around.own());
        let behind = &around.after[before_end(around.after).unwrap_or(0)..];
        let treated =
            clause.starts_with(['对', '凡']) && own.contains('的') && !clause.contains("要求");
        let earlier = self.is_of_earlier_year(mention)
            && own.contains('的')
            && !report::orders(own)
            && !own.ends_with('的')
            && (!behind.starts_with("完成") || behind.starts_with("完成的"));
        treated || CASES.is_match(behind) || earlier
    }

    /// Whether a date says when something must be done
    pub(super) fn falls_due(&self, sentence: &Extent, mention: &Mention, days: &[Days]) -> bool {
        let around = self.around(sentence, mention);
        if self.names_something(&around, mention)
            || self.tells(sentence, &around, mention, days)
            || frames_something(&around, mention)
        {
            return false;
        }
        let after = around.after;
        // “其中第一季度可免报”: an exemption is no duty.
        if report::exempts(around.own()) {
            return false;
        }
        let year_only =
            matches!(mention.form, Form::Single(point) if matches!(point.grain, Grain::Year));
        let limited = before_end(after).is_some();
        match () {
            // “到2025年，…” states an aim without a day.
            () if year_only && around.before.ends_with('到') && !limited => false,
            () if around.is_limited() => true,
            () if year_only => false,
            () => !after.starts_with(['起', '的']) && self.dates_a_deed(sentence, &around, mention),
        }
    }

    /// “第四季度及全年工作情况”: a part of the year that says which figures.
    pub(super) fn names_figures(&self, mention: &Mention) -> bool {
        const FIGURES: [&str; 18] = [
            "监管", "通报", "分析", "进展", "统计", "自评", "及", "和", "与", "的", "工作", "情况",
            "数据", "报", "总", "风险", "末月", "首月",
        ];
        let after = &self.plan.page.text[mention.extent.end..];
        let is_part = matches!(mention.form, Form::Single(point) if matches!(point.grain, Grain::Quarter { .. } | Grain::Half { .. }));
        is_part && FIGURES.iter().any(|word| after.starts_with(word)) && before_end(after).is_none()
    }

    /// A date in a name, a figure, a title or a habit.
    fn names_something(&self, around: &Around<'_>, mention: &Mention) -> bool {
        let (before, after) = (around.before, around.after);
        let is_range = matches!(mention.form, Form::Range(..));
        // “5月份于5月31日前报送”: the month says whose report.
        let whose = ["于", "应于", "要于", "须于", "的于"]
            .iter()
            .find_map(|word| after.strip_prefix(word))
            .is_some_and(|rest| super::mention::length_at_start(rest).is_some());
        // “佐证材料（2023年1月1日至12月31日期间）”: which papers.
        let behind = &self.plan.page.text[mention.extent.end..];
        let of_papers = is_range && before.ends_with('(') && behind.starts_with("期间)");
        whose
            || of_papers
            || self.names_figures(mention)
            // “从4月15日开始，至7月31日结束” tells how long it takes.
            || after.starts_with("结束") && (is_range || before.contains("开始"))
            || is_quoted(before)
            || HISTORY.is_match(after)
            || is_habit(before)
            || self.is_past(mention)
            || self.names_cases(around, mention)
            // “3月4日至15日，每日…”: how long a habit lasts.
            || is_range && clause_behind(after).contains('每')
    }

    /// A date of what has been, or of what others do.
    fn tells(
        &self,
        sentence: &Extent,
        around: &Around<'_>,
        mention: &Mention,
        days: &[Days],
    ) -> bool {
        // “2月21日，局长主持召开会议” tells what has been.
        let forecast = around.before.contains("预报") && around.before.ends_with('，');
        // “据气象部门预报，7月1日至5日，我市有降水” tells what others expect.
        if forecast || PAST.is_match(clause_behind(around.after)) || around.before.ends_with("已于")
        {
            return true;
        }
        if self.is_of_suspect(sentence, mention.extent.start)
            && !report::is_remedy(around.first_clause())
        {
            return true;
        }
        let (own, told) = (around.first_clause(), clause_behind(around.after));
        // “1—5月，共化解3起”: a stretch that has begun, told of in figures.
        let begun = matches!(mention.form, Form::Range(..)) && report::reports(told);
        let day = days
            .last()
            .and_then(|days| if begun { days.start } else { days.end });
        let gone = match (day, self.plan.times(self.part).issued) {
            (Some(day), Some(issued)) => day < issued,
            _ => self.is_of_earlier_year(mention),
        };
        // “1—6月，共排查…”: the year after is inferred only because the half has gone by.
        let inferred = days.iter().any(|days| days.inferred) && report::reports(own);
        let (limited, ordered) = (around.is_limited(), around.is_ordered());
        // “对截至3月31日未结案件”: the day of a count.
        let counts = around.before.ends_with("截至") && before_end(around.after).is_none();
        // “印发了通知，要求各地于5月31日前完成”: an order told of, not given.
        let retold = around.clause().starts_with("要求");
        if gone && (counts || retold || report::tells_outcome(told)) {
            return true;
        }
        if ordered || limited && !gone && !inferred {
            return false;
        }
        let gone = gone || inferred;
        match () {
            () if self.in_report(mention.extent.start) => true,
            () if !gone => false,
            () if limited => report::bears_sign(own) || report::bears_sign(told),
            () => self.reads_as_report(mention, (own, told)),
        }
    }

    /// A day gone by without 前 and without an order: by its words, its written year, or its place in the preface.
    fn reads_as_report(&self, mention: &Mention, (first, told): (&str, &str)) -> bool {
        if report::reports(told) || self.plan.outline.is_preface(mention.extent.start) {
            return true;
        }
        let written = mention
            .points()
            .iter()
            .any(|point| matches!(point.year, Some(YearWord::Written(_))));
        // “5月6日，县政府召开会议”: one body's deed; what 各乡镇 were to do stays, and is warned of.
        let end = mention.extent.end;
        let clause =
            end..end + '，'.len_utf8() * usize::from(self.plan.page.text[end..].starts_with('，'));
        let told_at = clause.end..clause.end + first.len();
        let acting = super::actor::acting(self.plan.page, &told_at);
        let by_one = !acting.is_empty()
            && acting.iter().all(|actor| {
                !self
                    .plan
                    .page
                    .slice(&actor.extent)
                    .starts_with(['各', '全'])
            });
        // A schedule may be issued after its first steps.
        (written || by_one)
            && !self.is_in_section(mention.extent.start, |title| {
                FIRM_PHASE_SECTION.is_match(title)
            })
    }

    /// Whether a heading around a place, or one above it, has such a title.
    pub(super) fn is_in_section(&self, at: usize, fits: impl Fn(&str) -> bool) -> bool {
        let outline = &self.plan.outline;
        let Some(heading) = outline.around(at) else {
            return false;
        };
        let mut chain = outline.above(heading);
        chain.push(heading);
        chain
            .iter()
            .any(|&one| fits(self.plan.page.slice(&outline.headings[one].title)))
    }

    /// In a section that tells how things stand: 基本情况, 存在问题.
    pub(super) fn in_report(&self, at: usize) -> bool {
        self.is_in_section(at, report::is_report_section)
    }

    /// Whether the words before a time are about a firm or person that broke the law, and nobody orders it to act.
    pub(super) fn is_of_suspect(&self, sentence: &Extent, at: usize) -> bool {
        let page = self.plan.page;
        let text = page.slice(&(sentence.start..at));
        let rest = page.slice(&(at..sentence.end));
        let own = rest.split(['，', '；', '。']).next().unwrap_or_default();
        if report::orders(own) {
            return false;
        }
        let mut end = text.len();
        for _ in 0..CLAUSES_BACK {
            let start = text[..end]
                .rfind(['，', '；'])
                .map_or(0, |comma| comma + '，'.len_utf8());
            let clause = &text[start..end];
            let here = sentence.start + start..sentence.start + end;
            if report::orders(clause) {
                return false;
            }
            if report::is_about_suspect(clause) {
                return true;
            }
            let acts = !super::actor::acting(page, &here).is_empty();
            if start == 0 || acts {
                return false;
            }
            end = start - '，'.len_utf8();
        }
        false
    }

    /// “各乡镇于6月15日报送”, “6月15日，召开会议”, “各乡镇7月底各报送一次”: a day and a deed without 前.
    fn dates_a_deed(&self, sentence: &Extent, around: &Around<'_>, mention: &Mention) -> bool {
        let (before, after) = (around.before, around.after);
        let opens = before.trim_start_matches(['(', '“']).is_empty()
            || before.ends_with(['，', '：', '('])
            || before.ends_with("其中");
        // （二）6月15日上午9时30分，…
        let numbered = super::mark::read(before).is_some_and(|mark| mark.length == before.len());
        let opens = opens || numbered;
        let behind = super::said::behind_clock(after);
        if opens && behind.starts_with('，') || self.labels_a_deed(around, mention) {
            return true;
        }
        let told = clause_behind(after);
        if !names_deed(told) {
            return false;
        }
        let clause = mention.extent.start - around.clause().len()..mention.extent.start;
        let behind_subject = || {
            let deed = after.trim_start_matches(['各', '再']);
            let deed = deed.strip_prefix("分别").unwrap_or(deed);
            let helped = ["在", "向", "将", "对", "集中", "统一", "联合"]
                .iter()
                .any(|word| deed.starts_with(word));
            (begins_deed(deed) || helped && names_deed(around.own()))
                && clause.start >= sentence.start
                && !subject_alone(self.plan.page, &clause).is_empty()
        };
        AT.is_match(tail(before, 4)) || opens || behind_subject()
    }

    /// “一、考核时间：自查：12月1日至10日；实地考核：12月16日至25日”: what is done stands before the colon.
    fn labels_a_deed(&self, around: &Around<'_>, mention: &Mention) -> bool {
        let label = around.before.strip_suffix('：').unwrap_or_default();
        let alone = around.after.trim_matches(['；', '。']).is_empty();
        (2..=8).contains(&label.chars().count())
            && alone
            && names_deed(label)
            && self.is_in_section(mention.extent.start, |title| {
                ["时间", "步骤", "进度"]
                    .iter()
                    .any(|word| title.contains(word))
            })
    }

    /// （二）院内排查（4—6月）: the date in the brackets of a task's heading is its time.
    pub(super) fn dates_a_task(&self, mention: &Mention) -> bool {
        let text = &self.plan.page.text;
        let enclosed = text[..mention.extent.start].ends_with('(')
            && text[mention.extent.end..]
                .trim_start_matches(['前', '起', '底'])
                .starts_with(')');
        enclosed && self.plan.outline.titled_at(mention.extent.start).is_some()
    }
}

/// “6月是宣传月”, “从5月20日开始”, “截至5月10日，已排查…”: a date that bounds something.
fn frames_something(around: &Around<'_>, mention: &Mention) -> bool {
    let (before, after) = (around.before, around.after);
    let is_day = mention
        .points()
        .iter()
        .any(|point| matches!(point.grain, Grain::Day { .. }));
    let is_issue = matches!(mention.form, Form::Single(point) if point.grain == Grain::Issue);
    // “从5月20日开始” begins something; nothing is due.
    let begins = matches!(mention.form, Form::Single(_))
        && (before.ends_with(['从', '自']) || after.starts_with("开始") || after.starts_with("起"));
    let told = clause_behind(after);
    let statistic = before.ends_with(['至', '止'])
        && ["已", "共", "累计", "现有"]
            .iter()
            .any(|word| told.contains(word))
        && !["报送", "上报", "应", "须", "要"]
            .iter()
            .any(|word| told.contains(word));
    // “统计数据截至3月31日”: the day the figures are of.
    let of_figures = [
        "数据截至",
        "数据截止到",
        "数据截止至",
        "数据截止",
        "数据统计至",
    ]
    .iter()
    .any(|word| before.ends_with(word));
    let names_phase = around.own().contains("阶段");
    let names = after.starts_with(['是', '为']) || after.starts_with("定为");
    ((!is_day || names_phase) && names)
        || after.starts_with('每')
        || is_issue
        || statistic
        || of_figures
        || is_of_calendar(around)
        || begins
}

/// “9月2日报到注册，9月4日正式上课”: what the school's year holds is no task.
fn is_of_calendar(around: &Around<'_>) -> bool {
    const EVENTS: [&str; 9] = [
        "放假",
        "上课",
        "正式上课",
        "报到注册",
        "返校",
        "开学",
        "正式开学",
        "收假",
        "补课",
    ];
    let after = around.after;
    let after = after
        .strip_prefix('(')
        .and_then(|note| note.split_once(')'))
        .map_or(after, |(_, rest)| rest);
    EVENTS.iter().any(|event| after.starts_with(event))
}
