//! Summary of errors above a form (表单错误), each leading to its field.
//! It must not know what the values mean.

use askama::Template;

use super::{Field, filters, markup::markup};

/// The errors of a form, above it, each leading to its field; prints nothing when there are none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "components/errors.html")]
pub struct ErrorSummary {
    /// Errors that belong to no single field.
    pub general: Vec<String>,
    /// Field id, label, error.
    pub fields: Vec<(String, String, String)>,
}
markup!(ErrorSummary);

impl ErrorSummary {
    /// The errors of these fields, in their order.
    pub fn of<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Self {
        let wrong = fields.into_iter().filter(|field| !field.error.is_empty());
        let entry = |field: &Field| {
            let id = if field.grouped() {
                format!("{}-0", field.id())
            } else {
                field.id()
            };
            (id, field.label.clone(), field.error.clone())
        };
        Self {
            general: Vec::new(),
            fields: wrong.map(entry).collect(),
        }
    }

    /// Adds an error that belongs to no single field.
    pub fn general(mut self, error: impl Into<String>) -> Self {
        self.general.push(error.into());
        self
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.general.is_empty() && self.fields.is_empty()
    }

    /// How many things are wrong.
    pub fn count(&self) -> usize {
        self.general.len() + self.fields.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_errors_print_nothing() {
        assert_eq!(ErrorSummary::default().to_string().trim(), "");
    }

    #[test]
    fn every_error_leads_to_a_control_on_the_page() {
        let text = Field::text("uscc", "统一社会信用代码").error("应为 18 位");
        let radio = Field::radio("urgent", "是否紧急")
            .choose([("no", "一般")], &[])
            .error("请选择");
        let html = ErrorSummary::of([&text, &radio]).to_string();
        for field in [&text, &radio] {
            let id = html
                .split("href=\"#")
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            let controls = field.to_string();
            assert!(
                id.into_iter()
                    .any(|id| controls.contains(&format!(r#"id="{id}""#))),
                "{html}"
            );
        }
    }
}
