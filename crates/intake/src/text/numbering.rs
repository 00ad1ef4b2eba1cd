//! Word's automatic numbers (自动编号): what 一、 or （二） a paragraph shows although its text does not hold it.
//! It must not know the document's text.

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

const LEVELS: usize = 9;

/// One level of a list: how its number is written.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// For instance `（%2）`.
    pattern: String,
    start: u32,
}

/// The list definitions of a file and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, [Level; LEVELS]>,
    list_of_number: HashMap<String, String>,
    number_of_style: HashMap<String, StyleNumber>,
    /// The style each one is based on, whose number it shows unless it has its own.
    base_of_style: HashMap<String, String>,
    /// The level of a list that a style stands for, by list and style.
    level_of_style: HashMap<(String, String), usize>,
    /// Where a number begins its levels anew, by number and level.
    overridden: HashMap<(String, usize), u32>,
    begun: HashSet<(String, usize)>,
    counted: HashMap<String, [Option<u32>; LEVELS]>,
}

/// What a style says of numbers: the list's number and the level, either of which it may leave to its base.
#[derive(Debug, Clone, Default)]
struct StyleNumber {
    number: Option<String>,
    level: Option<usize>,
}

/// Styles based on each other in a circle end here.
const MOST_BASES: usize = 12;

/// The value of an attribute by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.into_owned())
}

impl Numbering {
    /// Reads `numbering.xml` and `styles.xml`; broken parts count as absent, since the text itself still stands.
    pub(super) fn read(numbering: &str, styles: &str) -> Self {
        let mut this = Self::default();
        this.read_lists(numbering);
        this.read_styles(styles);
        this
    }

    fn read_lists(&mut self, xml: &str) {
        let (mut list, mut level, mut number) = (String::new(), 0, String::new());
        each_element(xml, |start| {
            let value = || attribute(start, "val").unwrap_or_default();
            match start.local_name().as_ref() {
                "abstractNum" => {
                    list = attribute(start, "abstractNumId").unwrap_or_default();
                    self.lists.insert(list.clone(), Default::default());
                }
                "num" => number = attribute(start, "numId").unwrap_or_default(),
                "lvlOverride" => {
                    level = attribute(start, "ilvl")
                        .and_then(|at| at.parse().ok())
                        .unwrap_or(0)
                }
                "startOverride" => {
                    let first = value().parse().unwrap_or(1);
                    self.overridden.insert((number.clone(), level), first);
                }
                "pStyle" => drop(self.level_of_style.insert((list.clone(), value()), level)),
                "abstractNumId" => drop(self.list_of_number.insert(number.clone(), value())),
                "lvl" => {
                    level = attribute(start, "ilvl")
                        .and_then(|at| at.parse().ok())
                        .unwrap_or(0)
                }
                name @ ("start" | "numFmt" | "lvlText") => {
                    if let Some(level) = self
                        .lists
                        .get_mut(&list)
                        .and_then(|levels| levels.get_mut(level))
                    {
                        match name {
                            "start" => level.start = value().parse().unwrap_or(1),
                            "numFmt" => level.format = value(),
                            _ => level.pattern = value(),
                        }
                    }
                }
                _ => {}
            }
        });
    }

    fn read_styles(&mut self, xml: &str) {
        let mut style = String::new();
        each_element(xml, |start| {
            let value = || attribute(start, "val").unwrap_or_default();
            match start.local_name().as_ref() {
                "style" => style = attribute(start, "styleId").unwrap_or_default(),
                "basedOn" => drop(self.base_of_style.insert(style.clone(), value())),
                "ilvl" => {
                    self.number_of_style.entry(style.clone()).or_default().level =
                        value().parse().ok()
                }
                "numId" => {
                    self.number_of_style
                        .entry(style.clone())
                        .or_default()
                        .number = Some(value())
                }
                _ => {}
            }
        });
    }

    /// The number and level of a style, its own or its base's.
    fn of_style(&self, style: &str) -> Option<(String, usize)> {
        let (mut number, mut level) = (None, None);
        let mut at = Some(style);
        for _ in 0..MOST_BASES {
            let Some(known) = at else { break };
            if let Some(own) = self.number_of_style.get(known) {
                level = level.or(own.level);
                number = number.or_else(|| own.number.clone());
            }
            if number.is_some() {
                break;
            }
            at = self.base_of_style.get(known).map(String::as_str);
        }
        let number = number?;
        let linked = self.list_of_number.get(&number).and_then(|list| {
            let key = (list.clone(), style.to_owned());
            self.level_of_style.get(&key).copied()
        });
        Some((number, level.or(linked).unwrap_or(0)))
    }

