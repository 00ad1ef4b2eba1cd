//! The claim itself and its projection, which holds no full number of a person or an account. It
//! must not know how it moves.

use serde::{Deserialize, Serialize};

use super::{
    ClaimCheck, ClaimDocumentKind, ClaimFigures, ClaimState, ClaimStatus, Confirmation, Objection,
    ProofGrade,
};
use crate::{
    code::{citizen_id::CitizenId, division::DivisionCode},
    code_list::CodeList,
    ctx::Stamp,
    id::{ClaimId, EvidenceId, FundsInquiryId, UnitId},
    money::Fen,
    record::{FieldKind, Record, projection},
    scope::Place,
};

/// Who claims.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Claimant {
    /// Name.
    pub name: String,
    /// Citizen number; shown masked.
    pub citizen_id: Option<CitizenId>,
    /// Phone; shown masked.
    pub phone: Option<String>,
    /// Heir or guardian who acts for the participant, if somebody does.
    pub agent: Option<String>,
}

/// Where a refund is paid to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayeeAccount {
    /// The card or account number; shown masked.
    pub number: String,
    /// The bank.
    pub bank: String,
}

/// One paper shown in proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDocument {
    /// What it is.
    pub kind: ClaimDocumentKind,
    /// Contract number, date, amount: what identifies it.
    pub text: String,
    /// The scan, where it was uploaded.
    pub evidence: Option<EvidenceId>,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// Number within the inquiry: `ZJ-2024-0001-00012`.
    pub number: String,
    /// The inquiry.
    pub inquiry: FundsInquiryId,
    /// Who claims.
    pub claimant: Claimant,
    /// The accounts that the participant paid from or was paid on; shown masked.
    pub accounts: Vec<String>,
    /// Where a refund is paid to.
    pub payee: Option<PayeeAccount>,
    /// What is claimed.
    pub claimed: ClaimFigures,
    /// The papers.
    pub documents: Vec<ClaimDocument>,
    /// Who took it down.
    pub registered: Stamp,
    /// The last comparison with the statements.
    pub check: Option<ClaimCheck>,
    /// Objections that were answered, each with the answer, oldest first.
    pub answered: Vec<(Objection, Confirmation)>,
    /// The inquiry's division.
    pub division: DivisionCode,
    /// The inquiry's unit.
    pub unit: UnitId,
    /// Where it stands.
    pub state: ClaimState,
}

impl Claim {
    /// The state's name.
    pub fn status(&self) -> ClaimStatus {
        match self.state {
            ClaimState::Registered => ClaimStatus::Registered,
            ClaimState::Checked => ClaimStatus::Checked,
            ClaimState::Confirmed { .. } => ClaimStatus::Confirmed,
            ClaimState::Objected { .. } => ClaimStatus::Objected,
            ClaimState::Settled { .. } => ClaimStatus::Settled,
        }
    }

    /// What was confirmed last and still counts.
    pub fn confirmation(&self) -> Option<&Confirmation> {
        match &self.state {
            ClaimState::Registered | ClaimState::Checked => None,
            ClaimState::Confirmed { confirmation } => Some(confirmation),
            ClaimState::Objected { objection } => Some(&objection.against),
            ClaimState::Settled { confirmation, .. } => confirmation.as_ref(),
        }
    }

    /// The confirmed loss, where one is.
    pub fn confirmed_loss(&self) -> Option<Fen> {
        self.confirmation().map(|c| c.figures.loss())
    }
}

impl Record for Claim {
    projection!(Claim, Claim, ByUnit {
        number "申报编号" FieldKind::Text => |c| c.number.as_str(),
        inquiry "资金核查" FieldKind::Ref(crate::noun::Noun::FundsInquiry) => |c| c.inquiry.uuid(),
        name "申报人" FieldKind::Text => |c| c.claimant.name.as_str(),
        citizen_id "证件号（已遮盖）" FieldKind::Text => |c| c.claimant.citizen_id.as_ref().map(CitizenId::masked),
        paid_in "申报投入本金" FieldKind::Money => |c| c.claimed.paid_in,
        returned "申报已返还本金" FieldKind::Money => |c| c.claimed.returned,
        received "申报已得利息提成" FieldKind::Money => |c| c.claimed.received,
        loss "申报损失" FieldKind::Money => |c| c.claimed.loss(),
        differs "与流水不一致" FieldKind::Bool => |c| c.check.as_ref().map(ClaimCheck::differs),
        grade "证明等级" FieldKind::Code(CodeList::ProofGrade) => |c| c.confirmation().map(|f| f.grade).map(ProofGrade::code),
        confirmed_loss "确认损失" FieldKind::Money => |c| c.confirmed_loss(),
        registered_on "登记日期" FieldKind::Date => |c| c.registered.day(),
        state "状态" FieldKind::Code(CodeList::ClaimState) => |c| c.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.unit),
            origin_unit: self.registered.unit,
        }
    }
}
