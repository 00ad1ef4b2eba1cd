//! A progress bar on standard error, where a person watches. It must not know what is done.

use std::sync::Mutex;

use fangfei_app::import::{Phase, Progress};
use indicatif::{ProgressBar, ProgressStyle};

/// Shows how far an import is; a line of its own for each phase.
pub struct Watch {
    bar: ProgressBar,
    phase: Mutex<Option<Phase>>,
}

impl Watch {
    /// For one file. Nothing is drawn where standard error is no terminal.
    pub fn file(name: &str) -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template(
            "{prefix} {msg} {bar:24} {human_pos}/{human_len} 行 {elapsed}",
        );
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(name.to_owned());
        bar.enable_steady_tick(std::time::Duration::from_millis(200));
        Self {
            bar,
            phase: Mutex::new(None),
        }
    }

    /// Shows this.
    pub fn show(&self, progress: Progress) {
        if let Ok(mut phase) = self.phase.lock()
            && phase.replace(progress.phase) != Some(progress.phase)
        {
            self.bar.set_message(progress.phase.title());
        }
        self.bar.set_length(progress.total);
        self.bar.set_position(progress.done);
    }

    /// Takes the bar away.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
