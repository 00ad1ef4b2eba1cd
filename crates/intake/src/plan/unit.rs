//! Bodies and posts with their roles: issuer, addressees, leading group, members, who leads and who reports to whom.
//! It must not know dates.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::actor::{self, Actor};
use super::body_name::{is_body, split_list};
use super::page::{Extent, Page};
use super::paragraph::Kind;
use super::reader::Plan;
use super::reading::{Unit, UnitRole};
use super::roster::Rosters;
use super::table::Column;

static LEADER: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(副组长|组长|副指挥长|副召集人|总指挥|指挥长|副主任|办公室主任|召集人)(?:分别)?(?:由|：)([^，。；：\n]{2,40}?)(?:同志)?(?:担任|兼任|[，。；\n]|$)",
    )
});
/// 由县政府副县长任组长
static LEADER_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:由|，|：|、)((?:[^，。；：、由\n]{2,16}、)?[^，。；：、由\n]{2,30}?)(?:担任|兼任|任|为)(副组长|组长|副指挥长|指挥长|总指挥|召集人|办公室主任)",
    )
});
static MEMBERS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:成员(?:单位)?(?:由|为|包括|有|：)|由)([^。；：]{4,900}?)(?:等?(?:单位|部门)*(?:的)?(?:主要|分管|相关|有关)*(?:负责人|负责同志|领导|同志|工作人员|人员)[^，。；]{0,12})?[，]?(?:组成(?:[^员]|$)|为成员)",
    )
});
static MEMBER_LINE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(r"(?:^(?:\d{1,2}[.、]|\([^()]{1,2}\))?|[；。，])成员(?:单位)?：([^。；]+)")
});
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(r"办公室(?:\([^)]{0,30}\))?，?(?:办公室)?设(?:在|于)([^，。；()]{2,30})")
});
static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:成立|组建|设立|组成)(?:了|由[^，。；]{2,60}?的|不少于\d{1,3}人的|以[^，。；]{2,40}?为组长的|一个)?([^，。；、的]{0,40}?(?:工作专班|专班|领导小组|协调小组|工作组|工作小组|联合工作组|指挥部|检查组|督导组|宣讲队|行动组))",
    )
});
static SEAL: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"\(?([^()，。；]{2,40}?)\(?代章\)?\)?$"));

/// Everything found, each name once per role.
pub(super) struct Roll<'a> {
    page: &'a Page,
    units: Vec<Unit>,
    known: HashSet<(String, UnitRole)>,
}

pub(super) fn units(plan: &Plan<'_>, recipients: &[Extent]) -> Vec<Unit> {
    let mut roll = Roll {
        page: plan.page,
        units: Vec::new(),
        known: HashSet::new(),
    };
    roll.letterhead(plan);
    roll.organisation(plan);
    roll.acting(plan);
    for to in recipients {
        roll.list(to, UnitRole::Recipient);
    }
    roll.units
}

