//! The index of one subject taken apart: every point with its value, rows, day and ground; what is
//! missing; what is known and harmless. This is what the subject could be told. It must not know pages.

use std::{collections::BTreeMap, sync::Arc};

use fangfei_lens::{
    index::{Anatomy, Engine, KnownLine, MissingLine},
    lake::{Answer, Limits, TableSpec},
};
use fangfei_model::{ctx::Ctx, id::SubjectId, permission::Permission};
use jiff::civil::Date;

use super::{
    engine::{apart, lake, rules, screen},
    list::latest,
    office_facts,
};
use crate::{App, Error, Result, rule_set, subject};

/// The index of one subject.
#[derive(Debug, Clone)]
pub struct SubjectIndex {
    /// The day looked at.
    pub as_of: Date,
    /// The rule set that the run used; `None` stands for the shipped one.
    pub rules_title: Option<String>,
    /// Whether that rule set is still the one in force.
    pub is_in_force: bool,
    /// Points, dimensions, band.
    pub anatomy: Anatomy,
    /// Known and adding nothing.
    pub known: Vec<KnownLine>,
    /// Not known.
    pub missing: Vec<MissingLine>,
    /// The dimensions' caps in tenths, in the order of the anatomy.
    pub caps: Vec<(String, u16)>,
}

/// The index of a subject as of the latest run's day by the rules of that run; `None` where the lake holds
/// nothing about it yet.
pub async fn subject_index(app: &App, ctx: &Ctx, id: SubjectId) -> Result<Option<SubjectIndex>> {
    ctx.require(Permission::MonitorRead)?;
    let Some(run) = latest(app, ctx).await? else {
        return Ok(None);
    };
    let subject = subject::get(app, ctx, id).await?.record;
    let used = match run.rule_set {
        Some(id) => Some(rule_set::get(app, ctx, id).await?.record),
        None => None,
    };
    let in_force = rule_set::in_force(app, ctx).await?.map(|set| set.id);
    let is_in_force = in_force == run.rule_set;
    let rules_title = used.as_ref().map(|set| set.title.clone());
    let rules = rules(app, &used.map(|set| set.files).unwrap_or_default())?;
    let (lake, screen, as_of) = (lake(app)?, screen(app), run.as_of);
    let code = office_facts::code(&subject);
    apart(move || async move {
        let engine = Engine::open(&lake, &screen, as_of, Limits::of(&lake)).await?;
        let (scored, number) = match engine.run_one(&rules, &code).await {
            Ok(found) => found,
            Err(fangfei_lens::index::IndexError::UnknownSubject(_)) => return Ok(None),
            Err(error) => return Err(Error::from(error)),
        };
        Ok(Some(SubjectIndex {
            as_of,
            rules_title,
            is_in_force,
            anatomy: scored.anatomy(number, &rules, engine.manifest(), as_of),
            known: scored.known_lines(number, &rules),
            missing: named(scored.missing_lines(number, &rules), engine.tables()),
            caps: rules
                .settings
                .dimensions
                .iter()
                .map(|d| (d.name.clone(), d.cap.0))
                .collect(),
        }))
    })
    .await
}

/// Missing lines with the tables' Chinese titles, as people know them.
fn named(
    mut lines: Vec<MissingLine>,
    tables: &BTreeMap<String, Arc<TableSpec>>,
) -> Vec<MissingLine> {
    for need in lines.iter_mut().flat_map(|line| &mut line.needs) {
        if let Some(table) = tables.get(need.as_str()) {
            need.clone_from(&table.title);
        }
    }
    lines
}

/// One tie between two firms in lawful registers: a holding, or a person in the same office of both. The
/// person is named by the register's own mark only where the office may see it; firms are shown, not people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    /// One firm's code.
    pub from: String,
    /// Its name, where known.
    pub from_name: String,
    /// The other's code.
    pub to: String,
    /// Its name, where known.
    pub to_name: String,
    /// 持股 60%、共同法定代表人 …
    pub tie: String,
}

