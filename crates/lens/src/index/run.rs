//! An index over the lake: tables registered as of the day, indicators planned, then asked, several at once. It must
//! not know files of rules or what is printed.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::{common::runtime::SpawnedTask, prelude::SessionContext};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;

use super::{
    asking::{Answered, Asking},
    error::IndexError,
    rule_set::RuleSet,
    score::{Column, Scored},
    subjects::Subjects,
};
use crate::{
    function,
    indicator::{Indicator, affiliation, measure},
    lake::{
        AsOf, Holding, Lake, LakeError, Limits, Manifest, TableSpec, day_of, mentions, named,
        session, shipped,
    },
    screen::Screen,
};

/// The lake as of a day, ready for indicators.
pub struct Engine {
    context: SessionContext,
    manifest: Manifest,
    tables: BTreeMap<String, Arc<TableSpec>>,
    as_of: Date,
    limits: Limits,
    /// The lake, when other machines run the plans and find there what this one computes.
    #[cfg(feature = "cluster")]
    shared: Option<Lake>,
}

/// What is going to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Id of the indicator and its optimised plan.
    pub steps: Vec<(String, String)>,
}

impl Engine {
    /// Opens the lake as of a day.
    ///
    /// # Errors
    /// [`IndexError::Lake`].
    pub async fn open(
        lake: &Lake,
        screen: &Arc<Screen>,
        as_of: Date,
        limits: Limits,
    ) -> Result<Self, IndexError> {
        let context = session(lake, limits)?;
        function::register(&context, screen);
        Self::over(context, lake, as_of, limits).await
    }

    /// Opens the lake as of a day; a cluster runs the plans.
    ///
    /// # Errors
    /// [`IndexError::Lake`], in it a cluster that is not there or has no executors.
    #[cfg(feature = "cluster")]
    pub async fn open_on_cluster(
        lake: &Lake,
        screen: &Arc<Screen>,
        as_of: Date,
        limits: Limits,
        scheduler: &url::Url,
    ) -> Result<Self, IndexError> {
        crate::cluster::require_ready(scheduler).await?;
        let context = crate::cluster::session(lake, screen, limits, scheduler)?;
        let mut engine = Self::over(context, lake, as_of, limits).await?;
        engine.shared = Some(lake.clone());
        Ok(engine)
    }

    async fn over(
        context: SessionContext,
        lake: &Lake,
        as_of: Date,
        limits: Limits,
    ) -> Result<Self, IndexError> {
        let manifest = Manifest::read(lake).await?;
        let tables = shipped()?;
        for table in tables.values() {
            AsOf(as_of)
                .register(&context, lake, &manifest, table)
                .await?;
        }
        Ok(Self {
            context,
            manifest,
            tables,
            as_of,
            limits,
            #[cfg(feature = "cluster")]
            shared: None,
        })
    }

    /// Whether other machines run the plans.
    fn is_on_cluster(&self) -> bool {
        #[cfg(feature = "cluster")]
        return self.shared.is_some();
        #[cfg(not(feature = "cluster"))]
        false
    }

    /// How often an indicator is asked before its failure counts.
    fn attempts(&self) -> u32 {
        #[cfg(feature = "cluster")]
        if self.is_on_cluster() {
            return crate::cluster::ATTEMPTS;
        }
        1
    }

    /// Makes the table `affiliation` for SQL that names it; it is computed once, and only when asked for.
    ///
    /// # Errors
    /// [`IndexError::Lake`].
    pub async fn affiliate(&self, sql: &str) -> Result<(), IndexError> {
        let is_there = self.context.table_exist(affiliation::NAME).unwrap_or(false);
        if is_there || !sql.contains(affiliation::NAME) {
            return Ok(());
        }
        #[cfg(feature = "cluster")]
        if let Some(lake) = &self.shared {
            let facts = self.manifest.generation.to_string();
            let made = affiliation::register_in_lake(&self.context, lake, &facts, self.as_of);
            return Ok(made.await?);
        }
        Ok(affiliation::register(&self.context, self.as_of).await?)
    }

