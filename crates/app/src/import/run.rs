//! One import from the opened file to the committed run. It must not know whether a person at a page
//! or a command waits for it.

use std::sync::Arc;

use fangfei_intake::table::{Mapping, Visibility, tab};
use fangfei_model::{
    action::Action,
    ctx::Ctx,
    import_run::{ImportRun, ImportStatus},
};
use fangfei_store::{Error as StoreError, Job, Stored};

use super::{
    ImportKind, ImportSettings, OpenedFile, Phase, Progress,
    kept_copy::{KeptCopy, keep, titles, told},
    outcome::Tally,
    plan::plan,
    planner::{Changes, Planner},
    profile::apply_saved,
    record::{new_run, note_withheld},
    take::take,
};
use crate::{App, Error, Result, likeness};

/// So many new records change what the database's planner should know.
const LARGE: u64 = 1_000;
/// How often a plan is made anew because somebody changed a record meanwhile.
const TRIES: usize = 3;

/// A file to be imported at once, by a command.
#[derive(Debug, Clone)]
pub struct FileImport {
    /// What is in it.
    pub kind: ImportKind,
    /// Its name.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Only these sheets; all that fit for none.
    pub sheets: Vec<String>,
    /// What was settled beforehand: mappings replace the guessed ones of their sheets.
    pub settings: ImportSettings,
    /// Nothing is written.
    pub dry_run: bool,
}

/// How an import ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The run; of a dry run, as it would have been.
    pub run: ImportRun,
    /// Things to know about the file.
    pub notes: Vec<String>,
}

/// Imports a file at once: guesses its mapping, plans, writes.
pub async fn import_file(
    app: &App,
    ctx: &Ctx,
    import: FileImport,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Outcome> {
    ctx.require(import.kind.permission())?;
    progress(Progress {
        phase: Phase::Reading,
        done: 0,
        total: 0,
    });
    let bytes: Arc<[u8]> = import.bytes.into();
    let mut file = OpenedFile::open(import.kind, &import.file_name, bytes.clone()).await?;
    let mut notes = file.notes().to_vec();
    let mut settings = import.settings;
    settings.mappings = settle(app, ctx, &file, &import.sheets, settings.mappings).await?;
    let kept = match import.dry_run {
        true => KeptCopy {
            withheld: titles(&settings.mappings),
            ..KeptCopy::default()
        },
        false => keep(app, &file, &bytes, &mut settings.mappings).await?,
    };
    drop(bytes);
    notes.extend(told(&kept.withheld));
    notes.extend(to_settle(&file, &settings));
    if kept.original_sha256.is_some() {
        // From here on as at a page: the rows are those of the copy that is kept.
        let copy: Arc<[u8]> = app.store.blobs().get(&kept.sha256).await?.into();
        file = OpenedFile::open(import.kind, &import.file_name, copy).await?;
    }
    let mut run = new_run(app, ctx, &file, &settings, kept).await?;
    run.status = ImportStatus::Running;
    let work = Work {
        app,
        ctx,
        file: &file,
        settings: &settings,
        progress,
    };
    let run = match import.dry_run {
        true => finished(run, work.plan().await?.1),
        false => work.carry_out(run, None, None).await?,
    };
    Ok(Outcome { run, notes })
}

/// The mappings as guessed, as saved, as given, in this order; sheets not asked for left out.
async fn settle(
    app: &App,
    ctx: &Ctx,
    file: &OpenedFile,
    sheets: &[String],
    given: Vec<Mapping>,
) -> Result<Vec<Mapping>> {
    if let Some(wrong) = sheets
        .iter()
        .find(|name| !file.guessed.iter().any(|m| is_named(m, name)))
    {
        let known: Vec<&str> = file.guessed.iter().map(|m| m.sheet.as_str()).collect();
        return Err(Error::file(
            &file.file_name,
            format!("没有名为“{wrong}”的工作表；文件里有：{}", known.join("、")),
        ));
    }
    let mut mappings = file.guessed.clone();
    apply_saved(app, ctx, file, &mut mappings).await?;
    for mapping in &mut mappings {
        if let Some(own) = given
            .iter()
            .find(|g| g.sheet == mapping.sheet && g.kind == mapping.kind)
        {
            *mapping = own.clone();
            mapping.enforce_withheld(&file.fields);
        }
        if !sheets.is_empty() {
            mapping.included = sheets.iter().any(|name| is_named(mapping, name));
        }
    }
    Ok(mappings)
}

/// A part of a tab goes by its own name and by the tab's.
fn is_named(mapping: &Mapping, name: &str) -> bool {
    mapping.sheet == name || tab(&mapping.sheet) == name
}

/// What a person at a page would be asked to look at: a command says it beside the result.
fn to_settle(file: &OpenedFile, settings: &ImportSettings) -> Vec<String> {
    let of_sheet = |mapping: &Mapping| -> Vec<String> {
        let sheet = file.workbook.sheet(&mapping.sheet);
        let visible =
            sheet.is_some_and(|s| s.visibility == Visibility::Visible && !s.rows.is_empty());
        let name = &mapping.sheet;
        match (mapping.included, visible) {
            (true, _) => mapping
                .problems
                .iter()
                .map(|problem| format!("工作表“{name}”：{problem}"))
                .collect(),
            (false, true) => {
                let why = mapping.problems.join("；");
                vec![format!(
                    "工作表“{name}”没有导入{}",
                    if why.is_empty() {
                        why
                    } else {
                        format!("：{why}")
                    }
                )]
            }
            (false, false) => Vec::new(),
        }
    };
    settings.mappings.iter().flat_map(of_sheet).collect()
}

/// Everything one import works with.
pub(super) struct Work<'a> {
    pub(super) app: &'a App,
    pub(super) ctx: &'a Ctx,
    pub(super) file: &'a OpenedFile,
    pub(super) settings: &'a ImportSettings,
    pub(super) progress: &'a (dyn Fn(Progress) + Send + Sync),
}

