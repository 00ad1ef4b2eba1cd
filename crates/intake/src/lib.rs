//! What comes in as office files: encodings, sheets, documents and the plans in them.
//! It must not know the database or HTTP.

pub mod kind;
pub mod plan;
pub mod statement;
pub mod table;
pub mod text;
pub mod value;
