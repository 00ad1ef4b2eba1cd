//! Likenesses: what is found after an import and among clues, what people decide, and taking it back.

use fangfei_app::{
    Error, Page,
    clue::{self, ClueDraft, Reported},
    import::{self, FileImport, ImportKind, ImportSettings},
    likeness::{self, LikenessFilter},
    subject, worker,
};
use fangfei_model::{
    clue::Clue,
    ctx::Ctx,
    import_run::ImportCounts,
    likeness::{Likeness, LikenessKind, LikenessStatus},
    noun::Noun,
    query::{Query, Test},
    subject::Subject,
};
use fangfei_testkit::TestApp;

const REGISTER: &str = "企业名称,统一社会信用代码,法定代表人,联系电话,经营地址,经营范围\n\
云溪县惠康养老服务有限公司,,张某一,13800000001,云溪县清溪镇前街12号,\n\
云溪县禾丰农业专业合作社,,李某二,13800000002,云溪县北山乡后街2号,粮食种植\n\
云溪县东街超市,,王某三,13800000003,云溪县清溪镇东街7号,日用品零售\n";
const SECOND: &str = "主体名称,负责人,联系电话,经营地址,经营范围\n\
惠康养老服务公司,张某一,13800000001,清溪镇前街12号,财富管理\n";

async fn take(test: &TestApp, ctx: &Ctx, text: &str) -> ImportCounts {
    let import = FileImport {
        kind: ImportKind::Subject,
        file_name: "名录.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
        sheets: Vec::new(),
        settings: ImportSettings::default(),
        dry_run: false,
    };
    let done = import::import_file(&test.app, ctx, import, &|_| {})
        .await
        .unwrap();
    worker::drain(&test.app, &test.system()).await.unwrap();
    done.run.counts
}

async fn listed(test: &TestApp, ctx: &Ctx) -> Vec<Subject> {
    let query = Query::of(Noun::Subject)
        .when("merged_into", Test::Missing)
        .by("name", false);
    let rows = subject::list(&test.app, ctx, &query, Page::first(100))
        .await
        .unwrap();
    rows.into_iter().map(|row| row.subject).collect()
}

async fn open(test: &TestApp, ctx: &Ctx, kind: LikenessKind) -> Vec<Likeness> {
    let filter = LikenessFilter {
        kind,
        status: Some(LikenessStatus::Open),
    };
    let rows = likeness::list(&test.app, ctx, filter, Page::first(100))
        .await
        .unwrap();
    rows.into_iter().map(|row| row.likeness).collect()
}

#[tokio::test]
async fn an_import_finds_the_file_that_is_there_under_another_name() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    assert_eq!(take(&test, &ctx, REGISTER).await.added, 3);
    assert!(open(&test, &ctx, LikenessKind::Subject).await.is_empty());
    assert_eq!(take(&test, &ctx, SECOND).await.added, 1);
    let found = open(&test, &ctx, LikenessKind::Subject).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].percent >= 60 && !found[0].reasons.is_empty(),
        "{found:?}"
    );
    let names = [&found[0].left.name, &found[0].right.name];
    assert!(
        names.iter().all(|name| name.contains("惠康养老")),
        "{names:?}"
    );
    let member = test.ctx(&test.actors.market);
    assert!(open(&test, &member, LikenessKind::Subject).await.is_empty());
}

