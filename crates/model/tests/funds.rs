//! Random sequences of moves over claims and refund batches, and the separations that an inspection
//! would look for. It must not know the store.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that does not parse is a broken test"
)]

use fangfei_model::{
    claim::{
        Claim, ClaimCheck, ClaimFigures, ClaimState, ClaimStatus, Claimant, Confirmation,
        IdentityDoubts, ProofGrade, Settlement, SettlementKind,
    },
    ctx::Stamp,
    funds_inquiry::{
        AnalysisCounts, AnalysisRequest, AnalysisRun, FundsInquiry, Ground, GroundKind,
        InquiryState, InquiryTarget, Judgement, StatementFile, Verdict,
    },
    id::{ClaimId, EvidenceId, FundsInquiryId, RefundBatchId, UnitId, UserId},
    money::Fen,
    record::Record,
    refund_batch::{
        AllocationRecord, BatchState, Payment, RefundBatch, RefundRule, RefundSource, SourceKind,
        Undecided,
    },
};
use jiff::{Timestamp, civil::date};
use proptest::prelude::*;
use uuid::Uuid;

fn stamp(person: u8) -> Stamp {
    Stamp {
        by: Some(UserId::from(Uuid::from_u128(u128::from(person) + 1))),
        name: format!("经办{person}"),
        unit: Some(unit()),
        at: now(),
    }
}

fn now() -> Timestamp {
    "2024-07-01T02:00:00Z".parse().unwrap()
}

fn unit() -> UnitId {
    UnitId::from(Uuid::from_u128(9))
}

fn ground() -> Ground {
    Ground {
        kind: GroundKind::Police,
        obtained_by: "县公安局移交".into(),
        document: "调证字〔2024〕1号".into(),
        dated: date(2024, 6, 30),
        approver: None,
        stamp: stamp(0),
    }
}

fn inquiry() -> FundsInquiry {
    FundsInquiry {
        id: FundsInquiryId::from(Uuid::from_u128(1)),
        number: "ZJ-2024-0001".into(),
        title: "某商行资金核查".into(),
        target: InquiryTarget {
            subject_name: "某商行".into(),
            ..InquiryTarget::default()
        },
        division: "140521".parse().unwrap(),
        unit: unit(),
        opened: stamp(0),
        grounds: vec![ground()],
        files: Vec::new(),
        asked: None,
        failure: None,
        analysis: None,
        judgements: Vec::new(),
        turns: Vec::new(),
        state: InquiryState::Open,
    }
    .opened()
    .unwrap()
}

fn file(n: u8) -> StatementFile {
    StatementFile {
        evidence: EvidenceId::from(Uuid::from_u128(u128::from(n) + 100)),
        file_name: format!("流水{n}.xlsx"),
        sha256: format!("{n:064x}"),
        ground: 0,
        stamp: stamp(0),
        withdrawn: None,
    }
}

fn figures(paid_in: i64, returned: i64, received: i64) -> ClaimFigures {
    ClaimFigures {
        paid_in: Fen(paid_in),
        returned: Fen(returned),
        received: Fen(received),
    }
}

fn claim() -> Claim {
    Claim {
        id: ClaimId::from(Uuid::from_u128(2)),
        number: "ZJ-2024-0001-00001".into(),
        inquiry: inquiry().id,
        claimant: Claimant {
            name: "甲".into(),
            ..Claimant::default()
        },
        accounts: Vec::new(),
        payee: None,
        claimed: figures(1_000_000, 0, 50_000),
        documents: Vec::new(),
        registered: stamp(0),
        check: None,
        answered: Vec::new(),
        division: "140521".parse().unwrap(),
        unit: unit(),
        state: ClaimState::Registered,
    }
    .registered()
    .unwrap()
}

fn confirmation(person: u8, figures: ClaimFigures, opinion: &str) -> Confirmation {
    Confirmation {
        stamp: stamp(person),
        figures,
        grade: ProofGrade::Full,
        opinion: opinion.into(),
        ownership: None,
    }
}

