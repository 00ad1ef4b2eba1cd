//! Where every account of a trace stands on a map that a reader walks through: columns by hop, money
//! running from left to right, neighbours beside neighbours so that few payments cross. Whole numbers
//! only, so that the same trace gives the same map. It must not know how a map is drawn.

use std::collections::HashMap;

use super::kept::{Direction, Trace, TraceNode};
use crate::transfer::AccountId;

/// Room for one account with its name, in units of the map.
const CELL: (i32, i32) = (150, 24);
/// The widest spacing of a column with few accounts.
const LOOSE: i32 = 96;
/// The least room between two columns, for the payments.
const BETWEEN: i32 = 220;

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which account.
    pub account: AccountId,
    /// From the left edge of the map.
    pub x: i32,
    /// From its upper edge.
    pub y: i32,
}

/// The accounts of one hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The hop.
    pub hop: u32,
    /// The column's left edge.
    pub x: i32,
    /// Its width.
    pub width: i32,
    /// How far two of its rows are apart: a name fits into so much height.
    pub pitch: i32,
}

/// A map of a trace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Map {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// The columns by hop.
    pub columns: Vec<Column>,
    /// The accounts, in the order of [`Trace::nodes`].
    pub places: Vec<Place>,
}

/// Places every account of the trace.
pub fn map(trace: &Trace) -> Map {
    let hops: Vec<&[TraceNode]> = trace.nodes.chunk_by(|a, b| a.hop == b.hop).collect();
    let rows = hops.iter().map(|nodes| rows_of(nodes.len())).max();
    let height = rows.unwrap_or(1).max(12) * CELL.1;
    let mut map = Map {
        height,
        ..Map::default()
    };
    let mut order = Order::of(trace);
    let mut x = CELL.0;
    for nodes in &hops {
        let column = Block::of(nodes.len(), height);
        map.columns.push(Column {
            hop: nodes.first().map_or(0, |node| node.hop),
            x,
            width: column.across * CELL.0,
            pitch: column.pitch,
        });
        for (at, node) in (0..).zip(order.sorted(nodes)) {
            let (dx, y) = column.cell(at);
            order.settle(node.account, y);
            let account = node.account;
            map.places.push(Place {
                account,
                x: x + dx,
                y,
            });
        }
        x += column.across * CELL.0 + BETWEEN.max(height / 4);
    }
    map.width = x - BETWEEN.max(height / 4) + CELL.0;
    if trace.direction == Direction::Back {
        map.mirror();
    }
    map.in_order_of(trace);
    map
}

/// How many rows make a block of so many accounts about as wide as it is high.
fn rows_of(count: usize) -> i32 {
    let area = (count as i64).saturating_mul(i64::from(CELL.0)) / i64::from(CELL.1);
    let rows = i32::try_from(area.isqrt()).unwrap_or(i32::MAX / CELL.1);
    rows.max(1).min(i32::try_from(count).unwrap_or(i32::MAX))
}

/// The cells of one hop: filled row by row, so that neighbours in order are neighbours in height.
struct Block {
    across: i32,
    pitch: i32,
    top: i32,
}

impl Block {
    fn of(count: usize, height: i32) -> Self {
        let count = i32::try_from(count).unwrap_or(i32::MAX).max(1);
        let most = (height / CELL.1).max(1);
        let across = (count - 1) / most + 1;
        let rows = (count - 1) / across + 1;
        let pitch = (height / rows).clamp(CELL.1, LOOSE);
        Self {
            across,
            pitch,
            top: (height - rows * pitch) / 2 + pitch / 2,
        }
    }

    fn cell(&self, at: i32) -> (i32, i32) {
        let (row, column) = (at / self.across, at % self.across);
        (column * CELL.0, self.top + row * self.pitch)
    }
}

/// The order within a column: by the mean height of those whose money an account took, weighted by
/// how much, the largest first among equals.
struct Order {
    from: HashMap<AccountId, Vec<(AccountId, i64)>>,
    heights: HashMap<AccountId, i32>,
}

impl Order {
    fn of(trace: &Trace) -> Self {
        let mut from: HashMap<AccountId, Vec<(AccountId, i64)>> = HashMap::new();
        for edge in &trace.edges {
            let (near, far) = match trace.direction {
                Direction::Forward => (edge.payer, edge.payee),
                Direction::Back => (edge.payee, edge.payer),
            };
            from.entry(far).or_default().push((near, edge.amount.0));
        }
        Self {
            from,
            heights: HashMap::new(),
        }
    }

