//! Every decision on a clue with person, time and reason, as a timeline. It must not know how decisions
//! are made.

use fangfei_app::clue::ClueFile;
use fangfei_model::{
    assessment::Assessment,
    clue::{Acceptance, ClueState, FirstCheck},
    ctx::Stamp,
    personal_number::masked_words,
};

use crate::{
    staff::{assessments, risks, trail},
    ui::{Event, Tone, format},
};

/// The decisions, newest first.
pub fn decisions(file: &ClueFile) -> Vec<Event> {
    let clue = &file.clue.record;
    let registered = format::moment(clue.registered_at);
    let by = file.units.maybe(clue.origin_unit);
    let mut events = vec![Event::new(registered, "登记线索", by)];
    if let ClueState::Refused { stamp, reason } = &clue.state {
        let refused = at(file, stamp, "不予受理");
        events.push(refused.detail(reason).tone(Tone::Watch));
    }
    if let Some(acceptance) = clue.state.acceptance() {
        events.extend(accepted(file, acceptance));
    }
    events.extend(clue.state.check().map(|check| checked(file, check)));
    for assessment in &file.assessments {
        events.extend(assessed(file, assessment));
    }
    if let Some(item) = &file.risk_item {
        let listed = at(file, &item.opened, format!("挂账 {}", item.number));
        events.push(listed.href(risks::href(item.id)).tone(Tone::Done));
    }
    // Newest first; of one minute, what was done last comes first.
    events.reverse();
    events.sort_by(|a, b| b.at.cmp(&a.at));
    events
}

fn at(file: &ClueFile, stamp: &Stamp, title: impl Into<String>) -> Event {
    let by = trail::by(stamp, &file.units);
    Event::new(format::moment(stamp.at), title, by)
}

/// The acceptance as it was first, then each change with what it changed to.
fn accepted(file: &ClueFile, acceptance: &Acceptance) -> Vec<Event> {
    let last = (acceptance.unit, acceptance.check_due);
    let earlier = acceptance.reassigned.iter().map(|r| (r.unit, r.check_due));
    let mut given = earlier.chain([last]);
    let told = |(unit, due)| format!("由 {} 初核，期限 {due}", file.units.get(unit));
    let first = given.next().map(told).unwrap_or_default();
    let mut events = vec![
        at(file, &acceptance.stamp, "受理")
            .detail(first)
            .tone(Tone::Info),
    ];
    for (change, to) in acceptance.reassigned.iter().zip(given) {
        let text = format!("改{}。理由：{}", told(to), change.reason);
        let event = at(file, &change.stamp, "改派或延期");
        events.push(event.detail(text).tone(Tone::Watch));
    }
    events
}

fn checked(file: &ClueFile, check: &FirstCheck) -> Event {
    let handed = check.handed_to.as_deref().map(|to| format!("（{to}）"));
    let title = format!("初核：{}{}", check.conclusion, handed.unwrap_or_default());
    let text = format!(
        "{} {}。{}",
        check.on,
        check.manner,
        masked_words(&check.findings)
    );
    at(file, &check.stamp, title).detail(text).tone(Tone::Info)
}

fn assessed(file: &ClueFile, assessment: &Assessment) -> Vec<Event> {
    let link = assessments::href(assessment.id);
    let title = format!("组织会商 {}", assessment.number);
    let mut events = vec![at(file, &assessment.opened, title).href(link.clone())];
    if let Some(conclusion) = assessment.conclusion() {
        let title = format!("定级为{}", conclusion.level);
        let event = at(file, &conclusion.stamp, title);
        events.push(event.detail(&conclusion.reason).href(link).tone(Tone::Info));
    }
    events
}
