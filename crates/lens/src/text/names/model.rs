//! The tagger as bytes: a mark, the moves, the rows of weights that are not nought, and the judge's weights. It must not know texts.

use super::{
    features::SLOTS,
    judge::{self, Judge},
    tagger::{TAGS, Tagger},
};

const MARK: &[u8; 8] = b"FFNAME02";

/// Why bytes are no tagger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Not a file of this program, or of another version.
    #[error("不是本程序的名称识别模型，或版本不符：请用“fangfei text train”重新训练")]
    Mark,
    /// The file ends too early or holds what it cannot.
    #[error("名称识别模型不完整或已损坏（第{0}字节处）：请重新训练或重新取得该文件")]
    Broken(usize),
}

pub(super) fn written(tagger: &Tagger) -> Vec<u8> {
    let mut bytes = MARK.to_vec();
    tagger
        .moves
        .iter()
        .flatten()
        .for_each(|m| bytes.extend(m.to_le_bytes()));
    let rows: Vec<(u32, &[i16; TAGS])> = (0u32..)
        .zip(&tagger.weights)
        .filter(|(_, row)| **row != [0; TAGS])
        .collect();
    bytes.extend(u32::try_from(rows.len()).unwrap_or(0).to_le_bytes());
    for (slot, row) in rows {
        bytes.extend(slot.to_le_bytes());
        row.iter().for_each(|w| bytes.extend(w.to_le_bytes()));
    }
    if let Some(judge) = &tagger.judge {
        bytes.extend(judge.cut.to_le_bytes());
        bytes.extend(judge.bias.to_le_bytes());
        let weights = (0u32..).zip(&judge.weights);
        for (slot, weight) in weights.filter(|(_, w)| **w != 0.0) {
            bytes.extend(slot.to_le_bytes());
            bytes.extend(weight.to_le_bytes());
        }
    }
    bytes
}

pub(super) fn read(bytes: &[u8]) -> Result<Tagger, ModelError> {
    let rest = bytes.strip_prefix(MARK).ok_or(ModelError::Mark)?;
    let mut reader = Reader {
        rest,
        at: MARK.len(),
    };
    let mut moves = [[0; TAGS]; TAGS];
    for cell in moves.iter_mut().flatten() {
        *cell = i32::from_le_bytes(reader.take()?);
    }
    let mut weights = vec![[0; TAGS]; SLOTS];
    for _ in 0..u32::from_le_bytes(reader.take()?) {
        let slot = u32::from_le_bytes(reader.take()?) as usize;
        let row = weights.get_mut(slot).ok_or(ModelError::Broken(reader.at))?;
        for weight in row.iter_mut() {
            *weight = i16::from_le_bytes(reader.take()?);
        }
    }
    let judge = (!reader.rest.is_empty())
        .then(|| judge(&mut reader))
        .transpose()?;
    Ok(Tagger {
        weights,
        moves,
        judge,
    })
}

fn judge(reader: &mut Reader<'_>) -> Result<Judge, ModelError> {
    let (cut, bias) = (
        f32::from_le_bytes(reader.take()?),
        f32::from_le_bytes(reader.take()?),
    );
    let mut weights = vec![0.0; judge::SLOTS];
    while !reader.rest.is_empty() {
        let slot = u32::from_le_bytes(reader.take()?) as usize;
        let weight = weights.get_mut(slot).ok_or(ModelError::Broken(reader.at))?;
        *weight = f32::from_le_bytes(reader.take()?);
    }
    Ok(Judge { weights, bias, cut })
}

struct Reader<'b> {
    rest: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (taken, rest) = self
            .rest
            .split_first_chunk()
            .ok_or(ModelError::Broken(self.at))?;
        self.rest = rest;
        self.at += N;
        Ok(*taken)
    }
}
