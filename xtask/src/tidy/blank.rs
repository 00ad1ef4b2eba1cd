//! Rust text without its comments and literals, at the same lines and columns, so that a rule finds
//! code only. It must not know the rules.

/// The text with comments and the insides of literals replaced by spaces.
pub fn blank(text: &str) -> String {
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
}