impl Roll<'_> {
    fn add(&mut self, extent: &Extent, role: UnitRole) {
        let name = self.page.printed(extent);
        let name = name
            .trim_matches(['，', '。', '、', '：', ' ', ':'])
            .to_owned();
        // 我局, 我县 name nobody to whom the text is strange.
        let own = name.starts_with('我') && name.chars().count() <= 3;
        if name.chars().count() >= 2 && !own {
            self.push(name, extent, role);
        }
    }

    /// 区政府办公室主任、区财政局局长: two posts when each names its own body.
    fn posts(&mut self, extent: &Extent, role: UnitRole) {
        let parts = split_list(self.page.slice(extent));
        let whole = |(at, name): &(usize, &str)| extent.start + at..extent.start + at + name.len();
        let own = |part: &(usize, &str)| super::roster::body_of(self.page, &whole(part)).is_some();
        // 县委常委、政法委书记 are one person's; posts of two persons name their place each.
        let place = parts.first().and_then(|(_, first)| first.chars().next());
        let placed = place.is_some_and(|place| {
            super::body_word::PLACES.contains(&place)
                && parts.iter().all(|(_, name)| name.starts_with(place))
        });
        if parts.len() > 1 && placed && parts.iter().all(own) {
            parts.iter().for_each(|part| self.post(&whole(part), role));
        } else {
            self.post(extent, role);
        }
    }

    /// 方正  党委书记: the name and the post stand apart by a gap.
    fn post(&mut self, extent: &Extent, role: UnitRole) {
        let text = self.page.slice(extent);
        let gap = text
            .char_indices()
            .skip(2)
            .map(|(at, _)| extent.start + at)
            .find(|&at| self.page.gap_before(at));
        let name = match gap {
            Some(at) => format!(
                "{} {}",
                self.page.printed(&(extent.start..at)),
                self.page.printed(&(at..extent.end))
            ),
            None => self.page.printed(extent),
        };
        self.push(name, extent, role);
    }

    fn push(&mut self, name: String, extent: &Extent, role: UnitRole) {
        if self.known.insert((name.clone(), role)) {
            self.units.push(Unit {
                name,
                role,
                span: self.page.span(extent),
            });
        }
    }

    fn list(&mut self, extent: &Extent, role: UnitRole) {
        let text = self.page.slice(extent);
        for (at, name) in split_list(text) {
            let start = extent.start + at;
            let kept = super::body_name::without_sum(name);
            let kept = kept.trim_end_matches(['等', '。', '：', '，', ' ']);
            self.add(&(start..start + kept.len()), role);
        }
    }

    fn letterhead(&mut self, plan: &Plan<'_>) {
        let issuers = plan.issuers();
        let is_own = |extent: &Extent| {
            let own = issuers.iter().filter(|(_, role)| *role == UnitRole::Issuer);
            own.clone()
                .any(|(name, _)| plan.page.slice(name) == plan.page.slice(extent))
        };
        for (extent, role) in &issuers {
            // A name that signs once more below the attachments wraps nothing.
            if *role == UnitRole::Issuer || !is_own(extent) {
                self.add(extent, *role);
            }
        }
        for part in &plan.parts.all {
            for line in &part.signature {
                if let Some(lender) = seal_lender(self.page, line) {
                    self.add(&lender, UnitRole::SealLender);
                }
            }
            if let Some(addressee) = &part.addressee {
                self.list(&self.page.trimmed(addressee, &['：']), UnitRole::Addressee);
            }
        }
        for (paragraph, kind) in plan.page.paragraphs.iter().zip(&plan.parts.kinds) {
            if *kind == Kind::CopyTo {
                let after = self
                    .page
                    .slice(&paragraph.extent)
                    .find('：')
                    .map_or(0, |at| at + '：'.len_utf8());
                self.list(
                    &(paragraph.extent.start + after..paragraph.extent.end),
                    UnitRole::Copied,
                );
            }
        }
    }

    fn organisation(&mut self, plan: &Plan<'_>) {
        let rosters = Rosters::read(plan.page, &plan.parts.kinds);
        for entry in rosters.entries {
            self.push(entry.name, &entry.extent, entry.role);
        }
        let listed: HashSet<usize> = rosters.paragraphs.into_iter().collect();
        for (at, paragraph) in plan.page.paragraphs.iter().enumerate() {
            if listed.contains(&at) {
                continue;
            }
            let text = plan.page.slice(&paragraph.extent);
            let base = paragraph.extent.start;
            let at = |found: regex::Match<'_>| base + found.start()..base + found.end();
            for captures in LEADER.captures_iter(text) {
                let (Some(post), Some(holder)) = (captures.get(1), captures.get(2)) else {
                    continue;
                };
                self.posts(&at(holder), leader_role(post.as_str()));
            }
            for captures in LEADER_BEHIND.captures_iter(text) {
                let (Some(holder), Some(post)) = (captures.get(1), captures.get(2)) else {
                    continue;
                };
                self.posts(&at(holder), leader_role(post.as_str()));
            }
            for captures in MEMBERS.captures_iter(text) {
                if let Some(list) = captures.get(1) {
                    self.members(&at(list));
                }
            }
            if let Some(list) = MEMBER_LINE
                .captures(text)
                .and_then(|captures| captures.get(1))
            {
                self.members(&at(list));
            }
            for captures in OFFICE.captures_iter(text) {
                if let Some(seat) = captures.get(1) {
                    self.add(&at(seat), UnitRole::Office);
                }
            }
            for captures in GROUP.captures_iter(text) {
                if let Some(group) = captures.get(1) {
                    self.add(&at(group), UnitRole::WorkingGroup);
                }
            }
        }
    }

    /// Members are taken when most of the list are bodies, so that 由…组成 of other things is left alone.
    fn members(&mut self, extent: &Extent) {
        let text = self.page.slice(extent);
        let start = ["成员由", "组长，", "主任，", "指挥长，", "召集人，"]
            .iter()
            .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
            .max()
            .unwrap_or(0);
        let start = extent.start + start;
        let list = split_list(&self.page.text[start..extent.end]);
        let bare = |name: &str| {
            name.split(['等', '主'])
                .next()
                .unwrap_or_default()
                .trim_end_matches("负责人")
                .trim_end_matches("负责同志")
                .trim_end_matches("分管")
                .trim_end_matches("分管领导")
                .to_owned()
        };
        // “县教育局副局长赵某”, “赵某 县教育局副局长”: the body the member comes from.
        let of_post = |at: usize, name: &str| {
            if super::reach::has_chars(name, 60) {
                return None;
            }
            let whole = start + at..start + at + name.len();
            let parted = name
                .char_indices()
                .skip(2)
                .take(3)
                .map(|(at, _)| whole.start + at)
                .find(|&at| self.page.blank_before(at));
            let post = parted.map_or(whole.clone(), |from| from..whole.end);
            super::roster::body_of(self.page, &post).filter(|body| {
                parted.is_some() || names_person(&self.page.text[body.end..whole.end])
            })
        };
        let of_posts = list
            .iter()
            .filter(|(at, name)| of_post(*at, name).is_some())
            .count();
        let is_roll = of_posts * 2 > list.len();
        if is_roll {
            let bodies: Vec<Extent> = list
                .iter()
                .filter_map(|(at, name)| of_post(*at, name))
                .collect();
            for body in bodies {
                self.add(&body, UnitRole::Member);
            }
            return;
        }
        let bodies = list
            .iter()
            .filter(|(_, name)| {
                is_body(&bare(name))
                    || bare(name)
                        .ends_with(['科', '股', '室', '处', '办', '部', '站', '队', '院', '校'])
            })
            .count();
        if list.len() < 2 || bodies * 2 < list.len() {
            return;
        }
        for (at, name) in list {
            let kept = bare(name);
            if !kept.is_empty() && !matches!(kept.as_str(), "单位" | "部门") {
                self.add(&(start + at..start + at + kept.len()), UnitRole::Member);
            }
        }
    }

    fn acting(&mut self, plan: &Plan<'_>) {
        for Actor { extent, role } in plan.actors.iter().flatten() {
            self.add(extent, *role);
        }
        for row in &plan.rows {
            for (column, role) in [
                (Column::Lead, UnitRole::Lead),
                (Column::Who, UnitRole::Responsible),
                (Column::Assist, UnitRole::Assisting),
            ] {
                let Some(cell) = row.cell(column) else {
                    continue;
                };
                for Actor { extent, role } in actor::of_cell(plan.page, cell, role) {
                    self.list(&extent, role);
                }
            }
        }
        for (at, paragraph) in plan.page.paragraphs.iter().enumerate() {
            let heading = plan.outline.around(paragraph.extent.start);
            // “县供销社：负责系统内排查；” in lines below 责任分工.
            let divides = heading.is_some_and(|heading| {
                let title = plan.page.slice(&plan.outline.headings[heading].title);
                ["分工", "职责", "责任"]
                    .iter()
                    .any(|word| title.contains(word))
            });
            if divides {
                for Actor { extent, role } in
                    actor::heading_bodies(plan.page, paragraph.extent.start)
                {
                    self.add(&extent, role);
                }
            }
            let outside = plan.parts.kinds[at] == Kind::Body && heading.is_none();
            if outside {
                for Actor { extent, role } in actor::acting(plan.page, &paragraph.extent) {
                    self.add(&extent, role);
                }
            }
        }
    }
}

/// 副局长|赵某: a post ends in the name of who holds it.
fn names_person(post: &str) -> bool {
    let title = post.rfind(['长', '任', '记', '员', '席', '理']);
    let name = title.and_then(|at| {
        post[at..]
            .char_indices()
            .nth(1)
            .map(|(c, _)| &post[at + c..])
    });
    name.is_some_and(|name| (2..=4).contains(&name.chars().count()))
}

fn leader_role(post: &str) -> UnitRole {
    match post {
        "组长" | "总指挥" | "指挥长" | "召集人" => UnitRole::Leader,
        "办公室主任" => UnitRole::OfficeHead,
        _ => UnitRole::DeputyLeader,
    }
}

/// The body that lent its seal (代章).
pub(super) fn seal_lender(page: &Page, line: &Extent) -> Option<Extent> {
    let name = SEAL.captures(page.slice(line))?.get(1)?;
    let start = line.start + name.start();
    // “甲办公室（乙局代章）” on one line: only what stands in the bracket.
    Some(start..line.start + name.end())
}
