//! Why a move is impossible, in words for the person who tried it. It must not know where the words
//! are shown.

/// A move that the state, the law or the separation of duties does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("不能{what}：{why}。{next}")]
pub struct Refusal {
    /// What was tried: 受理线索.
    pub what: &'static str,
    /// Why not.
    pub why: String,
    /// What can be done instead.
    pub next: &'static str,
}

impl Refusal {
    /// A refusal with its way out.
    pub fn new(what: &'static str, why: impl Into<String>, next: &'static str) -> Self {
        Self {
            what,
            why: why.into(),
            next,
        }
    }
}

/// A reason that must not be empty.
pub fn reason(what: &'static str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::new(what, "没有填写理由", "请写明理由后再提交"));
    }
    Ok(text.to_owned())
}
