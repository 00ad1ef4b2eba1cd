//! A draft from a template: its days counted from a start, its names matched, and a readable text of
//! it beside which the draft is reviewed like any other plan. It must not know files.

use std::collections::BTreeMap;

use fangfei_model::{
    campaign::{Campaign, CampaignState, Duty, Member, Origin, Owed, Phase, PlanLedger, Source},
    ctx::Ctx,
    id::{CampaignId, PlanItemId},
    schedule::Schedule,
};
use jiff::civil::Date;

use super::{
    from_plan::ledger_named,
    setting::Setting,
    template::{DutyRule, OwedRule, PhaseRule, Template, day_of},
};
use crate::rules::Rules;

/// A text that grows line by line and says where each line stands.
#[derive(Default)]
struct Written {
    text: String,
    length: usize,
}

impl Written {
    fn line(&mut self, line: &str) -> Origin {
        let start = self.length;
        self.text.push_str(line);
        self.text.push('\n');
        let end = start + line.chars().count();
        self.length = end + 1;
        Origin {
            source: 0,
            start,
            end,
        }
    }
}

/// The draft of a template that starts on `start`.
pub(super) fn campaign(
    ctx: &Ctx,
    rules: &Rules,
    setting: &Setting,
    template: &Template,
    start: Date,
) -> Campaign {
    let mut written = Written::default();
    written.line(&template.title);
    written.line(&template.summary);
    let (phases, by_id) = phases(ctx, &mut written, template, start);
    let duties = duties(ctx, &mut written, setting, template, &by_id);
    let owed = owed(ctx, &mut written, setting, template, start);
    let ledgers = ledgers(ctx, &mut written, rules, template);
    Campaign {
        id: ctx.new_id::<CampaignId>(),
        title: template.title.clone(),
        division: setting.division,
        lead_unit: setting.lead,
        issuer: None,
        issued_on: None,
        start: Some(start),
        end: Some(day_of(start, template.last_day())),
        documents: Vec::new(),
        members: members(ctx, setting, template),
        phases,
        duties,
        owed,
        contacts: Vec::new(),
        ledgers,
        checklist: template.checklist.clone(),
        attachments: template.attachments.clone(),
        warnings: Vec::new(),
        sources: vec![Source {
            file_name: format!("模板：{}", template.title),
            sha256: None,
            text: written.text,
        }],
        template: Some(template.id.clone()),
        drafted: ctx.stamp(),
        state: CampaignState::Draft,
    }
}

fn phases(
    ctx: &Ctx,
    written: &mut Written,
    template: &Template,
    start: Date,
) -> (Vec<Phase>, BTreeMap<String, PlanItemId>) {
    written.line("");
    written.line("一、阶段");
    let mut by_id = BTreeMap::new();
    let mut phase = |rule: &PhaseRule| {
        let (first, last) = (day_of(start, rule.first), day_of(start, rule.last));
        let id = ctx.new_id::<PlanItemId>();
        by_id.insert(rule.id.clone(), id);
        let origin = written.line(&format!("{}：{first} 至 {last}", rule.title));
        Phase {
            id,
            name: rule.title.clone(),
            start: Some(first),
            end: Some(last),
            origin: Some(origin),
        }
    };
    let phases = template.phases.iter().map(&mut phase).collect();
    (phases, by_id)
}

fn duties(
    ctx: &Ctx,
    written: &mut Written,
    setting: &Setting,
    template: &Template,
    phases: &BTreeMap<String, PlanItemId>,
) -> Vec<Duty> {
    written.line("");
    written.line("二、任务");
    let duty = |rule: &DutyRule| Duty {
        id: ctx.new_id::<PlanItemId>(),
        section: rule.section.clone(),
        title: rule.title.clone(),
        detail: rule.detail.clone(),
        who: rule.who.clone(),
        by_address: false,
        units: setting.book.matched_all(&rule.who),
        phases: rule
            .phases
            .iter()
            .filter_map(|id| phases.get(id).copied())
            .collect(),
        documents: Vec::new(),
        origin: Some(written.line(&format!(
            "{}。{}（{}）",
            rule.title,
            rule.detail,
            rule.who.join("、")
        ))),
    };
    template.duties.iter().map(duty).collect()
}

fn owed(
    ctx: &Ctx,
    written: &mut Written,
    setting: &Setting,
    template: &Template,
    start: Date,
) -> Vec<Owed> {
    written.line("");
    written.line("三、报送和完成要求");
    let owed = |rule: &OwedRule| {
        let schedule = rule.schedule(start);
        let when = match &schedule {
            Schedule::By { date } => format!("{date} 前"),
            Schedule::Each { every, .. } => every.to_string(),
            Schedule::AnyTime { words } | Schedule::Unknown { words } => words.clone(),
        };
        let to = rule
            .to
            .as_deref()
            .map(|to| format!("，报{to}"))
            .unwrap_or_default();
        let origin = written.line(&format!(
            "{}：{when}{to}（{}）",
            rule.what,
            rule.who.join("、")
        ));
        Owed {
            id: ctx.new_id::<PlanItemId>(),
            what: rule.what.clone(),
            to: rule.to.clone(),
            who: rule.who.clone(),
            by_address: false,
            units: setting.book.matched_all(&rule.who),
            schedule,
            return_template: rule.return_template.clone(),
            origin: Some(origin),
        }
    };
    template.owed.iter().map(owed).collect()
}

fn ledgers(
    ctx: &Ctx,
    written: &mut Written,
    rules: &Rules,
    template: &Template,
) -> Vec<PlanLedger> {
    written.line("");
    written.line("四、台账");
    let ledger = |name: &String| {
        let known = rules.ledger(name);
        let title = known.map_or(name, |ledger| &ledger.title).clone();
        PlanLedger {
            id: ctx.new_id::<PlanItemId>(),
            ledger: ledger_named(rules, name),
            origin: Some(written.line(&title)),
            name: title,
        }
    };
    template.ledgers.iter().map(ledger).collect()
}

/// Everybody whom a duty or a report names, each name once.
fn members(ctx: &Ctx, setting: &Setting, template: &Template) -> Vec<Member> {
    let mut names: Vec<&String> = Vec::new();
    let named = template
        .duties
        .iter()
        .flat_map(|duty| &duty.who)
        .chain(template.owed.iter().flat_map(|owed| &owed.who));
    for name in named {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let member = |name: &String| Member {
        id: ctx.new_id::<PlanItemId>(),
        name: name.clone(),
        role: if name == "牵头部门" {
            "牵头单位"
        } else {
            "责任单位"
        }
        .to_owned(),
        units: setting.book.matched(name),
        origin: None,
    };
    names.into_iter().map(member).collect()
}
