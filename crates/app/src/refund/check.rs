//! Claims of a file beside the participants that an analysis of statements found. It must not know
//! how statements are read.

use fangfei_flow::claim::{self, Comparison, Found, Holding, Register, Seen, Sought};
use fangfei_model::{
    claim::{ClaimFigures, IdentityDoubts, LineOutcome, ProofGrade, SharedAccount},
    money::Fen,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ClaimsFile, Person};
use crate::{Error, Result, subject::masked_account};

/// A participant's line of `flow analyse --json`, as far as a check needs it.
#[derive(Deserialize)]
struct ParticipantLine {
    account: Option<Box<str>>,
    name: Option<Box<str>>,
    #[serde(default)]
    accounts: Vec<Box<str>>,
    paid_in_fen: Fen,
    returned_fen: Fen,
    returned_most_fen: Option<Fen>,
    yield_fen: Fen,
    certain: bool,
    #[serde(default)]
    doubts: Vec<Box<str>>,
    transfers: Option<u32>,
    #[serde(default)]
    rows: Vec<Value>,
}

/// What an analysis found, with the rows behind each person.
#[derive(Debug, Default)]
pub struct SeenFile {
    seen: Register,
    rows: Vec<Vec<Value>>,
}

/// One claim compared.
#[derive(Debug, Serialize)]
pub struct CheckedClaim {
    /// Always `claim`.
    pub kind: &'static str,
    /// The claimant as in the file.
    pub claimant: Box<str>,
    /// The row of the claims file, from 1.
    pub row: u32,
    /// Whether the statements are complete for this person.
    pub certain: bool,
    /// The proposed grade of proof, from statements alone.
    pub grade: ProofGrade,
    /// What is unclear about whose account it is, in words; absent where nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identity: Vec<String>,
    /// Figure by figure.
    pub lines: Vec<CheckLineOut>,
    /// The rows of the statements that the figures rest on.
    pub rows: Vec<Value>,
}

/// One figure compared.
#[derive(Debug, Serialize)]
pub struct CheckLineOut {
    /// Which.
    pub title: String,
    /// As claimed.
    pub claimed_fen: Fen,
    /// By the statements; `null` where they do not show this person.
    pub found_fen: Option<Fen>,
    /// How they compare.
    pub outcome: LineOutcome,
    /// In words.
    pub note: String,
}

/// The last line: claims by how they compare.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckTotal {
    /// Always `total`.
    pub kind: &'static str,
    /// All claims.
    pub claims: usize,
    /// Every figure agrees.
    pub same: usize,
    /// Some figure differs for certain, or the account is not clearly the claimant's.
    pub differ: usize,
    /// Nothing differs for certain, but something cannot be known.
    pub uncertain: usize,
    /// Not in the statements.
    pub not_found: usize,
}

/// Reads the output of `flow analyse --json`; lines that are no participants are passed over.
///
/// # Errors
/// A line that is no JSON, a participant without figures, a file without participants.
pub fn read_seen(text: &str, file: &str) -> Result<SeenFile> {
    let (mut seen, mut rows): (Vec<Seen>, _) = (Vec::new(), Vec::new());
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let refuse = |_| {
            Error::file(
                file,
                format!("第 {number} 行不是 flow analyse --json 的输出"),
            )
        };
        let value: Value = serde_json::from_str(line).map_err(refuse)?;
        if value["kind"] != "participant" {
            continue;
        }
        let line: ParticipantLine = serde_json::from_value(value).map_err(refuse)?;
        rows.push(line.rows.clone());
        seen.push(line.into());
    }
    if seen.is_empty() {
        return Err(Error::file(
            file,
            "里面没有参与人；请先用 flow analyse DIR --json 分析流水",
        ));
    }
    Ok(SeenFile {
        seen: Register::new(seen),
        rows,
    })
}

impl From<ParticipantLine> for Seen {
    fn from(line: ParticipantLine) -> Self {
        let undecided = line
            .returned_most_fen
            .map_or(0, |most| most.0 - line.returned_fen.0)
            .max(0);
        let mut accounts = line.accounts;
        if accounts.is_empty() {
            accounts.extend(line.account);
        }
        let rows = u32::try_from(line.rows.len()).unwrap_or(u32::MAX);
        // What is undecided is said by the bounds; any other doubt means that something may be missing.
        let only_undecided = undecided > 0 && line.doubts.len() == 1;
        Self {
            accounts,
            name: line.name,
            figures: ClaimFigures {
                paid_in: line.paid_in_fen,
                returned: line.returned_fen,
                received: line.yield_fen,
            },
            undecided: Fen(undecided),
            may_miss: !line.certain && !only_undecided,
            doubts: line.doubts,
            // A transfer that both sides' statements show has two rows and is one transfer.
            transfers: (0..line.transfers.unwrap_or(rows)).collect(),
        }
    }
}

