//! Names in texts: by rule on invented posts, by a tagger learnt from invented posts, and scores on the developers' data folder
//! (on demand: `cargo test -p fangfei-lens --test text_names -- --ignored --nocapture`). It must not copy anything from there.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use fangfei_lens::text::names::{KnownNames, Named, Tagger, find};
use proptest::prelude::*;

fn texts(found: &[Named]) -> Vec<&str> {
    found.iter().map(|n| n.text.as_str()).collect()
}

#[test]
fn unknown_names_are_found_by_their_anatomy_and_their_company() {
    for (text, name) in [
        ("揭秘蓝鹊步骗局，蓝鹊步是什么？蓝鹊步合法吗", "蓝鹊步"),
        (
            "警方通报：测试县鸿苇商务信息咨询有限公司涉嫌非法吸收公众存款",
            "测试县鸿苇商务信息咨询有限公司",
        ),
        ("苇米理财跑路了，苇米理财提现困难", "苇米理财"),
        ("鸿鹊币崩盘，鸿鹊币投资者维权", "鸿鹊币"),
        ("下载苇鹊宝APP，注册苇鹊宝送红包", "苇鹊宝"),
        ("在易购商城充值一万元", "易购商城"),
        ("我爸在新绿苇生态农庄投了15万", "新绿苇生态农庄"),
    ] {
        assert!(
            texts(&find(text)).contains(&name),
            "{text}: {:?}",
            find(text)
        );
    }
}

#[test]
fn full_names_begin_at_their_place_and_shares_before_their_number() {
    for (text, name) in [
        (
            "在海银大厦设立深圳苇鹊网络科技有限公司，对外吸收资金",
            "深圳苇鹊网络科技有限公司",
        ),
        (
            "招聘：网传上海鸿汀投资管理有限公司招人",
            "上海鸿汀投资管理有限公司",
        ),
        (
            "南京上苇养老服务有限公司北京分公司关门了",
            "南京上苇养老服务有限公司",
        ),
        ("三季报难看，苇鹊股份(300999)跌停", "苇鹊股份"),
        ("听说鸿汀公司老板失联", "鸿汀公司"),
        ("钱都投到汇苇达理财了", "汇苇达理财"),
        ("实名举报宏苇担保公司老板", "宏苇担保公司"),
        ("撤销鑫苇小额贷款公司的经营资格", "鑫苇小额贷款公司"),
        ("在秀丽人生美容院办了卡", "秀丽人生美容院"),
        ("请管管惠苇养老院", "惠苇养老院"),
        ("我是万汇金服小陈", "万汇金服"),
        ("入了那个鼎汇国际", "鼎汇国际"),
        ("庆祝盛苇嘉禾生态农业开业", "盛苇嘉禾生态农业"),
        ("关于“苇汇通”非法集资案的公告", "苇汇通"),
        ("推广一个叫苇盈链的APP", "苇盈链"),
        ("嘉和养老公寓收会员费", "嘉和养老公寓"),
        ("汇苇财富管理中心关门了", "汇苇财富管理中心"),
    ] {
        assert!(
            texts(&find(text)).contains(&name),
            "{text}: {:?}",
            find(text)
        );
    }
}