#[tokio::test]
async fn merged_files_go_on_as_one_and_come_apart_again() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    take(&test, &ctx, REGISTER).await;
    take(&test, &ctx, SECOND).await;
    let pair = open(&test, &ctx, LikenessKind::Subject).await.remove(0);
    let before = listed(&test, &ctx).await;
    let kept = before
        .iter()
        .find(|s| s.name.starts_with("云溪县惠康"))
        .unwrap();
    let gone = before.iter().find(|s| s.name.starts_with("惠康")).unwrap();
    let clue = reported(&test, &ctx, &gone.name, "某老人反映承诺年息12%", Some(gone)).await;
    let judged = likeness::judge_same(&test.app, &ctx, pair.id, None, "同址同人").await;
    assert!(matches!(judged, Err(Error::Refused(_))), "{judged:?}");
    let judged = likeness::judge_same(&test.app, &ctx, pair.id, Some(kept.id.uuid()), "同址同人");
    assert_eq!(judged.await.unwrap().status(), LikenessStatus::Same);
    let after = listed(&test, &ctx).await;
    assert_eq!(after.len(), before.len() - 1);
    let file = subject::file(&test.app, &ctx, kept.id).await.unwrap();
    let scope = file.subject.record.scope_text.clone().unwrap_or_default();
    assert!(scope.contains("财富管理"), "its scope was unknown: {scope}");
    assert!(
        file.subject.record.hit_classes().contains('A'),
        "what was taken over is screened"
    );
    assert_eq!(file.held[0].subject.name, gone.name);
    assert_eq!(
        file.clues[0].id, clue.id,
        "its clues stand in the file that goes on"
    );
    // The merged name leads to the file that goes on, and its rows are known there.
    let again = take(&test, &ctx, SECOND).await;
    assert_eq!((again.added, again.unchanged), (0, 1), "{again:?}");
    let more = SECOND.replace("清溪镇前街12号", "清溪镇前街12号二层");
    let changed = take(&test, &ctx, &more).await;
    assert_eq!((changed.added, changed.changed), (0, 1), "{changed:?}");
    assert!(open(&test, &ctx, LikenessKind::Subject).await.is_empty());
    let withdrawn = likeness::withdraw(&test.app, &ctx, pair.id, "两家各自经营")
        .await
        .unwrap();
    assert_eq!(withdrawn.status(), LikenessStatus::Open);
    let back = listed(&test, &ctx).await;
    assert_eq!(back.len(), before.len());
    assert!(
        back.iter().any(|s| s == gone),
        "the merged file is as it was"
    );
    likeness::judge_different(&test.app, &ctx, pair.id, "两家")
        .await
        .unwrap();
    likeness::find(&test.app, &ctx, LikenessKind::Subject)
        .await
        .unwrap();
    assert!(
        open(&test, &ctx, LikenessKind::Subject).await.is_empty(),
        "a decision stands"
    );
}

#[tokio::test]
async fn who_may_not_judge_is_refused() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    take(&test, &ctx, REGISTER).await;
    take(&test, &ctx, SECOND).await;
    let pair = open(&test, &ctx, LikenessKind::Subject).await.remove(0);
    let township = test.ctx(&test.actors.township);
    let judged = likeness::judge_different(&test.app, &township, pair.id, "不是").await;
    assert!(matches!(judged, Err(Error::Denied(_))), "{judged:?}");
}

async fn reported(
    test: &TestApp,
    ctx: &Ctx,
    name: &str,
    facts: &str,
    subject: Option<&Subject>,
) -> Clue {
    let draft = ClueDraft {
        subject_name: name.to_owned(),
        facts: facts.to_owned(),
        channel: "public_report".to_owned(),
        division: "149921".to_owned(),
        found_on: ctx.today().to_string(),
        subject: subject.map_or_else(|| "none".to_owned(), |s| s.id.to_string()),
        ..ClueDraft::default()
    };
    match clue::report(&test.app, ctx, &draft).await.unwrap() {
        Reported::Done(clue) => *clue,
        Reported::Choose(found) => panic!("{found:?}"),
    }
}

#[tokio::test]
async fn clues_about_other_names_meet_by_how_the_offer_is_reached_never_by_who_reported() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let offer = "发传单称存10万一年返3万，业务员电话13900000009，微信号ylhk8888";
    let one = reported(&test, &ctx, "云溪县甲禾养老中心", offer, None).await;
    let two = reported(
        &test,
        &ctx,
        "乙苑文化传播",
        "讲座推荐理财，加微信ylhk8888领鸡蛋",
        None,
    )
    .await;
    let reporter = "举报人电话13700000007，称门店高息揽储";
    reported(&test, &ctx, "丙盛商贸", reporter, None).await;
    reported(&test, &ctx, "丁泰投资", reporter, None).await;
    likeness::find(&test.app, &ctx, LikenessKind::Clue)
        .await
        .unwrap();
    let found = open(&test, &ctx, LikenessKind::Clue).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].is_about(one.id.uuid()) && found[0].is_about(two.id.uuid()));
    assert!(found[0].reasons[0].contains("微信号"), "{found:?}");
    likeness::judge_same(&test.app, &ctx, found[0].id, None, "同一业务员")
        .await
        .unwrap();
    let file = clue::file(&test.app, &ctx, two.id).await.unwrap();
    assert_eq!(file.series[0].status(), LikenessStatus::Same);
    let side = likeness::file(&test.app, &ctx, found[0].id).await.unwrap();
    assert!(
        side.sides
            .iter()
            .all(|side| side.visible && !side.facts.is_empty())
    );
}
