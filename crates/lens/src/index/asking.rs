//! One indicator asked in a task of its own: its SQL planned and run, what it says of the subjects taken down. It must not
//! know other indicators.

use std::sync::Arc;

use datafusion::{
    arrow::array::{Array, AsArray},
    error::DataFusionError,
    prelude::SessionContext,
};
use futures::TryStreamExt;
use jiff::civil::Date;

use super::{error::IndexError, score::Column, subjects::Subjects};
use crate::indicator::{Indicator, IndicatorError, Measured, failed, measure, read};

/// What is asked of an indicator.
#[derive(Clone)]
pub(super) struct Asking {
    /// Where the tables are.
    pub context: SessionContext,
    /// The indicator.
    pub indicator: Indicator,
    /// As of which day.
    pub as_of: Date,
    /// Of this subject only, and then values without points too.
    pub only: Option<String>,
    /// Whether every table it needs holds facts; what rests on an empty one is not known.
    pub covered: bool,
    /// How often it is asked before a failure counts.
    pub attempts: u32,
}

/// What an indicator said.
#[derive(Debug)]
pub(super) struct Answered {
    column: Column,
    /// What it said of subjects that have no number yet.
    strangers: Vec<Stranger>,
    /// Subjects without a number to whom it applies.
    also_meant: Vec<String>,
}

#[derive(Debug)]
struct Stranger {
    code: String,
    note: Option<String>,
    said: Measured<'static>,
}

impl Asking {
    /// Asks. A cluster that lost a part of the answer is asked again, from the start: half an answer is none.
    pub async fn answer(self, subjects: Arc<Subjects>) -> Result<Answered, IndexError> {
        for _ in 1..self.attempts {
            match self.once(&subjects).await {
                Err(IndexError::Indicator(IndicatorError::Run { .. })) => {}
                answered => return answered,
            }
        }
        self.once(&subjects).await
    }

    async fn once(&self, subjects: &Subjects) -> Result<Answered, IndexError> {
        let mut answered = Answered {
            column: Column::new(&self.indicator, self.covered, self.only.is_some()),
            strangers: Vec::new(),
            also_meant: Vec::new(),
        };
        if let Some(meant) = &self.indicator.applies {
            self.restrict(meant, subjects, &mut answered).await?;
        }
        let mut planned = measure(&self.context, &self.indicator, self.as_of).await?;
        // Planned all the same, so that wrong SQL is told.
        if !self.covered {
            return Ok(answered);
        }
        if let Some(subject) = &self.only {
            planned = planned.only(subject)?;
        }
        let mut stream = planned.stream().await?;
        let mut last = 0;
        let wrong = |e: DataFusionError| failed(&self.indicator, &e);
        while let Some(batch) = stream.try_next().await.map_err(wrong)? {
            read(
                &self.indicator,
                &batch,
                &mut |said| match subjects.find_after(said.subject, last) {
                    Some(number) => {
                        last = number;
                        answered.column.take(number, &said);
                    }
                    None => answered.strangers.push(Stranger::of(&said)),
                },
            )?;
        }
        answered.column.finish();
        Ok(answered)
    }

    /// Takes down to whom it applies.
    async fn restrict(
        &self,
        meant: &str,
        subjects: &Subjects,
        answered: &mut Answered,
    ) -> Result<(), IndexError> {
        let sql = format!("SELECT DISTINCT subject FROM {meant}");
        let wrong = |e: DataFusionError| {
            self.indicator.result_error(format!(
                "applies 有误（{}）；应为一个数据表，可加条件",
                e.strip_backtrace()
            ))
        };
        let frame = self.context.sql(&sql).await.map_err(wrong)?;
        let mut stream = frame.execute_stream().await.map_err(wrong)?;
        let mut numbers = Vec::new();
        while let Some(batch) = stream.try_next().await.map_err(wrong)? {
            let codes = batch.column(0).as_string_view();
            for code in (0..codes.len()).map(|row| codes.value(row)) {
                match subjects.find(code) {
                    Some(number) => numbers.push(number),
                    None => answered.also_meant.push(code.to_owned()),
                }
            }
        }
        answered.column.restrict(numbers);
        Ok(())
    }
}

impl Stranger {
    fn of(said: &Measured<'_>) -> Self {
        Self {
            code: said.subject.to_owned(),
            note: said.note.map(str::to_owned),
            said: Measured {
                subject: "",
                value: said.value,
                points: said.points,
                rows: said.rows.to_vec().into(),
                as_of: said.as_of,
                note: None,
            },
        }
    }
}

impl Answered {
    /// The column, once those without a number have got one.
    ///
    /// # Errors
    /// [`IndexError::Indicator`] where the SQL said two things of one subject: which counts would depend on the threads.
    pub fn column(
        mut self,
        indicator: &Indicator,
        subjects: &mut Subjects,
    ) -> Result<Column, IndexError> {
        let came_later = !self.strangers.is_empty();
        for stranger in &self.strangers {
            let said = Measured {
                note: stranger.note.as_deref(),
                ..stranger.said.clone()
            };
            self.column.take(subjects.number(&stranger.code), &said);
        }
        if !self.also_meant.is_empty() {
            let codes = self.also_meant.iter();
            self.column
                .restrict(codes.map(|code| subjects.number(code)));
        }
        if let Some(subject) = self.column.doubled() {
            let code = subjects.code(subject);
            return Err(indicator
                .result_error(format!(
                    "SQL 对主体 {code} 给出多行；请用 GROUP BY subject 合并"
                ))
                .into());
        }
        if came_later {
            self.column.finish();
        }
        Ok(self.column)
    }
}