/// Every claim of the file beside what was seen, and the total.
pub fn check_claims(file: &ClaimsFile, found: &SeenFile) -> (Vec<CheckedClaim>, CheckTotal) {
    let mut total = CheckTotal {
        kind: "total",
        claims: file.claims.len(),
        ..CheckTotal::default()
    };
    let mut checked = Vec::with_capacity(file.claims.len());
    let all = found.all(file);
    let shared = shared_words(file, &all);
    for (((one, person), who), shared) in file.claims.iter().zip(&file.people).zip(all).zip(shared)
    {
        let figures = ClaimFigures {
            paid_in: one.paid_in,
            returned: one.returned,
            received: one.received,
        };
        let other_name = claim::other_name(name_of(one, person), &who);
        let grade_of = |comparison: &Comparison| {
            // Papers are not in the file: the grade is what statements alone allow.
            claim::grade(comparison, &[], other_name.is_some())
        };
        let comparison = claim::compare(figures, who.seen.as_ref(), who.namesakes);
        let grade = grade_of(&comparison);
        let identity: Vec<String> = other_name.into_iter().chain(shared).collect();
        total.count(&comparison, !identity.is_empty());
        checked.push(CheckedClaim {
            kind: "claim",
            claimant: one.claimant.clone(),
            row: person.row,
            certain: comparison.certain,
            grade,
            identity,
            rows: found.rows_of(&who.places),
            lines: comparison
                .lines
                .into_iter()
                .map(CheckLineOut::from)
                .collect(),
        });
    }
    (checked, total)
}

/// The name that a claim goes by: a register without numbers names people in the first column.
fn name_of<'a>(claim: &'a fangfei_flow::refund::Claim, person: &'a Person) -> &'a str {
    person.name.as_deref().unwrap_or(&claim.claimant)
}

/// For every claim, the accounts and people of the statements that other claims name too, in words.
fn shared_words(file: &ClaimsFile, found: &[Found]) -> Vec<Vec<String>> {
    let holding = |(person, who): (&Person, &Found)| Holding {
        accounts: person.accounts.clone(),
        places: who.places.clone(),
    };
    let holdings: Vec<Holding> = file.people.iter().zip(found).map(holding).collect();
    let mut words = vec![Vec::new(); holdings.len()];
    for shared in claim::shared(&holdings) {
        let account = match &shared.account {
            Some(number) => format!("账户 {}", masked_account(number)),
            None => "流水中的同一人".to_owned(),
        };
        for at in &shared.claims {
            let others = shared.claims.iter().filter(|other| *other != at);
            let others = others.map(|at| file.claims[*at].claimant.to_string());
            let doubt = IdentityDoubts {
                name: None,
                shared: vec![SharedAccount {
                    account: account.clone(),
                    others: others.collect(),
                }],
            };
            words[*at].extend(doubt.words());
        }
    }
    words
}

impl SeenFile {
    /// Whom the statements show as each claimant.
    fn all(&self, file: &ClaimsFile) -> Vec<Found> {
        let find = |(one, person): (&fangfei_flow::refund::Claim, &Person)| {
            self.seen.find(Sought {
                name: Some(name_of(one, person)),
                accounts: &person.accounts,
            })
        };
        file.claims.iter().zip(&file.people).map(find).collect()
    }

    fn rows_of(&self, places: &[u32]) -> Vec<Value> {
        let of = places
            .iter()
            .filter_map(|place| self.rows.get(*place as usize));
        of.flatten().cloned().collect()
    }
}

impl CheckTotal {
    fn count(&mut self, comparison: &Comparison, unclear: bool) {
        let any = |outcome| comparison.lines.iter().any(|line| line.outcome == outcome);
        let place = if any(LineOutcome::NotFound) {
            &mut self.not_found
        } else if unclear || any(LineOutcome::ClaimHigher) || any(LineOutcome::ClaimLower) {
            &mut self.differ
        } else if any(LineOutcome::Uncertain) {
            &mut self.uncertain
        } else {
            &mut self.same
        };
        *place += 1;
    }
}

