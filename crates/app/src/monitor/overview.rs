//! What a run came to: bands by division, the highest, who rose most since the run before, which
//! indicators spoke how often. Kept by content with the run, so that last year's overview shows what
//! was seen then. It must not know how the index is made.

use std::collections::BTreeMap;

use fangfei_lens::index::{Engine, RuleSet, Scored};
use fangfei_model::{
    ctx::Ctx,
    id::SubjectId,
    index_run::{BandCount, IndexRun},
};
use serde::{Deserialize, Serialize};

use super::list::latest;
use crate::{App, Result};

/// Subjects listed by name.
const LISTED: usize = 300;
/// Subjects of every division listed by name, so that a township too sees its own.
const LISTED_OF_A_PLACE: usize = 30;
/// Risers listed.
const RISERS: usize = 50;

/// One subject in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankLine {
    /// The credit code, or the code under which it was loaded.
    pub code: String,
    /// Its name, where known.
    pub name: Option<String>,
    /// Its file here, where there is one.
    pub file: Option<SubjectId>,
    /// The index in tenths.
    pub tenths: u16,
    /// Its division as the register has it.
    pub district: Option<String>,
    /// The band.
    pub band: String,
    /// Percent of the weight that is known.
    pub coverage: u8,
    /// Tenths by dimension, in the order of the settings.
    pub dimensions: Vec<u16>,
}

/// The bands of one division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivisionLine {
    /// Six digits, as the register of firms has them.
    pub code: String,
    /// Subjects by band, lowest first.
    pub bands: Vec<u64>,
}

/// How often an indicator gave points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its dimension.
    pub dimension: String,
    /// Subjects that got points from it.
    pub subjects: u64,
    /// Whether the tables it needs hold anything.
    pub covered: bool,
}

/// The kept part of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Subjects computed.
    pub subjects: u64,
    /// By band, lowest first.
    pub bands: Vec<BandCount>,
    /// Titles of the dimensions.
    pub dimensions: Vec<String>,
    /// By division.
    pub divisions: Vec<DivisionLine>,
    /// The highest.
    pub top: Vec<RankLine>,
    /// Every subject with points: code → tenths.
    pub scores: BTreeMap<String, u16>,
    /// By indicator.
    pub indicators: Vec<IndicatorLine>,
}

impl Kept {
    /// Reads a run off the engine.
    pub(super) fn of(engine: &Engine, scored: &Scored, rules: &RuleSet) -> Self {
        let titles: Vec<String> = rules
            .settings
            .bands
            .iter()
            .map(|b| b.title.clone())
            .collect();
        let mut bands = vec![0_u64; titles.len()];
        let mut divisions: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        let mut listed: BTreeMap<String, usize> = BTreeMap::new();
        let mut kept = Self {
            subjects: u64::try_from(scored.len()).unwrap_or(u64::MAX),
            dimensions: rules
                .settings
                .dimensions
                .iter()
                .map(|d| d.name.clone())
                .collect(),
            ..Self::default()
        };
        for number in scored.ranking() {
            let index = scored.index(number);
            let rank = rules.settings.rank(index);
            bands[rank] += 1;
            let place = scored.district(number).unwrap_or_default().to_owned();
            let of_place = listed.entry(place.clone()).or_default();
            divisions
                .entry(place)
                .or_insert_with(|| vec![0; titles.len()])[rank] += 1;
            if index.0 == 0 {
                continue;
            }
            let code = scored.code(number).to_owned();
            if kept.top.len() < LISTED || *of_place < LISTED_OF_A_PLACE {
                *of_place += 1;
                kept.top.push(RankLine {
                    name: scored.name(number).map(str::to_owned),
                    file: None,
                    tenths: index.0,
                    district: scored.district(number).map(str::to_owned),
                    band: rules
                        .settings
                        .band(index, scored.coverage(number))
                        .to_owned(),
                    coverage: scored.coverage(number),
                    dimensions: scored.dimensions(number).map(|p| p.0).collect(),
                    code: code.clone(),
                });
            }
            kept.scores.insert(code, index.0);
        }
        kept.bands = titles
            .into_iter()
            .zip(bands)
            .map(|(band, subjects)| BandCount { band, subjects })
            .collect();
        kept.divisions = divisions
            .into_iter()
            .map(|(code, bands)| DivisionLine { code, bands })
            .collect();
        kept.indicators = rules
            .indicators
            .iter()
            .enumerate()
            .map(|(at, i)| IndicatorLine {
                id: i.id.clone(),
                title: i.title.clone(),
                dimension: i.dimension.clone(),
                subjects: scored.spoken(at),
                covered: engine.covers(i).unwrap_or(false),
            })
            .collect();
        kept
    }
}