    fn settle(&mut self, account: AccountId, y: i32) {
        self.heights.insert(account, y);
    }

    fn sorted<'n>(&self, nodes: &'n [TraceNode]) -> Vec<&'n TraceNode> {
        let mut sorted: Vec<(i64, &TraceNode)> = nodes
            .iter()
            .map(|node| (self.mean(node.account), node))
            .collect();
        sorted.sort_by_key(|(mean, node)| (*mean, std::cmp::Reverse(node.reached), node.account));
        sorted.into_iter().map(|(_, node)| node).collect()
    }

    /// In thousandths of a unit; payments from later columns do not count, they are not placed yet.
    fn mean(&self, account: AccountId) -> i64 {
        let (mut weighted, mut weight) = (0_i128, 0_i128);
        for (near, amount) in self.from.get(&account).into_iter().flatten() {
            if let Some(y) = self.heights.get(near) {
                weighted += i128::from(*y) * i128::from(*amount) * 1_000;
                weight += i128::from(*amount);
            }
        }
        i64::try_from(weighted / weight.max(1)).unwrap_or(0)
    }
}

impl Map {
    /// Puts the start at the right.
    fn mirror(&mut self) {
        for column in &mut self.columns {
            column.x = self.width - column.x - column.width;
        }
        for place in &mut self.places {
            place.x = self.width - place.x;
        }
    }

    fn in_order_of(&mut self, trace: &Trace) {
        let at: HashMap<AccountId, usize> = trace
            .nodes
            .iter()
            .enumerate()
            .map(|(at, node)| (node.account, at))
            .collect();
        self.places.sort_by_key(|place| at.get(&place.account));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{
        story::Story,
        trace::{Options, Start, follow},
    };

    fn fan(count: usize, direction: Direction) -> Map {
        let mut story = Story::new();
        for i in 0..count {
            let other = format!("户{i}");
            match direction {
                Direction::Forward => story.pay("2024-03-01", "老板", &other, "2000", ""),
                Direction::Back => story.pay("2024-03-01", &other, "老板", "2000", ""),
            };
        }
        let start = Start::Account(story.id("老板"));
        let options = Options {
            direction,
            ..Options::default()
        };
        map(&follow(&story.sorted(), &start, &options))
    }

    #[test]
    fn no_two_accounts_stand_on_one_place_and_none_outside() {
        for count in [1, 7, 300, 4_000] {
            let map = fan(count, Direction::Forward);
            let spots: HashSet<(i32, i32)> = map.places.iter().map(|p| (p.x, p.y)).collect();
            assert_eq!(spots.len(), count + 1);
            assert!(
                spots
                    .iter()
                    .all(|(x, y)| (0..map.width).contains(x) && (0..map.height).contains(y))
            );
            assert!(
                map.width < map.height * 6 + 1_200,
                "{} {}",
                map.width,
                map.height
            );
        }
    }

    #[test]
    fn money_runs_from_left_to_right_both_ways() {
        let forward = fan(5, Direction::Forward);
        assert!(
            forward.places[1..]
                .iter()
                .all(|p| p.x > forward.places[0].x)
        );
        let back = fan(5, Direction::Back);
        assert!(back.places[1..].iter().all(|p| p.x < back.places[0].x));
    }

    #[test]
    fn who_took_money_from_the_upper_stands_above_who_took_it_from_the_lower() {
        let mut story = Story::new();
        story.pay("2024-03-01", "老板", "上线甲", "9000", "");
        story.pay("2024-03-01", "老板", "上线乙", "8000", "");
        story.pay("2024-03-02", "上线乙", "下线乙", "8000", "");
        story.pay("2024-03-02", "上线甲", "下线甲", "7000", "");
        let start = Start::Account(story.id("老板"));
        let map = map(&follow(&story.sorted(), &start, &Options::default()));
        let mut y = |name: &str| {
            let id = story.id(name);
            map.places.iter().find(|p| p.account == id).unwrap().y
        };
        assert!(y("上线甲") < y("上线乙"));
        assert!(y("下线甲") < y("下线乙"));
    }
}
