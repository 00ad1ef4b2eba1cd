//! Form fields (表单项): label, hint, value as typed, error.
//! It must not know what the values mean; what was typed comes back exactly as it was.

use askama::Template;

use super::{filters, markup::markup};

/// What the field is on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// One line of text; the type is text, search, tel, email, password or number.
    Text(&'static str),
    /// Several lines.
    Area {
        /// Lines shown.
        rows: u8,
    },
    /// A list to choose one from.
    Select,
    /// One of a few, all in view.
    Radio,
    /// Any of a few, all in view.
    Checks,
    /// A single box beside its label.
    Check,
    /// A date as `2024-07-01`.
    Date,
    /// An amount with its unit; the unit posts as `<name>_unit`.
    Money,
    /// Files to upload.
    File {
        /// Accepted types: `.xlsx,.xls,.csv`.
        accept: &'static str,
        /// More than one.
        multiple: bool,
    },
    /// Text with suggestions.
    Suggest,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Width of a field in a `form-grid` of twelve columns; always full on a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 3 of 12.
    Quarter,
    /// 4 of 12.
    Third,
    /// 6 of 12.
    Half,
    /// 12 of 12.
    Full,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Self::Quarter => "w-3",
            Self::Third => "w-4",
            Self::Half => "w-6",
            Self::Full => "w-12",
        }
    }
}

/// A form field, printed with `{{ form.name }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/field.html")]
pub struct Field {
    /// Name in the form.
    pub name: String,
    /// Label above it.
    pub label: String,
    /// As typed.
    pub value: String,
    /// What to enter and why; empty when plain.
    pub hint: String,
    /// What is wrong and what to do; empty when right.
    pub error: String,
    /// Whether it must be filled.
    pub required: bool,
    /// Whether it can only be read.
    pub readonly: bool,
    /// What it is on the page.
    pub control: Control,
    /// Choices of select, radio, checks; suggestions; units of money.
    pub choices: Vec<Choice>,
    /// Longest text in characters; 0 for no limit.
    pub max: u32,
    /// The `autocomplete` attribute, such as `username`; empty when none.
    pub autocomplete: &'static str,
    /// Example inside the empty box; empty when none.
    pub example: String,
    /// Place in the source text that it was read from; empty when none. See `SourceText`.
    pub mark: String,
    /// Width in a grid.
    pub width: Width,
    /// Keeps ids apart when several forms of one page have the same names; empty when one form.
    pub scope: String,
}
markup!(Field);

