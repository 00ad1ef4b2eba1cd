//! Reading one part of a plan from what was typed, every wrong field named. It must not know what is
//! done with it.

use fangfei_model::{
    campaign::{
        Campaign, ChainedDocument, Duty, Member, Origin, Owed, Phase, PlanContact, PlanLedger,
    },
    document_number::DocumentNumber,
    id::{PlanItemId, UnitId},
    schedule::{Every, Schedule},
};
use jiff::civil::Date;

use super::part_draft::{PartDraft, PartKind};
use crate::{Result, typed::Typed};

/// The longest heading, in characters.
const LONG: usize = 300;
/// The longest description, in characters.
const LONGEST: usize = 4_000;

/// A part read from a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filled {
    Head {
        title: String,
        start: Option<Date>,
        end: Option<Date>,
        issuer: Option<String>,
        issued_on: Option<Date>,
    },
    Document(ChainedDocument),
    Phase(Phase),
    Duty(Duty),
    Owed(Owed),
    Member(Member),
    Contact(PlanContact),
    Ledger(PlanLedger),
}

impl PartDraft {
    /// Reads the form. The part keeps its id and its place in the text.
    pub(super) fn read(
        &self,
        today: Date,
        kind: PartKind,
        id: PlanItemId,
        before: &Campaign,
    ) -> Result<Filled> {
        let mut typed = Typed::on(today);
        let filled = match kind {
            PartKind::Head => self.read_head(&mut typed),
            PartKind::Document => self.read_document(&mut typed, id, before),
            PartKind::Phase => self.read_phase(&mut typed, id, before),
            PartKind::Duty => self.read_duty(&mut typed, id, before),
            PartKind::Owed => self.read_owed(&mut typed, id, before),
            PartKind::Member => self.read_member(&mut typed, id, before),
            PartKind::Contact => self.read_contact(&mut typed, id, before),
            PartKind::Ledger => self.read_ledger(&mut typed, id, before),
        };
        typed.finish(filled)
    }

    fn read_head(&self, typed: &mut Typed) -> Option<Filled> {
        let title = typed.needed("title", "名称", &self.title, LONG);
        let (start, end) = self.days(typed);
        let issuer = typed.words("issuer", "发文机关", &self.issuer, LONG);
        let issued_on = typed.day("issued_on", &self.issued_on);
        Some(Filled::Head {
            title: title?,
            start,
            end,
            issuer,
            issued_on,
        })
    }

    fn read_document(
        &self,
        typed: &mut Typed,
        id: PlanItemId,
        before: &Campaign,
    ) -> Option<Filled> {
        let printed = typed.needed("title", "文号", &self.title, LONG)?;
        let number = match printed.parse::<DocumentNumber>() {
            Ok(number) => number.to_string(),
            Err(error) => {
                typed.wrong("title", error.to_string());
                return None;
            }
        };
        let role = if ["own", "wrapped"].contains(&self.role.as_str()) {
            self.role.clone()
        } else {
            "basis".to_owned()
        };
        let origin = before
            .documents
            .iter()
            .find(|d| d.id == id)
            .and_then(|d| d.origin);
        Some(Filled::Document(ChainedDocument {
            id,
            number,
            printed,
            role,
            origin,
        }))
    }

    fn read_phase(&self, typed: &mut Typed, id: PlanItemId, before: &Campaign) -> Option<Filled> {
        let name = typed.needed("title", "阶段名称", &self.title, LONG);
        let (start, end) = self.days(typed);
        let origin = before
            .phases
            .iter()
            .find(|p| p.id == id)
            .and_then(|p| p.origin);
        Some(Filled::Phase(Phase {
            id,
            name: name?,
            start,
            end,
            origin,
        }))
    }

