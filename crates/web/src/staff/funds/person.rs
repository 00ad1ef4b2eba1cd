//! One participant: the account of payments, who brought whom, every row behind it.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::{
    funds::{self, Participant, Participants},
    subject::masked_account,
};
use fangfei_model::id::FundsInquiryId;

use super::{
    frame,
    frame::Frame,
    rows::{RowLine, rows},
    step,
};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Shell, filters},
};

/// Rows shown at most.
const SHOWN: usize = 2_000;

#[derive(Template)]
#[template(path = "funds/person.html")]
struct PersonPage {
    shell: Shell,
    frame: Frame,
    person: Participant,
    payouts: i64,
    forward: String,
    back: String,
    numbers: Vec<(String, String)>,
    annual_yield: Option<String>,
    ceiling: Option<String>,
    recruiter: Option<(String, String)>,
    recruited: Vec<(String, String)>,
    lines: Vec<RowLine>,
    more: usize,
}

/// Shows the person.
pub async fn show(
    reader: SignedIn,
    Path((id, place)): Path<(FundsInquiryId, u32)>,
) -> Result<Html<String>, WebError> {
    let file = funds::file(reader.app(), &reader.ctx, id).await?;
    let inquiry = &file.inquiry.record;
    let people = funds::participants(reader.app(), inquiry).await?;
    let ledger = funds::ledger(reader.app(), inquiry).await?;
    let person = people
        .list
        .get(place as usize)
        .cloned()
        .ok_or(WebError::NotFound)?;
    let shown = person.rows.iter().copied().take(SHOWN);
    let frame = frame(&reader, &file, "participants");
    let page = PersonPage {
        shell: frame.shell.clone(),
        frame,
        payouts: person.payouts().0,
        forward: step(id, &format!("trace?person={place}")),
        back: step(id, &format!("trace?person={place}&direction=back")),
        numbers: numbers(id, &person),
        annual_yield: person.annual_yield.map(percent),
        ceiling: person.ceiling.map(percent),
        recruiter: person.recruiter.and_then(|at| link(id, &people, at)),
        recruited: recruited(id, &people, place),
        lines: rows(id, &ledger, shown),
        more: person.rows.len().saturating_sub(SHOWN),
        person,
    };
    Ok(Html(page.render()?))
}

fn numbers(id: FundsInquiryId, person: &Participant) -> Vec<(String, String)> {
    let pairs = person.accounts.iter().zip(&person.numbers);
    pairs
        .map(|(at, number)| (masked_account(number), step(id, &format!("accounts/{at}"))))
        .collect()
}

fn link(id: FundsInquiryId, people: &Participants, at: u32) -> Option<(String, String)> {
    let person = people.list.get(at as usize)?;
    let href = step(id, &format!("participants/{at}"));
    Some((person.name.clone(), href))
}

fn recruited(id: FundsInquiryId, people: &Participants, by: u32) -> Vec<(String, String)> {
    let places = (0..).zip(&people.list);
    places
        .filter(|(_, person)| person.recruiter == Some(by))
        .filter_map(|(at, _)| link(id, people, at))
        .collect()
}

/// Hundredths of a percent as `12.34%`.
pub(super) fn percent(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "−" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}%", size / 100, size % 100)
}
