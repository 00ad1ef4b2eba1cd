//! A case as a text file: claims, money, rule, and what each person must get, computed by hand. It
//! must not know how shares are computed.
//!
//! Lines: `claim NAME PAID_IN RETURNED RECEIVED [CLASS|争议|剔除]`, `rule JSON`, `batch YUAN` begins a
//! division, `pays NAME YUAN`, `holds NAME YUAN`, `overpaid NAME YUAN`, `reserved YUAN`, `left YUAN`,
//! `rate PERCENT` (all batches together). A claim given again replaces the earlier one. `#` begins a
//! remark.

use std::collections::BTreeMap;

use fangfei_flow::refund::{Allocation, Batch, Claim, Rule, Standing, allocate};
use fangfei_model::money::Fen;

#[derive(Default)]
struct Case {
    claims: BTreeMap<String, Claim>,
    rule: Rule,
    batches: Vec<Batch>,
    last: Option<Allocation>,
}

/// Runs a case; panics with file and line where a figure differs.
pub fn run(text: &str, file: &str) {
    let mut case = Case::default();
    let mut expected = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or("").trim();
        let place = format!("{file}:{number}");
        expected += usize::from(case.line(line, &place));
    }
    assert!(expected > 0, "{file}: nothing is expected");
}

fn yuan(text: &str) -> Fen {
    Fen::parse_yuan(text).unwrap()
}

impl Case {
    /// Does what a line says; answers whether it expected something.
    fn line(&mut self, line: &str, place: &str) -> bool {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [] => {}
            ["claim", name, paid_in, returned, received, ref kind @ ..] => {
                let kind = kind.first().copied();
                let claim = claim(name, [paid_in, returned, received].map(yuan), kind);
                self.claims.insert(name.to_owned(), claim);
            }
            ["rule", ..] => self.rule = serde_json::from_str(&line[4..]).expect(place),
            ["batch", available] => self.divide(yuan(available), place),
            ["pays", name, amount] => {
                assert_eq!(self.share(name, place).paid, yuan(amount), "{place}")
            }
            ["holds", name, amount] => {
                assert_eq!(self.share(name, place).held, yuan(amount), "{place}")
            }
            ["overpaid", name, amount] => {
                assert_eq!(self.share(name, place).overpaid, yuan(amount), "{place}")
            }
            ["reserved", amount] => {
                assert_eq!(self.division(place).reserved, yuan(amount), "{place}")
            }
            ["left", amount] => assert_eq!(self.division(place).left, yuan(amount), "{place}"),
            ["rate", percent] => {
                assert_eq!(
                    self.division(place).cumulative_rate().unwrap().percent(),
                    percent,
                    "{place}"
                );
            }
            _ => panic!("{place}: {line}"),
        }
        !matches!(words.first(), None | Some(&("claim" | "rule" | "batch")))
    }

    fn divide(&mut self, available: Fen, place: &str) {
        if let Some(done) = &self.last {
            self.batches.push(done.batch(1));
        }
        let claims: Vec<Claim> = self.claims.values().cloned().collect();
        self.last = Some(allocate(&claims, available, &self.rule, &self.batches).expect(place));
    }

    fn division(&self, place: &str) -> &Allocation {
        self.last.as_ref().expect(place)
    }

    fn share(&self, name: &str, place: &str) -> &fangfei_flow::refund::Share {
        self.division(place).share(name).expect(place)
    }
}

fn claim(name: &str, [paid_in, returned, received]: [Fen; 3], kind: Option<&str>) -> Claim {
    let claim = Claim::new(name, paid_in, returned, received);
    let reason = "见卷宗".into();
    match kind {
        Some("争议") => Claim {
            standing: Standing::Disputed { reason },
            ..claim
        },
        Some("剔除") => Claim {
            standing: Standing::Excluded { reason },
            ..claim
        },
        Some(class) => Claim {
            class: Some(class.into()),
            ..claim
        },
        None => claim,
    }
}
