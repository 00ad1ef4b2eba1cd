//! Rows of a liaison list: leaders in charge and liaisons of units that are on file. A unit is found
//! by its name or short name; a list never makes one. It must not write.

use std::collections::HashMap;

use fangfei_intake::{
    table::Row,
    value::{Value, squeeze},
};
use fangfei_model::{
    ctx::Ctx,
    noun::Noun,
    query::Query,
    scope::Scope,
    unit::{Contact, Unit, UnitKind},
};
use fangfei_store::{Page, Stored};

use super::{
    outcome::Tally,
    planner::{Batch, Planner},
    printed::text,
};
use crate::{
    App, Result,
    campaign::{setting, unit_book::UnitBook},
    subject::spelled,
};

struct Draft {
    before: Stored<Unit>,
    after: Unit,
    /// Rows of the file that name the unit, and those of them that changed it.
    rows: u64,
    changes: u64,
}

/// The plan of a list.
pub(super) async fn plan(
    planner: &Planner<'_>,
    rows: Vec<Row>,
    tally: &mut Tally,
) -> Result<Batch<Unit>> {
    let mut drafts = units(planner.app, planner.ctx).await?;
    let names = Names {
        by_name: names(&drafts),
        book: book(planner.app, &drafts).await?,
    };
    for row in rows {
        let name = text(&row, "unit").unwrap_or_default();
        let found = names.find(&drafts, &name);
        match found.and_then(|at| kept_by(planner.ctx, &drafts[at].after, &name).map(|()| at)) {
            Ok(at) => {
                told_which(&drafts[at].after, &row, &name, tally);
                take(&mut drafts[at], &row, tally);
            }
            Err(reason) => tally.reject(&row.source, reason),
        }
    }
    let mut changed = Vec::new();
    for draft in drafts.into_iter().filter(|draft| draft.changes > 0) {
        match draft.after == draft.before.record {
            // Several rows about one unit, the last of which says what is on file.
            true => tally.undone(draft.changes),
            false => changed.push((draft.before, draft.after)),
        }
    }
    Ok(Batch {
        added: Vec::new(),
        changed,
    })
}

async fn units(app: &App, ctx: &Ctx) -> Result<Vec<Draft>> {
    let query = Query::of(Noun::Unit).equals("active", true);
    let found = app
        .store
        .read(ctx)
        .list::<Unit>(&query, Page::first(Page::MAX_LIMIT))
        .await?;
    Ok(found
        .into_iter()
        .map(|before| Draft {
            after: before.record.clone(),
            before,
            rows: 0,
            changes: 0,
        })
        .collect())
}

/// The names that a list may write a unit under.
struct Names {
    by_name: HashMap<String, Vec<usize>>,
    /// What abbreviations mean; none where no unit leads.
    book: Option<UnitBook>,
}

/// The units under the names that plans and lists use, as the county's lead office writes them.
async fn book(app: &App, drafts: &[Draft]) -> Result<Option<UnitBook>> {
    let units = || drafts.iter().map(|draft| &draft.before.record);
    let lead = units()
        .filter(|unit| unit.kind == UnitKind::LeadOffice)
        .min_by_key(|unit| unit.division.as_str().len());
    let Some(lead) = lead else {
        return Ok(None);
    };
    let place = setting::place(app, lead.division, lead).await?;
    Ok(Some(UnitBook::new(units().cloned(), &place, lead.id)))
}

/// Units by every name they answer to.
fn names(drafts: &[Draft]) -> HashMap<String, Vec<usize>> {
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        let unit = &draft.after;
        let mut own = vec![plain(&unit.name), plain(&unit.short_name)];
        // 县公安局 is written 公安局 inside the county, 清溪镇人民政府 is written 清溪镇.
        own.extend(own.clone().iter().filter_map(|name| {
            name.strip_prefix(['省', '市', '县', '区'])
                .map(str::to_owned)
        }));
        own.extend(
            own.clone()
                .iter()
                .filter_map(|name| name.strip_suffix("人民政府").map(str::to_owned)),
        );
        own.retain(|name| name.chars().count() >= 2);
        own.sort_unstable();
        own.dedup();
        for name in own {
            names.entry(name).or_default().push(at);
        }
    }
    names
}

fn plain(name: &str) -> String {
    squeeze(name).replace('(', "（").replace(')', "）")
}

