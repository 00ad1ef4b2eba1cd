//! SPDX licence expressions (`MIT OR Apache-2.0 WITH LLVM-exception`), the old `MIT/Apache-2.0` too.
//! It must not know which licences are welcome.

/// A licence expression as a tree.
#[derive(Debug, PartialEq, Eq)]
pub enum Expression {
    /// One licence; an exception is part of its name (`Apache-2.0 WITH LLVM-exception`).
    Licence(String),
    Any(Vec<Expression>),
    All(Vec<Expression>),
}

impl Expression {
    /// Reads an expression; `None` when it is empty or broken.
    pub fn parse(text: &str) -> Option<Self> {
        let spaced = text
            .replace('(', " ( ")
            .replace(')', " ) ")
            .replace('/', " OR ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut reader = Reader { words: &words };
        let expression = reader.any()?;
        reader.words.is_empty().then_some(expression)
    }

    /// Whether the licences of the list are enough to use the package.
    pub fn satisfied(&self, allowed: &[String]) -> bool {
        match self {
            Self::Licence(name) => allowed.contains(name),
            Self::Any(parts) => parts.iter().any(|part| part.satisfied(allowed)),
            Self::All(parts) => parts.iter().all(|part| part.satisfied(allowed)),
        }
    }
}

struct Reader<'a> {
    words: &'a [&'a str],
}

impl Reader<'_> {
    fn any(&mut self) -> Option<Expression> {
        let mut parts = vec![self.all()?];
        while self.take("OR") {
            parts.push(self.all()?);
        }
        Some(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Expression::Any(parts)
        })
    }

    fn all(&mut self) -> Option<Expression> {
        let mut parts = vec![self.one()?];
        while self.take("AND") {
            parts.push(self.one()?);
        }
        Some(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Expression::All(parts)
        })
    }

    fn one(&mut self) -> Option<Expression> {
        if self.take("(") {
            let inner = self.any()?;
            return self.take(")").then_some(inner);
        }
        let name = self.name()?;
        if self.take("WITH") {
            return Some(Expression::Licence(format!("{name} WITH {}", self.name()?)));
        }
        Some(Expression::Licence(name))
    }

    fn name(&mut self) -> Option<String> {
        let (first, rest) = self.words.split_first()?;
        if matches!(*first, "OR" | "AND" | "WITH" | "(" | ")") {
            return None;
        }
        self.words = rest;
        Some((*first).to_owned())
    }

    fn take(&mut self, expected: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if *first == expected => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(text: &str) -> bool {
        let allowed = ["MIT", "Unicode-3.0"].map(str::to_owned);
        Expression::parse(text).is_some_and(|expression| expression.satisfied(&allowed))
    }

    #[test]
    fn one_of_several_is_enough_and_all_of_several_are_needed() {
        assert!(accepts("MIT OR GPL-3.0-only"));
        assert!(accepts("MIT/Apache-2.0"));
        assert!(accepts("(Apache-2.0 OR MIT) AND Unicode-3.0"));
        assert!(!accepts("MIT AND GPL-3.0-only"));
        assert!(
            accepts("GPL-2.0-only AND ISC OR MIT"),
            "AND binds closer than OR"
        );
    }

    #[test]
    fn an_exception_is_another_licence() {
        assert!(!accepts("MIT WITH Some-exception"));
        assert!(accepts("Apache-2.0 WITH LLVM-exception OR MIT"));
    }

    #[test]
    fn a_broken_expression_is_refused() {
        for text in ["", "MIT OR", "(MIT", "MIT MIT", "OR MIT"] {
            assert_eq!(Expression::parse(text), None, "{text}");
        }
    }
}
