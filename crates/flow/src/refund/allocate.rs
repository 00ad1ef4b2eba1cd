//! The division itself: claims, money and a rule to shares. It must not know files or documents.
//!
//! What holds, and is tested: what is paid, held, reserved and left adds up to the money available;
//! nobody gets more than the loss; the order of the claims does not matter; who lost more never gets
//! less (equal losses differ by a fen at most); in a first batch everybody gets the exact share
//! rounded down or up to the fen; in later batches everybody is lifted to the same rate before
//! anybody goes further. More money in one run may cost a person one fen by rounding (every method
//! of largest remainders has this); a later batch never takes anything back.

use fangfei_model::money::Fen;

use super::{
    Allocation, Batch, Claim, Held, RefundError, Rule, Share, Standing,
    level::{Level, Portion},
    rounding,
    rule::Basis,
};

/// Divides `available` among the claims by the rule. `earlier` are all batches already paid.
///
/// # Errors
/// See [`RefundError`]; nothing is divided when one claim is wrong.
pub fn allocate(
    claims: &[Claim],
    available: Fen,
    rule: &Rule,
    earlier: &[Batch],
) -> Result<Allocation, RefundError> {
    if available < Fen::ZERO {
        return Err(RefundError::NegativeMoney(available));
    }
    rule.check()?;
    let claims = in_order(claims)?;
    let earlier = earlier_payments(&claims, earlier)?;
    let reserved = rule.reserved(available)?;
    let mut filling = Filling::new(&claims, earlier, rule);
    let divided = available.0 - reserved.0;
    let left = filling.pour_all(divided)?;
    Ok(filling.outcome(available, reserved, Fen(left)))
}

/// The claims by claimant, checked one by one and together.
fn in_order(claims: &[Claim]) -> Result<Vec<&Claim>, RefundError> {
    claims.iter().try_for_each(Claim::check)?;
    let ordered = by_name(claims.iter().map(|claim| (&*claim.claimant, claim)));
    if let Some(twice) = ordered.windows(2).find(|two| two[0].0 == two[1].0) {
        return Err(RefundError::Duplicate(twice[0].0.into()));
    }
    let ordered: Vec<&Claim> = ordered.into_iter().map(|(_, claim)| claim).collect();
    fits(ordered.iter().map(|c| i128::from(c.paid_in.0)), "投入本金")?;
    Ok(ordered)
}

/// Pairs in the order of their names. Comparing the first bytes as one number first spares most of
/// the walks through memory when there are a million.
fn by_name<'a, T>(pairs: impl Iterator<Item = (&'a str, T)>) -> Vec<(&'a str, T)> {
    let first_bytes = |name: &str| {
        let mut bytes = [0_u8; 16];
        let length = name.len().min(16);
        bytes[..length].copy_from_slice(&name.as_bytes()[..length]);
        u128::from_be_bytes(bytes)
    };
    let mut keyed: Vec<(u128, &str, T)> = pairs
        .map(|(name, value)| (first_bytes(name), name, value))
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    keyed
        .into_iter()
        .map(|(_, name, value)| (name, value))
        .collect()
}

/// What each claimant was paid in earlier batches.
fn earlier_payments(claims: &[&Claim], batches: &[Batch]) -> Result<Vec<i64>, RefundError> {
    for batch in batches {
        if let Some(wrong) = batch.payments.iter().find(|p| p.paid < Fen::ZERO) {
            return Err(RefundError::NegativePayment {
                batch: batch.number,
                claimant: wrong.claimant.clone(),
            });
        }
    }
    let payments = || batches.iter().flat_map(|batch| &batch.payments);
    fits(payments().map(|p| i128::from(p.paid.0)), "以前批次付款")?;
    let ordered = by_name(payments().map(|p| (&*p.claimant, p.paid.0)));
    let mut waiting = ordered.into_iter().peekable();
    let mut sums = Vec::with_capacity(claims.len());
    for claim in claims {
        let mut sum = 0;
        while let Some((_, paid)) = waiting.next_if(|(name, _)| *name == &*claim.claimant) {
            sum += paid;
        }
        sums.push(sum);
        if let Some((name, _)) = waiting.peek().filter(|(name, _)| *name < &*claim.claimant) {
            return Err(RefundError::PaidButMissing((*name).into()));
        }
    }
    match waiting.next() {
        Some((name, _)) => Err(RefundError::PaidButMissing(name.into())),
        None => Ok(sums),
    }
}

/// That amounts, none below zero, add up to what a sum of money can hold.
fn fits(amounts: impl Iterator<Item = i128>, what: &'static str) -> Result<(), RefundError> {
    i64::try_from(amounts.sum::<i128>())
        .map(|_| ())
        .map_err(|_| RefundError::TooLarge(what))
}

/// A division under way: what everybody has so far.
struct Filling<'a> {
    claims: &'a [&'a Claim],
    rule: &'a Rule,
    /// Paid before this division.
    before: Vec<i64>,
    /// Paid before and given now.
    now: Vec<i64>,
}

