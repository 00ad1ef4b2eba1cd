//! Labels around a table and the values beside them: 户名：…, 账号 | …, 收入合计：…. It must not know what
//! becomes of the values.

use fangfei_model::statement::Direction::{In, Out};

use crate::table::SheetRow;
use crate::value::{fold, simplified};

/// What a label says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Holder,
    Number,
    /// The number of a card.
    Card,
    /// 用户名: the name of a login, or the holder's.
    User,
    Bank,
    Currency,
    /// 单位: the currency or the unit of all amounts.
    Unit,
    Period,
    Start,
    End,
    Opening,
    Closing,
    TotalIn,
    TotalOut,
    CountIn,
    CountOut,
    /// A label of no use here; it ends the value before it.
    Other,
}

const LABELS: &[(&str, Label)] = &[
    ("户名", Label::Holder),
    ("客户姓名", Label::Holder),
    ("账户名称", Label::Holder),
    ("账户名", Label::Holder),
    ("账号名", Label::User),
    ("用户名", Label::User),
    ("帐户名称", Label::Holder),
    ("客户名称", Label::Holder),
    ("户主", Label::Holder),
    ("持卡人", Label::Holder),
    ("单位名称", Label::Holder),
    ("开户名称", Label::Holder),
    ("姓名", Label::Holder),
    ("用户姓名", Label::Holder),
    ("用户", Label::Holder),
    ("名称", Label::Holder),
    ("商户名称", Label::Holder),
    ("商户简称", Label::Holder),
    ("被查询人", Label::Holder),
    ("查询主体", Label::Holder),
    ("钱包名称", Label::Holder),
    ("钱包编号", Label::Number),
    ("钱包id", Label::Number),
    ("运营机构", Label::Bank),
    ("商户号", Label::Number),
    ("商户编号", Label::Number),
    ("账户编号", Label::Number),
    ("微信昵称", Label::Other),
    ("微信号", Label::Number),
    ("支付宝账户", Label::Number),
    ("支付宝账号", Label::Number),
    ("account", Label::Number),
    ("account no", Label::Number),
    ("account number", Label::Number),
    ("account name", Label::Holder),
    ("currency", Label::Currency),
    ("账号", Label::Number),
    ("帐号", Label::Number),
    ("卡号", Label::Card),
    ("账户号", Label::Number),
    ("账户号码", Label::Number),
    ("账卡号", Label::Number),
    ("账/卡号", Label::Number),
    ("账号/卡号", Label::Number),
    ("卡号/账号", Label::Number),
    ("户口号", Label::Number),
    ("户口号码", Label::Number),
    ("户口名称", Label::Holder),
    ("本方账号户名", Label::Holder),
    ("账号户名", Label::Holder),
    ("客户账户", Label::Number),
    ("查询账户", Label::Number),
    ("账户", Label::Number),
    ("开户行", Label::Bank),
    ("开户银行", Label::Bank),
    ("开户机构", Label::Bank),
    ("开户网点", Label::Bank),
    ("开户行名称", Label::Bank),
    ("开户行名", Label::Bank),
    ("银行名称", Label::Bank),
    ("所属银行", Label::Bank),
    ("币种", Label::Currency),
    ("币别", Label::Currency),
    ("货币", Label::Currency),
    ("起止日期", Label::Period),
    ("起止时间", Label::Period),
    ("查询时间段", Label::Period),
    ("查询日期", Label::Period),
    ("查询区间", Label::Period),
    ("查询期间", Label::Period),
    ("查询时间", Label::Period),
    ("交易区间", Label::Period),
    ("交易期间", Label::Period),
    ("交易时间段", Label::Period),
    ("交易日期范围", Label::Period),
    ("交易时间", Label::Period),
    ("交易日期", Label::Period),
    ("时间范围", Label::Period),
    ("日期范围", Label::Period),
    ("起始时间-终止时间", Label::Period),
    ("对账期间", Label::Period),
    ("账单期间", Label::Period),
    ("账单周期", Label::Period),
    ("统计期间", Label::Period),
    ("日期区间", Label::Period),
    ("时间区间", Label::Period),
    ("期间", Label::Period),
    ("起始日期", Label::Start),
    ("开始日期", Label::Start),
    ("起始时间", Label::Start),
    ("开始时间", Label::Start),
    ("起始日", Label::Start),
    ("查询起日", Label::Start),
    ("终止日期", Label::End),
    ("截止日期", Label::End),
    ("结束日期", Label::End),
    ("终止时间", Label::End),
    ("截止时间", Label::End),
    ("结束时间", Label::End),
    ("终止日", Label::End),
    ("截止日", Label::End),
    ("查询止日", Label::End),
    ("期初余额", Label::Opening),
    ("上期余额", Label::Opening),
    ("上期结余", Label::Opening),
    ("承前余额", Label::Opening),
    ("承前页余额", Label::Opening),
    ("上页余额", Label::Opening),
    ("期初金额", Label::Opening),
    ("起始余额", Label::Opening),
    ("上年结转", Label::Opening),
    ("期末余额", Label::Closing),
    ("截止余额", Label::Closing),
    ("本期余额", Label::Closing),
    ("期末结余", Label::Closing),
    ("账户余额", Label::Other),
    ("当前余额", Label::Other),
    ("打印时间", Label::Other),
    ("打印日期", Label::Other),
    ("导出时间", Label::Other),
    ("制表日期", Label::Other),
    ("网点", Label::Other),
    ("柜员", Label::Other),
    ("页码", Label::Other),
    ("页号", Label::Other),
    ("证件号码", Label::Other),
    ("身份证号", Label::Other),
    ("证件号", Label::Other),
    ("客户号", Label::Other),
    ("产品名称", Label::Other),
    ("商品名称", Label::Other),
    ("网点名称", Label::Other),
    ("机构名称", Label::Other),
    ("报表名称", Label::Other),
    ("导出类型", Label::Other),
    ("交易类型", Label::Other),
    ("经办人", Label::Other),
    ("操作员", Label::Other),
    ("单位", Label::Unit),
    ("金额单位", Label::Unit),
    ("货币单位", Label::Unit),
    ("兹证明", Label::Holder),
    ("一卡通", Label::Card),
    ("帐户", Label::Number),
    ("card no", Label::Card),
    ("account/card no", Label::Number),
    ("商户名", Label::Holder),
    ("商户简名", Label::Holder),
    ("特约商户", Label::Holder),
    ("备注", Label::Other),
    ("说明", Label::Other),
    ("注", Label::Other),
    ("共", Label::Other),
    ("账户类型", Label::Other),
    ("钞汇标志", Label::Other),
    ("存折序号", Label::Other),
    ("笔数", Label::Other),
];

