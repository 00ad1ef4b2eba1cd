//! Background jobs: enqueued with the write that needs them, claimed by one worker at a time, taken
//! over when a worker dies. It must not know what a job does.
//!
//! A job may run more than once (a server killed between its work and its `finish`), so its work
//! must be idempotent.

use fangfei_model::id::{JobId, UnitId, UserId};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    column::{id_text, micros, moment},
    error::{Error, Result},
    store::Store,
    write::Write,
};

/// A job as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What to work on: ids.
    pub payload: Json,
    /// Where it stands.
    pub state: JobState,
    /// How often it was begun. A worker's finish counts only for the attempt that it claimed.
    pub attempts: u32,
    /// Not before this.
    pub run_at: Timestamp,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// Who set it off.
    pub created_by: Option<UserId>,
    /// For which unit.
    pub unit: Option<UnitId>,
    /// Steps done.
    pub done: u64,
    /// Steps in all, once known.
    pub total: Option<u64>,
    /// What went wrong, for the last failed attempt.
    pub error: Option<String>,
    /// What came out.
    pub result: Option<Json>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waiting for its time and a worker.
    Queued,
    /// Claimed by a worker.
    Running,
    /// Finished.
    Done,
    /// Given up.
    Failed,
}

impl JobState {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Queued, "queued", "等待执行"),
        (Self::Running, "running", "执行中"),
        (Self::Done, "done", "已完成"),
        (Self::Failed, "failed", "未完成"),
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|s| s.0 == self).map_or("", |s| s.1)
    }

    /// The Chinese word.
    pub fn title(self) -> &'static str {
        Self::ALL.iter().find(|s| s.0 == self).map_or("", |s| s.2)
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|s| s.1 == code).map(|s| s.0)
    }
}

const COLUMNS: &str = "id, kind, payload, state, attempts, run_at, created_at, created_by, unit_id, done, total, \
                       error, result, finished_at";

impl Write {
    /// Enqueues a job that a worker may claim once this transaction is committed.
    pub async fn enqueue(&mut self, kind: &str, payload: Json) -> Result<JobId> {
        self.enqueue_at(kind, payload, moment(self.at)).await
    }

    /// Enqueues a job for later.
    pub async fn enqueue_at(
        &mut self,
        kind: &str,
        payload: Json,
        run_at: Timestamp,
    ) -> Result<JobId> {
        self.start()?;
        let id: JobId = self.ctx.new_id();
        let sql = "INSERT INTO job (id, kind, payload, state, attempts, run_at, created_at, created_by, unit_id, done) \
                   VALUES ($1, $2, $3, 'queued', 0, $4, $5, $6, $7, 0)";
        let values = [
            id_text(id.uuid()).into(),
            kind.into(),
            payload.to_string().into(),
            micros(run_at).into(),
            self.at.into(),
            self.ctx.user().map(|u| id_text(u.uuid())).into(),
            self.ctx.unit().map(|u| id_text(u.uuid())).into(),
        ];
        self.tx
            .execute_raw(Statement::from_sql_and_values(self.backend(), sql, values))
            .await?;
        self.done();
        Ok(id)
    }

    /// Marks the job as done in the same transaction as its last work, so that both are kept or
    /// neither. Fails with `JobLost` if another worker has taken it over.
    pub async fn finish_job(&mut self, job: &Job, result: &Json) -> Result<()> {
        self.start()?;
        let statement = Statement::from_sql_and_values(
            self.backend(),
            FINISH,
            finish_values(job, result, self.at),
        );
        let kept = self.tx.execute_raw(statement).await?;
        still_mine(kept.rows_affected())?;
        self.done();
        Ok(())
    }
}

const FINISH: &str = "UPDATE job SET state = 'done', result = $3, finished_at = $4, lease_until = NULL, error = NULL \
                      WHERE id = $1 AND attempts = $2 AND state = 'running'";

fn finish_values(job: &Job, result: &Json, at: i64) -> [sea_orm::Value; 4] {
    [
        id_text(job.id.uuid()).into(),
        i64::from(job.attempts).into(),
        result.to_string().into(),
        at.into(),
    ]
}

fn still_mine(rows: u64) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::JobLost)
    }
}

