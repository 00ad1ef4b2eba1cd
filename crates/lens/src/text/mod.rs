//! Classifying texts (文本分类): whether a text offers or reports illegal fundraising, which events it tells of, and the words
//! that decided. It must not know where texts come from or what follows from an answer: a person decides.

mod calibration;
mod classify;
mod distinct;
mod gram;
mod key;
mod label;
mod letters;
mod linear;
mod mixture;
mod model;
mod model_file;
mod report;
mod score;
mod signal;
mod starter;
mod train;
mod transfer;
mod why;

pub use classify::{Classifier, EventGuess, Reading, Verdict};
pub use label::{Example, LabelRule};
pub use model::Model;
pub use model_file::ModelFileError;
pub use report::{EventScores, TextReport};
pub use score::Scores;
pub use starter::{StarterText, corpus};
pub use train::{TrainError, Trained, train};
pub use why::Deciding;

/// The weights of the starter, learned anew: what `starter/weights.txt` must hold.
pub fn starter_weights() -> Result<String, crate::screen::ScreenError> {
    letters::LetterReader::builtin().map(|reader| transfer::starter_weights(&reader))
}
