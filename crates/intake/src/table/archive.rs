//! The zip package around an xlsx: what it holds, and that it does not unpack to more than it may.
//! It must not know cells.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::error::Error;
use super::limit::Limits;

/// A package whose directory was checked.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    entries: Vec<Entry>,
}

/// One part, as the directory declares it.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    size: u64,
}

impl<'a> Package<'a> {
    /// Reads the directory and refuses bombs, password protection and packages that hold no table.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        let mut zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| Error::broken("压缩目录缺失，文件不完整"))?;
        let mut entries = Vec::new();
        let (mut total, mut packed) = (0_u64, 0_u64);
        for at in 0..zip.len() {
            let file = zip.by_index_raw(at).map_err(Error::broken)?;
            if file.encrypted() {
                return Err(Error::Encrypted);
            }
            let (size, compressed) = (file.size(), file.compressed_size());
            let ratio = size / compressed.max(1);
            if size > limits.ratio_from_bytes && ratio > limits.ratio {
                return Err(Error::Bomb {
                    unpacked_mb: size.div_ceil(1 << 20),
                    ratio,
                });
            }
            total = total.saturating_add(size);
            packed = packed.saturating_add(compressed);
            let name = String::from_utf8_lossy(file.name_raw()).replace('\\', "/");
            entries.push(Entry { name, size });
        }
        if total > limits.unpacked_bytes {
            return Err(Error::Bomb {
                unpacked_mb: total.div_ceil(1 << 20),
                ratio: total / packed.max(1),
            });
        }
        let package = Self { zip, entries };
        package.must_be_workbook()?;
        Ok(package)
    }

    fn must_be_workbook(&self) -> Result<(), Error> {
        let has = |end: &str| self.entries.iter().any(|e| e.name.ends_with(end));
        let found = if has("workbook.bin") {
            "xlsb 二进制工作簿"
        } else if has("workbook.xml") {
            return Ok(());
        } else if has("word/document.xml") {
            "Word 文档"
        } else if has("ppt/presentation.xml") {
            "演示文稿"
        } else if has("content.xml") {
            "ODF（ods）文件"
        } else {
            "压缩包"
        };
        Err(Error::NotATable { found })
    }

    /// True when the workbook carries macros (宏).
    pub fn has_macros(&self) -> bool {
        self.entries
            .iter()
            .any(|e| e.name.ends_with("vbaProject.bin"))
    }

    /// Names of parts that end so.
    pub fn names_ending(&self, end: &str) -> Vec<String> {
        self.entries
            .iter()
            .filter(|e| e.name.ends_with(end))
            .map(|e| e.name.clone())
            .collect()
    }

    /// Unpacks a part through `take`, which sees at most as many bytes as the directory declares.
    /// A part that holds more lied about its size to pass the check above.
    pub fn with_part<T>(
        &mut self,
        name: &str,
        take: impl FnOnce(&mut dyn Read) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Some(at) = self
            .entries
            .iter()
            .position(|e| e.name.eq_ignore_ascii_case(name))
        else {
            return Err(Error::broken(format!("缺少部件 {name}")));
        };
        let declared = self.entries[at].size;
        let mut file = self.zip.by_index(at).map_err(Error::broken)?;
        let taken = {
            let mut limited = (&mut file).take(declared);
            let taken = take(&mut limited)?;
            // Reading on to the end lets the checksum speak for parts that were cut off.
            std::io::copy(&mut limited, &mut std::io::sink())
                .map_err(|_| Error::broken(format!("部件 {name} 不完整")))?;
            taken
        };
        let mut one = [0_u8; 1];
        match file.read(&mut one) {
            Ok(0) => Ok(taken),
            Ok(_) => Err(Error::Bomb {
                unpacked_mb: declared.div_ceil(1 << 20),
                ratio: 0,
            }),
            Err(_) => Err(Error::broken(format!("部件 {name} 校验不符"))),
        }
    }

    /// A small part as text.
    pub fn text(&mut self, name: &str) -> Result<String, Error> {
        const SMALL: u64 = 8 << 20;
        self.with_part(name, |reader| {
            let mut bytes = Vec::new();
            reader
                .take(SMALL)
                .read_to_end(&mut bytes)
                .map_err(Error::broken)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        })
    }

    /// Unpacks the remaining parts the spreadsheet reader will want, only to see that they are whole
    /// and no larger than declared, and that the shared strings do not announce more than they hold.
    pub fn check_parts(&mut self) -> Result<(), Error> {
        let names: Vec<(String, u64)> = self
            .entries
            .iter()
            .filter(|e| {
                let name = e.name.as_str();
                (name.ends_with(".xml") || name.ends_with(".rels"))
                    && !name.contains("/worksheets/")
                    && !name.contains("/drawings/")
            })
            .map(|e| (e.name.clone(), e.size))
            .collect();
        for (name, size) in names {
            let opening = self.with_part(&name, |reader| {
                let mut opening = Vec::new();
                reader
                    .take(2048)
                    .read_to_end(&mut opening)
                    .map_err(Error::broken)?;
                Ok(String::from_utf8_lossy(&opening).into_owned())
            })?;
            let announced = opening
                .split("niqueCount=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            if announced.is_some_and(|n| n.parse::<u64>().map_or(true, |n| n > size)) {
                return Err(Error::broken("共享文字表的数目与内容不符"));
            }
        }
        Ok(())
    }
}
