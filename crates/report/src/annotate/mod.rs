//! The user's own file back with an added column of results. It must not change anything else.

mod error;

pub use error::AnnotateError;
