//! Which of two recurring times of one sentence says when: 按月上报…，每月月底前上报 is one duty.
//! It must not know deadlines.

use super::reading::Recurrence;
use super::recurrence::Turn;

/// Leaves out a recurring time that only names the habit whose day another one of the sentence gives.
pub(super) fn drop_vague(sentence: &str, base: usize, turns: &mut Vec<Turn>) {
    let word = |turn: &Turn| &sentence[turn.extent.start - base..turn.extent.end - base];
    let is_exact = |turn: &Turn| word(turn).ends_with('前');
    let exact: Vec<Recurrence> = turns
        .iter()
        .filter(|turn| is_exact(turn))
        .map(|turn| turn.recurrence)
        .collect();
    // “每月上旬将会商情况及时报送”: how, beside when.
    let regular: Vec<usize> = turns
        .iter()
        .filter(|turn| turn.recurrence != Recurrence::OnEvent)
        .map(|turn| turn.extent.end - base)
        .collect();
    turns.retain(|turn| {
        let from = turn.extent.start - base;
        let beside = |end: &usize| {
            let between = sentence.get(*end..from);
            between.is_some_and(|between| !between.contains(['，', '；', '。']))
        };
        !(is_manner(word(turn)) && regular.iter().any(beside))
    });
    turns.retain(|turn| {
        let behind = &sentence[turn.extent.end - base..];
        let names_habit = word(turn).starts_with(['按', '逐', '分']) || names_paper(behind);
        // “定期报送信息采用月报，于每月5日前报送”: the interval is told behind.
        let loose = turn.recurrence == Recurrence::Periodic
            && word(turn) == "定期"
            && ["报送", "上报", "报告"]
                .iter()
                .any(|verb| behind.starts_with(verb))
            && behind.contains("报，");
        let told = exact.contains(&turn.recurrence) && names_habit && !is_exact(turn);
        !(told || loose && !exact.is_empty())
    });
}

/// 及时, 立即: how something is done, when another time says by when.
pub(super) fn is_manner(word: &str) -> bool {
    ["及时", "立即", "即时"].contains(&word)
}

/// 双月|报, 单月|报告制度: the paper of the habit.
fn names_paper(behind: &str) -> bool {
    behind.strip_prefix('报').is_some_and(|rest| {
        !rest.starts_with(['送', '县', '市', '区', '省', '镇', '乡', '请', '至'])
    })
}
