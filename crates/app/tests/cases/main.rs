//! Use cases on a fresh database, a file per noun.

mod lifecycle;
