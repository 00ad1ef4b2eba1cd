//! Alerts and rule sets: the moves that an inspection would look at. It must not know the store.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that does not parse is a broken test"
)]

use fangfei_model::{
    alert::{Alert, AlertState, AlertStatus, Sighting},
    ctx::Stamp,
    id::{AlertId, ClueId, IndexRunId, RuleSetId, SubjectId, UserId},
    rule_set::{RuleFile, RuleSet, RuleSetState, RuleSetStatus, RuleTest},
};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

fn stamp(person: u8) -> Stamp {
    Stamp {
        by: Some(UserId::from(Uuid::from_u128(u128::from(person) + 1))),
        name: format!("经办{person}"),
        unit: None,
        at: "2024-07-01T02:00:00Z".parse().unwrap(),
    }
}

fn seen(run: u128, day: i8, rank: u8) -> Sighting {
    Sighting {
        run: IndexRunId::from(Uuid::from_u128(run)),
        as_of: date(2024, 7, day),
        tenths: u16::from(rank) * 200 + 50,
        band: format!("第{rank}段"),
        band_rank: rank,
        points: Vec::new(),
    }
}

fn alert() -> Alert {
    Alert {
        id: AlertId::from(Uuid::from_u128(1)),
        number: "YJ-2024-000001".into(),
        subject: SubjectId::from(Uuid::from_u128(2)),
        subject_name: "云溪某某信息咨询部".into(),
        division: "140521".parse().unwrap(),
        sightings: vec![seen(1, 1, 2)],
        rests: Vec::new(),
        state: AlertState::Open,
    }
}

fn draft() -> RuleSet {
    RuleSet {
        id: RuleSetId::from(Uuid::from_u128(1)),
        number: "ZB-2024-001".into(),
        title: "养老领域加强关注".into(),
        files: Vec::new(),
        digest: "a".into(),
        written: vec![stamp(1)],
        tests: Vec::new(),
        division: "140521".parse().unwrap(),
        unit: None,
        state: RuleSetState::Draft,
    }
}

fn tried(digest: &str) -> RuleTest {
    RuleTest {
        failed: false,
        stamp: stamp(1),
        digest: digest.into(),
        summary: "进入 3 家，离开 1 家".into(),
        report: "0".into(),
    }
}

#[test]
fn a_subject_has_one_open_alert_however_often_it_is_seen() {
    let alert = alert().seen_again(seen(2, 2, 2)).unwrap();
    assert_eq!(alert.sightings.len(), 2);
    let same = alert.clone().seen_again(seen(2, 2, 2)).unwrap();
    assert_eq!(same, alert, "the same run adds nothing");
}

#[test]
fn a_resting_alert_wakes_on_its_day_or_when_it_grows_worse() {
    let rests = || {
        alert()
            .rest(
                stamp(1),
                date(2024, 7, 1),
                date(2024, 7, 20),
                "已约谈，等材料",
            )
            .unwrap()
    };
    let still = rests().seen_again(seen(2, 5, 2)).unwrap();
    assert_eq!(still.status(), AlertStatus::Resting);
    assert_eq!(still.sightings.len(), 2, "it is merged all the same");
    let worse = rests().seen_again(seen(2, 5, 3)).unwrap();
    assert_eq!(worse.status(), AlertStatus::Open);
    let due = rests().seen_again(seen(2, 20, 1)).unwrap();
    assert_eq!(due.status(), AlertStatus::Open);
    assert_eq!(due.rests.len(), 1, "that it rested is kept");
}

#[test]
fn an_alert_rests_only_until_a_later_day_and_for_a_reason() {
    let today = date(2024, 7, 3);
    assert!(alert().rest(stamp(1), today, today, "等").is_err());
    assert!(
        alert()
            .rest(stamp(1), today, date(2024, 8, 1), "  ")
            .is_err()
    );
}

#[test]
fn an_alert_that_became_a_clue_goes_on_there() {
    let clue = ClueId::from(Uuid::from_u128(7));
    let ended = alert().open_clue(stamp(1), clue).unwrap();
    assert_eq!(ended.status(), AlertStatus::ClueOpened);
    let refused = ended.clone().seen_again(seen(3, 9, 4)).unwrap_err();
    assert!(refused.to_string().contains("已转线索"), "{refused}");
    assert!(ended.clone().open_clue(stamp(1), clue).is_err());
    assert!(ended.set_aside(stamp(1), "看过").is_err());
}

#[test]
fn who_wrote_a_rule_set_does_not_publish_it() {
    let set = draft()
        .change(stamp(2), Vec::new(), "b".into())
        .unwrap()
        .tested(tried("b"))
        .unwrap();
    for writer in [1, 2] {
        let refused = set.clone().publish(stamp(writer), "同意").unwrap_err();
        assert!(refused.to_string().contains("同一人"), "{refused}");
    }
    let published = set.publish(stamp(3), "试运行结果可以接受").unwrap();
    assert_eq!(published.status(), RuleSetStatus::Published);
    assert!(
        published
            .clone()
            .change(stamp(1), Vec::new(), "c".into())
            .is_err()
    );
    assert_eq!(
        published.replaced(stamp(4)).unwrap().status(),
        RuleSetStatus::Replaced
    );
}

#[test]
fn a_change_after_the_trial_needs_another_trial() {
    let file = RuleFile {
        name: "elder_prepaid".into(),
        text: "enabled = false".into(),
    };
    let set = draft()
        .tested(tried("a"))
        .unwrap()
        .change(stamp(1), vec![file], "b".into())
        .unwrap();
    let refused = set.clone().publish(stamp(3), "同意").unwrap_err();
    assert!(refused.to_string().contains("没有试运行"), "{refused}");
    assert!(
        set.tested(tried("b"))
            .unwrap()
            .publish(stamp(3), "同意")
            .is_ok()
    );
}

proptest! {
    /// Whatever is tried in whatever order, an alert that has ended stays as it was, nothing that was
    /// seen is lost, and every refusal says why and what to do.
    #[test]
    fn no_sequence_of_moves_loses_a_sighting(moves in prop::collection::vec((0u8..5, 1i8..28, 0u8..5), 1..20)) {
        let mut alert = alert();
        for (step, (kind, day, rank)) in moves.into_iter().enumerate() {
            let before = alert.clone();
            let run = u128::try_from(step).unwrap() + 10;
            let moved = match kind {
                0 => before.clone().seen_again(seen(run, day, rank)),
                1 => before.clone().rest(stamp(1), date(2024, 7, 1), date(2024, 7, day), "等"),
                2 => before.clone().wake(),
                3 => before.clone().open_clue(stamp(1), ClueId::from(Uuid::from_u128(run))),
                _ => before.clone().set_aside(stamp(1), "看过"),
            };
            match moved {
                Ok(after) => {
                    prop_assert!(before.takes_sightings());
                    prop_assert!(after.sightings.starts_with(&before.sightings));
                    prop_assert!(after.rests.starts_with(&before.rests));
                    alert = after;
                }
                Err(refusal) => prop_assert!(!refusal.why.is_empty() && !refusal.next.is_empty()),
            }
        }
    }
}
