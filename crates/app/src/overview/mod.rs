//! The first page (工作台): its figures and its pictures.

mod chart;
mod figures;

pub use chart::{level_chart, place_chart, trend_chart};
pub use figures::{
    ClueFigures, Month, Overview, PlaceFigures, RiskFigures, RunningCampaign, overview, running,
    trend_start,
};
