//! Returns: figures as of the cut-off, attributed to units without overlap; submitting, accepting,
//! freezing; late entries as differences.

use fangfei_app::{
    Error,
    periodic_return::{self, NewReturn, Which},
};
use fangfei_model::{
    clue::{Channel, Clue},
    ctx::Ctx,
    id::UnitId,
    periodic_return::ReturnStatus,
    query::{Query, Test},
    record::Value,
};
use fangfei_testkit::TestApp;
use jiff::civil::date;
use rand::{RngExt, SeedableRng, rngs::SmallRng};

use crate::records::{Given, add, clue, store};

fn quarter(unit: UnitId) -> NewReturn {
    let period = "2024Q3".parse().unwrap();
    NewReturn {
        campaign: None,
        template: "quarterly".to_owned(),
        period,
        unit,
        narrative: None,
    }
}

fn found(ctx: &Ctx, test: &TestApp, number: &str, unit: Option<UnitId>, channel: Channel) -> Clue {
    let division = test.actors.township.unit.division;
    clue(
        ctx,
        &Given {
            number,
            subject: "某某公司",
            division,
            channel,
            unit,
            amount: None,
        },
    )
}

#[tokio::test]
async fn figures_stand_as_of_the_cut_off_and_a_late_entry_is_a_difference() {
    let test = TestApp::sqlite().await;
    let township = test.actors.township.unit.id;
    let first = found(
        &test.system(),
        &test,
        "XS-2024-000001",
        Some(township),
        Channel::PublicReport,
    );
    add(&test, &[first]).await;
    test.clock.set(date(2024, 10, 2));
    let ctx = test.ctx(&test.actors.township);
    let made = periodic_return::make(&test.app, &ctx, quarter(township))
        .await
        .unwrap();
    assert_eq!(made.record.computed.total("work.found"), 1);
    assert_eq!(made.record.computed.total("work.found_public"), 1);
    assert!(
        periodic_return::compare(&test.app, &ctx, &made.record)
            .await
            .unwrap()
            .iter()
            .all(|c| !c.differs())
    );

    // Registered in October with a date in September, as an import of the office's own ledger may.
    let mut late = found(
        &test.system(),
        &test,
        "XS-2024-000002",
        Some(township),
        Channel::Hotline,
    );
    late.registered_at = fangfei_model::ctx::china_midnight(date(2024, 9, 20));
    let late_id = late.id.uuid();
    add(&test, &[late]).await;
    let changes = periodic_return::compare(&test.app, &ctx, &made.record)
        .await
        .unwrap();
    let change = changes.iter().find(|c| c.id == "work.found").unwrap();
    assert_eq!(
        (change.frozen, change.current, change.came.as_slice()),
        (1, 2, [late_id].as_slice())
    );
    let rows =
        |which| periodic_return::rows(&test.app, &ctx, &made.record, "work.found", None, which);
    assert_eq!(rows(Which::Counted).await.unwrap().rows.len(), 1);
    assert_eq!(rows(Which::Came).await.unwrap().rows[0].row.id, late_id);
    let again = periodic_return::make(&test.app, &ctx, quarter(township))
        .await
        .unwrap();
    assert_eq!(
        again.record.computed.total("work.found"),
        1,
        "the cut-off does not move"
    );
}

#[tokio::test]
async fn the_sum_of_the_lines_is_the_count_of_the_records() {
    for seed in 0..4 {
        let test = TestApp::sqlite().await;
        let mut random = SmallRng::seed_from_u64(seed);
        let units = test.actors.units();
        let ctx = test.system();
        let clues: Vec<Clue> = (0..60)
            .map(|n| {
                let unit = random
                    .random_ratio(4, 5)
                    .then(|| units[random.random_range(0..units.len())].id);
                let channel = Channel::ALL[random.random_range(0..Channel::ALL.len())];
                found(&ctx, &test, &format!("XS-2024-{n:06}"), unit, channel)
            })
            .collect();
        add(&test, &clues).await;
        test.clock.set(date(2024, 10, 1));
        let office = test.actors.clerk.unit.id;
        let made = periodic_return::make(&test.app, &test.ctx(&test.actors.clerk), quarter(office))
            .await
            .unwrap();
        let computed = &made.record.computed;
        assert_eq!(
            computed.total("work.found"),
            60,
            "every clue counts once, those of no unit for the office"
        );
        for line in &computed.lines {
            let of_line = |clue: &&Clue| match clue.origin_unit {
                None => line.unit == office,
                Some(unit) => {
                    unit == line.unit
                        || (line.with_lower
                            && units
                                .iter()
                                .any(|u| u.id == unit && u.parent == Some(line.unit)))
                }
            };
            let expected = clues.iter().filter(of_line).count();
            assert_eq!(
                line.figures["work.found"].rows.len(),
                expected,
                "{}",
                line.unit_name
            );
        }
        let public = ["public_report", "hotline", "police_110"]
            .map(Value::from)
            .to_vec();
        let query = Query::of(fangfei_model::noun::Noun::Clue).when("channel", Test::In(public));
        let counted = store(&test).await.read(&ctx).count(&query).await.unwrap();
        assert_eq!(
            computed.total("work.found_public"),
            i64::try_from(counted).unwrap()
        );
        assert_eq!(computed.broken, []);
    }
}

