//! A move as a form on the page of a record (办理表单): folded until it is opened, open when it was
//! sent back with errors. It must not know which moves there are.

use askama::Template;

use super::{ErrorSummary, Field, filters, markup::markup};

/// One form, printed with `{{ form }}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "components/action_form.html")]
pub struct ActionForm {
    /// What it does: 受理.
    pub title: String,
    /// One line on what follows; empty when plain.
    pub hint: String,
    /// Where it posts.
    pub action: String,
    /// The reader's token.
    pub csrf: String,
    /// The button's words.
    pub button: String,
    /// Whether the button warns: sending back, refusing.
    pub danger: bool,
    /// Whether it carries files.
    pub multipart: bool,
    /// Whether it is shown unfolded.
    pub open: bool,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Hidden fields.
    pub hidden: Vec<(String, String)>,
    /// What was wrong the last time.
    pub errors: ErrorSummary,
}
markup!(ActionForm);

impl ActionForm {
    /// A folded form.
    pub fn new(
        title: impl Into<String>,
        action: impl Into<String>,
        csrf: &str,
        fields: Vec<Field>,
    ) -> Self {
        let title = title.into();
        Self {
            button: title.clone(),
            title,
            action: action.into(),
            csrf: csrf.to_owned(),
            fields,
            ..Self::default()
        }
    }

    /// Says what follows.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Sets the button's words.
    pub fn button(mut self, button: impl Into<String>) -> Self {
        self.button = button.into();
        self
    }

    /// Lets the button warn.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Shows it unfolded.
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// Carries files.
    pub fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// Adds a hidden field.
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// Shows what was wrong.
    pub fn errors(mut self, errors: ErrorSummary) -> Self {
        self.open |= !errors.is_empty();
        self.errors = errors;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_comes_first_and_a_wrong_form_stands_open() {
        let wrong = ErrorSummary::default().general("不能受理");
        let html = ActionForm::new("受理", "/clues/1/accept", "t0ken", Vec::new())
            .errors(wrong)
            .to_string();
        assert!(
            html.contains("<details") && html.contains(" open"),
            "{html}"
        );
        let form = html.split("<form").nth(1).unwrap();
        assert!(form.find("t0ken").unwrap() < form.find("不能受理").unwrap());
    }
}
