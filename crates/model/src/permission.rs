//! Roles and what they may do. One table, shown whole on the users page and held by a golden file.
//! It must not know units or rows; `scope` does.

use crate::titled_enum::titled_enum;

titled_enum! {
    /// What a person may be in the office (岗位角色). Roles add up.
    Role {
        /// Takes in, checks and follows up for the lead office.
        LeadClerk = "lead_clerk" "处非办经办",
        /// Reviews and verifies what a clerk prepared.
        LeadReviewer = "lead_reviewer" "处非办审核",
        /// The principal head: approves, closes, accepts.
        LeadHead = "lead_head" "处非办主要负责人",
        /// A member department's liaison.
        MemberClerk = "member_clerk" "成员单位联络员",
        /// A member department's leader.
        MemberHead = "member_head" "成员单位分管领导",
        /// A township's clerk.
        TownshipClerk = "township_clerk" "乡镇经办",
        /// A township's leader in charge.
        TownshipHead = "township_head" "乡镇分管领导",
        /// A grid worker or village committee member.
        GridWorker = "grid_worker" "网格员",
        /// Reads everything and the journal, changes nothing.
        Auditor = "auditor" "审计员",
        /// Keeps units and users; sees no case.
        Administrator = "administrator" "系统管理员",
    }
}

titled_enum! {
    /// One thing that can be allowed (权限).
    Permission {
        SubjectRead = "subject_read" "查看主体档案",
        SubjectWrite = "subject_write" "建立和修改主体档案",
        PersonalNumberRead = "personal_number_read" "查看完整证件号和电话",
        EvidenceAdd = "evidence_add" "上传证据材料",
        ClueRead = "clue_read" "查看线索",
        ClueReport = "clue_report" "登记线索",
        ClueAccept = "clue_accept" "受理或不予受理线索",
        ClueCheck = "clue_check" "线索初核",
        AssessmentOpen = "assessment_open" "组织会商研判",
        AssessmentView = "assessment_view" "发表研判意见",
        AssessmentConclude = "assessment_conclude" "作出定级结论",
        RiskRead = "risk_read" "查看风险隐患清单",
        RiskOpen = "risk_open" "挂账",
        RiskProgress = "risk_progress" "填报处置进展",
        RiskApplyClose = "risk_apply_close" "申请销号",
        RiskVerify = "risk_verify" "核验销号",
        RiskClose = "risk_close" "批准销号、退回和重新挂账",
        CampaignRead = "campaign_read" "查看专项行动",
        CampaignDraft = "campaign_draft" "起草专项行动",
        CampaignStart = "campaign_start" "启动和结束专项行动",
        TaskSubmit = "task_submit" "报送待办任务",
        TaskAccept = "task_accept" "验收或退回待办任务",
        ReturnMake = "return_make" "生成和报送报表",
        ReturnAccept = "return_accept" "接收或退回下级报表",
        FundsRead = "funds_read" "查看资金核查、申报和退付",
        FundsWrite = "funds_write" "办理资金核查、申报和退付",
        RefundApprove = "refund_approve" "批准退付批次",
        MonitorRead = "monitor_read" "查看监测预警",
        MonitorWrite = "monitor_write" "装载监测数据、运行指数、处理预警",
        RuleDraft = "rule_draft" "起草和试运行指标方案",
        RulePublish = "rule_publish" "发布指标方案",
        LedgerRead = "ledger_read" "查看和导出台账",
        Import = "import" "导入表格",
        ReferenceImport = "reference_import" "导入区划、行业和持牌名录",
        UnitRead = "unit_read" "查看单位和通讯录",
        UnitWrite = "unit_write" "维护单位",
        UserWrite = "user_write" "维护用户",
        JournalRead = "journal_read" "查看审计日志",
    }
}

impl Role {
    /// Whether this role alone allows it.
    pub fn grants(self, permission: Permission) -> bool {
        use Permission as P;
        let reads = matches!(
            permission,
            P::SubjectRead
                | P::ClueRead
                | P::RiskRead
                | P::CampaignRead
                | P::LedgerRead
                | P::UnitRead
        );
        let field_work = matches!(
            permission,
            P::SubjectWrite
                | P::EvidenceAdd
                | P::ClueReport
                | P::ClueCheck
                | P::RiskProgress
                | P::TaskSubmit
        );
        let office_work = matches!(
            permission,
            P::RiskApplyClose | P::ReturnMake | P::Import | P::AssessmentView
        );
        match self {
            Self::LeadClerk => {
                reads
                    || field_work
                    || office_work
                    || matches!(
                        permission,
                        P::PersonalNumberRead
                            | P::ClueAccept
                            | P::AssessmentOpen
                            | P::RiskOpen
                            | P::CampaignDraft
                            | P::TaskAccept
                            | P::FundsRead
                            | P::FundsWrite
                            | P::MonitorRead
                            | P::MonitorWrite
                            | P::RuleDraft
                            | P::ReferenceImport
                    )
            }
            Self::LeadReviewer => {
                reads
                    || matches!(
                        permission,
                        P::PersonalNumberRead
                            | P::EvidenceAdd
                            | P::ClueAccept
                            | P::AssessmentOpen
                            | P::AssessmentView
                            | P::RiskOpen
                            | P::RiskVerify
                            | P::TaskAccept
                            | P::FundsRead
                            | P::FundsWrite
                            | P::MonitorRead
                            | P::MonitorWrite
                            | P::RuleDraft
                            | P::RulePublish
                            | P::ReturnAccept
                    )
            }
            Self::LeadHead => {
                reads
                    || matches!(
                        permission,
                        P::PersonalNumberRead
                            | P::AssessmentView
                            | P::AssessmentConclude
                            | P::RiskClose
                            | P::CampaignDraft
                            | P::CampaignStart
                            | P::FundsRead
                            | P::RefundApprove
                            | P::MonitorRead
                            | P::RulePublish
                            | P::ReturnAccept
                    )
            }
            // Bank records come to the lead office and to the department that obtained them, such as
            // the police; its scope shows it no inquiry of another.
            Self::MemberClerk => {
                reads
                    || field_work
                    || office_work
                    || matches!(permission, P::FundsRead | P::FundsWrite | P::MonitorRead)
            }
            // A township leads actions of its own, from a plan of its own: the clerk drafts, the leader in
            // charge starts and accepts. Its scope ends at its division, so the county's stay closed to both.
            Self::TownshipClerk => {
                reads
                    || field_work
                    || office_work
                    || matches!(permission, P::CampaignDraft | P::MonitorRead)
            }
            Self::TownshipHead
                if matches!(
                    permission,
                    P::CampaignDraft | P::CampaignStart | P::TaskAccept
                ) =>
            {
                true
            }
            Self::MemberHead if permission == P::FundsRead => true,
            Self::MemberHead | Self::TownshipHead => {
                reads
                    || matches!(
                        permission,
                        P::AssessmentView | P::RiskApplyClose | P::ReturnMake | P::TaskSubmit
                    )
            }
            Self::GridWorker => matches!(
                permission,
                P::SubjectRead
                    | P::ClueRead
                    | P::ClueReport
                    | P::EvidenceAdd
                    | P::TaskSubmit
                    | P::CampaignRead
            ),
            Self::Auditor => reads || matches!(permission, P::JournalRead | P::MonitorRead),
            Self::Administrator => {
                matches!(
                    permission,
                    P::UnitRead | P::UnitWrite | P::UserWrite | P::ReferenceImport
                )
            }
        }
    }
}