impl Field {
    /// A field of the given control.
    pub fn new(control: Control, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            value: String::new(),
            hint: String::new(),
            error: String::new(),
            required: false,
            readonly: false,
            control,
            choices: Vec::new(),
            max: 0,
            autocomplete: "",
            example: String::new(),
            mark: String::new(),
            width: Width::Full,
            scope: String::new(),
        }
    }

    /// One line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Text("text"), name, label)
    }

    /// A password, never printed back.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Text("password"), name, label)
    }

    /// Several lines.
    pub fn area(name: impl Into<String>, label: impl Into<String>, rows: u8) -> Self {
        Self::new(Control::Area { rows }, name, label)
    }

    /// A list to choose one from.
    pub fn select(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Select, name, label)
    }

    /// One of a few.
    pub fn radio(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Radio, name, label)
    }

    /// Any of a few.
    pub fn checks(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Checks, name, label)
    }

    /// A single box; it posts `on`.
    pub fn check(name: impl Into<String>, label: impl Into<String>, checked: bool) -> Self {
        let field = Self::new(Control::Check, name, label);
        if checked { field.value("on") } else { field }
    }

    /// A date.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Date, name, label)
    }

    /// An amount in 元 or 万元; `unit` is `yuan` or `wan`.
    pub fn money(name: impl Into<String>, label: impl Into<String>, unit: &str) -> Self {
        Self::new(Control::Money, name, label).choose([("yuan", "元"), ("wan", "万元")], &[unit])
    }

    /// Files to upload.
    pub fn file(
        name: impl Into<String>,
        label: impl Into<String>,
        accept: &'static str,
        multiple: bool,
    ) -> Self {
        Self::new(Control::File { accept, multiple }, name, label)
    }

    /// Text with suggestions.
    pub fn suggest<S: Into<String>>(
        name: impl Into<String>,
        label: impl Into<String>,
        suggestions: impl IntoIterator<Item = S>,
    ) -> Self {
        let mut field = Self::new(Control::Suggest, name, label);
        field.choices = suggestions
            .into_iter()
            .map(|value| Choice {
                value: value.into(),
                label: String::new(),
                chosen: false,
            })
            .collect();
        field
    }

    /// Sets the choices (value, label) and which of them are chosen.
    pub fn choose<V, L>(
        mut self,
        choices: impl IntoIterator<Item = (V, L)>,
        chosen: &[&str],
    ) -> Self
    where
        V: Into<String>,
        L: Into<String>,
    {
        let choice = |(value, label): (V, L)| {
            let value = value.into();
            Choice {
                chosen: chosen.contains(&value.as_str()),
                label: label.into(),
                value,
            }
        };
        self.choices = choices.into_iter().map(choice).collect();
        self
    }

    /// Sets what was typed.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Says what to enter and why.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Says what is wrong, when something is.
    pub fn error(mut self, error: impl Into<String>) -> Self {
        self.error = error.into();
        self
    }

    /// Must be filled.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Can only be read.
    pub fn readonly(mut self) -> Self {
        self.readonly = true;
        self
    }

    /// Longest text in characters.
    pub fn max(mut self, characters: u32) -> Self {
        self.max = characters;
        self
    }

    /// Shows an example in the empty box.
    pub fn example(mut self, example: impl Into<String>) -> Self {
        self.example = example.into();
        self
    }

    /// Sets the `autocomplete` attribute.
    pub fn autocomplete(mut self, value: &'static str) -> Self {
        self.autocomplete = value;
        self
    }

    /// Ties the field to the mark of that id in the source text.
    pub fn mark(mut self, id: impl Into<String>) -> Self {
        self.mark = id.into();
        self
    }

    /// Sets the width in a grid.
    pub fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// Sets what keeps its id apart from fields of the same name in other forms of the page.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }

    /// Address of the control on the page.
    pub fn id(&self) -> String {
        match self.scope.as_str() {
            "" => format!("f-{}", self.name),
            scope => format!("f-{scope}-{}", self.name),
        }
    }

    /// Ids of hint and error for `aria-describedby`.
    fn described_by(&self) -> String {
        let parts = [(&self.hint, "hint"), (&self.error, "error")];
        let ids = parts
            .iter()
            .filter(|(text, _)| !text.is_empty())
            .map(|(_, part)| format!("{}-{part}", self.id()));
        ids.collect::<Vec<_>>().join(" ")
    }

    /// A group of choices needs a legend instead of a label.
    pub(super) fn grouped(&self) -> bool {
        matches!(self.control, Control::Radio | Control::Checks)
    }

    /// A date box would drop a value that is not a date; such a value is shown as text, so that nothing typed is lost.
    fn date_type(&self) -> &'static str {
        let readable = self.value.is_empty() || self.value.parse::<jiff::civil::Date>().is_ok();
        if readable { "date" } else { "text" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_escaped() {
        let html = Field::text("name", "名称").value("\"><script>").to_string();
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("script"), "{html}");
    }

    #[test]
    fn an_error_is_tied_to_its_box() {
        let field = Field::text("uscc", "统一社会信用代码")
            .hint("18 位")
            .error("第 18 位校验码不符，请对照营业执照核对。");
        let html = field.to_string();
        assert!(
            html.contains(r#"aria-describedby="f-uscc-hint f-uscc-error""#),
            "{html}"
        );
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    }

    #[test]
    fn a_wrong_date_is_shown_as_typed() {
        let html = Field::date("due", "期限").value("4月31日").to_string();
        assert!(
            html.contains(r#"type="text""#) && html.contains("4月31日"),
            "{html}"
        );
    }

    #[test]
    fn a_password_is_never_printed_back() {
        let html = Field::password("password", "密码")
            .value("secret")
            .to_string();
        assert!(!html.contains("secret"), "{html}");
    }
}
