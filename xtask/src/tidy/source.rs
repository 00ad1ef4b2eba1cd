//! A Rust file as the rules see it: its code without comments and literals, and which lines are
//! tests. It must not know the rules.

/// A Rust file, its code with comments and literals blanked out (same lines, same columns), and for
/// each line whether it belongs to a test.
pub struct Source {
    pub path: String,
    pub text: String,
    pub code: String,
    in_test: Vec<bool>,
}

/// Folders whose files are tests or measurements from end to end.
const TEST_FOLDERS: [&str; 4] = ["/tests/", "/benches/", "/examples/", "crates/testkit/"];

pub fn is_rust(path: &str) -> bool {
    path.ends_with(".rs") && (path.starts_with("crates/") || path.starts_with("xtask/"))
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let code = blank(text);
        let all_tests =
            TEST_FOLDERS.iter().any(|folder| path.contains(folder)) || path.ends_with("tests.rs");
        let mut in_test = vec![all_tests; text.lines().count()];
        for (first, last) in test_regions(&code) {
            let last = last.min(in_test.len().saturating_sub(1));
            in_test
                .iter_mut()
                .take(last + 1)
                .skip(first)
                .for_each(|line| *line = true);
        }
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            in_test,
        }
    }

    /// Number (from 1) and code of every line.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// The same without the lines of tests.
    pub fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(|(number, _)| !self.is_test(*number))
    }

    pub fn is_test(&self, line: usize) -> bool {
        self.in_test
            .get(line.wrapping_sub(1))
            .copied()
            .unwrap_or(false)
    }
}

/// The byte after the block `{ … }` that opens first after `start`, or after the `;` that ends the
/// item before any block opens.
pub fn end_of_item(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    let mut nested = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return offset + 1,
            b'}' => depth -= 1,
            // The `;` of an array type `[u8; 4]` in a signature ends nothing.
            b'(' | b'[' if depth == 0 => nested += 1,
            b')' | b']' if depth == 0 => nested = nested.saturating_sub(1),
            b';' if depth == 0 && nested == 0 => return offset + 1,
            _ => {}
        }
    }
    code.len()
}

/// The line (from 0) on which a byte stands.
pub fn line_of(code: &str, offset: usize) -> usize {
    code.as_bytes()[..offset.min(code.len())]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
}

/// First and last line (from 0) of every item under a test attribute.
fn test_regions(code: &str) -> Vec<(usize, usize)> {
    let attributes = [
        "#[cfg(test)]",
        "#[cfg(all(test",
        "#[cfg(any(test",
        "#[test]",
        "::test]",
        "::test(",
    ];
    let starts = attributes
        .iter()
        .flat_map(|attribute| code.match_indices(attribute));
    starts
        .map(|(at, attribute)| {
            let body = code[at..]
                .find(']')
                .map_or(at + attribute.len(), |end| at + end + 1);
            (
                line_of(code, at),
                line_of(code, end_of_item(code, body).saturating_sub(1)),
            )
        })
        .collect()
}

/// The text with comments and the insides of literals replaced by spaces.
fn blank(text: &str) -> String {
    let mut blanking = Blanking {
        rest: text,
        code: String::with_capacity(text.len()),
    };
    while !blanking.rest.is_empty() {
        blanking.step();
    }
    blanking.code
}

struct Blanking<'a> {
    rest: &'a str,
    code: String,
}

impl Blanking<'_> {
    fn step(&mut self) {
        let rest = self.rest;
        if rest.starts_with("//") {
            self.hide(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.hide(block_comment(rest));
        } else if rest.starts_with('"') {
            self.hide(string(rest));
        } else if let Some(length) = self.raw_string() {
            self.hide(length);
        } else if let Some(length) = character(rest) {
            self.hide(length);
        } else {
            self.keep();
        }
    }

    fn keep(&mut self) {
        let mut characters = self.rest.chars();
        self.code.extend(characters.next());
        self.rest = characters.as_str();
    }

    fn hide(&mut self, length: usize) {
        let (hidden, rest) = self.rest.split_at(length);
        self.code.extend(
            hidden
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
        self.rest = rest;
    }

    /// Length of `r"…"`, `r#"…"#` and the like, unless the `r` ends a name.
    fn raw_string(&self) -> Option<usize> {
        let after = self.rest.strip_prefix('r')?;
        let name_before = self
            .code
            .ends_with(|last: char| last.is_alphanumeric() || last == '_')
            && !self.code.ends_with(['b', 'c']);
        let fences = after.bytes().take_while(|byte| *byte == b'#').count();
        if name_before || !after[fences..].starts_with('"') {
            return None;
        }
        let closing = format!("\"{}", "#".repeat(fences));
        let opened = 1 + fences + 1;
        let length = self.rest[opened..]
            .find(&closing)
            .map(|at| opened + at + closing.len());
        Some(length.unwrap_or(self.rest.len()))
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        match rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] if depth == 1 => return at + 2,
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    rest.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Length of a character literal; `None` for a lifetime such as `'a`.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        let end = inside
            .char_indices()
            .skip(2)
            .find(|(_, character)| *character == '\'');
        return end.map(|(at, _)| at + 2);
    }
    let first = inside.chars().next()?;
    let after = &inside[first.len_utf8()..];
    after.starts_with('\'').then(|| first.len_utf8() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_disappear_and_lines_stay() {
        let code =
            blank("let a = \"x.unwrap()\"; // y.unwrap()\n/* z /* w */ */ b('\"', '\\'', 'c')");
        assert!(!code.contains("unwrap") && !code.contains('z'));
        assert_eq!(code.lines().count(), 2);
        assert!(code.contains("let a =") && code.contains("b("));
    }

    #[test]
    fn raw_strings_and_lifetimes_are_told_apart_from_names() {
        let code = blank("f::<'a>(r#\"dbg!(\"x\")\"#, br\"todo!()\", r) + for_r\"x\"");
        assert!(!code.contains("dbg!") && !code.contains("todo!"), "{code}");
        assert!(code.contains("<'a>") && code.contains("r)"));
    }

    #[test]
    fn blanking_keeps_every_byte_position() {
        let text = "let 名 = \"挂账\"; // 销号\nx";
        assert_eq!(blank(text).len(), text.len());
    }

    #[test]
    fn test_modules_and_functions_are_recognised() {
        let text = "fn a(x: [u8; 2]) {\n}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}\n#[tokio::test]\nasync fn d() {\n}\n";
        let source = Source::new("crates/app/src/x.rs", text);
        let tests: Vec<usize> = (1..=10).filter(|line| source.is_test(*line)).collect();
        assert_eq!(tests, [3, 4, 5, 6, 8, 9, 10]);
    }

    #[test]
    fn a_file_under_tests_is_all_test() {
        assert!(Source::new("crates/web/tests/routes/login.rs", "fn a() {}\n").is_test(1));
        assert!(!Source::new("crates/web/src/login.rs", "fn a() {}\n").is_test(1));
    }
}
