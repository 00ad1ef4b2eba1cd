//! Word classes in SQL: what a text says is remembered for the life of a session, whatever classes are asked for.
//! It must not know which indicator asks.

use std::sync::{Arc, RwLock};

use rustc_hash::FxHashMap;

use super::{
    remembered::Remembered,
    text_column::{text_at, text_function},
};
use crate::screen::{Field, Scanner, Screen};
use datafusion::{
    arrow::{
        array::{Array, ArrayRef, Int64Array, StringViewArray, StringViewBuilder},
        datatypes::DataType,
    },
    common::{Result, exec_err},
    logical_expr::ScalarUDF,
};

/// Classes whose counts fit one word of the memory of a text.
const PACKED: usize = 12;
/// Bits of a count, and the most words of a class that are told apart.
const BITS: u32 = 5;
const MOST: u64 = (1 << BITS) - 1;

pub(super) fn functions(screen: &Arc<Screen>) -> Vec<ScalarUDF> {
    let fields = [
        ("name_hits", "name_words", Field::Name),
        ("scope_hits", "scope_words", Field::Scope),
        ("word_hits", "words_found", Field::Text),
    ];
    let mut functions = Vec::new();
    for (number, words, field) in fields {
        let counts = Arc::new(Counts::new(field, screen));
        functions.push(hits(number, &counts));
        functions.push(found(words, &counts));
    }
    functions
}

/// Distinct words by class, for the texts seen in one field.
struct Counts {
    screen: Arc<Screen>,
    field: Field,
    classes: Vec<Arc<str>>,
    seen: Remembered<Said>,
    lists: RwLock<Lists>,
}

/// What a text says: counts of its words by class, packed, and the words themselves by the number of their list.
#[derive(Debug, Clone, Copy)]
struct Said {
    packed: u64,
    list: u32,
}

/// A word that counts, with the place of its class.
type Word = (usize, Arc<str>);

/// Lists of words, each kept once: many texts hold the same few words.
#[derive(Debug, Default)]
struct Lists {
    all: Vec<Arc<[Word]>>,
    numbers: FxHashMap<Arc<[Word]>, u32>,
}

impl Lists {
    fn number(&mut self, words: Vec<Word>) -> u32 {
        if let Some(known) = self.numbers.get(&words[..]) {
            return *known;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let words: Arc<[Word]> = words.into();
        self.all.push(Arc::clone(&words));
        self.numbers.insert(words, number);
        number
    }
}

fn hits(name: &str, counts: &Arc<Counts>) -> ScalarUDF {
    let counts = Arc::clone(counts);
    text_function(name, 2, DataType::Int64, move |columns| {
        counts.of_columns(&columns[0], &columns[1])
    })
}

impl Counts {
    fn new(field: Field, screen: &Arc<Screen>) -> Self {
        Self {
            screen: Arc::clone(screen),
            field,
            classes: screen.classes().map(|c| c.id).collect(),
            seen: Remembered::default(),
            lists: RwLock::default(),
        }
    }

    /// What the texts of a column say, none where they are not asked for.
    fn said<'t>(&self, texts: impl Iterator<Item = Option<&'t str>>) -> Vec<Option<Said>> {
        let mut scanner = self.screen.scanner();
        self.seen.of(texts, |text| self.scan(&mut scanner, text))
    }

    fn of_columns(&self, texts: &StringViewArray, classes: &StringViewArray) -> Result<ArrayRef> {
        let mut wanted: Option<(&str, Vec<usize>)> = None;
        let mut result = Vec::with_capacity(texts.len());
        for (row, said) in self.said(asked(texts, classes)).into_iter().enumerate() {
            let (Some(said), Some(list)) = (said, text_at(classes, row)) else {
                result.push(None);
                continue;
            };
            if wanted.as_ref().is_none_or(|(known, _)| *known != list) {
                wanted = Some((list, self.positions(list)?));
            }
            let positions = wanted.as_ref().map_or(&[][..], |(_, positions)| positions);
            result.push(Some(sum(said.packed, positions)));
        }
        Ok(Arc::new(Int64Array::from(result)))
    }

    fn positions(&self, list: &str) -> Result<Vec<usize>> {
        list.split(',')
            .map(
                |id| match self.classes.iter().position(|c| c.as_ref() == id.trim()) {
                    Some(at) if at < PACKED => Ok(at),
                    Some(_) => exec_err!("词类“{id}”超出前 {PACKED} 类，不能计数"),
                    None => exec_err!("没有词类“{id}”；可用的有 {}", self.classes.join("、")),
                },
            )
            .collect()
    }

