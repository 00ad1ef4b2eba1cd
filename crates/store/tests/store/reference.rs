//! Settings, divisions and industries.

use fangfei_model::{
    action::Action,
    code::division::{Division, DivisionHistory},
};
use fangfei_store::{Industry, JournalFilter, Page};
use jiff::civil::date;

use crate::support::{TestClock, stores, system};

#[tokio::test]
async fn a_division_keeps_its_earlier_name() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let named = |name: &str, from: Option<jiff::civil::Date>, to| Division {
            code: "140521".parse().unwrap(),
            name: name.to_owned(),
            valid_from: from,
            valid_to: to,
        };
        let old = named("旧名县", None, Some(date(2019, 12, 31)));
        let new = named("新名县", Some(date(2020, 1, 1)), None);
        let mut write = test
            .store
            .write(&ctx, Action::ReferenceImport)
            .await
            .unwrap();
        write
            .put_divisions(&[old.clone(), new.clone()])
            .await
            .unwrap();
        write
            .put_divisions(std::slice::from_ref(&new))
            .await
            .unwrap();
        write.commit().await.unwrap();
        let known = test.store.divisions().await.unwrap();
        assert_eq!(known.len() - DivisionHistory::provinces().len(), 2);
        let on = |day| {
            known
                .get("140521".parse().unwrap(), Some(day))
                .map(|d| d.name.as_str())
        };
        assert_eq!(
            (on(date(2019, 1, 1)), on(date(2024, 1, 1))),
            (Some("旧名县"), Some("新名县"))
        );
    }
}

#[tokio::test]
async fn settings_and_industries_read_back_and_the_journal_tells_of_them() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let lending = Industry {
            code: "J6636".parse().unwrap(),
            name: "小额贷款".to_owned(),
        };
        let mut write = test.store.write(&ctx, Action::SetUp).await.unwrap();
        write.set_setting("office", "云溪县处非办").await.unwrap();
        write.set_setting("office", "云溪县防非办").await.unwrap();
        write
            .put_industries(std::slice::from_ref(&lending))
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(
            test.store.setting("office").await.unwrap().as_deref(),
            Some("云溪县防非办")
        );
        assert_eq!(test.store.settings().await.unwrap().len(), 1);
        assert_eq!(test.store.industries().await.unwrap(), [lending]);
        let events = test
            .store
            .journal(&ctx)
            .list(&JournalFilter::default(), Page::first(1))
            .await
            .unwrap();
        assert_eq!(events[0].detail["setting:office"]["after"], "云溪县防非办");
        assert_eq!(events[0].detail["industry"]["count"], 1);
    }
}
