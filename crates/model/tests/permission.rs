//! Who may do what: the whole table as a golden file, and the separations that the law or an inspection
//! would look for. It must not know users or rows.

use fangfei_model::permission::{Permission as P, Role as R};

/// Moves that change a case record: a subject, a clue, an assessment, a risk item, a campaign's work, a return.
const CASE_CHANGES: &[P] = &[
    P::SubjectWrite,
    P::EvidenceAdd,
    P::ClueReport,
    P::ClueAccept,
    P::ClueCheck,
    P::AssessmentOpen,
    P::AssessmentView,
    P::AssessmentConclude,
    P::RiskOpen,
    P::RiskProgress,
    P::RiskApplyClose,
    P::RiskVerify,
    P::RiskClose,
    P::CampaignDraft,
    P::CampaignStart,
    P::TaskSubmit,
    P::TaskAccept,
    P::ReturnMake,
    P::ReturnAccept,
    P::FundsWrite,
    P::RefundApprove,
    P::Import,
    P::MonitorWrite,
    P::RuleDraft,
    P::RulePublish,
];

/// Looking at a case, or at the people in it.
const CASE_READS: &[P] = &[
    P::SubjectRead,
    P::PersonalNumberRead,
    P::ClueRead,
    P::RiskRead,
    P::CampaignRead,
    P::FundsRead,
    P::MonitorRead,
    P::LedgerRead,
];

/// Reading and keeping what is no case.
const NO_CASE: &[P] = &[
    P::ReferenceImport,
    P::UnitRead,
    P::UnitWrite,
    P::UserWrite,
    P::JournalRead,
];

/// Work on the ground, which nobody who decides on it may do themselves.
const FIELD_WORK: &[P] = &[
    P::ClueReport,
    P::ClueCheck,
    P::RiskProgress,
    P::SubjectWrite,
];

fn roles() -> impl Iterator<Item = R> {
    R::ALL.iter().copied()
}

fn granted(role: R) -> Vec<P> {
    P::ALL
        .iter()
        .copied()
        .filter(|permission| role.grants(*permission))
        .collect()
}

/// No role has something of the left and something of the right.
fn apart(left: &[P], right: &[P]) {
    for role in roles() {
        let both = |wanted: &[P]| {
            wanted
                .iter()
                .copied()
                .find(|permission| role.grants(*permission))
        };
        if let (Some(one), Some(other)) = (both(left), both(right)) {
            panic!("“{role}”既能“{one}”又能“{other}”");
        }
    }
}

/// One row for each permission, one column for each role, in full-width characters so that it lines up.
fn table() -> String {
    let width = |titles: &mut dyn Iterator<Item = &str>| {
        titles.map(|t| t.chars().count()).max().unwrap_or(0)
    };
    let fill = |text: &str, to: usize| {
        let blanks = to.saturating_sub(text.chars().count());
        format!("{text}{}", "　".repeat(blanks))
    };
    let first = width(&mut P::ALL.iter().map(|p| p.title()));
    let head: Vec<&str> = roles().map(R::title).collect();
    let mut lines = vec![format!("{}｜{}", fill("权限", first), head.join("｜"))];
    for permission in P::ALL {
        let cells: Vec<String> = roles()
            .map(|role| {
                fill(
                    if role.grants(*permission) {
                        "可"
                    } else {
                        "－"
                    },
                    role.title().chars().count(),
                )
            })
            .collect();
        lines.push(format!(
            "{}｜{}",
            fill(permission.title(), first),
            cells.join("｜").trim_end_matches('　')
        ));
    }
    lines.join("\n")
}

#[test]
fn the_table_is_the_agreed_one() {
    insta::with_settings!({ snapshot_path => "golden", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("permissions", table());
    });
}

#[test]
fn every_permission_is_either_a_change_of_a_case_or_a_look_at_one_or_neither() {
    for permission in P::ALL {
        let kinds = [CASE_CHANGES, CASE_READS, NO_CASE];
        let named = kinds
            .iter()
            .filter(|kind| kind.contains(permission))
            .count();
        assert_eq!(
            named, 1,
            "“{permission}”没有归入一类：新权限要先定它算哪一类"
        );
    }
}

#[test]
fn no_permission_lies_idle_and_no_role_is_empty() {
    for permission in P::ALL {
        assert!(
            roles().any(|role| role.grants(*permission)),
            "没有人能“{permission}”"
        );
    }
    for role in roles() {
        assert!(!granted(role).is_empty(), "“{role}”什么也不能做");
    }
}

#[test]
fn who_watches_changes_nothing() {
    for permission in P::ALL
        .iter()
        .filter(|permission| !CASE_READS.contains(permission))
    {
        let harmless = [P::UnitRead, P::JournalRead].contains(permission);
        assert_eq!(R::Auditor.grants(*permission), harmless, "{permission}");
    }
    assert!(
        !R::Auditor.grants(P::PersonalNumberRead),
        "审计员不看完整证件号"
    );
}

#[test]
fn who_keeps_the_accounts_neither_reads_nor_changes_a_case() {
    for permission in CASE_CHANGES.iter().chain(CASE_READS) {
        assert!(
            !R::Administrator.grants(*permission),
            "系统管理员能“{permission}”"
        );
    }
    assert!(
        !R::Administrator.grants(P::JournalRead),
        "谁管账号，谁就不看、也不管审计"
    );
}

