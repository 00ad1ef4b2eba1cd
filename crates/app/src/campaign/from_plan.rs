//! A draft from one plan or several chained ones: the office's own first, those it rests on after
//! it. Only what a reading says goes in; what it leaves open stays open. It must not know pages.

use std::collections::BTreeSet;

use fangfei_intake::plan::{self as reading, NumberRole, PlanReading, Recurrence, Span, UnitRole};
use fangfei_model::{
    campaign::{
        Campaign, CampaignState, ChainedDocument, Duty, Member, Origin, Owed, Phase, PlanContact,
        PlanLedger, PlanWarning, Source,
    },
    ctx::Ctx,
    id::{CampaignId, PlanItemId},
    schedule::{Every, Schedule},
};

use super::{plan_text::PlanText, setting::Setting};
use crate::rules::Rules;

/// A phase's description that is longer than this is left to its duties.
const LONG_NAME: usize = 30;

/// What is needed while a draft grows.
pub(super) struct Drafting<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) rules: &'a Rules,
    pub(super) setting: Setting,
}

impl Drafting<'_> {
    /// The draft of these texts, the first being the campaign's own plan.
    pub(super) fn campaign(&mut self, texts: &[PlanText]) -> Campaign {
        let mut campaign = self.blank(texts);
        for (source, text) in texts.iter().enumerate() {
            self.add_documents(&mut campaign, source, &text.reading);
        }
        // Who the members are must be known before 各成员单位 can be matched.
        for (source, text) in texts.iter().enumerate() {
            self.add_members(&mut campaign, source, &text.reading);
        }
        let listed = campaign
            .members
            .iter()
            .filter(|m| m.role == UnitRole::Member.label())
            .flat_map(|m| m.units.clone());
        self.setting.book.list_members(listed.collect::<Vec<_>>());
        for member in &mut campaign.members {
            member.units = self.setting.book.matched(&member.name);
        }
        for (source, text) in texts.iter().enumerate() {
            self.add(&mut campaign, source, &text.reading);
        }
        campaign
    }

    fn blank(&self, texts: &[PlanText]) -> Campaign {
        let first = texts.first().map(|text| &text.reading);
        let period = texts.iter().find_map(|text| text.reading.period.as_ref());
        let source = |text: &PlanText| Source {
            file_name: text.file_name.clone(),
            sha256: Some(text.sha256.clone()),
            text: text.text.clone(),
        };
        Campaign {
            id: self.ctx.new_id::<CampaignId>(),
            title: first
                .and_then(|r| r.plan_title.clone().or_else(|| r.title.clone()))
                .unwrap_or_default(),
            division: self.setting.division,
            lead_unit: self.setting.lead,
            issuer: first.and_then(|r| r.issuer.clone()),
            issued_on: first.and_then(|r| r.issued_on),
            start: period.and_then(|p| p.start),
            end: period.and_then(|p| p.end),
            documents: Vec::new(),
            phases: Vec::new(),
            duties: Vec::new(),
            owed: Vec::new(),
            members: Vec::new(),
            contacts: Vec::new(),
            ledgers: Vec::new(),
            checklist: Vec::new(),
            attachments: Vec::new(),
            warnings: Vec::new(),
            sources: texts.iter().map(source).collect(),
            template: None,
            drafted: self.ctx.stamp(),
            state: CampaignState::Draft,
        }
    }

    fn id(&self) -> PlanItemId {
        self.ctx.new_id::<PlanItemId>()
    }

    /// The chain of documents. A number that a later source bears as its own, and an earlier one
    /// cites, stands once.
    fn add_documents(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        for number in &reading.document_numbers {
            if campaign
                .documents
                .iter()
                .any(|known| known.number == number.normal)
            {
                continue;
            }
            let role = match number.role {
                NumberRole::Own if source == 0 => "own",
                NumberRole::Own | NumberRole::Basis => "basis",
                NumberRole::Wrapped => "wrapped",
            };
            campaign.documents.push(ChainedDocument {
                id: self.id(),
                number: number.normal.clone(),
                printed: number.printed.clone(),
                role: role.to_owned(),
                origin: Some(origin(source, number.span)),
            });
        }
    }

    /// Bodies with a part in the work; posts, issuers and mere recipients of copies are none.
    fn add_members(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        let book = &self.setting.book;
        let mut units: Vec<&reading::Unit> = reading
            .units
            .iter()
            .filter(|unit| rank(unit.role) < 9)
            .collect();
        units.sort_by_key(|unit| rank(unit.role));
        for unit in units {
            let matched = book.matched(&unit.name);
            // A body that only a task names is worth a line of its own when it is a unit known here.
            let incidental = rank(unit.role) > 5;
            let known =
                |m: &Member| m.name == unit.name || (!matched.is_empty() && m.units == matched);
            if campaign.members.iter().any(known) || (incidental && matched.is_empty()) {
                continue;
            }
            campaign.members.push(Member {
                id: self.id(),
                name: unit.name.clone(),
                role: unit.role.label().to_owned(),
                units: matched,
                origin: Some(origin(source, unit.span)),
            });
        }
    }

    fn add(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        self.add_phases(campaign, source, reading);
        self.add_warnings(campaign, source, reading);
        self.add_duties(campaign, source, reading);
        self.add_owed(campaign, source, reading);
        self.add_contacts(campaign, source, reading);
        self.add_ledgers(campaign, source, reading);
        for attachment in &reading.attachments {
            if !campaign.attachments.contains(&attachment.title) {
                campaign.attachments.push(attachment.title.clone());
            }
        }
    }

    fn add_phases(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        for phase in &reading.phases {
            if campaign.phases.iter().any(|known| known.name == phase.name) {
                continue;
            }
            campaign.phases.push(Phase {
                id: self.id(),
                name: phase.name.clone(),
                start: phase.start,
                end: phase.end,
                origin: Some(origin(source, phase.span)),
            });
        }
    }

    fn add_warnings(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        campaign
            .warnings
            .extend(reading.warnings.iter().map(|warning| PlanWarning {
                id: self.id(),
                problem: warning.problem.clone(),
                unlawful: warning.is_unlawful_demand(),
                seen: None,
                origin: Some(origin(source, warning.span)),
            }));
    }

    fn add_duties(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        let documents = chain_of(campaign, reading);
        for duty in &reading.duties {
            let here = origin(source, duty.span);
            let phases: Vec<PlanItemId> = campaign
                .phases
                .iter()
                .filter(|p| p.origin.is_some_and(|o| within(o, here)))
                .map(|p| p.id)
                .collect();
            let title = match (phases.as_slice(), duty.title.find(['(', '（'])) {
                // The heading of a phase carries its dates; the phase itself has them.
                ([_, ..], Some(at)) => duty.title.get(..at).unwrap_or(&duty.title).to_owned(),
                _ => duty.title.clone(),
            };
            // The same task in the office's plan and in the one it rests on is one task of both.
            if let Some(known) = campaign
                .duties
                .iter_mut()
                .find(|d| d.title == title && d.origin.is_none_or(|o| o.source != source))
            {
                known.documents.extend(&documents);
                continue;
            }
            campaign.duties.push(Duty {
                id: self.id(),
                section: duty.section.clone(),
                title,
                detail: String::new(),
                who: duty.who.clone(),
                by_address: duty.by_address,
                units: self.setting.book.matched_all(&duty.who),
                phases,
                documents: documents.clone(),
                origin: Some(here),
            });
        }
    }

    fn add_owed(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        for deadline in &reading.deadlines {
            let here = origin(source, deadline.span);
            if unlawful(campaign, here, deadline.phase.is_some()) {
                continue;
            }
            let schedule = schedule(deadline);
            if campaign
                .owed
                .iter()
                .any(|known| known.what == deadline.what && known.schedule == schedule)
            {
                continue;
            }
            let return_template = self.return_for(&schedule, deadline, reading);
            campaign.owed.push(Owed {
                id: self.id(),
                what: lawful_words(campaign, deadline),
                to: deadline.to.clone(),
                who: deadline.who.clone(),
                by_address: deadline.by_address,
                units: self.setting.book.matched_all(&deadline.who),
                schedule,
                return_template,
                origin: Some(here),
            });
        }
    }

    /// The return that goes with a recurring report, where the plan names tables and one template fits the rhythm.
    fn return_for(
        &self,
        schedule: &Schedule,
        deadline: &reading::Deadline,
        reading: &PlanReading,
    ) -> Option<String> {
        let Schedule::Each { every, .. } = schedule else {
            return None;
        };
        let has_tables =
            reading.attachments.iter().any(|a| a.title.contains('表')) && deadline.to.is_some();
        let mut fitting = self
            .rules
            .returns
            .iter()
            .filter(|r| r.template.every == *every);
        match (fitting.next(), fitting.next()) {
            (Some(only), None) if has_tables => Some(only.template.id.clone()),
            _ => None,
        }
    }

    fn add_contacts(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        campaign
            .contacts
            .extend(reading.contacts.iter().map(|contact| PlanContact {
                id: self.id(),
                name: contact.name.clone(),
                phone: contact.phone.clone(),
                email: contact.email.clone(),
                origin: Some(origin(source, contact.span)),
            }));
    }

    fn add_ledgers(&self, campaign: &mut Campaign, source: usize, reading: &PlanReading) {
        for ledger in &reading.ledgers {
            let here = origin(source, ledger.span);
            let known = campaign
                .ledgers
                .iter()
                .any(|known| known.name == ledger.name);
            if known || serves_demand(campaign, here) {
                continue;
            }
            campaign.ledgers.push(PlanLedger {
                id: self.id(),
                name: ledger.name.clone(),
                ledger: ledger_named(self.rules, &ledger.name),
                origin: Some(here),
            });
        }
    }
}

