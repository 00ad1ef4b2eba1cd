//! A form that was not taken: what is wrong at which field, and the status of the page that shows it
//! again with everything typed. It must not know forms.

use axum::http::StatusCode;
use fangfei_app::{Error, ErrorKind, FieldError};

use crate::{
    WebError,
    ui::{ErrorSummary, Field},
};

/// Why a form was not taken.
#[derive(Debug)]
pub struct Rejected {
    /// 422 for something typed wrong, 409 for a move that is not possible.
    pub status: StatusCode,
    fields: Vec<FieldError>,
    general: Vec<String>,
}

impl Rejected {
    /// The rejection that a use case's error means for a form; other errors are pages of their own.
    pub fn of(error: impl Into<WebError>) -> Result<Self, WebError> {
        match error.into() {
            WebError::App(Error::Invalid(fields)) => Ok(Self {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                fields,
                general: Vec::new(),
            }),
            WebError::App(error) if error.kind() == ErrorKind::Conflict => {
                Ok(Self::conflict(error.to_string()))
            }
            other => Err(other),
        }
    }

    fn conflict(message: String) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            fields: Vec::new(),
            general: vec![message],
        }
    }

    /// Puts each error at its field; those without a field on the page stand above the form.
    pub fn mark(&self, fields: &mut [Field]) -> ErrorSummary {
        let mut general = self.general.clone();
        for error in &self.fields {
            match fields.iter_mut().find(|field| field.name == error.field) {
                Some(field) => field.error.clone_from(&error.message),
                None => general.push(error.message.clone()),
            }
        }
        ErrorSummary {
            general,
            ..ErrorSummary::of(fields.iter())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fangfei_model::refusal::Refusal;

    #[test]
    fn errors_stand_at_their_fields_and_none_is_lost() {
        let wrong = |field, message: &str| FieldError {
            field,
            message: message.to_owned(),
        };
        let error = Error::Invalid(vec![
            wrong("due", "没有 4 月 31 日"),
            wrong("elsewhere", "请重新选择"),
        ]);
        let rejected = Rejected::of(error).unwrap();
        let mut fields = vec![Field::date("due", "期限").value("4月31日")];
        let summary = rejected.mark(&mut fields);
        assert_eq!(rejected.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(fields[0].error, "没有 4 月 31 日");
        assert_eq!((summary.count(), summary.general.len()), (2, 1));
    }

    #[test]
    fn an_impossible_move_is_a_conflict_with_its_reason() {
        let rejected = Rejected::of(Error::from(Refusal::new("受理", "已受理", "请刷新"))).unwrap();
        assert_eq!(rejected.status, StatusCode::CONFLICT);
        assert!(rejected.mark(&mut []).to_string().contains("已受理"));
    }
}
