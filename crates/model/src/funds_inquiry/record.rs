//! The inquiry itself and its projection, which holds no account number. It must not know how it
//! moves.

use serde::{Deserialize, Serialize};

use super::{
    AnalysisRequest, AnalysisRun, Ground, InquiryState, InquiryStatus, InquiryTurn, Judgement,
    Withdrawal,
};
use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{ClueId, EvidenceId, FundsInquiryId, RiskItemId, SubjectId, UnitId},
    record::{FieldKind, Record, SearchText, projection},
    scope::Place,
};

/// What an inquiry is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InquiryTarget {
    /// The subject's name.
    pub subject_name: String,
    /// The subject's file.
    pub subject: Option<SubjectId>,
    /// The clue.
    pub clue: Option<ClueId>,
    /// The risk item.
    pub risk_item: Option<RiskItemId>,
}

/// A statement file of an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementFile {
    /// The evidence that keeps it.
    pub evidence: EvidenceId,
    /// Its name.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Which of the inquiry's grounds it was obtained on, counted from 0.
    pub ground: u32,
    /// Who added it.
    pub stamp: Stamp,
    /// Why it no longer counts, if it does not.
    pub withdrawn: Option<Withdrawal>,
}

/// A funds inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundsInquiry {
    /// Its id.
    pub id: FundsInquiryId,
    /// Number: `ZJ-2024-0001`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub target: InquiryTarget,
    /// The division.
    pub division: DivisionCode,
    /// The unit that opened it.
    pub unit: UnitId,
    /// Who opened it.
    pub opened: Stamp,
    /// The lawful grounds, the first given on opening.
    pub grounds: Vec<Ground>,
    /// The statement files, oldest first.
    pub files: Vec<StatementFile>,
    /// The analysis under way.
    pub asked: Option<AnalysisRequest>,
    /// Why the last analysis could not be done.
    pub failure: Option<String>,
    /// The last finished analysis.
    pub analysis: Option<AnalysisRun>,
    /// Judgements on findings, oldest first; the last on a finding holds.
    pub judgements: Vec<Judgement>,
    /// Endings that were undone, oldest first.
    pub turns: Vec<InquiryTurn>,
    /// Where it stands.
    pub state: InquiryState,
}

impl FundsInquiry {
    /// The state's name.
    pub fn status(&self) -> InquiryStatus {
        match self.state {
            InquiryState::Open => InquiryStatus::Open,
            InquiryState::Closed { .. } => InquiryStatus::Closed,
        }
    }

    /// The files that count, in the order in which they came.
    pub fn files_in_use(&self) -> impl Iterator<Item = &StatementFile> {
        self.files.iter().filter(|file| file.withdrawn.is_none())
    }

    /// The judgement that holds on a finding.
    pub fn judgement(&self, finding: &str) -> Option<&Judgement> {
        self.judgements
            .iter()
            .rev()
            .find(|judgement| judgement.finding == finding)
    }

    fn count(&self, of: fn(&super::AnalysisCounts) -> u64) -> Option<i64> {
        let run = self.analysis.as_ref()?;
        Some(i64::try_from(of(&run.counts)).unwrap_or(i64::MAX))
    }
}

impl Record for FundsInquiry {
    projection!(FundsInquiry, FundsInquiry, ByUnit {
        number "核查编号" FieldKind::Text => |r| r.number.as_str(),
        title "名称" FieldKind::Text => |r| r.title.as_str(),
        subject_name "涉及主体" FieldKind::Text => |r| r.target.subject_name.as_str(),
        subject "主体" FieldKind::Ref(crate::noun::Noun::Subject) => |r| r.target.subject.map(SubjectId::uuid),
        clue "线索" FieldKind::Ref(crate::noun::Noun::Clue) => |r| r.target.clue.map(ClueId::uuid),
        risk_item "风险事项" FieldKind::Ref(crate::noun::Noun::RiskItem) => |r| r.target.risk_item.map(RiskItemId::uuid),
        unit "承办单位" FieldKind::Ref(crate::noun::Noun::Unit) => |r| r.unit.uuid(),
        opened_on "立项日期" FieldKind::Date => |r| r.opened.day(),
        ground "取得依据" FieldKind::Code(CodeList::GroundKind) => |r| r.grounds.first().map(|g| g.kind.code()),
        document "文书文号" FieldKind::Text => |r| r.grounds.first().map(|g| g.document.clone()),
        files "流水文件数" FieldKind::Int => |r| i64::try_from(r.files_in_use().count()).unwrap_or(i64::MAX),
        transfers "资金往来笔数" FieldKind::Int => |r| r.count(|c| c.transfer_rows),
        findings "发现数" FieldKind::Int => |r| r.count(|c| c.findings),
        participants "参与人数" FieldKind::Int => |r| r.count(|c| c.participants),
        paid_in "投入本金" FieldKind::Money => |r| r.analysis.as_ref().map(|run| run.counts.paid_in),
        analysed_at "分析时间" FieldKind::Time => |r| r.analysis.as_ref().map(|run| run.finished),
        judged "已判断的发现" FieldKind::Int => |r| i64::try_from(r.judged()).unwrap_or(i64::MAX),
        state "状态" FieldKind::Code(CodeList::InquiryState) => |r| r.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.unit),
            origin_unit: self.opened.unit,
        }
    }

    fn search(&self) -> Option<SearchText> {
        Some(SearchText {
            title: format!("{} {}", self.number, self.title),
            subtitle: format!("{} · {}", self.target.subject_name, self.status()),
            text: format!(
                "{} {} {}",
                self.number, self.title, self.target.subject_name
            ),
        })
    }
}
