//! Chips of the active filters (已选条件), each with a link that takes it away.
//! It must not know what is filtered.

use askama::Template;

use super::{Field, Query, filters, markup::markup};

/// One active filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What is filtered: 风险等级.
    pub label: String,
    /// The chosen value: 高.
    pub value: String,
    /// The same page without this filter.
    pub remove: String,
}

impl Chip {
    /// A chip for `label`: `value`, removed by following `remove`.
    pub fn new(
        label: impl Into<String>,
        value: impl Into<String>,
        remove: impl Into<String>,
    ) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            remove: remove.into(),
        }
    }
}

/// All active filters of a list page; prints nothing when there are none.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/chips.html")]
pub struct Chips {
    /// The active filters in the order of the form.
    pub chips: Vec<Chip>,
    /// The same page without any filter.
    pub clear: String,
}
markup!(Chips);

impl Chips {
    /// A chip for every field of a filter that is filled in: a choice by its words, a text as typed.
    pub fn of(fields: &[Field], query: &Query, clear: impl Into<String>) -> Self {
        let chips = fields.iter().filter_map(|field| {
            let value = asked(field)?;
            let remove = query.without(&field.name).href();
            Some(Chip::new(&field.label, value, remove))
        });
        Self {
            chips: chips.collect(),
            clear: clear.into(),
        }
    }

    /// With one more.
    pub fn and(mut self, chip: Option<Chip>) -> Self {
        self.chips.extend(chip);
        self
    }
}

/// What a field asks for; nothing when it is blank.
fn asked(field: &Field) -> Option<String> {
    let chosen = field.choices.iter().find(|choice| choice.chosen);
    match chosen {
        Some(choice) if choice.value.is_empty() => None,
        Some(choice) => Some(choice.label.clone()),
        None => Some(field.value.clone()).filter(|value| !value.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filled_field_has_a_chip_in_words() {
        let level =
            Field::select("level", "等级").choose([("", "全部"), ("high", "高")], &["high"]);
        let state = Field::select("state", "状态").choose([("", "全部"), ("open", "在办")], &[""]);
        let elsewhere = Field::select("unit", "单位").choose([("", "全部")], &["gone"]);
        let fields = [
            level,
            state,
            elsewhere.value("gone"),
            Field::text("q", "关键字").value("养老"),
        ];
        let query = Query::new("/clues", [("level", "high"), ("q", "养老")]);
        let chips = Chips::of(&fields, &query, "/clues").chips;
        let shown: Vec<_> = chips
            .iter()
            .map(|c| (c.label.as_str(), c.value.as_str()))
            .collect();
        assert_eq!(
            shown,
            [("等级", "高"), ("单位", "gone"), ("关键字", "养老")]
        );
        assert_eq!(chips[2].remove, "/clues?level=high");
    }
}
