//! The engine's complaints about SQL in the words of the people who write it. It must not know whose SQL it is.

/// The complaint in Chinese where it is one of the common ones, else in the engine's own words.
pub(crate) fn in_chinese(message: &str) -> String {
    let word = |after: &str| {
        let rest = message.split_once(after)?.1;
        Some(rest.split_whitespace().next()?.trim_end_matches('.'))
    };
    let quoted = |after: &str, end: char| {
        let rest = message.split_once(after)?.1;
        Some(rest.split(end).next()?.trim_matches(['\'', '"', ' ', '.']))
    };
    if let Some(name) = word("No field named ") {
        return format!("没有列 {name}");
    }
    if let Some(name) = quoted("table '", '\'').filter(|_| message.contains("not found")) {
        let name = name.rsplit('.').next().unwrap_or(name);
        return format!("没有数据表 {name}；数据表见 fangfei lake show");
    }
    if let Some(name) = quoted("Invalid function '", '\'') {
        return format!("没有函数 {name}；时间和随机数也不能用，截至日写 {{as_of}}");
    }
    if message.contains("DDL not supported")
        || message.contains("DML not supported")
        || message.contains("Statement not supported")
    {
        return "只能查询，不能改动数据".to_owned();
    }
    if message.contains("No SQL statements were provided") {
        return "没有写 SQL".to_owned();
    }
    if let Some(name) =
        quoted("While expanding wildcard, column \"", '"').filter(|_| message.contains("GROUP BY"))
    {
        return format!("列 {name} 应写进 GROUP BY，或放进 max()、sum() 等汇总里");
    }
    if message.contains("Divide by zero") {
        return "除数为 0".to_owned();
    }
    if let Some(text) = quoted("Cannot cast string '", '\'') {
        return format!("“{text}”不是数字");
    }
    message.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::in_chinese;

    #[test]
    fn common_complaints_are_said_in_chinese_and_others_kept() {
        let told = [
            (
                "Schema error: No field named fnord. Valid fields are a.b, a.c.",
                "没有列 fnord",
            ),
            (
                "Schema error: No field named x.\nValid fields are a.",
                "没有列 x",
            ),
            (
                "Error during planning: table 'datafusion.public.nowhere' not found",
                "没有数据表 nowhere",
            ),
            (
                "Error during planning: Invalid function 'now'.\nDid you mean 'pow'?",
                "没有函数 now",
            ),
            (
                "Error during planning: DDL not supported: DropTable",
                "只能查询，不能改动数据",
            ),
            ("Arrow error: Divide by zero error", "除数为 0"),
        ];
        for (message, begins) in told {
            assert!(
                in_chinese(message).starts_with(begins),
                "{}",
                in_chinese(message)
            );
        }
        assert_eq!(in_chinese(" something else "), "something else");
    }
}
