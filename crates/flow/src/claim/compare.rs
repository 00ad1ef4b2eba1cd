//! A claim beside what was seen, figure by figure, with the difference in words. It must not know
//! papers.

use fangfei_model::{
    claim::{CheckLine, ClaimFigures, LineOutcome},
    money::Fen,
};
use serde::Serialize;

use super::Seen;

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What the statements show; none where they do not show this person.
    pub found: Option<ClaimFigures>,
    /// Whether the statements are complete for this person.
    pub certain: bool,
    /// Principal in, principal back, gains, loss.
    pub lines: Vec<CheckLine>,
}

/// What a figure can be by the statements: at least, at most (none: nothing bounds it).
#[derive(Clone, Copy)]
struct Range {
    least: Fen,
    most: Option<Fen>,
}

/// Compares a claim with what was seen. `namesakes` others bear the name and were left out.
pub fn compare(claimed: ClaimFigures, seen: Option<&Seen>, namesakes: usize) -> Comparison {
    let Some(seen) = seen else {
        return not_found(claimed, namesakes);
    };
    let found = seen.figures;
    let most = |fen: Fen| (!seen.may_miss).then_some(fen);
    let ranges = [
        Range {
            least: found.paid_in,
            most: most(found.paid_in),
        },
        Range {
            least: found.returned,
            most: most(Fen(found.returned.0 + seen.undecided.0)),
        },
        Range {
            least: Fen(found.received.0 - seen.undecided.0),
            most: most(found.received),
        },
    ];
    let mut lines: Vec<CheckLine> = figures(claimed)
        .into_iter()
        .zip(figures(found))
        .zip(ranges)
        .map(|(((title, claimed), (_, found)), range)| line(title, claimed, found, range, seen))
        .collect();
    lines.push(loss(claimed, seen, &lines));
    if namesakes > 0 {
        lines[0].note.push_str(&format!(
            "；另有 {namesakes} 个同名账户没有计入，请核对证件号"
        ));
    }
    Comparison {
        found: Some(found),
        certain: seen.doubts.is_empty(),
        lines,
    }
}

