//! One ledger, or its file when the address ends in `.xlsx`, `.csv` or `.json`.

use askama::Template;
use axum::{
    extract::{Path, Query as Params},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Page,
    ledger::{self, Ask, Format, LedgerRow, Listed, Shown},
    place_names,
};

use super::{LIST, cell_class, export, filter::Filter, href};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::record::record_href,
    ui::{Chips, Column, Field, Pager, Place, Query, Shell, filters},
};

#[derive(Template)]
#[template(path = "ledgers/show.html")]
struct LedgerPage {
    shell: Shell,
    source: String,
    path: String,
    xlsx: String,
    csv: String,
    fields: Vec<Field>,
    hidden: Vec<(String, String)>,
    chips: Chips,
    problems: Vec<String>,
    as_of: Option<jiff::civil::Date>,
    groups: Vec<Group>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
}

/// A heading above neighbouring columns.
struct Group {
    title: String,
    columns: usize,
}

struct Row {
    number: u64,
    cells: Vec<Cell>,
}

struct Cell {
    text: String,
    class: &'static str,
    href: Option<String>,
}

/// Shows one page of a ledger, or sends its file.
pub async fn show(
    reader: SignedIn,
    Path(name): Path<String>,
    Params(pairs): Params<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let filter = Filter::read(pairs);
    if let Some((id, extension)) = name.rsplit_once('.') {
        let format: Format = extension.parse()?;
        return export::send(&reader, id, &filter, format).await;
    }
    let (app, ctx) = (reader.app(), &reader.ctx);
    let listed = ledger::open(app, ctx, &name)?;
    let (mut ask, mut problems) = Ask::read(&listed, ctx, filter.given());
    let total = ledger::list(app, ctx, &listed, &ask).await?;
    let many = ledger::is_long(total);
    problems.extend(listed.without_costly_order(&mut ask, many));
    let paging = filter.paging();
    let rows = ledger::rows(
        app,
        ctx,
        &listed,
        &ask,
        Page::new(paging.offset(), u64::from(paging.size)),
    )
    .await?;
    let places = place_names::choices(app, ctx).await?;
    let path = href(&listed.ledger.id);
    let fields = filter.fields(&listed, &places, &problems);
    let out = filter.address(&path).without("page").without("size");
    let page = LedgerPage {
        shell: reader
            .shell(Some(Place::Ledgers), &listed.ledger.title)
            .crumb("工作台账", LIST),
        source: listed.ledger.source.clone(),
        xlsx: file_href(&out, "xlsx"),
        csv: file_href(&out, "csv"),
        hidden: filter.hidden(&fields),
        chips: filter.chips(&listed, &places, &path, &problems),
        problems: problems.iter().map(|p| p.message.clone()).collect(),
        as_of: ask.as_of,
        groups: groups(&listed.columns),
        columns: filter.columns(&listed, &path, many),
        pager: Pager::of(&filter.address(&path), paging, rows.len(), total),
        rows: lines(&listed, rows, paging.offset()),
        fields,
        path,
    };
    Ok(Html(page.render()?).into_response())
}

/// The address of the same rows as a file.
fn file_href(address: &Query, extension: &str) -> String {
    let href = address.href();
    match href.split_once('?') {
        Some((path, query)) => format!("{path}.{extension}?{query}"),
        None => format!("{href}.{extension}"),
    }
}

fn lines(listed: &Listed<'_>, rows: Vec<LedgerRow>, offset: u64) -> Vec<Row> {
    let linked = listed
        .columns
        .iter()
        .position(|c| matches!(c.path.0.as_str(), "number" | "name" | "title"))
        .unwrap_or(0);
    let line = |(row, number): (LedgerRow, u64)| Row {
        number: offset + number,
        cells: listed
            .columns
            .iter()
            .zip(&row.cells)
            .enumerate()
            .map(|(i, (column, cell))| (i, column, column.words(cell)))
            .map(|(i, column, text)| Cell {
                class: cell_class(column.is_number(), &text),
                text,
                href: (i == linked)
                    .then(|| record_href(listed.ledger.noun, row.id))
                    .flatten(),
            })
            .collect(),
    };
    rows.into_iter().zip(1..).map(line).collect()
}

/// The upper row of headings; empty when no column has one.
fn groups(columns: &[Shown]) -> Vec<Group> {
    if columns.iter().all(|c| c.group.is_none()) {
        return Vec::new();
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut last: Option<&str> = None;
    for column in columns {
        let group = column.group.as_deref();
        match groups.last_mut() {
            Some(open) if group == last => open.columns += 1,
            _ => groups.push(Group {
                title: group.unwrap_or_default().to_owned(),
                columns: 1,
            }),
        }
        last = group;
    }
    groups
}
