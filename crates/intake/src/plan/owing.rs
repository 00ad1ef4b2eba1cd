//! Who owes a duty (责任单位): named before the time, right behind it, in the sentence before, or in the paragraph.
//! It must not know what is owed.

use super::actor;
use super::page::{Extent, Page};
use super::reader::Plan;
use super::reading::UnitRole;
use super::said::clause_at;

/// Who owes it: named before the time, right behind it, in the sentence before, in the paragraph, or addressed.
pub(super) fn who(
    plan: &Plan<'_>,
    sentence: &Extent,
    previous: Option<&Extent>,
    time: &Extent,
    end: usize,
    is_bare: bool,
) -> Vec<String> {
    let mut found = named(plan, sentence, previous, time, end, is_bare);
    // “我处汇总后上报。同时，将名单报送我处”: who writes the order and receives this does not owe it.
    let told = plan.page.slice(sentence);
    found.retain(|name| !(name.starts_with('我') && told.contains(&format!("报送{name}"))));
    found
}

fn named(
    plan: &Plan<'_>,
    sentence: &Extent,
    previous: Option<&Extent>,
    time: &Extent,
    end: usize,
    is_bare: bool,
) -> Vec<String> {
    let page = plan.page;
    let clause = clause_at(page, sentence, time.start);
    // “对红色企业每周走访，黄色企业每月走访”: firms are what is dealt with.
    let treats = page
        .slice(&(sentence.start..time.start))
        .split('，')
        .any(|clause| clause.starts_with('对'));
    let (ahead, behind) = (
        Some(nearest(page, sentence, time.start)),
        Some(time.end..end.max(time.end)),
    );
    // Before “…前完成” stands who has done it then; what others do afterwards is behind it.
    let (second, third) = if is_bare {
        (ahead, behind)
    } else {
        (behind, ahead)
    };
    let places = [
        Some(clause.start..time.start),
        Some(clause.start..time.start).filter(|_| is_bare),
        second,
        third,
        previous.cloned(),
    ];
    for (at, place) in places.into_iter().enumerate() {
        // The subject in the date's own clause stands before the date without a verb of its own.
        let Some(place) = place else { continue };
        let mut found = match at {
            0 => subject_alone(page, &place),
            _ => ordered(page, &place),
        };
        if treats {
            found.retain(|name| !actor::is_treated(name));
        }
        if !found.is_empty() {
            return found;
        }
    }
    let called = called_before(page, sentence, &(clause.start..time.start));
    if !called.is_empty() {
        return called;
    }
    let owner = owner(page, &(clause.start..time.start));
    if !owner.is_empty() {
        return owner;
    }
    let labelled = actor::heading_bodies(page, sentence.start);
    if !labelled.is_empty() {
        return actor::names(page, &labelled);
    }
    told_above(plan, sentence, time)
}

/// Who acts in a place. Helpers alone are not those who owe it.
fn ordered(page: &Page, place: &Extent) -> Vec<String> {
    let acting = actor::acting(page, place);
    let helps = |actor: &actor::Actor| actor.role == UnitRole::Assisting;
    match acting.iter().all(helps) && !page.slice(place).contains('由') {
        true => Vec::new(),
        false => actor::names(page, &acting),
    }
}

/// Whom the text of the heading named before the time, or makes answerable at its end.
fn told_above(plan: &Plan<'_>, sentence: &Extent, time: &Extent) -> Vec<String> {
    let Some(heading) = plan.outline.around(sentence.start) else {
        return Vec::new();
    };
    let said: Vec<actor::Actor> = plan.actors[heading]
        .iter()
        .filter(|actor| actor.extent.start < time.start)
        .cloned()
        .collect();
    if said.is_empty() {
        return actor::names(plan.page, plan.assigned(heading));
    }
    actor::names(plan.page, &said)
}

