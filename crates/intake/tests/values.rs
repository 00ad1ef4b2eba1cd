//! Values as offices write them: every line of `values/*.txt` is a cell and what it must be read as.
//! It must not know sheets.

use fangfei_intake::value::{
    Amount, Bound, Count, DateContext, DayOrder, Fault, FirmCode, MoneyUnit, Phone, Precision,
    Read, When, amount, citizen_number, count, date, firm_code, flag, phones,
};

/// Runs a file of cases: `cell ⇒ expected`, where a cell may be followed by ` @ context`.
/// `!words` expects a fault whose text has the words.
fn run(cases: &str, read: impl Fn(&str, &str) -> Result<String, Fault>) {
    let mut failures = Vec::new();
    let mut ran = 0;
    for (number, line) in cases.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (given, wanted) = line
            .split_once(" ⇒ ")
            .unwrap_or_else(|| panic!("line {}: no ⇒", number + 1));
        let (cell, context) = given.split_once(" @ ").unwrap_or((given, ""));
        let cell = cell
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace('␣', " ");
        let found = match read(&cell, context.trim()) {
            Ok(found) => found,
            Err(fault) => format!("!{fault}"),
        };
        let fits = match wanted.strip_prefix('!') {
            Some(words) => {
                found.starts_with('!') && words.split('…').all(|word| found.contains(word))
            }
            None => found == wanted,
        };
        if !fits {
            failures.push(format!(
                "line {}: {cell:?} gave {found}, wanted {wanted}",
                number + 1
            ));
        }
        ran += 1;
    }
    assert!(
        failures.is_empty(),
        "{} of {ran} cases:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "",
        Bound::About => " 约",
        Bound::AtLeast => " 以上",
        Bound::AtMost => " 以下",
    }
}

fn noted<T>(read: &Read<T>) -> &'static str {
    if read.notes.is_empty() { "" } else { " 有注" }
}

#[test]
fn amounts() {
    run(include_str!("values/amount.txt"), |cell, context| {
        let unit = (!context.is_empty()).then(|| MoneyUnit::parse(context).expect("a unit"));
        let read = amount(cell, unit)?;
        let note = noted(&read);
        let Amount {
            low,
            high,
            approximate,
            bound: b,
            printed,
        } = read.value;
        assert_eq!(printed, cell);
        assert_eq!(approximate, b != Bound::Exact || high.is_some());
        let high = high.map(|h| format!("-{}", h.yuan())).unwrap_or_default();
        Ok(format!("{}{high}{}{note}", low.yuan(), bound(b)))
    });
}

#[test]
fn counts() {
    run(include_str!("values/count.txt"), |cell, _| {
        let read = count(cell)?;
        let note = noted(&read);
        let Count {
            low,
            high,
            bound: b,
            unit,
            ..
        } = read.value;
        let high = high.map(|h| format!("-{h}")).unwrap_or_default();
        Ok(format!(
            "{low}{high}{}{}{note}",
            unit.unwrap_or_default(),
            bound(b)
        ))
    });
}

#[test]
fn dates() {
    run(include_str!("values/date.txt"), |cell, context| {
        let order = match context {
            "日月" => Some(DayOrder::DayFirst),
            "月日" => Some(DayOrder::MonthFirst),
            _ => None,
        };
        let read = date(
            cell,
            DateContext {
                year: context.parse().ok(),
                order,
            },
        )?;
        let note = noted(&read);
        let When {
            date,
            time,
            precision,
            ..
        } = read.value;
        Ok(match precision {
            Precision::Year => format!("{}{note}", date.strftime("%Y")),
            Precision::Month => format!("{}{note}", date.strftime("%Y-%m")),
            Precision::Day => format!("{date}{note}"),
            Precision::Minute => format!("{date} {}{note}", time.expect("a time")),
        })
    });
}

#[test]
fn phone_numbers() {
    run(include_str!("values/phone.txt"), |cell, _| {
        let read = phones(cell)?;
        let shown = |p: &Phone| match &p.extension {
            Some(ext) => format!("{}转{ext}", p.number),
            None => p.number.clone(),
        };
        let list: Vec<String> = read.value.iter().map(shown).collect();
        Ok(format!("{}{}", list.join(" "), noted(&read)))
    });
}

#[test]
fn codes() {
    run(
        include_str!("values/code.txt"),
        |cell, context| match context {
            "身份证" => {
                citizen_number(cell).map(|read| format!("{}{}", read.value.full(), noted(&read)))
            }
            _ => {
                let read = firm_code(cell, context != "宽")?;
                let scheme = match &read.value {
                    FirmCode::Uscc(_) => "信用代码",
                    FirmCode::Registration(_) => "注册号",
                    FirmCode::Organisation(_) => "机构代码",
                    FirmCode::Tax(_) => "税号",
                };
                Ok(format!("{scheme} {}", read.value.as_str()))
            }
        },
    );
}

#[test]
fn yes_and_no() {
    run(include_str!("values/flag.txt"), |cell, _| {
        flag(cell).map(|f| if f { "是" } else { "否" }.to_owned())
    });
}