/// Words before 账号 that make it another's.
const OF_OTHERS: &[&str] = &[
    "对方",
    "对手",
    "交易对手",
    "交易对方",
    "往来",
    "收款人",
    "付款人",
    "收款方",
    "付款方",
    "对手方",
    "对方方",
];

/// Labels with their values, cell by cell; a cell that is only a label takes the next cell's words.
pub(super) fn pairs(row: &SheetRow) -> Vec<(Label, String)> {
    let cells: Vec<String> = row
        .filled()
        .map(|(_, cell)| {
            let text = fold(&cell.shown()).replace("账(卡)号", "账卡号");
            closed_up(&with_colon(&without_translation(&text)))
        })
        .collect();
    let mut found: Vec<(Label, String)> = Vec::new();
    let mut open = false;
    for text in &cells {
        let whole = whole_label(text);
        if open && whole.is_none() && !text.contains(':') {
            if let Some((_, value)) = found.last_mut() {
                *value = text.clone();
            }
            open = false;
            continue;
        }
        if let Some(label) = whole {
            found.push((label, String::new()));
            open = true;
            continue;
        }
        let inside = inside(text);
        open = inside.last().is_some_and(|(_, value)| value.is_empty());
        found.extend(inside);
    }
    found
}

/// Whether a row is a line of labels and values that begins with what a statement adds up itself: 支出笔数： | 3 | ….
pub(super) fn begins_with_label(row: &SheetRow) -> bool {
    let first = row.filled().next().map(|(_, cell)| fold(&cell.shown()));
    let label = first.and_then(|text| whole_label(&text));
    let is_total = matches!(
        label,
        Some(Label::TotalIn | Label::TotalOut | Label::CountIn | Label::CountOut)
    );
    is_total && pairs(row).len() >= 2
}