#[tokio::test]
async fn a_return_goes_up_comes_back_goes_up_again_and_is_frozen() {
    let test = TestApp::sqlite().await;
    let (township, reviewer) = (&test.actors.township, &test.actors.reviewer);
    test.clock.set(date(2024, 9, 20));
    let ctx = test.ctx(township);
    let early = periodic_return::make(&test.app, &ctx, quarter(township.unit.id))
        .await
        .unwrap();
    let id = early.record.id;
    let refused = periodic_return::submit(&test.app, &ctx, id)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("截数"), "{refused}");

    test.clock.set(date(2024, 10, 1));
    let (ctx, up) = (test.ctx(township), test.ctx(reviewer));
    periodic_return::make(&test.app, &ctx, quarter(township.unit.id))
        .await
        .unwrap();
    periodic_return::submit(&test.app, &ctx, id).await.unwrap();
    let other = test.ctx(&test.actors.head);
    assert!(
        periodic_return::send_back(&test.app, &up, id, " ")
            .await
            .is_err(),
        "a reason is needed"
    );
    periodic_return::send_back(&test.app, &up, id, "请核对受理数")
        .await
        .unwrap();
    periodic_return::submit(&test.app, &ctx, id).await.unwrap();
    let office = periodic_return::make(
        &test.app,
        &test.ctx(&test.actors.clerk),
        quarter(test.actors.clerk.unit.id),
    )
    .await
    .unwrap();
    let below = &office.record.computed.lower[0];
    assert_eq!((below.unit, below.accepted), (township.unit.id, false));
    let accepted = periodic_return::accept(&test.app, &other, id)
        .await
        .unwrap();
    assert_eq!(accepted.record.status(), ReturnStatus::Accepted);
    let again = periodic_return::make(&test.app, &ctx, quarter(township.unit.id))
        .await
        .unwrap_err();
    assert!(matches!(again, Error::Refused(_)), "{again}");
}

#[tokio::test]
async fn nobody_makes_or_sees_the_return_of_another_township() {
    let test = TestApp::sqlite().await;
    test.clock.set(date(2024, 10, 1));
    let (qingxi, beishan) = (
        test.ctx(&test.actors.township),
        test.ctx(&test.actors.other_township),
    );
    let made = periodic_return::make(&test.app, &qingxi, quarter(test.actors.township.unit.id))
        .await
        .unwrap();
    let foreign =
        periodic_return::make(&test.app, &beishan, quarter(test.actors.township.unit.id)).await;
    assert!(matches!(foreign, Err(Error::Invalid(_))));
    let seen = periodic_return::show(&test.app, &beishan, made.record.id).await;
    assert!(matches!(seen, Err(Error::NotFound(_))));
    let accepted = periodic_return::accept(&test.app, &qingxi, made.record.id).await;
    assert!(matches!(accepted, Err(Error::Denied(_))));
}

#[tokio::test]
async fn a_period_must_fit_the_template_and_have_begun() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let make = |period: &str| {
        let new = NewReturn {
            period: period.parse().unwrap(),
            ..quarter(test.actors.clerk.unit.id)
        };
        periodic_return::make(&test.app, &ctx, new)
    };
    assert!(
        make("2024-07")
            .await
            .unwrap_err()
            .to_string()
            .contains("每季度")
    );
    assert!(
        make("2024Q4")
            .await
            .unwrap_err()
            .to_string()
            .contains("还没有开始")
    );
    assert!(make("2024Q3").await.is_ok());
}

#[tokio::test]
async fn word_and_excel_files_come_out() {
    let test = TestApp::sqlite().await;
    test.clock.set(date(2024, 10, 1));
    let ctx = test.ctx(&test.actors.clerk);
    let made = periodic_return::make(&test.app, &ctx, quarter(test.actors.clerk.unit.id))
        .await
        .unwrap();
    let file = periodic_return::show(&test.app, &ctx, made.record.id)
        .await
        .unwrap();
    assert!(file.equations.iter().all(|e| e.holds));
    assert!(
        periodic_return::docx(&test.app, &ctx, &file)
            .await
            .unwrap()
            .starts_with(b"PK")
    );
    assert!(
        periodic_return::xlsx(&test.app, &ctx, &file)
            .await
            .unwrap()
            .starts_with(b"PK")
    );
}
