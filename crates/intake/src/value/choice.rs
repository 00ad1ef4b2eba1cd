//! Words of a closed list: yes and no, levels, states. It must not know which lists there are.

use super::fault::Fault;
use super::normal::squeeze;

/// Reads 是/否, 有/无, √/×, Y/N.
///
/// # Errors
/// Any other word.
pub fn flag(text: &str) -> Result<bool, Fault> {
    match squeeze(text).to_ascii_lowercase().as_str() {
        "是" | "有" | "对" | "已" | "y" | "yes" | "true" | "t" | "√" | "✓" | "✔" | "☑" | "■"
        | "1" => Ok(true),
        "否" | "无" | "没有" | "不是" | "未" | "错" | "n" | "no" | "false" | "f" | "×" | "x"
        | "✗" | "✘" | "□" | "☐" | "0" => Ok(false),
        _ => Err(Fault::new(
            format!("“{text}”既不是“是”也不是“否”"),
            "请填“是”或“否”",
        )),
    }
}

/// Finds the code whose words hold the text. `options` gives each code with its words; the first
/// word is the one shown.
///
/// # Errors
/// A word outside the list; the message lists the words that are allowed.
pub fn choice<'a>(
    text: &str,
    options: impl Iterator<Item = (&'a str, &'a [String])> + Clone,
) -> Result<&'a str, Fault> {
    let plain = squeeze(text);
    let bare = plain.trim_end_matches(['。', '.', ';']);
    let hit = options
        .clone()
        .find(|(code, words)| *code == bare || words.iter().any(|word| squeeze(word) == bare));
    hit.map(|(code, _)| code).ok_or_else(|| {
        let allowed: Vec<&str> = options
            .filter_map(|(_, words)| words.first().map(String::as_str))
            .collect();
        Fault::new(
            format!("“{text}”不在可选项里"),
            format!("请填：{}", allowed.join("、")),
        )
    })
}
