//! The fields of the batch form, with what was typed. It must not know what becomes of them.

use fangfei_app::refund_batch::BatchDraft;
use fangfei_model::refund_batch::{RefundBasis, SourceKind};

use crate::ui::{Field, Width};

/// One row for a source.
pub struct SourceRow {
    /// Kinds to choose: code, word, chosen.
    pub kinds: Vec<(&'static str, &'static str, bool)>,
    /// Amount as typed.
    pub amount: String,
    /// Paper as typed.
    pub document: String,
    /// From whom, as typed.
    pub note: String,
}

/// The rows for sources.
pub fn sources(draft: &BatchDraft) -> Vec<SourceRow> {
    let rows = draft.rows().into_iter().enumerate();
    rows.map(|(at, row)| {
        // Each empty row stands for one kind of 条例 Art 26.
        let of_row = SourceKind::ALL
            .get(at)
            .copied()
            .unwrap_or(SourceKind::Other);
        let chosen = if row.kind.is_empty() {
            of_row.code().to_owned()
        } else {
            row.kind
        };
        SourceRow {
            kinds: SourceKind::ALL
                .iter()
                .map(|kind| (kind.code(), kind.title(), kind.code() == chosen))
                .collect(),
            amount: row.amount,
            document: row.document,
            note: row.note,
        }
    })
    .collect()
}

/// That no fine was taken out first, and errors that belong to the sources.
pub fn confirmations(draft: &BatchDraft) -> Vec<Field> {
    vec![
        Field::check(
            "before_fine",
            "本批资金没有扣缴罚款：清退资金不足时先清退、后罚款（条例第三十二条）",
            draft.before_fine == "on",
        )
        .required(),
    ]
}

/// The rule.
pub fn rule(draft: &BatchDraft) -> Vec<Field> {
    let bases = RefundBasis::ALL.iter().map(|b| (b.code(), b.title()));
    let yuan = |name: &str, label: &str, value: &str| {
        Field::text(name, label).value(value).width(Width::Third)
    };
    vec![
        Field::radio("basis", "分配基数")
            .choose(bases, &[draft.basis.as_str()])
            .required(),
        yuan("cap", "每人累计上限（元）", &draft.cap),
        yuan("least", "最低付款额（元）", &draft.least).hint("不足的留待下一批"),
        yuan("reserve", "预留（元）", &draft.reserve).hint("为迟报、争议的申报预留"),
        Field::text("rule_ground", "规则依据")
            .value(&draft.rule_ground)
            .hint("不用通常规则的，写明会议纪要或批准文书")
            .max(500),
    ]
}
