//! The parts of a Chinese company name, with their places in the source: place, trade name (字号), line of business,
//! legal form, branch, what stands in brackets (企业名称登记管理规定 第六条: 行政区划、字号、行业、组织形式).
//! It must not know how two names are compared.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{
    unlisted,
    words::{BRANCHES, FORM_NOTES, FORMER, FORMS, INDUSTRIES, MARKS, SHOPS},
};
use crate::link::{
    fold::{Folded, fold, is_letter},
    numeral,
    place::{self, Place, starts_with},
};

/// A part of a name: its folded characters and where it stands in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Folded characters.
    pub chars: Vec<char>,
    /// Characters of the source, end excluded; `(0, 0)` for a part that is not there.
    pub span: (usize, usize),
}

/// What stands in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// A place: （北京）.
    Place,
    /// An earlier or other name: （曾用名：…）.
    Former,
    /// A shop on a platform: （…旗舰店-天猫）.
    Shop,
    /// A branch: （西街店）.
    Branch,
    /// A word of the form: （有限合伙）.
    Form,
    /// A mark that a list put there: （白名单）.
    Mark,
    /// Something else.
    Other,
}

/// Brackets and what they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// What it says, without the word that introduces it.
    pub part: Part,
}

/// A company name taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anatomy {
    /// Place before the trade name or in brackets, as written.
    pub place: Part,
    /// What the places may mean, one list per place named.
    pub places: Vec<&'static [Place]>,
    /// Places that are not compiled in, told by the word they end in, the widest first.
    pub unlisted: Vec<Vec<char>>,
    /// Trade name, the part that sets the firm apart.
    pub trade: Part,
    /// Line of business.
    pub industry: Part,
    /// Legal form.
    pub form: Part,
    /// Branch or establishment after the form.
    pub branch: Part,
    /// Brackets.
    pub notes: Vec<Note>,
    /// All of the name outside shop, former-name and list brackets, letters only, places in brackets kept.
    pub core: Vec<char>,
}

static INDUSTRY_WORDS: LazyLock<FxHashSet<Vec<char>>> = LazyLock::new(|| {
    INDUSTRIES
        .split_whitespace()
        .map(|word| word.chars().collect())
        .collect()
});

/// Longest industry word, in characters.
const LONGEST_INDUSTRY: usize = 6;

/// Folded characters outside brackets, with the folded index of each.
struct Main {
    chars: Vec<char>,
    at: Vec<usize>,
}

/// Takes a company name apart. Any text has an anatomy; what is not recognised is the trade name.
pub fn anatomy(name: &str) -> Anatomy {
    let folded = fold(name);
    let (main, notes) = brackets(&folded);
    let mut out = Anatomy {
        notes,
        ..Anatomy::default()
    };
    out.core = core(&folded, &out.notes);
    let form = form_of(&main.chars);
    let (form_start, form_end) = form.unwrap_or((main.chars.len(), main.chars.len()));
    let head_end = branch_head(&main.chars, form_start);
    out.form = part(&folded, &main, form_start, form_end);
    out.branch = part(&folded, &main, form_end.max(head_end), main.chars.len());
    let before_form = &main.chars[..head_end.min(form_start)];
    let listed_end = place_of(before_form, &mut out.places);
    let place_end = unlisted_of(before_form, listed_end, &mut out.unlisted);
    let name_end = head_end.min(form_start);
    let industry_start = industry_of(&main.chars[..name_end], place_end);
    out.place = part(&folded, &main, 0, place_end);
    out.trade = part(&folded, &main, place_end, industry_start);
    out.industry = part(&folded, &main, industry_start, name_end);
    add_bracket_places(&mut out);
    add_bracket_branch(&mut out);
    out
}

fn part(folded: &Folded, main: &Main, start: usize, end: usize) -> Part {
    if start >= end {
        return Part::default();
    }
    let span = folded.source(main.at[start], main.at[end - 1] + 1);
    Part {
        chars: main.chars[start..end].to_vec(),
        span,
    }
}

