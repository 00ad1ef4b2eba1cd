//! Money from files: statements read and reconciled, patterns looked for, tables for the accountant.
//! It must not know the terminal, pages or records.

mod analyse;
mod read;
mod tables;
mod trace;

pub use analyse::{
    AccountLine, AnalysisLine, AnalysisRules, FindingLine, ParticipantLine, SourceRow, analyse,
};
pub use read::{MoneyReading, SourceFile, read_files};
pub use tables::{MoneyTable, write_table};
pub use trace::{TraceLine, TraceRequest, TraceShare, follow, trace_csv, trace_lines, trace_svg};

pub use fangfei_flow::reconcile::{CheckKind, Counts, ExceptionKind, Options, Reconciliation};
pub use fangfei_flow::trace::{Direction, Rule as TraceRule, Trace};
