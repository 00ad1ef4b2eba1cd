//! The code tables of the developers' data folder: every division and industry code must be read, ordered and found by
//! name. Passed over when the folder is absent. It must not copy anything from there.

use fangfei_model::code::{
    Division, DivisionCode, DivisionHistory, IndustryCode, division::DivisionLevel,
    industry::IndustryLevel,
};

fn rows(path: &str) -> Option<Vec<Vec<String>>> {
    let root = std::env::var("FANGFEI_SHARED")
        .unwrap_or_else(|_| format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR")));
    let Ok(text) = std::fs::read_to_string(format!("{root}/data/codes/{path}")) else {
        eprintln!("passed over: no folder {root}");
        return None;
    };
    let split = |line: &str| line.split([',', '\t']).map(str::to_owned).collect();
    Some(text.lines().skip(1).map(split).collect())
}

#[test]
fn every_division_is_read_and_found_by_name_and_place() {
    let Some(rows) = rows("divisions.csv") else {
        return;
    };
    let divisions = rows.iter().map(|row| {
        let code: DivisionCode = row[0].parse().unwrap_or_else(|e| panic!("{row:?}: {e}"));
        Division {
            code,
            name: row[3].clone(),
            valid_from: None,
            valid_to: None,
        }
    });
    let history = DivisionHistory::from_divisions(divisions);
    let mut ambiguous = 0;
    for row in &rows {
        let code: DivisionCode = row[0].parse().unwrap();
        let Some(parent) = code.parent() else {
            continue;
        };
        assert!(parent.contains(&code));
        if code.level() <= DivisionLevel::County {
            assert!(history.full_name(code, None).ends_with(&row[3]), "{row:?}");
        }
        match history.resolve(Some(parent), &row[3], None) {
            Ok(found) => assert_eq!(found.name, row[3]),
            Err(_) => ambiguous += 1,
        }
    }
    assert!(
        ambiguous * 500 < rows.len(),
        "{ambiguous} of {} names are ambiguous under their parent",
        rows.len()
    );
}

#[test]
fn codes_of_forty_years_are_read() {
    let Some(rows) = rows("divisions_history/intervals.tsv") else {
        return;
    };
    for row in rows {
        assert!(row[0].parse::<DivisionCode>().is_ok(), "{row:?}");
    }
}

#[test]
fn every_industry_is_read_with_its_level_and_parent() {
    let Some(rows) = rows("industries_gbt4754_2017.csv") else {
        return;
    };
    let codes: Vec<&Vec<String>> = rows
        .iter()
        .filter(|r| r.len() > 2 && matches!(r[1].as_str(), "1" | "2" | "3" | "4"))
        .collect();
    assert!(codes.len() > 1900);
    for row in codes {
        let code: IndustryCode = row[0].parse().unwrap_or_else(|e| panic!("{row:?}: {e}"));
        let levels = [
            IndustryLevel::Section,
            IndustryLevel::Division,
            IndustryLevel::Group,
            IndustryLevel::Class,
        ];
        assert_eq!(
            code.level(),
            levels[row[1].parse::<usize>().unwrap() - 1],
            "{row:?}"
        );
        if let Some(parent) = code.parent() {
            assert_eq!(parent, row[2].parse().unwrap(), "{row:?}");
        }
    }
}