/// The ledger definition that serves a name: by its own names, else the only one whose name holds it or is held by it.
pub(super) fn ledger_named(rules: &Rules, name: &str) -> Option<String> {
    if let Some(ledger) = rules.ledger(name) {
        return Some(ledger.id.clone());
    }
    let bare = |name: &str| {
        ["涉嫌非法集资", "非法集资", "辖区"]
            .iter()
            .fold(name.to_owned(), |name, word| name.replace(word, ""))
    };
    let wanted = bare(name);
    let alike = |title: &str| {
        let title = bare(title);
        title.chars().count() > 3 && (title.contains(&wanted) || wanted.contains(&title))
    };
    let fits = |ledger: &&fangfei_model::ledger::Ledger| {
        alike(&ledger.title) || ledger.also.iter().any(|also| alike(also))
    };
    let mut found = rules.ledgers.iter().filter(fits);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only.id.clone()),
        _ => None,
    }
}

/// When a reading's deadline is owed.
fn schedule(deadline: &reading::Deadline) -> Schedule {
    let words = || deadline.relative.clone().unwrap_or_default();
    let each = |every| Schedule::Each {
        every,
        grace_days: 0,
    };
    match (deadline.date, deadline.recurrence) {
        (Some(date), _) => Schedule::By { date },
        (None, None | Some(Recurrence::Periodic)) => Schedule::Unknown { words: words() },
        (None, Some(Recurrence::Anytime | Recurrence::OnEvent)) => {
            Schedule::AnyTime { words: words() }
        }
        (None, Some(Recurrence::Daily)) => each(Every::Day),
        (None, Some(Recurrence::Weekly)) => each(Every::Week),
        (None, Some(Recurrence::Biweekly)) => each(Every::Fortnight),
        (None, Some(Recurrence::TenDays)) => each(Every::TenDays),
        (None, Some(Recurrence::Semimonthly)) => each(Every::HalfMonth),
        (None, Some(Recurrence::Monthly)) => each(Every::Month),
        (None, Some(Recurrence::Bimonthly)) => each(Every::TwoMonths),
        (None, Some(Recurrence::Quarterly)) => each(Every::Quarter),
        (None, Some(Recurrence::HalfYearly)) => each(Every::HalfYear),
        (None, Some(Recurrence::Yearly)) => each(Every::Year),
    }
}

