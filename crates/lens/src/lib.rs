//! Monitoring: what is said in names, business scopes and short texts, and which records mean the same firm, person or
//! place. It must not know the case database or users. A hit is a reason to look, never a verdict.

pub mod link;
pub mod screen;
