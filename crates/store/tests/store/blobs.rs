//! Files by their content.

use fangfei_store::Error;

use crate::support::stores;

#[tokio::test]
async fn the_same_content_is_kept_once_and_checked_on_reading() {
    let test = stores().await.remove(0);
    let blobs = test.store.blobs();
    let content = vec![7_u8; 200_000];
    let one = blobs.put(content.as_slice(), 1 << 20).await.unwrap();
    assert_eq!(blobs.put(content.as_slice(), 1 << 20).await.unwrap(), one);
    assert_eq!(one.size, 200_000);
    assert_eq!(blobs.get(&one.sha256).await.unwrap(), content);
    let path = test
        .folder
        .path()
        .join("blobs")
        .join(&one.sha256[..2])
        .join(&one.sha256);
    std::fs::write(&path, b"changed").unwrap();
    let error = blobs.get(&one.sha256).await.unwrap_err();
    assert!(error.to_string().contains("已损坏或被替换"), "{error}");
}

#[tokio::test]
async fn a_file_over_the_limit_leaves_nothing() {
    let test = stores().await.remove(0);
    let blobs = test.store.blobs();
    let refused = blobs.put([1_u8; 5000].as_slice(), 4999).await.unwrap_err();
    assert!(matches!(refused, Error::TooLarge { limit: 4999 }));
    let incoming = test.folder.path().join("blobs/incoming");
    assert_eq!(std::fs::read_dir(&incoming).unwrap().count(), 0);
    blobs.sweep().await.unwrap();
    assert!(!incoming.exists());
    blobs.put([1_u8; 5].as_slice(), 10).await.unwrap();
}

#[tokio::test]
async fn a_name_that_is_no_hash_leads_nowhere() {
    let test = stores().await.remove(0);
    let blobs = test.store.blobs();
    for name in [
        "../keys/journal.key",
        "",
        "ab",
        &"A".repeat(64),
        &"g".repeat(64),
    ] {
        assert!(
            matches!(blobs.get(name).await, Err(Error::Blob { .. })),
            "{name}"
        );
    }
    assert!(!blobs.has(&"a".repeat(64)).await.unwrap());
}
