//! The parts of a plan as the review page shows them: what was read, where it stands in the source,
//! what is still open. It must not know forms.

use fangfei_app::campaign::{PartKind, Review};
use fangfei_model::{
    campaign::{
        Campaign, ChainedDocument, Duty, Member, Origin, Owed, Phase, PlanContact, PlanLedger,
        PlanWarning,
    },
    id::{PlanItemId, UnitId},
    ledger::Ledger,
    schedule::Schedule,
};

use super::list::days;
use crate::ui::{Mark, SourceText};

/// More units than this are counted instead of named.
const NAMED: usize = 6;

/// One part.
pub struct Item {
    /// Its id in the plan.
    pub id: PlanItemId,
    /// Its heading.
    pub title: String,
    /// Words for what was read: label, value.
    pub facts: Vec<(&'static str, String)>,
    /// What is to be settled or looked at; empty when nothing.
    pub notes: Vec<String>,
    /// Where it stands in the source; empty when nowhere.
    pub place: String,
    /// Whether a question is open about it.
    pub open: bool,
}

impl Item {
    /// Its address on the page.
    pub fn anchor(&self) -> String {
        anchor(self.id)
    }

    /// Address of its mark in the source text.
    pub fn mark(&self) -> String {
        mark_id(self.id)
    }
}

/// Address of a part on the review page.
pub fn anchor(id: PlanItemId) -> String {
    format!("i-{id}")
}

/// Address of a part's mark in the source text.
pub fn mark_id(id: PlanItemId) -> String {
    format!("m-{id}")
}

/// Says in which line of the sources something stands.
pub struct Places {
    starts: Vec<Vec<usize>>,
}

impl Places {
    /// Of these sources.
    pub fn of(campaign: &Campaign) -> Self {
        let lines = |text: &str| {
            let breaks = text
                .chars()
                .enumerate()
                .filter(|(_, c)| *c == '\n')
                .map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        };
        Self {
            starts: campaign
                .sources
                .iter()
                .map(|source| lines(&source.text))
                .collect(),
        }
    }

