//! The words of a duty (事项) without the signs, brackets and contacts that were cut off with them.
//! It must not know times or bodies.

use super::duty::shortened;

/// Puts the other half to a bracket whose end was cut off with whom to call.
fn closed(bare: &str) -> String {
    let mut open = Vec::new();
    for c in bare.chars() {
        match c {
            '（' => open.push('）'),
            '(' => open.push(')'),
            '）' | ')' => {
                open.pop();
            }
            _ => {}
        }
    }
    bare.chars().chain(open.into_iter().rev()).collect()
}

pub(super) fn tidy(what: &str) -> String {
    let edges = ['，', '。', '；', '、', ' ', '：', ',', ';', ':'];
    // Whom to call is a contact, not a part of the duty.
    let called = [
        "（联系人",
        "(联系人",
        "（联系电话",
        "(联系电话",
        "，联系人",
        "，联系电话",
        ",联系人",
        "，电子邮箱：",
        "，邮箱：",
        "，电话：",
    ];
    let end = called.iter().filter_map(|word| what.find(word)).min();
    let mut bare = what[..end.unwrap_or(what.len())].trim_matches(edges);
    // A bracket without its partner belongs to words that were cut off.
    while bare.starts_with(['（', '(']) && !bare.contains(['）', ')'])
        || bare.starts_with(['）', ')'])
    {
        let first = bare.chars().next().map_or(0, char::len_utf8);
        bare = bare[first..].trim_matches(edges);
    }
    while bare.ends_with(['）', ')']) && !bare.contains(['（', '(']) || bare.ends_with(['（', '('])
    {
        let last = bare.chars().next_back().map_or(0, char::len_utf8);
        bare = bare[..bare.len() - last].trim_matches(edges);
    }
    let bare = bare.strip_prefix("分别").unwrap_or(bare);
    // “由民办教育科牵头，对机构逐家登记”: who leads is told by `who`.
    let bare = bare
        .strip_prefix("牵头，")
        .filter(|rest| {
            let next = rest.split('，').next().unwrap_or_default();
            !["配合", "协助", "参与"]
                .iter()
                .any(|word| next.contains(word))
        })
        .unwrap_or(bare);
    // “第四季度及全年情况于…前报送”: what stands before the date lost its first half.
    let bare = bare
        .strip_prefix(['及', '与'])
        .filter(|rest| !rest.starts_with(['时', '早', '会']))
        .unwrap_or(bare);
    // “自10月8日起受理”: 起 belongs to the date cut off.
    let bare = bare
        .strip_prefix('起')
        .filter(|rest| !rest.starts_with(['草', '底', '诉', '获']))
        .unwrap_or(bare);
    let bare = bare.trim_start_matches(edges);
    shortened(&closed(bare.strip_prefix("为").unwrap_or(bare)), 120)
}
