//! Clues by the million, written in bulk past the use cases: for measuring lists, never for showing. It
//! must not know pages.

use std::{path::Path, sync::Arc};

use fangfei_model::{
    action::Action,
    clue::{Acceptance, Channel, CheckConclusion, Clue, ClueFacts, ClueState, FirstCheck},
    code::division::DivisionCode,
    ctx::{Actor, Ctx, china_date, china_midnight},
    id::UnitId,
    money::Fen,
    noun::Noun,
    query::Query,
    unit::{Unit, UnitKind},
};
use fangfei_store::{Page, Result, Store};
use jiff::{SignedDuration, Timestamp, civil::Date};

use crate::{
    clock::{CountedIds, TestClock},
    demo::{Draw, Firm, firms},
};

/// Clues of one write.
const PART: usize = 5_000;

/// Adds this many clues to a county, spread over five years before `until`; `tell` hears how many are in.
///
/// # Errors
/// The store refuses.
pub async fn add_clues(
    database: Option<&str>,
    data: &Path,
    count: usize,
    until: Date,
    tell: &mut dyn FnMut(usize),
) -> Result<()> {
    let address = database.map_or_else(|| Store::default_url(data), str::to_owned);
    let store = Store::open(&address, data).await?;
    let clock = Arc::new(TestClock::at(until));
    let ctx = crate::demo::context(
        Actor::System {
            task: "性能测试"
        },
        &clock,
        &Arc::new(CountedIds::seeded(9)),
    );
    let units = store
        .read(&ctx)
        .list::<Unit>(&Query::of(Noun::Unit), Page::first(1_000))
        .await?;
    let townships = units
        .into_iter()
        .map(|unit| unit.record)
        .filter(|unit| unit.kind == UnitKind::Township)
        .collect();
    let mut draw = Draw::seeded(9);
    let mut making = Making {
        ctx: &ctx,
        townships,
        firms: firms(&mut draw, 20_000),
        draw,
        until,
    };
    for from in (0..count).step_by(PART) {
        let part: Vec<Clue> = (from..(from + PART).min(count))
            .map(|at| making.clue(at))
            .collect();
        let mut write = store.write(&ctx, Action::Import).await?;
        write.insert_all(&part).await?;
        write.commit().await?;
        tell(from + part.len());
    }
    store.optimize().await?;
    store.close().await
}

struct Making<'a> {
    ctx: &'a Ctx,
    townships: Vec<Unit>,
    firms: Vec<Firm>,
    draw: Draw,
    until: Date,
}

impl Making<'_> {
    fn clue(&mut self, at: usize) -> Clue {
        let seconds = self.draw.between(1, 5 * 365 * 86_400);
        let registered = china_midnight(self.until) - SignedDuration::from_secs(seconds);
        let pick = self.draw.below(self.firms.len());
        let firm = &self.firms[pick];
        let township = self
            .townships
            .iter()
            .find(|unit| firm.address.contains(unit.short_name.as_str()));
        let unit = township.unwrap_or(&self.townships[0]);
        let (unit, division) = (unit.id, unit.division);
        let facts = self.facts(pick, division, registered);
        let number = format!("XS-{}-{:06}", china_date(registered).year(), at);
        let clue = Clue::report(self.ctx.new_id(), number, registered, Some(unit), facts);
        let clue = clue.unwrap_or_else(|refusal| panic!("{refusal}"));
        let state = self.state(unit, registered);
        Clue {
            unit: state.acceptance().map(|acceptance| acceptance.unit),
            state,
            ..clue
        }
    }

    fn facts(&mut self, pick: usize, division: DivisionCode, registered: Timestamp) -> ClueFacts {
        let firm = &self.firms[pick];
        let people = self.draw.between(1, 900);
        ClueFacts {
            division,
            subject: None,
            subject_name: firm.name.clone(),
            channel: Channel::ALL[self.draw.below(Channel::ALL.len())],
            sweep_mode: None,
            campaign: None,
            sector: firm.sector(),
            found_on: china_date(registered),
            facts: format!(
                "反映该单位在{}宣传，承诺按月返还，参与{people}人，要求核查处理",
                firm.address
            ),
            address: Some(firm.address.clone()),
            mode: Some("承诺固定回报".to_owned()),
            amount: Fen::from_wan(people * 2),
            amount_approximate: false,
            people: u32::try_from(people).ok(),
            people_approximate: false,
        }
    }

    fn state(&mut self, unit: UnitId, registered: Timestamp) -> ClueState {
        let mut stamp = self.ctx.stamp();
        stamp.at = registered;
        let check_due = china_date(registered).saturating_add(jiff::Span::new().days(42));
        let acceptance = Acceptance {
            stamp: stamp.clone(),
            unit,
            check_due,
            reassigned: Vec::new(),
        };
        let check = |conclusion| FirstCheck {
            on: china_date(registered),
            manner: "现场查看".to_owned(),
            findings: "未发现收取资金".to_owned(),
            people: None,
            amount: None,
            conclusion,
            handed_to: None,
            stamp: stamp.clone(),
        };
        match self.draw.below(10) {
            0 => ClueState::Refused {
                stamp,
                reason: "重复".to_owned(),
            },
            1 => ClueState::Accepted { acceptance },
            2 => ClueState::Checked {
                acceptance,
                check: check(CheckConclusion::Assess),
            },
            3 if self.draw.chance(10) => ClueState::Received,
            _ => ClueState::SetAside {
                acceptance,
                check: check(CheckConclusion::NoRisk),
            },
        }
    }
}