    fn line(&self, origin: Option<Origin>) -> String {
        let Some((origin, starts)) = origin.and_then(|o| Some((o, self.starts.get(o.source)?)))
        else {
            return String::new();
        };
        let line = starts.partition_point(|start| *start <= origin.start);
        if self.starts.len() > 1 {
            format!("第 {} 份第 {line} 行", origin.source + 1)
        } else {
            format!("第 {line} 行")
        }
    }
}

/// The parts of one kind, in the plan's order.
pub fn items(kind: PartKind, review: &Review, ledgers: &[Ledger], places: &Places) -> Vec<Item> {
    let campaign = &review.campaign;
    match kind {
        PartKind::Head => Vec::new(),
        PartKind::Document => campaign
            .documents
            .iter()
            .map(|d| document(d, places))
            .collect(),
        PartKind::Phase => campaign
            .phases
            .iter()
            .map(|p| phase(p, review, places))
            .collect(),
        PartKind::Duty => campaign
            .duties
            .iter()
            .map(|d| duty(d, review, places))
            .collect(),
        PartKind::Owed => campaign
            .owed
            .iter()
            .map(|o| owed(o, review, places))
            .collect(),
        PartKind::Member => campaign
            .members
            .iter()
            .map(|m| member(m, review, places))
            .collect(),
        PartKind::Contact => campaign
            .contacts
            .iter()
            .map(|c| contact(c, places))
            .collect(),
        PartKind::Ledger => campaign
            .ledgers
            .iter()
            .map(|l| ledger(l, ledgers, places))
            .collect(),
    }
}

/// A warning as an item; it is looked at, not edited.
pub fn warning(warning: &PlanWarning, places: &Places) -> Item {
    let seen = warning
        .seen
        .as_ref()
        .map(|stamp| format!("{} {} 已核对", stamp.day(), stamp.name));
    Item {
        id: warning.id,
        title: if warning.unlawful {
            "没有法律依据的要求，未列入任务".to_owned()
        } else {
            "需要核对".to_owned()
        },
        facts: Vec::new(),
        notes: std::iter::once(warning.problem.clone())
            .chain(seen)
            .collect(),
        place: places.line(warning.origin),
        open: false,
    }
}

fn document(document: &ChainedDocument, places: &Places) -> Item {
    let role = match document.role.as_str() {
        "own" => "本文件",
        "wrapped" => "所转发的文件",
        _ => "依据",
    };
    let mut facts = vec![("关系", role.to_owned())];
    if document.printed != document.number {
        facts.push(("原文写作", document.printed.clone()));
    }
    Item {
        facts,
        ..blank(document.id, &document.number, places.line(document.origin))
    }
}

fn phase(phase: &Phase, review: &Review, places: &Places) -> Item {
    let open = review.is_open(phase.id);
    Item {
        facts: vec![("起止", days(phase.start, phase.end))],
        open,
        ..blank(phase.id, &phase.name, places.line(phase.origin))
    }
}

fn duty(duty: &Duty, review: &Review, places: &Places) -> Item {
    let phase = |id: &PlanItemId| {
        review
            .campaign
            .phases
            .iter()
            .find(|p| p.id == *id)
            .map(|p| p.name.clone())
    };
    let phases: Vec<String> = duty.phases.iter().filter_map(phase).collect();
    let documents: Vec<&str> = duty
        .documents
        .iter()
        .filter_map(|at| review.campaign.documents.get(*at))
        .map(|d| d.number.as_str())
        .collect();
    let mut facts = vec![
        ("章节", duty.section.clone()),
        ("内容", duty.detail.clone()),
    ];
    facts.push((
        "阶段",
        if phases.is_empty() {
            "全程".to_owned()
        } else {
            phases.join("、")
        },
    ));
    facts.push(("来自", documents.join("、")));
    facts.extend(who(&duty.who, duty.by_address, &duty.units, review));
    facts.retain(|(_, value)| !value.is_empty());
    let mut notes = unmatched(&duty.who, &duty.units, review);
    if review.campaign.holds_unlawful(duty.origin) {
        notes.push("这一段里有没有法律依据的要求（见疑点），不据此派任务".to_owned());
    }
    Item {
        facts,
        notes,
        ..blank(duty.id, &duty.title, places.line(duty.origin))
    }
}

fn owed(owed: &Owed, review: &Review, places: &Places) -> Item {
    let mut facts = vec![("期限", when(&owed.schedule))];
    facts.extend(owed.to.as_ref().map(|to| ("报给", to.clone())));
    facts.extend(
        owed.return_template
            .as_ref()
            .map(|_| ("附", "报表".to_owned())),
    );
    facts.extend(who(&owed.who, owed.by_address, &owed.units, review));
    let open = review.is_open(owed.id);
    Item {
        facts,
        notes: unmatched(&owed.who, &owed.units, review),
        open,
        ..blank(owed.id, &owed.what, places.line(owed.origin))
    }
}

fn member(member: &Member, review: &Review, places: &Places) -> Item {
    let names = std::slice::from_ref(&member.name);
    let mut facts = vec![("角色", member.role.clone())];
    facts.push(("对应", matched(&member.units, review)));
    Item {
        facts,
        notes: unmatched(names, &member.units, review),
        ..blank(member.id, &member.name, places.line(member.origin))
    }
}

fn contact(contact: &PlanContact, places: &Places) -> Item {
    let facts = [("电话", &contact.phone), ("邮箱", &contact.email)];
    let facts = facts
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.clone()?)))
        .collect();
    Item {
        facts,
        ..blank(
            contact.id,
            contact.name.as_deref().unwrap_or("（没有写姓名）"),
            places.line(contact.origin),
        )
    }
}

fn ledger(ledger: &PlanLedger, ledgers: &[Ledger], places: &Places) -> Item {
    let known = ledger
        .ledger
        .as_ref()
        .and_then(|id| ledgers.iter().find(|l| l.id == *id));
    let facts = vec![(
        "对应台账",
        known.map_or_else(|| "没有，线下登记".to_owned(), |l| l.title.clone()),
    )];
    Item {
        facts,
        ..blank(ledger.id, &ledger.name, places.line(ledger.origin))
    }
}

fn blank(id: PlanItemId, title: &str, place: String) -> Item {
    Item {
        id,
        title: title.to_owned(),
        facts: Vec::new(),
        notes: Vec::new(),
        place,
        open: false,
    }
}

