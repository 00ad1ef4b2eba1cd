//! Icons: one `<use>` of the sprite `icons.svg`, decorative, hidden from screen readers.
//! It must not carry meaning alone; words stand beside it.

use std::fmt;

use super::{assets, markup::markup};

/// An icon of the sprite, printed with `{{ "search"|icon }}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icon {
    name: String,
}
markup!(Icon);

impl Icon {
    /// The icon of that name; characters a name cannot have are left out.
    pub fn named(name: &str) -> Self {
        let name = name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        Self { name }
    }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r##"<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>"##,
            assets::url("icons.svg"),
            self.name
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_the_attribute() {
        let html = Icon::named("x\"><script>").to_string();
        assert!(!html.contains("<script>"), "{html}");
    }
}