fn figures(figures: ClaimFigures) -> [(&'static str, Fen); 3] {
    [
        ("投入本金", figures.paid_in),
        ("已返还本金", figures.returned),
        ("已得利息、分红、提成", figures.received),
    ]
}

fn line(title: &str, claimed: Fen, found: Fen, range: Range, seen: &Seen) -> CheckLine {
    let above = range.most.is_some_and(|most| claimed > most);
    let exact = range.most == Some(range.least);
    let (outcome, mut note) = if claimed < range.least {
        (
            LineOutcome::ClaimLower,
            differs("少", range.least.0 - claimed.0),
        )
    } else if above {
        (
            LineOutcome::ClaimHigher,
            differs("多", claimed.0 - range.most.unwrap_or(range.least).0),
        )
    } else if exact || claimed == found && !seen.may_miss && seen.undecided == Fen::ZERO {
        (LineOutcome::Same, "与流水一致".to_owned())
    } else {
        (LineOutcome::Uncertain, within(claimed, range, &seen.doubts))
    };
    note.push_str(&format!("；流水共 {} 笔", seen.transfers.len()));
    CheckLine {
        title: title.to_owned(),
        claimed,
        found: Some(found),
        outcome,
        note,
    }
}

fn differs(word: &str, fen: i64) -> String {
    format!("申报比流水{word} {} 元", Fen(fen).grouped())
}

fn within(claimed: Fen, range: Range, doubts: &[Box<str>]) -> String {
    let bounds = match range.most {
        Some(most) => format!(
            "流水只能确定在 {} 元至 {} 元之间",
            range.least.grouped(),
            most.grouped()
        ),
        None if claimed == range.least => "与流水可见的一致，但可能还有".to_owned(),
        None => format!("流水可见 {} 元，可能还有", range.least.grouped()),
    };
    let more = claimed.0 - range.least.0;
    let more = if more > 0 {
        format!("，申报多 {} 元", Fen(more).grouped())
    } else {
        String::new()
    };
    format!("{bounds}{more}（{}）", doubts.join("；"))
}

/// The loss does not depend on what is principal and what is gain, so that it may agree where the
/// parts do not.
fn loss(claimed: ClaimFigures, seen: &Seen, lines: &[CheckLine]) -> CheckLine {
    let claimed_parts = claimed;
    let (claimed, found) = (claimed.loss(), seen.figures.loss());
    let parts_differ = lines.iter().any(|line| line.outcome != LineOutcome::Same);
    let (outcome, note) = match claimed.cmp(&found) {
        std::cmp::Ordering::Equal
            if figures(claimed_parts) == figures(seen.figures) && seen.may_miss =>
        {
            (
                LineOutcome::Same,
                "与流水可见的一致；流水可能不全".to_owned(),
            )
        }
        std::cmp::Ordering::Equal if parts_differ => {
            (LineOutcome::Same, "净损失一致，只是各项划分不同".to_owned())
        }
        std::cmp::Ordering::Equal => (LineOutcome::Same, "与流水一致".to_owned()),
        _ if seen.may_miss => (
            LineOutcome::Uncertain,
            "流水可能不全，净损失不能确定".to_owned(),
        ),
        std::cmp::Ordering::Greater => {
            (LineOutcome::ClaimHigher, differs("多", claimed.0 - found.0))
        }
        std::cmp::Ordering::Less => (LineOutcome::ClaimLower, differs("少", found.0 - claimed.0)),
    };
    CheckLine {
        title: "净损失".to_owned(),
        claimed,
        found: Some(found),
        outcome,
        note,
    }
}

fn not_found(claimed: ClaimFigures, namesakes: usize) -> Comparison {
    let note = match namesakes {
        0 => "流水中没有此人的账号或姓名；现金、代付请凭书证核对".to_owned(),
        n => format!("流水中有 {n} 个同名账户，不能确定是哪一个；请补登账号"),
    };
    let outcome = if namesakes > 0 {
        LineOutcome::Uncertain
    } else {
        LineOutcome::NotFound
    };
    let mut all = figures(claimed).to_vec();
    all.push(("净损失", claimed.loss()));
    let lines = all.into_iter().map(|(title, claimed)| CheckLine {
        title: title.to_owned(),
        claimed,
        found: None,
        outcome,
        note: note.clone(),
    });
    Comparison {
        found: None,
        certain: false,
        lines: lines.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(paid_in: i64, returned: i64, received: i64) -> ClaimFigures {
        ClaimFigures {
            paid_in: Fen(paid_in),
            returned: Fen(returned),
            received: Fen(received),
        }
    }

    fn outcomes(claimed: ClaimFigures, seen: &Seen) -> Vec<LineOutcome> {
        compare(claimed, Some(seen), 0)
            .lines
            .iter()
            .map(|line| line.outcome)
            .collect()
    }

    #[test]
    fn figures_that_agree_and_figures_that_do_not() {
        use LineOutcome::{ClaimHigher, ClaimLower, Same};
        let seen = Seen {
            figures: figures(50_000, 10_000, 5_000),
            ..Seen::default()
        };
        assert_eq!(outcomes(figures(50_000, 10_000, 5_000), &seen), [Same; 4]);
        assert_eq!(
            outcomes(figures(60_000, 10_000, 0), &seen),
            [ClaimHigher, Same, ClaimLower, ClaimHigher]
        );
        let note = compare(figures(60_000, 10_000, 0), Some(&seen), 1).lines[0]
            .note
            .clone();
        assert!(
            note.contains("申报比流水多 100.00 元") && note.contains("1 个同名账户"),
            "{note}"
        );
    }

    #[test]
    fn missing_pages_leave_a_higher_claim_open_and_never_a_lower_one() {
        use LineOutcome::{ClaimLower, Uncertain};
        let seen = Seen {
            figures: figures(50_000, 0, 0),
            may_miss: true,
            doubts: vec!["有缺页".into()],
            ..Seen::default()
        };
        let lines = outcomes(figures(60_000, 0, 0), &seen);
        assert_eq!((lines[0], lines[3]), (Uncertain, Uncertain));
        assert_eq!(outcomes(figures(40_000, 0, 0), &seen)[0], ClaimLower);
    }

    #[test]
    fn principal_and_gain_that_statements_cannot_part_leave_the_loss_certain() {
        use LineOutcome::{ClaimHigher, Same, Uncertain};
        let seen = Seen {
            figures: figures(50_000, 10_000, 5_000),
            undecided: Fen(3_000),
            doubts: vec!["不能区分".into()],
            ..Seen::default()
        };
        assert_eq!(
            outcomes(figures(50_000, 12_000, 3_000), &seen),
            [Same, Uncertain, Uncertain, Same]
        );
        assert_eq!(
            outcomes(figures(50_000, 14_000, 1_000), &seen)[1],
            ClaimHigher
        );
    }

    #[test]
    fn who_is_not_in_the_statements_is_said_so() {
        let comparison = compare(figures(1, 0, 0), None, 0);
        assert!(
            comparison
                .lines
                .iter()
                .all(|line| line.outcome == LineOutcome::NotFound)
        );
        assert_eq!(
            compare(figures(1, 0, 0), None, 2).lines[0].outcome,
            LineOutcome::Uncertain
        );
    }
}