    /// The number shown before the next paragraph of this style and list; empty for bullets and plain paragraphs.
    pub(super) fn next(
        &mut self,
        style: Option<&str>,
        list: Option<&str>,
        level: Option<usize>,
    ) -> String {
        let styled = style.and_then(|style| self.of_style(style));
        let (number, level) = match (list, styled) {
            (Some(list), styled) => (
                list.to_owned(),
                level.or(styled.map(|(_, at)| at)).unwrap_or(0),
            ),
            (None, Some((number, at))) => (number, level.unwrap_or(at)),
            (None, None) => return String::new(),
        };
        let Some(list) = self.list_of_number.get(&number) else {
            return String::new();
        };
        let Some(levels) = self.lists.get(list).filter(|_| level < LEVELS) else {
            return String::new();
        };
        let counted = self.counted.entry(list.clone()).or_default();
        let anew = self.overridden.get(&(number.clone(), level)).copied();
        let anew = anew.filter(|_| self.begun.insert((number.clone(), level)));
        counted[level] = Some(anew.unwrap_or_else(|| {
            counted[level].map_or(levels[level].start, |count| count.saturating_add(1))
        }));
        counted[level + 1..].fill(None);
        shown(levels, counted, level)
    }
}

fn shown(levels: &[Level; LEVELS], counted: &[Option<u32>; LEVELS], level: usize) -> String {
    if matches!(levels[level].format.as_str(), "bullet" | "none" | "") {
        return String::new();
    }
    let mut text = levels[level].pattern.clone();
    for (at, definition) in levels.iter().enumerate().take(level + 1) {
        let count = counted[at].unwrap_or(definition.start);
        text = text.replace(&format!("%{}", at + 1), &written(count, &definition.format));
    }
    text
}

fn written(count: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographTraditional" => chinese(count),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&count) => {
            char::from_u32('①' as u32 + count - 1)
                .map(String::from)
                .unwrap_or_default()
        }
        "lowerLetter" => letter(count, b'a'),
        "upperLetter" => letter(count, b'A'),
        _ => count.to_string(),
    }
}

fn letter(count: u32, first: u8) -> String {
    let at = u8::try_from(count.saturating_sub(1) % 26).unwrap_or(0);
    char::from(first + at).to_string()
}

/// 1–99 in Chinese counting, larger numbers in digits (no plan has a hundred headings).
fn chinese(count: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: u32| DIGITS.get(at as usize).copied().unwrap_or_default();
    match count {
        1..=9 => digit(count).to_owned(),
        10..=19 => format!("十{}", digit(count % 10)),
        20..=99 => format!("{}十{}", digit(count / 10), digit(count % 10)),
        _ => count.to_string(),
    }
}

fn each_element(xml: &str, mut seen: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => seen(&start),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="7">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
        </w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#;
    const STYLES: &str = r#"<w:styles><w:style w:styleId="Heading1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style></w:styles>"#;

    #[test]
    fn automatic_numbers_are_written_out_and_restart_below_a_new_heading() {
        let mut numbering = Numbering::read(LISTS, STYLES);
        let mut item = |level| numbering.next(None, Some("3"), Some(level));
        assert_eq!(
            [item(0), item(1), item(1), item(0), item(1), item(2)],
            ["一、", "（一）", "（二）", "二、", "（一）", ""]
        );
    }

    #[test]
    fn a_heading_style_carries_its_number() {
        let mut numbering = Numbering::read(LISTS, STYLES);
        assert_eq!(numbering.next(Some("Heading1"), None, None), "一、");
        assert_eq!(numbering.next(Some("Normal"), None, None), "");
    }

    #[test]
    fn a_style_based_on_a_numbered_one_counts_on_at_the_level_the_list_names() {
        let lists = LISTS.replace(
            r#"<w:lvl w:ilvl="1">"#,
            r#"<w:lvl w:ilvl="1"><w:pStyle w:val="Sub"/>"#,
        );
        let styles = r#"<w:styles><w:style w:styleId="Top"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
            <w:style w:styleId="Sub"><w:basedOn w:val="Top"/></w:style><w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style></w:styles>"#;
        let mut numbering = Numbering::read(&lists, styles);
        let mut of = |style| numbering.next(Some(style), None, None);
        assert_eq!(
            [of("Top"), of("Sub"), of("Sub"), of("Round")],
            ["一、", "（一）", "（二）", ""]
        );
    }

    #[test]
    fn a_list_that_begins_anew_does() {
        let lists = LISTS.replace(
            "</w:numbering>",
            r#"<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"#,
        );
        let mut numbering = Numbering::read(&lists, "");
        let mut item = |list| numbering.next(None, Some(list), Some(0));
        assert_eq!(
            [item("3"), item("3"), item("4"), item("4")],
            ["一、", "二、", "一、", "二、"]
        );
    }

    #[test]
    fn counting_follows_chinese_usage() {
        assert_eq!(
            [1, 10, 11, 20, 35].map(chinese),
            ["一", "十", "十一", "二十", "三十五"]
        );
    }
}