    fn days(&self, typed: &mut Typed) -> (Option<Date>, Option<Date>) {
        let start = typed.day("start", &self.start);
        let end = typed.day("end", &self.end);
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            typed.wrong(
                "end",
                format!("结束日期 {end} 早于开始日期 {start}，请核对"),
            );
        }
        (start, end)
    }

    fn read_duty(&self, typed: &mut Typed, id: PlanItemId, before: &Campaign) -> Option<Filled> {
        let title = typed.needed("title", "任务名称", &self.title, LONG);
        let section = typed
            .words("section", "所在章节", &self.section, LONG)
            .unwrap_or_default();
        let detail = typed
            .words("detail", "任务内容", &self.detail, LONGEST)
            .unwrap_or_default();
        let units = self.units(typed)?;
        let known = |id: &PlanItemId| before.phases.iter().any(|phase| phase.id == *id);
        let phases = self
            .phases
            .iter()
            .filter_map(|text| text.parse().ok())
            .filter(known)
            .collect();
        let old = before.duties.iter().find(|d| d.id == id);
        Some(Filled::Duty(Duty {
            id,
            section,
            title: title?,
            detail,
            by_address: old.is_some_and(|d| d.by_address && d.who == names(&self.who)),
            who: names(&self.who),
            units,
            phases,
            documents: old.map_or_else(Vec::new, |d| d.documents.clone()),
            origin: old.and_then(|d| d.origin),
        }))
    }

    fn read_owed(&self, typed: &mut Typed, id: PlanItemId, before: &Campaign) -> Option<Filled> {
        let what = typed.needed("title", "报送或完成什么", &self.title, LONG);
        let to = typed.words("to", "报给谁", &self.to, LONG);
        let schedule = self.schedule(typed);
        let units = self.units(typed)?;
        let old = before.owed.iter().find(|o| o.id == id);
        let who = names(&self.who);
        let by_address = old.is_some_and(|o| o.by_address && o.who == who);
        let origin: Option<Origin> = old.and_then(|o| o.origin);
        let return_template = typed.words("return_template", "报表", &self.return_template, LONG);
        Some(Filled::Owed(Owed {
            id,
            what: what?,
            to,
            who,
            by_address,
            units,
            schedule: schedule?,
            return_template,
            origin,
        }))
    }

    fn schedule(&self, typed: &mut Typed) -> Option<Schedule> {
        let words = |words: &str| words.trim().to_owned();
        match self.when.as_str() {
            "by" => typed
                .needed_day("date", "期限", &self.date)
                .map(|date| Schedule::By { date }),
            "each" => {
                let every = typed.needed_choice::<Every>("every", "多久一次", &self.every);
                let grace_days = self.grace(typed);
                Some(Schedule::Each {
                    every: every?,
                    grace_days: grace_days?,
                })
            }
            "any_time" => Some(Schedule::AnyTime {
                words: words(&self.words),
            }),
            "unknown" => Some(Schedule::Unknown {
                words: words(&self.words),
            }),
            _ => {
                typed.wrong("when", "请选择时间要求");
                None
            }
        }
    }

    fn grace(&self, typed: &mut Typed) -> Option<i32> {
        let text = self.grace_days.trim();
        let days = if text.is_empty() {
            Some(0)
        } else {
            text.parse().ok()
        };
        let days = days.filter(|days| (-60..=60).contains(days));
        if days.is_none() {
            typed.wrong(
                "grace_days",
                format!("“{text}”不对，请填 -60 到 60 的整数：期末之后几天，负数为期末之前"),
            );
        }
        days
    }

    fn read_member(&self, typed: &mut Typed, id: PlanItemId, before: &Campaign) -> Option<Filled> {
        let name = typed.needed("title", "单位名称", &self.title, LONG);
        let role = typed.needed("role", "角色", &self.role, LONG);
        let units = self.units(typed)?;
        let origin = before
            .members
            .iter()
            .find(|m| m.id == id)
            .and_then(|m| m.origin);
        Some(Filled::Member(Member {
            id,
            name: name?,
            role: role?,
            units,
            origin,
        }))
    }

    fn read_contact(&self, typed: &mut Typed, id: PlanItemId, before: &Campaign) -> Option<Filled> {
        let name = typed.words("title", "姓名", &self.title, LONG);
        let phone = typed.words("phone", "电话", &self.phone, LONG);
        let email = typed.words("email", "邮箱", &self.email, LONG);
        if email.as_deref().is_some_and(|email| !email.contains('@')) {
            typed.wrong("email", "邮箱地址应含有 @");
        }
        if name.is_none() && phone.is_none() && email.is_none() {
            typed.wrong("title", "请至少填写姓名、电话、邮箱中的一项");
        }
        let origin = before
            .contacts
            .iter()
            .find(|c| c.id == id)
            .and_then(|c| c.origin);
        Some(Filled::Contact(PlanContact {
            id,
            name,
            phone,
            email,
            origin,
        }))
    }

    fn read_ledger(&self, typed: &mut Typed, id: PlanItemId, before: &Campaign) -> Option<Filled> {
        let name = typed.needed("title", "台账名称", &self.title, LONG);
        let ledger = typed.words("ledger", "对应台账", &self.ledger, LONG);
        let origin = before
            .ledgers
            .iter()
            .find(|l| l.id == id)
            .and_then(|l| l.origin);
        Some(Filled::Ledger(PlanLedger {
            id,
            name: name?,
            ledger,
            origin,
        }))
    }

    fn units(&self, typed: &mut Typed) -> Option<Vec<UnitId>> {
        let mut units = Vec::new();
        for text in self.units.iter().filter(|text| !text.trim().is_empty()) {
            units.push(typed.chosen::<UnitId>("units", "单位", text)?);
        }
        Some(units)
    }
}

/// Printed names between the marks that lists use.
fn names(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', ';', '；', '\n']);
    parts
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}
