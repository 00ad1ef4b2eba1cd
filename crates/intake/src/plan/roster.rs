//! Rosters of a leading group that stand in lines or in a table: 组长：… below one another, 姓名 and 职务 in columns.
//! It must not know sentences about groups (组长由…担任).

use std::sync::LazyLock;

use regex::Regex;

use super::body_name::is_body;
use super::page::{Extent, Page};
use super::paragraph::Kind;
use super::reading::UnitRole;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(第一组长|常务副组长|副组长|组长|总召集人|副召集人|召集人|总指挥长?|常务副指挥长|副总指挥长?|副指挥长|指挥长|政委|办公室主任|办公室副主任|副主任|主任|成员|组员)(?:单位)?(?:：|$)",
    )
});

/// One entry: a person with a post, or the body a member comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub role: UnitRole,
    /// The name as the roster gives it: 何向阳 县财政局局长, or the body alone for members.
    pub name: String,
    pub extent: Extent,
}

/// The entries of all rosters, and the paragraphs they stand in.
#[derive(Debug, Default)]
pub(super) struct Rosters {
    pub entries: Vec<Entry>,
    pub paragraphs: Vec<usize>,
}

impl Rosters {
    pub(super) fn read(page: &Page, kinds: &[Kind]) -> Self {
        let mut rosters = Self::default();
        let mut role = None;
        let books = super::contact_table::rows(page);
        for (at, paragraph) in page.paragraphs.iter().enumerate() {
            role = if books.contains_key(&at) && !rosters.is_labelled_row(page, at) {
                // The posts of an address book are no parts in a group.
                None
            } else if paragraph.is_row {
                rosters.row(page, at, role)
            } else {
                rosters.line(page, at, kinds[at], role)
            };
        }
        rosters
    }

    /// “副组长：陶然（镇党委政法委员）”, or a line that goes on with the role above it.
    fn line(
        &mut self,
        page: &Page,
        at: usize,
        kind: Kind,
        above: Option<UnitRole>,
    ) -> Option<UnitRole> {
        let extent = &page.paragraphs[at].extent;
        let text = page.slice(extent);
        if text.contains(['。', '；']) || text.chars().count() > 60 {
            return None;
        }
        if let Some(captures) = LABEL.captures(text) {
            let label = captures.get(1).map_or("", |label| label.as_str());
            let role = role_of(label);
            let used = captures.get(0).map_or(0, |whole| whole.len());
            let rest = extent.start + used..extent.end;
            let is_list = page.slice(&rest).contains('、') && !is_person(page, &rest);
            // “成员：县公安局、县法院” is a list of bodies, which the sentences about groups read.
            if !is_list && (rest.is_empty() || self.person(page, at, &rest, role)) {
                return Some(role);
            }
            return None;
        }
        let goes_on = matches!(kind, Kind::Short | Kind::Body) && is_person(page, extent);
        above.filter(|role| goes_on && self.person(page, at, extent, *role))
    }

    /// The part in the group stands first.
    fn is_labelled_row(&self, page: &Page, at: usize) -> bool {
        super::table::cells(page, &page.paragraphs[at].extent)
            .first()
            .is_some_and(|cell| LABEL.is_match(page.slice(cell)))
    }

    /// A row whose first cells hold a label, a name and a post.
    fn row(&mut self, page: &Page, at: usize, above: Option<UnitRole>) -> Option<UnitRole> {
        let cells = super::table::cells(page, &page.paragraphs[at].extent);
        let label = cells.iter().find_map(|cell| {
            let label = LABEL.captures(page.slice(cell))?.get(1)?.as_str();
            Some((role_of(label), cell.clone()))
        });
        let role = label.as_ref().map(|(role, _)| *role).or(above)?;
        let mut rest = cells
            .iter()
            .filter(|cell| !cell.is_empty() && label.as_ref().is_none_or(|(_, own)| own != *cell))
            .filter(|cell| page.slice(cell).parse::<u32>().is_err());
        let name = rest.next().filter(|name| is_name(page.slice(name)))?;
        let post: Vec<&Extent> = rest.collect();
        let words: Vec<String> = post.iter().map(|cell| page.printed(cell)).collect();
        let body = post.iter().find_map(|cell| body_of(page, cell));
        self.push(at, role, name, &words.join(" "), body, page);
        Some(role)
    }

    fn person(&mut self, page: &Page, at: usize, extent: &Extent, role: UnitRole) -> bool {
        let Some((name, post)) = name_and_post(page, extent) else {
            return false;
        };
        let body = body_of(page, &post);
        let words = page.printed(&post);
        self.push(at, role, &name, words.trim(), body, page);
        true
    }

