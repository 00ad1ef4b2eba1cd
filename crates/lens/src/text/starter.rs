//! The starter texts (自编语料): templates written for this program, filled in the same way each time. It must not know what
//! is learned from them. No sentence of them is anybody's; names and places are made up.

use std::collections::HashMap;

use super::key::Disorder;

const FILES: [&str; 3] = [
    include_str!("../../starter/offers.txt"),
    include_str!("../../starter/reports.txt"),
    include_str!("../../starter/ordinary.txt"),
];
const SLOTS: &str = include_str!("../../starter/slots.txt");
/// Slots that keep their filling within a text: it speaks of one firm, one platform, one coin.
const KEPT: [&str; 3] = ["司", "台", "币"];
/// Each template is filled this many times.
const COPIES: usize = 6;
/// Longer texts put together of several, of each kind.
const LONG: usize = 500;

/// A starter text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterText {
    /// The text.
    pub text: String,
    /// Whether an offer or a report of illegal fundraising.
    pub yes: bool,
    /// What it is about: the heading in the file.
    pub form: String,
    /// Number of its template; texts of one template are near to each other.
    pub template: usize,
}

/// All starter texts: each template filled several times, then longer ones made of several.
pub fn corpus() -> Vec<StarterText> {
    let slots = slots();
    let mut disorder = Disorder::new(20_261_128);
    let mut made = Vec::new();
    for (template, (yes, form, line)) in templates().enumerate() {
        for _ in 0..COPIES {
            let mut filling = Filling {
                slots: &slots,
                disorder: &mut disorder,
                kept: HashMap::new(),
            };
            made.push(StarterText {
                text: filling.fill(line),
                yes,
                form: form.to_owned(),
                template,
            });
        }
    }
    let long = longer(&made, &mut disorder);
    made.extend(long);
    made
}

fn templates() -> impl Iterator<Item = (bool, &'static str, &'static str)> {
    FILES.iter().flat_map(|file| {
        let mut heading = (false, "");
        let lines = file
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'));
        lines.filter_map(move |line| match line.strip_prefix("= ") {
            Some(head) => {
                let (answer, form) = head.split_once(' ').unwrap_or((head, ""));
                heading = (answer == "是", form);
                None
            }
            None => Some((heading.0, heading.1, line)),
        })
    })
}

fn slots() -> HashMap<&'static str, Vec<&'static str>> {
    let lines = SLOTS.lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once(" = "))
        .map(|(name, words)| (name, alternatives(words)))
        .collect()
}

/// Messages of the field are longer than a slogan: several ordinary texts in one, or what decides among others.
fn longer(texts: &[StarterText], disorder: &mut Disorder) -> Vec<StarterText> {
    let (yes, no): (Vec<_>, Vec<_>) = texts.iter().partition(|t| t.yes);
    let mut made = Vec::new();
    for _ in 0..LONG {
        let pick = |from: &[&StarterText], disorder: &mut Disorder| {
            from.get(disorder.below(from.len())).map(|t| (*t).clone())
        };
        let ordinary = 2 + disorder.below(4);
        let parts: Vec<_> = (0..ordinary).filter_map(|_| pick(&no, disorder)).collect();
        made.extend(joined(&parts));
        let ordinary = disorder.below(3);
        let mut parts: Vec<_> = (0..ordinary).filter_map(|_| pick(&no, disorder)).collect();
        parts.extend(pick(&yes, disorder));
        disorder.shuffle(&mut parts);
        made.extend(joined(&parts));
    }
    made
}

fn joined(parts: &[StarterText]) -> Option<StarterText> {
    let head = parts.iter().find(|p| p.yes).or(parts.first())?;
    Some(StarterText {
        text: parts.iter().map(|p| p.text.as_str()).collect(),
        ..head.clone()
    })
}

/// Fills one template.
struct Filling<'s> {
    slots: &'s HashMap<&'static str, Vec<&'static str>>,
    disorder: &'s mut Disorder,
    kept: HashMap<String, String>,
}

impl Filling<'_> {
    fn fill(&mut self, template: &str) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '<']) {
            out.push_str(&rest[..at]);
            let inner;
            if rest[at..].starts_with('{') {
                let end = at + closing(&rest[at..]);
                inner = self.choose(&alternatives(&rest[at + 1..end]));
                rest = &rest[end + 1..];
            } else {
                let end = at + rest[at..].find('>').unwrap_or(rest.len() - at - 1);
                inner = self.slot(&rest[at + 1..end]);
                rest = &rest[end + 1..];
            }
            out.push_str(&inner);
        }
        out + rest
    }

    fn choose(&mut self, words: &[&str]) -> String {
        let word = words
            .get(self.disorder.below(words.len()))
            .copied()
            .unwrap_or_default();
        self.fill(word)
    }

    fn slot(&mut self, name: &str) -> String {
        if let Some(kept) = self.kept.get(name) {
            return kept.clone();
        }
        let words = self.slots.get(name).cloned().unwrap_or_default();
        let filling = self.choose(&words);
        if KEPT.contains(&name) {
            self.kept.insert(name.to_owned(), filling.clone());
        }
        filling
    }
}

/// Bytes up to the bracket that closes the one `text` begins with.
fn closing(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len() - 1
}

/// Splits at the strokes outside inner brackets.
fn alternatives(text: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_texts_each_time_all_filled() {
        let texts = corpus();
        assert_eq!(texts, corpus());
        assert!(texts.len() > 1500, "only {} texts", texts.len());
        for t in &texts {
            assert!(!t.text.contains(['{', '}', '<', '>', '|']), "{}", t.text);
        }
        let yes = texts.iter().filter(|t| t.yes).count();
        assert!(yes * 3 > texts.len() && yes * 3 < texts.len() * 2, "{yes}");
    }
}