/// The documents that a source's tasks derive from: its own number and the one it wraps.
fn chain_of(campaign: &Campaign, reading: &PlanReading) -> Vec<usize> {
    let of_source: BTreeSet<&str> = reading
        .document_numbers
        .iter()
        .filter(|number| number.role != NumberRole::Basis)
        .map(|number| number.normal.as_str())
        .collect();
    let numbered = campaign.documents.iter().enumerate();
    numbered
        .filter(|(_, document)| of_source.contains(document.number.as_str()))
        .map(|(at, _)| at)
        .collect()
}

/// Whether the place lies on a demand that no lawful system may automate. The end of a phase stays:
/// its date is no demand.
fn unlawful(campaign: &Campaign, here: Origin, phase_end: bool) -> bool {
    let meets = |origin: Origin| {
        origin.source == here.source && origin.start < here.end && here.start < origin.end
    };
    !phase_end
        && campaign
            .warnings
            .iter()
            .any(|warning| warning.unlawful && warning.origin.is_some_and(meets))
}

/// Whether the place shares its clause with such a demand: a ledger that is to hold it.
fn serves_demand(campaign: &Campaign, here: Origin) -> bool {
    let Some(source) = campaign.sources.get(here.source) else {
        return false;
    };
    let text: Vec<char> = source.text.chars().collect();
    let ends = |c: &char| "，。；\n".contains(*c);
    let from = text
        .iter()
        .take(here.start)
        .rposition(ends)
        .map_or(0, |at| at + 1);
    let to = text
        .iter()
        .skip(here.end)
        .position(ends)
        .map_or(text.len(), |at| here.end + at);
    unlawful(
        campaign,
        Origin {
            start: from,
            end: to,
            ..here
        },
        false,
    )
}

