//! Campaign templates (专项行动模板): plans in the program's own words whose days count from the day
//! of the start. Shipped ones, and the office's own from its data folder. It must not know units.

use fangfei_model::{
    evidence::EvidenceKind,
    schedule::{Every, Schedule},
};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use crate::{
    App, Error, Result,
    rules::{RuleFile, RuleProblem},
};

const SHIPPED: [(&str, &str); 4] = [
    (
        "campaigns/debt-relief.toml",
        include_str!("../../campaigns/debt-relief.toml"),
    ),
    (
        "campaigns/special-action.toml",
        include_str!("../../campaigns/special-action.toml"),
    ),
    (
        "campaigns/premises.toml",
        include_str!("../../campaigns/premises.toml"),
    ),
    (
        "campaigns/rectification.toml",
        include_str!("../../campaigns/rectification.toml"),
    ),
];

/// The furthest day of a template.
const LAST_DAY: i32 = 3_660;

/// A template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Stable id.
    pub id: String,
    /// The campaign's title.
    pub title: String,
    /// What it is for, in a sentence.
    pub summary: String,
    /// Papers that a subject's file needs.
    #[serde(default)]
    pub checklist: Vec<EvidenceKind>,
    /// Ledgers, by id or by name where none is defined yet.
    #[serde(default)]
    pub ledgers: Vec<String>,
    /// Tables that are handed in.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// Its phases.
    #[serde(rename = "phase")]
    pub phases: Vec<PhaseRule>,
    /// Its duties.
    #[serde(default, rename = "duty")]
    pub duties: Vec<DutyRule>,
    /// What is owed.
    #[serde(default, rename = "owed")]
    pub owed: Vec<OwedRule>,
}

/// A phase; days count from the start, which is day 0.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseRule {
    /// Its id within the template.
    pub id: String,
    /// Its name.
    pub title: String,
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
}

/// A duty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyRule {
    /// Heading above it.
    pub section: String,
    /// Its heading.
    pub title: String,
    /// What is to be done.
    pub detail: String,
    /// By whom, as plans print it.
    pub who: Vec<String>,
    /// The phases it belongs to.
    #[serde(default)]
    pub phases: Vec<String>,
}

/// Something owed: on a `day`, `every` period, or at `any_time`; exactly one of the three.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwedRule {
    /// What.
    pub what: String,
    /// To whom.
    #[serde(default)]
    pub to: Option<String>,
    /// By whom, as plans print it.
    pub who: Vec<String>,
    #[serde(default)]
    day: Option<i32>,
    #[serde(default)]
    every: Option<Every>,
    #[serde(default)]
    grace_days: i32,
    #[serde(default)]
    any_time: Option<String>,
    /// The return to hand in with it.
    #[serde(default, rename = "return")]
    pub return_template: Option<String>,
}

impl OwedRule {
    /// When it is owed in a campaign that starts on this day.
    pub(super) fn schedule(&self, start: Date) -> Schedule {
        match (self.day, self.every, &self.any_time) {
            (Some(day), ..) => Schedule::By {
                date: day_of(start, day),
            },
            (_, Some(every), _) => Schedule::Each {
                every,
                grace_days: self.grace_days,
            },
            (.., words) => Schedule::AnyTime {
                words: words.clone().unwrap_or_default(),
            },
        }
    }

    fn is_single(&self) -> bool {
        let ways = [
            self.day.is_some(),
            self.every.is_some(),
            self.any_time.is_some(),
        ];
        ways.into_iter().filter(|way| *way).count() == 1
    }
}

impl Template {
    /// The last day of the whole campaign, counted from its start.
    pub fn last_day(&self) -> i32 {
        self.phases
            .iter()
            .map(|phase| phase.last)
            .max()
            .unwrap_or(0)
    }

    fn parse(text: &str) -> Result<Self, RuleProblem> {
        let template: Self =
            toml::from_str(text).map_err(|error| RuleProblem::syntax(text, &error))?;
        template.check(text)?;
        Ok(template)
    }