/// Parts the text into what stands outside brackets and the brackets. A name that stands wholly in brackets is
/// what the brackets hold.
fn brackets(folded: &Folded) -> (Main, Vec<Note>) {
    let mut main = Main {
        chars: Vec::with_capacity(folded.chars.len()),
        at: Vec::with_capacity(folded.chars.len()),
    };
    let mut notes = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (i, c) in folded.chars.iter().enumerate() {
        match c {
            '(' => {
                if depth == 0 {
                    start = i + 1;
                }
                depth += 1;
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    notes.push(note(folded, start, i));
                }
            }
            c if depth == 0 && keeps(*c) => {
                main.chars.push(*c);
                main.at.push(i);
            }
            _ => {}
        }
    }
    if depth > 0 {
        notes.push(note(folded, start, folded.chars.len()));
    }
    if main.chars.is_empty() {
        let at = (0..folded.chars.len()).filter(|i| keeps(folded.chars[*i]));
        main.at = at.collect();
        main.chars = main.at.iter().map(|i| folded.chars[*i]).collect();
    }
    (main, notes)
}

fn keeps(c: char) -> bool {
    is_letter(c) || c == '&'
}

fn note(folded: &Folded, start: usize, end: usize) -> Note {
    let chars = &folded.chars[start..end];
    let (kind, skip) = note_kind(chars);
    let kept: Vec<char> = chars[skip..]
        .iter()
        .copied()
        .filter(|c| keeps(*c))
        .collect();
    let span = folded.source(start + skip, end);
    Note {
        kind,
        part: Part { chars: kept, span },
    }
}

fn note_kind(chars: &[char]) -> (NoteKind, usize) {
    let text: String = chars.iter().collect();
    if MARKS.contains(&text.as_str()) {
        return (NoteKind::Mark, 0);
    }
    if FORM_NOTES.contains(&text.as_str()) {
        return (NoteKind::Form, 0);
    }
    if text == "中国" || place::at_head(chars).is_some_and(|hit| hit.len == chars.len()) {
        return (NoteKind::Place, 0);
    }
    let former = FORMER
        .iter()
        .find(|word| text.starts_with(**word) && text.chars().count() > word.chars().count() + 1);
    if let Some(word) = former {
        return (NoteKind::Former, word.chars().count());
    }
    if SHOPS.iter().any(|word| text.contains(word)) {
        return (NoteKind::Shop, 0);
    }
    if text.ends_with('店') || BRANCHES.iter().any(|word| text.ends_with(word)) {
        return (NoteKind::Branch, 0);
    }
    (NoteKind::Other, 0)
}

fn core(folded: &Folded, notes: &[Note]) -> Vec<char> {
    let silent = |origin: usize| {
        notes.iter().any(|note| {
            let hidden = matches!(
                note.kind,
                NoteKind::Shop | NoteKind::Former | NoteKind::Mark
            );
            hidden && (note.part.span.0..note.part.span.1).contains(&origin)
        })
    };
    let pick = |all: bool| -> Vec<char> {
        let pairs = folded.chars.iter().zip(&folded.origins);
        let kept = pairs.filter(|(c, o)| keeps(**c) && (all || !silent(**o)));
        let mut core = Vec::with_capacity(folded.chars.len());
        core.extend(kept.map(|(c, _)| *c));
        core
    };
    let kept = pick(false);
    if kept.is_empty() { pick(true) } else { kept }
}

/// Forms of firms, those of firms that may have branches, and kinds of establishment.
static FORM_LETTERS: LazyLock<Vec<Vec<char>>> =
    LazyLock::new(|| FORMS.iter().map(|form| form.chars().collect()).collect());
const CORPORATE: usize = 10;
const WITH_BRANCHES: usize = 6;

/// The last legal form that has a name before it; of forms that end together the longest.
fn form_of(chars: &[char]) -> Option<(usize, usize)> {
    let (corporate, others) = FORM_LETTERS.split_at(CORPORATE);
    if let Some((start, end)) = last_form(chars, corporate) {
        // 甲乙科技有限公司丙丁分公司: the form is that of the firm, not the 公司 of the branch.
        let inner = last_form(&chars[..start], &corporate[..WITH_BRANCHES]);
        let in_branch = start > 0 && matches!(chars[start - 1], '分' | '子');
        return match inner {
            Some(inner) => Some(inner),
            None if in_branch => None,
            None => Some((start, end)),
        };
    }
    form_at_end(chars.get(2..)?, others).map(|(start, end)| (start + 2, end + 2))
}

