//! Monitoring: the lake of facts, indicators over it and the index; what is said in names, business scopes and texts,
//! and what texts are; platforms about to fail. It must not know the case database or users. A hit is a reason to look,
//! never a verdict.

#[cfg(feature = "cluster")]
pub mod cluster;
pub mod function;
pub mod index;
pub mod indicator;
pub mod lake;
pub mod link;
pub mod screen;
mod script;
pub mod text;
pub mod warn;
