//! The moves of a risk item as forms on its page, and the one that was not taken. It must not know how
//! moves are decided.

use axum::http::StatusCode;
use fangfei_app::risk_item::{CloseDraft, ProgressDraft, RiskFile};
use fangfei_model::{evidence::Evidence, id::RiskItemId};

use super::{fields, step};
use crate::{
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ActionForm, Field},
};

/// A form that was not taken, with what was typed into it.
pub enum Typed {
    /// None.
    Nothing,
    /// 填报进展.
    Progress(ProgressDraft, Rejected),
    /// 申请销号.
    Apply(CloseDraft, Rejected),
    /// 核验.
    Verify(String, Rejected),
    /// 退回.
    SendBack(String, Rejected),
    /// 批准销号.
    Close(String, Rejected),
    /// 重新挂账.
    Reopen(String, Rejected),
}

impl Typed {
    /// The status of the page that shows it.
    pub fn status(&self) -> StatusCode {
        self.rejected()
            .map_or(StatusCode::OK, |(_, rejected)| rejected.status)
    }

    /// The move that was tried and why it was not taken.
    fn rejected(&self) -> Option<(&'static str, &Rejected)> {
        match self {
            Self::Nothing => None,
            Self::Progress(_, rejected) => Some(("progress", rejected)),
            Self::Apply(_, rejected) => Some(("apply", rejected)),
            Self::Verify(_, rejected) => Some(("verify", rejected)),
            Self::SendBack(_, rejected) => Some(("send-back", rejected)),
            Self::Close(_, rejected) => Some(("close", rejected)),
            Self::Reopen(_, rejected) => Some(("reopen", rejected)),
        }
    }

    /// What was typed into a form of one text.
    fn words(&self, to: &str) -> &str {
        match self {
            Self::Verify(text, _)
            | Self::SendBack(text, _)
            | Self::Close(text, _)
            | Self::Reopen(text, _)
                if self.rejected().is_some_and(|(tried, _)| tried == to) =>
            {
                text
            }
            _ => "",
        }
    }
}

/// The forms of the moves open to the reader, and the one that was sent, open or not.
pub fn forms(
    reader: &SignedIn,
    file: &RiskFile,
    files: &[Evidence],
    typed: &Typed,
) -> Vec<ActionForm> {
    let moves = file.moves;
    let mut page = Page {
        reader,
        id: file.item.record.id,
        typed,
        forms: Vec::new(),
    };
    let progress = page.progress();
    page.add("progress", "填报进展", moves.progress, progress);
    page.add("apply", "申请销号", moves.apply, page.apply(files));
    let verify = fields::verify(typed.words("verify"));
    page.add("verify", "核验通过", moves.verify, verify);
    let close = fields::close(typed.words("close"));
    page.add("close", "批准销号", moves.close, close);
    let send_back = fields::send_back(typed.words("send-back"));
    page.add("send-back", "退回", moves.send_back, send_back);
    let reopen = fields::reopen(typed.words("reopen"));
    page.add("reopen", "重新挂账", moves.reopen, reopen);
    page.forms
}

struct Page<'p> {
    reader: &'p SignedIn,
    id: RiskItemId,
    typed: &'p Typed,
    forms: Vec<ActionForm>,
}

impl Page<'_> {
    fn progress(&self) -> Vec<Field> {
        match self.typed {
            Typed::Progress(draft, _) => fields::progress(draft),
            _ => fields::progress(&ProgressDraft {
                on: self.reader.ctx.today().to_string(),
                ..ProgressDraft::default()
            }),
        }
    }

    fn apply(&self, files: &[Evidence]) -> Vec<Field> {
        match self.typed {
            Typed::Apply(draft, _) => fields::apply(draft, files),
            _ => fields::apply(&CloseDraft::default(), files),
        }
    }

    /// The step that carries the item on stands open; sending back and reopening stay folded.
    fn add(&mut self, to: &str, title: &str, allowed: bool, mut fields: Vec<Field>) {
        let tried = self.typed.rejected().filter(|(tried, _)| *tried == to);
        if !allowed && tried.is_none() {
            return;
        }
        let errors = tried.map(|(_, rejected)| rejected.mark(&mut fields));
        let form = ActionForm::new(title, step(self.id, to), self.reader.csrf(), fields)
            .errors(errors.unwrap_or_default());
        let backwards = matches!(to, "send-back" | "reopen");
        let first = self.forms.is_empty();
        self.forms.push(match backwards {
            true => form.danger(),
            false if first => form.open(),
            false => form,
        });
    }
}
