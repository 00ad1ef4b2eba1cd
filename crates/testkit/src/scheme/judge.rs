//! Compares what a program found with the truth: exact where the files show everything, bounded and
//! flagged where they do not, and nobody accused who only collects school fees. It must not know how it
//! was found.

use std::{collections::BTreeMap, fmt};

use fangfei_model::money::Fen;
use serde::Deserialize;

use super::{
    folder::Folder,
    story::Story,
    truth::{Participant, participants},
};

/// A participant as `fangfei flow analyse --json` prints one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Found {
    /// The account's number, where known.
    #[serde(default)]
    pub account: Option<String>,
    /// The name, where known.
    #[serde(default)]
    pub name: Option<String>,
    /// Principal in.
    pub paid_in_fen: Fen,
    /// Principal back.
    pub returned_fen: Fen,
    /// Interest, rebates, rewards, commission.
    pub yield_fen: Fen,
    /// False where something is missing or undecided.
    pub certain: bool,
}

/// What the comparison says. Counts are people unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Who paid in, with everything shown by the files.
    pub complete: usize,
    /// Of those: principal in, back and loss right to the fen and called certain.
    pub exact: usize,
    /// Of those: paid in and loss right; only the split of payouts into principal and yield is not.
    pub split_only: usize,
    /// Of those: right, but called uncertain.
    pub timid: usize,
    /// Who paid in, with something the files do not show.
    pub incomplete: usize,
    /// Of those: what was found lies between what the files show and what happened; where a page is
    /// missing it is also called uncertain.
    pub bounded: usize,
    /// Of those: called certain, because rows that name nobody cannot be known to be this person's.
    pub unaware: usize,
    /// Found as participants, and nobody of the scheme.
    pub accused: usize,
    /// Lines found for a name that several bear, or for nobody.
    pub ambiguous: usize,
    /// What is wrong, a line each.
    pub mistakes: Vec<String>,
}

/// Reads the lines of `flow analyse --json` that are participants.
///
/// # Errors
/// A line that is not such an object, with its number.
pub fn read_found(text: &str) -> Result<Vec<Found>, String> {
    let mut found = Vec::new();
    for (i, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let value: serde_json::Value =
            serde_json::from_str(line).map_err(|problem| format!("第{}行：{problem}", i + 1))?;
        if value["kind"] == "participant" {
            let one = serde_json::from_value(value);
            found.push(one.map_err(|problem| format!("第{}行：{problem}", i + 1))?);
        }
    }
    Ok(found)
}

/// Compares.
pub fn judge(story: &Story, folder: &Folder, found: &[Found]) -> Verdict {
    let truth = participants(story, folder);
    let mut verdict = Verdict::default();
    let mut claimed: BTreeMap<usize, Vec<&Found>> = BTreeMap::new();
    for one in found {
        match truth.iter().position(|person| is_same(person, one)) {
            Some(place) => claimed.entry(place).or_default().push(one),
            None if ambiguous(story, one) => verdict.ambiguous += 1,
            None => verdict.stranger(story, one),
        }
    }
    for (place, person) in truth.iter().enumerate() {
        if person.truth.paid_in > Fen::ZERO {
            let own = claimed.get(&place).map_or(&[][..], Vec::as_slice);
            verdict.person(person, own);
        }
    }
    verdict
}

fn is_same(person: &Participant, found: &Found) -> bool {
    let number = found.account.as_deref().unwrap_or("");
    let name = found.name.as_deref().unwrap_or("").replace([' ', '　'], "");
    person.accounts.iter().any(|account| account == number)
        || (person.name == name && !person.namesake)
}

/// A name alone that several people bear, or neither name nor number: money that is nobody's yet.
fn ambiguous(story: &Story, found: &Found) -> bool {
    let Some(name) = found.name.as_deref() else {
        return found.account.is_none();
    };
    let name = name.replace([' ', '　'], "");
    let bearers = story.world.people.iter().filter(|one| one.name == name);
    found.account.is_none() && bearers.count() > 1
}

impl Verdict {
    /// Found, but nobody of the scheme: the scheme's own people are no participants and no accusation
    /// either; anybody else is accused.
    fn stranger(&mut self, story: &Story, found: &Found) {
        let own = story.world.accounts.iter().any(|account| {
            account.role.of_scheme()
                && (found.account.as_deref() == Some(&account.number)
                    || found.name.as_deref() == Some(&account.holder))
        });
        if own || found.paid_in_fen == Fen::ZERO {
            return;
        }
        self.accused += 1;
        let label = found
            .name
            .as_deref()
            .or(found.account.as_deref())
            .unwrap_or("？");
        self.mistakes.push(format!(
            "{label}：不是集资参与人，却算出投入 {}",
            found.paid_in_fen.grouped()
        ));
    }

