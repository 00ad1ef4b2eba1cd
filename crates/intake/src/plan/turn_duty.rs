//! Whether a recurring time (每月, 随时, 定期) is a duty or a turn of phrase.
//! It must not know the calendar.

use super::deed_word::names_deed;
use super::reading::Recurrence;
use super::recurrence::{REPORTING, Turn, clause_around};

/// What must be said for a recurring time to be a duty rather than a turn of phrase.
pub(super) fn is_duty(sentence: &str, turn: &Turn, base: usize) -> bool {
    let text = clause_around(sentence, turn.extent.start - base);
    let phrase = &sentence[turn.extent.start - base..];
    let odd = [
        "定期限",
        "定期返",
        "定期存",
        "定期还",
        "定期支",
        "随时准备",
        "随时随地",
        "不定期的",
        "每年人",
        "随时可",
    ]
    .iter()
    .any(|word| phrase.starts_with(word));
    // “每月平均3次”: a figure.
    let odd = odd || sentence[turn.extent.end - base..].starts_with("平均");
    !odd && match turn.recurrence {
        Recurrence::Anytime => REPORTING.is_match(text) || text.contains('报'),
        Recurrence::OnEvent => true,
        _ => {
            let word = &sentence[turn.extent.start - base..turn.extent.end - base];
            word.ends_with('前')
                || names_duty(text)
                || names_duty(next_clause(sentence, turn.extent.end - base))
        }
    }
}

/// 每月不少于2次, 每周走访: how often, or what is done.
fn names_duty(text: &str) -> bool {
    names_deed(text)
        || ["至少", "不少于", "一次", "1次", "两次", "2次"]
            .iter()
            .any(|word| text.contains(word))
}

fn next_clause(sentence: &str, at: usize) -> &str {
    let rest = sentence[at.min(sentence.len())..].trim_start_matches('，');
    let clause = &rest[..rest.find(['，', '；', '。']).unwrap_or(rest.len())];
    // “每年6月底、11月底前，各单位报告”: the clause of the time itself says nothing yet.
    let behind = rest[clause.len()..].strip_prefix('，');
    match behind.filter(|_| is_time_alone(clause)) {
        Some(behind) => &behind[..behind.find(['，', '；', '。']).unwrap_or(behind.len())],
        None => clause,
    }
}

/// 6月底、11月底前; 7月上旬: a time and nothing that is done.
fn is_time_alone(clause: &str) -> bool {
    clause.chars().count() <= 14 && clause.ends_with(['前', '旬', '底', '初', '末', '日', '月'])
}