#[test]
fn who_keeps_the_accounts_is_nobody_who_works_on_cases() {
    apart(&[P::UserWrite, P::UnitWrite], CASE_CHANGES);
    apart(&[P::JournalRead], CASE_CHANGES);
    apart(&[P::JournalRead], &[P::UserWrite]);
}

#[test]
fn who_applies_for_close_out_neither_verifies_nor_approves_it() {
    apart(
        &[P::RiskApplyClose, P::RiskProgress],
        &[P::RiskVerify, P::RiskClose],
    );
}

#[test]
fn who_verifies_a_close_out_does_not_approve_it() {
    apart(&[P::RiskVerify], &[P::RiskClose]);
}

#[test]
fn who_prepares_a_refund_does_not_approve_it() {
    apart(&[P::FundsWrite], &[P::RefundApprove]);
}

#[test]
fn bank_records_are_seen_by_the_lead_office_and_departments_only() {
    let who: Vec<R> = roles().filter(|role| role.grants(P::FundsRead)).collect();
    assert_eq!(
        who,
        [
            R::LeadClerk,
            R::LeadReviewer,
            R::LeadHead,
            R::MemberClerk,
            R::MemberHead
        ],
        "乡镇、网格员、审计员和系统管理员都不看银行流水"
    );
}

#[test]
fn who_works_on_the_ground_does_not_conclude_on_the_level() {
    apart(FIELD_WORK, &[P::AssessmentConclude]);
}

#[test]
fn who_hands_in_does_not_accept() {
    apart(&[P::ReturnMake], &[P::ReturnAccept]);
    // The lead office's clerk keeps both ends of tasks in a small county, the township's leader those of
    // the township's own actions; that the unit leads and nobody accepts what he handed in himself is held
    // by the use case.
    for role in roles().filter(|role| !matches!(role, R::LeadClerk | R::TownshipHead)) {
        assert!(
            !(role.grants(P::TaskSubmit) && role.grants(P::TaskAccept)),
            "{role}"
        );
    }
}

#[test]
fn what_only_the_principal_head_decides_stays_there() {
    let decisions = [P::AssessmentConclude, P::RiskClose, P::RefundApprove];
    for permission in decisions {
        let who: Vec<R> = roles().filter(|role| role.grants(permission)).collect();
        assert_eq!(who, [R::LeadHead], "{permission}");
    }
}

#[test]
fn actions_are_started_by_the_head_of_whoever_leads_them() {
    let who: Vec<R> = roles()
        .filter(|role| role.grants(P::CampaignStart))
        .collect();
    assert_eq!(who, [R::LeadHead, R::TownshipHead]);
    let who: Vec<R> = roles()
        .filter(|role| role.grants(P::CampaignDraft))
        .collect();
    assert_eq!(
        who,
        [R::LeadClerk, R::LeadHead, R::TownshipClerk, R::TownshipHead]
    );
}

#[test]
fn outside_the_lead_office_nobody_accepts_opens_or_closes() {
    let lead = [R::LeadClerk, R::LeadReviewer, R::LeadHead];
    let decisions = [
        P::ClueAccept,
        P::AssessmentOpen,
        P::RiskOpen,
        P::RiskVerify,
        P::RiskClose,
        P::PersonalNumberRead,
    ];
    for role in roles().filter(|role| !lead.contains(role)) {
        for permission in decisions {
            assert!(!role.grants(permission), "“{role}”能“{permission}”");
        }
    }
}

#[test]
fn who_changes_a_record_can_read_it() {
    let pairs = [
        (
            P::SubjectRead,
            &[P::SubjectWrite, P::PersonalNumberRead][..],
        ),
        (
            P::ClueRead,
            &[
                P::ClueReport,
                P::ClueAccept,
                P::ClueCheck,
                P::AssessmentOpen,
            ],
        ),
        (
            P::RiskRead,
            &[
                P::RiskOpen,
                P::RiskProgress,
                P::RiskApplyClose,
                P::RiskVerify,
                P::RiskClose,
            ],
        ),
        (
            P::CampaignRead,
            &[
                P::CampaignDraft,
                P::CampaignStart,
                P::TaskSubmit,
                P::TaskAccept,
            ],
        ),
        (P::FundsRead, &[P::FundsWrite, P::RefundApprove]),
        (P::LedgerRead, &[P::ReturnMake, P::ReturnAccept]),
        (P::UnitRead, &[P::UnitWrite, P::UserWrite]),
    ];
    for role in roles() {
        for (read, changes) in pairs {
            for change in changes.iter().filter(|change| role.grants(**change)) {
                assert!(role.grants(read), "“{role}”能“{change}”却不能“{read}”");
            }
        }
    }
}

#[test]
fn a_grid_worker_reports_and_sees_little_else() {
    let may = [
        P::SubjectRead,
        P::EvidenceAdd,
        P::ClueRead,
        P::ClueReport,
        P::CampaignRead,
        P::TaskSubmit,
    ];
    assert_eq!(granted(R::GridWorker), may);
}
