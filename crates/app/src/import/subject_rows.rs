//! Rows of a register of subjects: which file each belongs to, and what it adds. A subject is the
//! same by credit code; else by registration number; else by name in the same place where at most
//! one of the two has a code. It must not write, nor know cells.

use std::collections::{HashMap, HashSet};

use fangfei_intake::table::Row;
use fangfei_model::{
    code::{
        division::{DivisionCode, DivisionLevel},
        industry::IndustryCode,
    },
    ctx::{Actor, Ctx},
    noun::Noun,
    query::{Query, Test},
    record::{Record, Value as Kept},
    subject::Subject,
};
use fangfei_store::{Page, Stored};

use super::{
    Phase, Progress,
    outcome::Tally,
    places::{Found, Places},
    plan::{Batch, LOOK_UP, Planner, TOLD_EVERY},
    subject_line::Line,
};
use crate::{
    App, Result,
    subject::{LicensedNames, screened},
};

/// One file that rows belong to.
struct Draft {
    before: Option<Stored<Subject>>,
    after: Subject,
    touched: bool,
}

/// Files on hand, by what they are known by.
#[derive(Default)]
struct Desk {
    drafts: Vec<Draft>,
    seen: HashSet<uuid::Uuid>,
    by_code: HashMap<String, Vec<usize>>,
    by_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// Credit codes on file in the same county, out of the importer's scope.
    elsewhere: HashSet<String>,
}

/// The plan of a register.
pub(super) async fn plan(
    planner: &Planner<'_>,
    places: &Places,
    rows: Vec<Row>,
    tally: &mut Tally,
) -> Result<Batch<Subject>> {
    let names = industries_by_name(planner.app).await?;
    let total = rows.len() as u64;
    let mut lines: Vec<(Row, Line)> = Vec::with_capacity(rows.len());
    for row in rows {
        match Line::of(planner, places, &names, &row) {
            Ok(line) => lines.push((row, line)),
            Err(reason) => tally.reject(&row.source, reason),
        }
    }
    let mut desk = Desk::load(
        planner.app,
        planner.ctx,
        places.default(),
        lines.iter().map(|(_, line)| line),
    )
    .await?;
    for (at, (row, line)) in lines.into_iter().enumerate() {
        if at % TOLD_EVERY == 0 {
            (planner.progress)(Progress {
                phase: Phase::Matching,
                done: at as u64,
                total,
            });
        }
        desk.take(planner, &row, line, tally);
    }
    let licensed = LicensedNames::all(planner.app, planner.ctx).await?;
    Ok(desk.finish(planner, &licensed))
}

