//! Evidence: who may add and open it, what is refused, what is noted.

use fangfei_app::{
    Error, JournalFilter, Page,
    evidence::{self, AttachedTo, NewFile},
    journal,
    subject::{self, Added, SubjectDraft},
};
use fangfei_model::{action::Action, evidence::EvidenceKind, noun::Noun, subject::Subject};
use fangfei_testkit::TestApp;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000000000000000";

async fn subject(test: &TestApp) -> Subject {
    let draft = SubjectDraft {
        name: "清溪镇甲禾商行".to_owned(),
        ..SubjectDraft::empty()
    };
    match subject::add(&test.app, &test.ctx(&test.actors.township), &draft)
        .await
        .unwrap()
    {
        Added::Done(subject) => *subject,
        Added::OnFile(_) => panic!("on file"),
    }
}

fn photo(kind: EvidenceKind) -> NewFile<'static> {
    NewFile {
        kind,
        name: "门头.png",
        bytes: PNG,
        note: "7月1日拍摄",
    }
}

#[tokio::test]
async fn a_file_ticks_the_checklist_once_and_its_opening_is_kept() {
    let test = TestApp::sqlite().await;
    let subject = subject(&test).await;
    let ctx = test.ctx(&test.actors.township);
    let to = AttachedTo::new(Noun::Subject, subject.id.uuid());
    let added = evidence::add(&test.app, &ctx, to, photo(EvidenceKind::ShopFront))
        .await
        .unwrap();
    assert!(!added.repeated);
    assert!(
        evidence::add(&test.app, &ctx, to, photo(EvidenceKind::ShopFront))
            .await
            .unwrap()
            .repeated
    );
    let after = subject::get(&test.app, &ctx, subject.id)
        .await
        .unwrap()
        .record;
    assert_eq!(after.evidence_kinds, [EvidenceKind::ShopFront]);
    assert!(after.completeness() > subject.completeness());
    let opened = evidence::open(&test.app, &ctx, added.evidence.id)
        .await
        .unwrap();
    assert_eq!(
        (opened.bytes.as_slice(), opened.evidence.media_type.as_str()),
        (PNG, "image/png")
    );
    let filter = JournalFilter {
        action: Some(Action::EvidenceOpen),
        ..JournalFilter::default()
    };
    let auditor = test.ctx(&test.actors.auditor);
    assert_eq!(
        journal::list(&test.app, &auditor, &filter, Page::first(5))
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn who_does_not_see_the_record_sees_no_file() {
    let test = TestApp::sqlite().await;
    let subject = subject(&test).await;
    let ctx = test.ctx(&test.actors.township);
    let to = AttachedTo::new(Noun::Subject, subject.id.uuid());
    let added = evidence::add(&test.app, &ctx, to, photo(EvidenceKind::Other))
        .await
        .unwrap();
    let other = test.ctx(&test.actors.other_township);
    assert!(matches!(
        evidence::list_of(&test.app, &other, to).await,
        Err(Error::NotFound(_))
    ));
    assert!(matches!(
        evidence::open(&test.app, &other, added.evidence.id).await,
        Err(Error::NotFound(Noun::Evidence))
    ));
    assert!(matches!(
        evidence::add(&test.app, &other, to, photo(EvidenceKind::Other)).await,
        Err(Error::NotFound(_))
    ));
    let clerk = test.ctx(&test.actors.clerk);
    assert_eq!(
        evidence::list_of(&test.app, &clerk, to)
            .await
            .unwrap()
            .len(),
        1
    );
    let auditor = test.ctx(&test.actors.auditor);
    assert!(matches!(
        evidence::add(&test.app, &auditor, to, photo(EvidenceKind::Other)).await,
        Err(Error::Denied(_))
    ));
}

#[tokio::test]
async fn papers_of_identity_open_only_to_those_who_may_read_numbers() {
    let test = TestApp::sqlite().await;
    let subject = subject(&test).await;
    let to = AttachedTo::new(Noun::Subject, subject.id.uuid());
    let township = test.ctx(&test.actors.township);
    let added = evidence::add(&test.app, &township, to, photo(EvidenceKind::Identity))
        .await
        .unwrap();
    assert!(
        evidence::open(&test.app, &township, added.evidence.id)
            .await
            .is_ok(),
        "whoever added it"
    );
    assert!(
        evidence::open(&test.app, &test.ctx(&test.actors.clerk), added.evidence.id)
            .await
            .is_ok()
    );
    let market = test.ctx(&test.actors.market);
    assert!(matches!(
        evidence::open(&test.app, &market, added.evidence.id).await,
        Err(Error::Denied(_))
    ));
}

#[tokio::test]
async fn a_program_is_refused_under_any_name() {
    let test = TestApp::sqlite().await;
    let subject = subject(&test).await;
    let ctx = test.ctx(&test.actors.township);
    let to = AttachedTo::new(Noun::Subject, subject.id.uuid());
    let program = [b"MZ\x90\x00\x03".as_slice(), &[0; 64]].concat();
    for (name, bytes) in [
        ("合同.pdf", program.as_slice()),
        ("工具.exe", PNG),
        ("台账.xlsm", b"PK\x03\x04"),
        ("空.png", b""),
    ] {
        let file = NewFile {
            kind: EvidenceKind::Other,
            name,
            bytes,
            note: "",
        };
        let refused = evidence::add(&test.app, &ctx, to, file).await;
        assert!(
            matches!(&refused, Err(Error::File { .. })),
            "{name}: {refused:?}"
        );
    }
    assert!(
        evidence::list_of(&test.app, &ctx, to)
            .await
            .unwrap()
            .is_empty()
    );
}