/// Firms tied to this one in at most two steps, as of the latest run's day.
pub async fn associations(app: &App, ctx: &Ctx, id: SubjectId) -> Result<Vec<Association>> {
    ctx.require(Permission::MonitorRead)?;
    let Some(run) = latest(app, ctx).await? else {
        return Ok(Vec::new());
    };
    let subject = subject::get(app, ctx, id).await?.record;
    let (lake, screen, as_of) = (lake(app)?, screen(app), run.as_of);
    let code = office_facts::code(&subject);
    apart(move || async move {
        let engine = Engine::open(&lake, &screen, as_of, Limits::of(&lake)).await?;
        let sql = TIES.replace("{as_of}", &format!("DATE '{as_of}'"));
        let first = ask(&engine, &sql, std::slice::from_ref(&code)).await?;
        let mut near: Vec<String> = first
            .iter()
            .flat_map(|tie| [tie.from.clone(), tie.to.clone()])
            .filter(|other| *other != code)
            .collect();
        near.sort();
        near.dedup();
        near.truncate(NEAR);
        let mut ties = first;
        if !near.is_empty() {
            ties.extend(ask(&engine, &sql, &near).await?);
        }
        ties.sort_by(|a, b| (&a.from, &a.to, &a.tie).cmp(&(&b.from, &b.to, &b.tie)));
        ties.dedup();
        ties.truncate(MOST_TIES);
        Ok(ties)
    })
    .await
}

/// Neighbours followed one step further.
const NEAR: usize = 40;
/// Ties shown.
const MOST_TIES: usize = 400;

/// Holdings, and persons who lead or hold both firms. A person of more than fifty firms (an agent of
/// registrations) ties nothing together.
const TIES: &str = "
WITH live AS (
  SELECT DISTINCT subject, person, role FROM person_role
  WHERE role IN ('legal_representative', 'controller', 'shareholder') AND (to_on IS NULL OR to_on > {as_of})
), few AS (
  SELECT person FROM live GROUP BY person HAVING count(DISTINCT subject) BETWEEN 2 AND 50
), shared AS (
  SELECT a.subject AS one, b.subject AS other, '共同负责人、股东' AS tie
  FROM live a JOIN few ON few.person = a.person JOIN live b ON b.person = a.person
  WHERE a.subject < b.subject
), held AS (
  SELECT holder AS one, subject AS other, CASE WHEN share IS NULL THEN '持股' ELSE concat('持股 ', CAST(share AS VARCHAR), '%') END AS tie
  FROM investment
  WHERE to_on IS NULL OR to_on > {as_of}
), tie AS (SELECT * FROM shared UNION SELECT * FROM held)
SELECT t.one, t.other, t.tie, a.name AS one_name, b.name AS other_name
FROM tie t
LEFT JOIN enterprise a ON a.subject = t.one
LEFT JOIN enterprise b ON b.subject = t.other
WHERE t.one IN ({codes}) OR t.other IN ({codes})
ORDER BY t.one, t.other, t.tie
LIMIT 400
";

async fn ask(engine: &Engine, sql: &str, codes: &[String]) -> Result<Vec<Association>> {
    let quoted: Vec<String> = codes
        .iter()
        .map(|code| format!("'{}'", code.replace('\'', "''")))
        .collect();
    let sql = sql.replace("{codes}", &quoted.join(", "));
    let mut answer = Answer::ask(engine.context(), &sql).await?;
    let mut ties = Vec::new();
    while let Some(rows) = answer.next_rows().await? {
        for row in rows {
            let text = |name: &str| {
                row.get(name)
                    .and_then(|v| v.as_str())
                    .unwrap_or_default()
                    .to_owned()
            };
            let (from, to) = (text("one"), text("other"));
            let or = |name: String, code: &str| {
                if name.is_empty() {
                    code.to_owned()
                } else {
                    name
                }
            };
            ties.push(Association {
                from_name: or(text("one_name"), &from),
                to_name: or(text("other_name"), &to),
                tie: text("tie"),
                from,
                to,
            });
        }
    }
    Ok(ties)
}
