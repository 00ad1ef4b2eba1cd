//! Timings as a table. It must not know what was timed.

use std::time::Duration;

/// How long each of several tries took.
#[derive(Debug, Clone, Default)]
pub struct Timings(Vec<Duration>);

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The figure.
    pub measured: String,
    /// The figure to reach.
    pub target: String,
    /// Whether it is reached.
    pub reached: bool,
}

impl Timings {
    /// One more try.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
        self.0.sort_unstable();
    }

    /// The time that this share of the tries stays within, in percent.
    pub fn percentile(&self, percent: usize) -> Duration {
        let at = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(at).copied().unwrap_or_default()
    }

    /// As a line, held against a limit at the 95th of a hundred.
    pub fn row(&self, what: &str, limit: Duration) -> Row {
        let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1_000.0);
        let [half, most, worst] = [50, 95, 100].map(|percent| self.percentile(percent));
        Row {
            what: what.to_owned(),
            measured: format!(
                "p50 {} ms, p95 {} ms, max {} ms",
                ms(half),
                ms(most),
                ms(worst)
            ),
            target: format!("p95 < {} ms", limit.as_millis()),
            reached: most < limit,
        }
    }
}

/// Prints the lines.
pub fn print(title: &str, rows: &[Row]) {
    println!("\n{title}\n");
    println!("| what | measured | target | |");
    println!("|---|---|---|---|");
    for row in rows {
        let reached = if row.reached { "✓" } else { "✗" };
        println!(
            "| {} | {} | {} | {reached} |",
            row.what, row.measured, row.target
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_tries() {
        let mut timings = Timings::default();
        (1..=20)
            .rev()
            .for_each(|n| timings.add(Duration::from_millis(n)));
        assert_eq!(timings.percentile(50), Duration::from_millis(10));
        assert_eq!(timings.percentile(95), Duration::from_millis(19));
        assert_eq!(timings.percentile(100), Duration::from_millis(20));
    }
}
