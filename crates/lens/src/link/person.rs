//! Names of persons: Chinese, Latin, spelled in pinyin, with titles and former names. It must not know other facts
//! about a person: equal names are no proof.

use std::sync::LazyLock;

use super::{
    fold::{fold, is_han, is_letter},
    glyph,
    similarity::{jaro_winkler, shared_chars},
    sound,
    verdict::{Reasons, Verdict},
};

/// What people add to a name, longest first.
const TITLES: [&str; 44] = [
    "法定代表人",
    "实际控制人",
    "负责人",
    "联系人",
    "总经理",
    "董事长",
    "副经理",
    "副总",
    "老师傅",
    "先生",
    "女士",
    "小姐",
    "太太",
    "夫人",
    "同志",
    "老师",
    "经理",
    "主任",
    "主管",
    "医生",
    "大夫",
    "律师",
    "教授",
    "博士",
    "师傅",
    "书记",
    "局长",
    "处长",
    "科长",
    "所长",
    "院长",
    "校长",
    "会计",
    "股东",
    "监事",
    "董事",
    "老板",
    "总监",
    "阿姨",
    "大爷",
    "大妈",
    "大姐",
    "大哥",
    "等人",
];

/// Words before another name of the same person.
const FORMER: [&str; 8] = [
    "曾用名",
    "原名",
    "又名",
    "别名",
    "化名",
    "绰号",
    "网名",
    "曾",
];

/// Surnames of two characters.
const DOUBLE: [&str; 20] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "慕容", "皇甫", "尉迟", "公孙", "令狐",
    "轩辕", "夏侯", "长孙", "宇文", "端木", "百里", "呼延", "南宫",
];

/// A person's name as compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Letters of the name without title.
    pub name: Vec<char>,
    /// Other names of the person said beside it.
    pub others: Vec<Vec<char>>,
    /// Whether a title was taken off.
    pub titled: bool,
    /// Its words, of a name in letters.
    words: Vec<Vec<char>>,
}

/// Reads a name: title off, other names apart.
pub fn person_name(text: &str) -> PersonName {
    let mut out = PersonName::default();
    let folded = fold(text).chars;
    let latin = !folded.iter().any(|c| is_han(*c));
    for piece in pieces(&folded, latin) {
        // 曾小明 is a surname and a given name; only behind a name 曾 means once.
        let first = out.name.is_empty() && out.others.is_empty();
        let (piece, former) = without_former(piece, first);
        let (piece, titled) = without_title(piece);
        out.titled |= titled;
        let letters: Vec<char> = piece.iter().copied().filter(|c| keeps(*c)).collect();
        if letters.is_empty() {
            continue;
        }
        if out.name.is_empty() && !former {
            if latin {
                out.words = words(piece);
            }
            out.name = letters;
        } else {
            out.others.push(letters);
        }
    }
    if out.name.is_empty() && !out.others.is_empty() {
        out.name = out.others.remove(0);
    }
    out
}

fn keeps(c: char) -> bool {
    is_letter(c) || c == '*'
}

/// The text outside brackets, then what brackets and commas hold apart. A Latin name keeps its comma: Smith, John.
fn pieces(chars: &[char], latin: bool) -> impl Iterator<Item = &[char]> {
    let parts =
        chars.split(move |c| matches!(c, '(' | ')' | '/') || (!latin && matches!(c, ',' | ':')));
    parts.filter(|part| !part.is_empty())
}

static TITLE_LETTERS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| letters_of(&TITLES));
static FORMER_LETTERS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| letters_of(&FORMER));

fn letters_of(words: &[&str]) -> Vec<Vec<char>> {
    words.iter().map(|word| word.chars().collect()).collect()
}

fn without_former(piece: &[char], first: bool) -> (&[char], bool) {
    let word = FORMER_LETTERS.iter().find(|word| {
        let (more, single) = if word.len() == 1 {
            (2, true)
        } else {
            (0, false)
        };
        begins(piece, word) && piece.len() >= word.len() + more && !(first && single)
    });
    word.map_or((piece, false), |w| (&piece[w.len()..], true))
}

fn without_title(piece: &[char]) -> (&[char], bool) {
    for title in TITLE_LETTERS.iter() {
        let len = title.len();
        if piece.last() == title.last() && piece.ends_with(title) && piece.len() > len {
            return (&piece[..piece.len() - len], true);
        }
        if begins(piece, title) && piece.len() > len + 1 {
            return (&piece[len..], true);
        }
    }
    (piece, false)
}

fn begins(piece: &[char], word: &[char]) -> bool {
    piece.first() == word.first() && piece.starts_with(word)
}

fn words(piece: &[char]) -> Vec<Vec<char>> {
    let parts = piece.split(|c| !is_letter(*c));
    parts
        .filter(|w| !w.is_empty())
        .map(<[char]>::to_vec)
        .collect()
}

