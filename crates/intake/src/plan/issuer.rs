//! Who issued a document (发文机关): from its signature, its red heading or the beginning of its title.
//! It must not know the document's text.

use super::page::{Extent, Page};

/// 云溪县人民政府办公室关于…, 云溪县教育局2024年…: the title begins with the issuer.
pub(super) fn issuer_of_title(page: &Page, title: &Extent) -> Option<Extent> {
    let text = page.slice(title);
    let year = text.find(|c: char| c.is_ascii_digit());
    let end = ["关于", "转发", "印发"]
        .iter()
        .filter_map(|word| text.find(word))
        .chain(year)
        .min();
    let Some(end) = end else {
        return leading_body(text).map(|end| title.start..title.start + end);
    };
    let name = text[..end].trim_end();
    let joint = || super::body_name::list(name).is_some_and(|list| list.len() > 1);
    (super::body_name::is_body(name) || joint()).then(|| title.start..title.start + name.len())
}

/// 云溪县市场监督管理局专题会议纪要: the office the title begins with.
fn leading_body(text: &str) -> Option<usize> {
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.rfind(|&end| {
        let name = &text[..end];
        name.chars().count() >= 5
            && end < text.len()
            // 政府信息公开 is what the office makes public.
            && !(name.ends_with("政府") && text[end..].starts_with("信息"))
            && [
                "局",
                "办公室",
                "委员会",
                "政府",
                "办事处",
                "领导小组",
                "厅",
                "学校",
                "中学",
                "小学",
                "分局",
                "支行",
                "协会",
            ]
            .iter()
            .any(|word| name.ends_with(word))
            && super::body_name::is_body(name)
    })
}

/// The bodies a line of the signature names; the line of a lent seal names another.
pub(super) fn signature_names(page: &Page, line: &Extent) -> Vec<Extent> {
    let text = page.slice(line);
    if text.contains("代章") {
        let own = text
            .find('(')
            .filter(|&at| at > 0)
            .map(|at| line.start..line.start + at);
        return own
            .into_iter()
            .filter(|extent| super::body_name::is_body(page.slice(extent)))
            .collect();
    }
    let narrow = at_blanks(page, line);
    if narrow.len() > 1 {
        return narrow;
    }
    // Joint issuers stand side by side, set apart by a wide gap.
    let gaps: Vec<usize> = text
        .char_indices()
        .skip(1)
        .map(|(at, _)| line.start + at)
        .filter(|&at| page.gap_before(at))
        .collect();
    let starts = [line.start].into_iter().chain(gaps.iter().copied());
    let ends = gaps.iter().copied().chain([line.end]);
    let side_by_side: Vec<Extent> = starts.zip(ends).map(|(start, end)| start..end).collect();
    if side_by_side
        .iter()
        .all(|name| super::body_name::is_body(page.slice(name)))
    {
        return side_by_side;
    }
    if super::body_name::is_body(text) {
        vec![line.clone()]
    } else {
        Vec::new()
    }
}

/// Whole names set apart by single blanks; spaced-out characters of one name are none.
fn at_blanks(page: &Page, line: &Extent) -> Vec<Extent> {
    let text = page.slice(line);
    let cuts: Vec<usize> = text
        .char_indices()
        .skip(1)
        .map(|(at, _)| line.start + at)
        .filter(|&at| page.blank_before(at))
        .collect();
    let starts = [line.start].into_iter().chain(cuts.iter().copied());
    let names: Vec<Extent> = starts
        .zip(cuts.iter().copied().chain([line.end]))
        .map(|(start, end)| start..end)
        .collect();
    let whole = names.iter().all(|name| {
        let name = page.slice(name);
        name.chars().count() >= 4 && super::body_name::is_body(name)
    });
    if whole { names } else { Vec::new() }
}

/// The bodies a red heading or the beginning of a title names, parted by blanks or by 、.
pub(super) fn names(page: &Page, line: &Extent) -> Vec<Extent> {
    let parted = signature_names(page, line);
    if parted.len() > 1 {
        return parted;
    }
    let list = super::body_name::split_list(page.slice(line));
    let named = |(_, name): &(usize, &str)| super::body_name::is_body(name);
    if list.len() > 1 && list.iter().all(named) {
        return list
            .into_iter()
            .map(|(at, name)| line.start + at..line.start + at + name.len())
            .collect();
    }
    vec![line.clone()]
}

pub(super) fn head_name(page: &Page, head: &Extent) -> Extent {
    let text = page.slice(head);
    let kept = text.trim_end_matches("文件").trim_end_matches(['(', ')']);
    head.start..head.start + kept.len()
}
