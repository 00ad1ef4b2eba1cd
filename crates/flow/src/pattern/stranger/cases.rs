//! One-off relations in small lists worked out by hand. It must not test chance, which has its own table.

use crate::pattern::{Finding, Parameters, Pattern, find};
use crate::story::Story;

/// A list in which everybody deals with three others again and again.
fn village() -> Story {
    let mut story = Story::new();
    for who in 0..120 {
        for step in [1, 7, 31] {
            let other = (who + step) % 120;
            for month in 1..=3 {
                let (payer, payee) = (format!("户{who}"), format!("户{other}"));
                let day = format!("2024-0{month}-{:02}", 1 + (who + step) % 28);
                story.pay(&day, &payer, &payee, "800", "");
            }
        }
    }
    story
}

fn found(story: &Story, pattern: Pattern) -> Vec<Finding> {
    let findings = find(&story.sorted(), &Parameters::shipped().unwrap());
    findings
        .into_iter()
        .filter(|f| f.pattern == pattern)
        .collect()
}

#[test]
fn several_strangers_at_one_account_are_no_chance() {
    let mut story = village();
    for who in [3, 40, 77, 90, 101] {
        story.pay("2024-02-11", &format!("户{who}"), "户20", "310", "");
    }
    let fan = found(&story, Pattern::FanIn);
    assert_eq!(fan.len(), 1);
    assert_eq!(fan[0].accounts, [story.id("户20")]);
    assert_eq!(fan[0].transfers.len(), 5);
    assert!(fan[0].reason.contains("5个账户"), "{}", fan[0].reason);
    assert!(found(&story, Pattern::FanOut).is_empty());
}

#[test]
fn a_ring_is_found_in_whatever_order_of_time() {
    let mut story = village();
    let ring = [5, 50, 95, 23, 68];
    for (i, who) in ring.iter().enumerate() {
        let payee = ring[(i + 1) % ring.len()];
        let day = format!("2024-02-{:02}", 20 - i * 3);
        let amount = format!("{}", 300 + i * 90);
        story.pay(
            &day,
            &format!("户{who}"),
            &format!("户{payee}"),
            &amount,
            "",
        );
    }
    let rings = found(&story, Pattern::CycleUnordered);
    assert_eq!(rings.len(), 1, "{rings:?}");
    assert_eq!(rings[0].accounts.len(), 5);
    assert!(found(&story, Pattern::Cycle).is_empty());
}

#[test]
fn what_is_spread_and_gathered_is_told_once() {
    let mut story = village();
    for who in [10, 30, 50, 70, 90] {
        story.pay("2024-02-03", "户0", &format!("户{who}"), "180", "");
        story.pay("2024-02-09", &format!("户{who}"), "户64", "180", "");
    }
    let found = find(&story.sorted(), &Parameters::shipped().unwrap());
    let patterns: Vec<Pattern> = found.iter().map(|f| f.pattern).collect();
    assert_eq!(patterns, [Pattern::ScatterGather]);
    assert_eq!(found[0].accounts[..2], [story.id("户0"), story.id("户64")]);
}

#[test]
fn where_strangers_are_common_nothing_is_said() {
    let mut story = village();
    for guest in 0..60 {
        story.pay("2024-02-11", &format!("客{guest}"), "户20", "310", "");
        let other = format!("户{}", (guest * 2 + 11) % 120);
        story.pay("2024-02-12", &format!("客{guest}"), &other, "55", "");
    }
    assert!(found(&story, Pattern::FanIn).is_empty());
}
