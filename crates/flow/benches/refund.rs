//! Times the division of money among many claims: `cargo bench -p fangfei-flow --bench refund
//! --profile dev -- [CLAIMS]`, 1 000 000 by default, and checks that every sum is exact.

use std::time::Instant;

use fangfei_flow::refund::{Allocation, Batch, Claim, RefundError, Rule, allocate};
use fangfei_model::money::Fen;

fn main() -> Result<(), RefundError> {
    let count = std::env::args()
        .filter_map(|a| a.parse().ok())
        .next()
        .unwrap_or(1_000_000_u64);
    let claims: Vec<Claim> = (0..count).map(claim).collect();
    let losses: i64 = claims.iter().map(|c| c.loss().0).sum();
    let plain = Rule::default();
    let capped = Rule {
        cap: Fen::from_yuan(30_000),
        minimum: Fen(1_000),
        tie_seed: Some(1),
        ..Rule::default()
    };
    let early = &claims[..claims.len() * 9 / 10];
    let first = timed(
        "first batch, 90 % of the claims",
        early,
        losses / 5,
        &plain,
        &[],
    )?;
    let batch = [first.batch(1)];
    timed(
        "second batch, all claims",
        &claims,
        losses / 7,
        &plain,
        &batch,
    )?;
    timed(
        "cap, least payment, drawn ties",
        &claims,
        losses / 3,
        &capped,
        &[],
    )?;
    Ok(())
}

fn timed(
    what: &str,
    claims: &[Claim],
    money: i64,
    rule: &Rule,
    earlier: &[Batch],
) -> Result<Allocation, RefundError> {
    let start = Instant::now();
    let allocation = allocate(claims, Fen(money), rule, earlier)?;
    let seconds = start.elapsed().as_secs_f64();
    let parts = allocation.paid.0 + allocation.held.0 + allocation.left.0;
    let exact = if parts == money {
        "sum exact"
    } else {
        "SUM WRONG"
    };
    println!("{what}: {} claims in {seconds:.2} s, {exact}", claims.len());
    Ok(allocation)
}

/// Scattered claims of 100 to about a million yuan, the same in every run.
fn claim(n: u64) -> Claim {
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    let paid_in = i64::try_from(mixed % 100_000_000).unwrap_or(0) + 10_000;
    let received = i64::try_from((mixed >> 40) % 3_000_000).unwrap_or(0);
    // Names come in no order and none comes twice.
    let name = format!("P{:08}-{n}", mixed % 99_999_989);
    Claim::new(&name, Fen(paid_in), Fen(0), Fen(received))
}
