//! The page that shows every component in every state.
//! It must not read anything; its data is made up in `sample`.

use askama::Template;

use super::sample;
use crate::ui::{
    Badge, Chips, Column, Comparison, ErrorSummary, Field, FileList, Flash, Level, Pager, Progress,
    Schedule, Shell, SourceText, Stat, Steps, Tabs, Timeline, Tone, filters,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "styleguide.html")]
pub struct StyleguidePage {
    shell: Shell,
    level_high: Badge,
    state_running: Badge,
    tabs: Tabs,
    stats: Vec<Stat>,
    filter_fields: Vec<Field>,
    chips: Chips,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
    units: [&'static str; 8],
    levels: Vec<Badge>,
    states: Vec<Badge>,
    dues: Vec<Badge>,
    schedule: Option<Schedule>,
    steps: Steps,
    steps_returned: Steps,
    steps_done: Steps,
    flashes: Vec<Flash>,
    errors: ErrorSummary,
    fields: Vec<Field>,
    timeline: Timeline,
    files: FileList,
    progress: Vec<Progress>,
    source: SourceText,
    review_fields: Vec<Field>,
    comparison: Comparison,
    comparison_same: Comparison,
    reason: Field,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) subject: &'static str,
    pub(super) number: &'static str,
    pub(super) level: Badge,
    pub(super) fen: i64,
    pub(super) people: u32,
    pub(super) owner: &'static str,
    pub(super) state: Badge,
    pub(super) due: &'static str,
    pub(super) days: i64,
    pub(super) left: Badge,
}

impl StyleguidePage {
    /// The page inside the given shell.
    pub fn new(shell: Shell) -> Self {
        let fields = sample::form_fields();
        Self {
            shell,
            level_high: Badge::level(Level::High),
            state_running: Badge::state("处置中", Tone::Info),
            tabs: sample::tabs(),
            stats: sample::stats(),
            filter_fields: sample::filter_fields(),
            chips: sample::chips(),
            columns: sample::columns(),
            rows: sample::rows(),
            pager: sample::pager(),
            units: [
                "城关镇",
                "东河镇",
                "西岭乡",
                "南坪镇",
                "北关乡",
                "中山镇",
                "柳树乡",
                "开发区",
            ],
            levels: [Level::Low, Level::Medium, Level::High, Level::Major]
                .map(Badge::level)
                .into(),
            states: sample::states(),
            dues: [-12, 0, 2, 31].map(Badge::due_in).into(),
            schedule: sample::schedule(),
            steps: Steps::at(sample::LIFECYCLE, 2)
                .note(0, "2024-05-08")
                .note(1, "2024-05-09")
                .note(2, "王某 2024-06-28"),
            steps_returned: sample::returned_steps(),
            steps_done: Steps::at(sample::LIFECYCLE, sample::LIFECYCLE.len()),
            flashes: sample::flashes(),
            errors: ErrorSummary::of(&fields),
            fields,
            timeline: sample::timeline(),
            files: sample::files(),
            progress: sample::progress(),
            source: sample::source(),
            review_fields: sample::review_fields()
                .into_iter()
                .map(|field| field.scope("duty-1"))
                .collect(),
            comparison: sample::comparison(true),
            comparison_same: sample::comparison(false),
            reason: Field::area("reason", "撤回的原因", 3)
                .required()
                .hint("上级可以看到。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_obeys_the_content_security_policy() {
        let html = StyleguidePage::new(Shell::default()).to_string();
        for forbidden in [" style=", " onclick", "<style", "javascript:"] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
        assert_eq!(html.matches("<script").count(), 1);
    }

    #[test]
    fn no_two_elements_share_an_id() {
        let html = StyleguidePage::new(Shell::default()).to_string();
        let mut ids: Vec<_> = html
            .split(r#" id=""#)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        ids.sort_unstable();
        let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn every_icon_used_is_in_the_sprite() {
        let html = StyleguidePage::new(Shell::default()).to_string();
        let sprite = include_str!("../../../assets/icons.svg");
        for name in html
            .split("icons.svg#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(sprite.contains(&format!(r#"id="{name}""#)), "{name}");
        }
    }
}
