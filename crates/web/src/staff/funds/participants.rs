//! The participants of a scheme: what each paid in and got back, sorted, filtered, taken out as a
//! workbook or csv.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query as Params},
    response::{Html, IntoResponse, Response},
};
use fangfei_app::funds::{self, Participant, Participants, PeopleFormat};
use fangfei_model::{id::FundsInquiryId, money::Fen};
use serde::Deserialize;

use super::{frame, frame::Frame, step};
use crate::{
    WebError,
    download::{Download, XLSX},
    signed_in::SignedIn,
    ui::{Column, Field, Pager, Query, Shell, Stat, filters, format},
};

/// Rows on a page.
const SIZE: usize = 100;

#[derive(Template)]
#[template(path = "funds/participants.html")]
struct ParticipantsPage {
    shell: Shell,
    frame: Frame,
    action: String,
    fields: Vec<Field>,
    sort: String,
    stats: Vec<Stat>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
    export: Option<String>,
    analysed: bool,
}

struct Row {
    href: String,
    person: Participant,
    payouts: i64,
}

/// The parameters as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    only: String,
    sort: String,
    page: String,
    format: String,
}

impl Filter {
    fn keeps(&self, person: &Participant) -> bool {
        let words = self.q.trim();
        let named = words.is_empty()
            || person.name.contains(words)
            || person.numbers.iter().any(|n| n.ends_with(words));
        named
            && match self.only.as_str() {
                "loss" => person.net < Fen::ZERO,
                "gain" => person.net > Fen::ZERO,
                "uncertain" => !person.certain,
                "commission" => person.commission > Fen::ZERO,
                _ => true,
            }
    }

    /// The places of the people shown, in order.
    fn order(&self, people: &Participants) -> Vec<usize> {
        let mut places: Vec<usize> = (0..people.list.len())
            .filter(|place| self.keeps(&people.list[*place]))
            .collect();
        let (key, descending) = match self.sort.strip_prefix('-') {
            Some(key) => (key, true),
            None => (self.sort.as_str(), false),
        };
        let value = |place: &usize| {
            let person = &people.list[*place];
            match key {
                "paid_in" => person.paid_in,
                "payouts" => person.payouts(),
                "commission" => person.commission,
                _ => person.net,
            }
        };
        // The largest loss first unless another order is asked for.
        places.sort_by_key(|place| (value(place), *place));
        if descending {
            places.reverse();
        }
        places
    }

    fn address(&self, path: String) -> Query {
        Query::new(
            path,
            [
                ("q", self.q.as_str()),
                ("only", &self.only),
                ("sort", &self.sort),
            ],
        )
    }
}

/// Shows one page of the participants, or hands all of them out as a file.
pub async fn show(
    reader: SignedIn,
    Path(id): Path<FundsInquiryId>,
    Params(filter): Params<Filter>,
) -> Result<Response, WebError> {
    let file = funds::file(reader.app(), &reader.ctx, id).await?;
    let people = funds::participants(reader.app(), &file.inquiry.record).await?;
    let order = filter.order(&people);
    if let Some(format) = PeopleFormat::of(&filter.format) {
        return export(&reader, id, format, &order).await;
    }
    let address = filter.address(step(id, "participants"));
    let number: usize = filter.page.parse().unwrap_or(1).max(1);
    let shown = order
        .iter()
        .skip((number - 1).saturating_mul(SIZE))
        .take(SIZE);
    let rows: Vec<Row> = shown.map(|place| row(id, &people, *place)).collect();
    let to = |page: usize| address.with("page", page.to_string()).href();
    let frame = frame(&reader, &file, "participants");
    let page = ParticipantsPage {
        shell: frame.shell.clone(),
        frame,
        action: step(id, "participants"),
        fields: fields(&filter),
        sort: filter.sort.clone(),
        stats: stats(&people),
        columns: columns(&filter, &address),
        pager: Pager {
            shown: rows.len(),
            total: Some(order.len() as u64),
            prev: (number > 1).then(|| to(number - 1)),
            next: (order.len() > number.saturating_mul(SIZE)).then(|| to(number + 1)),
            ..Pager::default()
        },
        rows,
        export: file
            .moves
            .numbers
            .then(|| address.with("format", "xlsx").href()),
        analysed: file.inquiry.record.analysis.is_some(),
    };
    Ok(Html(page.render()?).into_response())
}

async fn export(
    reader: &SignedIn,
    id: FundsInquiryId,
    format: PeopleFormat,
    order: &[usize],
) -> Result<Response, WebError> {
    let (name, bytes) = funds::export_people(reader.app(), &reader.ctx, id, format, order).await?;
    Ok(Download {
        name,
        media_type: match format {
            PeopleFormat::Xlsx => XLSX,
            PeopleFormat::Csv => "text/csv; charset=utf-8",
        },
        body: Body::from(bytes),
    }
    .into_response())
}

fn row(id: FundsInquiryId, people: &Participants, place: usize) -> Row {
    let person = people.list[place].clone();
    Row {
        href: step(id, &format!("participants/{place}")),
        payouts: person.payouts().0,
        person,
    }
}

fn stats(people: &Participants) -> Vec<Stat> {
    let list = &people.list;
    let sum = |of: fn(&Participant) -> Fen| -> i64 {
        list.iter()
            .fold(0_i64, |sum, person| sum.saturating_add(of(person).0))
    };
    let count = |keeps: fn(&&Participant) -> bool| {
        format::grouped(&list.iter().filter(keeps).count().to_string())
    };
    vec![
        Stat::new("参与人", format::grouped(&list.len().to_string()), "人").note(format!(
            "其中 {} 人不确定，原因见个人页",
            count(|p| !p.certain)
        )),
        Stat::new("投入本金", format::wan(sum(|p| p.paid_in)), "").note(
            match people.unattributed {
                Fen(0) => String::new(),
                unknown => format!("另有来人不明的现金等 {}", format::wan(unknown.0)),
            },
        ),
        Stat::new("返还本金", format::wan(sum(|p| p.returned)), ""),
        Stat::new(
            "利息、返利和提成",
            format::wan(sum(Participant::received)),
            "",
        ),
        Stat::new("亏损", count(|p| p.net < Fen::ZERO), "人")
            .note(format::wan(sum(|p| Fen(p.net.0.min(0))))),
    ]
}

fn fields(filter: &Filter) -> Vec<Field> {
    let only = [
        ("", "全部"),
        ("loss", "亏损的"),
        ("gain", "净得的"),
        ("commission", "有提成的"),
        ("uncertain", "未能确定的"),
    ];
    vec![
        Field::text("q", "姓名或账号末几位").value(&filter.q),
        Field::select("only", "范围").choose(only, &[filter.only.as_str()]),
    ]
}

fn columns(filter: &Filter, address: &Query) -> Vec<Column> {
    let sorted =
        |label: &str, key: &str| Column::sorted(label, key, &filter.sort, address).number();
    vec![
        Column::plain("姓名"),
        sorted("投入本金", "paid_in"),
        Column::plain("返还本金").number(),
        Column::plain("利息、返利").number(),
        sorted("提成", "commission"),
        sorted("合计收回", "payouts"),
        sorted("净得失", "net"),
        Column::plain("起止"),
        Column::plain("确定程度"),
    ]
}