#[test]
fn ordinary_texts_hold_no_names() {
    for text in [
        "今天天气很好，我们去公园散步",
        "谨防非法集资，远离高息诱惑",
        "您好，专业办理贷款，当天放款，利息低",
        "两年内公司替您还清，到期公司原价回购",
        "有家公司在商场设摊，借给公司周转",
        "到期后合作社关门，我们村合作社存款",
        "净值型理财和二级资本债券",
        "村里众筹修桥，职工互助基金",
        "新开农业项目，本地担保公司",
        "取消三家融资担保公司的许可",
        "投五万进新能源，海外矿场众筹",
        "小李的装修公司，网上理财公司",
        "谨防“飞单”，守住“钱袋子”",
        "某某养老院收费公示",
        "我公司招聘理财经理",
        "由公募基金管理人管理",
        "高 息 理 财 ，稳赚",
    ] {
        assert_eq!(texts(&find(text)), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn known_names_are_found_in_any_writing() {
    let known = KnownNames::new(["鸿苇财富", "短"]).unwrap();
    let found = known.find("投了鴻 葦財富三万");
    assert_eq!(
        (found[0].text.as_str(), found[0].span),
        ("鴻 葦財富", (2, 7))
    );
}

fn lessons() -> Vec<(String, Vec<String>)> {
    let heads: Vec<char> = "鸿苇蓝鹊柳溪星桐渔泽".chars().collect();
    let ends = ["宝", "贷", "币", "金服", "财富"];
    let forms = [
        "{}跑路了，{}客服失联",
        "听说{}平台提现困难",
        "揭秘{}骗局",
        "下载{}注册送红包",
        "警惕{}，{}涉嫌传销",
    ];
    let mut lessons = Vec::new();
    for (i, a) in heads.iter().enumerate() {
        for (j, form) in forms.iter().enumerate() {
            let b = heads[(i + j + 1) % heads.len()];
            let name = format!("{a}{b}{}", ends[(i + j) % ends.len()]);
            lessons.push((form.replace("{}", &name), vec![name]));
        }
    }
    lessons.extend(
        ["今天天气很好", "客服电话打不通", "提现要三天"].map(|t| (t.to_owned(), Vec::new())),
    );
    lessons
}

#[test]
fn a_tagger_learns_survives_a_file_and_finds_names_it_never_saw() {
    let tagger = Tagger::train(&lessons());
    assert_eq!(
        tagger,
        Tagger::train(&lessons()),
        "the same texts give the same tagger"
    );
    let again = Tagger::from_bytes(&tagger.to_bytes()).unwrap();
    assert_eq!(again, tagger);
    assert_eq!(texts(&again.find("听说竹汀贷平台提现困难")), ["竹汀贷"]);
    let bytes = tagger.to_bytes();
    assert!(Tagger::from_bytes(&bytes[..bytes.len() - 1]).is_err());
    assert!(
        Tagger::from_bytes(b"else")
            .unwrap_err()
            .to_string()
            .contains("重新训练")
    );
}

/// Enough texts that whole names are judged.
fn many_lessons() -> Vec<(String, Vec<String>)> {
    let heads: Vec<char> = "鸿苇蓝鹊柳溪星桐渔泽".chars().collect();
    let mut lessons = lessons();
    for (i, a) in heads.iter().enumerate() {
        for (j, b) in heads.iter().enumerate().filter(|(j, _)| *j != i) {
            let name = format!("{a}{b}{}", ["宝", "贷", "金服"][(i * 3 + j) % 3]);
            for form in [
                "{}已被立案，请投资者登记",
                "有人问{}提现多久到账",
                "{}的客服说系统升级",
            ] {
                lessons.push((form.replace("{}", &name), vec![name.clone()]));
            }
            lessons.push((format!("第{i}{j}号通知：明天停水，请备水"), Vec::new()));
        }
    }
    lessons
}

#[test]
fn whole_names_are_judged_as_learnt_on_names_held_out() {
    let (tagger, tally) = Tagger::train_scored(&many_lessons());
    let tally = tally.unwrap();
    assert!(
        tally.f1() > 0.8 && tally.right <= tally.found.min(tally.listed),
        "{tally:?}"
    );
    let found = tagger.find("有人问竹汀贷提现多久到账");
    assert_eq!(texts(&found), ["竹汀贷"]);
    assert_eq!(found[0].span, (3, 6));
    assert_eq!(
        texts(&tagger.find("第35号通知：明天停水，请备水")),
        Vec::<&str>::new()
    );
    assert_eq!(Tagger::from_bytes(&tagger.to_bytes()).unwrap(), tagger);
}

proptest! {
    #[test]
    fn any_text_is_read_without_fail(text in "(鸿苇|有限公司|平台|宝|贷|币|跑路|（|）|《|，|a|1| |\n|\\PC){0,30}") {
        for found in find(&text) {
            let printed: String = text.chars().skip(found.span.0).take(found.span.1 - found.span.0).collect();
            prop_assert_eq!(printed, found.text);
        }
    }
}

fn shared(path: &str) -> Option<String> {
    let root = std::env::var("FANGFEI_SHARED")
        .unwrap_or_else(|_| format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR")));
    let file = PathBuf::from(root).join(path);
    let text = std::fs::read_to_string(&file).ok();
    if text.is_none() {
        eprintln!("passed over: no file {}", file.display());
    }
    text
}

type Texts = Vec<(String, Vec<String>)>;

/// Distinct texts with the names that stand in them.
fn labelled(path: &str) -> Option<Texts> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in shared(path)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = row["text"].as_str().unwrap().to_owned();
        let listed = row["entities"].as_array().cloned().unwrap_or_default();
        let accused = row["events"]
            .as_array()
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .map(|e| e["company"].clone());
        let names = listed
            .into_iter()
            .chain(accused)
            .filter_map(|n| n.as_str().map(str::to_owned));
        let present: BTreeSet<String> = names
            .filter(|n| n.chars().count() > 1 && text.contains(n.as_str()))
            .collect();
        texts.insert(text, present.into_iter().collect());
    }
    Some(texts.into_iter().collect())
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
    })
}