impl Names {
    fn find(&self, drafts: &[Draft], name: &str) -> Result<usize, String> {
        let wanted = plain(name);
        let shorter = wanted
            .strip_suffix("人民政府")
            .unwrap_or(&wanted)
            .to_owned();
        let found = self
            .by_name
            .get(&wanted)
            .or_else(|| self.by_name.get(&shorter))
            .map_or(&[][..], Vec::as_slice);
        match found {
            [] => self.abbreviated(drafts, name),
            [one] => Ok(*one),
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .map(|at| drafts[*at].after.name.as_str())
                    .collect();
                Err(format!(
                    "“{name}”对应多个单位（{}），请写全称",
                    names.join("、")
                ))
            }
        }
    }

    /// 龙港镇政府, 县财政局（金融办）, 文旅局: the one unit that such a name can mean.
    fn abbreviated(&self, drafts: &[Draft], name: &str) -> Result<usize, String> {
        let book = self.book.as_ref();
        let meant = book.and_then(|book| book.one(name));
        let at = meant.and_then(|id| drafts.iter().position(|draft| draft.after.id == id));
        at.ok_or_else(|| {
            let like: Vec<&str> = book
                .map(|book| book.suggested(name))
                .unwrap_or_default()
                .into_iter()
                .map(|unit| unit.name.as_str())
                .collect();
            let like = match like.is_empty() {
                true => String::new(),
                false => format!("；相近的单位有：{}", like.join("、")),
            };
            format!(
                "没有名为“{name}”的单位；请先在“单位”中建立，或改成系统里的单位全称、简称{like}"
            )
        })
    }
}

/// A member department keeps its own contacts; the lead office keeps everybody's below it.
fn kept_by(ctx: &Ctx, unit: &Unit, name: &str) -> Result<(), String> {
    match ctx.scope() {
        Scope::Unit { unit: own, .. } if unit.id != own => Err(format!(
            "“{name}”不是您所在的单位，成员单位只能维护本单位的联络人"
        )),
        _ => Ok(()),
    }
}

/// Says which unit an abbreviation was taken for.
fn told_which(unit: &Unit, row: &Row, name: &str, tally: &mut Tally) {
    let (wanted, full, short) = (plain(name), plain(&unit.name), plain(&unit.short_name));
    let longer = !short.is_empty() && wanted.starts_with(&short);
    if !full.ends_with(&wanted) && !short.ends_with(&wanted) && !longer {
        tally.note(
            &row.source,
            format!("“{name}”按“{}”登记，请核对", unit.name),
        );
    }
}

fn take(draft: &mut Draft, row: &Row, tally: &mut Tally) {
    let mut after = draft.after.clone();
    let office = phone(row, "office_phone");
    let post = text(row, "post");
    let only_leader = text(row, "leader").is_some() && text(row, "liaison").is_none();
    let (leader_post, liaison_post) = if only_leader {
        (post, None)
    } else {
        (None, post)
    };
    lay(&mut after.leader, contact(row, "leader", leader_post, None));
    lay(
        &mut after.liaison,
        contact(row, "liaison", liaison_post, office),
    );
    for (field, title) in [
        ("email", "电子邮箱"),
        ("wechat", "微信号"),
        ("address", "办公地址"),
        ("role", "成员职责"),
        ("note", "备注"),
    ] {
        if let Some(words) = text(row, field) {
            tally.note(
                &row.source,
                format!("“{title}”（{words}）在单位资料中没有对应的栏目，没有导入"),
            );
        }
    }
    if draft.rows > 0 {
        replaced(&draft.after, &after, row, tally);
    }
    draft.rows += 1;
    if after == draft.after {
        tally.counts.unchanged += 1;
        return;
    }
    tally.counts.changed += 1;
    draft.after = after;
    draft.changes += 1;
}

/// Two rows of one list name different people for one part: the later holds, and that is said.
fn replaced(before: &Unit, after: &Unit, row: &Row, tally: &mut Tally) {
    for (title, old, new) in [
        ("分管领导", &before.leader, &after.leader),
        ("联络员", &before.liaison, &after.liaison),
    ] {
        if let (Some(old), Some(new)) = (old, new)
            && old.name != new.name
        {
            let note = format!(
                "“{}”在这份表里有几行，{title}前面写“{}”，这一行写“{}”：以后面的为准，请核对",
                after.name, old.name, new.name
            );
            tally.note(&row.source, note);
        }
    }
}

fn contact(row: &Row, part: &str, post: Option<String>, office: Option<String>) -> Option<Contact> {
    let name = text(row, part)?;
    let title = text(row, &format!("{part}_title")).or(post);
    Some(Contact {
        name,
        title,
        phone: phone(row, &format!("{part}_phone")).or(office),
    })
}

fn phone(row: &Row, field: &str) -> Option<String> {
    match row.get(field)? {
        Value::Phones(phones) => Some(phones.iter().map(spelled).collect::<Vec<_>>().join("、")),
        _ => None,
    }
}

/// The same person is completed, another one replaces.
fn lay(kept: &mut Option<Contact>, new: Option<Contact>) {
    let Some(new) = new else { return };
    match kept {
        Some(old) if old.name == new.name => {
            old.title = new.title.or(old.title.take());
            old.phone = new.phone.or(old.phone.take());
        }
        _ => *kept = Some(new),
    }
}
