//! The store on both databases, seen from outside.

mod records;
mod schema;
mod support;
