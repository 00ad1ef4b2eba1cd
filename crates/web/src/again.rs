//! A form that was not taken, on a page with several forms: which one it was, what was typed into it
//! and what is wrong, so that the page shows it again, open. It must not know forms.

use axum::http::StatusCode;
use serde::Serialize;

use crate::{
    WebError,
    rejected::Rejected,
    ui::{ActionForm, Field},
};

/// The form that was sent and not taken, if one was.
#[derive(Debug, Default)]
pub struct Again {
    sent: Option<Sent>,
}

#[derive(Debug)]
struct Sent {
    action: String,
    typed: Vec<(String, String)>,
    rejected: Rejected,
}

impl Again {
    /// No form was sent.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// The form that posts to `action`, with what was typed; errors that are no form's are pages of
    /// their own.
    pub fn of(
        action: impl Into<String>,
        typed: &impl Serialize,
        error: impl Into<WebError>,
    ) -> Result<Self, WebError> {
        let rejected = Rejected::of(error)?;
        let text = serde_html_form::to_string(typed).unwrap_or_default();
        let typed = serde_html_form::from_str(&text).unwrap_or_default();
        Ok(Self {
            sent: Some(Sent {
                action: action.into(),
                typed,
                rejected,
            }),
        })
    }

    /// The status of the page that shows it.
    pub fn status(&self) -> StatusCode {
        self.sent
            .as_ref()
            .map_or(StatusCode::OK, |sent| sent.rejected.status)
    }

    /// The form as it is to be shown: filled in and open with its errors if it is the one.
    pub fn show(&self, mut form: ActionForm) -> ActionForm {
        let Some(sent) = self.sent.as_ref().filter(|sent| sent.action == form.action) else {
            return form;
        };
        for field in &mut form.fields {
            fill(field, &sent.typed);
        }
        let errors = sent.rejected.mark(&mut form.fields);
        form.errors(errors)
    }
}

fn fill(field: &mut Field, typed: &[(String, String)]) {
    let of = |name: &str| {
        let values = typed.iter().filter(|(key, _)| key == name);
        values.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let values = of(&field.name);
    let units = of(&format!("{}_unit", field.name));
    if let Some(first) = values.first() {
        field.value.clone_from(first);
    }
    let chosen = if units.is_empty() { &values } else { &units };
    if !chosen.is_empty() {
        for choice in &mut field.choices {
            choice.chosen = chosen.contains(&choice.value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fangfei_app::{Error, FieldError};

    #[derive(Serialize)]
    struct Draft {
        verdict: &'static str,
        reason: &'static str,
    }

    fn form(action: &str) -> ActionForm {
        let fields = vec![
            Field::radio("verdict", "结论").choose([("a", "采信"), ("b", "排除")], &[]),
            Field::area("reason", "理由", 2),
        ];
        ActionForm::new("判断", action, "token", fields)
    }

    #[test]
    fn only_the_form_that_was_sent_is_shown_again_with_what_was_typed() {
        let draft = Draft {
            verdict: "b",
            reason: "货款",
        };
        let wrong = Error::Invalid(vec![FieldError {
            field: "reason",
            message: "理由太短".into(),
        }]);
        let again = Again::of("/x/judge", &draft, wrong).unwrap();
        let shown = again.show(form("/x/judge")).to_string();
        assert!(
            shown.contains("货款") && shown.contains("理由太短"),
            "{shown}"
        );
        assert!(shown.contains(r#"value="b" checked"#), "{shown}");
        let other = again.show(form("/y/judge")).to_string();
        assert!(!other.contains("货款"), "{other}");
    }
}
