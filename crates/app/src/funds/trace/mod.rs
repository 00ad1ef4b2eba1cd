//! Following money of an inquiry (资金走向), worked out when it is asked for: whose money, the way as
//! lines, picture and map, the table for the police file. It must not know how money is followed.

mod draft;
mod export;
mod follow;
mod graph;
mod who;

pub use draft::TraceDraft;
pub use export::{TraceFormat, export_trace};
pub use follow::{TraceLine, TraceRow, TraceView, trace, trace_rows};
pub use graph::{GraphEdge, GraphNode, TraceGraph, trace_graph};
pub use who::{starts, words_of};
