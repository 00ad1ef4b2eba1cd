//! Yields that a text warns of or denies (谨防年化20%, 月息2分的都是骗局, 不承诺收益8%): they are nobody's promise. It must not know
//! figures.

use std::sync::LazyLock;

use super::super::phrase::Phrases;

/// Words before a yield that warn, up to the end of the sentence.
const WARNING: &str = "谨防 警惕 提防 当心 小心 防范 别信 莫信 勿信 不信 不要相信 不要轻信 不轻信 切勿相信 切勿轻信 请勿相信 请勿轻信 \
    勿轻信 莫轻信 别相信 别轻信 不要被 切莫 不要听信 莫贪 不贪 勿贪";
/// Words that deny or refuse within a clause.
const DENIAL: &str =
    "不承诺 不保证 未承诺 没有承诺 并非承诺 不得承诺 严禁 禁止 拒绝 远离 抵制 识破";
/// Words that speak of every offer of a kind; what it is must follow.
const GENERAL: &str = "凡是 凡 但凡 所谓 任何";
/// What follows a yield that is warned of.
const ADVICE: &str = "要警惕 要当心 要小心 务必警惕 打问号 很危险 不要相信 不要轻信 别信 莫信 别上当 莫上当 千万别 勿信 不可信 不要上当";
/// What says that all such offers are something; which follows.
const ALL_ARE: &str =
    "都是 都属 都可能 都有可能 往往 多半 大多 均属 均为 基本是 基本上是 十有八九 全是 一律是";
/// What only says that something is.
const IS: &str = "是 为 属 就";
/// What it is called then.
const EVIL: &str = "骗 诈 陷阱 传销 非法 庞氏 圈套 套路 忽悠 违法 警惕 当心 小心 假的";

/// Characters from what follows to what it is called.
const CALLED: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Warns,
    Denies,
    General,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Advises,
    AllAre,
    Is,
}

static BEFORE: LazyLock<Phrases<Before>> = LazyLock::new(|| {
    let of = |words: &'static str, says| words.split_whitespace().map(move |w| (w, says));
    Phrases::new(
        of(WARNING, Before::Warns)
            .chain(of(DENIAL, Before::Denies))
            .chain(of(GENERAL, Before::General)),
    )
});
static AFTER: LazyLock<Phrases<After>> = LazyLock::new(|| {
    let of = |words: &'static str, says| words.split_whitespace().map(move |w| (w, says));
    Phrases::new(
        of(ADVICE, After::Advises)
            .chain(of(ALL_ARE, After::AllAre))
            .chain(of(IS, After::Is)),
    )
});
static EVILS: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(EVIL.split_whitespace().map(|w| (w, ()))));

/// Whether the sentence `[from, to)` warns of the yield at `[start, end)`.
pub(super) fn is_warned(text: &[char], from: usize, start: usize, end: usize, to: usize) -> bool {
    let mut general = false;
    for at in from..start {
        match BEFORE.at(text, at).map(|(says, _)| says) {
            Some(Before::Warns) => return true,
            Some(Before::Denies) if same_clause(text, at, start) => return true,
            Some(Before::General) => general = true,
            _ => {}
        }
    }
    (end..to).any(|at| match AFTER.at(text, at).map(|(says, _)| says) {
        Some(After::Advises) => true,
        Some(After::AllAre) => called(text, at, to),
        Some(After::Is) => general && called(text, at, to),
        None => false,
    })
}

fn same_clause(text: &[char], from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default();
    !between.iter().any(|c| matches!(c, ',' | ';' | ':'))
}

fn called(text: &[char], at: usize, to: usize) -> bool {
    (at..to.min(at + CALLED)).any(|p| EVILS.at(text, p).is_some())
}
