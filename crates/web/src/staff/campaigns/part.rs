//! Saving, removing and ticking off parts of a plan. What was typed wrong comes back on the review
//! page with everything typed.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::campaign::{self, PartDraft, PartKind};
use fangfei_model::id::{CampaignId, PlanItemId};
use serde::Deserialize;

use super::{
    review::{self, Shown},
    review_href,
    review_item::anchor,
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
};

/// A form without fields.
#[derive(Deserialize)]
pub struct Nothing {}

/// Saves a part; `new` adds one.
pub async fn save(
    Path((id, kind, item)): Path<(CampaignId, PartKind, String)>,
    posted: Posted<PartDraft>,
) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    let item = item.parse::<PlanItemId>().ok();
    match campaign::change(reader.app(), &reader.ctx, id, kind, item, &form).await {
        Ok(saved) => {
            let at = if kind == PartKind::Head {
                "head".to_owned()
            } else {
                anchor(saved)
            };
            Ok(Sent::to(format!("{}#{at}", review_href(id)))
                .done("已保存。")
                .into_response())
        }
        Err(error) => {
            let rejected = Some(Rejected::of(error)?);
            review::again(
                &reader,
                id,
                Shown {
                    kind,
                    item,
                    draft: form,
                    rejected,
                },
            )
            .await
        }
    }
}

/// Takes a part out.
pub async fn remove(
    Path((id, item)): Path<(CampaignId, PlanItemId)>,
    posted: Posted<Nothing>,
) -> Result<Sent, WebError> {
    let reader = posted.reader;
    answer(
        id,
        "",
        campaign::remove(reader.app(), &reader.ctx, id, item).await,
        "已删除。",
    )
}

/// Notes that a warning was looked at.
pub async fn seen(
    Path((id, item)): Path<(CampaignId, PlanItemId)>,
    posted: Posted<Nothing>,
) -> Result<Sent, WebError> {
    let reader = posted.reader;
    let at = anchor(item);
    answer(
        id,
        &at,
        campaign::mark_seen(reader.app(), &reader.ctx, id, item).await,
        "已记下您核对过这一处。",
    )
}

/// Lets addressees and members owe what names nobody.
pub async fn fill(Path(id): Path<CampaignId>, posted: Posted<Nothing>) -> Result<Sent, WebError> {
    let reader = posted.reader;
    let filled = campaign::fill_units(reader.app(), &reader.ctx, id).await;
    let text = filled.as_ref().map_or(String::new(), |count| {
        format!("{count} 项已由主送机关和成员单位承担，请逐项核对。")
    });
    answer(id, "owed", filled.map(drop), &text)
}

/// Back to the review, with what was done or why not.
fn answer(
    id: CampaignId,
    at: &str,
    done: fangfei_app::Result<()>,
    text: &str,
) -> Result<Sent, WebError> {
    let to = if at.is_empty() {
        review_href(id)
    } else {
        format!("{}#{at}", review_href(id))
    };
    match done {
        Ok(()) => Ok(Sent::to(to).done(text)),
        Err(error) if error.kind() == fangfei_app::ErrorKind::Conflict => {
            Ok(Sent::to(to).refused(error.to_string()))
        }
        Err(error) => Err(error.into()),
    }
}
