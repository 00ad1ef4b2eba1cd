//! Refunds from office files: a claims file is read and divided, batches paid before are taken into
//! account. It must not know the terminal or pages.

mod accounts;
mod check;
#[cfg(test)]
mod claims_cases;
mod claims_file;
mod column;
mod money;
mod paid_file;
mod papers;
mod plan;
mod row_kind;
mod rule_file;

pub use accounts::{AccountDoubts, account_doubts};
pub(crate) use accounts::{implausible, implausible_length};
pub use check::{CheckLineOut, CheckTotal, CheckedClaim, check_claims, read_seen};
pub use claims_file::{ClaimsFile, Duplicates, Person, read_claims};
pub use paid_file::{read_paid, read_paid_all};
pub use papers::{Occasion, notices, payment_list, public_summary};
pub use plan::{PlanLine, PlanTotal, plan_lines};
pub use rule_file::read_rule;

pub use fangfei_flow::refund::{Allocation, Batch, Rule, allocate};
