//! An invented market: forty quiet platforms of many sizes, and platforms bent in one way. It must not know scores.

use std::collections::BTreeMap;

use fangfei_lens::warn::{
    Assessment, FIGURES, Figure, Histories, Method, Month, PlatformMonth, assess,
};

pub fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// The seven months of the invented market, oldest first.
pub fn months() -> Vec<Month> {
    let last = month("2031-07");
    (0..7).rev().map(|back| last.before(back)).collect()
}

/// A quiet platform's month: `size` investors of the smallest class; a little noise by `at`.
pub fn quiet(platform: &str, month: Month, size: f64, at: usize) -> PlatformMonth {
    let mut row = PlatformMonth::new(platform, month);
    let sway = 1.0 + f64::from(u32::try_from(at % 5).unwrap()) / 50.0;
    for (figure, code, _) in FIGURES
        .into_iter()
        .filter(|(_, code, _)| code.contains('_'))
    {
        let value = match code {
            _ if code.starts_with("investor_100w") => size / 100.0,
            _ if code.starts_with("investor") => size,
            _ if code.starts_with("borrower_0to20w") => size * 2.0,
            _ if code.starts_with("borrower") => size / 50.0,
            _ if code.starts_with("return") => 9.0,
            _ if code.starts_with("complete") => 5000.0,
            _ if code.contains("borrower") => 10.0,
            _ => 15.0,
        };
        row.set(figure, value * sway);
    }
    row
}

/// Forty quiet platforms over seven months.
pub fn market() -> Vec<PlatformMonth> {
    let platforms = (0..40).map(|at| (format!("平稳{at:02}"), 200.0 + 40.0 * f64::from(at)));
    let rows = platforms.enumerate().flat_map(|(at, (name, size))| {
        let months = months().into_iter().enumerate();
        months
            .map(move |(m, month)| quiet(&name, month, size, at + m))
            .collect::<Vec<_>>()
    });
    rows.collect()
}

/// A platform of middling size, each month bent by `bend(row, how many months before the last)`.
pub fn bent(name: &str, bend: impl Fn(&mut PlatformMonth, f64)) -> Vec<PlatformMonth> {
    let months = months().into_iter().zip((0..7).rev());
    months
        .map(|(month, back)| {
            let mut row = quiet(name, month, 1000.0, usize::try_from(back).unwrap());
            bend(&mut row, f64::from(back));
            row
        })
        .collect()
}

/// Multiplies the figures whose code begins so.
pub fn times(row: &mut PlatformMonth, code: &str, factor: f64) {
    for (figure, name, _) in FIGURES {
        if let Some(value) = row.get(figure).filter(|_| name.starts_with(code)) {
            row.set(figure, value * factor);
        }
    }
}

pub fn rank(rows: Vec<PlatformMonth>, until: &str) -> Vec<Assessment> {
    let histories = Histories::until(rows, month(until)).unwrap();
    assess(&histories, &BTreeMap::new(), &Method::builtin().unwrap())
}

pub fn of<'a>(ranking: &'a [Assessment], platform: &str) -> &'a Assessment {
    ranking
        .iter()
        .find(|one| &*one.platform == platform)
        .unwrap()
}

/// A row without the figures whose code begins so.
pub fn without(row: &PlatformMonth, code: &str) -> PlatformMonth {
    let mut bare = PlatformMonth::new(&row.platform, row.month);
    for (figure, name, _) in FIGURES {
        if let Some(value) = row.get(figure).filter(|_| !name.starts_with(code)) {
            bare.set(figure, value);
        }
    }
    bare
}

pub const TOP_TEN: Figure = Figure::TopTenBorrowers;
