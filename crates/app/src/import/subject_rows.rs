//! Rows of a register of subjects: which file each belongs to, and what it adds. A subject is the
//! same by credit code; else by registration number; else by name in the same place where at most
//! one of the two has a code. It must not write, nor know cells.

use std::collections::{HashMap, HashSet};

use fangfei_intake::table::RowRef;
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
use fangfei_store::{Page, Reader, Stored};

use super::{
    Phase, Progress,
    outcome::Tally,
    parts::Parts,
    places::{Found, Places},
    planner::{Batch, LOOK_UP, Planner, total},
    printed::remember,
    subject_line::Line,
};
use crate::{
    App, Result,
    subject::{LicensedNames, going_on, screened},
};

/// The most names of one file that are looked for among former ones.
const MOST_FORMER: usize = 2_000;
/// The most files that hold the same words.
const SAME_WORDS: usize = 20;

/// One file that rows belong to.
struct Draft {
    before: Option<Box<Stored<Subject>>>,
    /// As rows made it; nothing where none has changed it.
    after: Option<Box<Subject>>,
    /// Fingerprints of rows that said nothing new. They are kept once another row changes the file:
    /// else the same rows would lay their words over that change the next time.
    idle: Vec<String>,
}

impl Draft {
    fn on_file(found: Stored<Subject>) -> Self {
        Self {
            before: Some(Box::new(found)),
            after: None,
            idle: Vec::new(),
        }
    }

    fn now(&self) -> Option<&Subject> {
        self.after
            .as_deref()
            .or_else(|| self.before.as_ref().map(|before| &before.record))
    }
}

/// Files on hand, by what they are known by.
#[derive(Default)]
struct Desk {
    drafts: Vec<Draft>,
    seen: HashSet<uuid::Uuid>,
    by_code: HashMap<String, Vec<usize>>,
    by_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    by_former_name: HashMap<String, Vec<usize>>,
    /// By the rows that they have taken in before this file.
    by_row: HashMap<String, usize>,
    /// Names that were looked for among former ones.
    asked: HashSet<String>,
    /// Credit codes on file in the same county, out of the importer's scope.
    elsewhere: HashSet<String>,
}

/// The plan of a register, made while its rows are read.
pub(super) async fn plan(
    planner: &Planner<'_>,
    places: &Places,
    mut parts: Parts,
    tally: &mut Tally,
) -> Result<Batch<Subject>> {
    let names = industries_by_name(planner.app).await?;
    let total = total(planner.file);
    let mut desk = Desk::default();
    while let Some(rows) = parts.next(tally).await {
        let mut lines: Vec<(RowRef, Line)> = Vec::with_capacity(rows.len());
        for row in rows {
            match Line::of(planner, places, &names, &row) {
                Ok(line) => lines.push((row.source, line)),
                Err(reason) => tally.reject(&row.source, reason),
            }
        }
        let own = lines.iter().map(|(_, line)| line);
        desk.load(planner.app, planner.ctx, places.default(), own)
            .await?;
        let own = lines.iter().map(|(_, line)| line);
        desk.load_former(planner.app, planner.ctx, own).await?;
        for (source, line) in lines {
            desk.take(planner, &source, line, tally);
        }
        (planner.progress)(Progress {
            phase: Phase::Matching,
            done: tally.counts.rows,
            total,
        });
    }
    let licensed = LicensedNames::all(planner.app, planner.ctx).await?;
    Ok(desk.finish(planner, &licensed))
}

