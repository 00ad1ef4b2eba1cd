//! The fields of the claim form, with what was typed. It must not know what becomes of them.

use fangfei_app::claim::{ClaimDraft, DOCUMENT_ROWS};
use fangfei_model::claim::ClaimDocumentKind;

use crate::ui::{Field, Width};

/// 集资参与人登记表, without its rows of papers.
pub fn claim(draft: &ClaimDraft) -> Vec<Field> {
    let unit = |unit: &str| if unit.is_empty() { "yuan" } else { unit }.to_owned();
    let money = |name: &str, label: &str, value: &str, of: &str| {
        Field::money(name, label, &unit(of))
            .value(value)
            .width(Width::Third)
    };
    vec![
        Field::text("name", "申报人姓名")
            .value(&draft.name)
            .hint("与身份证件一致")
            .required()
            .max(50)
            .width(Width::Half),
        Field::text("citizen_id", "公民身份号码")
            .value(&draft.citizen_id)
            .autocomplete("off")
            .width(Width::Half),
        Field::text("phone", "电话")
            .value(&draft.phone)
            .autocomplete("off")
            .max(30)
            .width(Width::Half),
        Field::text("agent", "代办人（继承人、监护人等）")
            .value(&draft.agent)
            .max(200)
            .width(Width::Half),
        money(
            "paid_in",
            "投入本金合计",
            &draft.paid_in,
            &draft.paid_in_unit,
        )
        .required(),
        money(
            "returned",
            "已返还本金",
            &draft.returned,
            &draft.returned_unit,
        ),
        money(
            "received",
            "已得利息、分红、提成",
            &draft.received,
            &draft.received_unit,
        )
        .hint("折抵本金（2019年“两高一部”意见）"),
        Field::area("accounts", "付款、收款用过的账号", 3)
            .value(&draft.accounts)
            .hint("每行一个，用来与流水核对；只记得末几位的写成 6222****1234")
            .width(Width::Half),
        Field::text("payee_number", "退付收款账号")
            .value(&draft.payee_number)
            .autocomplete("off")
            .hint("本人名下的账号，可以以后补填")
            .width(Width::Quarter),
        Field::text("payee_bank", "开户银行")
            .value(&draft.payee_bank)
            .max(200)
            .width(Width::Quarter),
    ]
}

/// One row for a paper.
pub struct PaperRow {
    /// Kinds to choose: code, word, chosen.
    pub kinds: Vec<(&'static str, &'static str, bool)>,
    /// What was typed.
    pub text: String,
}

/// The rows for papers, as many as the form has.
pub fn papers(draft: &ClaimDraft) -> Vec<PaperRow> {
    let rows = DOCUMENT_ROWS.max(draft.document_text.len() + 1);
    let row = |at: usize| {
        let kind = draft.document_kind.get(at).map_or("", String::as_str);
        let all = ClaimDocumentKind::ALL.iter();
        PaperRow {
            kinds: all
                .map(|k| (k.code(), k.title(), k.code() == kind))
                .collect(),
            text: draft.document_text.get(at).cloned().unwrap_or_default(),
        }
    };
    (0..rows).map(row).collect()
}
