//! Monitoring: the lake of facts, indicators over it and the index, and what is said in names, business scopes and
//! short texts. It must not know the case database or users. A hit is a reason to look, never a verdict.

pub mod function;
pub mod index;
pub mod indicator;
pub mod lake;
pub mod screen;
pub mod warn;
