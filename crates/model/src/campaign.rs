//! Campaigns (专项行动): what a work plan asks for, as reviewed by a person, and when each unit owes
//! what. It must not know how a plan's text is read.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    evidence::EvidenceKind,
    id::{CampaignId, PlanItemId, UnitId},
    record::{FieldKind, Record, SearchText, projection},
    refusal::{Refusal, reason},
    schedule::Schedule,
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// The name of a campaign's state, without its data.
    CampaignStatus {
        Draft = "draft" "草稿",
        Running = "running" "进行中",
        Ended = "ended" "已结束",
    }
}

/// Where in a source text an item was read: which source, and character offsets, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Index into `Campaign::sources`.
    pub source: usize,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// One text the campaign was read from (来源文件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// File name as uploaded, or the template's title.
    pub file_name: String,
    /// SHA-256 of the file's bytes, when there is a file.
    pub sha256: Option<String>,
    /// The text that spans point into.
    pub text: String,
}

/// One document of the chain that the campaign derives from (文件依据).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainedDocument {
    /// Its id.
    pub id: PlanItemId,
    /// Normal form: 沁处非办字〔2023〕1号.
    pub number: String,
    /// As printed.
    pub printed: String,
    /// `own`, `wrapped` or `basis`.
    pub role: String,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// A phase (阶段). Phases may overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Its id.
    pub id: PlanItemId,
    /// Its name.
    pub name: String,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// A duty (任务分工): one numbered task paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Its id.
    pub id: PlanItemId,
    /// Section number as printed: 二·(一).
    pub section: String,
    /// Its heading.
    pub title: String,
    /// What is to be done, where the source text is not kept beside it.
    #[serde(default)]
    pub detail: String,
    /// Units as printed.
    pub who: Vec<String>,
    /// Nobody is named at this place, so `who` are those the notice is addressed to (主送机关).
    #[serde(default)]
    pub by_address: bool,
    /// Units as matched.
    #[serde(default)]
    pub units: Vec<UnitId>,
    /// The phases it belongs to.
    #[serde(default)]
    pub phases: Vec<PlanItemId>,
    /// The documents it derives from, by index into `Campaign::documents`.
    #[serde(default)]
    pub documents: Vec<usize>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// Something owed by a day or again and again (报送和完成要求).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Its id.
    pub id: PlanItemId,
    /// What: 阶段性进展和总结报告.
    pub what: String,
    /// To whom.
    pub to: Option<String>,
    /// Units as printed.
    pub who: Vec<String>,
    /// Nobody is named at this place, so `who` are those the notice is addressed to (主送机关).
    #[serde(default)]
    pub by_address: bool,
    /// Units as matched; each gets a task of its own.
    #[serde(default)]
    pub units: Vec<UnitId>,
    /// When.
    pub schedule: Schedule,
    /// The return to hand in with it, by template id.
    #[serde(default)]
    pub return_template: Option<String>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// A unit's part in the campaign (成员单位).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its id.
    pub id: PlanItemId,
    /// Name as printed.
    pub name: String,
    /// Its role: 牵头单位, 成员单位, 联合工作组.
    pub role: String,
    /// The unit, once matched; several for a collective name such as 各乡（镇）.
    #[serde(default)]
    pub units: Vec<UnitId>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// Whom to ask (联系人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanContact {
    /// Its id.
    pub id: PlanItemId,
    /// Name.
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// A ledger the plan names (台账), and the ledger definition that serves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLedger {
    /// Its id.
    pub id: PlanItemId,
    /// As the plan names it.
    pub name: String,
    /// The definition's id, once matched.
    pub ledger: Option<String>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// A contradiction or an unlawful demand in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanWarning {
    /// Its id.
    pub id: PlanItemId,
    /// What is wrong, in words.
    pub problem: String,
    /// Whether the text demands what no lawful system may automate; nothing is made of such a place.
    #[serde(default)]
    pub unlawful: bool,
    /// Who has looked at it.
    #[serde(default)]
    pub seen: Option<Stamp>,
    /// Where it stands.
    pub origin: Option<Origin>,
}

/// The part of a plan that a question or a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Title, dates, issuer.
    Head,
    /// One item.
    Item(PlanItemId),
}

/// What a person has to settle before the campaign can start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// What it is about.
    pub about: Part,
    /// In words.
    pub text: String,
}

/// Where a campaign stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum CampaignState {
    /// Being reviewed beside its source text.
    Draft,
    /// Running; tasks are raised.
    Running {
        /// Who started it.
        started: Stamp,
    },
    /// Over.
    Ended {
        /// Who started it.
        started: Stamp,
        /// Who ended it.
        ended: Stamp,
        /// Why.
        reason: String,
    },
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Its title.
    pub title: String,
    /// The division it runs in.
    pub division: DivisionCode,
    /// The unit that leads it.
    pub lead_unit: UnitId,
    /// Who issued the plan.
    pub issuer: Option<String>,
    /// The plan's date.
    pub issued_on: Option<Date>,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Document chain, own number first.
    pub documents: Vec<ChainedDocument>,
    /// Phases.
    pub phases: Vec<Phase>,
    /// Duties.
    pub duties: Vec<Duty>,
    /// Owed reports and dated duties.
    pub owed: Vec<Owed>,
    /// Member units.
    pub members: Vec<Member>,
    /// Contacts.
    pub contacts: Vec<PlanContact>,
    /// Ledgers.
    pub ledgers: Vec<PlanLedger>,
    /// Papers that a subject's file needs in this campaign (建档材料清单).
    #[serde(default)]
    pub checklist: Vec<EvidenceKind>,
    /// Attachments named.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// Contradictions found.
    #[serde(default)]
    pub warnings: Vec<PlanWarning>,
    /// Source texts.
    pub sources: Vec<Source>,
    /// The template it was made from.
    pub template: Option<String>,
    /// Who drafted it.
    pub drafted: Stamp,
    /// Where it stands.
    pub state: CampaignState,
}

