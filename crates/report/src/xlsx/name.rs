//! Names of tabs as Excel accepts them. It must not know what is on the sheet.

const MAX_UTF16: usize = 31;

/// The name with what Excel refuses replaced, cut to 31 UTF-16 units, and numbered when `taken` has it.
pub(crate) fn tab_name(wanted: &str, taken: &[String]) -> String {
    let mut name: String = wanted.trim().chars().map(accepted).collect();
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        name = "表".to_owned();
    }
    let mut candidate = cut(&name, MAX_UTF16);
    let mut number = 2;
    while taken
        .iter()
        .any(|t| t.to_lowercase() == candidate.to_lowercase())
    {
        let suffix = format!("（{number}）");
        candidate = cut(&name, MAX_UTF16 - suffix.encode_utf16().count()) + &suffix;
        number += 1;
    }
    candidate
}

fn accepted(c: char) -> char {
    match c {
        '[' => '〔',
        ']' => '〕',
        ':' => '：',
        '*' => '＊',
        '?' => '？',
        '/' => '／',
        '\\' => '＼',
        '\'' => '’',
        c if c.is_control() || !crate::text::is_xml_char(c) => ' ',
        c => c,
    }
}

fn cut(name: &str, max: usize) -> String {
    let mut used = 0;
    name.chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= max
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_characters_lengths_and_doubles_are_mended() {
        assert_eq!(tab_name("附件1/附件2[汇总]", &[]), "附件1／附件2〔汇总〕");
        assert_eq!(tab_name("  ", &[]), "表");
        assert_eq!(tab_name("'a'", &[]), "’a’");
        let long = "风险线索排查处置情况统计表".repeat(4);
        let first = tab_name(&long, &[]);
        assert_eq!(first.chars().count(), 31);
        let second = tab_name(&long, std::slice::from_ref(&first));
        assert!(second.ends_with("（2）") && second.chars().count() <= 31);
    }
}
