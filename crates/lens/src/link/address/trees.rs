//! Decision trees over the figures of two addresses, one set for the same place and one for at least partly the same.
//! How they were grown and measured stands in docs/linkage.md. It must not know what the figures mean.

use std::sync::LazyLock;

use super::features::{ALL, feature_names};
use crate::link::logistic::sigmoid;

/// One node; its left branch follows it.
#[derive(Debug, Clone, Copy)]
enum Node {
    Leaf(f64),
    /// Left where the figure is at most the limit, else at the node with this number.
    Split {
        figure: usize,
        limit: f64,
        right: usize,
    },
}

/// Trees whose leaves are added up.
#[derive(Debug, Default)]
struct Trees {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

#[derive(Debug, Default)]
struct Both {
    full: Trees,
    partly: Trees,
}

static TREES: LazyLock<Both> = LazyLock::new(|| {
    let names: Vec<&str> = feature_names().collect();
    let mut both = Both::default();
    let mut partly = false;
    for line in include_str!("trees.txt").lines() {
        match line {
            "[full]" => partly = false,
            "[partly]" => partly = true,
            note if note.starts_with('#') => {}
            tree => {
                let trees = if partly {
                    &mut both.partly
                } else {
                    &mut both.full
                };
                trees.roots.push(trees.nodes.len());
                trees.read(&mut tree.split(' '), &names);
            }
        }
    }
    both
});

impl Trees {
    /// Reads a tree in the order node, left, right. What is not a node ends it as a leaf of nothing.
    fn read<'a>(&mut self, words: &mut impl Iterator<Item = &'a str>, names: &[&str]) {
        let split = words.next().map(|word| {
            word.split_once('<')
                .ok_or_else(|| word.trim_start_matches('='))
        });
        let number = |text: &str| text.parse().unwrap_or(0.0);
        match split {
            Some(Ok((name, limit))) => {
                let figure = names.iter().position(|n| *n == name).unwrap_or(0);
                let at = self.nodes.len();
                self.nodes.push(Node::Leaf(0.0));
                self.read(words, names);
                let right = self.nodes.len();
                self.nodes[at] = Node::Split {
                    figure,
                    limit: number(limit),
                    right,
                };
                self.read(words, names);
            }
            Some(Err(value)) => self.nodes.push(Node::Leaf(number(value))),
            None => self.nodes.push(Node::Leaf(0.0)),
        }
    }

    fn probability(&self, figures: &[f64; ALL]) -> f64 {
        sigmoid(
            self.roots
                .iter()
                .map(|root| self.leaf(*root, figures))
                .sum(),
        )
    }

    fn leaf(&self, root: usize, figures: &[f64; ALL]) -> f64 {
        let mut at = root;
        loop {
            match self.nodes[at] {
                Node::Leaf(value) => return value,
                Node::Split {
                    figure,
                    limit,
                    right,
                } => {
                    at = if figures[figure] <= limit {
                        at + 1
                    } else {
                        right
                    }
                }
            }
        }
    }
}

/// How likely two addresses are the same place, and at least partly the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    /// 完全: the same place at the same grain.
    pub full: f64,
    /// 完全 or 部分: one lies in the other, or is told at another grain.
    pub partly: f64,
}

/// What the trees say of the figures.
pub(super) fn likeness(figures: &[f64; ALL]) -> Likeness {
    let full = TREES.full.probability(figures);
    Likeness {
        full,
        partly: TREES.partly.probability(figures).max(full),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tree_is_whole_and_names_known_figures() {
        let names: Vec<&str> = feature_names().collect();
        for line in include_str!("trees.txt")
            .lines()
            .filter(|l| l.contains('=') && !l.starts_with('#'))
        {
            let splits = line.split(' ').filter(|w| w.contains('<')).count();
            let leaves = line.split(' ').filter(|w| w.starts_with('=')).count();
            assert_eq!(leaves, splits + 1, "{line}");
            let known = |w: &str| names.contains(&w.split('<').next().unwrap_or(""));
            assert!(
                line.split(' ').filter(|w| w.contains('<')).all(known),
                "{line}"
            );
        }
    }
}
