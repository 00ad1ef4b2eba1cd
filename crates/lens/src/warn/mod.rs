//! Warning ahead of time: from monthly figures of lending platforms up to a month, a ranking by the risk that they stop
//! paying within twelve months, with reasons. It must not know files, what became of a platform, or whose name it bears.

mod chance;
mod figure;
mod history;
mod market;
mod measure;
mod method;
mod month;
mod percentile;
mod reason;
mod row;
mod score;
mod term;
mod trend;

pub use figure::{FIGURES, Figure};
pub use history::{Clash, Histories};
pub use method::{Method, MethodError, TermRule};
pub use month::Month;
pub use row::PlatformMonth;
pub use score::{Assessment, Point, assess};
pub use term::Term;
