//! A funds inquiry and a lawful ground as typed, and how they are read. It must not know pages.

use fangfei_model::{
    ctx::Ctx,
    funds_inquiry::{Ground, GroundKind},
};
use serde::{Deserialize, Serialize};

use crate::{Result, typed::Typed};

/// The longest single line.
const LONGEST: usize = 200;

/// The ground as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GroundDraft {
    /// Code of the lawful way.
    pub ground: String,
    /// Who obtained the records from whom.
    pub obtained_by: String,
    /// The document's number.
    pub document: String,
    /// The document's day.
    pub dated: String,
    /// Who approved a query of accounts.
    pub approver: String,
}

/// A new inquiry as typed. Field names are those of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InquiryDraft {
    /// Its title.
    pub title: String,
    /// Whom it is about.
    pub subject_name: String,
    /// Division code.
    pub division: String,
    /// Id of the subject's file, blank when none.
    pub subject: String,
    /// Id of the clue, blank when none.
    pub clue: String,
    /// Id of the risk item, blank when none.
    pub risk_item: String,
    /// Code of the lawful way.
    pub ground: String,
    /// Who obtained the records from whom.
    pub obtained_by: String,
    /// The document's number.
    pub document: String,
    /// The document's day.
    pub dated: String,
    /// Who approved a query of accounts.
    pub approver: String,
}

impl InquiryDraft {
    /// The ground's part of it.
    pub fn ground_draft(&self) -> GroundDraft {
        GroundDraft {
            ground: self.ground.clone(),
            obtained_by: self.obtained_by.clone(),
            document: self.document.clone(),
            dated: self.dated.clone(),
            approver: self.approver.clone(),
        }
    }
}

impl GroundDraft {
    /// Reads it; what is missing in law is said by `Ground::checked`.
    pub(super) fn read(&self, ctx: &Ctx) -> Result<Ground> {
        let mut typed = Typed::on(ctx.today());
        let ground = self.fields(ctx, &mut typed);
        typed.finish(ground)
    }

    pub(super) fn fields(&self, ctx: &Ctx, typed: &mut Typed) -> Option<Ground> {
        let kind = typed.needed_choice("ground", "取得依据", &self.ground);
        let obtained_by = typed.needed("obtained_by", "由谁向谁取得", &self.obtained_by, LONGEST);
        let document = typed.needed("document", "法律文书文号", &self.document, LONGEST);
        let dated = typed.needed_day("dated", "文书日期", &self.dated);
        if dated.is_some_and(|day| day > ctx.today()) {
            typed.wrong("dated", "文书日期在将来，请填写文书上的日期");
        }
        let approver = typed.words("approver", "批准人", &self.approver, 50);
        if kind == Some(GroundKind::AccountQuery) && approver.is_none() {
            typed.wrong(
                "approver",
                "查询账户须经处非牵头部门主要负责人批准（条例第二十一条），请填写批准人",
            );
        }
        let read = kind.zip(obtained_by).zip(document).zip(dated);
        read.map(|(((kind, obtained_by), document), dated)| Ground {
            kind,
            obtained_by,
            document,
            dated,
            approver,
            stamp: ctx.stamp(),
        })
    }
}