impl Campaign {
    /// The status's name.
    pub fn status(&self) -> CampaignStatus {
        match self.state {
            CampaignState::Draft => CampaignStatus::Draft,
            CampaignState::Running { .. } => CampaignStatus::Running,
            CampaignState::Ended { .. } => CampaignStatus::Ended,
        }
    }

    /// What still stands in the way of starting it; empty when nothing does.
    pub fn open_questions(&self) -> Vec<OpenQuestion> {
        let head = |text: String| OpenQuestion {
            about: Part::Head,
            text,
        };
        let mut open = Vec::new();
        if self.title.trim().is_empty() {
            open.push(head("没有名称".to_owned()));
        }
        open.extend(
            unsettled_days(self.start, self.end).map(|problem| head(format!("行动{problem}"))),
        );
        for phase in &self.phases {
            let problem = unsettled_days(phase.start, phase.end);
            open.extend(problem.map(|problem| OpenQuestion {
                about: Part::Item(phase.id),
                text: format!("阶段“{}”{problem}", phase.name),
            }));
        }
        open.extend(self.owed.iter().flat_map(Owed::open_questions));
        open
    }

    /// 启动: once nothing is open; past days are allowed (plans are often forwarded late).
    pub fn begin(self, started: Stamp) -> Result<Self, Refusal> {
        if !matches!(self.state, CampaignState::Draft) {
            return Err(Refusal::new(
                "启动专项行动",
                format!("该行动目前是“{}”", self.status()),
                "只有草稿可以启动",
            ));
        }
        let open = self.open_questions();
        if !open.is_empty() {
            return Err(Refusal::new(
                "启动专项行动",
                open.iter()
                    .map(|question| question.text.as_str())
                    .collect::<Vec<_>>()
                    .join("；"),
                "请在核对页面补充后再启动",
            ));
        }
        Ok(Self {
            state: CampaignState::Running { started },
            ..self
        })
    }

    /// 结束, with a reason.
    pub fn finish(self, ended: Stamp, why: &str) -> Result<Self, Refusal> {
        let CampaignState::Running { started } = self.state.clone() else {
            return Err(Refusal::new(
                "结束专项行动",
                format!("该行动目前是“{}”", self.status()),
                "只有进行中的行动可以结束",
            ));
        };
        let reason = reason("结束专项行动", why)?;
        Ok(Self {
            state: CampaignState::Ended {
                started,
                ended,
                reason,
            },
            ..self
        })
    }

    /// Whether the text of this place demands what no lawful system may automate.
    pub fn holds_unlawful(&self, place: Option<Origin>) -> bool {
        let Some(place) = place else { return false };
        let inside =
            |o: Origin| o.source == place.source && place.start <= o.start && o.start < place.end;
        self.warnings
            .iter()
            .any(|warning| warning.unlawful && warning.origin.is_some_and(inside))
    }

    /// Its own document number in normal form.
    pub fn number(&self) -> Option<&str> {
        self.documents
            .iter()
            .find(|d| d.role == "own")
            .map(|d| d.number.as_str())
    }
}

impl Owed {
    fn open_questions(&self) -> Vec<OpenQuestion> {
        let mut problems = Vec::new();
        if let Schedule::Unknown { words } = &self.schedule {
            problems.push(format!("“{}”没有确定期限（原文：{words}）", self.what));
        }
        if self.units.is_empty() && self.schedule.raises_tasks() {
            problems.push(format!("“{}”没有对应到责任单位", self.what));
        }
        let question = |text| OpenQuestion {
            about: Part::Item(self.id),
            text,
        };
        problems.into_iter().map(question).collect()
    }
}

/// What is not settled about a first and a last day, if anything.
fn unsettled_days(start: Option<Date>, end: Option<Date>) -> Option<String> {
    match (start, end) {
        (Some(start), Some(end)) if start > end => {
            Some(format!("的开始日期{start}晚于结束日期{end}"))
        }
        (Some(_), Some(_)) => None,
        (None, Some(_)) => Some("没有确定开始日期".to_owned()),
        (Some(_), None) => Some("没有确定结束日期".to_owned()),
        (None, None) => Some("没有确定起止日期".to_owned()),
    }
}

impl Record for Campaign {
    projection!(Campaign, Campaign, Downward {
        title "名称" FieldKind::Text => |c| c.title.as_str(),
        number "文号" FieldKind::Text => |c| c.number().map(str::to_owned),
        issuer "发文机关" FieldKind::Text => |c| c.issuer.clone(),
        issued_on "成文日期" FieldKind::Date => |c| c.issued_on,
        start "开始日期" FieldKind::Date => |c| c.start,
        end "结束日期" FieldKind::Date => |c| c.end,
        lead_unit "牵头单位" FieldKind::Ref(crate::noun::Noun::Unit) => |c| c.lead_unit.uuid(),
        state "状态" FieldKind::Code(CodeList::CampaignState) => |c| c.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.lead_unit),
            origin_unit: self.drafted.unit,
        }
    }

    fn search(&self) -> Option<SearchText> {
        let numbers: Vec<String> = self
            .documents
            .iter()
            .map(|d| format!("{} {}", d.number, d.printed))
            .collect();
        Some(SearchText {
            title: self.title.clone(),
            subtitle: self.number().unwrap_or_default().to_owned(),
            text: format!("{} {}", self.title, numbers.join(" ")),
        })
    }
}
