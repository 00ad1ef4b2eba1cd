//! What goes out of the system: spreadsheets, csv, official papers, annotated uploads, SVG charts.
//! Plain data in, bytes out. It must not know the database, the users, HTTP or the clock.

pub mod annotate;
pub mod cell;
pub mod chart;
pub mod csv;
pub mod docx;
mod error;
mod header;
mod text;
pub mod xlsx;

pub use cell::{Cell, Column, Kind, MoneyUnit};
pub use error::{Error, Result};