/// Compares two names of persons. Equal names alone reach 0.95 at most: many people share one.
pub fn compare(a: &str, b: &str) -> Verdict {
    compare_names(&person_name(a), &person_name(b))
}

/// Compares two names read before.
pub fn compare_names(a: &PersonName, b: &PersonName) -> Verdict {
    if a.name.is_empty() || b.name.is_empty() {
        return Verdict::of(0.5, "有一方姓名为空，无法比较");
    }
    if a.others
        .iter()
        .any(|n| n == &b.name || b.others.contains(n))
        || b.others.contains(&a.name)
    {
        return Verdict::of(0.93, "曾用名或别名与另一方姓名一致");
    }
    let han = |n: &PersonName| n.name.iter().any(|c| is_han(*c));
    match (han(a), han(b)) {
        (true, true) => chinese(&a.name, &b.name, a.titled || b.titled),
        (false, false) => latin(a, b),
        (true, false) => pinyin(&a.name, b),
        (false, true) => pinyin(&b.name, a),
    }
}

fn chinese(a: &[char], b: &[char], titled: bool) -> Verdict {
    if a == b {
        let note = if titled {
            "去掉称谓后姓名相同"
        } else {
            "姓名相同"
        };
        return Verdict::of(if a.len() >= 2 { 0.95 } else { 0.5 }, note);
    }
    if masked(a) || masked(b) {
        return if fits_mask(a, b) {
            Verdict::of(0.55, "姓名有遮盖，未遮盖的字相同")
        } else {
            Verdict::of(0.05, "未遮盖的字不同")
        };
    }
    if a.len() == 1 || b.len() == 1 {
        return if a.first() == b.first() {
            Verdict::of(0.45, "只有姓氏，无法确定")
        } else {
            Verdict::of(0.03, "姓氏不同")
        };
    }
    if a.len() == b.len() {
        return same_length(a, b);
    }
    other_length(a, b)
}

fn masked(name: &[char]) -> bool {
    name.contains(&'*') || name[1..].iter().any(|c| matches!(c, '某' | 'x'))
}

/// 王*明 and 王某 fit 王小明: what is not hidden is equal.
fn fits_mask(a: &[char], b: &[char]) -> bool {
    let hidden = |c: char| matches!(c, '*' | '某' | 'x');
    let shown = |x: char, y: char| x == y || hidden(x) || hidden(y);
    if a.len() == b.len() {
        return a.iter().zip(b).all(|(x, y)| shown(*x, *y));
    }
    let some = |n: &[char]| n[1..].iter().all(|c| hidden(*c));
    a.first() == b.first() && (some(a) || some(b))
}

fn surname_len(name: &[char]) -> usize {
    let double = name.len() >= 3
        && DOUBLE
            .iter()
            .any(|d| name.starts_with(&d.chars().collect::<Vec<_>>()));
    if double { 2 } else { 1 }
}

/// Names of one length: each character that differs speaks against, less when it sounds or looks alike.
fn same_length(a: &[char], b: &[char]) -> Verdict {
    if shared_chars(a, b) == a.len() {
        return same_characters(a, b);
    }
    let surname = surname_len(a).max(surname_len(b));
    let mut reasons = Reasons::default();
    let mut odds = 2.9_f64;
    for (i, (x, y)) in a.iter().zip(b).enumerate().filter(|(_, (x, y))| x != y) {
        odds -= character_cost(*x, *y, i < surname, &mut reasons);
    }
    if odds > 0.0 || a.first() == b.first() {
        reasons.same("其余各字相同");
    }
    reasons.verdict(super::logistic::sigmoid(odds))
}

fn character_cost(x: char, y: char, surname: bool, reasons: &mut Reasons) -> f64 {
    let pair = if x < y {
        format!("“{x}”／“{y}”")
    } else {
        format!("“{y}”／“{x}”")
    };
    let place = if surname { "姓氏" } else { "名字" };
    let (cost, same, how) = if sound::same(x, y) {
        (1.6, true, "读音相同")
    } else if glyph::alike(x, y) {
        (1.9, true, "字形相近")
    } else if sound::near(x, y) {
        (2.3, true, "读音相近")
    } else {
        (5.2, false, "用字不同")
    };
    let reason = format!("{place}{how}{pair}");
    if same {
        reasons.same(&reason)
    } else {
        reasons.differ(&reason)
    }
    if surname { cost + 0.5 } else { cost }
}

/// The same characters in another order: 明王小 for 王小明 is a slip of columns; 王明小 rather another person.
fn same_characters(a: &[char], b: &[char]) -> Verdict {
    let turned = (1..a.len()).any(|i| [&a[i..], &a[..i]].concat() == b);
    if turned && a.first() != b.first() {
        return Verdict::of(0.8, "用字相同，姓和名次序颠倒");
    }
    Verdict::of(0.55, "用字相同，次序不同")
}

