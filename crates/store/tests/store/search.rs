//! The search box.

use fangfei_model::{action::Action, clue::Clue, noun::Noun, subject::Subject};
use fangfei_store::Found;

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