fn batch() -> RefundBatch {
    RefundBatch {
        id: RefundBatchId::from(Uuid::from_u128(3)),
        number: "ZJ-2024-0001-T1".into(),
        inquiry: inquiry().id,
        ordinal: 1,
        sources: Vec::new(),
        before_fine: false,
        rule: RefundRule::default(),
        allocation: None,
        drafted: stamp(0),
        changed: stamp(0),
        turns: Vec::new(),
        division: "140521".parse().unwrap(),
        unit: unit(),
        state: BatchState::Draft,
    }
}

fn source(fen: i64) -> RefundSource {
    RefundSource {
        kind: SourceKind::Remaining,
        amount: Fen(fen),
        document: "入账凭证1号".into(),
        note: String::new(),
    }
}

fn allocation(inputs: &str) -> AllocationRecord {
    AllocationRecord {
        lines: "ab".repeat(32),
        inputs: inputs.into(),
        at: now(),
        people: 2,
        loss: Fen(900),
        earlier: Fen(0),
        paid: Fen(300),
        reserved: Fen(0),
        held: Fen(0),
        left: Fen(0),
        overpaid: Fen(0),
        undecided: Undecided::default(),
    }
}

#[test]
fn statements_count_only_on_a_named_ground_and_once() {
    let inquiry = inquiry().add_file(file(1)).unwrap();
    let groundless = StatementFile {
        ground: 7,
        ..file(2)
    };
    assert!(inquiry.clone().add_file(groundless).is_err());
    let twice = inquiry.clone().add_file(file(1)).unwrap_err();
    assert!(twice.why.contains("流水1.xlsx"));
    let without = inquiry
        .withdraw_file(file(1).evidence, stamp(0), "传错了文件")
        .unwrap();
    assert_eq!(without.files_in_use().count(), 0);
    assert_eq!(
        without.files.len(),
        1,
        "what was withdrawn stays to be seen"
    );
    assert!(without.add_file(file(1)).is_ok(), "and may come again");
}

#[test]
fn a_judgement_outlives_a_new_analysis_and_its_change_is_kept() {
    let judged = |verdict, reason: &str| Judgement {
        finding: "k1".into(),
        pattern: "分散转入集中转出".into(),
        verdict,
        reason: reason.into(),
        stamp: stamp(1),
    };
    let inquiry = inquiry().add_file(file(1)).unwrap();
    let inquiry = inquiry
        .judge(judged(Verdict::Adopted, "与合同一致"))
        .unwrap();
    assert!(
        inquiry
            .clone()
            .judge(judged(Verdict::Excluded, " "))
            .is_err(),
        "no reason"
    );
    let asked = AnalysisRequest {
        stamp: stamp(0),
        inputs: "i1".into(),
    };
    let inquiry = inquiry.ask_analysis(asked.clone()).unwrap();
    assert!(inquiry.clone().ask_analysis(asked).is_err());
    assert!(inquiry.clone().close(stamp(0), "办结").is_err());
    let run = AnalysisRun {
        asked: stamp(0),
        finished: now(),
        inputs: "i1".into(),
        engine: "1".into(),
        parameters: "p".into(),
        parts: Default::default(),
        counts: AnalysisCounts::default(),
    };
    let inquiry = inquiry.analysed(run);
    assert_eq!(inquiry.asked, None);
    assert_eq!(
        inquiry.judgement("k1").map(|j| j.verdict),
        Some(Verdict::Adopted)
    );
    let inquiry = inquiry
        .judge(judged(Verdict::Excluded, "经查为货款"))
        .unwrap();
    assert_eq!(
        inquiry.judgement("k1").map(|j| j.verdict),
        Some(Verdict::Excluded)
    );
    assert_eq!((inquiry.judgements.len(), inquiry.judged()), (2, 1));
}

