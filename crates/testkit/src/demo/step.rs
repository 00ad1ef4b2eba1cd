//! The steps of the demo year and who takes them. It must not know how the county is set up.

use fangfei_app::Result;
use fangfei_model::{
    id::{
        AssessmentId, CampaignId, ClueId, FundsInquiryId, RefundBatchId, ReturnId, RiskItemId,
        TaskId, UnitId,
    },
    period::Period,
};
use jiff::Timestamp;

use super::{campaigns, clues, funds, imports, monitor, returns, risks, tasks, world::World};

/// One thing that somebody does on some day.
#[derive(Debug, Clone)]
pub enum Step {
    /// A clue comes in.
    Report,
    /// The lead office takes it up, or not.
    Accept(ClueId),
    /// It is given to another unit.
    Reassign(ClueId),
    /// The unit checks it.
    Check(ClueId),
    /// The lead office asks units for their views.
    Assess(ClueId),
    /// A unit gives its view.
    GiveView(AssessmentId, UnitId),
    /// The head concludes.
    Conclude(AssessmentId, ClueId),
    /// The lead office opens a risk item.
    List(ClueId),
    /// The unit enters progress; so many entries are to follow.
    Progress(RiskItemId, u8),
    /// The plan is changed.
    Replan(RiskItemId),
    /// The unit applies for close-out.
    ApplyClose(RiskItemId),
    /// The reviewer verifies, or sends back.
    Verify(RiskItemId),
    /// The head approves.
    Close(RiskItemId),
    /// The head opens it again.
    Reopen(RiskItemId),
    /// The clerk drafts a campaign from a template.
    Draft(&'static str),
    /// The head starts it.
    Start(CampaignId, &'static str),
    /// The head ends it.
    End(CampaignId),
    /// What has begun this week is raised as tasks.
    Week,
    /// A unit hands a task in.
    Submit(TaskId),
    /// The reviewer accepts it or sends it back.
    Decide(TaskId),
    /// A unit makes the return that a task asks for.
    MakeReturn(TaskId),
    /// The lead office makes the county's return.
    CountyReturn(Period),
    /// A unit hands its return up.
    SubmitReturn(ReturnId),
    /// The reviewer accepts it or sends it back.
    DecideReturn(ReturnId),
    /// A unit makes it again.
    Remake(ReturnId),
    /// The market supervision brings in what has changed in the register.
    Correction,
    /// The lead office opens a funds inquiry and has its statements analysed.
    Inquire(usize),
    /// Participants claim.
    Claims(FundsInquiryId),
    /// Money that came back is shared out.
    Refund(FundsInquiryId),
    /// The head approves it.
    ApproveRefund(RefundBatchId),
    /// The bank has paid.
    PayRefund(RefundBatchId),
    /// Facts come in and the index is run.
    Monitor(usize),
}

/// Takes the step at its moment.
pub async fn take(world: &mut World, at: Timestamp, step: Step) -> Result<()> {
    world.clock.set_moment(at);
    match step {
        Step::Report => clues::report(world).await,
        Step::Accept(clue) => clues::accept(world, clue).await,
        Step::Reassign(clue) => clues::reassign(world, clue).await,
        Step::Check(clue) => clues::check(world, clue).await,
        Step::Assess(clue) => clues::assess(world, clue).await,
        Step::GiveView(assessment, unit) => clues::give_view(world, assessment, unit).await,
        Step::Conclude(assessment, clue) => clues::conclude(world, assessment, clue).await,
        Step::List(clue) => risks::list(world, clue).await,
        Step::Progress(item, more) => risks::progress(world, item, more).await,
        Step::Replan(item) => risks::replan(world, item).await,
        Step::ApplyClose(item) => risks::apply_close(world, item).await,
        Step::Verify(item) => risks::verify(world, item).await,
        Step::Close(item) => risks::close(world, item).await,
        Step::Reopen(item) => risks::reopen(world, item).await,
        Step::Draft(template) => campaigns::draft(world, template).await,
        Step::Start(campaign, template) => campaigns::start(world, campaign, template).await,
        Step::End(campaign) => campaigns::end(world, campaign).await,
        Step::Week => tasks::round(world).await,
        Step::Submit(task) => tasks::submit(world, task).await,
        Step::Decide(task) => tasks::decide(world, task).await,
        Step::MakeReturn(task) => returns::of_task(world, task).await,
        Step::CountyReturn(period) => returns::of_county(world, period).await,
        Step::SubmitReturn(id) => returns::submit(world, id).await,
        Step::DecideReturn(id) => returns::decide(world, id).await,
        Step::Remake(id) => returns::remake(world, id).await,
        Step::Correction => imports::correction(world).await,
        Step::Inquire(case) => funds::inquire(world, case).await,
        Step::Claims(inquiry) => funds::claims(world, inquiry).await,
        Step::Refund(inquiry) => funds::refund(world, inquiry).await,
        Step::ApproveRefund(batch) => funds::approve(world, batch).await,
        Step::PayRefund(batch) => funds::pay(world, batch).await,
        Step::Monitor(round) => monitor::round(world, round).await,
    }
}