#[derive(Default)]
struct Score {
    found: usize,
    listed: usize,
    right: usize,
}

impl Score {
    fn add(&mut self, found: &[Named], listed: &[&String]) {
        let found: BTreeSet<String> = found.iter().map(|n| n.text.to_lowercase()).collect();
        let listed: BTreeSet<String> = listed.iter().map(|n| n.to_lowercase()).collect();
        self.found += found.len();
        self.listed += listed.len();
        self.right += found.intersection(&listed).count();
    }

    fn print(&self, what: &str) {
        let precision = self.right as f64 / self.found.max(1) as f64;
        let recall = self.right as f64 / self.listed.max(1) as f64;
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        println!(
            "{what}: precision {precision:.3} recall {recall:.3} F1 {f1:.3} ({} names)",
            self.listed
        );
    }
}

fn scores(path: &str) {
    let Some(texts) = labelled(path) else {
        return;
    };
    let folds: u64 = std::env::var("FOLDS")
        .ok()
        .and_then(|f| f.parse().ok())
        .unwrap_or(5);
    let mut rules = Score::default();
    let (mut by_text, mut by_name) = (Score::default(), Score::default());
    for (text, names) in &texts {
        rules.add(&find(text), &names.iter().collect::<Vec<_>>());
    }
    rules.print(&format!("{path} by rule"));
    for fold in 0..folds {
        let held = |t: &(String, Vec<String>)| hash(&t.0) % 5 == fold;
        let train: Texts = texts.iter().filter(|t| !held(t)).cloned().collect();
        let tagger = Tagger::train(&train);
        for (text, names) in texts.iter().filter(|t| held(t)) {
            by_text.add(&tagger.find(text), &names.iter().collect::<Vec<_>>());
        }
        // By name: no text of the training holds a name of the test.
        let unseen = |n: &String| hash(&n.to_lowercase()) % 5 == fold;
        let train: Texts = texts
            .iter()
            .filter(|(_, names)| !names.iter().any(unseen))
            .cloned()
            .collect();
        let tagger = Tagger::train(&train);
        for (text, names) in texts.iter().filter(|(_, n)| n.iter().any(unseen)) {
            by_name.add(&tagger.find(text), &names.iter().collect::<Vec<_>>());
        }
        by_text.print(&format!("{path} folds by text, {} of {folds}", fold + 1));
        by_name.print(&format!("{path} folds by name, {} of {folds}", fold + 1));
    }
}

#[test]
#[ignore = "takes minutes; run on demand"]
fn scores_on_posts() {
    scores("data/text/fin_entities.jsonl");
}

#[test]
#[ignore = "takes minutes; run on demand"]
fn scores_on_news() {
    scores("data/text/ccks2019_events.jsonl");
}