    /// Distinct counting words of every class.
    fn scan(&self, scanner: &mut Scanner<'_>, text: &str) -> Said {
        let mut words: Vec<Word> = Vec::new();
        scanner.scan(text, self.field, |hit| {
            let class = self.classes.iter().position(|c| *c == hit.class);
            if let (true, Some(class)) = (hit.counts(), class)
                && !words.iter().any(|(c, w)| *c == class && *w == hit.word)
            {
                words.push((class, hit.word));
            }
        });
        let packed = words.iter().filter(|(class, _)| *class < PACKED);
        let packed = packed.fold(0, |packed, (class, _)| {
            let shift = shift(*class);
            if (packed >> shift) & MOST == MOST {
                packed
            } else {
                packed + (1 << shift)
            }
        });
        let mut lists = self.lists.write().unwrap_or_else(|e| e.into_inner());
        Said {
            packed,
            list: lists.number(words),
        }
    }
}

/// The texts of rows that name classes: without them nothing is looked for.
fn asked<'t>(
    texts: &'t StringViewArray,
    classes: &'t StringViewArray,
) -> impl Iterator<Item = Option<&'t str>> {
    (0..texts.len()).map(|row| text_at(texts, row).filter(|_| classes.is_valid(row)))
}

fn shift(at: usize) -> u32 {
    BITS * u32::try_from(at).unwrap_or(0)
}

fn sum(packed: u64, positions: &[usize]) -> i64 {
    let of = |at: &usize| i64::try_from((packed >> shift(*at)) & MOST).unwrap_or(0);
    positions.iter().map(of).sum()
}

/// `words_found(text, classes)` and its like for names and scopes: the words themselves, for the reader of an explanation.
fn found(name: &str, counts: &Arc<Counts>) -> ScalarUDF {
    let counts = Arc::clone(counts);
    text_function(name, 2, DataType::Utf8View, move |columns| {
        let said = counts.said(asked(&columns[0], &columns[1]));
        let lists = counts.lists.read().unwrap_or_else(|e| e.into_inner());
        let mut result = StringViewBuilder::new();
        for (row, said) in said.into_iter().enumerate() {
            let words = said.and_then(|said| lists.all.get(said.list as usize));
            match (words, text_at(&columns[1], row)) {
                (Some(words), Some(classes)) => {
                    result.append_value(listed(words, &counts.classes, classes))
                }
                _ => result.append_null(),
            }
        }
        Ok(Arc::new(result.finish()))
    })
}

/// The words of these classes, each once.
fn listed(words: &[Word], classes: &[Arc<str>], asked: &str) -> String {
    let is_asked = |class: usize| {
        let id = classes.get(class).map_or("", |id| id.as_ref());
        asked.split(',').any(|c| c.trim() == id)
    };
    let mut found: Vec<&str> = Vec::new();
    for (_, word) in words.iter().filter(|(class, _)| is_asked(*class)) {
        if !found.contains(&word.as_ref()) {
            found.push(word);
        }
    }
    found.join("、")
}

#[cfg(test)]
mod tests {
    use datafusion::{arrow::util::pretty::pretty_format_batches, prelude::SessionContext};

    use super::*;

    async fn ask(sql: &str) -> Result<String> {
        let context = SessionContext::new();
        let screen = Arc::new(Screen::builtin().expect("words"));
        functions(&screen)
            .into_iter()
            .for_each(|f| context.register_udf(f));
        Ok(pretty_format_batches(&context.sql(sql).await?.collect().await?)?.to_string())
    }

    #[tokio::test]
    async fn the_words_are_those_that_were_counted() {
        let shown = ask(
            "SELECT name_hits(n, 'B') AS c, name_words(n, 'B') AS w, scope_hits(s, 'E') AS d, scope_words(s, 'E') AS x FROM (VALUES \
             ('云溪财富信息咨询有限公司', '区块链技术开发；数字藏品销售')) AS v(n, s)",
        )
        .await
        .expect("an answer");
        let cells: Vec<&str> = shown
            .lines()
            .nth(3)
            .expect("a row")
            .trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let count = |words: &str| words.split('、').filter(|w| !w.is_empty()).count();
        assert!(cells[0].parse::<usize>().expect("a number") > 0, "{shown}");
        assert_eq!(cells[0].parse(), Ok(count(cells[1])), "{shown}");
        assert_eq!(cells[2].parse(), Ok(count(cells[3])), "{shown}");
    }

    #[tokio::test]
    async fn evasion_is_folded_and_warnings_do_not_count() {
        let shown = ask(
            "SELECT word_hits(t, 'C') AS n FROM (VALUES ('保*本 保 息，稳赚不赔'), ('谨防保本高息骗局'), (NULL)) AS v(t)",
        )
        .await
        .expect("an answer");
        let lines: Vec<&str> = shown
            .lines()
            .skip(3)
            .take(3)
            .map(|l| l.trim_matches(['|', ' ']))
            .collect();
        assert!(lines[0].parse::<i64>().expect("a number") >= 2, "{shown}");
        assert_eq!(lines[1..], ["0", ""], "{shown}");
    }

    #[tokio::test]
    async fn an_unknown_class_is_named() {
        let error = ask("SELECT word_hits('理财', 'Z')")
            .await
            .expect_err("no class");
        assert!(error.to_string().contains("没有词类“Z”"), "{error}");
    }
}
