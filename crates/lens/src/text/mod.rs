//! Short texts (短文): whether one offers or reports illegal fundraising, which events it tells of and the words that decided;
//! promised yields, ways to get in touch, names of platforms and firms. It must not know who wrote a text, or what follows
//! from an answer: a person decides.

mod calibration;
mod classify;
pub mod contact;
mod digits;
mod distinct;
mod gram;
mod key;
mod label;
mod letters;
mod linear;
mod mixture;
mod model;
mod model_file;
pub mod names;
mod phrase;
mod plain;
mod report;
mod rows;
mod score;
mod sheet;
mod signal;
mod source;
mod standing;
mod starter;
mod starter_events;
mod starts;
mod train;
mod transfer;
mod web;
mod why;
pub mod yields;

pub use classify::{Classifier, EventGuess, Reading, Verdict};
pub use label::{Example, LabelRule};
pub use model::Model;
pub use model_file::ModelFileError;
pub(crate) use phrase::Phrases;
pub use plain::Plain;
pub use report::{EventScores, TextReport};
pub use score::Scores;
pub use sheet::{Sheet, SheetEntry};
pub use starter::{StarterText, corpus};
pub use train::{TrainError, Trained, train};
pub use why::Deciding;

/// The weights of the starter, learned anew: what `starter/weights.txt` must hold.
pub fn starter_weights() -> Result<String, crate::screen::ScreenError> {
    letters::LetterReader::builtin().map(|reader| transfer::starter_weights(&reader))
}
