//! What the labels of examples mean (标签): which say yes, which say no, which name an event. It must not know models.

use std::collections::BTreeSet;

/// Words that say yes and name nothing.
const YES: [&str; 15] = [
    "是",
    "1",
    "true",
    "yes",
    "y",
    "t",
    "positive",
    "pos",
    "illegal",
    "illegal_fundraising",
    "非法",
    "违法",
    "涉嫌",
    "有",
    "非法集资类",
];
/// Names of the offence: they say yes and are events too.
const OFFENCES: [&str; 7] = [
    "非法集资",
    "涉嫌非法集资",
    "非法吸收公众存款",
    "涉嫌非法吸收公众存款",
    "集资诈骗",
    "涉嫌集资诈骗",
    "非法金融活动",
];
/// Labels that say no and name nothing.
const NO: [&str; 17] = [
    "否",
    "0",
    "false",
    "no",
    "n",
    "f",
    "negative",
    "neg",
    "legal",
    "合法",
    "正常",
    "无",
    "不是",
    "normal",
    "非",
    "不涉嫌",
    "",
];

/// A text with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The text.
    pub text: String,
    /// Whether it is an offer or a report of illegal fundraising.
    pub yes: bool,
    /// Events it tells of, or its class.
    pub events: BTreeSet<String>,
    /// The label as given, where there was one.
    pub label: Option<String>,
    /// Names of platforms and firms the labeller marked; none where nobody looked for them.
    pub names: Option<BTreeSet<String>>,
}

/// Which labels say yes.
#[derive(Debug, Clone)]
pub struct LabelRule {
    yes: Vec<String>,
}

impl Default for LabelRule {
    fn default() -> Self {
        Self {
            yes: YES.into_iter().chain(OFFENCES).map(str::to_owned).collect(),
        }
    }
}

impl LabelRule {
    /// Labels that say yes; without any the usual ones.
    pub fn with(yes: &[String]) -> Self {
        if yes.is_empty() {
            return Self::default();
        }
        Self {
            yes: yes.iter().map(|l| plain(l)).collect(),
        }
    }

    /// Whether a label or event says yes.
    pub fn says_yes(&self, label: &str) -> bool {
        self.yes.contains(&plain(label))
    }

    /// An example of a text, its label and its events, each where given.
    pub fn example(&self, text: String, label: Option<String>, events: &[String]) -> Example {
        let given = || label.iter().chain(events);
        let names = |l: &&String| {
            let plain = plain(l);
            !YES.contains(&plain.as_str()) && !NO.contains(&plain.as_str())
        };
        Example {
            yes: given().any(|l| self.says_yes(l)),
            events: given().filter(names).map(|l| l.trim().to_owned()).collect(),
            text,
            label,
            names: None,
        }
    }
}

impl Example {
    /// With the names the labeller marked; an empty list says that there are none.
    #[must_use]
    pub fn with_names(self, names: impl IntoIterator<Item = String>) -> Self {
        Self {
            names: Some(names.into_iter().collect()),
            ..self
        }
    }
}

fn plain(label: &str) -> String {
    label.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rule: &LabelRule, label: &str) -> (bool, Vec<String>) {
        let e = rule.example("文".into(), Some(label.into()), &[]);
        (e.yes, e.events.into_iter().collect())
    }

    #[test]
    fn labels_say_yes_no_or_name_a_class() {
        let rule = LabelRule::default();
        assert_eq!(read(&rule, " 是 "), (true, vec![]));
        assert_eq!(read(&rule, "TRUE"), (true, vec![]));
        assert_eq!(read(&rule, "0"), (false, vec![]));
        assert_eq!(read(&rule, "AD:Loan"), (false, vec!["AD:Loan".into()]));
        assert_eq!(
            read(&rule, "涉嫌非法集资"),
            (true, vec!["涉嫌非法集资".into()])
        );
        let events = ["涉嫌传销".to_owned(), "涉嫌非法集资".to_owned()];
        let e = rule.example("文".into(), None, &events);
        assert!(e.yes && e.events.len() == 2);
    }

    #[test]
    fn the_office_says_which_labels_mean_yes() {
        let rule = LabelRule::with(&["FR:Financial".to_owned()]);
        assert_eq!(
            read(&rule, "fr:financial"),
            (true, vec!["fr:financial".into()])
        );
        assert!(!read(&rule, "涉嫌非法集资").0);
    }
}