    fn person(&mut self, person: &Participant, own: &[&Found]) {
        let sum = |part: fn(&Found) -> Fen| -> Fen { own.iter().map(|one| part(one)).sum() };
        let paid_in = sum(|one| one.paid_in_fen);
        let returned = sum(|one| one.returned_fen);
        let received = Fen(returned.0 + sum(|one| one.yield_fen).0);
        let certain = !own.is_empty() && own.iter().all(|one| one.certain);
        let truth = person.truth;
        let right = paid_in == truth.paid_in && received.0 == truth.paid_in.0 - truth.loss().0;
        if person.complete() {
            self.complete += 1;
            match (right, returned == truth.returned, certain) {
                (true, true, true) => self.exact += 1,
                (true, true, false) => self.timid += 1,
                (true, false, _) => self.split_only += 1,
                (false, ..) => self.mistake(person, paid_in, received, certain),
            }
            return;
        }
        self.incomplete += 1;
        let most_out = truth.paid_in.0 - truth.loss().0;
        let seen_out = person.seen.paid_in.0 - person.seen.loss().0;
        let within = (person.seen.paid_in..=truth.paid_in).contains(&paid_in)
            && (seen_out..=most_out).contains(&received.0);
        match (within, certain) {
            (true, true) if person.unprinted => self.mistake(person, paid_in, received, certain),
            (true, _) => {
                self.bounded += 1;
                self.unaware += usize::from(certain);
            }
            (false, _) => self.mistake(person, paid_in, received, certain),
        }
    }

    fn mistake(&mut self, person: &Participant, paid_in: Fen, received: Fen, certain: bool) {
        let (truth, seen) = (person.truth, person.seen);
        self.mistakes.push(format!(
            "{}{}：投入应为 {}（流水可见 {}），算得 {}；收回应为 {}（可见 {}），算得 {}；{}",
            person.name,
            if person.salesman {
                "（业务员）"
            } else {
                ""
            },
            truth.paid_in.yuan(),
            seen.paid_in.yuan(),
            paid_in.yuan(),
            Fen(truth.paid_in.0 - truth.loss().0).yuan(),
            Fen(seen.paid_in.0 - seen.loss().0).yuan(),
            received.yuan(),
            if certain {
                "标为确定"
            } else {
                "标为不确定"
            },
        ));
    }

    /// Whether nothing is wrong.
    pub fn clean(&self) -> bool {
        self.mistakes.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "流水完整 {} 人：到分相符 {}，仅本息划分不同 {}，相符但标为不确定 {}",
            self.complete, self.exact, self.split_only, self.timid
        )?;
        writeln!(
            f,
            "流水不全 {} 人：在界内 {}，其中未标为不确定 {}",
            self.incomplete, self.bounded, self.unaware
        )?;
        writeln!(
            f,
            "误认 {} 人；问题 {} 个",
            self.accused,
            self.mistakes.len()
        )?;
        for mistake in self.mistakes.iter().take(40) {
            writeln!(f, "  {mistake}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::{Dirt, Kind, Recipe, print, tell};

    fn case(level: u8) -> (Story, Folder) {
        let story = tell(Recipe {
            seed: 21,
            kind: Kind::Wealth,
            investors: 80,
            dirt: Dirt::level(level).unwrap(),
        });
        let folder = print(&story).unwrap();
        (story, folder)
    }

    fn found(story: &Story, folder: &Folder, certain: bool) -> Vec<Found> {
        let truth = participants(story, folder);
        let paying = truth
            .into_iter()
            .filter(|one| one.truth.paid_in > Fen::ZERO);
        let found = paying.map(|one| Found {
            account: one.accounts.first().cloned(),
            name: Some(one.name),
            paid_in_fen: one.seen.paid_in,
            returned_fen: one.seen.returned,
            yield_fen: Fen(one.seen.interest.0 + one.seen.commission.0),
            certain,
        });
        found.collect()
    }

    #[test]
    fn who_finds_everything_in_complete_files_is_exact() {
        let (story, folder) = case(0);
        let verdict = judge(&story, &folder, &found(&story, &folder, true));
        assert!(verdict.clean(), "{verdict}");
        // Who brought cash is named in the memo only: in bounds, not exact.
        assert_eq!(verdict.complete + verdict.incomplete, 82);
        assert_eq!(verdict.exact, verdict.complete);
        assert!(verdict.complete > 60);
    }

    #[test]
    fn one_fen_too_much_a_person_left_out_and_a_school_accused_are_told() {
        let (story, folder) = case(0);
        let mut found = found(&story, &folder, true);
        let before = judge(&story, &folder, &found);
        let exact = |one: &Found| one.paid_in_fen > Fen::ZERO && one.returned_fen == Fen::ZERO;
        let place = found.iter().position(exact).unwrap();
        found[place].paid_in_fen.0 += 1;
        found.pop();
        found.push(Found {
            account: None,
            name: Some("青屏县实验小学".to_owned()),
            paid_in_fen: Fen(100),
            returned_fen: Fen::ZERO,
            yield_fen: Fen::ZERO,
            certain: true,
        });
        let verdict = judge(&story, &folder, &found);
        assert_eq!(
            (verdict.accused, verdict.mistakes.len(), verdict.exact),
            (1, 3, before.exact - 2)
        );
    }

    #[test]
    fn missing_pages_must_be_flagged() {
        let (story, folder) = case(3);
        assert!(!folder.gaps.is_empty());
        let unprinted = participants(&story, &folder)
            .iter()
            .filter(|one| one.unprinted && one.truth.paid_in > Fen::ZERO)
            .count();
        assert!(unprinted > 0);
        let bold = judge(&story, &folder, &found(&story, &folder, true));
        assert_eq!(bold.mistakes.len(), unprinted, "{bold}");
        let honest = judge(&story, &folder, &found(&story, &folder, false));
        assert!(honest.clean(), "{honest}");
    }
}
