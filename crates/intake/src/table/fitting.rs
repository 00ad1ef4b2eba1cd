//! Fitting columns to fields: likeness of titles, look of values, neighbours, best total.
//! It must not know units, captions or sheets.

use super::assignment;
use super::column::Look;
use super::header::{HeaderColumn, spellings};
use super::matching::{self, Likeness, Names, Title};
use super::reporter::{names_a_reporter, speaks_of_a_reporter};
use crate::kind::{FieldId, FieldType, Kind};

/// Least score at which a column is given to a field.
const THRESHOLD: u32 = 560;
/// The score of a title that is a name of the field.
const WORD_FOR_WORD: u32 = 1000;
/// A near name counts above an exact general one: beside 联络员, 联系电话 is the liaison's.
const NEAR: u32 = 1050;

/// Fields given to columns: index into the kind's fields, with likeness.
pub(super) fn assign(
    titles: &[HeaderColumn],
    looks: &[Look],
    kind: &Kind,
) -> Vec<(Option<usize>, Likeness)> {
    let names = matching::names(kind);
    let mut table: Vec<Vec<Likeness>> = titles
        .iter()
        .zip(looks)
        .map(|(column, look)| names.iter().map(|n| weighed(column, look, n)).collect())
        .collect();
    apply_neighbours(titles, &names, &mut table);
    let scores: Vec<Vec<u32>> = table
        .iter()
        .map(|row| {
            row.iter()
                .map(|l| if l.score >= THRESHOLD { l.score } else { 0 })
                .collect()
        })
        .collect();
    let chosen = assignment::best(&scores);
    chosen
        .into_iter()
        .zip(table)
        .map(|(field, row)| match field {
            Some(at) => (Some(at), row.get(at).cloned().unwrap_or_default()),
            None => (None, unmatched(&row, &names)),
        })
        .collect()
}

/// Why a column is given to no field, naming the nearest one.
fn unmatched(row: &[Likeness], names: &[Names<'_>]) -> Likeness {
    let nearest = row
        .iter()
        .enumerate()
        .max_by_key(|(_, l)| l.score)
        .filter(|(_, l)| l.score >= 400);
    let reason = nearest.and_then(|(at, _)| names.get(at)).map_or_else(
        || "没有对应的字段，原样保留".to_owned(),
        |n| format!("没有对应的字段，原样保留；最接近“{}”", n.field.title),
    );
    Likeness { score: 0, reason }
}

/// The likeness of a title, moved up or down by what the values look like.
fn weighed(column: &HeaderColumn, look: &Look, names: &Names<'_>) -> Likeness {
    let mut best = Likeness::default();
    for (spelling, weight) in spellings(column) {
        let found = names.likeness(&spelling);
        let score = found.score * weight / 100;
        if score > best.score {
            best = Likeness {
                score,
                reason: found.reason,
            };
        }
    }
    if names.field.withheld && !may_be_reporters(column, best.score) {
        return Likeness::default();
    }
    let field_type = names.field.field_type;
    // How many came to complain is not how many put money in.
    let of_reporters = column
        .levels
        .iter()
        .any(|title| speaks_of_a_reporter(title));
    if field_type == FieldType::Count && of_reporters && best.score < WORD_FOR_WORD {
        return Likeness::default();
    }
    if field_type == FieldType::Uscc && look.is_uscc() && best.score < 900 && is_own_code(column) {
        return Likeness {
            score: 860,
            reason: "列里都是校验正确的统一社会信用代码".to_owned(),
        };
    }
    if best.score == 0
        && column.levels.is_empty()
        && look.is_firm_names()
        && names.field.required
        && field_type == FieldType::Text
    {
        return Likeness {
            score: 600,
            reason: "没有表头，列里多是单位名称".to_owned(),
        };
    }
    let suits = look.suits(field_type);
    if best.score > 0 {
        let moved = i64::from(best.score) + i64::from(suits) * if suits < 0 { 90 } else { 20 };
        best.score = u32::try_from(moved.max(0)).unwrap_or(0);
        if suits < 0 {
            best.reason.push_str("，但列里的值不像");
        }
    }
    best
}

/// Whether a column may say who reported: by its title alone, or by a name of the field word for word. 被举报人 is the
/// other side, 来访人数 a count, 诉求 the matter.
fn may_be_reporters(column: &HeaderColumn, score: u32) -> bool {
    let mut titles = column.levels.iter().map(String::as_str);
    let speaks_of_one = titles.clone().any(speaks_of_a_reporter);
    match speaks_of_one {
        true => titles.any(names_a_reporter) || names_a_reporter(&column.title()),
        false => score >= WORD_FOR_WORD,
    }
}

/// A column of codes without a title, or whose title speaks of a code or number of the row's own
/// subject; 检查机关统一社会信用代码 is another body's.
fn is_own_code(column: &HeaderColumn) -> bool {
    let Some(last) = column.levels.last() else {
        return true;
    };
    let plain = Title::of(last).bare;
    let owners = [
        "机关",
        "部门",
        "主管",
        "上级",
        "总公司",
        "总部",
        "母公司",
        "法人股东",
        "股东",
        "投资",
        "关联",
        "担保",
        "银行",
        "发证",
        "登记",
    ];
    (plain.contains('码')
        || plain.contains('号')
        || plain.contains("uscc")
        || plain.contains("代码"))
        && !owners.iter().any(|owner| plain.contains(owner))
}

/// Gives near names their meaning from the nearest column to the left that settles it.
fn apply_neighbours(titles: &[HeaderColumn], names: &[Names<'_>], table: &mut [Vec<Likeness>]) {
    const REACH: usize = 4;
    let anchors: Vec<Option<FieldId>> = table.iter().map(|row| anchor(row, names)).collect();
    for (at, column) in titles.iter().enumerate() {
        let left = anchors[at.saturating_sub(REACH)..at]
            .iter()
            .rev()
            .flatten()
            .next();
        let Some(left) = left else { continue };
        let readings = spellings(column);
        for (field, name) in names.iter().enumerate() {
            let is_near = name.field.after.as_ref() == Some(left)
                && readings.iter().any(|(s, _)| name.is_near(s));
            if is_near && let Some(likeness) = table.get_mut(at).and_then(|row| row.get_mut(field))
            {
                let beside = names
                    .iter()
                    .find(|n| n.field.id == *left)
                    .map_or("", |n| n.field.title.as_str());
                *likeness = Likeness {
                    score: NEAR,
                    reason: format!("在“{beside}”列的右边"),
                };
            }
        }
    }
}

/// The field a column surely names, if other fields take their meaning from it.
fn anchor(row: &[Likeness], names: &[Names<'_>]) -> Option<FieldId> {
    let (at, best) = row.iter().enumerate().max_by_key(|(_, l)| l.score)?;
    let field = &names.get(at)?.field.id;
    let is_anchor = names.iter().any(|n| n.field.after.as_ref() == Some(field));
    (best.score >= 880 && is_anchor).then(|| field.clone())
}
