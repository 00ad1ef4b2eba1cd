//! Telephone numbers as offices note them down: with or without the country, the area and an extension (转 801), in groups,
//! two in one cell. It must not know rows.

use crate::link::fold;

/// Words before an extension.
const EXTENSIONS: [&str; 5] = ["转", "分机", "内线", "ext", "#"];

/// The digits of the first number of a text, without country, trunk 0 and extension.
pub(super) fn phone(text: &str) -> Vec<char> {
    let folded = fold::fold(text).chars;
    let groups: Vec<&[char]> = without_extension(&folded)
        .split(|c| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let of = |count: usize| without_country(groups[..count].concat());
    let counts = || (1..=groups.len()).rev();
    let national = counts().map(of).find(|digits| is_national(digits));
    let local = || {
        let first = groups.first().filter(|first| is_local(first));
        first.map(|first| first.to_vec())
    };
    let digits = national
        .or_else(local)
        .or_else(|| {
            counts()
                .map(of)
                .find(|digits| (7..=11).contains(&digits.len()))
        })
        .unwrap_or_else(|| without_country(groups.concat()));
    match digits.as_slice() {
        ['0', rest @ ..] if rest.len() >= 10 => rest.to_vec(),
        _ => digits,
    }
}

fn without_extension(folded: &[char]) -> &[char] {
    let starts = |at: &usize| {
        let rest = &folded[*at..];
        let digits = folded[..*at].iter().filter(|c| c.is_ascii_digit()).count();
        digits >= 7
            && EXTENSIONS
                .iter()
                .any(|word| crate::link::place::starts_with(rest, word))
    };
    let end = (0..folded.len()).find(starts).unwrap_or(folded.len());
    &folded[..end]
}

fn without_country(mut digits: Vec<char>) -> Vec<char> {
    let rest = match digits.as_slice() {
        ['0', '0', '8', '6', rest @ ..] | ['8', '6', rest @ ..] if rest.len() >= 10 => rest.len(),
        all => all.len(),
    };
    digits.drain(..digits.len() - rest);
    digits
}

/// A number that is reached from the whole country: a mobile one, one with its area, one of a service (400).
fn is_national(digits: &[char]) -> bool {
    match digits {
        ['0', rest @ ..] => (9..=11).contains(&rest.len()),
        ['4' | '8', '0', '0', ..] => digits.len() == 10,
        _ => is_mobile(digits),
    }
}

/// A number of a mobile telephone.
pub(super) fn is_mobile(digits: &[char]) -> bool {
    digits.len() == 11 && digits[0] == '1'
}

/// A number within an area.
fn is_local(digits: &[char]) -> bool {
    matches!(digits.len(), 7 | 8)
}

/// The digits by which a number of a fixed telephone is found with its area and without.
pub(super) fn local_tail(digits: &[char]) -> Option<&[char]> {
    let fixed = matches!(digits.len(), 7 | 8 | 10 | 11) && !is_mobile(digits);
    fixed.then(|| &digits[digits.len() - 7..])
}

/// Whether one is the other without its area; of numbers of these lengths, the longer no mobile one.
pub(super) fn lacks_area(short: usize, long: usize, long_begins: char) -> bool {
    matches!(short, 7 | 8) && matches!(long, 10 | 11) && !(long == 11 && long_begins == '1')
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn a_number_is_one_however_it_is_noted_down() {
        for (text, number) in [
            ("138 0000 1111", "13800001111"),
            ("138-0000-1111", "13800001111"),
            ("+86 13800001111", "13800001111"),
            ("0086-13800001111", "13800001111"),
            ("１３８００００１１１１（微信同号）", "13800001111"),
            ("周远帆13800001111", "13800001111"),
            ("13800001111/13900002222", "13800001111"),
            ("13800001111、0512-66668888", "13800001111"),
            ("0512-66668888", "51266668888"),
            ("(0512)6666 8888", "51266668888"),
            ("+86 512 66668888", "51266668888"),
            ("0512-66668888转801", "51266668888"),
            ("0512-66668888-801", "51266668888"),
            ("0512-66668888 转 1", "51266668888"),
            ("010-66668888转1", "1066668888"),
            ("010-66668888 ext.8001", "1066668888"),
            ("66668888-801", "66668888"),
            ("66668888 66669999", "66668888"),
            ("400-800-1234", "4008001234"),
            ("400 800 1234转5", "4008001234"),
            ("110", "110"),
            ("无", ""),
        ] {
            assert_eq!(
                phone(text).into_iter().collect::<String>(),
                number,
                "{text}"
            );
        }
    }
}
