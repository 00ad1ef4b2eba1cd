//! The three figures of a claim and what is owed by them. It must not know who claims.

use serde::{Deserialize, Serialize};

use crate::{money::Fen, refusal::Refusal};

/// What a participant paid in and got back, in fen, none of them negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClaimFigures {
    /// Principal paid in (投入本金).
    pub paid_in: Fen,
    /// Principal returned (已返还本金).
    pub returned: Fen,
    /// Interest, dividends, commissions received (已得利息、分红、提成), set off against principal.
    pub received: Fen,
}

impl ClaimFigures {
    /// Refuses negative figures and sums beyond what can be written.
    pub fn checked(self, what: &'static str) -> Result<Self, Refusal> {
        let named = [
            (self.paid_in, "投入本金"),
            (self.returned, "已返还本金"),
            (self.received, "已得利息、分红、提成"),
        ];
        if let Some((_, title)) = named.iter().find(|(fen, _)| *fen < Fen::ZERO) {
            return Err(Refusal::new(
                what,
                format!("{title}是负数"),
                "请填写实际金额，没有的填 0",
            ));
        }
        if self.returned.checked_add(self.received).is_none() {
            return Err(Refusal::new(what, "金额太大", "请检查位数和单位"));
        }
        Ok(self)
    }

    /// What is still owed: principal in less everything received, never below nothing.
    pub fn loss(self) -> Fen {
        let left =
            i128::from(self.paid_in.0) - i128::from(self.returned.0) - i128::from(self.received.0);
        Fen(i64::try_from(left.max(0)).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(paid_in: i64, returned: i64, received: i64) -> ClaimFigures {
        ClaimFigures {
            paid_in: Fen(paid_in),
            returned: Fen(returned),
            received: Fen(received),
        }
    }

    #[test]
    fn interest_received_is_set_off_against_principal() {
        assert_eq!(figures(100_000, 20_000, 5_000).loss(), Fen(75_000));
        assert_eq!(figures(100, 60, 60).loss(), Fen::ZERO);
    }

    #[test]
    fn a_negative_figure_is_refused_by_name() {
        let refusal = figures(100, -1, 0).checked("登记申报").unwrap_err();
        assert!(refusal.why.contains("已返还本金"));
        assert!(figures(0, i64::MAX, 1).checked("登记申报").is_err());
    }
}
