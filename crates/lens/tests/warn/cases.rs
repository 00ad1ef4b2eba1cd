//! Invented platforms that fail in the ways schemes are known to fail, and what the ranking says of them.

use fangfei_lens::warn::{Figure, Histories, PlatformMonth, Term};

use super::market::{TOP_TEN, bent, market, month, months, of, quiet, rank, times, without};

/// Each bent in one way only: the reason must name it, and the platform must stand above the quiet market's middle.
#[test]
fn every_way_to_fail_is_seen_and_named() {
    type Bend = fn(&mut PlatformMonth, f64);
    let cases: [(&str, Bend, &str); 9] = [
        (
            "高息",
            |row, _| times(row, "return", 1.9),
            "承诺收益高于市场：",
        ),
        ("自融", |row, _| row.set(TOP_TEN, 98.0), "借款人集中："),
        (
            "一对多",
            |row, _| times(row, "borrower", 0.01),
            "出借人多而借款人少：",
        ),
        (
            "大额",
            |row, _| row.set(Figure::BorrowersFrom100w, 9000.0),
            "超限额大额借款：",
        ),
        (
            "流失",
            |row, back| times(row, "investor", 1.0 + back),
            "投资人减少：",
        ),
        (
            "滞销",
            |row, back| times(row, "complete", if back < 1.0 { 40.0 } else { 1.0 }),
            "满标变慢：",
        ),
        (
            "加息",
            |row, back| times(row, "return", if back < 1.0 { 1.5 } else { 1.0 }),
            "收益率抬高：",
        ),
        (
            "冲量",
            |row, back| times(row, "investor", if back % 2.0 < 1.0 { 1.0 } else { 9.0 }),
            "投资人数大起大落：",
        ),
        (
            "短标",
            |row, _| {
                for term in [
                    Figure::Return2To3m,
                    Figure::Return3To6m,
                    Figure::ReturnFrom6m,
                ] {
                    row.set(term, 0.0);
                }
            },
            "期限短、向短期移动：",
        ),
    ];
    for (name, bend, reason) in cases {
        let mut rows = market();
        rows.extend(bent(name, bend));
        let ranking = rank(rows, "2031-07");
        let one = of(&ranking, name);
        let mut sound = market();
        sound.extend(bent(name, |_, _| {}));
        let sound = rank(sound, "2031-07");
        assert!(
            // One weakness alone makes the risk greater than the same platform's without it.
            one.risk > of(&sound, name).risk,
            "{name} stands at {}: {:?}",
            one.rank,
            one.reasons
        );
        assert!(
            one.reasons.iter().any(|said| said.starts_with(reason)),
            "{name}: {:?}",
            one.reasons
        );
    }
}

/// A platform that has everything against it stands first, by far.
#[test]
fn a_scheme_near_its_end_stands_first() {
    let mut rows = market();
    rows.extend(bent("尾声", |row, back| {
        times(row, "investor", 0.02 * (1.0 + back));
        times(row, "borrower", 0.001);
        times(row, "return", 1.7);
        times(row, "complete", 9.0 - back);
        row.set(TOP_TEN, 100.0);
    }));
    let ranking = rank(rows, "2031-07");
    assert_eq!(&*ranking[0].platform, "尾声");
    assert!(ranking[0].risk > 0.75, "{}", ranking[0].risk);
}

#[test]
fn a_platform_that_fell_silent_is_told() {
    let mut rows = market();
    let gone = bent("失联", |_, _| {});
    rows.extend(gone[..5].iter().cloned());
    let ranking = rank(rows, "2031-07");
    let one = of(&ranking, "失联");
    assert!(one.rank <= 3, "{}", one.rank);
    assert_eq!(
        one.reasons[0],
        "数据中断或无人交易：2031年6月、2031年7月没有数据或者没有人投资、借款"
    );
}

#[test]
fn months_of_nobody_are_silence_too() {
    let mut rows = market();
    rows.extend(bent("停摆", |row, back| {
        if back < 2.0 {
            times(row, "", 0.0);
        }
    }));
    let ranking = rank(rows, "2031-07");
    assert!(of(&ranking, "停摆").rank <= 2);
    assert!(
        of(&ranking, "停摆")
            .reasons
            .iter()
            .any(|r| r.contains("2031年6月、2031年7月没有"))
    );
}

#[test]
fn one_row_is_enough_and_what_is_missing_is_said() {
    let mut rows = market();
    rows.push(quiet("新来", months()[6], 900.0, 0));
    rows.push(PlatformMonth::new("空白", months()[6]));
    let ranking = rank(rows, "2031-07");
    let (newcomer, blank) = (of(&ranking, "新来"), of(&ranking, "空白"));
    assert!(
        newcomer
            .reasons
            .iter()
            .any(|r| r.starts_with("缺数据，按中性计：投资人减少")),
        "{:?}",
        newcomer.reasons
    );
    assert!(
        blank.reasons.iter().any(|r| r.contains("承诺收益高于市场")),
        "{:?}",
        blank.reasons
    );
    // A month in which nothing at all was published is a silent month, not a neutral one.
    assert!(
        blank.rank == 1 && blank.risk > 0.4,
        "{} {}",
        blank.rank,
        blank.risk
    );
    assert!(
        blank.reasons[0].starts_with("数据中断或无人交易"),
        "{:?}",
        blank.reasons
    );
}

#[test]
fn a_missing_column_is_neutral_for_everybody() {
    let whole = rank(market(), "2031-07");
    let bare: Vec<PlatformMonth> = market().iter().map(|row| without(row, "top_")).collect();
    let ranking = rank(bare, "2031-07");
    assert_eq!(ranking.len(), whole.len());
    for one in &ranking {
        let point = one
            .points
            .iter()
            .find(|p| p.term == Term::BorrowerConcentration)
            .unwrap();
        assert_eq!((point.value, point.points), (None, 0.0));
        assert!(one.reasons.iter().any(|r| r.contains("借款人集中")));
    }
}

#[test]
fn a_platform_alone_is_judged_by_the_anchors() {
    let calm = rank(bent("独家", |_, _| {}), "2031-07");
    let wild = rank(
        bent("独家", |row, back| {
            times(row, "investor", 0.01 * (1.0 + back));
            times(row, "return", 2.0);
            row.set(TOP_TEN, 100.0);
        }),
        "2031-07",
    );
    assert!(
        wild[0].risk > calm[0].risk + 0.2,
        "{} {}",
        wild[0].risk,
        calm[0].risk
    );
    assert!(!calm[0].reasons.is_empty());
}

#[test]
fn rows_that_contradict_each_other_are_not_believed() {
    let mut rows = market();
    let mut twin = rows[0].clone();
    twin.set(TOP_TEN, 77.0);
    rows.push(twin);
    rows.push(rows[5].clone());
    let histories = Histories::until(rows, month("2031-07")).unwrap();
    assert_eq!(histories.clashes.len(), 1);
    assert_eq!(histories.clashes[0].figures, [TOP_TEN]);
    assert_eq!(histories.count(), 40);
}

#[test]
fn nothing_before_the_month_is_nothing_to_rank() {
    assert_eq!(Histories::until(market(), month("2030-12")), None);
}

/// The mean of the probabilities is near the stated share; forty platforms lean on the usual market a little.
#[test]
fn the_mean_risk_is_the_base_rate() {
    let ranking = rank(market(), "2031-07");
    let mean: f64 = ranking.iter().map(|one| one.risk).sum::<f64>() / 40.0;
    assert!((mean - 0.40).abs() < 0.06, "{mean}");
}
