//! Loading the rules: what comes with the program, then what the office put into its data folder.
//! It must not know how rules are applied.

use std::{path::Path, sync::Arc};

use fangfei_flow::participant::LprTable;
use fangfei_lens::screen::Screen;
use fangfei_model::{
    calendar::{Calendar, CalendarYear},
    ledger::{Ledger, LedgerError},
    level::CutPoints,
    return_template::{ReturnTemplate, ReturnTemplateError},
};
use sha2::{Digest, Sha256};

use super::{
    cut_points,
    file::{RuleFile, RuleProblem, by_id},
    terms::{self, Terms},
};
use crate::{Error, Result};

macro_rules! shipped {
    ($folder:literal: $($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../", $folder, "/", $name)))),*]
    };
}

const LEDGERS: [(&str, &str); 12] = shipped!("ledgers":
    "risk-clues.toml", "clue-checks.toml", "risk-list.toml", "risk-enterprises.toml", "total-risks.toml",
    "risk-bodies.toml", "sweep-directory.toml", "site-visits.toml", "daily-supervision.toml", "contacts.toml",
    "report-channels.toml", "tasks.toml");

const RETURNS: [(&str, &str); 1] = shipped!("returns": "quarterly.toml");

/// A return's template with the hash of its text, so that a later change of the template shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedReturn {
    /// The template.
    pub template: ReturnTemplate,
    /// First 16 hexadecimal digits of the text's SHA-256.
    pub version: String,
}

/// The rules in force.
#[derive(Debug)]
pub struct Rules {
    /// Word classes.
    pub screen: Arc<Screen>,
    /// Working days.
    pub calendar: Calendar,
    /// Cut points of 涉众规模 and 风险敞口.
    pub cut_points: CutPoints,
    /// Terms that each office may set.
    pub terms: Terms,
    /// One-year LPR by day, beside which the yields of participants are put.
    pub lpr: LprTable,
    /// Ledgers, shipped ones first.
    pub ledgers: Vec<Ledger>,
    /// Templates of returns.
    pub returns: Vec<LoadedReturn>,
    /// The office's own campaign templates, unread: `campaign` knows their shape.
    pub campaign_files: Vec<RuleFile>,
}

impl Rules {
    /// Loads the rules of an installation. Files under `<data_dir>/rules` come before the
    /// program's own: `words/`, `calendar/`, `ledgers/`, `returns/`, `campaigns/`, `cut_points.toml`,
    /// `terms.toml`, `lpr.toml`.
    pub fn load(data_dir: &Path) -> Result<Self> {
        let dir = data_dir.join("rules");
        Ok(Self {
            screen: Arc::new(screen(&dir.join("words"))?),
            calendar: calendar(&dir.join("calendar"))?,
            cut_points: match RuleFile::read(&dir.join("cut_points.toml"))? {
                Some(file) => cut_points::parse(&file)?,
                None => CutPoints::default(),
            },
            terms: match RuleFile::read(&dir.join("terms.toml"))? {
                Some(file) => terms::parse(&file)?,
                None => Terms::default(),
            },
            lpr: lpr(&dir.join("lpr.toml"))?,
            ledgers: ledgers(&dir.join("ledgers"))?,
            returns: returns(&dir.join("returns"))?,
            campaign_files: RuleFile::folder(&dir.join("campaigns"))?,
        })
    }

    /// The ledger of this id, title or other name.
    pub fn ledger(&self, name: &str) -> Option<&Ledger> {
        let named =
            |l: &&Ledger| l.id == name || l.title == name || l.also.iter().any(|a| a == name);
        self.ledgers.iter().find(named)
    }

    /// The return template of this id.
    pub fn return_template(&self, id: &str) -> Option<&LoadedReturn> {
        self.returns.iter().find(|r| r.template.id == id)
    }
}

fn screen(dir: &Path) -> Result<Screen> {
    let screen = if dir.is_dir() {
        Screen::from_dir(dir)
    } else {
        Screen::builtin()
    };
    screen.map_err(|error| Error::Rule {
        file: dir.display().to_string(),
        problem: error.to_string(),
    })
}

/// The office's table of the LPR, else the shipped one, which nobody has checked.
fn lpr(path: &Path) -> Result<LprTable> {
    match RuleFile::read(path)? {
        Some(file) => LprTable::read(&file.text)
            .map_err(|error| file.error(RuleProblem::syntax(&file.text, &error))),
        None => LprTable::shipped().map_err(Error::bug),
    }
}

fn calendar(dir: &Path) -> Result<Calendar> {
    let mut calendar = Calendar::builtin().clone();
    for file in RuleFile::folder(dir)? {
        let year = CalendarYear::read(&file.name, &file.text).map_err(|error| file.error(error))?;
        calendar = calendar.with(year);
    }
    Ok(calendar)
}

fn ledgers(dir: &Path) -> Result<Vec<Ledger>> {
    let read = |file: RuleFile| {
        let ledger = parse_ledger(&file.text).map_err(|problem| file.error(problem))?;
        Ok((file, ledger))
    };
    let shipped = LEDGERS
        .iter()
        .map(|(name, text)| read(RuleFile::shipped(name, text)))
        .collect::<Result<_>>()?;
    let own = RuleFile::folder(dir)?
        .into_iter()
        .map(read)
        .collect::<Result<_>>()?;
    by_id(shipped, own, |ledger| ledger.id.clone())
}

fn returns(dir: &Path) -> Result<Vec<LoadedReturn>> {
    let read = |file: RuleFile| {
        let template = parse_return(&file.text).map_err(|problem| file.error(problem))?;
        let version = version(&file.text);
        Ok((file, LoadedReturn { template, version }))
    };
    let shipped = RETURNS
        .iter()
        .map(|(name, text)| read(RuleFile::shipped(name, text)))
        .collect::<Result<_>>()?;
    let own = RuleFile::folder(dir)?
        .into_iter()
        .map(read)
        .collect::<Result<_>>()?;
    by_id(shipped, own, |r: &LoadedReturn| r.template.id.clone())
}

/// Reads and checks a ledger's definition.
pub(crate) fn parse_ledger(text: &str) -> Result<Ledger, RuleProblem> {
    Ledger::parse(text).map_err(|error| match &error {
        LedgerError::Syntax(syntax) => RuleProblem::syntax(text, syntax),
        LedgerError::Path { path, .. } => RuleProblem::near(text, &path.path, &error),
    })
}

fn parse_return(text: &str) -> Result<ReturnTemplate, RuleProblem> {
    ReturnTemplate::parse(text).map_err(|error| match &error {
        ReturnTemplateError::Syntax(syntax) => RuleProblem::syntax(text, syntax),
        ReturnTemplateError::Path { path, .. } => RuleProblem::near(text, &path.path, &error),
        ReturnTemplateError::Term { term, .. } => RuleProblem::near(text, term, &error),
        _ => RuleProblem {
            line: None,
            problem: error.to_string(),
        },
    })
}

fn version(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
