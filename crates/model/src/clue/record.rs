//! The clue itself and its projection. It must not know how it moves.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Channel, ClueState, SweepMode};
use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    id::{CampaignId, ClueId, ImportId, SubjectId, UnitId},
    level::Level,
    money::Fen,
    record::{FieldKind, Record, SearchText, projection},
    scope::Place,
    subject::FocusSector,
};

/// A clue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// Its id.
    pub id: ClueId,
    /// Number in the county's series: `XS-2024-000123`.
    pub number: String,
    /// Number in the office's own paper or Excel ledger, if imported.
    pub source_number: Option<String>,
    /// The division it lies in.
    pub division: DivisionCode,
    /// The subject's file, when there is one.
    pub subject: Option<SubjectId>,
    /// The name of whom it is about, as reported.
    pub subject_name: String,
    /// How it came in.
    pub channel: Channel,
    /// By which sweep mode.
    pub sweep_mode: Option<SweepMode>,
    /// In which campaign.
    pub campaign: Option<CampaignId>,
    /// Which focus sector.
    pub sector: Option<FocusSector>,
    /// The day it was found or reported.
    pub found_on: Date,
    /// When it was registered here.
    pub registered_at: Timestamp,
    /// What is reported.
    pub facts: String,
    /// Where.
    pub address: Option<String>,
    /// How money is raised, in words.
    pub mode: Option<String>,
    /// Money at stake as far as known.
    pub amount: Option<Fen>,
    /// Whether the amount is 约.
    pub amount_approximate: bool,
    /// People taking part as far as known.
    pub people: Option<u32>,
    /// Whether the head count is 余 or 约.
    pub people_approximate: bool,
    /// The unit that found it.
    pub origin_unit: Option<UnitId>,
    /// The unit that has it now.
    pub unit: Option<UnitId>,
    /// The import run it came with.
    pub import: Option<ImportId>,
    /// Columns of the source file that no field takes.
    #[serde(default)]
    pub extra: Vec<(String, String)>,
    /// Fingerprints of the imported rows that it has taken in, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imported_rows: Vec<String>,
    /// Where it stands.
    pub state: ClueState,
}

impl Record for Clue {
    projection!(Clue, Clue, ByUnit {
        number "线索编号" FieldKind::Text => |c| c.number.as_str(),
        source_number "原台账编号" FieldKind::Text => |c| c.source_number.clone(),
        subject "主体" FieldKind::Ref(crate::noun::Noun::Subject) => |c| c.subject.map(SubjectId::uuid),
        subject_name "涉及主体" FieldKind::Text => |c| c.subject_name.as_str(),
        channel "线索来源" FieldKind::Code(CodeList::Channel) => |c| c.channel.code(),
        sweep_mode "排查方式" FieldKind::Code(CodeList::SweepMode) => |c| c.sweep_mode.map(SweepMode::code),
        campaign "专项行动" FieldKind::Ref(crate::noun::Noun::Campaign) => |c| c.campaign.map(CampaignId::uuid),
        sector "重点领域" FieldKind::Code(CodeList::FocusSector) => |c| c.sector.map(FocusSector::code),
        found_on "发现日期" FieldKind::Date => |c| c.found_on,
        registered_at "登记时间" FieldKind::Time => |c| c.registered_at,
        facts "主要情况" FieldKind::Text => |c| c.facts.as_str(),
        address "地点" FieldKind::Text => |c| c.address.clone(),
        mode "集资模式" FieldKind::Text => |c| c.mode.clone(),
        amount "涉及金额" FieldKind::Money => |c| c.amount,
        amount_approximate "涉及金额为约数" FieldKind::Bool => |c| c.amount.map(|_| c.amount_approximate),
        people "涉及人数" FieldKind::Int => |c| c.people,
        people_approximate "涉及人数为约数" FieldKind::Bool => |c| c.people.map(|_| c.people_approximate),
        origin_unit "发现单位" FieldKind::Ref(crate::noun::Noun::Unit) => |c| c.origin_unit.map(UnitId::uuid),
        unit "承办单位" FieldKind::Ref(crate::noun::Noun::Unit) => |c| c.unit.map(UnitId::uuid),
        state "状态" FieldKind::Code(CodeList::ClueState) => |c| c.state.status().code(),
        accepted_on "受理日期" FieldKind::Date => |c| c.state.acceptance().map(|a| a.stamp.day()),
        check_due "初核期限" FieldKind::Date => |c| c.state.acceptance().map(|a| a.check_due),
        checked_on "初核日期" FieldKind::Date => |c| c.state.check().map(|k| k.on),
        conclusion "初核结论" FieldKind::Code(CodeList::CheckConclusion) => |c| c.state.check().map(|k| k.conclusion.code()),
        findings "核查情况" FieldKind::Text => |c| c.state.check().map(|k| k.findings.clone()),
        handed_to "移送部门" FieldKind::Text => |c| c.state.check().and_then(|k| k.handed_to.clone()),
        level "风险等级" FieldKind::Code(CodeList::Level) => |c| c.state.level().map(Level::code),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: self.unit,
            origin_unit: self.origin_unit,
        }
    }

    fn search(&self) -> Option<SearchText> {
        Some(SearchText {
            title: format!("{} {}", self.number, self.subject_name),
            subtitle: self.facts.chars().take(60).collect(),
            text: format!(
                "{} {} {} {} {}",
                self.number,
                self.source_number.as_deref().unwrap_or_default(),
                self.subject_name,
                self.address.as_deref().unwrap_or_default(),
                self.facts
            ),
        })
    }
}