fn last_form(chars: &[char], forms: &[Vec<char>]) -> Option<(usize, usize)> {
    (1..=chars.len())
        .rev()
        .find_map(|end| form_at_end(&chars[..end], forms))
}

/// The longest of the forms that the letters end in.
fn form_at_end(chars: &[char], forms: &[Vec<char>]) -> Option<(usize, usize)> {
    let last = chars.last()?;
    let ends = |form: &&Vec<char>| form.last() == Some(last) && chars.ends_with(form);
    let longest = forms.iter().filter(ends).map(Vec::len).max()?;
    Some((chars.len() - longest, chars.len()))
}

fn find_last(chars: &[char], word: &str) -> Option<(usize, usize)> {
    let len = word.chars().count();
    (0..=chars.len().checked_sub(len)?)
        .rev()
        .find(|i| starts_with(&chars[*i..], word))
        .map(|start| (start, start + len))
}

/// Where the firm's own name ends when the branch follows it without a form: 甲乙银行|北京分行.
fn branch_head(chars: &[char], form_start: usize) -> usize {
    if form_start < chars.len() {
        return form_start;
    }
    let Some(len) = BRANCHES
        .iter()
        .filter(|word| ends_with(chars, word))
        .map(|w| w.chars().count())
        .max()
    else {
        return chars.len();
    };
    let bank = ["银行", "保险", "证券", "邮政", "集团"]
        .iter()
        .filter_map(|w| find_last(&chars[..chars.len() - len], w))
        .map(|(_, e)| e)
        .max();
    if let Some(end) = bank {
        return end;
    }
    // The place or the number before 分公司 belongs to the branch.
    let before = chars.len() - len;
    (2..before)
        .find(|i| is_branch_start(&chars[*i..before]))
        .unwrap_or(before)
}

fn is_branch_start(chars: &[char]) -> bool {
    chars.first() == Some(&'第') || place::at_head(chars).is_some_and(|hit| hit.len == chars.len())
}

fn ends_with(chars: &[char], word: &str) -> bool {
    let len = word.chars().count();
    chars.len() >= len && starts_with(&chars[chars.len() - len..], word)
}

fn place_of(chars: &[char], places: &mut Vec<&'static [Place]>) -> usize {
    let mut at = 0;
    while let Some(hit) = place::at_head(&chars[at..]) {
        let len = if at + hit.len + 2 <= chars.len() {
            hit.len
        } else {
            hit.bare
        };
        if at + len + 2 > chars.len() || takes_trade(&chars[at + len..]) {
            break;
        }
        // A second place lies in the first, or it is the trade name: 北京|隆昌.
        let first = places.first();
        if first
            .is_some_and(|first| place::relation(first, hit.meanings) != place::Relation::Inside)
        {
            break;
        }
        places.push(hit.meanings);
        at += len;
    }
    if at == 0 && (starts_with(chars, "中国") || starts_with(chars, "中华")) && chars.len() >= 4
    {
        return 2;
    }
    at
}

/// Where places end that are told by the word they end in only, after those that are listed: 云溪县|清溪镇|明西服装店.
fn unlisted_of(chars: &[char], from: usize, places: &mut Vec<Vec<char>>) -> usize {
    let mut at = from;
    loop {
        let len = unlisted::at_head(&chars[at..]);
        if len == 0 || at + len + 2 > chars.len() || takes_trade(&chars[at + len..]) {
            return at;
        }
        places.push(chars[at..at + len].to_vec());
        at += len;
    }
}

/// Whether a line of business follows at once, so that what looked like a place is the trade name: 长安|汽车.
fn takes_trade(rest: &[char]) -> bool {
    industry_of(rest, 0) == 0
}

/// Where the line of business begins: words of business taken from the end, two characters of trade name left.
fn industry_of(chars: &[char], from: usize) -> usize {
    let mut end = chars.len();
    while let Some(len) = industry_before(&chars[from..end]) {
        end -= len;
    }
    // A trade name of nothing means that all of it was business: the first word is the trade name then.
    if end == from && from > 0 {
        end_of_first(chars, from)
    } else {
        end
    }
}

fn end_of_first(chars: &[char], from: usize) -> usize {
    (from + 2).min(chars.len())
}

