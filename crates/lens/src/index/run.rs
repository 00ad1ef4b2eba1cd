//! An index over the lake: tables registered as of the day, indicators planned, then run one after another. It must
//! not know files of rules or what is printed.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::{
    arrow::array::{Array, AsArray},
    prelude::SessionContext,
};
use futures::TryStreamExt;
use jiff::civil::Date;

use super::{
    error::IndexError,
    rule_set::RuleSet,
    score::{Column, Scored},
    subjects::Subjects,
};
use crate::{
    function,
    indicator::{Answers, Indicator, IndicatorError, Question, affiliation, measure},
    lake::{
        AsOf, Holding, Lake, Limits, Manifest, TableSpec, day_of, mentions, named, session, shipped,
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
        self.prepare(rules).await?;
        let mut subjects = Subjects::read(&self.context, None).await?;
        let holding = self.hold(rules, &subjects).await?;
        let mut columns = Vec::with_capacity(rules.indicators.len());
        let mut ahead = None;
        for (number, indicator) in rules.indicators.iter().enumerate() {
            told(number, indicator);
            let context = holding.context();
            let asked = match ahead.take() {
                Some(asked) => asked,
                None => self.ask(context, indicator, None)?,
            };
            let next = rules.indicators.get(number + 1);
            ahead = next.map(|next| self.ask(context, next, None)).transpose()?;
            let column = self.column(context, indicator, &mut subjects, (asked, None));
            columns.push(column.await?);
        }
        Ok(Scored::new(rules, subjects, columns))
    }

    /// Reads what several indicators ask into memory, the most asked first, as far as half the engine's memory goes.
    /// Indicators that ask what is not held read the files, each anew.
    async fn hold(&self, rules: &RuleSet, subjects: &Subjects) -> Result<Holding, IndexError> {
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
        let cuts = subjects.cuts(self.limits.threads);
        let most = (self.limits.memory_mib << 20) / 2;
        let mut holding = Holding::beside(&self.context, cuts, most).await?;
        for (_, table) in tables {
            holding
                .hold(&table.table, &named(table, &questions))
                .await?;
        }
        Ok(holding)
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
        let mut subjects = Subjects::read(&self.context, Some(subject)).await?;
        let known = subjects.find_written(subject);
        let code = known.map_or_else(
            || subject.to_owned(),
            |number| subjects.code(number).to_owned(),
        );
        let mut columns = Vec::with_capacity(rules.indicators.len());
        for indicator in &rules.indicators {
            let asked = self.ask(&self.context, indicator, Some(&code))?;
            let asked = (asked, Some(code.as_str()));
            let column = self.column(&self.context, indicator, &mut subjects, asked);
            columns.push(column.await?);
        }
        let number = subjects
            .find(&code)
            .ok_or_else(|| IndexError::UnknownSubject(subject.to_owned()))?;
        Ok((Scored::new(rules, subjects, columns), number))
    }

    /// Begins to ask an indicator, of one subject or of all.
    fn ask(
        &self,
        context: &SessionContext,
        indicator: &Indicator,
        only: Option<&str>,
    ) -> Result<Answers, IndexError> {
        let question = Question {
            indicator,
            as_of: self.as_of,
            only,
            // What rests on an empty table is not known.
            run: self.covers(indicator)?,
        };
        Ok(Answers::of(context, question))
    }

    /// What an indicator says of everybody. A cluster that lost a part of the answer is asked again, from the start:
    /// half an answer is none.
    async fn column(
        &self,
        context: &SessionContext,
        indicator: &Indicator,
        subjects: &mut Subjects,
        (mut asked, only): (Answers, Option<&str>),
    ) -> Result<Column, IndexError> {
        for _ in 1..self.attempts() {
            let column = self.taken(context, indicator, subjects, (asked, only));
            match column.await {
                Err(IndexError::Indicator(IndicatorError::Run { .. })) => {}
                answered => return answered,
            }
            asked = self.ask(context, indicator, only)?;
        }
        self.taken(context, indicator, subjects, (asked, only))
            .await
    }

    async fn taken(
        &self,
        context: &SessionContext,
        indicator: &Indicator,
        subjects: &mut Subjects,
        (asked, only): (Answers, Option<&str>),
    ) -> Result<Column, IndexError> {
        let mut column = Column::new(indicator, self.covers(indicator)?, only.is_some());
        if let Some(meant) = &indicator.applies {
            column.restrict(meant_by(context, indicator, meant, subjects).await?);
        }
        let mut last = 0;
        asked
            .take(|measured| {
                last = subjects.number_after(measured.subject, last);
                column.take(last, &measured);
            })
            .await?;
        if let Some(subject) = column.doubled() {
            let code = subjects.code(subject);
            return Err(indicator
                .result_error(format!(
                    "SQL 对主体 {code} 给出多行；请用 GROUP BY subject 合并"
                ))
                .into());
        }
        column.finish();
        Ok(column)
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

/// Numbers of the subjects an indicator applies to.
async fn meant_by(
    context: &SessionContext,
    indicator: &Indicator,
    meant: &str,
    subjects: &mut Subjects,
) -> Result<Vec<u32>, IndexError> {
    let sql = format!("SELECT DISTINCT subject FROM {meant}");
    let wrong = |e: datafusion::error::DataFusionError| {
        indicator.result_error(format!(
            "applies 有误（{}）；应为一个数据表，可加条件",
            e.strip_backtrace()
        ))
    };
    let mut stream = context
        .sql(&sql)
        .await
        .map_err(wrong)?
        .execute_stream()
        .await
        .map_err(wrong)?;
    let mut numbers = Vec::new();
    while let Some(batch) = stream.try_next().await.map_err(wrong)? {
        let codes = batch.column(0).as_string_view();
        numbers.extend((0..codes.len()).map(|row| subjects.number(codes.value(row))));
    }
    Ok(numbers)
}
