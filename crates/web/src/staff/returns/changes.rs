//! A return's figures beside what the records say now.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::periodic_return::{self, FigureChange, compare};
use fangfei_model::id::ReturnId;

use super::{
    show::{shell, tab_row},
    state_badge,
    table::{figure_text, rows_href},
};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Badge, Comparison, Difference, Shell, Tabs, filters, format},
};

#[derive(Template)]
#[template(path = "returns/changes.html")]
struct ChangesPage {
    shell: Shell,
    state: Badge,
    tabs: Tabs,
    comparison: Comparison,
    moved: Vec<Moved>,
    momentary: String,
}

/// Records that moved without or with the figure.
struct Moved {
    title: String,
    came: usize,
    came_href: String,
    went: usize,
    went_href: String,
}

/// Computes the return anew and shows where it parts from what was made.
pub async fn show(reader: SignedIn, Path(id): Path<ReturnId>) -> Result<Html<String>, WebError> {
    let file = periodic_return::show(reader.app(), &reader.ctx, id).await?;
    let record = &file.stored.record;
    let changes = compare(reader.app(), &reader.ctx, record).await?;
    let momentary: Vec<&str> = record
        .form
        .figures()
        .filter(|(_, f)| f.momentary)
        .map(|(_, f)| f.title.as_str())
        .collect();
    let page = ChangesPage {
        shell: shell(&reader, &file),
        state: state_badge(record.status()),
        tabs: tab_row(id, "changes"),
        comparison: Comparison {
            frozen_title: "报表中的数".to_owned(),
            frozen_note: format!("{} 截数", format::moment(record.as_of)),
            current_title: "按现有记录重算".to_owned(),
            current_note: format!("{} 计算", format::moment(reader.ctx.now())),
            figures: changes
                .iter()
                .map(|change| difference(id, change))
                .collect(),
        },
        moved: changes
            .iter()
            .filter(|c| c.differs())
            .map(|change| moved(id, change))
            .collect(),
        momentary: momentary.join("、"),
    };
    Ok(Html(page.render()?))
}

fn difference(id: ReturnId, change: &FigureChange) -> Difference {
    let text = |value| figure_text(value, change.money);
    let by = change.current.saturating_sub(change.frozen);
    let sign = if by > 0 { "+" } else { "" };
    let label = if change.money {
        format!("{}（万元）", change.title)
    } else {
        change.title.clone()
    };
    Difference::new(
        label,
        text(change.frozen),
        text(change.current),
        format!("{sign}{}", text(by)),
    )
    .rows(rows_href(id, &change.id, None, ""))
}

fn moved(id: ReturnId, change: &FigureChange) -> Moved {
    Moved {
        title: change.title.clone(),
        came: change.came.len(),
        came_href: rows_href(id, &change.id, None, "came"),
        went: change.went.len(),
        went_href: rows_href(id, &change.id, None, "went"),
    }
}
