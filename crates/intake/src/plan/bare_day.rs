//! A day or the end of a month without its month takes that of the date before it.
//! It must not know sentences.

use super::date::{Grain, NearPart, Point, Third};
use super::mention::{Form, Mention};

/// “本月底前…，月底前报送”: a month's end without its month takes that of the date before it.
pub(super) fn with_month(mention: &Mention, before: Option<Point>) -> Mention {
    let bare = matches!(mention.form, Form::Single(point) if point.grain == Grain::BareMonthEnd);
    let end = before.filter(|_| bare).and_then(|before| {
        let grain = match before.grain {
            Grain::Near { ahead, .. } => Grain::Near {
                ahead,
                part: NearPart::End,
            },
            other => Grain::MonthEnd {
                month: other.month()?,
            },
        };
        Some(Point {
            year: before.year,
            grain,
        })
    });
    Mention {
        form: end.map_or_else(|| mention.form.clone(), Form::Single),
        extent: mention.extent.clone(),
    }
}

/// “5月20日前完成，25日前报送”: a later day without its month takes that of the date before it.
pub(super) fn with_month_of_day(mention: &Mention, before: Option<Point>) -> Mention {
    let later = || {
        let Form::Single(point) = &mention.form else {
            return None;
        };
        let Grain::BareDay { day } = point.grain else {
            return None;
        };
        let before = before?;
        let (grain, first) = match before.grain {
            Grain::Near {
                ahead,
                part: NearPart::Day(first),
            } => (
                Grain::Near {
                    ahead,
                    part: NearPart::Day(day),
                },
                first,
            ),
            Grain::Day { month, day: first } => (Grain::Day { month, day }, first),
            Grain::Third {
                month,
                third: Third::Early,
            } => (Grain::Day { month, day }, 10),
            Grain::Third {
                month,
                third: Third::Mid,
            } => (Grain::Day { month, day }, 20),
            _ => return None,
        };
        (day > first).then_some(Point {
            year: before.year,
            grain,
        })
    };
    Mention {
        form: later().map_or_else(|| mention.form.clone(), Form::Single),
        extent: mention.extent.clone(),
    }
}
