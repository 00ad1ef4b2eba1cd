//! The ranking on the developers' table of real platforms: everybody ranked, steady from month to month. Passed over
//! when the folder is absent. It must not copy anything from there.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{collections::BTreeMap, path::PathBuf};

use fangfei_lens::warn::{Assessment, FIGURES, Histories, Method, Month, PlatformMonth, assess};

fn rows() -> Option<Vec<PlatformMonth>> {
    let root = std::env::var("FANGFEI_SHARED")
        .unwrap_or_else(|_| format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR")));
    let file = PathBuf::from(root).join("data/p2p/monthly.csv");
    if !file.exists() {
        eprintln!("passed over: no file {}", file.display());
        return None;
    }
    let mut reader = csv::Reader::from_path(file).unwrap();
    let heads = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let mut row = PlatformMonth::new(&record[0], record[1].parse().unwrap());
        for (head, cell) in heads.iter().zip(&record) {
            let figure = FIGURES.iter().find(|(_, code, _)| *code == head);
            if let (Some((figure, ..)), Ok(value)) = (figure, cell.parse()) {
                row.set(*figure, value);
            }
        }
        row
    };
    Some(
        reader
            .records()
            .map(|record| row(record.unwrap()))
            .collect(),
    )
}

fn rank(rows: &[PlatformMonth], until: &str) -> Vec<Assessment> {
    let until: Month = until.parse().unwrap();
    let histories = Histories::until(rows.iter().cloned(), until).unwrap();
    assess(&histories, &BTreeMap::new(), &Method::builtin().unwrap())
}

#[test]
fn every_platform_is_ranked_with_a_reason_and_the_mean_is_the_base_rate() {
    let Some(rows) = rows() else { return };
    let ranking = rank(&rows, "2018-02");
    assert!(ranking.len() > 500);
    assert!(ranking.iter().all(|one| !one.reasons.is_empty()));
    let mean = ranking.iter().map(|one| one.risk).sum::<f64>()
        / f64::from(u32::try_from(ranking.len()).unwrap());
    assert!(
        (mean - Method::builtin().unwrap().base_rate).abs() < 0.01,
        "{mean}"
    );
}

/// Of the upper fifth of one month, most are in the upper fifth of the next: figures of one month do not decide alone.
#[test]
fn the_upper_fifth_is_steady() {
    let Some(rows) = rows() else { return };
    let fifth = |until: &str| -> Vec<Box<str>> {
        let ranking = rank(&rows, until);
        ranking
            .iter()
            .take(ranking.len() / 5)
            .map(|one| one.platform.clone())
            .collect()
    };
    let (before, after) = (fifth("2018-01"), fifth("2018-02"));
    let kept = before
        .iter()
        .filter(|platform| after.contains(platform))
        .count();
    assert!(kept * 3 >= before.len() * 2, "{kept} of {}", before.len());
}
