//! The mapping of a run as a person sees and corrects it: each column with its title, samples, the
//! field it goes to, and why. It must not know pages.

use fangfei_intake::{
    kind::{FieldId, FieldType},
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
    ImportSettings, OpenedFile,
    run::included,
    upload::{load, not_waiting},
};
use crate::{App, Error, FieldError, Result};

/// Values shown of each column.
const SAMPLES: usize = 3;

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

fn view(workbook: &Workbook, kind: &fangfei_intake::kind::Kind, mapping: Mapping) -> SheetView {
    let sheet = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == mapping.sheet);
    let below = mapping.header_rows.map_or(0, |(_, last)| last);
    let samples = |column: usize| -> Vec<String> {
        let rows = sheet
            .into_iter()
            .flat_map(|sheet| &sheet.rows)
            .filter(|row| row.number > below)
            .take(200);
        let values = rows
            .map(|row| row.cell(column).shown().into_owned())
            .filter(|text| !text.is_empty());
        let mut kept: Vec<String> = Vec::new();
        for value in values.map(|text| text.chars().take(24).collect::<String>()) {
            if !kept.contains(&value) {
                kept.push(value);
            }
            if kept.len() == SAMPLES {
                break;
            }
        }
        kept
    };
    let is_money = |field: &FieldId| {
        kind.field(field.as_str())
            .is_some_and(|f| f.field_type == FieldType::Amount)
    };
    let columns = mapping.columns.iter().map(|c| ColumnView {
        column: c.column,
        letters: c.letters.clone(),
        title: c.title.clone(),
        samples: samples(c.column),
        field: c.field.as_ref().map(ToString::to_string),
        money: c.field.as_ref().is_some_and(is_money),
        unit: c.unit,
        reason: c.reason.clone(),
        doubtful: c.field.is_some() && c.confidence < 800,
        broken_merge: mapping.broken_merges.contains(&c.column),
        fill_down: c.fill_down,
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
    for mapping in &mut settings.mappings {
        let sheet = mapping.sheet.clone();
        for choice in corrections
            .columns
            .iter()
            .filter(|choice| choice.sheet == sheet)
        {
            correct_column(&kind, mapping, choice)
                .map_err(|error| Error::field("columns", error.to_string()))?;
        }
        if !corrections.sheets.is_empty() {
            mapping.included = corrections.sheets.contains(&mapping.sheet);
        }
    }
    let mapping = serde_json::to_value(&settings).map_err(Error::bug)?;
    let after = ImportRun {
        sheet: included(&settings),
        mapping,
        ..run.clone()
    };
    if after == *run {
        return Ok(());
    }
    let mut write = app.store.write(ctx, Action::Import).await?;
    write.update(&loaded.run, after).await?;
    write.detail("step", "mapping");
    write.commit().await?;
    Ok(())
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
    kind: &fangfei_intake::kind::Kind,
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
