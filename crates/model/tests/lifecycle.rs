//! Random sequences of moves over the three state machines of the common lifecycle. It must not know
//! the store: what is held here holds for every caller.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that does not parse is a broken test"
)]

use fangfei_model::{
    assessment::{Assessment, AssessmentState, Conclusion, View},
    clue::{Channel, CheckConclusion, Clue, ClueFacts, ClueState, ClueStatus, FirstCheck},
    ctx::Stamp,
    id::{AssessmentId, ClueId, EvidenceId, RiskItemId, UnitId, UserId},
    level::{Grades, Level},
    money::Fen,
    record::Record,
    refusal::Refusal,
    risk_item::{
        Assignment, CloseApplication, Progress, RiskItem, RiskState, RiskStatus, Track, Turn,
        Verification,
    },
};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date},
};
use proptest::prelude::*;
use uuid::Uuid;

const PEOPLE: u8 = 4;

fn start() -> Timestamp {
    "2024-03-01T02:00:00Z".parse().unwrap()
}

fn stamp(person: u8, hours: i64) -> Stamp {
    Stamp {
        by: Some(UserId::from(Uuid::from_u128(u128::from(person) + 1))),
        name: format!("经办{person}"),
        unit: Some(unit(person)),
        at: start() + SignedDuration::from_hours(hours),
    }
}

fn unit(n: u8) -> UnitId {
    UnitId::from(Uuid::from_u128(100 + u128::from(n)))
}

fn day() -> Date {
    date(2024, 3, 1)
}

fn facts() -> ClueFacts {
    ClueFacts {
        division: "140521100".parse().unwrap(),
        subject: None,
        subject_name: "某养生店".into(),
        channel: Channel::GridPatrol,
        sweep_mode: None,
        campaign: None,
        sector: None,
        found_on: day(),
        facts: "办讲座，承诺月息二分".into(),
        address: None,
        mode: None,
        amount: Some(Fen(30_000_000)),
        amount_approximate: true,
        people: Some(30),
        people_approximate: true,
    }
}

fn new_clue() -> Clue {
    Clue::report(
        ClueId::from(Uuid::from_u128(7)),
        "XS-2024-000001".into(),
        start(),
        Some(unit(0)),
        facts(),
    )
    .unwrap()
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![
        Just(Level::Low),
        Just(Level::Medium),
        Just(Level::High),
        Just(Level::Major)
    ]
}

/// A text that may be blank: a reason left out.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![1 => Just(String::new()), 1 => Just("  \n".to_owned()), 6 => "[一-龥]{1,8}"]
}

/// Every refusal says what was tried, why not, and what to do instead.
fn explained(refusal: &Refusal) -> bool {
    !refusal.what.is_empty() && !refusal.why.is_empty() && !refusal.next.is_empty()
}

#[derive(Debug, Clone)]
enum ClueMove {
    Supplement(String),
    Accept(u8, i64),
    Reassign(u8, i64, String),
    Refuse(String),
    Check(CheckConclusion, String, Option<u32>, i64),
    Grade(Level),
    List,
}

fn clue_move() -> impl Strategy<Value = ClueMove> {
    let conclusion = prop_oneof![
        4 => Just(CheckConclusion::Assess),
        1 => Just(CheckConclusion::NoRisk),
        1 => Just(CheckConclusion::OtherDepartment)
    ];
    prop_oneof![
        text().prop_map(ClueMove::Supplement),
        (0..PEOPLE, -3i64..40).prop_map(|(u, d)| ClueMove::Accept(u, d)),
        (0..PEOPLE, -3i64..40, text()).prop_map(|(u, d, t)| ClueMove::Reassign(u, d, t)),
        text().prop_map(ClueMove::Refuse),
        (
            conclusion,
            text(),
            proptest::option::of(0u32..9_000),
            -2i64..2
        )
            .prop_map(|(c, t, p, d)| ClueMove::Check(c, t, p, d)),
        level().prop_map(ClueMove::Grade),
        Just(ClueMove::List),
    ]
}

fn in_days(days: i64) -> Date {
    day().checked_add(jiff::Span::new().days(days)).unwrap()
}

