//! The lake and the index for the command line and jobs: office files brought into tables of the lake, indexes run,
//! explained, back-tested. It must not know terminals or pages.

mod csv_parts;
mod kind;
mod limits;
mod load;
mod outcomes;
mod reject_file;
mod sheet;

pub use load::{FileRequest, LoadRequest, load, load_file};
pub use outcomes::read_outcomes;
pub use reject_file::reject_csv;

#[cfg(feature = "cluster")]
pub use fangfei_lens::cluster::{
    ExecutorSettings, SchedulerSettings, serve_executor, serve_scheduler,
};
pub use fangfei_lens::{
    index::{
        Anatomy, Backtest, BacktestOptions, Calibration, CalibrationOptions, DayIndex, Engine,
        IndexError, KnownLine, MissingLine, Outcomes, Plan, Point, RowSource, RuleSet, Scored,
        backtest, calibrate, compare,
    },
    indicator::{Indicator, Points},
    lake::{
        Answer, AsOf, Lake, LakeError, Limits, Loaded, Manifest, Rejected, TableSpec, TableSummary,
        session, shipped, summary,
    },
    screen::Screen,
};