#[test]
fn a_closed_inquiry_changes_only_after_it_is_opened_again() {
    let closed = inquiry().close(stamp(0), "移送公安机关").unwrap();
    assert!(closed.clone().add_file(file(1)).is_err());
    assert!(closed.clone().reopen(stamp(0), "").is_err());
    let open = closed.reopen(stamp(1), "补充到新的流水").unwrap();
    assert_eq!(open.turns[0].closed_reason, "移送公安机关");
    assert!(open.add_file(file(1)).is_ok());
}

#[test]
fn who_registers_a_claim_does_not_confirm_it() {
    let claimed = claim().claimed;
    assert!(claim().confirm(confirmation(0, claimed, "")).is_err());
    let confirmed = claim().confirm(confirmation(1, claimed, "")).unwrap();
    assert_eq!(confirmed.confirmed_loss(), Some(Fen(950_000)));
}

#[test]
fn other_figures_than_the_claimed_need_a_reason() {
    let less = figures(800_000, 0, 0);
    assert!(claim().confirm(confirmation(1, less, " ")).is_err());
    let told = confirmation(1, less, "流水显示第二笔未入账");
    assert!(claim().confirm(told).is_ok());
}

#[test]
fn an_objection_and_its_answer_are_kept() {
    let confirmed = claim()
        .confirm(confirmation(1, figures(800_000, 0, 0), "流水"))
        .unwrap();
    let objected = confirmed
        .object(stamp(0), date(2024, 7, 1), "另有收据一张")
        .unwrap();
    assert_eq!(
        objected.confirmed_loss(),
        Some(Fen(800_000)),
        "what was confirmed still counts"
    );
    let open = Settlement {
        stamp: stamp(0),
        kind: SettlementKind::Finished,
        note: "完".into(),
    };
    assert!(
        objected.clone().settle(open).is_err(),
        "not before the answer"
    );
    let silent = confirmation(1, figures(1_000_000, 0, 50_000), " ");
    assert!(objected.clone().answer(silent).is_err());
    let answered = objected
        .answer(confirmation(1, figures(1_000_000, 0, 50_000), "收据属实"))
        .unwrap();
    assert_eq!(answered.answered.len(), 1);
    assert_eq!(answered.confirmed_loss(), Some(Fen(950_000)));
}

#[test]
fn a_refund_names_its_papers_and_comes_before_the_fine() {
    let draft = |sources, fine| batch().draft(stamp(0), sources, RefundRule::default(), fine);
    assert!(draft(Vec::new(), true).is_err());
    assert!(draft(vec![source(0)], true).is_err());
    let fined = draft(vec![source(300)], false).unwrap_err();
    assert!(fined.next.contains("第三十二条"));
    let capped = RefundRule {
        cap: Some(Fen(100)),
        ..RefundRule::default()
    };
    let special = batch().draft(stamp(0), vec![source(300)], capped, true);
    assert!(special.is_err_and(|refusal| refusal.why.contains("依据")));
    assert!(draft(vec![source(300)], true).is_ok());
}

#[test]
fn who_drafts_a_batch_does_not_approve_it_and_stale_shares_are_not_approved() {
    let draft = batch()
        .draft(stamp(0), vec![source(300)], RefundRule::default(), true)
        .unwrap();
    assert!(
        draft.clone().approve(stamp(1), "i").is_err(),
        "no shares yet"
    );
    let shared = draft.allocated(allocation("i")).unwrap();
    assert!(shared.clone().approve(stamp(0), "i").is_err());
    assert!(shared.clone().approve(stamp(1), "changed").is_err());
    let approved = shared.approve(stamp(1), "i").unwrap();
    assert!(
        approved
            .clone()
            .draft(stamp(0), vec![source(1)], RefundRule::default(), true)
            .is_err()
    );
    let paid = |on| Payment {
        stamp: stamp(0),
        on,
        document: "回单9号".into(),
    };
    assert!(approved.clone().pay(paid(date(2024, 6, 30))).is_err());
    assert!(approved.pay(paid(date(2024, 7, 1))).unwrap().counts());
}

