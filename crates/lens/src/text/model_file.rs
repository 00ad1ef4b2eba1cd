//! A model as a file: a line that says what it is, lines of heads, then numbers in little-endian order. It must not know
//! training.

use std::io::{self, BufRead, Read, Write};

use sha2::{Digest, Sha256};

use super::{
    calibration::Curve,
    gram::Vocabulary,
    model::{Head, Model, Wording},
    names::Tagger,
    source::Source,
    standing::{LOOKS, Standing},
    transfer::SIGNALS,
};

/// What a file begins with: a model counts the starter's signals by their place, so that with other signals it is
/// another version's.
fn magic() -> String {
    let digest = Sha256::digest(SIGNALS);
    let signals: String = digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("fangfei-text-model 4 {signals}")
}

/// No model has so many runs: a broken file must not ask for all memory.
const MOST_RUNS: usize = 1 << 24;
const MOST_HEADS: usize = 4096;
const MOST_SIGNALS: usize = 1024;

/// Why a file is no model.
#[derive(Debug, thiserror::Error)]
pub enum ModelFileError {
    /// Not written by this program, or by another version of it.
    #[error("不是本程序的文本模型文件，或由别的版本生成：请用 text train 重新训练")]
    Foreign,
    /// Broken.
    #[error("文本模型文件已损坏（{0}）：请重新复制，或用 text train 重新训练")]
    Broken(&'static str),
    /// The system refuses.
    #[error("文本模型文件读写失败：{0}")]
    Io(#[from] io::Error),
}

impl Model {
    /// Writes the model.
    pub fn write(&self, mut out: impl Write) -> Result<(), ModelFileError> {
        let Wording { yes, no, classes } = &self.wording;
        writeln!(out, "{}", magic())?;
        writeln!(out, "{}\t{}\t{}", flat(yes), flat(no), u8::from(*classes))?;
        let (heads, runs) = (self.heads.len(), self.keys.len());
        let (signals, yes) = (
            self.signals.len() / heads.max(1),
            u8::from(self.answers_yes),
        );
        writeln!(out, "{heads}\t{runs}\t{signals}\t{yes}")?;
        let Source {
            centre,
            width,
            scale,
            bias,
            curve,
        } = self.source;
        let Curve { slope, offset } = curve;
        writeln!(out, "{centre}\t{width}\t{scale}\t{bias}\t{slope}\t{offset}")?;
        for head in &self.heads {
            let (name, scale, bias) = (flat(&head.name), head.scale, head.bias);
            let Standing { weights, offset } = head.standing;
            let rivals: String = head
                .rivals
                .iter()
                .map(|r| if *r { '1' } else { '0' })
                .collect();
            let [own, best, second, above, starter] = weights;
            writeln!(
                out,
                "{name}\t{scale}\t{bias}\t{own}\t{best}\t{second}\t{above}\t{starter}\t{offset}\t{rivals}"
            )?;
        }
        for key in &self.keys {
            out.write_all(&key.to_le_bytes())?;
        }
        for rarity in &self.rarity {
            out.write_all(&rarity.to_le_bytes())?;
        }
        for step in &self.steps {
            out.write_all(&step.to_le_bytes())?;
        }
        for weight in &self.signals {
            out.write_all(&weight.to_le_bytes())?;
        }
        if let Some(names) = &self.names {
            out.write_all(&names.to_bytes())?;
        }
        Ok(out.flush()?)
    }

    /// Reads a model.
    pub fn read(mut from: impl BufRead) -> Result<Self, ModelFileError> {
        if line(&mut from).map_err(|_| ModelFileError::Foreign)? != magic() {
            return Err(ModelFileError::Foreign);
        }
        let words = line(&mut from)?;
        let size = line(&mut from)?;
        let [yes, no, classes] = fields(&words)?;
        let [heads, runs, signals, answers_yes] = fields(&size)?;
        let source = source(&line(&mut from)?)?;
        let (heads, runs): (usize, usize) = (number(heads)?, number(runs)?);
        let signals: usize = number(signals)?;
        if heads == 0 || heads > MOST_HEADS || runs > MOST_RUNS || signals > MOST_SIGNALS {
            return Err(ModelFileError::Broken("规模不合理"));
        }
        let count = heads;
        let heads = (0..count)
            .map(|_| head(&line(&mut from)?, count))
            .collect::<Result<Vec<_>, _>>()?;
        let keys = numbers(&mut from, runs, u64::from_le_bytes)?;
        let rarity = numbers(&mut from, runs, f32::from_le_bytes)?;
        let steps = numbers(&mut from, runs * (heads.len() + 1), i16::from_le_bytes)?;
        let signals = numbers(&mut from, signals * heads.len(), f32::from_le_bytes)?;
        let names = names(from)?;
        Ok(Self {
            vocabulary: Vocabulary::new(&keys),
            keys,
            rarity,
            steps,
            signals,
            heads,
            answers_yes: answers_yes == "1",
            source,
            wording: Wording {
                yes: yes.to_owned(),
                no: no.to_owned(),
                classes: classes == "1",
            },
            names,
        })
    }
}

/// A label on one line.
fn flat(label: &str) -> String {
    label.replace(['\t', '\n', '\r'], " ")
}

fn line(from: &mut impl BufRead) -> Result<String, ModelFileError> {
    let mut bytes = Vec::new();
    from.take(1 << 16).read_until(b'\n', &mut bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| ModelFileError::Broken("文字"))?;
    Ok(text.trim_end_matches('\n').to_owned())
}

fn fields<const N: usize>(line: &str) -> Result<[&str; N], ModelFileError> {
    let parts: Vec<&str> = line.split('\t').collect();
    parts.try_into().map_err(|_| ModelFileError::Broken("栏数"))
}

fn number<T: std::str::FromStr>(field: &str) -> Result<T, ModelFileError> {
    field.parse().map_err(|_| ModelFileError::Broken("数字"))
}

fn source(line: &str) -> Result<Source, ModelFileError> {
    let [centre, width, scale, bias, slope, offset] = fields(line)?;
    Ok(Source {
        centre: number(centre)?,
        width: number(width)?,
        scale: number(scale)?,
        bias: number(bias)?,
        curve: Curve {
            slope: number(slope)?,
            offset: number(offset)?,
        },
    })
}

fn head(line: &str, count: usize) -> Result<Head, ModelFileError> {
    let [
        name,
        scale,
        bias,
        own,
        best,
        second,
        above,
        starter,
        offset,
        rivals,
    ] = fields(line)?;
    let weights: [&str; LOOKS] = [own, best, second, above, starter];
    let weights = weights.map(number::<f32>);
    let rivals: Vec<bool> = rivals.chars().map(|c| c == '1').collect();
    if rivals.len() != count {
        return Err(ModelFileError::Broken("栏数"));
    }
    Ok(Head {
        name: name.to_owned(),
        scale: number(scale)?,
        bias: number(bias)?,
        standing: Standing {
            weights: whole(weights)?,
            offset: number(offset)?,
        },
        rivals,
    })
}

/// All numbers, or what is wrong with the first that is none.
fn whole<const N: usize>(
    read: [Result<f32, ModelFileError>; N],
) -> Result<[f32; N], ModelFileError> {
    let numbers = read.into_iter().collect::<Result<Vec<f32>, _>>()?;
    numbers
        .try_into()
        .map_err(|_| ModelFileError::Broken("数字"))
}

/// What follows the numbers: the tagger of names, where there is one.
fn names(mut from: impl Read) -> Result<Option<Tagger>, ModelFileError> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)?;
    let tagger = (!bytes.is_empty()).then(|| Tagger::from_bytes(&bytes));
    tagger
        .transpose()
        .map_err(|_| ModelFileError::Broken("名称识别部分"))
}

fn numbers<T, const N: usize>(
    from: &mut impl Read,
    count: usize,
    read: impl Fn([u8; N]) -> T,
) -> Result<Vec<T>, ModelFileError> {
    let mut made = Vec::new();
    let mut bytes = [0; N];
    for _ in 0..count {
        from.read_exact(&mut bytes)
            .map_err(|_| ModelFileError::Broken("文件不完整"))?;
        made.push(read(bytes));
    }
    Ok(made)
}
