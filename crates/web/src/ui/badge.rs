//! Badges (标签): a state, a risk level, a due date, always in words and shape as well as colour.
//! It must not know the state machines that produce the words.

use askama::Template;

use super::{filters, markup::markup};

/// What a colour means. Red (`Danger`) is kept for overdue and dangerous things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// No meaning beyond the words.
    #[default]
    Neutral,
    /// Under way.
    Info,
    /// Needs an eye on it (关注).
    Watch,
    /// Done well (完成).
    Done,
    /// Overdue or dangerous (逾期、危险).
    Danger,
}

impl Tone {
    /// The end of the CSS class, as in `badge--watch`.
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Watch => "watch",
            Self::Done => "done",
            Self::Danger => "danger",
        }
    }

    /// The icon that says the same without colour.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Neutral | Self::Info => "info",
            Self::Watch => "alert",
            Self::Done => "check-circle",
            Self::Danger => "stop",
        }
    }
}

/// Risk level (风险等级) as it is shown: words, number of bars, colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 低
    Low,
    /// 中
    Medium,
    /// 高
    High,
    /// 重大
    Major,
}

impl Level {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "低",
            Self::Medium => "中",
            Self::High => "高",
            Self::Major => "重大",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Low => "level-1",
            Self::Medium => "level-2",
            Self::High => "level-3",
            Self::Major => "level-4",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Major => "major",
        }
    }
}

/// A short word or two with a tone, printed with `{{ badge }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/badge.html")]
pub struct Badge {
    text: String,
    class: &'static str,
    icon: &'static str,
    spoken: &'static str,
}
markup!(Badge);

impl Badge {
    /// A state (状态) such as 处置中: a dot and the word.
    pub fn state(text: impl Into<String>, tone: Tone) -> Self {
        Self::new(text, tone.class(), "dot", "")
    }

    /// A label without a state, such as a source or a category.
    pub fn tag(text: impl Into<String>) -> Self {
        Self::new(text, "tag", "", "")
    }

    /// A risk level (风险等级): bars and the word.
    pub fn level(level: Level) -> Self {
        Self::new(level.label(), level.class(), level.icon(), "风险等级：")
    }

    /// A due date (期限) seen from today; negative when it has passed.
    ///
    /// Overdue is solid red, three days or fewer is amber, more is plain.
    pub fn due_in(days: i64) -> Self {
        match days {
            ..0 => Self::new(format!("逾期 {} 天", -days), "overdue", "clock", ""),
            0 => Self::new("今天到期", "watch", "clock", ""),
            1..=3 => Self::new(format!("剩 {days} 天"), "watch", "clock", ""),
            _ => Self::new(format!("剩 {days} 天"), "neutral", "clock", ""),
        }
    }

    fn new(
        text: impl Into<String>,
        class: &'static str,
        icon: &'static str,
        spoken: &'static str,
    ) -> Self {
        Self {
            text: text.into(),
            class,
            icon,
            spoken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overdue_is_said_in_words_and_marked() {
        let html = Badge::due_in(-4).to_string();
        assert!(
            html.contains("逾期 4 天") && html.contains("badge--overdue"),
            "{html}"
        );
    }

    #[test]
    fn due_date_turns_amber_three_days_before() {
        assert!(Badge::due_in(3).to_string().contains("badge--watch"));
        assert!(Badge::due_in(4).to_string().contains("badge--neutral"));
        assert!(Badge::due_in(0).to_string().contains("今天到期"));
    }

    #[test]
    fn every_level_differs_in_word_and_shape() {
        let shown = [Level::Low, Level::Medium, Level::High, Level::Major]
            .map(|level| (level.label(), level.icon()));
        for (index, this) in shown.iter().enumerate() {
            for other in &shown[index + 1..] {
                assert!(this.0 != other.0 && this.1 != other.1);
            }
        }
    }

    #[test]
    fn text_is_escaped() {
        let html = Badge::state("<b>", Tone::Info).to_string();
        assert!(!html.contains("<b>"), "{html}");
    }
}
