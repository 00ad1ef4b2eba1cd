//! The parameters of all patterns, read from `patterns/*.toml`: a file a pattern, with title, ground and version.
//! It must not decide anything; an office that wants other limits replaces a file.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::WordLists;
use crate::graph::PoolRule;
use crate::ordinary::OrdinaryRule;

/// Whole yuan in a parameter file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Yuan(i64);

impl Yuan {
    /// In fen.
    pub fn fen(self) -> i64 {
        self.0.saturating_mul(100)
    }
}

/// A parameter file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ParameterError {
    /// Not TOML, a missing or an unknown parameter.
    #[error("资金模型参数文件有误：{0}")]
    Format(#[from] toml::de::Error),
    /// A class of words that the program does not know.
    #[error("词表中的类别“{0}”无法识别，请对照随程序提供的词表")]
    UnknownClass(String),
    /// An id that no pattern has.
    #[error("没有名为“{0}”的资金模型，请检查参数文件中的 id")]
    UnknownPattern(String),
}

/// One parameter file.
#[derive(Debug, Clone)]
pub struct Sheet<P> {
    /// The Chinese name.
    pub title: String,
    /// Rises with every change of a parameter.
    pub version: u32,
    /// The rule or habit of the field it follows.
    pub ground: String,
    /// The parameters.
    pub values: P,
    /// The parameters as printed in findings: `gather v1: min_payers=10 …`.
    pub printed: Arc<str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetFile {
    id: String,
    title: String,
    version: u32,
    ground: String,
    parameters: toml::Table,
}

impl<P: DeserializeOwned> Sheet<P> {
    fn read(text: &str) -> Result<Self, ParameterError> {
        let file: SheetFile = toml::from_str(text)?;
        let pairs = file.parameters.iter().map(|(k, v)| format!("{k}={v}"));
        let pairs: Vec<String> = pairs.collect();
        let printed = format!("{} v{}: {}", file.id, file.version, pairs.join("; "));
        Ok(Self {
            title: file.title,
            version: file.version,
            ground: file.ground,
            values: P::deserialize(file.parameters)?,
            printed: printed.into(),
        })
    }
}

macro_rules! sheets {
    ($($field:ident: $values:ty, $what:literal;)+) => {
        /// Everything that [`super::find`] goes by.
        #[derive(Debug, Clone)]
        pub struct Parameters {
            $(#[doc = $what] pub $field: Sheet<$values>,)+
            /// Words of memos and holders.
            pub words: WordLists,
        }

        impl Parameters {
            /// The parameters that come with the program.
            ///
            /// # Errors
            /// A shipped file that cannot be read: a fault of the program, which its tests exclude.
            pub fn shipped() -> Result<Self, ParameterError> {
                Ok(Self {
                    $($field: Sheet::read(include_str!(concat!("../../patterns/", stringify!($field), ".toml")))?,)+
                    words: WordLists::shipped()?,
                })
            }

            /// Takes one file of the office's own in place of the shipped one with its `id`.
            ///
            /// # Errors
            /// What is wrong with the file; the parameters stay as they were.
            pub fn replace(&mut self, text: &str) -> Result<(), ParameterError> {
                let id = toml::from_str::<SheetFile>(text)?.id;
                match id.as_str() {
                    $(stringify!($field) => self.$field = Sheet::read(text)?,)+
                    _ => return Err(ParameterError::UnknownPattern(id)),
                }
                Ok(())
            }

            /// Id, title, version and ground of every file, for the pages.
            pub fn sheets(&self) -> Vec<(&'static str, &str, u32, &str)> {
                vec![$((
                    stringify!($field),
                    self.$field.title.as_str(),
                    self.$field.version,
                    self.$field.ground.as_str(),
                ),)+]
            }
        }
    };
}

sheets! {
    many_payers: super::many_payers::Rule, "多人向一户转入";
    gather: super::gather::Rule, "分散转入、集中转出";
    scatter: super::scatter::Rule, "集中转入、分散转出";
    gather_scatter: super::gather_scatter::Rule, "多人转入后转给另外多人";
    under_threshold: super::under_threshold::Rule, "略低于大额标准的多笔交易";
    large: super::large::Rule, "达到大额交易标准";
    transit: super::transit::Rule, "当日快进快出";
    public_to_private: super::public_to_private::Rule, "公转私过渡";
    dormant: super::dormant::Rule, "久悬账户突然启用";
    cycle: super::cycle::Rule, "资金回流";
    scatter_gather: super::scatter_gather::Rule, "经多户分流后汇集";
    fixed_rate: super::fixed_rate::Rule, "整数本金转入、固定比例返还";
    payout_day: super::payout_day::Rule, "固定日期集中返款";
    memo_words: super::memo_words::Rule, "摘要含投资、返利等用语";
    new_money: super::new_money::Rule, "以后来资金支付前人";
    late_phase: super::late_phase::Rule, "流入下降、返款放缓、资金转出";
    stranger: super::stranger::Rule, "一次性往来";
    cycle_unordered: super::stranger::RingRule, "一次性往来首尾相连";
    fan_in: super::stranger::FanInRule, "多个一次性对手转入";
    fan_out: super::stranger::FanOutRule, "转给多个一次性对手";
    ordinary: OrdinaryRule, "日常收付账户";
    pool: PoolRule, "合并观察的账户";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_file_is_read_and_has_its_ground() {
        let parameters = Parameters::shipped().unwrap();
        for (id, title, version, ground) in parameters.sheets() {
            assert!(version > 0 && !title.is_empty(), "{id}");
            assert!(ground.chars().count() > 8, "{id} without a ground");
        }
        for pattern in crate::pattern::Pattern::ALL {
            let sheet = parameters
                .sheets()
                .into_iter()
                .find(|s| s.0 == pattern.id());
            assert_eq!(sheet.map(|s| s.1), Some(pattern.title()));
        }
    }

    #[test]
    fn an_offices_file_replaces_one_and_a_wrong_one_nothing() {
        let mut parameters = Parameters::shipped().unwrap();
        let text = include_str!("../../patterns/gather.toml");
        let stricter = text.replace("min_payers = 10", "min_payers = 30");
        parameters.replace(&stricter).unwrap();
        assert_eq!(parameters.gather.values.min_payers, 30);
        let wrong = text.replace("min_payers", "min_prayers");
        assert!(parameters.replace(&wrong).is_err());
        assert!(
            parameters
                .replace(&text.replace("\"gather\"", "\"gathering\""))
                .is_err()
        );
        assert_eq!(parameters.gather.values.min_payers, 30);
    }
}
