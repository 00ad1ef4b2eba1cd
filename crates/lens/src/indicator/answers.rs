//! The answers of an indicator, asked for by a task of their own, so that the next indicator is planned and run while
//! the answers of the last are still being taken. It must not know what becomes of them.

use datafusion::{
    arrow::record_batch::RecordBatch, common::runtime::SpawnedTask, prelude::SessionContext,
};
use futures::{SinkExt, StreamExt, TryStreamExt, channel::mpsc};
use jiff::civil::Date;

use super::{
    definition::Indicator,
    error::IndicatorError,
    measure::{Measured, failed, measure, read},
};

/// Batches that wait for whoever takes them.
const WAITING: usize = 4;

/// What is asked of an indicator.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// As of which day.
    pub as_of: Date,
    /// Of this subject only.
    pub only: Option<&'a str>,
    /// Whether to run it; it is planned all the same, so that wrong SQL is told.
    pub run: bool,
}

/// Answers under way. Dropped, they are no longer asked for.
pub struct Answers {
    indicator: Indicator,
    batches: mpsc::Receiver<Result<RecordBatch, IndicatorError>>,
    _asking: SpawnedTask<()>,
}

impl Answers {
    /// Begins to ask.
    pub fn of(context: &SessionContext, question: Question<'_>) -> Self {
        let (mut sender, batches) = mpsc::channel(WAITING);
        let (context, indicator) = (context.clone(), question.indicator.clone());
        let only = question.only.map(str::to_owned);
        let asking = async move {
            let question = Question {
                indicator: &indicator,
                only: only.as_deref(),
                ..question
            };
            if let Err(error) = ask(&context, question, &mut sender).await {
                sender.send(Err(error)).await.ok();
            }
        };
        Self {
            indicator: question.indicator.clone(),
            batches,
            _asking: SpawnedTask::spawn(asking),
        }
    }

    /// Hands every value to `found`.
    ///
    /// # Errors
    /// [`IndicatorError`]: SQL that cannot be planned or run.
    pub async fn take(mut self, mut found: impl FnMut(Measured<'_>)) -> Result<(), IndicatorError> {
        while let Some(batch) = self.batches.next().await {
            read(&self.indicator, &batch?, &mut found)?;
        }
        Ok(())
    }
}

/// Sends batch after batch; a receiver that went away wants no more.
async fn ask(
    context: &SessionContext,
    question: Question<'_>,
    sender: &mut mpsc::Sender<Result<RecordBatch, IndicatorError>>,
) -> Result<(), IndicatorError> {
    let indicator = question.indicator;
    let mut planned = measure(context, indicator, question.as_of).await?;
    if !question.run {
        return Ok(());
    }
    if let Some(subject) = question.only {
        planned = planned.only(subject)?;
    }
    let mut stream = planned.stream().await?;
    while let Some(batch) = stream.try_next().await.map_err(|e| failed(indicator, &e))? {
        if sender.send(Ok(batch)).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}
