//! The course of a risk item: progress, turns and close-outs with person, time and reason, as a
//! timeline. It must not know how moves are made.

use fangfei_app::risk_item::RiskFile;
use fangfei_model::{
    ctx::Stamp,
    risk_item::{CloseApplication, Progress, Turn, Verification},
};

use crate::{
    staff::{assessments, trail},
    ui::{Event, Tone, format},
};

/// The course, newest first.
pub fn course(file: &RiskFile) -> Vec<Event> {
    let item = &file.item.record;
    let listed = at(file, &item.opened, format!("挂账，定级{}", item.level));
    let mut events = vec![listed.tone(Tone::Info)];
    for (at, entry) in item.progress.iter().enumerate() {
        let event = progress(file, entry);
        events.push(match file.moves.progress {
            true => event.step("更正", super::correct::href(item.id, at)),
            false => event,
        });
    }
    for turn in &item.turns {
        events.extend(turned(file, turn));
    }
    let (application, verification, approval) = item.state.closing();
    events.extend(application.map(|a| applied(file, a)));
    events.extend(verification.map(|v| verified(file, v)));
    events.extend(approval.map(|stamp| closed(file, stamp)));
    // Newest first; of one minute, what was done last comes first.
    events.reverse();
    events.sort_by(|a, b| b.at.cmp(&a.at));
    events
}

fn at(file: &RiskFile, stamp: &Stamp, title: impl Into<String>) -> Event {
    let by = trail::by(stamp, &file.units);
    Event::new(format::moment(stamp.at), title, by)
}

fn progress(file: &RiskFile, entry: &Progress) -> Event {
    at(file, &entry.stamp, format!("处置进展（{}）", entry.on)).detail(entered(entry))
}

/// What an entry says, with what was paid back.
fn entered(entry: &Progress) -> String {
    let money = entry.refunded.map(|fen| format::wan(fen.0));
    let people = entry.refunded_people.map(|people| format!("{people} 人"));
    let refunded: Vec<String> = money.into_iter().chain(people).collect();
    let mut text = entry.text.clone();
    if !refunded.is_empty() {
        text.push_str(&format!("\n清退 {}", refunded.join("，")));
    }
    text
}

fn applied(file: &RiskFile, application: &CloseApplication) -> Event {
    let proofs = application.evidence.len();
    let text = format!("{}\n附证明材料 {proofs} 份", application.statement);
    let event = at(file, &application.stamp, "申请销号");
    event.detail(text).tone(Tone::Info)
}

fn verified(file: &RiskFile, verification: &Verification) -> Event {
    let event = at(file, &verification.stamp, "核验通过");
    event.detail(&verification.opinion).tone(Tone::Done)
}

fn closed(file: &RiskFile, approval: &Stamp) -> Event {
    at(file, approval, "批准销号").tone(Tone::Done)
}

/// A turn as events: a reopening brings back the close-out that it undid.
fn turned(file: &RiskFile, turn: &Turn) -> Vec<Event> {
    match turn {
        Turn::SentBack {
            stamp,
            reason,
            application,
        } => {
            let back = at(file, stamp, "退回").detail(reason).tone(Tone::Watch);
            vec![applied(file, application), back]
        }
        Turn::Reopened {
            stamp,
            reason,
            closed: approval,
            application,
            verification,
        } => vec![
            applied(file, application),
            verified(file, verification),
            closed(file, approval),
            at(file, stamp, "重新挂账")
                .detail(reason)
                .tone(Tone::Danger),
        ],
        Turn::Regraded {
            stamp,
            assessment,
            from,
            to,
        } => {
            let event = at(file, stamp, format!("重新定级：{from} → {to}"));
            vec![event.href(assessments::href(*assessment)).tone(Tone::Watch)]
        }
        Turn::Corrected {
            stamp,
            reason,
            from,
        } => {
            let text = format!("理由：{reason}\n更正前（{}）：{}", from.on, entered(from));
            let event = at(file, stamp, "更正处置进展");
            vec![event.detail(text).tone(Tone::Watch)]
        }
        Turn::Replanned {
            stamp,
            reason,
            from,
        } => {
            let unit = file.units.get(from.unit);
            let before = format!("{unit}、{}，时限 {}", from.owner, from.due);
            let text = format!("理由：{reason}\n调整前：{before}");
            vec![at(file, stamp, "调整处置方案").detail(text)]
        }
    }
}
