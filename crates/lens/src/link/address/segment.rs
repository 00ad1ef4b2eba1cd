//! An address taken into its parts by the words that parts end in and the names of places. It must not know how two
//! addresses are compared.

use super::{
    part::{AddressPart, PartKind},
    words::{ASIDES, NAMED, NUMBERED},
};
use crate::link::{
    fold::Folded,
    numeral,
    place::{self, Place, starts_with},
};

/// An address in parts.
#[derive(Debug, Clone, Default)]
pub struct Segmented {
    /// Parts in the order of the text.
    pub parts: Vec<AddressPart>,
    /// What the places at the head may mean, one list per place.
    pub places: Vec<&'static [Place]>,
    /// Whether two roads cross in it.
    pub crossing: bool,
    /// Letters and digits of the whole.
    pub letters: Vec<char>,
}

/// Takes an address apart. Any text has parts; what is not recognised is a site.
pub fn segment(text: &str) -> Segmented {
    let folded = numeral::folded(text);
    let mut out = Segmented {
        letters: folded
            .chars
            .iter()
            .copied()
            .filter(|c| c.is_alphanumeric())
            .collect(),
        ..Segmented::default()
    };
    let mut scan = Scan {
        folded: &folded,
        at: 0,
        start: 0,
        depth: 0,
        out: &mut out,
    };
    scan.run();
    settle(&mut out.parts);
    out
}

struct Scan<'a> {
    folded: &'a Folded,
    at: usize,
    start: usize,
    depth: usize,
    out: &'a mut Segmented,
}