/// When something is owed, in words.
pub fn when(schedule: &Schedule) -> String {
    match schedule {
        Schedule::By { date } => format!("{date} 前"),
        Schedule::Each {
            every,
            grace_days: 0,
        } => format!("{every}，期末当天前"),
        Schedule::Each { every, grace_days } if *grace_days > 0 => {
            format!("{every}，期末后 {grace_days} 天内")
        }
        Schedule::Each { every, grace_days } => format!("{every}，期末前 {} 天", -grace_days),
        Schedule::AnyTime { words } => format!("{words}（不设期限，不催办）"),
        Schedule::Unknown { words } if words.is_empty() => "没有确定".to_owned(),
        Schedule::Unknown { words } => format!("没有确定（原文：{words}）"),
    }
}

fn who(
    printed: &[String],
    by_address: bool,
    units: &[UnitId],
    review: &Review,
) -> Vec<(&'static str, String)> {
    let printed = match (printed.join("、"), by_address) {
        (names, _) if names.is_empty() => "原文没有写明".to_owned(),
        (names, true) => format!("{names}（这里没有写明由谁，按主送机关）"),
        (names, false) => names,
    };
    vec![("责任单位", printed), ("对应", matched(units, review))]
}

fn matched(units: &[UnitId], review: &Review) -> String {
    let names = review.names(units);
    match names.len() {
        0 => "还没有对应到单位".to_owned(),
        count if count > NAMED => format!(
            "{}等 {count} 个单位",
            names
                .iter()
                .take(NAMED)
                .cloned()
                .collect::<Vec<_>>()
                .join("、")
        ),
        _ => names.join("、"),
    }
}

/// Printed names that fit no unit, each with what it may mean.
fn unmatched(printed: &[String], units: &[UnitId], review: &Review) -> Vec<String> {
    let missing = printed
        .iter()
        .filter(|name| !review.is_matched(name, printed, units));
    let note = |name: &String| {
        let suggested: Vec<String> = review.suggested(name).into_iter().map(|s| s.name).collect();
        if suggested.is_empty() {
            format!("“{name}”没有对应的单位")
        } else {
            format!("“{name}”没有对应的单位，可能是{}", suggested.join("、"))
        }
    };
    missing.map(note).collect()
}

/// The sources with every part marked.
pub fn sources(campaign: &Campaign) -> Vec<SourceText> {
    let marks = marks(campaign);
    let text = |(at, source): (usize, &fangfei_model::campaign::Source)| {
        let own = marks
            .iter()
            .filter(|(source, _)| *source == at)
            .map(|(_, mark)| mark.clone())
            .collect();
        SourceText::new(source.file_name.clone(), &source.text, own)
    };
    campaign.sources.iter().enumerate().map(text).collect()
}

fn marks(campaign: &Campaign) -> Vec<(usize, Mark)> {
    let mut marks = Vec::new();
    let mut mark = |id: PlanItemId, origin: Option<Origin>, label: &str, kind: &'static str| {
        if let Some(Origin { source, start, end }) = origin {
            marks.push((
                source,
                Mark {
                    id: mark_id(id),
                    start,
                    end,
                    label: label.to_owned(),
                    kind,
                },
            ));
        }
    };
    campaign
        .duties
        .iter()
        .for_each(|d| mark(d.id, d.origin, "任务", "duty"));
    campaign
        .owed
        .iter()
        .for_each(|o| mark(o.id, o.origin, "期限", "date"));
    campaign
        .phases
        .iter()
        .for_each(|p| mark(p.id, p.origin, "阶段", "date"));
    campaign
        .members
        .iter()
        .for_each(|m| mark(m.id, m.origin, "单位", "unit"));
    campaign
        .contacts
        .iter()
        .for_each(|c| mark(c.id, c.origin, "联系人", "unit"));
    campaign
        .ledgers
        .iter()
        .for_each(|l| mark(l.id, l.origin, "台账", "ledger"));
    campaign
        .documents
        .iter()
        .for_each(|d| mark(d.id, d.origin, "文号", ""));
    campaign
        .warnings
        .iter()
        .for_each(|w| mark(w.id, w.origin, "疑点", "warning"));
    marks
}
