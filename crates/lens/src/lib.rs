//! Monitoring: what is said in names, business scopes and short texts. Indicators and linkage will stand beside it.
//! It must not know the case database or users. A hit is a reason to look, never a verdict.

pub mod screen;
mod script;
pub mod text;