impl<'a> Filling<'a> {
    fn new(claims: &'a [&'a Claim], before: Vec<i64>, rule: &'a Rule) -> Self {
        Self {
            claims,
            rule,
            now: before.clone(),
            before,
        }
    }

    /// Pours the money class by class, then over everybody, and answers what is left.
    fn pour_all(&mut self, mut money: i64) -> Result<i64, RefundError> {
        for priority in &self.rule.priorities {
            let up_to = |claim: &Claim| {
                let share = priority
                    .up_to
                    .map_or(claim.loss(), |r| r.floor_of(claim.loss()));
                let member = claim.class.as_deref() == Some(&*priority.class);
                if member { share.0 } else { 0 }
            };
            money = self.pour(money, up_to)?;
        }
        self.pour(money, |claim| claim.loss().0)
    }

    /// Pours money until everybody has reached `up_to` or the caps, and answers what is left.
    fn pour(&mut self, money: i64, up_to: impl Fn(&Claim) -> i64) -> Result<i64, RefundError> {
        let portions: Vec<Portion> = (0..self.claims.len())
            .map(|index| self.portion(index, &up_to))
            .collect();
        // A person paid too much earlier keeps it, so ceilings may exceed the losses.
        fits(portions.iter().map(|p| i128::from(p.ceiling)), "应返还金额")?;
        let has: i128 = self.now.iter().map(|fen| i128::from(*fen)).sum();
        let room: i128 = portions.iter().map(|p| i128::from(p.ceiling)).sum::<i128>() - has;
        let poured = i128::from(money).min(room);
        if poured > 0 {
            let total = has + poured;
            let level = Level::find(&portions, total);
            self.now = rounding::to_the_fen(&portions, level, total, |i| self.tie(i));
        }
        Ok(money - i64::try_from(poured).unwrap_or(money))
    }

    fn portion(&self, index: usize, up_to: &impl Fn(&Claim) -> i64) -> Portion {
        let claim = self.claims[index];
        let earlier = self.now[index];
        if !claim.counts() {
            return Portion {
                weight: 0,
                earlier,
                ceiling: earlier,
            };
        }
        let loss = claim.loss();
        let caps = [
            up_to(claim),
            self.rule.cap.map_or(i64::MAX, |cap| cap.0),
            self.rule
                .cap_rate
                .map_or(i64::MAX, |rate| rate.floor_of(loss).0),
        ];
        let ceiling = caps.into_iter().fold(loss.0, i64::min);
        Portion {
            weight: match self.rule.basis {
                Basis::NetLoss => loss.0,
                Basis::Contribution => claim.paid_in.0,
            },
            earlier,
            ceiling: ceiling.max(earlier),
        }
    }

    /// The place among people with equal remainders; the index, which is the order of the
    /// claimants' names, decides what is still equal.
    fn tie(&self, index: usize) -> u64 {
        let seed = self.rule.tie_seed;
        seed.map_or(0, |seed| drawn(seed, &self.claims[index].claimant))
    }

    fn outcome(self, available: Fen, reserved: Fen, left: Fen) -> Allocation {
        let shares: Vec<Share> = (0..self.claims.len()).map(|i| self.share(i)).collect();
        let sum = |of: fn(&Share) -> Fen| shares.iter().map(of).sum::<Fen>();
        let (paid, held, earlier) = (sum(|s| s.paid), sum(|s| s.held), sum(|s| s.earlier));
        let counted = self.claims.iter().filter(|claim| claim.counts());
        Allocation {
            available,
            reserved,
            paid,
            held,
            left,
            earlier,
            total_loss: counted.map(|claim| claim.loss()).sum(),
            shares,
        }
    }

    fn share(&self, index: usize) -> Share {
        let claim = self.claims[index];
        let (earlier, now) = (self.before[index], self.now[index]);
        let given = Fen(now - earlier);
        let owed = if claim.counts() {
            claim.loss()
        } else {
            Fen::ZERO
        };
        let why_held = if given == Fen::ZERO {
            None
        } else if matches!(claim.standing, Standing::Disputed { .. }) {
            Some(Held::Disputed)
        } else {
            let waits = given < self.rule.minimum && now < owed.0;
            waits.then_some(Held::BelowMinimum)
        };
        let (paid, held) = match why_held {
            Some(_) => (Fen::ZERO, given),
            None => (given, Fen::ZERO),
        };
        Share {
            claimant: claim.claimant.clone(),
            loss: claim.loss(),
            earlier: Fen(earlier),
            paid,
            held,
            why_held,
            overpaid: Fen((earlier - owed.0).max(0)),
        }
    }
}

/// A number drawn from seed and name: FNV-1a over both, then the finaliser of SplitMix64, so that
/// names that differ by one digit are far apart. Anybody can compute it again.
fn drawn(seed: u64, name: &str) -> u64 {
    let bytes = seed.to_le_bytes();
    let hash = bytes
        .iter()
        .chain(name.as_bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
