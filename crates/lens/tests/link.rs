//! Linkage as its users see it: text cases of pairs, laws that hold for all pairs and files, and a small file with
//! known truth. It must not copy anything of real firms, persons or places.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use fangfei_lens::link::{
    PairKind, compare,
    run::{ColumnKind, Judged, Linked, Rows, RowsBuilder, Settings, Weights, link, link_by},
};
use proptest::prelude::*;

/// Checks every case of a file; both ways round must say the same.
fn cases(kind: PairKind, text: &str) {
    let mut wrong = Vec::new();
    for line in text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
    {
        let [expected, a, b] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let verdict = compare(kind, a, b);
        let back = compare(kind, b, a);
        assert!(
            (verdict.probability - back.probability).abs() < 1e-9,
            "{line}: {verdict:?} {back:?}"
        );
        assert!(!verdict.reasons.is_empty(), "{line}");
        if (verdict.probability > 0.5) != (expected == "同") {
            wrong.push(format!("{line}: {verdict:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn company_names() {
    cases(PairKind::Company, include_str!("link/company.txt"));
}

#[test]
fn person_names() {
    cases(PairKind::Person, include_str!("link/person.txt"));
}

#[test]
fn addresses() {
    cases(PairKind::Address, include_str!("link/address.txt"));
}

fn kinds() -> impl Strategy<Value = PairKind> {
    prop_oneof![
        Just(PairKind::Company),
        Just(PairKind::Person),
        Just(PairKind::Address)
    ]
}

/// Texts made of what names and addresses are made of, and of anything.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("北京".to_owned()),
        Just("青禾".to_owned()),
        Just("科技".to_owned()),
        Just("有限公司".to_owned()),
        Just("分公司".to_owned()),
        Just("（".to_owned()),
        Just("）".to_owned()),
        Just("路".to_owned()),
        Just("三号".to_owned()),
        Just("12号楼".to_owned()),
        Just("与".to_owned()),
        Just("王".to_owned()),
        Just("女士".to_owned()),
        Just("曾用名".to_owned()),
        Just("-".to_owned()),
        ".{0,3}",
    ];
    prop::collection::vec(pieces, 0..7).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_comparison_is_the_same_both_ways_round(kind in kinds(), a in texts(), b in texts()) {
        let (there, back) = (compare(kind, &a, &b), compare(kind, &b, &a));
        prop_assert!((there.probability - back.probability).abs() < 1e-6, "{} {}", there.probability, back.probability);
        prop_assert!((0.0..=1.0).contains(&there.probability));
    }

    #[test]
    fn a_name_with_letters_is_like_itself(kind in kinds(), a in "[青禾远志墨岩大川]{2,6}") {
        prop_assert!(compare(kind, &a, &a).probability > 0.9);
    }
}

/// Forty people, each twice, the second time with a slip in one field and another field left out.
fn people() -> Vec<[String; 4]> {
    let given = [
        "远帆", "大川", "墨岩", "青禾", "志远", "长河", "晓月", "建国", "春晖", "子涵",
    ];
    let surname = ["周", "李", "欧阳", "陈"];
    let mut rows = Vec::new();
    for i in 0..40_usize {
        let name = format!("{}{}", surname[i % 4], given[i / 4]);
        let born = format!("19{}-{:02}-{:02}", 50 + i, i % 12 + 1, i % 27 + 1);
        let phone = format!("138{:08}", i * 1_234_567 % 99_999_999);
        rows.push([format!("a{i}"), name.clone(), born.clone(), phone.clone()]);
        let late = match i % 3 {
            0 => [format!("b{i}"), name, String::new(), format!("+86 {phone}")],
            1 => [
                format!("b{i}"),
                format!("{name}先生"),
                born.replace('-', "/"),
                String::new(),
            ],
            _ => [format!("b{i}"), name, format!("{}9", &born[..9]), phone],
        };
        rows.push(late);
    }
    rows
}

fn table(rows: &[[String; 4]]) -> Rows {
    let columns = [
        ("姓名", ColumnKind::Person),
        ("出生日期", ColumnKind::Date),
        ("电话", ColumnKind::Phone),
    ];
    let mut builder = RowsBuilder::new(columns.map(|(title, kind)| (title.to_owned(), kind)));
    for row in rows {
        builder.push(&row[0], row[1..].iter().map(String::as_str));
    }
    builder.finish()
}

/// The pairs found, by id, in order.
fn pairs(rows: &Rows, found: &Linked) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = found
        .links
        .iter()
        .map(|l| {
            let (a, b) = (rows.id(l.left).to_owned(), rows.id(l.right).to_owned());
            if a < b { (a, b) } else { (b, a) }
        })
        .collect();
    pairs.sort();
    pairs
}

#[test]
fn people_written_twice_are_found_without_labels() {
    let rows = table(&people());
    let found = link(
        &rows,
        &Settings {
            explain: true,
            ..Settings::default()
        },
    );
    let right = pairs(&rows, &found)
        .iter()
        .filter(|(a, b)| a[1..] == b[1..])
        .count();
    assert!(right >= 36, "{right} of 40");
    assert!(found.links.len() - right <= 2, "{:?}", found.links);
    assert!(found.links.iter().all(|l| !l.reasons.is_empty()));
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let mut rows = people();
    let forth = table(&rows);
    let first = pairs(&forth, &link(&forth, &Settings::default()));
    rows.reverse();
    let back = table(&rows);
    assert_eq!(first, pairs(&back, &link(&back, &Settings::default())));
}

#[test]
fn an_empty_table_has_no_links() {
    let found = link(&table(&[]), &Settings::default());
    assert!(found.links.is_empty() && found.clusters.is_empty());
}

/// What a table of a few rows finds, by id.
fn found_among(columns: &[(&str, ColumnKind)], rows: &[&[&str]]) -> Vec<(String, String)> {
    let mut builder = RowsBuilder::new(columns.iter().map(|(t, k)| ((*t).to_owned(), *k)));
    for row in rows {
        builder.push(row[0], row[1..].iter().copied());
    }
    let rows = builder.finish();
    pairs(&rows, &link(&rows, &Settings::default()))
}

fn pair(a: &str, b: &str) -> (String, String) {
    (a.to_owned(), b.to_owned())
}

#[test]
fn two_rows_are_enough() {
    let columns = [
        ("企业名称", ColumnKind::Company),
        ("电话", ColumnKind::Phone),
        ("住所", ColumnKind::Address),
    ];
    let rows: [&[&str]; 2] = [
        &["1", "沁河青禾科技有限公司", "13800001111", "青禾路8号"],
        &["2", "青禾科技（沁河）有限公司", "", "沁河县青禾路8号3层"],
    ];
    assert_eq!(found_among(&columns, &rows), [pair("1", "2")]);
}

#[test]
fn a_telephone_is_one_with_area_and_extension_and_without() {
    let columns = [
        ("企业名称", ColumnKind::Company),
        ("电话", ColumnKind::Phone),
    ];
    let rows: [&[&str]; 4] = [
        &["1", "沁河青禾科技有限公司", "0512-66668888转801"],
        &["2", "青禾科技有限责任公司", "66668888"],
        &["3", "沁河大川贸易有限公司", "0512-66669999"],
        &["4", "沁河墨岩餐饮有限公司", "13800001111/0512-66667777"],
    ];
    assert_eq!(found_among(&columns, &rows), [pair("1", "2")]);
}

#[test]
fn a_few_rows_of_strangers_stay_strangers() {
    let columns = [
        ("姓名", ColumnKind::Person),
        ("出生日期", ColumnKind::Date),
        ("电话", ColumnKind::Phone),
    ];
    let rows: [&[&str]; 5] = [
        &["1", "周远帆", "1980-01-02", "13900001111"],
        &["2", "周远凡", "1980-01-02", "13900001111"],
        &["3", "李大川", "1975-05-05", "13700002222"],
        &["4", "李大川", "1990-09-19", "13611112222"],
        &["5", "欧阳墨", "1960-03-13", "13512345678"],
    ];
    assert_eq!(found_among(&columns, &rows), [pair("1", "2")]);
}

#[test]
fn surname_and_given_name_may_have_changed_places() {
    let columns = [
        ("surname", ColumnKind::Person),
        ("given_name", ColumnKind::Person),
        ("born", ColumnKind::Date),
    ];
    let rows: [&[&str]; 4] = [
        &["1", "qinghe", "dachuan", "1980-01-02"],
        &["2", "dachuan", "qinghe", "1980-01-02"],
        &["3", "moyan", "lena", "1971-11-23"],
        &["4", "yuanzhi", "paul", "1955-06-30"],
    ];
    assert_eq!(found_among(&columns, &rows), [pair("1", "2")]);
}

#[test]
fn two_lists_are_linked_with_each_other_only() {
    let people = people();
    let mut builder = RowsBuilder::new(
        [
            ("姓名", ColumnKind::Person),
            ("出生日期", ColumnKind::Date),
            ("电话", ColumnKind::Phone),
        ]
        .map(|(title, kind)| (title.to_owned(), kind)),
    );
    // The new list holds one person twice and one whom the known list has.
    let news: [&[String; 4]; 3] = [&people[0], &people[1], &people[3]];
    for row in news {
        builder.push(&row[0], row[1..].iter().map(String::as_str));
    }
    builder.second_list();
    for row in people.iter().skip(2) {
        builder.push(&row[0], row[1..].iter().map(String::as_str));
    }
    let rows = builder.finish();
    let found = link(&rows, &Settings::default());
    assert!(found.links.iter().all(|l| l.left < 3 && l.right >= 3));
    assert!(
        pairs(&rows, &found).contains(&pair("a1", "b1")),
        "{:?}",
        found.links
    );
}

#[test]
fn what_people_decided_holds_against_the_weights() {
    let rows = table(&people());
    let of = |id: &str| rows.numbers()[id][0];
    let judged = vec![
        Judged {
            left: of("a0"),
            right: of("b0"),
            same: false,
        },
        Judged {
            left: of("a1"),
            right: of("a2"),
            same: true,
        },
    ];
    let settings = Settings {
        judged,
        ..Settings::default()
    };
    let found = pairs(&rows, &link(&rows, &settings));
    assert!(!found.contains(&pair("a0", "b0")));
    assert!(found.contains(&pair("a1", "a2")));
}

#[test]
fn rows_that_are_equal_in_everything_are_found_however_many_there_are() {
    let rows: Vec<[String; 4]> = (0..2_000)
        .map(|i| {
            let (id, one) = (format!("r{i}"), i % 2 == 0);
            let name = if one { "周远帆" } else { "李大川" };
            let born = if one { "1980-01-02" } else { "1975-05-05" };
            [id, name.to_owned(), born.to_owned(), String::new()]
        })
        .collect();
    let found = link(&table(&rows), &Settings::default());
    assert_eq!(found.clusters.len(), 2);
}

/// So many people, each twice, the second time with another telephone.
fn crowd(people: usize) -> Vec<[String; 4]> {
    let given = ["远帆", "大川", "墨岩", "青禾", "志远", "长河", "晓月"];
    let surname = [
        "周", "李", "欧阳", "陈", "吴", "郑", "王", "冯", "褚", "卫", "蒋",
    ];
    let person = |i: usize, entry: usize| {
        let days = i * 37 % 20_000;
        [
            format!("{i}-{entry}"),
            format!("{}{}", surname[i % 11], given[i % 7]),
            format!(
                "19{:02}-{:02}-{:02}",
                40 + days / 336,
                days / 28 % 12 + 1,
                days % 28 + 1
            ),
            format!("13{:09}", (i * 2 + entry) * 7_919_317 % 1_000_000_000),
        ]
    };
    (0..people)
        .flat_map(|i| [person(i, 0), person(i, 1)])
        .collect()
}

/// Probability of the only link.
fn only(found: &Linked) -> f64 {
    assert_eq!(found.links.len(), 1, "{:?}", found.links);
    found.links[0].probability
}

#[test]
fn kept_weights_judge_as_the_run_that_learned_them() {
    let rows = table(&crowd(600));
    let learned = link(&rows, &Settings::default());
    let kept = Weights::from_json(&learned.weights.to_json()).unwrap();
    let again = link_by(&rows, &Settings::default(), &kept).unwrap();
    assert!(learned.links.len() > 500, "{}", learned.links.len());
    assert_eq!(pairs(&rows, &learned), pairs(&rows, &again));
    for (x, y) in learned.links.iter().zip(&again.links) {
        assert!((x.probability - y.probability).abs() < 1e-6, "{x:?} {y:?}");
    }
    assert_eq!(again.weights, kept);
}

#[test]
fn a_few_new_rows_are_judged_as_among_the_many() {
    let many = crowd(600);
    let kept = link(&table(&many), &Settings::default()).weights;
    let few = table(&many[200..202]);
    let among = link_by(&few, &Settings::default(), &kept).unwrap();
    let rows = table(&many);
    let all = link(&rows, &Settings::default());
    let same = all
        .links
        .iter()
        .find(|l| rows.id(l.left) == few.id(0))
        .unwrap();
    assert!(
        (only(&among) - same.probability).abs() < 0.1,
        "{among:?} {same:?}"
    );
}

#[test]
fn weights_of_other_columns_are_refused_by_name() {
    let kept = link(&table(&people()), &Settings::default()).weights;
    let columns = [("姓名", ColumnKind::Person), ("住所", ColumnKind::Address)];
    let rows = RowsBuilder::new(columns.map(|(title, kind)| (title.to_owned(), kind))).finish();
    let refused = link_by(&rows, &Settings::default(), &kept).unwrap_err();
    assert!(refused.to_string().contains("住所:address"), "{refused}");
}
