//! Learned weights as a text, so that later records are judged by the same measure as earlier ones. It must not know
//! where the text is kept.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    kind::ColumnKind,
    level::LEVELS,
    model::{FieldWeights, Weights},
};

/// What such a text calls itself.
const FORMAT: &str = "fangfei-link-weights";
/// The form that is written and read.
const VERSION: u64 = 1;
/// How far the shares of a field may sum up from one: none is written as less than a ten-thousandth.
const SLACK: f64 = 0.01;

/// Why a text gives no weights.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeptError {
    /// It is something else, or was cut off.
    #[error("不是完整的权重文件（{0}）")]
    Text(String),
    /// It is of a later or unknown form.
    #[error("权重文件的版本是 {0}，本程序只认识版本 {VERSION}，请用同一版本的程序重新学习")]
    Version(u64),
    /// It was changed after it was written.
    #[error("内容与校验值不符，文件已损坏或被改动")]
    Digest,
    /// A number in it cannot be a weight.
    #[error("“{0}”一列的权重超出范围")]
    Range(String),
}

/// The whole text.
#[derive(Serialize, Deserialize)]
struct Kept {
    format: String,
    version: u64,
    #[serde(flatten)]
    body: Body,
    /// SHA-256 of the body in hexadecimal digits.
    sha256: String,
}

#[derive(Serialize, Deserialize)]
struct Body {
    rows: u32,
    prior: f64,
    fields: Vec<Field>,
}

#[derive(Serialize, Deserialize)]
struct Field {
    title: String,
    kind: String,
    m: [f64; LEVELS],
    u: [f64; LEVELS],
}

/// Ten significant digits: more than any file teaches, and few enough to be read back exactly.
fn rounded(number: f64) -> f64 {
    format!("{number:.9e}").parse().unwrap_or(number)
}

impl Body {
    fn digest(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        let digest = Sha256::digest(text.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Weights {
    /// The weights as JSON, in lines that a person can read.
    pub fn to_json(&self) -> String {
        let field = |w: &FieldWeights| Field {
            title: w.title.clone(),
            kind: w.kind.to_string(),
            m: w.m.map(rounded),
            u: w.u.map(rounded),
        };
        let body = Body {
            rows: self.rows,
            prior: rounded(self.prior),
            fields: self.fields.iter().map(field).collect(),
        };
        let kept = Kept {
            format: FORMAT.to_owned(),
            version: VERSION,
            sha256: body.digest(),
            body,
        };
        serde_json::to_string_pretty(&kept).unwrap_or_default()
    }

    /// Weights from what [`Weights::to_json`] wrote.
    ///
    /// # Errors
    /// [`KeptError`] for anything else: what was cut off, changed, or written in another version.
    pub fn from_json(text: &str) -> Result<Self, KeptError> {
        let unread = |error: serde_json::Error| KeptError::Text(error.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(unread)?;
        if value.get("format").and_then(|f| f.as_str()) != Some(FORMAT) {
            return Err(KeptError::Text(format!("没有“{FORMAT}”标记")));
        }
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(VERSION) => {}
            version => return Err(KeptError::Version(version.unwrap_or(0))),
        }
        let kept: Kept = serde_json::from_value(value).map_err(unread)?;
        if kept.body.digest() != kept.sha256 {
            return Err(KeptError::Digest);
        }
        weights(kept.body)
    }
}

fn weights(body: Body) -> Result<Weights, KeptError> {
    let fields = body.fields.into_iter().map(|field| {
        let kind: ColumnKind = field
            .kind
            .parse()
            .map_err(|error| KeptError::Text(format!("{error}")))?;
        if !(shares(&field.m) && shares(&field.u)) {
            return Err(KeptError::Range(field.title));
        }
        Ok(FieldWeights {
            title: field.title,
            kind,
            m: field.m,
            u: field.u,
        })
    });
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    if !(body.prior.is_finite() && body.prior < 0.0) {
        return Err(KeptError::Range("先验".to_owned()));
    }
    Ok(Weights {
        fields,
        prior: body.prior,
        rows: body.rows,
    })
}

/// Whether numbers are shares of one whole.
fn shares(levels: &[f64; LEVELS]) -> bool {
    let each = levels.iter().all(|share| *share > 0.0 && *share <= 1.0);
    each && (levels.iter().sum::<f64>() - 1.0).abs() < SLACK
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn learned(shares: [f64; 4], prior: f64) -> Weights {
        let rest = 1.0 - shares.iter().sum::<f64>();
        let [a, b, c, d] = shares;
        Weights {
            fields: vec![FieldWeights {
                title: "企业名称".to_owned(),
                kind: ColumnKind::Company,
                m: [a, b, c, d, rest],
                u: [rest, d, c, b, a],
            }],
            prior,
            rows: 1_000,
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(
            a in 1e-12..0.2_f64, b in 1e-9..0.2_f64, c in 1e-6..0.2_f64, d in 1e-4..0.2_f64, prior in -40.0..-0.1_f64,
        ) {
            let text = learned([a, b, c, d], prior).to_json();
            let read = Weights::from_json(&text).expect("it was just written");
            prop_assert_eq!(read.to_json(), text);
        }
    }

    #[test]
    fn a_damaged_text_is_refused() {
        let text = learned([0.1, 0.1, 0.1, 0.1], -9.0).to_json();
        let cut = &text[..text.len() / 2];
        assert!(matches!(Weights::from_json(cut), Err(KeptError::Text(_))));
        let changed = text.replace("-9", "-3");
        assert_eq!(Weights::from_json(&changed), Err(KeptError::Digest));
        let later = text.replace("\"version\": 1", "\"version\": 2");
        assert_eq!(Weights::from_json(&later), Err(KeptError::Version(2)));
        assert!(matches!(Weights::from_json("{}"), Err(KeptError::Text(_))));
    }
}