fn make_clue_move(clue: Clue, step: ClueMove) -> Result<Clue, Refusal> {
    match step {
        ClueMove::Supplement(words) => clue.supplement(
            day(),
            ClueFacts {
                facts: words,
                ..facts()
            },
        ),
        ClueMove::Accept(to, days) => clue.accept(stamp(0, 1), unit(to), in_days(days)),
        ClueMove::Reassign(to, days, why) => {
            clue.reassign(stamp(0, 2), unit(to), in_days(days), &why)
        }
        ClueMove::Refuse(why) => clue.refuse(stamp(0, 1), &why),
        ClueMove::Check(conclusion, findings, people, days) => clue.record_check(FirstCheck {
            on: in_days(days),
            manner: "现场查看".into(),
            findings,
            people,
            amount: None,
            conclusion,
            handed_to: Some("县教育局".into()),
            stamp: stamp(1, 3),
        }),
        ClueMove::Grade(level) => clue.grade(AssessmentId::from(Uuid::from_u128(8)), level),
        ClueMove::List => clue.list(RiskItemId::from(Uuid::from_u128(9))),
    }
}

/// The moves that the lifecycle allows from each state, whatever is filled in.
fn clue_way(from: ClueStatus, to: ClueStatus) -> bool {
    use ClueStatus as S;
    matches!(
        (from, to),
        (S::Received, S::Received | S::Accepted | S::Refused)
            | (
                S::Accepted,
                S::Accepted | S::Checked | S::SetAside | S::HandedOver
            )
            | (S::Checked, S::Graded)
            | (S::Graded, S::Listed)
    )
}

proptest! {
    #[test]
    fn a_clue_only_ever_goes_the_allowed_way(moves in proptest::collection::vec(clue_move(), 1..40)) {
        let mut clue = new_clue();
        for step in moves {
            let before = clue.clone();
            match make_clue_move(clue, step) {
                Ok(after) => {
                    prop_assert!(clue_way(before.state.status(), after.state.status()));
                    prop_assert_eq!(after.state.acceptance().is_some(), !matches!(after.state.status(), ClueStatus::Received | ClueStatus::Refused));
                    prop_assert_eq!(after.state.acceptance().map(|a| a.unit), after.unit);
                    let kept = |c: &Clue| c.state.acceptance().map_or(0, |a| a.reassigned.len());
                    prop_assert!(kept(&after) >= kept(&before), "an earlier assignment was lost");
                    if let Some(check) = before.state.check() {
                        prop_assert_eq!(after.state.check(), Some(check), "a check was changed afterwards");
                    }
                    prop_assert_eq!((&after.id, &after.number, after.registered_at), (&before.id, &before.number, before.registered_at));
                    prop_assert!(!after.facts.trim().is_empty());
                    clue = after;
                }
                Err(refusal) => {
                    prop_assert!(explained(&refusal), "{refusal:?}");
                    clue = before;
                }
            }
            let values = clue.values();
            prop_assert_eq!(values.len(), Clue::FIELDS.len());
            prop_assert!(values.iter().zip(Clue::FIELDS).all(|(v, f)| v.fits(f.kind)));
            let kept: Clue = serde_json::from_str(&serde_json::to_string(&clue).unwrap()).unwrap();
            prop_assert_eq!(&kept, &clue);
        }
    }
}

#[derive(Debug, Clone)]
enum RiskMove {
    Progress(u8, String, Option<i64>),
    Correct(u8, usize, String, Option<i64>, String),
    Replan(u8, String, i64, String),
    Apply(u8, String, usize),
    Verify(u8, String),
    SendBack(u8, String),
    Close(u8),
    Reopen(u8, String),
    Regrade(u8, Level),
}

fn risk_move() -> impl Strategy<Value = RiskMove> {
    let who = 0..PEOPLE;
    prop_oneof![
        (who.clone(), text(), proptest::option::of(-5i64..1_000_000))
            .prop_map(|(w, t, f)| RiskMove::Progress(w, t, f)),
        (
            who.clone(),
            0usize..4,
            text(),
            proptest::option::of(-5i64..1_000_000),
            text()
        )
            .prop_map(|(w, at, t, f, why)| RiskMove::Correct(w, at, t, f, why)),
        (who.clone(), text(), -3i64..90, text())
            .prop_map(|(w, p, d, t)| RiskMove::Replan(w, p, d, t)),
        (who.clone(), text(), 0usize..3).prop_map(|(w, t, n)| RiskMove::Apply(w, t, n)),
        (who.clone(), text()).prop_map(|(w, t)| RiskMove::Verify(w, t)),
        (who.clone(), text()).prop_map(|(w, t)| RiskMove::SendBack(w, t)),
        who.clone().prop_map(RiskMove::Close),
        (who.clone(), text()).prop_map(|(w, t)| RiskMove::Reopen(w, t)),
        (who, level()).prop_map(|(w, l)| RiskMove::Regrade(w, l)),
    ]
}

