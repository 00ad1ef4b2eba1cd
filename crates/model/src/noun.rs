//! The nouns that are kept, each with its table name and its Chinese word. It must not know their
//! fields; each noun's own file does.

use crate::{record::Field, titled_enum::titled_enum};

titled_enum! {
    /// A kept noun. The code is its table, route and template folder.
    Noun {
        Unit = "unit" "单位",
        User = "user" "用户",
        Subject = "subject" "主体",
        LicensedBody = "licensed_body" "持牌机构",
        Evidence = "evidence" "证据材料",
        Clue = "clue" "线索",
        Assessment = "assessment" "会商研判",
        RiskItem = "risk_item" "风险隐患",
        Campaign = "campaign" "专项行动",
        Task = "task" "待办任务",
        PeriodicReturn = "periodic_return" "报表",
        ImportRun = "import_run" "导入批次",
        ImportProfile = "import_profile" "列对应方案",
        FundsInquiry = "funds_inquiry" "资金核查",
        Claim = "claim" "参与人申报",
        RefundBatch = "refund_batch" "退付批次",
        Alert = "alert" "预警",
        IndexRun = "index_run" "指数运行",
        RuleSet = "rule_set" "指标方案",
        Likeness = "likeness" "疑似同一",
    }
}

/// The place's division, kept beside every record for row scope under this column.
const DIVISION: Field = Field {
    name: "scope_division",
    title: "属地",
    kind: crate::record::FieldKind::Text,
};

impl Noun {
    /// The fields of its projection.
    pub fn fields(self) -> &'static [Field] {
        use crate::record::Record;
        match self {
            Self::Unit => crate::unit::Unit::FIELDS,
            Self::User => crate::user::User::FIELDS,
            Self::Subject => crate::subject::Subject::FIELDS,
            Self::LicensedBody => crate::licensed_body::LicensedBody::FIELDS,
            Self::Evidence => crate::evidence::Evidence::FIELDS,
            Self::Clue => crate::clue::Clue::FIELDS,
            Self::Assessment => crate::assessment::Assessment::FIELDS,
            Self::RiskItem => crate::risk_item::RiskItem::FIELDS,
            Self::Campaign => crate::campaign::Campaign::FIELDS,
            Self::Task => crate::task::Task::FIELDS,
            Self::PeriodicReturn => crate::periodic_return::PeriodicReturn::FIELDS,
            Self::ImportRun => crate::import_run::ImportRun::FIELDS,
            Self::ImportProfile => crate::import_run::ImportProfile::FIELDS,
            Self::FundsInquiry => crate::funds_inquiry::FundsInquiry::FIELDS,
            Self::Claim => crate::claim::Claim::FIELDS,
            Self::RefundBatch => crate::refund_batch::RefundBatch::FIELDS,
            Self::Alert => crate::alert::Alert::FIELDS,
            Self::IndexRun => crate::index_run::IndexRun::FIELDS,
            Self::RuleSet => crate::rule_set::RuleSet::FIELDS,
            Self::Likeness => crate::likeness::Likeness::FIELDS,
        }
    }

    /// How far units without a division-wide view see it.
    pub fn visibility(self) -> crate::scope::Visibility {
        use crate::record::Record;
        match self {
            Self::Unit => crate::unit::Unit::VISIBILITY,
            Self::User => crate::user::User::VISIBILITY,
            Self::Subject => crate::subject::Subject::VISIBILITY,
            Self::LicensedBody => crate::licensed_body::LicensedBody::VISIBILITY,
            Self::Evidence => crate::evidence::Evidence::VISIBILITY,
            Self::Clue => crate::clue::Clue::VISIBILITY,
            Self::Assessment => crate::assessment::Assessment::VISIBILITY,
            Self::RiskItem => crate::risk_item::RiskItem::VISIBILITY,
            Self::Campaign => crate::campaign::Campaign::VISIBILITY,
            Self::Task => crate::task::Task::VISIBILITY,
            Self::PeriodicReturn => crate::periodic_return::PeriodicReturn::VISIBILITY,
            Self::ImportRun => crate::import_run::ImportRun::VISIBILITY,
            Self::ImportProfile => crate::import_run::ImportProfile::VISIBILITY,
            Self::FundsInquiry => crate::funds_inquiry::FundsInquiry::VISIBILITY,
            Self::Claim => crate::claim::Claim::VISIBILITY,
            Self::RefundBatch => crate::refund_batch::RefundBatch::VISIBILITY,
            Self::Alert => crate::alert::Alert::VISIBILITY,
            Self::IndexRun => crate::index_run::IndexRun::VISIBILITY,
            Self::RuleSet => crate::rule_set::RuleSet::VISIBILITY,
            Self::Likeness => crate::likeness::Likeness::VISIBILITY,
        }
    }

    /// The field of this name, if the noun has it. Every noun has a `division` (属地): the significant
    /// digits of its place's code, so that a township is a prefix of its villages.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        if name == "division" {
            return Some(&DIVISION);
        }
        self.fields().iter().find(|f| f.name == name)
    }
}
