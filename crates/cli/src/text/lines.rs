//! Lines of JSON as texts and examples. Errors name file and line. It must not know models.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use fangfei_lens::text::{Example, LabelRule, SheetEntry};
use serde_json::Value;

use crate::failure::Failure;

/// Opens a file; `-` and none are standard input.
pub fn open(path: Option<&Path>) -> Result<(String, Box<dyn BufRead>), Failure> {
    match path.filter(|p| *p != Path::new("-")) {
        None => Ok(("标准输入".to_owned(), Box::new(std::io::stdin().lock()))),
        Some(path) => {
            let name = path.display().to_string();
            let file = File::open(path).map_err(|error| {
                Failure::input(format!("文件“{name}”无法读取（{error}），请检查路径和权限"))
            })?;
            Ok((name, Box::new(BufReader::with_capacity(1 << 20, file))))
        }
    }
}

/// Reads an entry of a line; an error says what is wrong with it and what to do.
pub fn entry(line: &[u8]) -> Result<SheetEntry<'_>, String> {
    // What is as it should be is read in one go; of anything else it is said what is wrong with it.
    if let Some(entry) = SheetEntry::of_line(line) {
        return Ok(entry);
    }
    let mut object = object(line)?;
    Ok(SheetEntry {
        text: text(&mut object)?.into(),
        id: object.remove("id").unwrap_or(Value::Null),
    })
}

/// Reads all examples of a file; lines that cannot be read are told, and how many there were.
pub fn examples(path: &Path, rule: &LabelRule) -> Result<(Vec<Example>, usize), Failure> {
    let (name, mut from) = open(Some(path))?;
    let (mut made, mut bad, mut line) = (Vec::new(), 0, Vec::new());
    for number in 1.. {
        line.clear();
        if from.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match example(&line, rule) {
            Ok(example) => made.push(example),
            Err(problem) => {
                bad += 1;
                complain(&name, number, &problem);
            }
        }
    }
    Ok((made, bad))
}

/// Tells of a bad line on standard error.
pub fn complain(name: &str, number: usize, problem: &str) {
    eprintln!("错误：{name} 第 {number} 行：{problem}");
}

fn example(line: &[u8], rule: &LabelRule) -> Result<Example, String> {
    let mut object = object(line)?;
    let text = text(&mut object)?;
    let label = object.get("label").map(label).transpose()?.flatten();
    let events = object.get("events").map(events).transpose()?;
    if label.is_none() && events.is_none() {
        return Err("缺少 label 或 events 字段，应为 {\"text\":…,\"label\":…} 或 {\"text\":…,\"events\":[{\"event\":…}]}".to_owned());
    }
    let example = rule.example(text, label, &events.unwrap_or_default());
    Ok(match names(&object) {
        Some(names) => example.with_names(names),
        None => example,
    })
}

/// The companies of events and the `entities` of a line; none where no field of this kind is there, so that nobody looked.
fn names(object: &serde_json::Map<String, Value>) -> Option<Vec<String>> {
    let listed = |field: &str| object.get(field).and_then(Value::as_array);
    let companies: Option<Vec<&Value>> = listed("events").and_then(|events| {
        let companies: Vec<&Value> = events.iter().filter_map(|e| e.get("company")).collect();
        (!companies.is_empty()).then_some(companies)
    });
    let entities = listed("entities").map(|entities| entities.iter().collect::<Vec<_>>());
    let given = match (companies, entities) {
        (None, None) => return None,
        (companies, entities) => companies.into_iter().chain(entities).flatten(),
    };
    let names = given.filter_map(Value::as_str).map(str::trim);
    Some(names.filter(|n| !n.is_empty()).map(str::to_owned).collect())
}

fn object(line: &[u8]) -> Result<serde_json::Map<String, Value>, String> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    if std::str::from_utf8(line).is_err() {
        return Err("不是 UTF-8 编码，请先转换编码".to_owned());
    }
    match serde_json::from_slice(line) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err("不是 JSON 对象，应为 {\"id\":…,\"text\":…}".to_owned()),
        Err(error) => Err(format!(
            "不是完整的 JSON（第 {} 个字节附近），请检查引号、逗号和括号",
            error.column()
        )),
    }
}

fn text(object: &mut serde_json::Map<String, Value>) -> Result<String, String> {
    match object.remove("text") {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err("text 字段不是文字，应写成带引号的字符串".to_owned()),
        None => Err("缺少 text 字段，应为 {\"id\":…,\"text\":…}".to_owned()),
    }
}

fn label(value: &Value) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(label) => Ok(Some(label.clone())),
        Value::Bool(yes) => Ok(Some(yes.to_string())),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err("label 字段应为文字、数字或 true/false".to_owned()),
    }
}

fn events(value: &Value) -> Result<Vec<String>, String> {
    let wrong = || "events 字段应为 [{\"event\":…,\"company\":…}] 或事件名的列表".to_owned();
    let event = |value: &Value| match value {
        Value::String(event) => Ok(event.clone()),
        other => {
            let event = other.get("event").and_then(Value::as_str);
            event.map(str::to_owned).ok_or_else(wrong)
        }
    };
    value
        .as_array()
        .ok_or_else(wrong)?
        .iter()
        .map(event)
        .collect()
}