#[test]
fn the_rate_counts_all_batches_and_rounds_down() {
    let first = AllocationRecord {
        earlier: Fen(299),
        ..allocation("i")
    };
    assert_eq!(first.rate(), 6655);
    let overpaid = AllocationRecord {
        overpaid: Fen(99),
        ..first
    };
    assert_eq!(
        overpaid.rate(),
        5555,
        "what is owed back pays nobody's loss"
    );
}

#[derive(Debug, Clone)]
enum Step {
    Check,
    Confirm(u8, i64),
    Object(u8),
    Answer(u8, i64),
    Settle(u8),
    Change,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Check),
        (0u8..3, 1i64..2_000_000).prop_map(|(p, f)| Step::Confirm(p, f)),
        (0u8..3).prop_map(Step::Object),
        (0u8..3, 1i64..2_000_000).prop_map(|(p, f)| Step::Answer(p, f)),
        (0u8..4).prop_map(Step::Settle),
        Just(Step::Change),
    ];
    prop::collection::vec(step, 0..24)
}

fn take(claim: Claim, step: &Step) -> Result<Claim, fangfei_model::refusal::Refusal> {
    match step {
        Step::Check => claim.checked(ClaimCheck {
            stamp: stamp(0),
            inputs: "i".into(),
            accounts: Vec::new(),
            found: None,
            certain: false,
            grade: None,
            identity: IdentityDoubts::default(),
            lines: Vec::new(),
        }),
        Step::Confirm(person, fen) => {
            claim.confirm(confirmation(*person, figures(*fen, 0, 0), "依据"))
        }
        Step::Object(person) => claim.object(stamp(*person), date(2024, 7, 1), "不同意"),
        Step::Answer(person, fen) => {
            claim.answer(confirmation(*person, figures(*fen, 0, 0), "答复"))
        }
        Step::Settle(kind) => claim.settle(Settlement {
            stamp: stamp(1),
            kind: SettlementKind::ALL[usize::from(*kind) % SettlementKind::ALL.len()],
            note: "结".into(),
        }),
        Step::Change => {
            let to = self::claim();
            claim.change(to)
        }
    }
}

proptest! {
    #[test]
    fn no_way_through_a_claim_confirms_ones_own_or_forgets_an_objection(steps in steps()) {
        let mut claim = claim();
        for step in &steps {
            let before = claim.clone();
            match take(claim, step) {
                Err(refusal) => {
                    prop_assert!(!refusal.why.is_empty() && !refusal.next.is_empty());
                    claim = before;
                }
                Ok(after) => {
                    prop_assert!(after.answered.len() >= before.answered.len());
                    prop_assert!(before.status() != ClaimStatus::Settled, "nothing moves after the end");
                    if before.status() == ClaimStatus::Objected && !matches!(step, Step::Check) {
                        prop_assert_eq!(after.answered.len(), before.answered.len() + 1);
                    }
                    claim = after;
                }
            }
            if let Some(confirmation) = claim.confirmation() {
                prop_assert_ne!(confirmation.stamp.by, claim.registered.by);
            }
            prop_assert_eq!(claim.values().len(), Claim::FIELDS.len());
            let kept: Claim = serde_json::from_value(serde_json::to_value(&claim).unwrap()).unwrap();
            prop_assert_eq!(&kept, &claim);
        }
    }

    #[test]
    fn the_projection_of_a_claim_shows_no_full_number(card in "[1-9][0-9]{15,18}") {
        let mut claim = claim();
        claim.accounts = vec![card.clone()];
        claim.payee = Some(fangfei_model::claim::PayeeAccount { number: card.clone(), bank: "银行".into() });
        let shown = format!("{:?}", claim.values());
        prop_assert!(!shown.contains(&card));
    }
}