fn assignment(plan: &str, days: i64) -> Assignment {
    Assignment {
        unit: unit(2),
        owner: "王某".into(),
        leader: "李某".into(),
        track: Track::Rectify,
        plan: plan.to_owned(),
        due: in_days(days),
    }
}

fn new_item() -> RiskItem {
    let item = RiskItem {
        id: RiskItemId::from(Uuid::from_u128(9)),
        number: "FX-2024-0001".into(),
        clue: ClueId::from(Uuid::from_u128(7)),
        subject: None,
        subject_name: "某养生店".into(),
        campaign: None,
        division: "140521100".parse().unwrap(),
        sector: None,
        assessment: AssessmentId::from(Uuid::from_u128(8)),
        level: Level::Medium,
        people: Some(30),
        amount: None,
        opened: stamp(0, 0),
        assignment: assignment("责令停止宣传，限期清退", 60),
        progress: Vec::new(),
        turns: Vec::new(),
        origin_unit: Some(unit(0)),
        state: RiskState::Listed,
    };
    item.opened().unwrap()
}

fn make_risk_move(item: RiskItem, step: RiskMove, hour: i64) -> Result<RiskItem, Refusal> {
    match step {
        RiskMove::Progress(who, text, refunded) => item.add_progress(Progress {
            on: day(),
            text,
            refunded: refunded.map(Fen),
            refunded_people: None,
            stamp: stamp(who, hour),
        }),
        RiskMove::Correct(who, at, text, refunded, why) => {
            let to = Progress {
                on: day(),
                text,
                refunded: refunded.map(Fen),
                refunded_people: None,
                stamp: stamp(who, hour),
            };
            item.correct_progress(at, to, &why)
        }
        RiskMove::Replan(who, plan, days, why) => {
            item.replan(stamp(who, 0), assignment(&plan, days), &why)
        }
        RiskMove::Apply(who, statement, proofs) => item.apply_close(CloseApplication {
            stamp: stamp(who, hour),
            statement,
            evidence: (0..proofs)
                .map(|n| EvidenceId::from(Uuid::from_u128(n as u128)))
                .collect(),
        }),
        RiskMove::Verify(who, opinion) => item.verify(Verification {
            stamp: stamp(who, hour),
            opinion,
        }),
        RiskMove::SendBack(who, why) => item.send_back(stamp(who, hour), &why),
        RiskMove::Close(who) => item.close(stamp(who, hour)),
        RiskMove::Reopen(who, why) => item.reopen(stamp(who, hour), &why),
        RiskMove::Regrade(who, to) => item.regrade(
            stamp(who, hour),
            AssessmentId::from(Uuid::from_u128(80)),
            to,
        ),
    }
}

/// The entry that a correction took away, where the move was one.
fn corrected<'a>(before: &RiskItem, after: &'a RiskItem) -> Option<&'a Progress> {
    match after.turns.get(before.turns.len()) {
        Some(Turn::Corrected { from, .. }) => Some(from),
        _ => None,
    }
}

fn risk_way(from: RiskStatus, to: RiskStatus) -> bool {
    use RiskStatus as S;
    from == to && from != S::Closed
        || matches!(
            (from, to),
            (S::Listed, S::InDisposal)
                | (S::InDisposal, S::CloseApplied)
                | (S::CloseApplied, S::Verified | S::InDisposal)
                | (S::Verified, S::Closed | S::InDisposal)
                | (S::Closed, S::InDisposal)
        )
}