fn industry_before(chars: &[char]) -> Option<usize> {
    (2..=LONGEST_INDUSTRY.min(chars.len()))
        .rev()
        .find(|len| INDUSTRY_WORDS.contains(&chars[chars.len() - len..]))
}

fn add_bracket_places(out: &mut Anatomy) {
    for note in out.notes.iter().filter(|n| n.kind == NoteKind::Place) {
        if let Some(hit) = place::at_head(&note.part.chars) {
            out.places.push(hit.meanings);
        }
        if out.place.chars.is_empty() {
            out.place = note.part.clone();
        }
    }
}

/// A branch that stands in brackets is the branch where none follows the form.
fn add_bracket_branch(out: &mut Anatomy) {
    let branch = out.notes.iter().find(|n| n.kind == NoteKind::Branch);
    if let Some(note) = branch.filter(|_| out.branch.chars.is_empty()) {
        out.branch = note.part.clone();
    }
}

impl Anatomy {
    /// Whether the name is that of a branch: 分公司, 支行, 门店.
    pub fn is_branch(&self) -> bool {
        !self.branch.chars.is_empty()
            && BRANCHES
                .iter()
                .any(|word| ends_with(&self.branch.chars, word))
            || self
                .branch
                .chars
                .last()
                .is_some_and(|c| matches!(c, '店' | '部' | '厂' | '处' | '站'))
    }

    /// The branch as one way of writing it: 第一分公司, 第1分公司 and 一分公司 are one.
    pub fn branch_mark(&self) -> Vec<char> {
        let mut mark = numeral::in_digits(&self.branch.chars);
        mark.retain(|c| *c != '第');
        mark
    }

    /// Earlier names said in brackets.
    pub fn former_names(&self) -> impl Iterator<Item = &[char]> {
        self.notes
            .iter()
            .filter(|n| matches!(n.kind, NoteKind::Former | NoteKind::Other))
            .map(|n| n.part.chars.as_slice())
    }

    /// Words of the shop in brackets.
    pub fn has_shop(&self) -> bool {
        self.notes.iter().any(|n| n.kind == NoteKind::Shop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(part: &Part) -> String {
        part.chars.iter().collect()
    }

    fn parts(name: &str) -> [String; 5] {
        let a = anatomy(name);
        [
            text(&a.place),
            text(&a.trade),
            text(&a.industry),
            text(&a.form),
            text(&a.branch),
        ]
    }

    #[test]
    fn a_registered_name_has_four_parts() {
        assert_eq!(
            parts("广东省深圳市青禾远志网络科技有限公司"),
            ["广东省深圳市", "青禾远志", "网络科技", "有限公司", ""]
        );
        assert_eq!(
            parts("青禾远志（深圳）投资管理中心（有限合伙）"),
            ["深圳", "青禾远志", "投资管理", "中心", ""]
        );
    }

    #[test]
    fn a_branch_follows_the_form() {
        let a = anatomy("深圳青禾远志科技有限公司龙岗第二分公司");
        assert_eq!(text(&a.branch), "龙岗第二分公司");
        assert_eq!(text(&a.form), "有限公司");
        assert!(a.is_branch());
        assert!(!anatomy("深圳青禾远志科技有限公司").is_branch());
    }

    #[test]
    fn a_numbered_branch_is_one_however_its_number_is_written() {
        let mark = |branch: &str| anatomy(&format!("深圳青禾科技有限公司{branch}")).branch_mark();
        assert_eq!(mark("第一分公司"), mark("第1分公司"));
        assert_eq!(mark("第一分公司"), mark("一分公司"));
        assert_ne!(mark("第一分公司"), mark("第十一分公司"));
        assert_ne!(mark("第一分公司"), mark("第二分公司"));
    }

    #[test]
    fn spans_point_into_the_source() {
        let name = "（白名单）北京　青禾科技有限公司（青禾图书旗舰店-天猫）";
        let a = anatomy(name);
        let source: Vec<char> = name.chars().collect();
        let trade: String = source[a.trade.span.0..a.trade.span.1].iter().collect();
        assert_eq!(trade, "青禾");
        let core: String = a.core.iter().collect();
        assert_eq!(core, "北京青禾科技有限公司");
    }

    #[test]
    fn a_place_that_is_the_trade_name_stays_one() {
        assert_eq!(parts("长安汽车有限公司")[1], "长安");
    }
}
