//! The demo county in small: it is made from nothing, the same again changes nothing, every noun is in
//! it, its journal holds, and no work is left over.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use fangfei_store::{Store, Verification};
use fangfei_testkit::demo::{LoadError, Loaded, Size, load};
use jiff::civil::date;

#[tokio::test]
async fn a_county_is_whole_and_loading_it_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("county");
    let size = Size::hamlet(date(2026, 11, 21));
    let first = load(&data, size, &mut |_| {}).await.unwrap();
    assert!(!first.already);
    for noun in [
        "unit",
        "user",
        "subject",
        "clue",
        "campaign",
        "task",
        "periodic_return",
        "import_run",
        "evidence",
        "funds_inquiry",
        "claim",
        "refund_batch",
    ] {
        assert!(all(&first, noun) > 0, "{noun}");
    }
    let again = load(&data, size, &mut |_| {}).await.unwrap();
    assert!(again.already);
    assert_eq!(
        (again.accounts, again.counts),
        (first.accounts, first.counts)
    );
    assert!(verified(&data).await.is_sound());
}

#[tokio::test]
async fn a_folder_with_something_else_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.txt"), "mine").unwrap();
    let refused = load(folder.path(), Size::hamlet(date(2026, 11, 21)), &mut |_| {}).await;
    assert!(matches!(refused, Err(LoadError::Occupied(_))));
    assert_eq!(
        std::fs::read_to_string(folder.path().join("letter.txt")).unwrap(),
        "mine"
    );
}

fn all(loaded: &Loaded, noun: &str) -> u64 {
    loaded
        .counts
        .iter()
        .find(|count| count.noun == noun)
        .map_or(0, |count| count.all)
}

async fn verified(data: &std::path::Path) -> Verification {
    let store = Store::open(&Store::default_url(data), data).await.unwrap();
    store.verify(None).await.unwrap()
}
