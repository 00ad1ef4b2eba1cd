//! Sessions and the throttle on failed sign-ins.

use fangfei_model::id::UserId;
use fangfei_store::Session;
use jiff::SignedDuration;
use uuid::Uuid;

use crate::support::{TestClock, stores, system};

#[tokio::test]
async fn a_session_lasts_until_it_ends_or_is_ended() {
    for test in stores().await {
        let clock = TestClock::new();
        let now = system(&clock).now();
        let user = UserId::from(Uuid::from_u128(5));
        let session = |token: &str| Session {
            token_hash: token.to_owned(),
            user,
            csrf: "c".to_owned(),
            created_at: now,
            seen_at: now,
            expires_at: now + SignedDuration::from_secs(60),
        };
        let store = &test.store;
        for token in ["a", "b", "c"] {
            store.open_session(&session(token)).await.unwrap();
        }
        assert_eq!(store.session("a", now).await.unwrap(), Some(session("a")));
        let late = now + SignedDuration::from_secs(61);
        assert_eq!(store.session("a", late).await.unwrap(), None);
        store
            .touch_session("a", now, now + SignedDuration::from_secs(600))
            .await
            .unwrap();
        assert!(store.session("a", late).await.unwrap().is_some());
        store.close_session("b").await.unwrap();
        assert_eq!(store.session("b", now).await.unwrap(), None);
        store.close_sessions_of(user, Some("c")).await.unwrap();
        assert!(
            store.session("a", now).await.unwrap().is_none()
                && store.session("c", now).await.unwrap().is_some()
        );
        store.sweep_sessions(late, now).await.unwrap();
        assert_eq!(store.session("c", now).await.unwrap(), None);
    }
}

#[tokio::test]
async fn failures_are_counted_until_a_sign_in_succeeds() {
    for test in stores().await {
        let now = system(&TestClock::new()).now();
        let store = &test.store;
        for wanted in 1..=3 {
            assert_eq!(
                store.count_failure("user:li", now).await.unwrap().failures,
                wanted
            );
        }
        assert_eq!(
            store.throttle("user:li").await.unwrap().unwrap().first_at,
            now
        );
        store.clear_failures("user:li").await.unwrap();
        assert_eq!(store.throttle("user:li").await.unwrap(), None);
    }
}
