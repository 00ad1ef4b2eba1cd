//! One source of refund money (清退资金来源). It must not know how it is shared out.

use serde::{Deserialize, Serialize};

use super::SourceKind;
use crate::{
    money::Fen,
    refusal::{Refusal, reason},
};

/// Money from one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundSource {
    /// Which kind of 条例 Art 26.
    pub kind: SourceKind,
    /// How much, above nothing.
    pub amount: Fen,
    /// The paper that shows it: a sale's record, a receipt of the special account.
    pub document: String,
    /// From whom, in words.
    pub note: String,
}

impl RefundSource {
    /// Names what is missing.
    pub fn checked(mut self, what: &'static str) -> Result<Self, Refusal> {
        if self.amount <= Fen::ZERO {
            return Err(Refusal::new(
                what,
                format!("来源“{}”的金额不大于 0", self.kind.title()),
                "请填写实际到账金额",
            ));
        }
        self.document = reason(what, &self.document).map_err(|_| {
            Refusal::new(
                what,
                format!("来源“{}”没有填写凭证", self.kind.title()),
                "请填写入账凭证或处置文书的编号",
            )
        })?;
        Ok(self)
    }
}