impl Scan<'_> {
    fn run(&mut self) {
        while self.at < self.folded.chars.len() {
            if !(self.mark() || self.place() || self.numbered() || self.aside() || self.named()) {
                self.at += 1;
            }
        }
        self.flush();
    }

    fn rest(&self) -> &[char] {
        &self.folded.chars[self.at..]
    }

    fn buffered(&self) -> usize {
        self.at - self.start
    }

    fn push(&mut self, kind: PartKind, start: usize, end: usize, ending: usize) {
        if start >= end {
            return;
        }
        let chars = &self.folded.chars;
        self.out.parts.push(AddressPart {
            kind,
            text: chars[start..end].to_vec(),
            name: chars[start..end - ending].to_vec(),
            span: self.folded.source(start, end),
            bracketed: self.depth > 0,
        });
    }

    /// What stands unrecognised before the scan becomes a site.
    fn flush(&mut self) {
        let (start, end) = (self.start, self.at);
        self.push(PartKind::Site, start, end, 0);
        self.start = end;
    }

    fn advance(&mut self, len: usize) {
        self.at += len;
        self.start = self.at;
    }

    /// Brackets, blanks and signs part what stands beside them.
    fn mark(&mut self) -> bool {
        let c = self.folded.chars[self.at];
        if c.is_alphanumeric() || c == '#' || (c == '-' && self.inside_number()) {
            return false;
        }
        self.flush();
        match c {
            '(' => self.depth += 1,
            ')' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.advance(1);
        true
    }

    fn inside_number(&self) -> bool {
        let before = self
            .at
            .checked_sub(1)
            .is_some_and(|j| is_code(self.folded.chars[j]));
        before
            && self
                .folded
                .chars
                .get(self.at + 1)
                .is_some_and(|c| is_code(*c))
    }

    /// A place of the tables, while nothing narrower than a place has been read.
    fn place(&mut self) -> bool {
        let narrow = self
            .out
            .parts
            .iter()
            .any(|p| p.kind > PartKind::District && !p.bracketed);
        if narrow || self.depth > 0 || self.buffered() > 0 {
            return false;
        }
        let Some(hit) = place::at_head(self.rest()) else {
            return false;
        };
        let ended = hit.len > hit.bare;
        if !ended && !stands_alone(&self.rest()[hit.bare..]) {
            return false;
        }
        let known = self
            .out
            .places
            .last()
            .map(|last| place::relation(last, hit.meanings));
        if known == Some(place::Relation::Apart) && !ended {
            return false;
        }
        let kind = level(hit.meanings, self.out.places.len());
        let (start, end) = (self.at, self.at + hit.len);
        self.out.places.push(hit.meanings);
        self.push(kind, start, end, hit.len - hit.bare);
        self.advance(hit.len);
        true
    }

    /// A number or a letter with what it counts: 3号楼, c座, 5-2-301.
    fn numbered(&mut self) -> bool {
        let len = self
            .rest()
            .iter()
            .take_while(|c| is_code(**c) || **c == '-')
            .count();
        if len == 0 {
            return false;
        }
        let after = &self.folded.chars[self.at + len..];
        let digits = self.rest()[..len].iter().any(char::is_ascii_digit);
        if digits && starts_with(after, "米") {
            self.flush();
            let (start, end) = (self.at, self.at + len + 1);
            self.push(PartKind::Aside, start, end, 0);
            self.advance(len + 1);
            return true;
        }
        let road = [
            "路", "大道", "大街", "街", "马路", "环", "国道", "省道", "县道", "村", "里", "社区",
            "段",
        ]
        .iter()
        .any(|w| starts_with(after, w));
        if road || len > 12 {
            self.at += len;
            return true;
        }
        match NUMBERED.iter().find(|(word, _)| starts_with(after, word)) {
            Some((word, PartKind::Room)) => self.push_rooms(len, word.chars().count()),
            Some((word, kind)) => self.push_number(*kind, len, word.chars().count()),
            None if digits && self.tail_number(after) => self.push_rooms(len, 0),
            None => self.at += len,
        }
        true
    }

    /// 3-501 is building and room, 3-1-501 building, unit and room; behind a building the first of them is not said again.
    fn push_rooms(&mut self, len: usize, ending: usize) {
        let numbers = self.rest()[..len].split(|c| *c == '-').map(<[char]>::len);
        let lens: Vec<usize> = numbers.collect();
        let kinds: &[PartKind] = match (lens.len(), self.has(PartKind::Building)) {
            (2, false) => &[PartKind::Building, PartKind::Room],
            (2, true) => &[PartKind::Unit, PartKind::Room],
            (3, false) => &[PartKind::Building, PartKind::Unit, PartKind::Room],
            _ => return self.push_number(PartKind::Room, len, ending),
        };
        if lens.contains(&0) {
            return self.push_number(PartKind::Room, len, ending);
        }
        for (at, (kind, len)) in kinds.iter().zip(&lens).enumerate() {
            let last = at + 1 == lens.len();
            self.push_number(*kind, *len, if last { ending } else { 0 });
            if !last {
                self.advance(1);
            }
        }
    }

    fn has(&self, kind: PartKind) -> bool {
        self.out.parts.iter().any(|p| p.kind == kind)
    }

    /// Bare digits after a number of the house or at the end are a room.
    fn tail_number(&self, after: &[char]) -> bool {
        let deep = self.out.parts.iter().any(|p| p.kind >= PartKind::Building);
        self.buffered() == 0 && (deep || after.is_empty()) && !self.out.parts.is_empty()
    }

    fn push_number(&mut self, kind: PartKind, len: usize, ending: usize) {
        // 后勤10号: what stands before is a site of its own.
        self.flush();
        let (start, end) = (self.at, self.at + len + ending);
        self.push(kind, start, end, ending);
        self.advance(len + ending);
    }

    fn aside(&mut self) -> bool {
        if starts_with(self.rest(), "与") || starts_with(self.rest(), "和") {
            let before = self
                .out
                .parts
                .last()
                .is_some_and(|p| p.kind == PartKind::Road);
            if before && self.buffered() == 0 {
                self.out.crossing = true;
                self.advance(1);
                return true;
            }
        }
        let Some(word) = ASIDES.iter().find(|word| starts_with(self.rest(), word)) else {
            return false;
        };
        if self.buffered() == 0 && self.out.parts.is_empty() {
            return false;
        }
        // 东北亚广场: a direction inside a name is no aside unless a distance follows.
        let len = word.chars().count();
        let direction = "东南西北".contains(word.chars().next().unwrap_or(' '));
        if direction
            && word.ends_with(['东', '南', '西', '北'])
            && !self
                .folded
                .chars
                .get(self.at + len)
                .is_none_or(|c| c.is_ascii_digit() || *c == '侧')
        {
            return false;
        }
        self.out.crossing |= word.contains('交') || word.contains("路口");
        self.flush();
        let (start, end) = (self.at, self.at + len);
        self.push(PartKind::Aside, start, end, 0);
        self.advance(len);
        true
    }

    /// A name that ends in a word that says what it is.
    fn named(&mut self) -> bool {
        let Some((word, kind, least)) = NAMED
            .iter()
            .find(|(word, _, _)| starts_with(self.rest(), word))
        else {
            return self.division();
        };
        let len = word.chars().count();
        if self.buffered() < *least || self.blocked(word, len) {
            return false;
        }
        let end = self.at + len + road_tail(*kind, &self.folded.chars[self.at + len..]);
        let start = self.start;
        self.push(*kind, start, end, end - self.at);
        self.at = end;
        self.start = end;
        true
    }

    /// 路 of 路桥, 街 of 街道, 村 of 村镇 银行 end no name.
    fn blocked(&self, word: &str, len: usize) -> bool {
        let after = self.folded.chars.get(self.at + len);
        match word {
            "路" => after.is_some_and(|c| matches!(c, '桥' | '灯' | '口')),
            "街" => after.is_some_and(|c| matches!(c, '道' | '坊')),
            "村" | "镇" | "乡" => after.is_some_and(|c| {
                matches!(
                    c,
                    '镇' | '村' | '政' | '卫' | '道' | '路' | '街' | '民' | '委'
                )
            }),
            "省" | "县" => after.is_some_and(|c| matches!(c, '委' | '政' | '道' | '立' | '医')),
            "公司" => after == Some(&'宿'),
            _ => false,
        }
    }

    /// 市 and 区, which end many other words.
    fn division(&mut self) -> bool {
        let c = self.folded.chars[self.at];
        let before = self.at.checked_sub(1).map(|j| self.folded.chars[j]);
        let narrow = self.out.parts.iter().any(|p| p.kind > PartKind::Town);
        let length = self.buffered();
        let kind = match c {
            '市' if !matches!(before, Some('超' | '夜' | '城' | '门' | '菜' | '集')) && !narrow => {
                PartKind::City
            }
            '区' if !matches!(
                before,
                Some(
                    '小' | '园'
                        | '校'
                        | '片'
                        | '景'
                        | '厂'
                        | '东'
                        | '西'
                        | '南'
                        | '北'
                        | '院'
                        | '库'
                        | '街'
                )
            ) && !narrow =>
            {
                PartKind::District
            }
            _ => return false,
        };
        if !(1..=4).contains(&length) {
            return false;
        }
        let (start, end) = (self.start, self.at + 1);
        self.push(kind, start, end, 1);
        self.advance(1);
        true
    }
}

