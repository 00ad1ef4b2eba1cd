//! A Rust file as the rules see it: its code without comments and literals, and which lines are
//! tests. It must not know the rules.

use super::blank::blank;

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

    /// Paths, without `.rs`, of the modules that this file declares under a test attribute.
    fn test_modules(&self) -> Vec<String> {
        let stem = self.path.trim_end_matches(".rs");
        let folder = ["/mod", "/lib", "/main"]
            .iter()
            .find_map(|root| stem.strip_suffix(root))
            .unwrap_or(stem);
        let declarations = self.lines().filter(|(number, _)| self.is_test(*number));
        let names = declarations.filter_map(|(_, line)| {
            line.trim()
                .trim_start_matches("pub ")
                .strip_prefix("mod ")?
                .strip_suffix(';')
        });
        names.map(|name| format!("{folder}/{name}")).collect()
    }

    pub fn is_test(&self, line: usize) -> bool {
        self.in_test
            .get(line.wrapping_sub(1))
            .copied()
            .unwrap_or(false)
    }
}

/// Marks the files that others declare as tests, `#[cfg(test)] mod contrast;`.
pub fn mark_test_modules(sources: &mut [Source]) {
    let modules: Vec<String> = sources.iter().flat_map(Source::test_modules).collect();
    let declared = |path: &str| {
        let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
        modules
            .iter()
            .any(|module| stem == module || stem.starts_with(&format!("{module}/")))
    };
    for source in sources.iter_mut().filter(|source| declared(&source.path)) {
        source.in_test.fill(true);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_modules_and_functions_are_recognised() {
        let text = "fn a(x: [u8; 2]) {\n}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}\n#[tokio::test]\nasync fn d() {\n}\n";
        let source = Source::new("crates/app/src/x.rs", text);
        let tests: Vec<usize> = (1..=10).filter(|line| source.is_test(*line)).collect();
        assert_eq!(tests, [3, 4, 5, 6, 8, 9, 10]);
    }

    #[test]
    fn a_module_declared_as_test_is_test_in_its_own_file() {
        let mut sources = [
            Source::new(
                "crates/web/src/ui/mod.rs",
                "mod badge;\n#[cfg(test)]\nmod contrast;\n",
            ),
            Source::new("crates/web/src/ui/contrast.rs", "fn a() {}\n"),
            Source::new("crates/web/src/ui/badge.rs", "fn a() {}\n"),
        ];
        mark_test_modules(&mut sources);
        assert!(sources[1].is_test(1));
        assert!(!sources[2].is_test(1));
    }

    #[test]
    fn a_file_under_tests_is_all_test() {
        assert!(Source::new("crates/web/tests/routes/login.rs", "fn a() {}\n").is_test(1));
        assert!(!Source::new("crates/web/src/login.rs", "fn a() {}\n").is_test(1));
    }
}
