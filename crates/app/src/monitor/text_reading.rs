//! A pasted text read with everything the program has: word classes, promised yields, names, contacts, and
//! the probability that it offers or reports illegal fundraising with the words that decided. Nothing is
//! kept. It must not know pages.

use std::sync::LazyLock;

use fangfei_lens::{
    screen::{Field, Hit, ScreenError},
    text::{
        Classifier, Plain, Verdict,
        contact::{self, Contact},
        names::{self, Named},
        yields::{self, Yield},
    },
};
use fangfei_model::{ctx::Ctx, permission::Permission};
use serde::{Deserialize, Serialize};

use crate::{App, Error, Result};

/// The longest text, in characters.
const LONGEST: usize = 20_000;

/// The starter model, built once.
static STARTER: LazyLock<std::result::Result<Classifier, ScreenError>> =
    LazyLock::new(Classifier::starter);

/// The text, as pasted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingDraft {
    /// The text.
    pub text: String,
}

/// What a text says.
#[derive(Debug, Clone)]
pub struct TextReading {
    /// The text.
    pub text: String,
    /// Probability, words that decided.
    pub verdict: Verdict,
    /// Hits of the word classes, set-aside ones too.
    pub hits: Vec<Hit>,
    /// Promised and other rates.
    pub yields: Vec<Yield>,
    /// Names of platforms and firms.
    pub names: Vec<Named>,
    /// Ways to get in touch.
    pub contacts: Vec<Contact>,
}

/// Reads a text.
pub fn read_text(app: &App, ctx: &Ctx, draft: &ReadingDraft) -> Result<TextReading> {
    ctx.require(Permission::MonitorRead)?;
    let text = draft.text.replace("\r\n", "\n");
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(Error::field(
            "text",
            "请粘贴要核查的广告、帖子、短信或牌匾文字",
        ));
    }
    if length > LONGEST {
        let problem = format!("一次最多核查 {LONGEST} 字，现在是 {length} 字，请分段粘贴");
        return Err(Error::field("text", problem));
    }
    let classifier = STARTER.as_ref().map_err(|e| Error::bug(e.to_string()))?;
    let plain = Plain::of(&text);
    Ok(TextReading {
        verdict: classifier.reading().classify(&text),
        hits: app.rules.screen.screen(&text, Field::Text),
        yields: yields::find_in(&plain, &text),
        names: names::find_in(&plain, &text),
        contacts: contact::find_in(&plain),
        text,
    })
}