fn is_code(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// 东段, 北段, 4段 belong to the road before.
fn road_tail(kind: PartKind, after: &[char]) -> usize {
    if kind != PartKind::Road {
        return 0;
    }
    match after {
        [c, '段', ..] if "东西南北中".contains(*c) || c.is_ascii_digit() => 2,
        _ => 0,
    }
}

/// Whether a bare place name ends where it seems to: no 路, 街, 村 … follows that would make it another name.
fn stands_alone(rest: &[char]) -> bool {
    const NAMES: [&str; 30] = [
        "路", "街", "大道", "大街", "巷", "桥", "村", "镇", "乡", "花园", "广场", "大厦", "小区",
        "公园", "新村", "中路", "东路", "西路", "南路", "北路", "东街", "西街", "南街", "北街",
        "中学", "小学", "酒店", "饭店", "城", "社区",
    ];
    !rest.is_empty() && !NAMES.iter().any(|word| starts_with(rest, word))
}

fn level(meanings: &[Place], before: usize) -> PartKind {
    let first = meanings.first();
    if first.is_some_and(|p| p.city.is_empty() && p.county.is_empty()) && before == 0 {
        PartKind::Province
    } else if first.is_some_and(|p| p.county.is_empty()) {
        PartKind::City
    } else {
        PartKind::District
    }
}

/// Numbers after the number of the house, or after a building, are rooms: 88号4栋301号.
fn settle(parts: &mut [AddressPart]) {
    let mut deep = false;
    for part in parts.iter_mut() {
        if part.kind == PartKind::Number && deep {
            part.kind = PartKind::Room;
        }
        deep |= matches!(
            part.kind,
            PartKind::Building | PartKind::Unit | PartKind::Floor
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(PartKind, String)> {
        let chars: Vec<char> = text.chars().collect();
        let cut = |(from, to): (usize, usize)| chars[from..to].iter().collect();
        let parts = segment(text).parts.into_iter();
        parts.map(|p| (p.kind, cut(p.span))).collect()
    }

    #[test]
    fn numbers_behind_a_site_are_building_unit_and_room() {
        use PartKind::{Building, Number, Room, Unit};
        let tail = |text: &str| {
            let mut parts = parts(&format!("青禾路8号远志大厦{text}"));
            parts.drain(3..).collect::<Vec<_>>()
        };
        let told = |kinds: &[(PartKind, &str)]| -> Vec<(PartKind, String)> {
            kinds.iter().map(|(k, t)| (*k, (*t).to_owned())).collect()
        };
        assert_eq!(tail("3-501"), told(&[(Building, "3"), (Room, "501")]));
        assert_eq!(tail("3-501室"), told(&[(Building, "3"), (Room, "501室")]));
        assert_eq!(
            tail("3-1-501"),
            told(&[(Building, "3"), (Unit, "1"), (Room, "501")])
        );
        assert_eq!(
            tail("3栋1-501"),
            told(&[(Building, "3栋"), (Unit, "1"), (Room, "501")])
        );
        assert_eq!(tail("501"), told(&[(Room, "501")]));
        assert!(parts("青禾路8-1号").contains(&(Number, "8-1号".to_owned())));
    }
}
