//! The moves of a clue as forms on its page, and the one that was not taken. It must not know how moves
//! are decided.

use axum::http::StatusCode;
use fangfei_app::clue::{self, AcceptDraft, CheckDraft, CheckDue, ClueFile, ReassignDraft};
use fangfei_model::{
    clue::Clue,
    unit::{Unit, UnitKind},
};

use super::{fields, step};
use crate::{
    WebError,
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{ActionForm, Field},
};

/// A form that was not taken, with what was typed into it.
pub enum Typed {
    /// None.
    Nothing,
    /// 受理.
    Accept(AcceptDraft, Rejected),
    /// 不予受理.
    Refuse(String, Rejected),
    /// 改派.
    Reassign(ReassignDraft, Rejected),
    /// 初核.
    Check(CheckDraft, Rejected),
}

impl Typed {
    /// The status of the page that shows it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Nothing => StatusCode::OK,
            Self::Accept(_, rejected)
            | Self::Refuse(_, rejected)
            | Self::Reassign(_, rejected)
            | Self::Check(_, rejected) => rejected.status,
        }
    }
}

/// The forms of the moves open to the reader, and the one that was sent, open or not.
pub async fn forms(
    reader: &SignedIn,
    file: &ClueFile,
    typed: Typed,
) -> Result<Vec<ActionForm>, WebError> {
    let moves = file.moves;
    let units = match moves.accept || moves.reassign || !matches!(typed, Typed::Nothing) {
        true => clue::receivers(reader.app(), &reader.ctx, &file.clue.record).await?,
        false => Vec::new(),
    };
    let page = Page {
        reader,
        clue: &file.clue.record,
        due: clue::check_due(reader.app(), &reader.ctx)?,
        units,
    };
    let mut forms = Vec::new();
    if moves.accept || matches!(typed, Typed::Accept(..)) {
        forms.push(page.accept(&typed));
    }
    if moves.accept || matches!(typed, Typed::Refuse(..)) {
        forms.push(page.refuse(&typed));
    }
    if moves.check || matches!(typed, Typed::Check(..)) {
        forms.push(page.check(&typed));
    }
    if moves.reassign || matches!(typed, Typed::Reassign(..)) {
        forms.push(page.reassign(&typed));
    }
    Ok(forms)
}

/// What the forms are filled from.
struct Page<'p> {
    reader: &'p SignedIn,
    clue: &'p Clue,
    due: CheckDue,
    units: Vec<Unit>,
}

impl Page<'_> {
    fn accept(&self, typed: &Typed) -> ActionForm {
        let (draft, rejected) = match typed {
            Typed::Accept(draft, rejected) => (draft.clone(), Some(rejected)),
            _ => (self.proposal(), None),
        };
        let fields = fields::accept(&draft, &self.units, &self.due);
        let form = self.form("accept", "受理", fields, rejected);
        form.button("受理并交办").open()
    }

    fn refuse(&self, typed: &Typed) -> ActionForm {
        let (reason, rejected) = match typed {
            Typed::Refuse(reason, rejected) => (reason.as_str(), Some(rejected)),
            _ => ("", None),
        };
        let form = self.form("refuse", "不予受理", fields::refuse(reason), rejected);
        form.danger()
    }

    fn check(&self, typed: &Typed) -> ActionForm {
        let (draft, rejected) = match typed {
            Typed::Check(draft, rejected) => (draft.clone(), Some(rejected)),
            _ => {
                let on = self.reader.ctx.today().to_string();
                let draft = CheckDraft {
                    on,
                    ..CheckDraft::default()
                };
                (draft, None)
            }
        };
        let form = self.form("check", "登记初核结果", fields::check(&draft), rejected);
        form.open()
    }

    fn reassign(&self, typed: &Typed) -> ActionForm {
        let (draft, rejected) = match typed {
            Typed::Reassign(draft, rejected) => (draft.clone(), Some(rejected)),
            _ => (as_it_stands(self.clue), None),
        };
        let fields = fields::reassign(&draft, &self.units);
        self.form("reassign", "改派或延期", fields, rejected)
    }

    fn form(
        &self,
        to: &str,
        title: &str,
        mut fields: Vec<Field>,
        rejected: Option<&Rejected>,
    ) -> ActionForm {
        let errors = rejected.map(|rejected| rejected.mark(&mut fields));
        let action = step(self.clue.id, to);
        ActionForm::new(title, action, self.reader.csrf(), fields)
            .errors(errors.unwrap_or_default())
    }

    /// The township of the place is proposed, and the usual term.
    fn proposal(&self) -> AcceptDraft {
        let near = self
            .units
            .iter()
            .filter(|unit| unit.division.contains(&self.clue.division));
        let nearest = near.max_by_key(|unit| unit.division.as_str().len());
        let nearest = nearest.filter(|unit| unit.kind == UnitKind::Township);
        AcceptDraft {
            unit: nearest.map(|unit| unit.id.to_string()).unwrap_or_default(),
            check_due: self.due.date.to_string(),
        }
    }
}

fn as_it_stands(clue: &Clue) -> ReassignDraft {
    let acceptance = clue.state.acceptance();
    acceptance.map_or_else(ReassignDraft::default, |a| ReassignDraft {
        unit: a.unit.to_string(),
        check_due: a.check_due.to_string(),
        reason: String::new(),
    })
}