impl Store {
    /// Takes the next job that is due, or one whose worker has let its lease run out. The lease
    /// lasts until `now + lease`; `job_progress` renews it.
    pub async fn claim_job(&self, now: Timestamp, lease: SignedDuration) -> Result<Option<Job>> {
        let lock = if self.sides().backend == DbBackend::Postgres {
            " FOR UPDATE SKIP LOCKED"
        } else {
            ""
        };
        let sql = format!(
            "UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = $2 WHERE id = (\
             SELECT id FROM job WHERE (state = 'queued' AND run_at <= $1) OR (state = 'running' AND lease_until < $1) \
             ORDER BY run_at, id LIMIT 1{lock}) RETURNING {COLUMNS}"
        );
        let until =
            micros(now).saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX));
        let row = self
            .unaudited_returning("job", &sql, [micros(now).into(), until.into()])
            .await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Notes how far a job is and renews its lease.
    pub async fn job_progress(
        &self,
        job: &Job,
        done: u64,
        total: Option<u64>,
        lease_until: Timestamp,
    ) -> Result<()> {
        let sql = "UPDATE job SET done = $3, total = $4, lease_until = $5 \
                   WHERE id = $1 AND attempts = $2 AND state = 'running'";
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let values = [
            id_text(job.id.uuid()).into(),
            i64::from(job.attempts).into(),
            number(done).into(),
            total.map(number).into(),
            micros(lease_until).into(),
        ];
        still_mine(self.unaudited("job", sql, values).await?.rows_affected())
    }

    /// Marks a job as done whose work was not a write.
    pub async fn finish_job(&self, job: &Job, result: &Json, now: Timestamp) -> Result<()> {
        still_mine(
            self.unaudited("job", FINISH, finish_values(job, result, micros(now)))
                .await?
                .rows_affected(),
        )
    }

    /// Notes that an attempt failed: to be tried again at `retry_at`, or given up.
    pub async fn fail_job(
        &self,
        job: &Job,
        error: &str,
        now: Timestamp,
        retry_at: Option<Timestamp>,
    ) -> Result<()> {
        let sql = "UPDATE job SET state = $3, error = $4, run_at = $5, finished_at = $6, lease_until = NULL \
                   WHERE id = $1 AND attempts = $2 AND state = 'running'";
        let state = if retry_at.is_some() {
            JobState::Queued
        } else {
            JobState::Failed
        };
        let values = [
            id_text(job.id.uuid()).into(),
            i64::from(job.attempts).into(),
            state.code().into(),
            error.into(),
            micros(retry_at.unwrap_or(job.run_at)).into(),
            retry_at.is_none().then_some(micros(now)).into(),
        ];
        still_mine(self.unaudited("job", sql, values).await?.rows_affected())
    }

    /// One job; who may see it is for the use case to decide.
    pub async fn job(&self, id: JobId) -> Result<Option<Job>> {
        let sql = format!("SELECT {COLUMNS} FROM job WHERE id = $1");
        let values = [id_text(id.uuid()).into()];
        let statement = Statement::from_sql_and_values(self.sides().backend, sql, values);
        self.pool()
            .all_raw(statement)
            .await?
            .first()
            .map(read)
            .transpose()
    }

    /// The jobs that a person set off, the newest first; of everybody for `None`.
    pub async fn jobs(&self, by: Option<UserId>, limit: u32) -> Result<Vec<Job>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM job WHERE $1 = '' OR created_by = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
        );
        let by = by.map(|u| id_text(u.uuid())).unwrap_or_default();
        let values = [by.into(), i64::from(limit).into()];
        let statement = Statement::from_sql_and_values(self.sides().backend, sql, values);
        self.pool()
            .all_raw(statement)
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// How many jobs wait or run: tests and the doctor look.
    pub async fn jobs_open(&self) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM job WHERE state IN ('queued', 'running')";
        let rows = self
            .pool()
            .all_raw(Statement::from_string(self.sides().backend, sql))
            .await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.try_get_by_index(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

fn read(row: &QueryResult) -> Result<Job> {
    let damaged = |reason: &str| Error::DamagedTable {
        table: "job",
        reason: reason.to_owned(),
    };
    let id = |text: String| Uuid::try_parse(&text).map_err(|_| damaged("编号无效"));
    let json =
        |text: String| serde_json::from_str::<Json>(&text).map_err(|_| damaged("内容不是 JSON"));
    let (payload, state): (String, String) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
    let (attempts, done): (i64, i64) = (row.try_get_by_index(4)?, row.try_get_by_index(9)?);
    let total: Option<i64> = row.try_get_by_index(10)?;
    Ok(Job {
        id: id(row.try_get_by_index(0)?)?.into(),
        kind: row.try_get_by_index(1)?,
        payload: json(payload)?,
        state: JobState::of(&state).ok_or_else(|| damaged("状态无效"))?,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        run_at: moment(row.try_get_by_index(5)?),
        created_at: moment(row.try_get_by_index(6)?),
        created_by: row
            .try_get_by_index::<Option<String>>(7)?
            .map(id)
            .transpose()?
            .map(UserId::from),
        unit: row
            .try_get_by_index::<Option<String>>(8)?
            .map(id)
            .transpose()?
            .map(UnitId::from),
        done: u64::try_from(done).unwrap_or_default(),
        total: total.and_then(|t| u64::try_from(t).ok()),
        error: row.try_get_by_index(11)?,
        result: row
            .try_get_by_index::<Option<String>>(12)?
            .map(json)
            .transpose()?,
        finished_at: row.try_get_by_index::<Option<i64>>(13)?.map(moment),
    })
}
