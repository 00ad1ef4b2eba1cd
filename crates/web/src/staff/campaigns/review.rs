//! Review (核对): the source text with every place marked beside the parts read from it, each
//! corrected in its place; open questions first. A running campaign is changed on the same page.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Error,
    campaign::{self, LeftOut, PartDraft, PartKind, Review},
};
use fangfei_model::{
    campaign::{Campaign, CampaignStatus, Part},
    id::{CampaignId, PlanItemId},
    permission::Permission,
};
use serde::Deserialize;

use super::{
    LIST, href,
    list::days,
    part_fields::{self, Offers},
    review_href,
    review_item::{self, Item, Places, anchor, mark_id},
    state_badge,
};
use crate::{
    WebError,
    rejected::Rejected,
    signed_in::SignedIn,
    ui::{Badge, ErrorSummary, Field, Place, Shell, SourceText, filters},
};

#[derive(Template)]
#[template(path = "campaigns/review.html")]
struct ReviewPage {
    shell: Shell,
    campaign: Campaign,
    state: Badge,
    base: String,
    back: String,
    draft: bool,
    may_start: bool,
    unassigned: usize,
    questions: Vec<(String, String)>,
    left_out: Vec<(String, String)>,
    first_tasks: usize,
    sources: Vec<SourceText>,
    days: String,
    issued: String,
    head: Option<Open>,
    warnings: Vec<(Item, bool, bool)>,
    groups: Vec<Group>,
}

/// The parts of one kind.
struct Group {
    code: &'static str,
    title: &'static str,
    colour: &'static str,
    items: Vec<(Item, Option<Open>)>,
    add: Option<Open>,
}

/// A form that stands open on the page.
pub struct Open {
    action: String,
    shown: String,
    errors: ErrorSummary,
    fields: Vec<Field>,
}

/// Which form is open.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    edit: String,
    add: String,
}

/// A form that is shown: of which part, with what in it.
pub struct Shown {
    /// Kind of part.
    pub kind: PartKind,
    /// The part; none for a new one.
    pub item: Option<PlanItemId>,
    /// What is in it.
    pub draft: PartDraft,
    /// What was wrong with it.
    pub rejected: Option<Rejected>,
}

const GROUPS: [(PartKind, &str, &str); 7] = [
    (PartKind::Owed, "owed", "date"),
    (PartKind::Phase, "phase", "date"),
    (PartKind::Duty, "duty", "duty"),
    (PartKind::Member, "member", "unit"),
    (PartKind::Ledger, "ledger", "ledger"),
    (PartKind::Document, "document", ""),
    (PartKind::Contact, "contact", "unit"),
];

/// Shows the review.
pub async fn show(
    Path(id): Path<CampaignId>,
    Query(asked): Query<Asked>,
    reader: SignedIn,
) -> Result<Response, WebError> {
    let review = campaign::review(reader.app(), &reader.ctx, id).await?;
    let shown = asked.shown(&review.campaign);
    page(&reader, &review, shown)
}

/// The page with a form that was not taken.
pub async fn again(reader: &SignedIn, id: CampaignId, shown: Shown) -> Result<Response, WebError> {
    let review = campaign::review(reader.app(), &reader.ctx, id).await?;
    let draft = shown
        .draft
        .knowing(&review.campaign, shown.kind, shown.item);
    page(reader, &review, Some(Shown { draft, ..shown }))
}

impl Asked {
    fn shown(&self, campaign: &Campaign) -> Option<Shown> {
        let new = GROUPS
            .iter()
            .find(|(_, code, _)| *code == self.add)
            .map(|(kind, ..)| *kind);
        if let Some(kind) = new {
            let draft = PartDraft {
                when: "by".to_owned(),
                role: "成员单位".to_owned(),
                ..PartDraft::default()
            };
            return Some(Shown {
                kind,
                item: None,
                draft,
                rejected: None,
            });
        }
        if self.edit == "head" {
            let draft = PartDraft::of(campaign, PartKind::Head, None)?;
            return Some(Shown {
                kind: PartKind::Head,
                item: None,
                draft,
                rejected: None,
            });
        }
        let item: PlanItemId = self.edit.parse().ok()?;
        let found = |(kind, ..): &(PartKind, &str, &str)| {
            let draft = PartDraft::of(campaign, *kind, Some(item))?;
            Some(Shown {
                kind: *kind,
                item: Some(item),
                draft,
                rejected: None,
            })
        };
        GROUPS.iter().find_map(found)
    }
}

