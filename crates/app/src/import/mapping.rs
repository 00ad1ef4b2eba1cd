//! The mapping of a run as a person sees and corrects it: each column with its title, samples, the
//! field it goes to, and why. It must not know pages.

use std::sync::Arc;

use fangfei_intake::{
    kind::{FieldId, FieldType, Kind},
    table::{Mapping, MappingError, Workbook},
    value::MoneyUnit,
};
use fangfei_model::{
    action::Action,
    code::division::DivisionCode,
    ctx::Ctx,
    id::ImportId,
    import_run::{ImportRun, ImportStatus},
};
use jiff::civil::Date;

use super::{
    FORGET_JOB, ImportSettings, OpenedFile,
    kept_copy::{KeptCopy, keep, titles},
    record::{included, load, not_waiting},
    sample::samples,
};
use crate::{App, Error, FieldError, Result};

/// One sheet with its columns.
#[derive(Debug, Clone)]
pub struct SheetView {
    /// Its mapping.
    pub mapping: Mapping,
    /// Filled rows.
    pub rows: u32,
    /// Its columns.
    pub columns: Vec<ColumnView>,
}

/// One column.
#[derive(Debug, Clone)]
pub struct ColumnView {
    /// The column, 0-based.
    pub column: usize,
    /// Its letters.
    pub letters: String,
    /// Its title.
    pub title: String,
    /// The first values below the header.
    pub samples: Vec<String>,
    /// The field, by id.
    pub field: Option<String>,
    /// Whether the field is a sum of money, so that the unit matters.
    pub money: bool,
    /// The unit of bare sums.
    pub unit: Option<MoneyUnit>,
    /// Why.
    pub reason: String,
    /// A person should look.
    pub doubtful: bool,
    /// Values only on the first row of each group: empty cells may take the value above.
    pub broken_merge: bool,
    /// Empty cells take the value above.
    pub fill_down: bool,
    /// The column says who reported: its values are not read, kept or shown.
    pub withheld: bool,
}

/// The correction of one column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnChoice {
    /// The sheet.
    pub sheet: String,
    /// The column, 0-based.
    pub column: usize,
    /// The field's id; blank keeps the column as extra text.
    pub field: String,
    /// The unit's words, or blank.
    pub unit: String,
    /// Empty cells take the value above.
    pub fill_down: bool,
}

/// The sheets of a file with these mappings.
pub(super) fn views(file: &OpenedFile, mappings: &[Mapping]) -> Vec<SheetView> {
    mappings
        .iter()
        .map(|mapping| view(&file.workbook, &file.fields, mapping.clone()))
        .collect()
}

fn view(workbook: &Workbook, kind: &Kind, mapping: Mapping) -> SheetView {
    let sheet = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == mapping.sheet);
    let below = mapping.header_rows.map_or(0, |(_, last)| last);
    let is_money = |field: &FieldId| {
        kind.field(field.as_str())
            .is_some_and(|f| f.field_type == FieldType::Amount)
    };
    let columns = mapping.columns.iter().map(|c| ColumnView {
        column: c.column,
        letters: c.letters.clone(),
        title: c.title.clone(),
        samples: sheet
            .map(|sheet| samples(sheet, below, kind, c))
            .unwrap_or_default(),
        field: c.field.as_ref().map(ToString::to_string),
        money: c.field.as_ref().is_some_and(is_money),
        unit: c.unit,
        reason: c.reason.clone(),
        doubtful: c.field.is_some() && c.confidence < 800,
        broken_merge: mapping.broken_merges.contains(&c.column),
        fill_down: c.fill_down,
        withheld: c.withheld,
    });
    SheetView {
        rows: sheet.map_or(0, |sheet| {
            u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX)
        }),
        columns: columns.collect(),
        mapping,
    }
}

/// What a person settled beside the columns, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Corrections {
    /// The columns.
    pub columns: Vec<ColumnChoice>,
    /// The sheets that are imported.
    pub sheets: Vec<String>,
    /// Year of dates without one.
    pub year: String,
    /// Day of clues without a date.
    pub found_on: String,
    /// Where rows without a place go.
    pub division: String,
}