impl From<fangfei_model::claim::CheckLine> for CheckLineOut {
    fn from(line: fangfei_model::claim::CheckLine) -> Self {
        Self {
            title: line.title,
            claimed_fen: line.claimed,
            found_fen: line.found,
            outcome: line.outcome,
            note: line.note,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Duplicates, read_claims};
    use super::*;

    const SEEN: &str = concat!(
        r#"{"kind":"account","account":"1"}"#,
        "\n",
        r#"{"kind":"participant","account":"6222021234567890","name":"张一","paid_in_fen":5000000,"returned_fen":0,"yield_fen":60000,"net_fen":4940000,"first":"2024-01-05","last":"2024-02-05","certain":true,"rows":[{"file":"甲.csv","row":5}]}"#,
        "\n",
        r#"{"kind":"participant","account":"6222021234567891","name":"李二","paid_in_fen":3000000,"returned_fen":0,"yield_fen":0,"net_fen":3000000,"first":"2024-01-05","last":"2024-01-05","certain":false}"#,
        "\n",
    );

    #[test]
    fn claims_of_a_register_beside_an_analysis() {
        let text = "编号,姓名,卡号,投入本金,已返还本金,利息\nQ1,张一,6222 0212 3456 7890,50000,0,600\nQ2,李二,,40000,0,0\nQ3,王三,,1,0,0\nQ4,张一,,60000,0,600\n";
        let claims = read_claims(text.as_bytes(), "登记表.csv", Duplicates::Refuse).unwrap();
        let (checked, total) = check_claims(&claims, &read_seen(SEEN, "分析.jsonl").unwrap());
        assert_eq!(checked[0].grade, ProofGrade::Full);
        assert_eq!(checked[0].rows[0]["file"], "甲.csv");
        assert_eq!(checked[1].lines[0].outcome, LineOutcome::Uncertain);
        assert_eq!(checked[3].lines[0].outcome, LineOutcome::ClaimHigher);
        let counts = (
            total.claims,
            total.same,
            total.differ,
            total.uncertain,
            total.not_found,
        );
        // Q4 bears Q1's name and has no account of his own: one person of the statements, two claims.
        assert_eq!(counts, (4, 0, 2, 1, 1));
    }

    #[test]
    fn a_strangers_account_is_a_difference_on_both_claims() {
        let text = "编号,姓名,卡号,投入本金,已返还本金,利息\nQ1,张一,6222021234567890,50000,0,600\nQ2,王三,6222021234567890,50000,0,600\n";
        let claims = read_claims(text.as_bytes(), "登记表.csv", Duplicates::Refuse).unwrap();
        let (checked, total) = check_claims(&claims, &read_seen(SEEN, "分析.jsonl").unwrap());
        assert_eq!(checked[1].grade, ProofGrade::Stated);
        let words = checked[1].identity.join("；");
        assert!(
            words.contains("账户名与申报人不一致") && words.contains("Q1"),
            "{words}"
        );
        assert!(
            checked[0].identity.join("").contains("Q2"),
            "{:?}",
            checked[0].identity
        );
        assert_eq!((total.same, total.differ), (0, 2));
    }

    #[test]
    fn a_transfer_that_both_sides_show_counts_once() {
        let seen = r#"{"kind":"participant","account":"6222021234567890","name":"张一","paid_in_fen":100,"returned_fen":0,"yield_fen":0,"certain":true,"transfers":1,"rows":[{"row":3},{"row":9}]}"#;
        let text = "编号,姓名,卡号,投入本金,已返还本金,利息\nQ1,张一,6222021234567890,1,0,0\n";
        let claims = read_claims(text.as_bytes(), "登记表.csv", Duplicates::Refuse).unwrap();
        let (checked, _) = check_claims(&claims, &read_seen(seen, "分析.jsonl").unwrap());
        assert!(
            checked[0].lines[0].note.contains("共 1 笔"),
            "{}",
            checked[0].lines[0].note
        );
        assert_eq!(checked[0].rows.len(), 2);
    }

    #[test]
    fn an_analysis_without_participants_is_refused() {
        for wrong in [
            "",
            "{\"kind\":\"account\"}",
            "x",
            "{\"kind\":\"participant\",\"name\":\"甲\"}",
        ] {
            assert!(read_seen(wrong, "分析.jsonl").is_err(), "{wrong}");
        }
    }
}
