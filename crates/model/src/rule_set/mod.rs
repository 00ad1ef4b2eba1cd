//! Rule sets (指标方案): the indicators, weights and bands that an index is made with, as versions:
//! drafted → tried beside the one in force on history → published by a second person → replaced. It
//! must not know what an indicator says.

mod record;
mod step;

pub use record::{RuleFile, RuleSet, RuleSetState, RuleSetStatus, RuleTest};
