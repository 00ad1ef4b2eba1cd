//! What clap says of wrong use, in Chinese. It must not know commands.

use clap::{
    Error,
    error::{ContextKind, ContextValue, ErrorKind},
};

/// The message of wrong use; `None` where clap's own print is wanted, as of help and version.
pub fn wrong_use(error: &Error) -> Option<String> {
    let said = |kind| words(error.get(kind));
    let argument = said(ContextKind::InvalidArg);
    let problem = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项或参数"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", said(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue => match said(ContextKind::InvalidValue).as_str() {
            "" => format!("{argument} 后面要有一个值"),
            value => format!("{argument} 不能是“{value}”"),
        },
        ErrorKind::ValueValidation => {
            let value = said(ContextKind::InvalidValue);
            format!("{argument} 的值“{value}”写得不对{}", reason(error))
        }
        ErrorKind::ArgumentConflict => match said(ContextKind::PriorArg).as_str() {
            "" => format!("{argument} 不能这样和别的选项同时用"),
            other if other == argument => format!("{argument} 只能写一次"),
            other => format!("{argument} 不能和 {other} 同时用"),
        },
        ErrorKind::NoEquals => format!("{argument} 的值要用等号写在后面"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} 的值的个数不对")
        }
        ErrorKind::InvalidUtf8 => "命令里有不是 UTF-8 的字符".to_owned(),
        _ => return None,
    };
    let hints = [
        ("可选：", ContextKind::ValidValue),
        ("是不是 ", ContextKind::SuggestedSubcommand),
        ("是不是 ", ContextKind::SuggestedArg),
        ("是不是 ", ContextKind::SuggestedValue),
    ];
    let hint = hints.iter().find_map(|(before, kind)| {
        let words = said(*kind);
        (!words.is_empty()).then(|| format!("；{before}{words}"))
    });
    let usage = said(ContextKind::Usage).replace("Usage: ", "用法：");
    let usage = match usage.is_empty() {
        true => "用法见 --help",
        false => usage.as_str(),
    };
    Some(format!("{problem}{}\n{usage}", hint.unwrap_or_default()))
}

/// A reason that our own reader of the value gives; what the standard library says in English is left out.
fn reason(error: &Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    let chinese = source.filter(|words| {
        words
            .chars()
            .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    });
    chinese.map_or_else(String::new, |words| format!("：{words}"))
}

fn words(value: Option<&ContextValue>) -> String {
    match value {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join("、"),
        Some(ContextValue::StyledStr(styled)) => styled.to_string(),
        Some(ContextValue::StyledStrs(styled)) => {
            let all: Vec<String> = styled.iter().map(ToString::to_string).collect();
            all.join("、")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction, Command};

    use super::*;

    fn said(arguments: &[&str]) -> String {
        let number = Arg::new("行数")
            .long("rows")
            .value_name("N")
            .value_parser(clap::value_parser!(u32))
            .required(true);
        let kind = Arg::new("kind")
            .long("kind")
            .value_parser(["clue", "subject"]);
        let quiet = Arg::new("quiet").long("quiet").action(ArgAction::SetTrue);
        let command = Command::new("fangfei").args([number, kind, quiet]);
        let error = command.try_get_matches_from(arguments).unwrap_err();
        wrong_use(&error).unwrap_or_default()
    }

    #[test]
    fn wrong_use_is_told_in_chinese_with_what_would_be_right() {
        for (arguments, wanted) in [
            (&["fangfei"][..], "缺少 --rows <N>"),
            (&["fangfei", "--rows", "x"], "--rows <N> 的值“x”写得不对"),
            (
                &["fangfei", "--row", "1"],
                "没有“--row”这个选项或参数；是不是 --rows",
            ),
            (
                &["fangfei", "--rows", "1", "--kind", "clu"],
                "不能是“clu”；可选：clue、subject",
            ),
            (&["fangfei", "--rows"], "--rows <N> 后面要有一个值"),
            (
                &["fangfei", "--rows", "1", "--quiet", "--quiet"],
                "只能写一次",
            ),
        ] {
            let found = said(arguments);
            assert!(found.contains(wanted), "{arguments:?}: {found}");
            assert!(found.contains("用法"), "{found}");
        }
    }

    #[test]
    fn help_is_left_to_clap() {
        let error = Command::new("fangfei")
            .try_get_matches_from(["fangfei", "--help"])
            .unwrap_err();
        assert_eq!(wrong_use(&error), None);
    }
}