impl Work<'_> {
    /// The plan.
    pub(super) async fn plan(&self) -> Result<(Changes, Tally)> {
        self.plan_of(None).await
    }

    /// The plan of the first rows.
    pub(super) async fn plan_of(&self, most_rows: Option<usize>) -> Result<(Changes, Tally)> {
        let origin = self.settings.origin_unit.or(self.ctx.unit());
        let Self {
            app,
            ctx,
            file,
            settings,
            progress,
        } = *self;
        plan(
            &Planner {
                app,
                ctx,
                file,
                settings,
                origin,
                progress,
            },
            most_rows,
        )
        .await
    }

    /// Plans and writes. A record that somebody changed between the two makes the plan anew.
    pub(super) async fn carry_out(
        &self,
        run: ImportRun,
        before: Option<&Stored<ImportRun>>,
        job: Option<&Job>,
    ) -> Result<ImportRun> {
        let mut tries = 1;
        loop {
            let (changes, tally) = self.plan().await?;
            let done = finished(run.clone(), tally);
            match self.write(changes, &done, before, job).await {
                Err(Error::Store(StoreError::Stale { .. } | StoreError::Duplicate { .. }))
                    if tries < TRIES =>
                {
                    tries += 1
                }
                Err(error) => return Err(error),
                Ok(()) => {
                    self.tell_planner(&done).await;
                    return Ok(done);
                }
            }
        }
    }

    /// The database's planner takes a county of a hundred thousand firms for one of a thousand until it is told, and reads
    /// every row for each look-up. What was imported stands whether or not this works.
    async fn tell_planner(&self, run: &ImportRun) {
        if run.counts.added < LARGE {
            return;
        }
        if let Err(error) = self.app.store.optimize().await {
            tracing::warn!(error = %error, "the planner keeps its figures from before an import");
        }
    }

    async fn write(
        &self,
        changes: Changes,
        run: &ImportRun,
        before: Option<&Stored<ImportRun>>,
        job: Option<&Job>,
    ) -> Result<()> {
        let total = run.counts.added + run.counts.changed;
        (self.progress)(Progress {
            phase: Phase::Writing,
            done: 0,
            total,
        });
        let reference = matches!(
            self.file.kind,
            ImportKind::LicensedBody | ImportKind::Division | ImportKind::Industry
        );
        let action = if reference {
            Action::ReferenceImport
        } else {
            Action::Import
        };
        let mut write = self.app.store.write(self.ctx, action).await?;
        take(&mut write, self.ctx, changes).await?;
        match before {
            Some(before) => {
                write.update(before, run.clone()).await?;
            }
            None => write.insert(run).await?,
        }
        write.detail("file", run.file_name.as_str());
        write.detail("sha256", run.sha256.as_str());
        write.detail("kind", run.kind.as_str());
        note_withheld(&mut write, run);
        if let Some(kind) = self.file.kind.likeness()
            && run.counts.added + run.counts.changed > 0
        {
            likeness::enqueue(&mut write, kind, run.division).await?;
        }
        write.detail(
            "counts",
            serde_json::to_value(run.counts).map_err(Error::bug)?,
        );
        if let Some(job) = job {
            write
                .finish_job(job, &serde_json::json!({ "run": run.id.to_string() }))
                .await?;
        }
        write.commit().await?;
        (self.progress)(Progress {
            phase: Phase::Writing,
            done: total,
            total,
        });
        Ok(())
    }
}

/// The run with how its rows ended.
pub(super) fn finished(run: ImportRun, tally: Tally) -> ImportRun {
    ImportRun {
        counts: tally.counts,
        rejected: tally.rejected,
        skipped: tally.skipped,
        notes: tally.notes,
        failure: None,
        status: ImportStatus::Done,
        ..run
    }
}
