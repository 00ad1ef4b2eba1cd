//! Marks view structs whose `Display` is finished markup, so that `{{ field }}` prints as it is.
//! It must not know any particular component.

/// Declares that each type's template escapes its own values; printing it needs no `|safe`.
macro_rules! markup {
    ($($view:ty),+ $(,)?) => {
        $(impl askama::filters::HtmlSafe for $view {})+
    };
}

pub(super) use markup;