fn other_length(a: &[char], b: &[char]) -> Verdict {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if long.contains(&'的') {
        return Verdict::of(0.04, "一方写的是与另一人有关系的人");
    }
    let ends = long.starts_with(short) || long.ends_with(short);
    if long.len() >= 5 && short.len() >= 2 && ends {
        return Verdict::of(0.7, "一方是另一方姓名的一部分");
    }
    let missing = long.len() - short.len();
    let shared = shared_chars(a, b);
    if shared == short.len() && missing == 1 && a.first() == b.first() {
        return Verdict::of(if short.len() >= 3 { 0.6 } else { 0.2 }, "一方少一个字");
    }
    Verdict::of(0.04, "姓名字数和用字不同")
}

/// Words of Latin names, matched best first, in any order; an initial stands for its word.
fn latin(a: &PersonName, b: &PersonName) -> Verdict {
    if a.name == b.name {
        return Verdict::of(0.95, "姓名相同");
    }
    let joined = f64::from(jaro_winkler(&a.name, &b.name));
    let words = word_similarity(&a.words, &b.words).min(word_similarity(&b.words, &a.words));
    let best = joined.max(words);
    let probability = super::logistic::sigmoid((best - 0.89) * 28.0).min(0.93);
    let reason = match best {
        s if s >= 0.99 => "姓名用词相同，次序或缩写不同",
        s if s >= 0.89 => "姓名拼写相近",
        _ => "姓名拼写不同",
    };
    Verdict::of(probability, reason)
}

fn word_similarity(a: &[Vec<char>], b: &[Vec<char>]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let sum: f64 = a
        .iter()
        .map(|x| b.iter().map(|y| word(x, y)).fold(0.0, f64::max))
        .sum();
    sum / a.len() as f64 - 0.04 * (a.len() as f64 - b.len() as f64).abs()
}

fn word(a: &[char], b: &[char]) -> f64 {
    if (a.len() == 1 || b.len() == 1) && a.first() == b.first() {
        return 0.93;
    }
    f64::from(jaro_winkler(a, b))
}

/// 吕 is Lü, on keyboards Lv, in passports Lyu.
fn without_umlaut(spelled: &str) -> Vec<char> {
    let plain = spelled.replace('ü', "v").replace("lyu", "lv");
    plain.replace("nyu", "nv").chars().collect()
}

/// A Chinese name beside letters: its pinyin in either order, or its initials.
fn pinyin(han: &[char], latin: &PersonName) -> Verdict {
    let split = surname_len(han);
    let (surname, given) = han.split_at(split.min(han.len()));
    let orders = [[surname, given].concat(), [given, surname].concat()];
    let spelled: Vec<Vec<char>> = orders
        .iter()
        .map(|o| without_umlaut(&sound::spelled(o)))
        .collect();
    let letters = without_umlaut(&latin.name.iter().collect::<String>());
    if spelled.contains(&letters) {
        return Verdict::of(0.85, "拼音与另一方姓名一致");
    }
    let best = spelled
        .iter()
        .map(|s| jaro_winkler(s, &letters))
        .fold(0.0, f32::max);
    if orders
        .iter()
        .any(|o| sound::initials(o).chars().eq(latin.name.iter().copied()))
    {
        return Verdict::of(0.5, "首字母与另一方一致，无法确定");
    }
    if best >= 0.95 {
        Verdict::of(0.6, "拼音与另一方姓名相近")
    } else {
        Verdict::of(0.05, "拼音与另一方姓名不同")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(a: &str, b: &str) -> f64 {
        let there = compare(a, b).probability;
        let back = compare(b, a).probability;
        assert!((there - back).abs() < 1e-9, "{a} {b}: {there} {back}");
        there
    }

    #[test]
    fn what_a_person_would_call_the_same() {
        for (a, b) in [
            ("王小明", "王小明先生"),
            ("王小明", "王晓明"),
            ("王小明（曾用名：王大力）", "王大力"),
            ("张國榮", "张国荣"),
            ("小明王", "王小明"),
            ("Wang Xiaoming", "王小明"),
            ("欧阳青禾", "OUYANG QINGHE"),
            ("john smith", "Smith, John"),
            ("robert alan", "robert allan"),
            ("阿里木·买买提", "阿里木买买提"),
            ("吕青禾", "Lv Qinghe"),
            ("吕青禾", "LYU QINGHE"),
            ("吕青禾", "Lü Qinghe"),
            ("曾小明", "曾小明（法定代表人）"),
            ("王大力（曾王小明）", "王小明"),
        ] {
            assert!(p(a, b) > 0.5, "{a} {b} {}", p(a, b));
        }
    }

    #[test]
    fn what_a_person_would_call_different() {
        for (a, b) in [
            ("王小明", "王小刚"),
            ("王小明", "李小明"),
            ("王明", "王小明"),
            ("Wang Li", "张伟"),
            ("john smith", "mary jones"),
            ("王先生", "王小明"),
            ("曾小明", "小明"),
            ("王小明", "王小明的妻子"),
        ] {
            assert!(p(a, b) < 0.5, "{a} {b} {}", p(a, b));
        }
    }
}
