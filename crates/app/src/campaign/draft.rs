//! 起草 a campaign for review, from plan files or a template. It must not know pages.

use fangfei_model::{
    action::Action,
    campaign::Campaign,
    ctx::Ctx,
    evidence::{Evidence, EvidenceKind},
    id::EvidenceId,
    noun::Noun,
    permission::Permission,
    record::Record,
    scope::Place,
};
use jiff::civil::Date;

use super::{
    from_plan::Drafting,
    from_template,
    plan_text::{self, PlanFile, PlanText},
    setting::{self, Wanted},
    template,
};
use crate::{App, Error, Result};

/// The most plan files of one campaign.
const MOST_FILES: usize = 8;

/// Drafts a campaign from its plan and those it rests on, the office's own first.
pub async fn draft_from_plan(
    app: &App,
    ctx: &Ctx,
    files: Vec<PlanFile>,
    wanted: &Wanted,
) -> Result<Campaign> {
    ctx.require(Permission::CampaignDraft)?;
    if files.is_empty() || files.len() > MOST_FILES {
        return Err(Error::field(
            "files",
            format!(
                "请选择 1 至 {MOST_FILES} 份方案文件（.docx、.doc、.pdf 或 .txt），本单位的方案放在第一份"
            ),
        ));
    }
    let sizes: Vec<u64> = files
        .iter()
        .map(|file| u64::try_from(file.bytes.len()).unwrap_or(u64::MAX))
        .collect();
    let texts = plan_text::keep(app, files).await?;
    let setting = setting::find(app, ctx, wanted).await?;
    let campaign = Drafting {
        ctx,
        rules: app.rules(),
        setting,
    }
    .campaign(&texts);
    let evidence = evidence(ctx, &campaign, &texts, &sizes);
    save(app, ctx, titled(campaign, wanted), &evidence).await
}

/// Drafts a campaign from a template, starting on a day.
pub async fn draft_from_template(
    app: &App,
    ctx: &Ctx,
    id: &str,
    start: Date,
    wanted: &Wanted,
) -> Result<Campaign> {
    ctx.require(Permission::CampaignDraft)?;
    let template = template::template(app, id)?;
    let setting = setting::find(app, ctx, wanted).await?;
    let campaign = from_template::campaign(ctx, app.rules(), &setting, &template, start);
    save(app, ctx, titled(campaign, wanted), &[]).await
}

fn titled(campaign: Campaign, wanted: &Wanted) -> Campaign {
    match wanted
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty())
    {
        Some(title) => Campaign {
            title: title.to_owned(),
            ..campaign
        },
        None => campaign,
    }
}

async fn save(app: &App, ctx: &Ctx, campaign: Campaign, evidence: &[Evidence]) -> Result<Campaign> {
    let mut write = app.store.write(ctx, Action::CampaignDraft).await?;
    write.insert(&campaign).await?;
    write.insert_all(evidence).await?;
    write.commit().await?;
    Ok(campaign)
}

/// The uploaded files, attached to the campaign.
fn evidence(ctx: &Ctx, campaign: &Campaign, texts: &[PlanText], sizes: &[u64]) -> Vec<Evidence> {
    let Place { division, unit, .. } = campaign.place();
    let attached = |(text, size): (&PlanText, &u64)| Evidence {
        id: ctx.new_id::<EvidenceId>(),
        noun: Noun::Campaign,
        record: campaign.id.uuid(),
        kind: EvidenceKind::Plan,
        file_name: text.file_name.clone(),
        sha256: text.sha256.clone(),
        size: *size,
        media_type: media_type(&text.file_name).to_owned(),
        note: String::new(),
        added: ctx.stamp(),
        division,
        unit,
    };
    texts.iter().zip(sizes).map(attached).collect()
}

/// A plan is read only when it is Word or plain text, so the name tells which.
fn media_type(file_name: &str) -> &'static str {
    let name = file_name.to_ascii_lowercase();
    match name.rsplit('.').next().unwrap_or_default() {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "doc" | "wps" => "application/msword",
        "pdf" => "application/pdf",
        _ => "text/plain; charset=utf-8",
    }
}