/// What is owed. The end of a phase whose description is long, or holds such a demand, is named by the
/// phase alone; its duties say the rest.
fn lawful_words(campaign: &Campaign, deadline: &reading::Deadline) -> String {
    let quoted = |warning: &PlanWarning| {
        Some(
            warning
                .problem
                .strip_prefix('“')?
                .split('”')
                .next()?
                .to_owned(),
        )
    };
    let mut demands = campaign
        .warnings
        .iter()
        .filter(|w| w.unlawful)
        .filter_map(quoted);
    match &deadline.phase {
        Some(phase)
            if deadline.what.chars().count() > LONG_NAME
                || demands.any(|words| deadline.what.contains(&words)) =>
        {
            format!("完成{phase}")
        }
        _ => deadline.what.clone(),
    }
}

fn within(inner: Origin, outer: Origin) -> bool {
    inner.source == outer.source && outer.start <= inner.start && inner.start < outer.end
}

fn origin(source: usize, Span(start, end): Span) -> Origin {
    Origin { source, start, end }
}

/// How much a role says about a body's part in the campaign; 9 and above is no part.
fn rank(role: UnitRole) -> u8 {
    match role {
        UnitRole::Lead => 0,
        UnitRole::Office => 1,
        UnitRole::Member => 2,
        UnitRole::WorkingGroup => 4,
        UnitRole::Addressee => 5,
        UnitRole::Responsible => 6,
        UnitRole::Assisting => 7,
        UnitRole::Issuer
        | UnitRole::WrappedIssuer
        | UnitRole::SealLender
        | UnitRole::Copied
        | UnitRole::Leader
        | UnitRole::DeputyLeader
        | UnitRole::OfficeHead
        | UnitRole::Recipient => 9,
    }
}
