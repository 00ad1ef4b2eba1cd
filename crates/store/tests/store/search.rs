//! The search box.

use fangfei_model::{
    action::Action,
    clue::Clue,
    ctx::Ctx,
    id::ClueId,
    noun::Noun,
    query::{Query, Test},
    subject::Subject,
};
use fangfei_store::{Found, Page};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::support::{TestClock, TestStore, clue, stores, subject, system};

async fn titles(test: &TestStore, text: &str, nouns: &[Noun]) -> Vec<String> {
    let ctx = system(&TestClock::new());
    let found: Vec<Found> = test.store.read(&ctx).search(text, nouns, 10).await.unwrap();
    found.into_iter().map(|f| f.title).collect()
}

async fn filled(test: &TestStore) -> (Subject, Clue) {
    let ctx = system(&TestClock::new());
    let mut write = test.store.write(&ctx, Action::SubjectAdd).await.unwrap();
    let mut old = subject(&ctx, "晋城市康养㈱（集团）有限公司", "140521100");
    old.registration_number = Some("140521600012345".to_owned());
    let new = subject(&ctx, "P2P网贷之家 有限公司", "140521100");
    let mut one = clue(&ctx, "XS-2024-000987", "140521100");
    one.subject_name = "王二麻子".to_owned();
    write.insert_all(&[old.clone(), new]).await.unwrap();
    write.insert(&one).await.unwrap();
    write.commit().await.unwrap();
    (old, one)
}

#[tokio::test]
async fn any_substring_is_found_the_newest_first() {
    for test in stores().await {
        let (old, one) = filled(&test).await;
        let both = ["P2P网贷之家 有限公司".to_owned(), old.name.clone()];
        assert_eq!(titles(&test, "有限公司", &[]).await, both);
        for text in [
            "康养",
            "城市康",
            "康",
            "集团",
            "0521600",
            "14052",
            "140521600012345",
            "晋城 集团",
            "(集团)",
        ] {
            assert_eq!(
                titles(&test, text, &[]).await,
                [old.name.as_str()],
                "{text}"
            );
        }
        for text in ["p2p", "Ｐ２Ｐ网贷", "2P网", "贷之家"] {
            assert_eq!(
                titles(&test, text, &[Noun::Subject]).await,
                [both[0].as_str()],
                "{text}"
            );
        }
        for text in ["XS-2024-000987", "000987", "二麻", "麻", "高额返利"] {
            assert_eq!(
                titles(&test, text, &[]).await.len(),
                1,
                "{text} {}",
                one.number
            );
        }
        for text in ["限有", "康集", "", "—", "0001234567", "司公"] {
            assert_eq!(
                titles(&test, text, &[]).await,
                Vec::<String>::new(),
                "{text}"
            );
        }
        assert_eq!(
            titles(&test, "有限公司", &[Noun::Clue]).await,
            Vec::<String>::new()
        );
        assert_eq!(
            titles(&test, "2024' OR \"1", &[]).await,
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn a_changed_record_is_found_by_its_new_words_only() {
    for test in stores().await {
        let (old, _) = filled(&test).await;
        let ctx = system(&TestClock::new());
        let mut write = test.store.write(&ctx, Action::SubjectChange).await.unwrap();
        let stored = write.get::<Subject>(old.id.uuid()).await.unwrap().unwrap();
        write
            .update(
                &stored,
                Subject {
                    name: "泽州粮油购销站".to_owned(),
                    ..old
                },
            )
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(titles(&test, "粮油购", &[]).await, ["泽州粮油购销站"]);
        assert_eq!(titles(&test, "康养", &[]).await, Vec::<String>::new());
        assert_eq!(
            titles(&test, "140521600012345", &[]).await,
            ["泽州粮油购销站"]
        );
    }
}

/// A filter may be served by the index or by reading; what passes must be the same.
#[test]
fn a_filter_by_words_passes_what_holds_the_words() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stores = runtime.block_on(stores());
    let ctx = system(&TestClock::new());
    let texts = "[甲乙aB1Ｂｶﾞé。 -]{0,10}";
    let cases = (
        prop::collection::vec(texts, 1..8),
        prop::collection::vec("[甲乙aB1Ｂｶé。 -]{1,3}", 1..8),
    );
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(12)
    });
    let outcome = runner.run(&cases, |(facts, filters)| {
        for test in &stores {
            runtime.block_on(check_filters(test, &ctx, &facts, &filters));
        }
        Ok(())
    });
    outcome.unwrap();
}

async fn check_filters(test: &TestStore, ctx: &Ctx, facts: &[String], filters: &[String]) {
    let import = ctx.new_id::<ClueId>().to_string();
    let clues: Vec<Clue> = facts
        .iter()
        .map(|facts| Clue {
            facts: facts.clone(),
            ..clue(ctx, &import, "140521100")
        })
        .collect();
    let mut write = test.store.write(ctx, Action::Import).await.unwrap();
    write.insert_all(&clues).await.unwrap();
    write.commit().await.unwrap();
    for filter in filters {
        let query = Query::of(Noun::Clue)
            .equals("number", import.as_str())
            .when("facts", Test::Contains(filter.clone()));
        let holds = |clue: &&Clue| {
            clue.facts
                .to_ascii_lowercase()
                .contains(&filter.to_ascii_lowercase())
        };
        let wanted = clues.iter().filter(holds).count() as u64;
        assert_eq!(
            test.store.read(ctx).count(&query).await.unwrap(),
            wanted,
            "{filter:?} in {facts:?}"
        );
    }
}

#[tokio::test]
async fn a_filter_finds_words_far_back_in_a_long_text() {
    for test in stores().await {
        let ctx = system(&TestClock::new());
        let mut one = clue(&ctx, "1", "140521100");
        one.facts = format!("{}末尾的词", "长".repeat(6000));
        let mut write = test.store.write(&ctx, Action::ClueReport).await.unwrap();
        write.insert(&one).await.unwrap();
        write.commit().await.unwrap();
        let holding =
            |text: &str| Query::of(Noun::Clue).when("facts", Test::Contains(text.to_owned()));
        let reader = test.store.read(&ctx);
        assert_eq!(
            reader
                .list::<Clue>(&holding("末尾的词"), Page::first(9))
                .await
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            reader
                .list::<Clue>(&holding("末尾没有"), Page::first(9))
                .await
                .unwrap()
                .len(),
            0
        );
    }
}
