//! Addresses of mail and web, also split by blanks or with 点 for the dot. It must not know words.

use std::sync::LazyLock;

use super::{
    contact::{ContactKind, Spot},
    phrase::Phrases,
};

/// Ends of host names seen in offers.
const ENDS: [&str; 38] = [
    "com", "cn", "net", "cc", "vip", "top", "xyz", "club", "io", "org", "app", "me", "info",
    "shop", "ltd", "link", "site", "live", "wang", "ink", "tv", "co", "pro", "biz", "com.cn",
    "net.cn", "org.cn", "gov.cn", "edu.cn", "c0m", "fun", "online", "store", "ren", "la", "hk",
    "us", "group",
];

/// Characters of a label of a host name at most.
const LONGEST_LABEL: usize = 63;

static END: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(ENDS.map(|w| (w, ()))));

/// The address that begins at `at`.
pub(super) fn address(text: &[char], at: usize) -> Option<Spot> {
    let before = at.checked_sub(1).and_then(|b| text.get(b));
    if before.is_some_and(|c| is_host(*c) || *c == '_') {
        return None;
    }
    // Most Latin words and numbers stand alone, which their end shows.
    let word = text.get(at..)?.iter().take_while(|c| is_host(**c)).count();
    let next = *text.get(at + word)?;
    if !is_dot(next)
        && !matches!(next, '@' | '_' | '+' | ':' | '#' | '(' | '[' | '艾')
        && word <= LONGEST_LABEL
    {
        return None;
    }
    let head = scheme(text, at);
    mail(text, at).or_else(|| host(text, at, head))
}

fn scheme(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let skip = ["http://", "https://", "http:", "https:"]
        .into_iter()
        .find(|s| rest.len() > s.len() && s.chars().eq(rest.iter().take(s.len()).copied()));
    at + skip.map_or(0, str::len)
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

fn is_dot(c: char) -> bool {
    matches!(c, '.' | '。' | '点' | '·')
}

fn mail(text: &[char], at: usize) -> Option<Spot> {
    let rest = text.get(at..)?;
    let local = rest
        .iter()
        .take_while(|c| is_host(**c) || matches!(c, '.' | '_' | '+'))
        .count();
    let sign = at_sign(rest.get(local..)?)?;
    if local == 0 {
        return None;
    }
    let (host, end) = labels(text, at + local + sign)?;
    let value: String = rest.iter().take(local).collect();
    Some(Spot {
        kind: ContactKind::Email,
        value: Some(format!("{value}@{host}")),
        start: at,
        end,
    })
}

/// Characters of what stands for @: abc#163.com, abc(at)163.com, abc艾特163.com.
fn at_sign(rest: &[char]) -> Option<usize> {
    match rest {
        ['@' | '#', ..] => Some(1),
        ['(', 'a', 't', ')', ..] | ['[', 'a', 't', ']', ..] => Some(4),
        ['艾', '特', ..] => Some(2),
        _ => None,
    }
}

fn host(text: &[char], start: usize, at: usize) -> Option<Spot> {
    let (mut value, mut end) = labels(text, at)?;
    let path = text.get(end..).unwrap_or_default();
    if path.first() == Some(&'/') {
        let path: String = path
            .iter()
            .take_while(|c| is_host(**c) || "/?=&%#_.:".contains(**c))
            .collect();
        end += path.len();
        value.push_str(&path);
    }
    let kind = if value.starts_with("t.me/") {
        ContactKind::Telegram
    } else {
        ContactKind::Url
    };
    Some(Spot {
        kind,
        value: Some(value),
        start,
        end,
    })
}

/// Labels parted by dots up to an end of a host name.
fn labels(text: &[char], at: usize) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut place = at;
    let mut found = None;
    for _ in 0..6 {
        let label: String = text
            .get(place..)?
            .iter()
            .take(LONGEST_LABEL)
            .take_while(|c| is_host(**c))
            .collect();
        if label.is_empty() {
            break;
        }
        place += label.len();
        value.push_str(&label);
        if !text.get(place).is_some_and(|c| is_dot(*c)) {
            break;
        }
        place += 1;
        value.push('.');
        if let Some(((), end)) = END
            .at(text, place)
            .filter(|(_, end)| !text.get(*end).is_some_and(|c| is_host(*c)))
        {
            let tail: String = text.get(place..end)?.iter().collect();
            let whole = format!("{value}{}", if tail == "c0m" { "com" } else { &tail });
            found = Some((whole, end));
            // example.com.cn: the longest end wins.
            if !text.get(end).is_some_and(|c| is_dot(*c)) {
                break;
            }
        }
    }
    // 2.5.co: an address has a letter before its end, or is a long number.
    found.filter(|(whole, _)| {
        let first = whole.split('.').next().unwrap_or_default();
        first.bytes().any(|b| b.is_ascii_alphabetic()) || first.len() >= 3
    })
}
