//! Background jobs.

use fangfei_model::action::Action;
use fangfei_store::{Error, JobState};
use jiff::SignedDuration;
use serde_json::json;

use crate::support::{TestClock, stores, system};

const LEASE: SignedDuration = SignedDuration::from_secs(60);

#[tokio::test]
async fn a_job_exists_only_if_the_write_that_needs_it_is_committed() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let mut write = test.store.write(&ctx, Action::Import).await.unwrap();
        write.enqueue("import", json!({ "run": 1 })).await.unwrap();
        drop(write);
        assert_eq!(test.store.claim_job(ctx.now(), LEASE).await.unwrap(), None);
        let mut write = test.store.write(&ctx, Action::Import).await.unwrap();
        let id = write.enqueue("import", json!({ "run": 1 })).await.unwrap();
        write.commit().await.unwrap();
        let job = test
            .store
            .claim_job(ctx.now(), LEASE)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (job.id, job.attempts, &job.payload["run"]),
            (id, 1, &json!(1))
        );
        assert_eq!(
            test.store.claim_job(ctx.now(), LEASE).await.unwrap(),
            None,
            "one worker only"
        );
    }
}

#[tokio::test]
async fn the_job_of_a_worker_that_died_is_taken_over_and_its_late_result_refused() {
    for test in stores().await {
        let clock = TestClock::new();
        let ctx = system(&clock);
        let mut write = test.store.write(&ctx, Action::Import).await.unwrap();
        let id = write.enqueue("import", json!({})).await.unwrap();
        write.commit().await.unwrap();
        let first = test
            .store
            .claim_job(ctx.now(), LEASE)
            .await
            .unwrap()
            .unwrap();
        test.store
            .job_progress(&first, 5, Some(10), ctx.now() + LEASE)
            .await
            .unwrap();
        clock.advance_seconds(61);
        let second = test
            .store
            .claim_job(ctx.now(), LEASE)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (second.id, second.attempts, second.done, second.total),
            (id, 2, 5, Some(10))
        );
        let late = test
            .store
            .finish_job(&first, &json!("迟到"), ctx.now())
            .await;
        assert!(matches!(late, Err(Error::JobLost)));
        let mut write = test.store.write(&ctx, Action::JobRun).await.unwrap();
        assert!(matches!(
            write.finish_job(&first, &json!("迟到")).await,
            Err(Error::JobLost)
        ));
        drop(write);
        let mut write = test.store.write(&ctx, Action::JobRun).await.unwrap();
        write
            .finish_job(&second, &json!({ "rows": 10 }))
            .await
            .unwrap();
        write.commit().await.unwrap();
        let done = test.store.job(id).await.unwrap().unwrap();
        assert_eq!(
            (done.state, done.result),
            (JobState::Done, Some(json!({ "rows": 10 })))
        );
        assert_eq!(test.store.jobs_open().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_failed_job_waits_for_its_next_time_or_is_given_up() {
    for test in stores().await {
        let clock = TestClock::new();
        let ctx = system(&clock);
        let mut write = test.store.write(&ctx, Action::Import).await.unwrap();
        let id = write.enqueue("import", json!({})).await.unwrap();
        write.commit().await.unwrap();
        let job = test
            .store
            .claim_job(ctx.now(), LEASE)
            .await
            .unwrap()
            .unwrap();
        let later = ctx.now() + SignedDuration::from_secs(30);
        test.store
            .fail_job(&job, "磁盘已满", ctx.now(), Some(later))
            .await
            .unwrap();
        assert_eq!(test.store.claim_job(ctx.now(), LEASE).await.unwrap(), None);
        clock.advance_seconds(31);
        let job = test
            .store
            .claim_job(ctx.now(), LEASE)
            .await
            .unwrap()
            .unwrap();
        test.store
            .fail_job(&job, "磁盘已满", ctx.now(), None)
            .await
            .unwrap();
        let given_up = test.store.job(id).await.unwrap().unwrap();
        assert_eq!(
            (given_up.state, given_up.error.as_deref()),
            (JobState::Failed, Some("磁盘已满"))
        );
        assert_eq!(test.store.jobs(None, 10).await.unwrap(), [given_up]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_at_the_same_time_share_the_jobs() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let mut write = test.store.write(&ctx, Action::Import).await.unwrap();
        for n in 0..20 {
            write.enqueue("import", json!(n)).await.unwrap();
        }
        write.commit().await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (store, now) = (test.store.clone(), ctx.now());
            tasks.spawn(async move {
                let mut taken = Vec::new();
                while let Some(job) = store.claim_job(now, LEASE).await.unwrap() {
                    taken.push(job.payload.as_i64().unwrap());
                }
                taken
            });
        }
        let mut taken: Vec<i64> = tasks.join_all().await.concat();
        taken.sort_unstable();
        assert_eq!(taken, (0..20).collect::<Vec<_>>());
    }
}
