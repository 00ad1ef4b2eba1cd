//! Names in quotation marks (引号内的名称): “星禾互助”投资人, 名为“甲”“乙”的平台, “甲、乙(丙)”等5个平台. Slogans and ordinary words
//! stand in them too, and are told by what stands around them. It must not know names without marks.

use std::sync::LazyLock;

use super::{
    super::phrase::Phrases,
    lists::is_named,
    rules::{Candidate, ENOUGH, is_function},
};

/// Longest name in quotation marks.
const LONGEST: usize = 12;
/// Characters that one pair of marks may hold.
const ROOM: usize = 160;
/// Pairs of marks in a row that share what follows the last.
const CHAIN: usize = 12;

/// Before a slogan.
const SAID: [&str; 9] = [
    "号称", "宣称", "声称", "打着", "喊出", "承诺", "遇到", "凡是", "标榜",
];
/// Behind the closing mark: what goes with names alone.
static BEHIND: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let words = "案 系 平台 app 软件 非法集资 集资 骗局 传销 投资人 投资者 受害人 受害者 跑路 崩盘 爆雷 暴雷 涉嫌 案件 商城 网站 公司 集团";
    Phrases::new(words.split(' ').map(|w| (w, ())))
});

/// The names in quotation marks, given for each character whether it belongs to an ordinary word or is a mark.
pub(super) fn quoted(text: &[char], marked: &[bool]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, close)) = pair(text, at) {
        at = close + 1;
        let told = goes_with_names(text, close) && !is_slogan(text, open);
        if !told && !is_named(text, open) {
            continue;
        }
        let whole = pieces(text, open + 1, close).filter(|(s, e)| is_name(text, marked, *s, *e));
        found.extend(whole.map(|(start, end)| Candidate {
            start,
            end,
            firm: false,
            points: ENOUGH,
        }));
    }
    found
}

/// The next pair of marks from `at` on.
fn pair(text: &[char], at: usize) -> Option<(usize, usize)> {
    let mut open = None;
    for (p, c) in text.iter().enumerate().skip(at) {
        match (c, open) {
            ('“' | '「', _) => open = Some(p),
            ('”' | '」', Some(from)) if p - from <= ROOM => return Some((from, p)),
            ('”' | '」', _) => open = None,
            _ => {}
        }
    }
    None
}

/// 号称“边玩边赚”的平台: a slogan.
fn is_slogan(text: &[char], open: usize) -> bool {
    let before = text.get(open.saturating_sub(2)..open).unwrap_or_default();
    SAID.iter()
        .any(|said| said.chars().eq(before.iter().copied()))
}

/// Whether the mark that closes at `close`, or the last one in a row, stands before what goes with names.
fn goes_with_names(text: &[char], close: usize) -> bool {
    let mut close = close;
    for _ in 0..CHAIN {
        let joined = usize::from(matches!(
            text.get(close + 1),
            Some('、' | '和' | '及' | ',')
        ));
        match pair(text, close + 1) {
            Some((open, next)) if open == close + 1 + joined => close = next,
            _ => break,
        }
    }
    let mut at = close + 1;
    if text.get(at) == Some(&'的') {
        at += 1;
    } else if text.get(at) == Some(&'等') {
        // 等18个平台, 等多家公司
        let counted = |c: &char| c.is_ascii_digit() || "多数十个家余".contains(*c);
        at += 1;
        at += text[at..].iter().take_while(|c| counted(c)).count().min(5);
    }
    BEHIND.at(text, at).is_some()
}

/// What commas of a list and brackets part.
fn pieces(text: &[char], start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> {
    let parts = text[start..end].split(|c| matches!(c, '、' | '(' | ')'));
    let mut at = start;
    parts.map(move |part| {
        let from = at;
        at += part.len() + 1;
        (from, from + part.len())
    })
}

/// Two to twelve letters, no particle among them, and something that is no ordinary word.
fn is_name(text: &[char], marked: &[bool], start: usize, end: usize) -> bool {
    let piece = &text[start..end];
    let letters = piece.iter().all(|c| c.is_alphabetic() && !is_function(*c));
    letters && (2..=LONGEST).contains(&piece.len()) && marked[start..end].contains(&false)
}

#[cfg(test)]
mod tests {
    use super::super::super::plain::Plain;
    use super::super::find_in;

    fn names(text: &str) -> Vec<String> {
        let found = find_in(&Plain::of(text), text);
        found.into_iter().map(|n| n.text).collect()
    }

    #[test]
    fn what_goes_with_names_tells_them_in_quotation_marks() {
        assert_eq!(names("供“沐垚互助”投资人交流的群"), ["沐垚互助"]);
        assert_eq!(
            names("已登记的“沐垚金融、骐贷(鹮理财)”等3个平台"),
            ["沐垚金融", "骐贷", "鹮理财"]
        );
        assert_eq!(
            names("这个名为“沐垚基金”、“骐鹮众筹”的组织"),
            ["沐垚基金", "骐鹮众筹"]
        );
    }

    #[test]
    fn slogans_and_ordinary_words_are_none() {
        for text in [
            "打着“养老服务”的旗号",
            "遇到“保本保息”要小心",
            "一款号称“边玩边赚”的游戏",
        ] {
            assert_eq!(names(text), Vec::<String>::new(), "{text}");
        }
    }
}