    async fn prepare(&self, rules: &RuleSet) -> Result<(), IndexError> {
        for indicator in &rules.indicators {
            self.affiliate(&indicator.sql).await?;
        }
        Ok(())
    }

    /// The session, for questions beside the index.
    pub fn context(&self) -> &SessionContext {
        &self.context
    }

    /// The state of the lake that is read.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The tables by name.
    pub fn tables(&self) -> &BTreeMap<String, Arc<TableSpec>> {
        &self.tables
    }

    /// The day.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The optimised plan of every indicator.
    ///
    /// # Errors
    /// [`IndexError::Indicator`] for the first that cannot be planned.
    pub async fn plan(&self, rules: &RuleSet) -> Result<Plan, IndexError> {
        self.prepare(rules).await?;
        let mut steps = Vec::new();
        for indicator in &rules.indicators {
            let plan = measure(&self.context, indicator, self.as_of)
                .await?
                .plan()?;
            steps.push((indicator.id.clone(), plan));
        }
        Ok(Plan { steps })
    }

    /// The index of every subject. `told` hears the indicator that begins, for progress.
    ///
    /// # Errors
    /// [`IndexError`].
    pub async fn run(
        &self,
        rules: &RuleSet,
        mut told: impl FnMut(usize, &Indicator),
    ) -> Result<Scored, IndexError> {
        let (holding, subjects) = self.hold(rules).await?;
        let asked = rules.indicators.iter().enumerate();
        let asked = asked.map(|(number, indicator)| {
            told(number, indicator);
            self.ask(holding.context(), indicator, None)
        });
        let (subjects, columns) = self.columns(rules, subjects, asked).await?;
        Ok(Scored::new(rules, subjects, columns))
    }

    /// Reads the subjects, who is tied to whom, and beside them what several indicators ask, into memory, the most asked
    /// begun first, as far as half the engine's memory goes. Indicators that ask what is not held read the files, each anew.
    async fn hold(&self, rules: &RuleSet) -> Result<(Holding, Subjects), IndexError> {
        let questions: Vec<&str> = rules
            .indicators
            .iter()
            .flat_map(|i| [Some(i.sql.as_str()), i.applies.as_deref()])
            .flatten()
            .collect();
        let asked = |table: &str| questions.iter().filter(|q| mentions(q, table)).count();
        let mut tables: Vec<(usize, &TableSpec)> = self
            .tables
            .values()
            .map(|table| (asked(&table.table), table.as_ref()))
            .filter(|(asked, table)| *asked > 1 && self.holds(&table.table, day_of(self.as_of)))
            // What this machine holds in memory others do not see.
            .filter(|_| !self.is_on_cluster())
            .collect();
        tables.sort_by_key(|(asked, _)| std::cmp::Reverse(*asked));
        let holding = Holding::beside(&self.context, (self.limits.memory_mib << 20) / 2).await?;
        let reading = tables.iter().map(|(_, table)| {
            let (holding, columns) = (&holding, named(table, &questions));
            async move { holding.read(&table.table, &columns).await }
        });
        let reading = stream::iter(reading).buffered(self.limits.threads.max(1));
        let (subjects, read, ()) = futures::try_join!(
            async { Ok(Subjects::read(&self.context, None).await?) },
            async { Ok(reading.try_collect::<Vec<_>>().await?) },
            self.prepare(rules),
        )?;
        holding.share(&self.context, affiliation::NAME).await?;
        let cuts = subjects.cuts(self.limits.threads).into();
        for table in read.into_iter().flatten() {
            holding.hold(table, &cuts)?;
        }
        Ok((holding, subjects))
    }

