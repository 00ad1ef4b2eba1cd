//! What is printed of a ranking: a line a platform, the anatomy of one. It must not know files or the terminal.

use fangfei_lens::warn::{Assessment, Method, Month, Point, Term};
use serde::Serialize;

/// One platform, as `warn platforms --json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlatformLine {
    /// The platform as the file names it.
    pub platform: String,
    /// Probability of stopping payment within twelve months, four digits.
    pub risk: f64,
    /// In words, strongest first.
    pub reasons: Vec<String>,
    /// From 1, the highest risk first.
    pub rank: usize,
    /// Months with a row, and the last of them.
    pub months: usize,
    /// As 2018-02.
    pub latest: String,
}

impl From<&Assessment> for PlatformLine {
    fn from(one: &Assessment) -> Self {
        Self {
            platform: one.platform.to_string(),
            risk: digits(one.risk, 4),
            reasons: one.reasons.clone(),
            rank: one.rank,
            months: one.months,
            latest: one.last.code(),
        }
    }
}

/// The anatomy of one platform: every term, what it adds, and why it is looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnatomyLine {
    /// The line of the ranking.
    #[serde(flatten)]
    pub platform: PlatformLine,
    /// How many platforms were ranked.
    pub of: usize,
    /// The month up to which figures were used.
    pub until: String,
    /// The method.
    pub method: String,
    /// Share of failures the probability is set to.
    pub base_rate: f64,
    /// Sum of the points.
    pub points: f64,
    /// The terms, what speaks against the platform first.
    pub terms: Vec<TermLine>,
}

/// One term of an anatomy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermLine {
    /// Its name in the method file.
    pub term: Term,
    /// For people.
    pub title: String,
    /// The value, the larger the worse; null where figures are missing.
    pub value: Option<f64>,
    /// 0 good, 1 bad, from rank and anchors.
    pub standing: f64,
    /// Share of the market that stands better; null where figures are missing.
    pub place: Option<f64>,
    /// What it adds, of at most `most`.
    pub points: f64,
    /// The most it could add or take.
    pub most: f64,
    /// Figures and months.
    pub detail: String,
    /// Why it is looked at.
    pub ground: String,
}

/// Draws the anatomy of a platform of the ranking.
pub fn anatomy(one: &Assessment, of: usize, until: Month, method: &Method) -> AnatomyLine {
    let mut points: Vec<&Point> = one.points.iter().collect();
    points.sort_by(|a, b| {
        b.points
            .total_cmp(&a.points)
            .then_with(|| a.term.cmp(&b.term))
    });
    AnatomyLine {
        platform: one.into(),
        of,
        until: until.code(),
        method: method.version.clone(),
        base_rate: method.base_rate,
        points: digits(points.iter().map(|p| p.points).sum(), 2),
        terms: points.into_iter().map(term).collect(),
    }
}

fn term(point: &Point) -> TermLine {
    TermLine {
        term: point.term,
        title: point.title.clone(),
        value: point.value.map(|value| digits(value, 4)),
        standing: digits(point.standing, 3),
        place: point.place.map(|place| digits(place, 3)),
        points: digits(point.points, 2),
        most: point.most,
        detail: point.detail.clone(),
        ground: point.ground.clone(),
    }
}

fn digits(value: f64, digits: i32) -> f64 {
    let power = 10_f64.powi(digits);
    (value * power).round() / power
}
