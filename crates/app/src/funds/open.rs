//! 立项: a new inquiry with its lawful ground. It must not know how the form is shown.

use fangfei_model::{
    action::Action,
    clue::Clue,
    ctx::Ctx,
    funds_inquiry::{FundsInquiry, InquiryState, InquiryTarget},
    id::{ClueId, FundsInquiryId, RiskItemId, SubjectId, UnitId},
    noun::Noun,
    permission::Permission,
    record::Record,
    risk_item::RiskItem,
    subject::Subject,
};

use super::InquiryDraft;
use crate::{App, Error, Result, typed::Typed};

/// The draft filled in from what the inquiry is opened for; blank where nothing is named.
pub async fn draft_for(
    app: &App,
    ctx: &Ctx,
    subject: Option<SubjectId>,
    clue: Option<ClueId>,
    risk_item: Option<RiskItemId>,
) -> Result<InquiryDraft> {
    ctx.require(Permission::FundsWrite)?;
    let mut draft = InquiryDraft::default();
    if let Some(id) = risk_item {
        let item = find::<RiskItem>(app, ctx, id.uuid()).await?;
        draft.subject_name.clone_from(&item.subject_name);
        draft.division = item.division.as_str().to_owned();
        draft.subject = item.subject.map(|id| id.to_string()).unwrap_or_default();
        draft.clue = item.clue.to_string();
        draft.risk_item = id.to_string();
    } else if let Some(id) = clue {
        let clue = find::<Clue>(app, ctx, id.uuid()).await?;
        draft.subject_name.clone_from(&clue.subject_name);
        draft.division = clue.division.as_str().to_owned();
        draft.subject = clue.subject.map(|id| id.to_string()).unwrap_or_default();
        draft.clue = id.to_string();
    } else if let Some(id) = subject {
        let subject = find::<Subject>(app, ctx, id.uuid()).await?;
        draft.subject_name.clone_from(&subject.name);
        draft.division = subject.division.as_str().to_owned();
        draft.subject = id.to_string();
    } else {
        draft.division = ctx
            .scope()
            .division()
            .map(|division| division.as_str().to_owned())
            .unwrap_or_default();
    }
    if !draft.subject_name.is_empty() {
        draft.title = format!("{}资金核查", draft.subject_name);
    }
    Ok(draft)
}

async fn find<R: Record>(app: &App, ctx: &Ctx, id: uuid::Uuid) -> Result<R> {
    let found = app.store.read(ctx).get::<R>(id).await?;
    Ok(found.ok_or(Error::NotFound(R::NOUN))?.record)
}

/// Opens an inquiry for the actor's unit.
pub async fn open(app: &App, ctx: &Ctx, draft: &InquiryDraft) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsWrite)?;
    let unit = ctx.unit().ok_or(Error::NotFound(Noun::Unit))?;
    let inquiry = read(ctx, draft, unit)?;
    look_for(app, ctx, &inquiry.target).await?;
    let mut write = app.store.write(ctx, Action::FundsOpen).await?;
    let series = format!("ZJ-{}", ctx.today().year());
    let number = format!("{series}-{:04}", write.next_number(&series).await?);
    let inquiry = FundsInquiry { number, ..inquiry }.opened()?;
    write.insert(&inquiry).await?;
    write.detail("number", inquiry.number.as_str());
    write.commit().await?;
    Ok(inquiry)
}

fn read(ctx: &Ctx, draft: &InquiryDraft, unit: UnitId) -> Result<FundsInquiry> {
    let mut typed = Typed::on(ctx.today());
    let title = typed.needed("title", "核查名称", &draft.title, 100);
    let subject_name = typed.needed("subject_name", "涉及主体", &draft.subject_name, 200);
    let division = typed.division(ctx, &draft.division);
    let subject = typed.chosen("subject", "主体档案", &draft.subject);
    let clue = typed.chosen("clue", "线索", &draft.clue);
    let risk_item = typed.chosen("risk_item", "风险事项", &draft.risk_item);
    let ground = draft.ground_draft().fields(ctx, &mut typed);
    let read = title.zip(subject_name).zip(division).zip(ground);
    let read = read.map(|(((title, subject_name), division), ground)| FundsInquiry {
        id: ctx.new_id::<FundsInquiryId>(),
        number: String::new(),
        title,
        target: InquiryTarget {
            subject_name,
            subject,
            clue,
            risk_item,
        },
        division,
        unit,
        opened: ctx.stamp(),
        grounds: vec![ground],
        files: Vec::new(),
        asked: None,
        failure: None,
        analysis: None,
        judgements: Vec::new(),
        turns: Vec::new(),
        state: InquiryState::Open,
    });
    typed.finish(read)
}

/// What the inquiry names must be within the actor's scope.
async fn look_for(app: &App, ctx: &Ctx, target: &InquiryTarget) -> Result<()> {
    if let Some(id) = target.subject {
        find::<Subject>(app, ctx, id.uuid()).await?;
    }
    if let Some(id) = target.clue {
        find::<Clue>(app, ctx, id.uuid()).await?;
    }
    if let Some(id) = target.risk_item {
        find::<RiskItem>(app, ctx, id.uuid()).await?;
    }
    Ok(())
}