/// A text without the English that some banks print behind a label: 查询账号[ Inquirer account number ], 账号/卡号Account No:.
fn without_translation(text: &str) -> String {
    let Some(at) = text.find(['[', ':']) else {
        return text.to_owned();
    };
    let is_english = |part: &str| {
        part.is_ascii()
            && part.bytes().filter(u8::is_ascii_alphabetic).count() >= 4
            && !part.bytes().any(|b| b.is_ascii_digit())
    };
    let (label, rest) = text.split_at(at);
    if let Some((inner, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']'))
        && is_english(inner)
    {
        return format!("{label}{after}");
    }
    let bare = label.trim_end_matches(|c: char| c.is_ascii() && c != '#');
    match !bare.is_empty() && rest.starts_with(':') && is_english(&label[bare.len()..]) {
        true => format!("{bare}{rest}"),
        false => text.to_owned(),
    }
}

/// 账号 6222…: a label that a blank parts from a number, and no colon.
fn with_colon(text: &str) -> String {
    let pieces: Vec<&str> = text.split(' ').collect();
    let mut out = String::with_capacity(text.len() + 2);
    for (at, piece) in pieces.iter().enumerate() {
        out.push_str(piece);
        let Some(next) = pieces.get(at + 1) else {
            continue;
        };
        let is_number = next.len() >= 12 && next.bytes().all(|b| b.is_ascii_digit() || b == b'*');
        let is_label = matches!(whole_label(piece), Some(Label::Number | Label::Card))
            && !piece.ends_with(':');
        out.push(if is_number && is_label { ':' } else { ' ' });
    }
    out
}

/// A text whose labels are printed without blanks: `户    名:` is 户名.
fn closed_up(text: &str) -> String {
    let mut pieces = text.split(':').map(str::to_owned).collect::<Vec<_>>();
    let labels = pieces.len() - 1;
    for piece in &mut pieces[..labels] {
        let words: Vec<&str> = piece.split_whitespace().collect();
        let is_sign = |word: &&&str| word.chars().count() == 1 && !word.is_ascii();
        let signs = words.iter().rev().take_while(is_sign).count();
        if signs >= 2 {
            let (before, spaced) = words.split_at(words.len() - signs);
            *piece = format!("{} {}", before.join(" "), spaced.concat())
                .trim()
                .to_owned();
        }
    }
    pieces.join(":")
}

/// A cell that is a label and nothing else.
fn whole_label(text: &str) -> Option<Label> {
    let text = simplified(text).to_lowercase();
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.trim_end_matches(':');
    // Account Number: a label of several words is printed with blanks.
    let spaced = text.trim().trim_end_matches(':').trim_end();
    if let Some((_, label)) = LABELS
        .iter()
        .find(|(word, _)| *word == bare || *word == spaced)
    {
        return Some(*label);
    }
    if bare.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let ends = [
        "合计",
        "笔数",
        "总额",
        "总金额",
        "合计金额",
        "总笔数",
        "发生额",
        "累计",
    ];
    (ends.iter().any(|end| bare.ends_with(end)))
        .then(|| total_label(bare))
        .flatten()
        .or_else(|| {
            // 查询账号, 借记卡号, 客户户名: a known label with a word before it.
            let (word, label) = longest_ending(bare)?;
            let before = &bare[..bare.len() - word.len()];
            let short = before.chars().count() <= 4;
            (short && is_own(before) && word.chars().count() >= 2).then_some(label)
        })
}