/// “要求红星、白鹿、云台社区，在4月初将…上报”: the bodies stand in the clause before, and nothing else does.
fn called_before(page: &Page, sentence: &Extent, own: &Extent) -> Vec<String> {
    let helps = page
        .slice(own)
        .trim_matches(['于', '在', '务', '必', '应', '须', '要']);
    if !helps.is_empty() || own.start <= sentence.start {
        return Vec::new();
    }
    let before = clause_at(page, sentence, own.start - '，'.len_utf8());
    let text = page.slice(&(before.start..own.start - '，'.len_utf8()));
    let Some(list) = ["要求", "请", "由"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
    else {
        return Vec::new();
    };
    let from = before.start + text.len() - list.len();
    super::body_name::acting_list(list).map_or(Vec::new(), |list| printed(page, from, &list))
}

/// “甲6月20日前报送，乙6月25日前汇总，6月底前上报”: from the clause with the date before, where it names who acts.
fn nearest(page: &Page, sentence: &Extent, at: usize) -> Extent {
    let whole = sentence.start..at;
    let before = super::mention::each(page.slice(&whole), whole.start).last();
    // “…，省处非办汇总形成报告，11月20日前专报省政府”: who acts since the last date owes this.
    let since = before.as_ref().map(|before| before.extent.end..at);
    let since = since.filter(|since| {
        let text = page.slice(since);
        text.contains('，') && !text.contains("，由") && !actor::acting(page, since).is_empty()
    });
    if let Some(since) = since {
        return since;
    }
    let near = before.map(|before| clause_at(page, sentence, before.extent.start).start..at);
    near.filter(|near| !actor::acting(page, near).is_empty())
        .unwrap_or(whole)
}

/// 各单位检查方案于7月底前…: the collective whose paper it is owes it.
fn owner(page: &Page, place: &Extent) -> Vec<String> {
    let own = page.trimmed(place, &['请', '，', ' ']);
    let text = page.slice(&own);
    if !text.starts_with('各') {
        return Vec::new();
    }
    let ends = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(24);
    let longest = ends
        .filter(|&end| super::body_name::list(&text[..end]).is_some())
        .last();
    longest.map_or(Vec::new(), |end| {
        super::body_name::split_list(&text[..end])
            .into_iter()
            .map(|(at, name)| page.printed(&(own.start + at..own.start + at + name.len())))
            .collect()
    })
}

/// 各乡镇于, 请各单位务必于: a list of bodies and little else.
pub(super) fn subject_alone(page: &Page, place: &Extent) -> Vec<String> {
    let own = page.trimmed(
        place,
        &[
            '请', '于', '在', '务', '必', '须', '应', '要', '并', '均', '的', '、', '，', '将',
            '可', '还', '也', '拟',
        ],
    );
    let Some(list) = super::body_name::list(page.slice(&own)) else {
        let joined = page.slice(place).ends_with('并');
        let asked = page.slice(place).trim_start_matches('，').starts_with('请');
        let text = page.slice(&own).trim_end_matches(['自', '从', '先', '均']);
        let text = text.strip_suffix("分别").unwrap_or(text);
        let own = own.start..own.start + text.len();
        if let Some(list) = super::body_name::list(text) {
            return printed(page, own.start, &list);
        }
        let named = !joined && is_called(text, asked);
        return named.then(|| page.printed(&own)).into_iter().collect();
    };
    printed(page, own.start, &list)
}

fn printed(page: &Page, from: usize, list: &[(usize, &str)]) -> Vec<String> {
    list.iter()
        .map(|(at, name)| page.printed(&(from + at..from + at + name.len())))
        .collect()
}

/// 各住宿书院, 项目负责人, 科研秘书: whom an order calls though no list of bodies knows them. A paper is not called.
fn is_called(text: &str, asked: bool) -> bool {
    const PERSONS: &[&str] = &[
        "负责人",
        "秘书",
        "教师",
        "老师",
        "学生",
        "同学",
        "班主任",
        "辅导员",
        "联络员",
        "信息员",
        "人员",
        "书记",
        "校长",
        "行长",
        "所长",
        "站长",
        "团队",
        "申请人",
        "申报人",
        "参赛者",
        "志愿者",
        "宣传员",
        "干部",
        "职工",
        "员工",
        "会员",
    ];
    let short = (2..=14).contains(&text.chars().count());
    let plain = !text.contains(|c: char| !('\u{4E00}'..='\u{9FFF}').contains(&c));
    let is_paper = super::handed::PAPERS
        .iter()
        .any(|paper| text.ends_with(paper));
    let is_person = PERSONS.iter().any(|person| text.ends_with(person));
    let clause = super::body_name::holds_clause_word(
        &text
            .replace("意向", "")
            .replace("负责人", "")
            .replace(['的', '请'], ""),
    ) || [
        "实行", "执行", "实施", "利用", "结合", "借助", "围绕", "按照", "依托", "根据",
    ]
    .iter()
    .any(|word| text.ends_with(word));
    short
        && plain
        && !is_paper
        && !clause
        && (is_person || text.starts_with('各') || asked && text.ends_with("单位"))
}