    /// The index of one subject, by code or by a name that only one bears.
    ///
    /// # Errors
    /// [`IndexError::UnknownSubject`].
    pub async fn run_one(
        &self,
        rules: &RuleSet,
        subject: &str,
    ) -> Result<(Scored, u32), IndexError> {
        self.prepare(rules).await?;
        let subjects = Subjects::read(&self.context, Some(subject)).await?;
        let known = subjects.find_written(subject);
        let code = known.map_or_else(
            || subject.to_owned(),
            |number| subjects.code(number).to_owned(),
        );
        let asked = rules.indicators.iter();
        let asked = asked.map(|indicator| self.ask(&self.context, indicator, Some(&code)));
        let (subjects, columns) = self.columns(rules, subjects, asked).await?;
        let number = subjects
            .find(&code)
            .ok_or_else(|| IndexError::UnknownSubject(subject.to_owned()))?;
        Ok((Scored::new(rules, subjects, columns), number))
    }

    /// What is asked of an indicator, of one subject or of all.
    fn ask(
        &self,
        context: &SessionContext,
        indicator: &Indicator,
        only: Option<&str>,
    ) -> Result<Asking, IndexError> {
        Ok(Asking {
            context: context.clone(),
            indicator: indicator.clone(),
            as_of: self.as_of,
            only: only.map(str::to_owned),
            covered: self.covers(indicator)?,
            attempts: self.attempts(),
        })
    }

    /// Asks one indicator after another, some at once, so that no thread waits while another takes down an answer.
    async fn columns(
        &self,
        rules: &RuleSet,
        subjects: Subjects,
        asked: impl Iterator<Item = Result<Asking, IndexError>>,
    ) -> Result<(Subjects, Vec<Column>), IndexError> {
        let subjects = Arc::new(subjects);
        let answering = asked.enumerate().map(|(place, asking)| {
            let subjects = Arc::clone(&subjects);
            let task = asking.map(|asking| SpawnedTask::spawn(asking.answer(subjects)));
            async move { (place, joined(task).await) }
        });
        let at_once = self.limits.threads + 1;
        // One that takes long keeps none from beginning; of several that are wrong the first in order is told.
        let mut answered: Vec<(usize, Result<Answered, IndexError>)> = stream::iter(answering)
            .buffer_unordered(at_once)
            .collect()
            .await;
        answered.sort_by_key(|(place, _)| *place);
        let mut subjects = Arc::into_inner(subjects)
            .ok_or_else(|| LakeError::Engine("指标仍在计算".to_owned()))?;
        let columns = rules.indicators.iter().zip(answered);
        let columns = columns.map(|(indicator, (_, said))| said?.column(indicator, &mut subjects));
        let columns = columns.collect::<Result<_, _>>()?;
        Ok((subjects, columns))
    }

    /// True when every table the indicator needs holds facts known by the day.
    ///
    /// # Errors
    /// [`IndexError::Indicator`] for a table that is none.
    pub fn covers(&self, indicator: &Indicator) -> Result<bool, IndexError> {
        let day = day_of(self.as_of);
        for need in &indicator.needs {
            if need != affiliation::NAME && !self.tables.contains_key(need) {
                return Err(indicator
                    .result_error(format!("needs 中没有“{need}”这个表"))
                    .into());
            }
        }
        let holds = |table: &str| match table {
            affiliation::NAME => ["investment", "person_role"]
                .iter()
                .any(|t| self.holds(t, day)),
            other => self.holds(other, day),
        };
        Ok(indicator.needs.iter().all(|table| holds(table)))
    }

    fn holds(&self, table: &str, day: i32) -> bool {
        self.manifest.files(table).iter().any(|f| f.known.0 <= day)
    }
}

/// What a task answered.
async fn joined(
    task: Result<SpawnedTask<Result<Answered, IndexError>>, IndexError>,
) -> Result<Answered, IndexError> {
    let answered = task?.join().await;
    answered.map_err(|e| LakeError::Engine(e.to_string()))?
}