/// Labels inside a cell: `户名:张三 账号:6222… 币种:人民币`.
fn inside(text: &str) -> Vec<(Label, String)> {
    let mut found: Vec<(Label, String)> = Vec::new();
    let pieces: Vec<&str> = text.split(':').collect();
    for (at, piece) in pieces.iter().enumerate() {
        let is_last = at + 1 == pieces.len();
        let cut = if is_last { None } else { ending_label(piece) };
        let value_end = cut.map_or(piece.len(), |(start, _)| start);
        if at > 0
            && let Some((_, value)) = found.last_mut()
        {
            if !value.is_empty() {
                value.push(':');
            }
            value.push_str(piece[..value_end].trim_matches([' ', ',', ';', '\n']));
        }
        if let Some((_, label)) = cut {
            found.push((label, String::new()));
        }
    }
    found
}

/// The label a piece of text ends with, and where it begins.
fn ending_label(piece: &str) -> Option<(usize, Label)> {
    let simple = simplified(piece);
    let trimmed = simple.trim_end();
    // 账号(卡号): the remark in brackets is part of the label.
    let bare = trimmed
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once('('))
        .map_or(trimmed, |(head, _)| head)
        .trim_end_matches(['[', ' ']);
    let last_word_start = bare
        .rfind(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '。' | ']'))
        .map_or(0, |at| {
            at + bare[at..].chars().next().map_or(1, char::len_utf8)
        });
    let last_word = &bare[last_word_start..];
    if let Some(label) = total_label(last_word) {
        return Some((last_word_start, label));
    }
    let Some((word, label)) = longest_ending(bare) else {
        // 户名:张三  利率:0.35: a word nobody knows ends the name before it.
        let stranger = last_word_start > 0
            && (2..=8).contains(&last_word.chars().count())
            && last_word
                .chars()
                .all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        return stranger.then_some((last_word_start, Label::Other));
    };
    let start = bare.len() - word.len();
    let before = &bare[..start];
    if !is_own(before) {
        // 对方账号:全部 says what was asked for.
        let start = OF_OTHERS
            .iter()
            .filter_map(|word| before.strip_suffix(word))
            .map(str::len);
        return start.min().map(|start| (start, Label::Other));
    }
    let start = OF_OWN
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .map_or(start, str::len);
    Some((start, label))
}

/// Words before 账号 that say it is the statement's own.
const OF_OWN: &[&str] = &[
    "本方", "我方", "己方", "本人", "查询", "客户", "交易", "开户",
];

fn longest_ending(bare: &str) -> Option<(&'static str, Label)> {
    let lower = bare.to_ascii_lowercase();
    LABELS
        .iter()
        .filter(|(word, _)| lower.ends_with(word))
        .max_by_key(|(word, _)| word.len())
        .map(|(word, label)| (*word, *label))
}

fn is_own(before: &str) -> bool {
    !OF_OTHERS.iter().any(|word| before.ends_with(word))
}

/// 收入合计, 借方笔数, 支出总额, 收入: what a statement adds up itself.
fn total_label(word: &str) -> Option<Label> {
    let side = super::mark::one_side(
        &word
            .replace("支付", "")
            .replace("收支", "")
            .replace("发生", ""),
    )?;
    let is_total = word.chars().count() <= 2
        || ["合计", "总", "笔数", "累计", "发生额", "金额", "共"]
            .iter()
            .any(|w| word.contains(w));
    let of_account = word
        .replace("出账", "")
        .replace("入账", "")
        .replace("进账", "");
    if !is_total || word.chars().count() > 12 || of_account.contains(['账', '户']) {
        return None;
    }
    let counts = word.contains("笔数") || word.contains("次数");
    Some(match (side, counts) {
        (In, false) => Label::TotalIn,
        (Out, false) => Label::TotalOut,
        (In, true) => Label::CountIn,
        (Out, true) => Label::CountOut,
    })
}