impl Desk {
    async fn load<'a>(
        app: &App,
        ctx: &Ctx,
        default: DivisionCode,
        lines: impl Iterator<Item = &'a Line>,
    ) -> Result<Self> {
        let (mut codes, mut numbers, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for line in lines {
            codes.extend(line.uscc.as_ref().map(|code| code.as_str().to_owned()));
            numbers.extend(line.registration_number.clone());
            names.push(line.name.clone());
        }
        let mut desk = Self::default();
        for (field, mut values) in [
            ("uscc", codes.clone()),
            ("registration_number", numbers),
            ("name", names),
        ] {
            values.sort_unstable();
            values.dedup();
            for part in values.chunks(LOOK_UP) {
                desk.look_up(app, ctx, field, part).await?;
            }
        }
        desk.look_elsewhere(app, ctx, default, codes).await?;
        Ok(desk)
    }

    async fn look_up(
        &mut self,
        app: &App,
        ctx: &Ctx,
        field: &str,
        values: &[String],
    ) -> Result<()> {
        let values = values
            .iter()
            .map(|value| Kept::from(value.as_str()))
            .collect();
        let query = Query::of(Noun::Subject).when(field, Test::In(values));
        for found in app
            .store
            .read(ctx)
            .list::<Subject>(&query, Page::first(Page::MAX_LIMIT))
            .await?
        {
            if self.seen.insert(found.record.id.uuid()) {
                let after = found.record.clone();
                self.put(Draft {
                    before: Some(found),
                    after,
                    touched: false,
                });
            }
        }
        Ok(())
    }

    /// A township does not see the county's other files; a second one must not be made for the firm.
    async fn look_elsewhere(
        &mut self,
        app: &App,
        ctx: &Ctx,
        default: DivisionCode,
        codes: Vec<String>,
    ) -> Result<()> {
        let scope = ctx.scope();
        let deep = scope
            .division()
            .is_some_and(|own| own.level() > DivisionLevel::County);
        let Some(county) = default.at_level(DivisionLevel::County).filter(|_| deep) else {
            return Ok(());
        };
        let program = ctx.acting_as(Actor::System {
            task: "核对辖区外的同一主体",
        });
        for part in codes.chunks(LOOK_UP) {
            let values = part.iter().map(|code| Kept::from(code.as_str())).collect();
            let query = Query::of(Noun::Subject).when("uscc", Test::In(values));
            for found in app
                .store
                .read(&program)
                .list::<Subject>(&query, Page::first(Page::MAX_LIMIT))
                .await?
            {
                let subject = found.record;
                if county.contains(&subject.division)
                    && !scope.sees(&subject.place(), Subject::VISIBILITY)
                {
                    self.elsewhere
                        .extend(subject.uscc.map(|code| code.as_str().to_owned()));
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, draft: Draft) {
        let at = self.drafts.len();
        let subject = &draft.after;
        if let Some(code) = &subject.uscc {
            self.by_code
                .entry(code.as_str().to_owned())
                .or_default()
                .push(at);
        }
        if let Some(number) = &subject.registration_number {
            self.by_number.entry(number.clone()).or_default().push(at);
        }
        self.by_name
            .entry(subject.name.clone())
            .or_default()
            .push(at);
        self.drafts.push(draft);
    }

    /// The file that a row belongs to, if there is one.
    fn find(&self, line: &Line) -> Result<Option<usize>, String> {
        let place = line.place.code();
        let near = |at: &usize| near(self.drafts[*at].after.division, place);
        if let Some(code) = &line.uscc
            && let Some(same) = self.by_code.get(code.as_str())
        {
            return Ok(same
                .iter()
                .copied()
                .find(near)
                .or_else(|| same.first().copied()));
        }
        let codeless = |at: &usize| line.uscc.is_none() || self.drafts[*at].after.uscc.is_none();
        if let Some(number) = &line.registration_number {
            let same = self.by_number.get(number).into_iter().flatten();
            if let Some(at) = same
                .copied()
                .find(|at| codeless(at) && self.drafts[*at].after.name == line.name)
            {
                return Ok(Some(at));
            }
        }
        let same = self.by_name.get(&line.name).into_iter().flatten().copied();
        let same: Vec<usize> = same.filter(|at| near(at) && codeless(at)).collect();
        match same.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => {
                let place = several
                    .iter()
                    .copied()
                    .find(|at| self.drafts[*at].after.division == place);
                let exact = several
                    .iter()
                    .filter(|at| self.drafts[**at].after.division == line.place.code())
                    .count();
                match (place, exact) {
                    (Some(at), 1) => Ok(Some(at)),
                    _ => Err(format!(
                        "有 {} 份同名的主体档案“{}”，分不清是哪一个；请补上统一社会信用代码",
                        several.len(),
                        line.name
                    )),
                }
            }
        }
    }

    fn take(&mut self, planner: &Planner<'_>, row: &Row, line: Line, tally: &mut Tally) {
        if line
            .uscc
            .as_ref()
            .is_some_and(|code| self.elsewhere.contains(code.as_str()))
        {
            let reason = "这个信用代码的主体已在本县其他辖区建档，没有重复建档；如已迁入，请联系县处非办变更属地";
            return tally.reject(&row.source, reason.to_owned());
        }
        let found = match self.find(&line) {
            Ok(found) => found,
            Err(reason) => return tally.reject(&row.source, reason),
        };
        if let Found::Unknown(_, name) = &line.place {
            let note = format!(
                "没有找到名为“{name}”的乡镇（街道），已按默认属地建档；补充区划代码后重新导入，会改到该乡镇"
            );
            tally.note(&row.source, note);
        }
        match found {
            Some(at) => self.lay(at, row, line, tally),
            None => {
                let (name, place) = (line.name.clone(), line.place.code());
                let mut after =
                    Subject::named(planner.ctx.new_id(), name, line.kind, place, planner.origin);
                line.fill(&mut after, false);
                self.put(Draft {
                    before: None,
                    after,
                    touched: true,
                });
                tally.counts.added += 1;
            }
        }
    }

    fn lay(&mut self, at: usize, row: &Row, line: Line, tally: &mut Tally) {
        let known = self.drafts[at]
            .after
            .imported_rows
            .contains(&line.fingerprint);
        let mut next = self.drafts[at].after.clone();
        if !known {
            for title in line.fill(&mut next, self.drafts[at].touched) {
                tally.note(&row.source, format!("“{title}”在多行中内容不同且过长，只保留了前面的内容；完整内容在导入的文件里"));
            }
        }
        let same = Subject {
            imported_rows: self.drafts[at].after.imported_rows.clone(),
            ..next.clone()
        };
        if known || same == self.drafts[at].after {
            tally.counts.unchanged += 1;
            return;
        }
        tally.counts.changed += 1;
        if let (Some(code), None) = (&next.uscc, &self.drafts[at].after.uscc) {
            self.by_code
                .entry(code.as_str().to_owned())
                .or_default()
                .push(at);
        }
        if next.name != self.drafts[at].after.name {
            self.by_name.entry(next.name.clone()).or_default().push(at);
        }
        self.drafts[at].after = next;
        self.drafts[at].touched = true;
    }

    fn finish(self, planner: &Planner<'_>, licensed: &LicensedNames) -> Batch<Subject> {
        let today = planner.ctx.today();
        let screen = &planner.app.rules().screen;
        let mut batch = Batch::default();
        for draft in self.drafts.into_iter().filter(|draft| draft.touched) {
            let licence = licensed.holds(&draft.after, today);
            let after = screened(screen, licence, draft.after, today);
            match draft.before {
                None => batch.added.push(after),
                Some(before) => batch.changed.push((before, after)),
            }
        }
        batch
    }
}

/// Whether two places are one, or one lies in the other.
fn near(a: DivisionCode, b: DivisionCode) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// Names of industries that only one code bears.
async fn industries_by_name(app: &App) -> Result<HashMap<String, IndustryCode>> {
    let mut names: HashMap<String, Vec<IndustryCode>> = HashMap::new();
    for industry in app.store.industries().await? {
        names.entry(industry.name).or_default().push(industry.code);
    }
    let only = |codes: Vec<IndustryCode>| {
        (codes.len() == 1)
            .then(|| codes.into_iter().next())
            .flatten()
    };
    Ok(names
        .into_iter()
        .filter_map(|(name, codes)| only(codes).map(|code| (name, code)))
        .collect())
}