fn page(reader: &SignedIn, review: &Review, shown: Option<Shown>) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::CampaignDraft)
        .map_err(Error::from)?;
    let campaign = review.campaign.clone();
    let id = campaign.id;
    let status = shown
        .as_ref()
        .and_then(|s| s.rejected.as_ref())
        .map_or(StatusCode::OK, |rejected| rejected.status);
    let mut open = shown.map(|shown| (shown.kind, shown.item, form(reader, review, shown)));
    let rules = reader.app().rules();
    let places = Places::of(&campaign);
    let mut groups = Vec::new();
    for (kind, code, colour) in GROUPS {
        let items = review_item::items(kind, review, &rules.ledgers, &places);
        let items = items
            .into_iter()
            .map(|item| (take(&mut open, kind, Some(item.id)), item))
            .map(|(form, item)| (item, form))
            .collect();
        groups.push(Group {
            code,
            title: kind.title(),
            colour,
            items,
            add: take(&mut open, kind, None),
        });
    }
    let draft = campaign.status() == CampaignStatus::Draft;
    let shell = reader
        .shell(Some(Place::Campaigns), campaign.title.clone())
        .crumb("专项行动", LIST);
    let page = ReviewPage {
        shell: if draft {
            shell
        } else {
            shell.crumb(campaign.title.clone(), href(id)).title("修改")
        },
        state: state_badge(campaign.status()),
        base: href(id),
        back: review_href(id),
        draft,
        may_start: draft && reader.may(Permission::CampaignStart),
        unassigned: campaign
            .owed
            .iter()
            .filter(|o| o.units.is_empty() && o.schedule.raises_tasks())
            .count(),
        questions: questions(review),
        left_out: left_out(review),
        first_tasks: review.first_tasks,
        sources: review_item::sources(&campaign),
        days: days(campaign.start, campaign.end),
        issued: campaign
            .issued_on
            .map_or_else(|| "—".to_owned(), |day| day.to_string()),
        head: take(&mut open, PartKind::Head, None),
        warnings: campaign
            .warnings
            .iter()
            .map(|w| {
                (
                    review_item::warning(w, &places),
                    w.unlawful,
                    w.seen.is_some(),
                )
            })
            .collect(),
        groups,
        campaign,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// The open form, if it is this part's.
fn take(
    open: &mut Option<(PartKind, Option<PlanItemId>, Open)>,
    kind: PartKind,
    item: Option<PlanItemId>,
) -> Option<Open> {
    let is_this = open
        .as_ref()
        .is_some_and(|(of, id, _)| *of == kind && *id == item);
    if is_this {
        open.take().map(|(_, _, form)| form)
    } else {
        None
    }
}

fn form(reader: &SignedIn, review: &Review, shown: Shown) -> Open {
    let rules = reader.app().rules();
    let returns = rules
        .returns
        .iter()
        .map(|r| (r.template.id.clone(), r.template.title.clone()))
        .collect();
    let offers = Offers {
        review,
        ledgers: &rules.ledgers,
        returns,
    };
    let code = GROUPS
        .iter()
        .find(|(kind, ..)| *kind == shown.kind)
        .map_or("head", |(_, code, _)| *code);
    let item = shown
        .item
        .map_or_else(|| "new".to_owned(), |id| id.to_string());
    let mark = shown.item.map(mark_id).unwrap_or_default();
    let mut fields = part_fields::fields(shown.kind, &shown.draft, &offers, "part", &mark);
    let errors = shown
        .rejected
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    Open {
        shown: shown.draft.shown,
        action: format!("{}/parts/{code}/{item}", href(review.campaign.id)),
        errors,
        fields,
    }
}

/// What would go to nobody, each with its place on the page.
fn left_out(review: &Review) -> Vec<(String, String)> {
    let base = review_href(review.campaign.id);
    let line = |item: LeftOut| {
        let text = format!("“{}”里的{}", item.what, item.names.join("、"));
        (
            text,
            format!("{base}?edit={0}#{1}", item.item, anchor(item.item)),
        )
    };
    review.left_out().into_iter().map(line).collect()
}

/// Each open question with the address of what it is about.
fn questions(review: &Review) -> Vec<(String, String)> {
    let base = review_href(review.campaign.id);
    let address = |about: Part| match about {
        Part::Head => format!("{base}?edit=head#head"),
        Part::Item(id) => format!("{base}?edit={id}#{}", anchor(id)),
    };
    review
        .questions
        .iter()
        .map(|question| (question.text.clone(), address(question.about)))
        .collect()
}
