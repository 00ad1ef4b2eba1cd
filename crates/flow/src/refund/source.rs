//! Where the money comes from: the six kinds of 《防范和处置非法集资条例》 Art 26, who owes refunds
//! (Art 25), and that refunds go before fines (Art 32). It must not know how the money is divided.

use fangfei_model::{money::Fen, refund_batch::SourceKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who owes the refund (Arts 3, 25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obligor {
    /// 非法集资人.
    Raiser,
    /// 非法集资协助人: knew, helped and gained.
    Helper,
}

/// What one obligor owes (应清退), such as a helper's commission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Who.
    pub name: Box<str>,
    /// As what.
    pub obligor: Obligor,
    /// How much must be refunded.
    pub refund: Fen,
    /// The fine imposed, if any (Arts 30, 31).
    pub fine: Fen,
    /// The decision it rests on.
    pub document: Box<str>,
}

/// Money that reached the refund account (清退专户).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The day it was booked.
    pub on: Date,
    /// Its kind.
    pub kind: SourceKind,
    /// From whom; the name of a [`Due`] where it settles one.
    pub from: Box<str>,
    /// How much, above zero.
    pub amount: Fen,
    /// The receipt or decision it rests on.
    pub document: Box<str>,
}

/// The refund account's ledger: what came in by kind, what is owed, what was paid out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceLedger {
    /// Money that came in.
    pub receipts: Vec<Receipt>,
    /// What is owed by whom.
    pub dues: Vec<Due>,
}

impl SourceLedger {
    /// What came in of each kind, all six in order, none left out.
    pub fn by_kind(&self) -> Vec<(SourceKind, Fen)> {
        let sum = |kind| {
            let of_kind = self.receipts.iter().filter(|r| r.kind == kind);
            (kind, of_kind.map(|r| r.amount).sum())
        };
        SourceKind::ALL.iter().copied().map(sum).collect()
    }

    /// The money at hand for the next batch: all receipts less what was paid out.
    pub fn available(&self, paid_out: Fen) -> Fen {
        let received: Fen = self.receipts.iter().map(|r| r.amount).sum();
        Fen(received.0 - paid_out.0)
    }

    /// What each obligor still owes to the refund: `(due, received from it, outstanding)`.
    pub fn outstanding(&self) -> Vec<(&Due, Fen, Fen)> {
        let row = |due| {
            let received = self.received_from(due);
            (due, received, Fen((due.refund.0 - received.0).max(0)))
        };
        self.dues.iter().map(row).collect()
    }

    fn received_from(&self, due: &Due) -> Fen {
        let from = self.receipts.iter().filter(|r| r.from == due.name);
        from.map(|r| r.amount).sum()
    }
}

/// How money recovered from one obligor is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// To the participants.
    pub refund: Fen,
    /// To the treasury.
    pub fine: Fen,
    /// Neither: to be given back.
    pub surplus: Fen,
}

/// Splits what was recovered from an obligor: the refund is met in full before the first fen of a
/// fine (Art 32).
pub fn refund_before_fine(recovered: Fen, due: &Due) -> Split {
    let refund = recovered.0.clamp(0, due.refund.0.max(0));
    let fine = (recovered.0 - refund).clamp(0, due.fine.0.max(0));
    Split {
        refund: Fen(refund),
        fine: Fen(fine),
        surplus: Fen((recovered.0 - refund - fine).max(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(refund: i64, fine: i64) -> Due {
        Due {
            name: "某协助人".into(),
            obligor: Obligor::Helper,
            refund: Fen(refund),
            fine: Fen(fine),
            document: "处罚决定书".into(),
        }
    }

    #[test]
    fn no_fine_is_taken_while_a_refund_is_unmet() {
        let split = |recovered| {
            let s = refund_before_fine(Fen(recovered), &due(1_000, 3_000));
            (s.refund.0, s.fine.0, s.surplus.0)
        };
        assert_eq!(split(999), (999, 0, 0));
        assert_eq!(split(1_001), (1_000, 1, 0));
        assert_eq!(split(5_000), (1_000, 3_000, 1_000));
    }

    #[test]
    fn the_ledger_lists_all_six_kinds_and_what_helpers_still_owe() {
        let receipt = |kind, from: &str, amount| Receipt {
            on: jiff::civil::date(2024, 9, 1),
            kind,
            from: from.into(),
            amount: Fen(amount),
            document: "进账单".into(),
        };
        let ledger = SourceLedger {
            receipts: vec![
                receipt(SourceKind::Remaining, "清退专户", 70_000),
                receipt(SourceKind::Fees, "某协助人", 400),
                receipt(SourceKind::Fees, "某协助人", 100),
            ],
            dues: vec![due(1_000, 0)],
        };
        let kinds: Vec<i64> = ledger.by_kind().iter().map(|(_, fen)| fen.0).collect();
        assert_eq!(kinds, [70_000, 0, 0, 0, 500, 0]);
        assert_eq!(ledger.outstanding()[0].1, Fen(500));
        assert_eq!(ledger.outstanding()[0].2, Fen(500));
        assert_eq!(ledger.available(Fen(20_500)), Fen(50_000));
    }
}