impl Desk {
    /// Brings the files on hand that these lines may belong to.
    async fn load<'a>(
        &mut self,
        app: &App,
        ctx: &Ctx,
        default: DivisionCode,
        lines: impl Iterator<Item = &'a Line>,
    ) -> Result<()> {
        let (mut codes, mut numbers, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for line in lines {
            codes.extend(line.uscc.as_ref().map(|code| code.as_str().to_owned()));
            numbers.extend(line.registration_number.clone());
            names.push(line.name.clone());
        }
        for (field, mut values) in [
            ("uscc", codes.clone()),
            ("registration_number", numbers),
            ("name", names),
        ] {
            values.sort_unstable();
            values.dedup();
            for part in values.chunks(LOOK_UP) {
                self.look_up(app, ctx, field, part).await?;
            }
        }
        self.look_elsewhere(app, ctx, default, codes).await
    }

    /// Lists without codes name firms as they were called once. Former names are found by the search
    /// index, one at a time, so only for names that nothing on file bears now.
    async fn load_former<'a>(
        &mut self,
        app: &App,
        ctx: &Ctx,
        lines: impl Iterator<Item = &'a Line>,
    ) -> Result<()> {
        for line in lines.filter(|line| line.is_by_name_only()) {
            let name = &line.name;
            if self.asked.len() >= MOST_FORMER
                || self.by_name.contains_key(name)
                || !self.asked.insert(name.clone())
            {
                continue;
            }
            let reader = app.store.read(ctx);
            let hits = reader.search(name, &[Noun::Subject], SAME_WORDS).await?;
            let found = reader
                .get_all::<Subject>(hits.into_iter().map(|hit| hit.id))
                .await?;
            for found in found {
                if found.record.former_names.contains(name) {
                    self.admit(&app.store.read(ctx), found).await?;
                }
            }
        }
        Ok(())
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
            self.admit(&app.store.read(ctx), found).await?;
        }
        Ok(())
    }

    /// Takes a file onto the desk, once. What a merged file is known by leads to the one that goes on,
    /// and rows that it took in say nothing new there.
    async fn admit(&mut self, reader: &Reader<'_>, found: Stored<Subject>) -> Result<()> {
        if !self.seen.insert(found.record.id.uuid()) {
            return Ok(());
        }
        if found.record.merged.is_none() {
            self.put(Draft::on_file(found));
            return Ok(());
        }
        let gone = found.record.clone();
        let kept = going_on(reader, found).await?;
        let id = kept.record.id;
        if self.seen.insert(id.uuid()) {
            self.put(Draft::on_file(kept));
        }
        let is_it = |draft: &Draft| draft.now().is_some_and(|subject| subject.id == id);
        if let Some(at) = self.drafts.iter().position(is_it) {
            self.known_by(at, &gone);
            self.drafts[at].idle.extend(gone.imported_rows);
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
        if let Some(subject) = draft.now() {
            self.known_by(at, subject);
            if draft.before.is_some() {
                let rows = subject.imported_rows.iter();
                self.by_row.extend(rows.map(|row| (row.clone(), at)));
            }
            self.drafts.push(draft);
        }
    }

    fn known_by(&mut self, at: usize, subject: &Subject) {
        if let Some(code) = &subject.uscc {
            note(&mut self.by_code, code.as_str(), at);
        }
        if let Some(number) = &subject.registration_number {
            note(&mut self.by_number, number, at);
        }
        note(&mut self.by_name, &subject.name, at);
        for former in &subject.former_names {
            note(&mut self.by_former_name, former, at);
        }
    }

    /// The file that a row belongs to, if there is one.
    fn find(&self, line: &Line) -> Result<Option<usize>, String> {
        let place = line.place.code();
        let now = |at: usize| self.drafts.get(at).and_then(Draft::now);
        let near = |at: &usize| now(*at).is_some_and(|s| near(s.division, place));
        if let Some(code) = &line.uscc
            && let Some(same) = self.by_code.get(code.as_str())
        {
            return Ok(same
                .iter()
                .copied()
                .find(near)
                .or_else(|| same.first().copied()));
        }
        let codeless =
            |at: &usize| line.uscc.is_none() || now(*at).is_some_and(|s| s.uscc.is_none());
        if let Some(number) = &line.registration_number {
            let same = self.by_number.get(number).into_iter().flatten();
            if let Some(at) = same
                .copied()
                .find(|at| codeless(at) && now(*at).is_some_and(|s| s.name == line.name))
            {
                return Ok(Some(at));
            }
        }
        let same = self.by_name.get(&line.name).into_iter().flatten().copied();
        let same: Vec<usize> = same.filter(|at| near(at) && codeless(at)).collect();
        match same.as_slice() {
            [] => Ok(self.find_former(line)),
            [one] => Ok(Some(*one)),
            several => {
                let exact: Vec<usize> = several
                    .iter()
                    .copied()
                    .filter(|at| now(*at).is_some_and(|s| s.division == place))
                    .collect();
                match exact.as_slice() {
                    [one] => Ok(Some(*one)),
                    _ => Err(format!(
                        "有 {} 份同名的主体档案“{}”，分不清是哪一个；请补上统一社会信用代码",
                        several.len(),
                        line.name
                    )),
                }
            }
        }
    }

    /// The one file that once bore the name of a line without codes.
    fn find_former(&self, line: &Line) -> Option<usize> {
        let known = self.by_former_name.get(&line.name);
        let known = known.filter(|_| line.is_by_name_only())?;
        let place = line.place.code();
        let mut near = known.iter().copied().filter(|at| {
            let now = self.drafts.get(*at).and_then(Draft::now);
            now.is_some_and(|subject| near(subject.division, place))
        });
        let first = near.next()?;
        near.all(|at| at == first).then_some(first)
    }

    fn take(&mut self, planner: &Planner<'_>, source: &RowRef, line: Line, tally: &mut Tally) {
        if line
            .uscc
            .as_ref()
            .is_some_and(|code| self.elsewhere.contains(code.as_str()))
        {
            let reason = "这个信用代码的主体已在本县其他辖区建档，没有重复建档；如已迁入，请联系县处非办变更属地";
            return tally.reject(source, reason.to_owned());
        }
        // What a row meant when it was taken in holds, even where its name has come to mean several.
        let taken = self.by_row.get(&line.fingerprint).copied();
        let found = match taken.map_or_else(|| self.find(&line), |at| Ok(Some(at))) {
            Ok(found) => found,
            Err(reason) => return tally.reject(source, reason),
        };
        if let Found::Unknown(_, name) = &line.place {
            let note = format!(
                "没有找到名为“{name}”的乡镇（街道），已按默认属地建档；补充区划代码后重新导入，会改到该乡镇"
            );
            tally.note(source, note);
        }
        match found {
            Some(at)
                if taken.is_none()
                    && self
                        .drafts
                        .get(at)
                        .and_then(Draft::now)
                        .is_some_and(|known| line.is_of_another_firm(known)) =>
            {
                let reason = "信用代码与另一主体相同，名称、法定代表人却都不同，一个代码只能是一个主体；请核对代码，确是更名的，请在“曾用名”列写上原名";
                tally.reject(source, reason.to_owned());
            }
            Some(at) => self.lay(at, source, line, tally),
            None => {
                let (name, place) = (line.name.clone(), line.place.code());
                let mut after =
                    Subject::named(planner.ctx.new_id(), name, line.kind, place, planner.origin);
                line.fill(&mut after, false);
                // A register has many thousands of these, and few grow again.
                after.people.shrink_to_fit();
                after.extra.shrink_to_fit();
                after.imported_rows.shrink_to_fit();
                self.put(Draft {
                    before: None,
                    after: Some(Box::new(after)),
                    idle: Vec::new(),
                });
                tally.counts.added += 1;
            }
        }
    }

    fn lay(&mut self, at: usize, source: &RowRef, line: Line, tally: &mut Tally) {
        let Some(old) = self.drafts.get(at).and_then(Draft::now) else {
            return;
        };
        if old.imported_rows.contains(&line.fingerprint)
            || self.drafts[at].idle.contains(&line.fingerprint)
        {
            tally.counts.unchanged += 1;
            return;
        }
        if old.name != line.name && old.former_names.contains(&line.name) {
            let note = format!("“{}”是曾用名，已归入现名为“{}”的档案", line.name, old.name);
            tally.note(source, note);
        }
        let mut next = old.clone();
        let further = self.drafts[at].after.is_some();
        for title in line.fill(&mut next, further) {
            tally.note(
                source,
                format!(
                    "“{title}”在多行中内容不同且过长，只保留了前面的内容；完整内容在导入的文件里"
                ),
            );
        }
        let rows = std::mem::take(&mut next.imported_rows);
        next.imported_rows.clone_from(&old.imported_rows);
        if next == *old {
            tally.counts.unchanged += 1;
            self.drafts[at].idle.extend(rows.into_iter().next_back());
            return;
        }
        next.imported_rows = rows;
        tally.counts.changed += 1;
        if let (Some(code), None) = (&next.uscc, &old.uscc) {
            note(&mut self.by_code, code.as_str(), at);
        }
        for former in &next.former_names {
            if !old.former_names.contains(former) {
                note(&mut self.by_former_name, former, at);
            }
        }
        if next.name != old.name {
            note(&mut self.by_name, &next.name, at);
        }
        self.drafts[at].after = Some(Box::new(next));
    }

    fn finish(self, planner: &Planner<'_>, licensed: &LicensedNames) -> Batch<Subject> {
        let today = planner.ctx.today();
        let screen = &planner.app.rules().screen;
        let mut batch = Batch::default();
        for draft in self.drafts {
            let Some(mut after) = draft.after else {
                continue;
            };
            for row in draft.idle {
                remember(&mut after.imported_rows, row);
            }
            let licence = licensed.holds(&after, today);
            let after = screened(screen, licence, *after, today);
            match draft.before {
                None => batch.added.push(after),
                Some(before) => batch.changed.push((*before, after)),
            }
        }
        batch
    }
}

/// Notes what a file is known by; nearly every key leads to one file alone.
fn note(known: &mut HashMap<String, Vec<usize>>, key: &str, at: usize) {
    match known.get_mut(key) {
        Some(files) => files.push(at),
        None => {
            known.insert(key.to_owned(), vec![at]);
        }
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