    fn push(
        &mut self,
        at: usize,
        role: UnitRole,
        name: &Extent,
        post: &str,
        body: Option<Extent>,
        page: &Page,
    ) {
        self.paragraphs.push(at);
        let whole = format!("{} {post}", page.printed(name)).trim().to_owned();
        let (name, extent) = match body.filter(|_| role == UnitRole::Member) {
            Some(body) => (page.printed(&body), body),
            None => (whole, name.clone()),
        };
        self.entries.push(Entry { role, name, extent });
    }
}

/// Whether a line begins with the label of a roster: 副组长：….
pub(super) fn is_labelled(text: &str) -> bool {
    LABEL.is_match(text)
}

fn role_of(label: &str) -> UnitRole {
    match label {
        "成员" | "组员" => UnitRole::Member,
        "办公室主任" => UnitRole::OfficeHead,
        _ if label.contains('副') || label == "主任" => UnitRole::DeputyLeader,
        _ => UnitRole::Leader,
    }
}

/// 孟春来（镇长） or 何向阳  县财政局局长: a name, and a post in brackets or behind a gap.
fn name_and_post(page: &Page, extent: &Extent) -> Option<(Extent, Extent)> {
    let extent = page.trimmed(extent, &['，', ' ', '：']);
    let text = page.slice(&extent);
    let open = text.find('(').filter(|_| text.ends_with(')'));
    let gap = text
        .char_indices()
        .skip(2)
        .map(|(at, _)| at)
        .find(|&at| page.gap_before(extent.start + at));
    let cut = open.into_iter().chain(gap).min()?;
    let name = extent.start..extent.start + cut;
    let post = page.trimmed(&(name.end..extent.end), &['(', ')', ' ']);
    (is_name(page.slice(&name)) && !post.is_empty()).then_some((name, post))
}

fn is_person(page: &Page, extent: &Extent) -> bool {
    name_and_post(page, extent).is_some()
}

fn is_name(text: &str) -> bool {
    let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '·';
    (2..=4).contains(&text.chars().count())
        && text.chars().all(is_han)
        && !is_body(text)
        && !["姓名", "职务", "单位", "名称", "备注", "序号"].contains(&text)
}

/// How the words of a post begin behind the body.
const TITLES: &[&str] = &[
    "副",
    "局长",
    "主任",
    "部长",
    "书记",
    "行长",
    "院长",
    "检察长",
    "所长",
    "队长",
    "科长",
    "股长",
    "站长",
    "镇长",
    "乡长",
    "主席",
    "秘书长",
    "党",
    "总",
    "政委",
    "经理",
    "校长",
    "会长",
    "理事长",
    "调研员",
    "一级",
    "二级",
    "三级",
    "四级",
    "负责",
    "分管",
    "常务",
    "干部",
    "处长",
    "支队长",
    "大队长",
    "教导员",
    "组长",
    "专职",
    "纪检",
    "主要",
    "有关",
    "工作人员",
];

/// 县公安局副局长: the body at the head of a post, the longest there is.
pub(super) fn body_of(page: &Page, post: &Extent) -> Option<Extent> {
    let text = page.slice(post);
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let longest = ends.rfind(|&end| {
        let (name, title) = text.split_at(end);
        let is_title = title.is_empty() || TITLES.iter().any(|word| title.starts_with(word));
        is_title && name.chars().count() >= 3 && is_body(name)
    })?;
    Some(post.start..post.start + longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::part::Parts;

    fn read(text: &str) -> Vec<String> {
        let page = Page::new(text);
        let parts = Parts::read(&page);
        let rosters = Rosters::read(&page, &parts.kinds);
        let shown = rosters.entries.into_iter();
        shown
            .map(|entry| format!("{} {}", entry.role.label(), entry.name))
            .collect()
    }

    #[test]
    fn lines_below_a_label_go_on_with_its_role() {
        let text = "组    长：方  远（镇党委书记）\n          孟春来（镇长）\n副组长：陶  然（政法委员）\n成  员：沈  秋  县公安局副局长\n        韩  冬  县市场监管局副局长";
        assert_eq!(
            read(text),
            [
                "组长 方远 镇党委书记",
                "组长 孟春来 镇长",
                "副组长 陶然 政法委员",
                "成员单位 县公安局",
                "成员单位 县市场监管局"
            ]
        );
    }

    #[test]
    fn rows_of_a_table_are_a_roster_too() {
        let text = "职务\t姓名\t单位及职务\n组长\t方远\t镇党委书记\n成员\t沈秋\t县公安局副局长\n\t韩冬\t县市场监管局副局长";
        assert_eq!(
            read(text),
            [
                "组长 方远 镇党委书记",
                "成员单位 县公安局",
                "成员单位 县市场监管局"
            ]
        );
    }

    #[test]
    fn a_list_of_bodies_is_left_to_the_sentences() {
        assert!(read("成员：县公安局、县法院").is_empty());
    }
}
