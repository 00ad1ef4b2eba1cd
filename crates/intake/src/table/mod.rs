//! Office tables: a file becomes sheets, a sheet finds its header, a header finds its meaning, and
//! every row becomes an accepted, rejected or skipped one. It must not know the database.

mod archive;
mod assignment;
mod body;
mod caption;
mod cell;
mod cell_value;
mod column;
mod delimited;
mod encoding;
mod error;
mod fitting;
mod guess;
mod header;
mod html;
mod legacy;
mod limit;
mod mapping;
mod matching;
mod office_xml;
mod open;
mod outcome;
mod profile;
mod read;
mod reporter;
mod row_reader;
mod sheet;
mod sniff;
mod spreadsheet_xml;
mod stream;
mod withheld;

pub use caption::Caption;
pub use cell::Cell;
pub use error::Error;
pub use guess::{guess, guess_all};
pub use header::{Header, HeaderColumn};
pub use limit::Limits;
pub use mapping::{ColumnMapping, Mapping, MappingError, SheetValue};
pub(crate) use matching::Title;
pub use open::{open, open_within};
pub use outcome::{CellError, Counts, Reporter, Row, RowOutcome, RowRef, RowWarning, SkipReason};
pub use profile::{Profile, ProfileColumn};
pub use read::{Options, Rows, read};
pub use reporter::names_a_reporter;
pub use sheet::{Merge, Sheet, SheetRow, Visibility, Workbook, column_letters};
pub use withheld::{WITHHELD, withheld_cells};
