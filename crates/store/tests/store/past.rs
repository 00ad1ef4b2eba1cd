//! Reading the past: a figure of a closed period stays what it was.

use fangfei_model::{action::Action, clue::Clue, ctx::Ctx, money::Fen, noun::Noun, query::Query};
use fangfei_store::Page;
use jiff::SignedDuration;

use crate::support::{TestClock, TestStore, clue, of_division, stores, system};

async fn change(test: &TestStore, ctx: &Ctx, one: &Clue, with: impl FnOnce(&mut Clue)) {
    let mut write = test.store.write(ctx, Action::ClueChange).await.unwrap();
    let stored = write.get::<Clue>(one.id.uuid()).await.unwrap().unwrap();
    let mut changed = stored.record.clone();
    with(&mut changed);
    write.update(&stored, changed).await.unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_late_change_does_not_move_the_figure_of_the_period() {
    for test in stores().await {
        let clock = TestClock::new();
        let ctx = system(&clock);
        let mut one = clue(&ctx, "1", "140521100");
        one.amount = Some(Fen(100));
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&one).await.unwrap();
        write.commit().await.unwrap();
        let written_at = ctx.now();
        clock.advance_seconds(100);
        let period_end = ctx.now();
        change(&test, &ctx, &one, |c| c.amount = Some(Fen(900))).await;
        clock.advance_seconds(100);

        let reader = test.store.read(&ctx);
        let sum = async |at| {
            reader
                .sum(&Query::of(Noun::Clue).as_of(at), &"amount".into())
                .await
                .unwrap()
        };
        assert_eq!(sum(written_at).await, 0, "just before it was written");
        assert_eq!(
            sum(period_end).await,
            100,
            "a change at the very moment counts for the next period"
        );
        assert_eq!(sum(period_end + SignedDuration::from_micros(1)).await, 900);
        let then = reader
            .get_at::<Clue>(one.id.uuid(), period_end)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((then.version, then.record.amount), (1, Some(Fen(100))));
        let listed = reader
            .list::<Clue>(&Query::of(Noun::Clue).as_of(period_end), Page::first(9))
            .await
            .unwrap();
        assert_eq!(listed, [then]);
    }
}

#[tokio::test]
async fn a_record_that_moved_counts_where_it_lay_and_its_file_goes_along() {
    for test in stores().await {
        let clock = TestClock::new();
        let ctx = system(&clock);
        let one = clue(&ctx, "1", "140521100");
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&one).await.unwrap();
        write.commit().await.unwrap();
        clock.advance_seconds(100);
        let before_move = ctx.now();
        clock.advance_seconds(100);
        change(&test, &ctx, &one, |c| {
            c.division = "140521101".parse().unwrap()
        })
        .await;

        let (old, new) = (
            of_division(&ctx, "140521100"),
            of_division(&ctx, "140521101"),
        );
        let then = Query::of(Noun::Clue).as_of(before_move);
        assert_eq!(test.store.read(&old).count(&then).await.unwrap(), 1);
        assert_eq!(test.store.read(&new).count(&then).await.unwrap(), 0);
        assert_eq!(
            test.store
                .read(&old)
                .count(&Query::of(Noun::Clue))
                .await
                .unwrap(),
            0
        );
        let versions = async |ctx: &Ctx| {
            test.store
                .read(ctx)
                .versions::<Clue>(one.id.uuid())
                .await
                .unwrap()
                .len()
        };
        assert_eq!(versions(&new).await, 2, "the new place has the whole file");
        assert_eq!(
            versions(&old).await,
            1,
            "the old place keeps what it could see"
        );
        let seen = test
            .store
            .read(&old)
            .get_at::<Clue>(one.id.uuid(), before_move)
            .await
            .unwrap();
        assert_eq!(seen.map(|s| s.version), Some(1));
    }
}
