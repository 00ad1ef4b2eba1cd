//! The index (冒烟指数): 0 to 100 for a firm, every point of it traced to an indicator, a value, its rows and its day.
//! It must not know persons, and changes no status: a person decides, with reasons.
//!
//! Running it has three steps, each of which can be looked at: a [`RuleSet`] (what counts), a plan (the SQL of every
//! indicator as the engine will run it) and a [`Scored`] (who has which points).

mod anatomy;
mod asking;
mod backtest;
mod calibrate;
mod compare;
mod error;
mod lines;
mod outcome;
mod rule_set;
mod run;
mod score;
mod settings;
mod subjects;
mod tally;
mod texts;

pub use anatomy::{Anatomy, KnownLine, MissingLine, Point, RowSource};
pub use backtest::{Backtest, BacktestOptions, DayIndex, FlaggedOutcome, PrecisionAt, backtest};
pub use calibrate::{Calibration, CalibrationOptions, Fold, WeightLine, calibrate};
pub use compare::{Comparison, compare};
pub use error::IndexError;
pub use outcome::{Outcome, Outcomes};
pub use rule_set::RuleSet;
pub use run::{Engine, Plan};
pub use score::{Hit, Scored};
pub use settings::{Band, Dimension, IndexSettings};
