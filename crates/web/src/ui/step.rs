//! Steps of a lifecycle (流程): 挂账 → 处置中 → 申请销号 → 核验 → 销号, with the one that is current.
//! It must not know which moves are possible.

use askama::Template;

use super::{filters, markup::markup};

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Behind us (已完成).
    Done,
    /// Now (进行中).
    Current,
    /// Sent back to here (被退回).
    Returned,
    /// Ahead (未开始).
    Ahead,
}

impl Stage {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Returned => "returned",
            Self::Ahead => "ahead",
        }
    }

    fn spoken(self) -> &'static str {
        match self {
            Self::Done => "已完成",
            Self::Current => "进行中",
            Self::Returned => "被退回",
            Self::Ahead => "未开始",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name: 核验.
    pub label: String,
    /// Date, person or reason; empty when none.
    pub note: String,
    /// Where it stands.
    pub stage: Stage,
}

/// The steps in order, printed with `{{ steps }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/steps.html")]
pub struct Steps {
    /// In order.
    pub steps: Vec<Step>,
}
markup!(Steps);

impl Steps {
    /// Steps of which the one at `current` is under way; one past the end means all are done.
    pub fn at<L: Into<String>>(labels: impl IntoIterator<Item = L>, current: usize) -> Self {
        let steps = labels.into_iter().enumerate().map(|(index, label)| Step {
            label: label.into(),
            note: String::new(),
            stage: match index.cmp(&current) {
                std::cmp::Ordering::Less => Stage::Done,
                std::cmp::Ordering::Equal => Stage::Current,
                std::cmp::Ordering::Greater => Stage::Ahead,
            },
        });
        Self {
            steps: steps.collect(),
        }
    }

    /// Adds a date or reason to the step at `index`.
    pub fn note(mut self, index: usize, note: impl Into<String>) -> Self {
        if let Some(step) = self.steps.get_mut(index) {
            step.note = note.into();
        }
        self
    }

    /// Marks the current step as one to which the item was sent back.
    pub fn returned(mut self) -> Self {
        for step in &mut self.steps {
            if step.stage == Stage::Current {
                step.stage = Stage::Returned;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_step_is_told_to_screen_readers() {
        let html = Steps::at(["挂账", "处置中", "销号"], 1).to_string();
        assert_eq!(html.matches(r#"aria-current="step""#).count(), 1, "{html}");
        assert!(html.contains("已完成") && html.contains("未开始"));
    }

    #[test]
    fn a_closed_item_has_no_current_step() {
        let html = Steps::at(["挂账", "处置中", "销号"], 3).to_string();
        assert!(!html.contains("aria-current"), "{html}");
    }
}