/// The overview of the latest run, beside the run before it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The run.
    pub run: IndexRun,
    /// What it came to.
    pub kept: Kept,
    /// The day of the run before it, if there was one.
    pub before: Option<jiff::civil::Date>,
    /// Who rose most since then: the line and the tenths before.
    pub risen: Vec<(RankLine, u16)>,
    /// Bands of earlier runs, oldest first: for the trend.
    pub trend: Vec<(jiff::civil::Date, Vec<BandCount>)>,
}

/// The latest overview; `None` before the first run.
pub async fn overview(app: &App, ctx: &Ctx) -> Result<Option<Overview>> {
    let Some(run) = latest(app, ctx).await? else {
        return Ok(None);
    };
    let Some(outcome) = run.outcome() else {
        return Ok(None);
    };
    let mut kept: Kept = crate::kept::load(app, &outcome.result).await?;
    let is_whole = kept.narrow(ctx, &run);
    let done: Vec<IndexRun> = super::runs(app, ctx, crate::Page::first(200)).await?;
    let mut by_day: BTreeMap<jiff::civil::Date, IndexRun> = BTreeMap::new();
    for run in done.into_iter().rev().filter(|r| r.outcome().is_some()) {
        by_day.insert(run.as_of, run);
    }
    let trend = by_day
        .values()
        .filter(|_| is_whole)
        .filter_map(|r| Some((r.as_of, r.outcome()?.bands.clone())))
        .collect();
    let before = by_day
        .range(..run.as_of)
        .next_back()
        .map(|(_, r)| r.clone());
    let risen = match before.as_ref().and_then(IndexRun::outcome) {
        Some(earlier) => {
            let earlier: Kept = crate::kept::load(app, &earlier.result).await?;
            risen(&kept, &earlier)
        }
        None => Vec::new(),
    };
    Ok(Some(Overview {
        before: before.map(|r| r.as_of),
        run,
        kept,
        risen,
        trend,
    }))
}

impl Kept {
    /// Leaves what lies in the reader's scope; figures are those of the places left. Answers whether that
    /// is all of it.
    fn narrow(&mut self, ctx: &Ctx, run: &IndexRun) -> bool {
        let own = ctx.scope().division().copied();
        let Some(own) = own.filter(|own| *own != run.division) else {
            return true;
        };
        let within = |code: &str| code.parse().is_ok_and(|code| own.contains(&code));
        self.divisions.retain(|line| within(&line.code));
        self.top
            .retain(|line| line.district.as_deref().is_some_and(within));
        self.subjects = self.divisions.iter().flat_map(|l| &l.bands).sum();
        for (at, band) in self.bands.iter_mut().enumerate() {
            let of = self.divisions.iter().filter_map(|l| l.bands.get(at));
            band.subjects = of.sum();
        }
        self.indicators.clear();
        false
    }
}

fn risen(now: &Kept, before: &Kept) -> Vec<(RankLine, u16)> {
    let was = |line: &RankLine| before.scores.get(&line.code).copied().unwrap_or(0);
    let mut lines: Vec<(RankLine, u16)> = now
        .top
        .iter()
        .map(|line| (line.clone(), was(line)))
        .filter(|(line, was)| line.tenths > *was)
        .collect();
    lines.sort_by_key(|(line, was)| std::cmp::Reverse(line.tenths - was));
    lines.truncate(RISERS);
    lines
}
