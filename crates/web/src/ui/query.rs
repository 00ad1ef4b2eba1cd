//! Addresses of the same list with one thing changed: a filter removed, another order, the next page.
//! It must not know which parameters a page has.

/// The query of the present address in its order; blank values are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Query {
    /// The address `path` with these parameters.
    pub fn new<K, V>(path: impl Into<String>, pairs: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<String>,
        V: Into<String>,
    {
        let pairs = pairs
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()));
        Self {
            path: path.into(),
            pairs: pairs.filter(|(_, value)| !value.is_empty()).collect(),
        }
    }

    /// The same with `key` set once to `value`.
    pub fn with(&self, key: &str, value: impl Into<String>) -> Self {
        let mut next = self.without(key);
        next.pairs.push((key.to_owned(), value.into()));
        next
    }

    /// The same without `key`.
    pub fn without(&self, key: &str) -> Self {
        let kept = self.pairs.iter().filter(|(name, _)| name != key);
        Self {
            path: self.path.clone(),
            pairs: kept.cloned().collect(),
        }
    }

    /// The parameters, for hidden fields of a form that changes only one of them.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The finished address.
    pub fn href(&self) -> String {
        match serde_html_form::to_string(&self.pairs) {
            Ok(query) if !query.is_empty() => format!("{}?{query}", self.path),
            _ => self.path.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changing_one_parameter_keeps_the_others() {
        let query = Query::new("/clues", [("level", "high"), ("town", "端氏镇"), ("q", "")]);
        assert_eq!(query.without("town").href(), "/clues?level=high");
        assert_eq!(
            query.with("level", "low").href(),
            "/clues?town=%E7%AB%AF%E6%B0%8F%E9%95%87&level=low"
        );
        assert_eq!(query.without("town").without("level").href(), "/clues");
    }
}