    fn check(&self, text: &str) -> Result<(), RuleProblem> {
        let problem = |word: &str, problem: String| Err(RuleProblem::near(text, word, problem));
        if self.phases.is_empty() {
            return problem(&self.id, "模板至少要有一个阶段".to_owned());
        }
        for phase in &self.phases {
            if phase.first > phase.last || phase.last > LAST_DAY || phase.first < 0 {
                return problem(
                    &phase.id,
                    format!(
                        "阶段“{}”的起止天数不对，应为 0 至 {LAST_DAY}，且先后有序",
                        phase.title
                    ),
                );
            }
        }
        for duty in &self.duties {
            if let Some(unknown) = duty
                .phases
                .iter()
                .find(|id| self.phases.iter().all(|phase| phase.id != **id))
            {
                return problem(
                    unknown,
                    format!("任务“{}”所属的阶段“{unknown}”没有定义", duty.title),
                );
            }
        }
        match self.owed.iter().find(|owed| !owed.is_single()) {
            Some(owed) => problem(
                &owed.what,
                format!("“{}”应写明 day、every、any_time 中的一项", owed.what),
            ),
            None => Ok(()),
        }
    }
}

/// The day that comes `days` after the start.
pub(super) fn day_of(start: Date, days: i32) -> Date {
    start.saturating_add(i64::from(days).days())
}

/// The templates that can be used, shipped ones first.
pub fn templates(app: &App) -> Result<Vec<Template>> {
    let shipped = SHIPPED.map(|(name, text)| RuleFile::shipped(name, text));
    let mut all: Vec<Template> = Vec::new();
    for file in shipped.iter().chain(&app.rules().campaign_files) {
        let template = Template::parse(&file.text).map_err(|problem| file.error(problem))?;
        // The office's own template of the same id takes the place of the shipped one.
        match all.iter_mut().find(|known| known.id == template.id) {
            Some(known) => *known = template,
            None => all.push(template),
        }
    }
    Ok(all)
}

/// One template by its id or title.
pub(super) fn template(app: &App, id: &str) -> Result<Template> {
    let all = templates(app)?;
    let known: Vec<&str> = all.iter().map(|template| template.id.as_str()).collect();
    let message = format!("没有模板“{id}”，可用的模板：{}", known.join("、"));
    all.into_iter()
        .find(|t| t.id == id || t.title == id)
        .ok_or_else(|| Error::field("template", message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn shipped() -> Vec<Template> {
        SHIPPED
            .iter()
            .map(|(name, text)| Template::parse(text).unwrap_or_else(|e| panic!("{name}: {e}")))
            .collect()
    }

    #[test]
    fn shipped_templates_are_complete() {
        for template in shipped() {
            assert!(
                template.duties.len() >= 8 && template.owed.len() >= 5,
                "{}",
                template.id
            );
            let last = template.last_day();
            assert!(
                template
                    .owed
                    .iter()
                    .filter_map(|owed| owed.day)
                    .all(|day| day <= last),
                "{}",
                template.id
            );
            assert!(
                template.owed.iter().any(|owed| owed.to.is_some()),
                "{}",
                template.id
            );
        }
    }

    #[test]
    fn days_count_from_the_start() {
        let template = shipped().remove(0);
        let owed = template
            .owed
            .iter()
            .find(|owed| owed.day == Some(32))
            .unwrap();
        assert_eq!(
            owed.schedule(date(2026, 12, 1)),
            Schedule::By {
                date: date(2027, 1, 2)
            }
        );
    }

    #[test]
    fn a_wrong_template_names_its_line() {
        let text = "id = \"x\"\ntitle = \"甲\"\nsummary = \"乙\"\n[[phase]]\nid = \"a\"\ntitle = \"一\"\nfirst = 9\nlast = 3\n";
        let problem = Template::parse(text).unwrap_err().to_string();
        assert!(
            problem.starts_with("第 5 行") && problem.contains("起止天数"),
            "{problem}"
        );
        let text = text.replace("first = 9", "first = 0").to_owned()
            + "[[owed]]\nwhat = \"材料\"\nwho = [\"各乡镇\"]\nday = 3\nevery = \"week\"\n";
        assert!(
            Template::parse(&text)
                .unwrap_err()
                .to_string()
                .contains("一项")
        );
    }
}
