//! One part of a plan as typed into a form: head, phase, duty, owed report, member, contact, ledger,
//! document. It must not know where the form stands or what is done with it.

use fangfei_model::{
    campaign::{Campaign, Duty, Owed},
    id::{PlanItemId, UnitId},
    schedule::Schedule,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What kind of part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// 基本情况: title, dates, issuer, lead unit.
    Head,
    /// 文件依据.
    Document,
    /// 阶段.
    Phase,
    /// 任务分工.
    Duty,
    /// 报送和完成要求.
    Owed,
    /// 单位.
    Member,
    /// 联系人.
    Contact,
    /// 台账.
    Ledger,
}

impl PartKind {
    /// The Chinese word.
    pub fn title(self) -> &'static str {
        match self {
            Self::Head => "基本情况",
            Self::Document => "文件依据",
            Self::Phase => "阶段",
            Self::Duty => "任务",
            Self::Owed => "报送和完成要求",
            Self::Member => "单位",
            Self::Contact => "联系人",
            Self::Ledger => "台账",
        }
    }
}

/// A part as typed. Each kind reads its own fields; the others stay blank.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PartDraft {
    /// Title, name, or what is owed.
    pub title: String,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// 发文机关.
    pub issuer: String,
    /// 成文日期.
    pub issued_on: String,
    /// Section a duty stands in.
    pub section: String,
    /// What a duty asks for.
    pub detail: String,
    /// Units as printed, with 、 between them.
    pub who: String,
    /// Ids of the units meant. When none is chosen, the printed names are matched.
    pub units: Vec<String>,
    /// Ids of the phases a duty belongs to.
    pub phases: Vec<String>,
    /// To whom it is reported.
    pub to: String,
    /// `by`, `each`, `any_time`, `unknown`.
    pub when: String,
    /// The day of `by`.
    pub date: String,
    /// Code of `Every` of `each`.
    pub every: String,
    /// Days after the period's end of `each`.
    pub grace_days: String,
    /// The words of `any_time` and `unknown`.
    pub words: String,
    /// Id of the return to hand in.
    pub return_template: String,
    /// A member's role.
    pub role: String,
    /// A contact's phone.
    pub phone: String,
    /// A contact's e-mail.
    pub email: String,
    /// Id of a ledger definition.
    pub ledger: String,
    /// The mark of the part as the form showed it; blank for a new part. Another person's change in
    /// between makes it another mark.
    pub shown: String,
}

impl PartDraft {
    /// What a form shows of an existing part; `None` when the campaign has no such part.
    pub fn of(campaign: &Campaign, kind: PartKind, item: Option<PlanItemId>) -> Option<Self> {
        Self::unmarked(campaign, kind, item).map(Self::marked)
    }

    /// The same words with the mark of the part as it stands now: saving it once more is then meant.
    pub fn knowing(self, campaign: &Campaign, kind: PartKind, item: Option<PlanItemId>) -> Self {
        let now = Self::of(campaign, kind, item);
        Self {
            shown: now.map(|now| now.shown).unwrap_or_default(),
            ..self
        }
    }

    fn marked(self) -> Self {
        let words = serde_json::to_vec(&self).unwrap_or_default();
        let digest = Sha256::digest(&words);
        let shown = digest[..8].iter().map(|b| format!("{b:02x}")).collect();
        Self { shown, ..self }
    }

    fn unmarked(campaign: &Campaign, kind: PartKind, item: Option<PlanItemId>) -> Option<Self> {
        let is = |id: PlanItemId| Some(id) == item;
        Some(match kind {
            PartKind::Head => Self::of_head(campaign),
            PartKind::Document => {
                let document = campaign.documents.iter().find(|d| is(d.id))?;
                Self {
                    title: document.printed.clone(),
                    role: document.role.clone(),
                    ..Self::default()
                }
            }
            PartKind::Phase => {
                let phase = campaign.phases.iter().find(|p| is(p.id))?;
                Self {
                    title: phase.name.clone(),
                    start: day(phase.start),
                    end: day(phase.end),
                    ..Self::default()
                }
            }
            PartKind::Duty => Self::of_duty(campaign.duties.iter().find(|d| is(d.id))?),
            PartKind::Owed => Self::of_owed(campaign.owed.iter().find(|o| is(o.id))?),
            PartKind::Member => {
                let member = campaign.members.iter().find(|m| is(m.id))?;
                Self {
                    title: member.name.clone(),
                    role: member.role.clone(),
                    units: ids(&member.units),
                    ..Self::default()
                }
            }
            PartKind::Contact => {
                let contact = campaign.contacts.iter().find(|c| is(c.id))?;
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                Self {
                    title: text(&contact.name),
                    phone: text(&contact.phone),
                    email: text(&contact.email),
                    ..Self::default()
                }
            }
            PartKind::Ledger => {
                let ledger = campaign.ledgers.iter().find(|l| is(l.id))?;
                Self {
                    title: ledger.name.clone(),
                    ledger: ledger.ledger.clone().unwrap_or_default(),
                    ..Self::default()
                }
            }
        })
    }

    /// What a person would recognise the part by, in one line.
    pub(super) fn words(&self) -> String {
        [
            &self.title,
            &self.who,
            &self.to,
            &self.date,
            &self.start,
            &self.end,
            &self.words,
            &self.phone,
            &self.detail,
        ]
        .into_iter()
        .filter(|word| !word.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join("；")
    }

    fn of_head(campaign: &Campaign) -> Self {
        Self {
            title: campaign.title.clone(),
            start: day(campaign.start),
            end: day(campaign.end),
            issuer: campaign.issuer.clone().unwrap_or_default(),
            issued_on: day(campaign.issued_on),
            ..Self::default()
        }
    }

    fn of_duty(duty: &Duty) -> Self {
        Self {
            title: duty.title.clone(),
            section: duty.section.clone(),
            detail: duty.detail.clone(),
            who: duty.who.join("、"),
            units: ids(&duty.units),
            phases: duty.phases.iter().map(PlanItemId::to_string).collect(),
            ..Self::default()
        }
    }

    fn of_owed(owed: &Owed) -> Self {
        let draft = Self {
            title: owed.what.clone(),
            to: owed.to.clone().unwrap_or_default(),
            who: owed.who.join("、"),
            units: ids(&owed.units),
            return_template: owed.return_template.clone().unwrap_or_default(),
            grace_days: "0".to_owned(),
            ..Self::default()
        };
        match &owed.schedule {
            Schedule::By { date } => Self {
                when: "by".to_owned(),
                date: date.to_string(),
                ..draft
            },
            Schedule::Each { every, grace_days } => Self {
                when: "each".to_owned(),
                every: every.code().to_owned(),
                grace_days: grace_days.to_string(),
                ..draft
            },
            Schedule::AnyTime { words } => Self {
                when: "any_time".to_owned(),
                words: words.clone(),
                ..draft
            },
            Schedule::Unknown { words } => Self {
                when: "unknown".to_owned(),
                words: words.clone(),
                ..draft
            },
        }
    }
}

fn ids(units: &[UnitId]) -> Vec<String> {
    units.iter().map(UnitId::to_string).collect()
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