/// Corrects the mapping of a run that has not begun.
pub async fn correct(app: &App, ctx: &Ctx, id: ImportId, corrections: &Corrections) -> Result<()> {
    let loaded = load(app, ctx, id).await?;
    let run = &loaded.run.record;
    if run.status != ImportStatus::Uploaded {
        return Err(not_waiting(run, "修改列对应").into());
    }
    let kind = run.kind.parse::<super::ImportKind>()?.definition()?;
    let mut settings = loaded.settings;
    rest(ctx, corrections, &mut settings)?;
    let withheld = titles(&settings.mappings);
    let redacted = run.original_sha256.is_some();
    for mapping in &mut settings.mappings {
        let sheet = mapping.sheet.clone();
        for choice in corrections
            .columns
            .iter()
            .filter(|choice| choice.sheet == sheet)
        {
            if redacted && stays_withheld(&kind, mapping, choice)? {
                continue;
            }
            correct_column(&kind, mapping, choice)
                .map_err(|error| Error::field("columns", error.to_string()))?;
        }
        if !corrections.sheets.is_empty() {
            mapping.included = corrections.sheets.contains(&mapping.sheet);
        }
    }
    let kept = match titles(&settings.mappings) == withheld {
        true => None,
        false => Some(kept_again(app, run, &mut settings).await?),
    };
    let mut after = ImportRun {
        sheet: included(&settings),
        mapping: serde_json::to_value(&settings).map_err(Error::bug)?,
        ..run.clone()
    };
    if let Some(kept) = kept {
        after.sha256 = kept.sha256;
        after.original_sha256 = run.original_sha256.clone().or(kept.original_sha256);
        after.withheld = kept.withheld;
    }
    if after == *run {
        return Ok(());
    }
    let mut write = app.store.write(ctx, Action::Import).await?;
    if after.sha256 != run.sha256 {
        write
            .enqueue(FORGET_JOB, serde_json::json!({ "sha256": run.sha256 }))
            .await?;
    }
    write.update(&loaded.run, after).await?;
    write.detail("step", "mapping");
    write.commit().await?;
    Ok(())
}

/// The kept copy under the new mapping: a column that a person now knows to say who reported goes.
async fn kept_again(app: &App, run: &ImportRun, settings: &mut ImportSettings) -> Result<KeptCopy> {
    let bytes: Arc<[u8]> = app.store.blobs().get(&run.sha256).await?.into();
    let file = OpenedFile::open(run.kind.parse()?, &run.file_name, bytes.clone()).await?;
    keep(app, &file, &bytes, &mut settings.mappings).await
}

/// What was withheld at the upload is gone; no choice of a column brings it back.
fn stays_withheld(kind: &Kind, mapping: &Mapping, choice: &ColumnChoice) -> Result<bool> {
    let Some(column) = mapping
        .columns
        .iter()
        .find(|c| c.column == choice.column && c.withheld)
    else {
        return Ok(false);
    };
    let wanted = kind.field(&choice.field);
    if wanted.is_some_and(|field| !field.withheld) {
        return Err(Error::field(
            "columns",
            format!(
                "{} 列“{}”在上传时按举报人信息处理，内容没有保存，不能再对应到别的栏目；如果不是举报人信息，请在表头写明是谁的（例如“被举报主体电话”）后重新上传",
                column.letters, column.title
            ),
        ));
    }
    Ok(wanted.is_none()
        || choice.field
            == column
                .field
                .as_ref()
                .map(FieldId::as_str)
                .unwrap_or_default())
}

fn rest(ctx: &Ctx, typed: &Corrections, settings: &mut ImportSettings) -> Result<()> {
    let mut errors = Vec::new();
    let mut wrong = |field, message: String| errors.push(FieldError { field, message });
    settings.year = match typed.year.trim() {
        "" => None,
        year => match year.parse::<i16>() {
            Ok(year) if (1949..=2100).contains(&year) => Some(year),
            _ => {
                wrong("year", format!("年份“{year}”应是四位数字，例如 2024"));
                settings.year
            }
        },
    };
    settings.found_on = match typed.found_on.trim() {
        "" => None,
        day => match day.parse::<Date>() {
            Ok(day) if day <= ctx.today() => Some(day),
            Ok(_) => {
                wrong("found_on", "登记日期在将来，请改为今天或以前".to_owned());
                settings.found_on
            }
            Err(_) => {
                wrong("found_on", format!("日期“{day}”请写成 2024-07-01 这样"));
                settings.found_on
            }
        },
    };
    settings.division = match typed.division.trim() {
        "" => None,
        code => match code.parse::<DivisionCode>() {
            Ok(code) if ctx.scope().division().is_none_or(|own| own.contains(&code)) => Some(code),
            _ => {
                wrong(
                    "division",
                    "默认属地不在您的数据范围内，请重新选择".to_owned(),
                );
                settings.division
            }
        },
    };
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

fn correct_column(
    kind: &Kind,
    mapping: &mut Mapping,
    choice: &ColumnChoice,
) -> Result<(), MappingError> {
    let Some(column) = mapping
        .columns
        .iter()
        .find(|c| c.column == choice.column)
        .cloned()
    else {
        return Ok(());
    };
    let wanted = (!choice.field.is_empty()).then(|| FieldId::from(choice.field.as_str()));
    let included = mapping.included;
    if column.field != wanted {
        mapping.override_column(kind, choice.column, wanted)?;
    }
    if let Some(unit) = MoneyUnit::parse(&choice.unit).filter(|unit| column.unit != Some(*unit)) {
        mapping.override_unit(kind, choice.column, unit)?;
    }
    if column.fill_down != choice.fill_down {
        mapping.override_fill_down(kind, choice.column, choice.fill_down)?;
    }
    mapping.included |= included;
    Ok(())
}