/// Whoever applied has neither verified nor approved.
fn duties_are_separate(item: &RiskItem) -> bool {
    match &item.state {
        RiskState::Verified {
            application,
            verification,
        } => application.stamp.by != verification.stamp.by,
        RiskState::Closed {
            application,
            verification,
            approval,
        } => application.stamp.by != verification.stamp.by && application.stamp.by != approval.by,
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_risk_item_only_ever_goes_the_allowed_way(moves in proptest::collection::vec(risk_move(), 1..60)) {
        let mut item = new_item();
        for (hour, step) in (1i64..).zip(moves) {
            let before = item.clone();
            match make_risk_move(item, step, hour) {
                Ok(after) => {
                    prop_assert!(risk_way(before.status(), after.status()), "{} → {}", before.status(), after.status());
                    prop_assert!(duties_are_separate(&after));
                    prop_assert!(after.turns.len() >= before.turns.len() && after.turns.starts_with(&before.turns), "a turn was lost");
                    match corrected(&before, &after) {
                        Some(from) => {
                            prop_assert_eq!(after.progress.len(), before.progress.len());
                            prop_assert!(before.progress.contains(from), "what stood there before was lost");
                            let kept = before.progress.iter().zip(&after.progress).filter(|(was, is)| was == is);
                            prop_assert!(kept.count() + 1 == before.progress.len(), "another entry was changed");
                        }
                        None => {
                            prop_assert!(after.progress.starts_with(&before.progress), "an entry of progress was lost");
                            prop_assert!(after.refunded() >= before.refunded());
                        }
                    }
                    prop_assert!(after.reopened() >= before.reopened());
                    if before.status() == RiskStatus::Closed {
                        prop_assert_eq!(after.reopened(), before.reopened() + 1);
                        prop_assert!(matches!(after.turns.last(), Some(Turn::Reopened { .. })), "the close-out was lost");
                    }
                    item = after;
                }
                Err(refusal) => {
                    prop_assert!(explained(&refusal), "{refusal:?}");
                    item = before;
                }
            }
            prop_assert!(item.values().iter().zip(RiskItem::FIELDS).all(|(v, f)| v.fits(f.kind)));
            prop_assert_eq!(item.closed_on().is_some(), item.status() == RiskStatus::Closed);
            let kept: RiskItem = serde_json::from_str(&serde_json::to_string(&item).unwrap()).unwrap();
            prop_assert_eq!(&kept, &item);
        }
    }
}

fn new_assessment() -> Assessment {
    Assessment {
        id: AssessmentId::from(Uuid::from_u128(8)),
        number: "HS-2024-0001".into(),
        clue: ClueId::from(Uuid::from_u128(7)),
        risk_item: None,
        subject_name: "某养生店".into(),
        facts: "办讲座，承诺月息二分".into(),
        division: "140521100".parse().unwrap(),
        unit: unit(0),
        opened: stamp(0, 0),
        invited: vec![unit(1), unit(2)],
        people: Some(30),
        amount: None,
        views: Vec::new(),
        state: AssessmentState::Open,
    }
}

fn grades(spread: Level, harm: Level) -> Grades {
    Grades {
        crowd: Level::Low,
        exposure: Level::Low,
        spread,
        harm,
    }
}

#[derive(Debug, Clone)]
enum AssessmentMove {
    Invite(u8),
    View {
        who: u8,
        level: Level,
        spread: Level,
        words: String,
        spread_words: String,
    },
    Conclude {
        who: u8,
        level: Level,
        words: String,
        on_dissent: Option<String>,
    },
}

fn assessment_move() -> impl Strategy<Value = AssessmentMove> {
    prop_oneof![
        1 => (0..PEOPLE).prop_map(AssessmentMove::Invite),
        6 => (0..PEOPLE, level(), level(), text(), text())
            .prop_map(|(who, level, spread, words, spread_words)| AssessmentMove::View { who, level, spread, words, spread_words }),
        2 => (0..PEOPLE, level(), text(), proptest::option::of(text()))
            .prop_map(|(who, level, words, on_dissent)| AssessmentMove::Conclude { who, level, words, on_dissent }),
    ]
}

fn make_assessment_move(
    item: Assessment,
    step: AssessmentMove,
    hour: i64,
) -> Result<Assessment, Refusal> {
    match step {
        AssessmentMove::Invite(who) => item.invite([unit(who)]),
        AssessmentMove::View {
            who,
            level,
            spread,
            words,
            spread_words,
        } => item.give_view(View {
            stamp: stamp(who, hour),
            unit_name: format!("单位{who}"),
            grades: grades(spread, Level::Low),
            level,
            reason: words,
            spread_reason: spread_words,
            harm_reason: String::new(),
        }),
        AssessmentMove::Conclude {
            who,
            level,
            words,
            on_dissent,
        } => item.conclude(Conclusion {
            stamp: stamp(who, hour),
            grades: grades(Level::Low, Level::Low),
            level,
            reason: words,
            on_dissent,
        }),
    }
}

proptest! {
    #[test]
    fn an_assessment_keeps_every_view_and_is_concluded_once(moves in proptest::collection::vec(assessment_move(), 1..40)) {
        let mut item = new_assessment();
        for (hour, step) in (1i64..).zip(moves) {
            let before = item.clone();
            match make_assessment_move(item, step, hour) {
                Ok(after) => {
                    prop_assert!(before.conclusion().is_none(), "a concluded assessment was changed");
                    prop_assert!(after.invited.starts_with(&before.invited));
                    prop_assert!(after.views.len() >= before.views.len(), "a unit's view was lost");
                    let mut units: Vec<_> = after.views.iter().map(|v| v.stamp.unit).collect();
                    units.sort();
                    units.dedup();
                    prop_assert_eq!(units.len(), after.views.len(), "one unit has two views");
                    prop_assert!(after.views.iter().all(|v| v.stamp.unit.is_some_and(|u| after.invited.contains(&u))));
                    prop_assert!(after.views.iter().all(|v| v.grades.spread == Level::Low || !v.spread_reason.trim().is_empty()));
                    item = after;
                }
                Err(refusal) => {
                    prop_assert!(explained(&refusal), "{refusal:?}");
                    item = before;
                }
            }
            if let Some(conclusion) = item.conclusion() {
                prop_assert!(item.views.iter().any(|v| v.stamp.by != conclusion.stamp.by), "one person alone decided");
                let answered = conclusion.on_dissent.as_deref().is_some_and(|t| !t.trim().is_empty());
                prop_assert!(item.dissent().count() == 0 || answered, "dissent was passed over");
            }
            prop_assert_eq!(item.outstanding().count() + item.views.len(), item.invited.len());
        }
    }
}

#[test]
fn a_figure_found_out_by_the_check_is_no_longer_about() {
    let clue = new_clue()
        .accept(stamp(0, 1), unit(1), in_days(30))
        .unwrap();
    let clue = make_clue_move(
        clue,
        ClueMove::Check(CheckConclusion::Assess, "走访核实".into(), Some(42), 0),
    )
    .unwrap();
    assert_eq!((clue.people, clue.people_approximate), (Some(42), false));
    assert_eq!(
        (clue.amount, clue.amount_approximate),
        (Some(Fen(30_000_000)), true)
    );
}

#[test]
fn a_late_item_can_be_replanned_without_moving_its_day() {
    let item = new_item();
    let late = stamp(0, 24 * 90);
    let same_day = assignment("补充约谈，分批清退", 60);
    assert!(
        item.clone()
            .replan(late.clone(), same_day, "第一批清退未完成")
            .is_ok()
    );
    let refusal = item
        .replan(late, assignment("补充约谈", 61), "延期")
        .unwrap_err();
    assert!(refusal.to_string().contains("早于今天"), "{refusal}");
}

#[test]
fn the_same_application_is_not_handed_in_twice() {
    let application = |hour| CloseApplication {
        stamp: stamp(1, hour),
        statement: "已全部清退".into(),
        evidence: vec![EvidenceId::from(Uuid::from_u128(1))],
    };
    let item = new_item();
    let item = make_risk_move(item, RiskMove::Progress(1, "已清退".into(), Some(5)), 1).unwrap();
    let item = item
        .apply_close(application(2))
        .unwrap()
        .send_back(stamp(2, 3), "清单与回单不符")
        .unwrap();
    let refusal = item.clone().apply_close(application(4)).unwrap_err();
    assert!(refusal.to_string().contains("退回"), "{refusal}");
    let better = CloseApplication {
        statement: "已补充银行回单".into(),
        ..application(5)
    };
    assert!(item.apply_close(better).is_ok());
}

#[test]
fn a_state_read_back_carries_what_led_to_it() {
    let json = r#"{"status":"accepted"}"#;
    assert!(
        serde_json::from_str::<ClueState>(json).is_err(),
        "an accepted clue without its acceptance"
    );
    assert!(serde_json::from_str::<RiskState>(r#"{"status":"closed"}"#).is_err());
}
