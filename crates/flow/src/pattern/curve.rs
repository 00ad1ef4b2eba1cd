//! A till's days: what persons paid in, what they got back, what left otherwise. It must not know patterns.

/// One day with dealings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Day {
    /// Days since 1970-01-01.
    pub day: i32,
    /// From persons.
    pub came: i64,
    /// From all.
    pub came_all: i64,
    /// To persons who had paid in.
    pub payouts: i64,
    /// To all others.
    pub other_out: i64,
}

/// Days in order.
#[derive(Debug, Default)]
pub(crate) struct Curve(pub Vec<Day>);

impl Curve {
    /// The entry of a day that is not earlier than the last.
    pub fn on(&mut self, day: i32) -> &mut Day {
        if self.0.last().is_none_or(|d| d.day != day) {
            self.0.push(Day {
                day,
                ..Day::default()
            });
        }
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// For each day the sums of the calendar days up to and with it.
    pub fn windows(&self, days: i32) -> Vec<Day> {
        let mut first = 0;
        let mut sum = Day::default();
        let add = |sum: &mut Day, d: &Day, sign: i64| {
            sum.came += sign * d.came;
            sum.came_all += sign * d.came_all;
            sum.payouts += sign * d.payouts;
            sum.other_out += sign * d.other_out;
        };
        let step = |d: &Day| {
            add(&mut sum, d, 1);
            while self.0[first].day <= d.day - days {
                add(&mut sum, &self.0[first], -1);
                first += 1;
            }
            Day { day: d.day, ..sum }
        };
        self.0.iter().map(step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_forgets_days_as_they_leave() {
        let mut curve = Curve::default();
        for (day, came) in [(1, 10), (2, 20), (2, 5), (31, 1), (32, 2)] {
            curve.on(day).came += came;
        }
        let sums: Vec<_> = curve.windows(30).iter().map(|d| (d.day, d.came)).collect();
        assert_eq!(sums, [(1, 10), (2, 35), (31, 26), (32, 3)]);
    }
}
