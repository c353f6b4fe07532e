//! Places: which stretch of a scene's text says what, as a tree of paths, and lines and columns.

use std::ops::Range;

use super::path::Step;
use super::scan;

/// What kind of value stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A number, a text, a bare name.
    Scalar,
    /// `[..]`
    List,
    /// `(..)` or `Name(..)`
    Record,
    /// `{..}`
    Map,
}

/// A value in the text, with the values inside it.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    /// How the value around it refers to it; nothing for the outermost.
    pub(crate) step: Option<Step<'t>>,
    /// The bytes of the value, its variant's name included.
    pub(crate) span: Range<usize>,
    /// The bytes of the value and of the key before it.
    pub(crate) whole: Range<usize>,
    /// Where the inside begins, behind the opening bracket.
    pub(crate) inside: usize,
    /// What it is.
    pub(crate) shape: Shape,
    /// The values inside, in the order of the text.
    pub(crate) children: Vec<Node<'t>>,
}

impl<'t> Node<'t> {
    /// The value that one step leads to.
    pub(crate) fn child(&self, step: Step<'_>) -> Option<&Node<'t>> {
        match step {
            // Lists of a million twins are reached by index, not by search.
            Step::Item(index) => self.children.get(index).filter(|node| node.step == Some(step)),
            Step::Field(_) => self.children.iter().find(|node| node.step == Some(step)),
        }
    }
}

/// The places of one scene text.
#[derive(Clone, Debug)]
pub(crate) struct Places<'t> {
    text: &'t str,
    root: Node<'t>,
    line_starts: Vec<usize>,
}

impl<'t> Places<'t> {
    /// Walks a text. Any text has places, broken ones fewer.
    pub(crate) fn new(text: &'t str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, root: scan::scan(text), line_starts }
    }

    /// The whole scene.
    pub(crate) fn root(&self) -> &Node<'t> {
        &self.root
    }

    /// The text of a value.
    pub(crate) fn text(&self, node: &Node<'_>) -> &'t str {
        &self.text[node.span.clone()]
    }

    /// The value at a path or, where the text leaves it out, the nearest value around it.
    pub(crate) fn nearest(&self, steps: &[Step<'_>]) -> &Node<'t> {
        let mut node = &self.root;
        for step in steps {
            match node.child(*step) {
                Some(child) => node = child,
                None => break,
            }
        }
        node
    }

    /// The innermost value whose bytes, key included, hold an offset; and the path to it.
    pub(crate) fn innermost(&self, offset: usize) -> (Vec<Step<'t>>, &Node<'t>) {
        let mut steps = Vec::new();
        let mut node = &self.root;
        while let Some(child) = node.children.iter().find(|child| child.whole.contains(&offset)) {
            steps.extend(child.step);
            node = child;
        }
        (steps, node)
    }

    /// Line and column of a byte offset, both counted from 1, columns in characters.
    pub(crate) fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts[line - 1];
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        (line, column)
    }

    /// The byte offset of a line and column; of the text's end where there is no such place.
    pub(crate) fn offset(&self, line: usize, column: usize) -> usize {
        let Some(start) = line.checked_sub(1).and_then(|line| self.line_starts.get(line)) else {
            return self.text.len();
        };
        let rest = &self.text[*start..];
        start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "(\n  title: \"a, (b)\", // not: (this)\n  links: [\n    (name: \"é\", loss: Bernoulli(0.2)),\n  ],\n)";

    #[test]
    fn a_path_leads_to_its_text_and_back() {
        let places = Places::new(TEXT);
        let path = [Step::Field("links"), Step::Item(0), Step::Field("loss")];
        let node = places.nearest(&path);
        assert_eq!(places.text(node), "Bernoulli(0.2)");
        assert_eq!(places.line_column(node.span.start), (4, 23));
        assert_eq!(places.offset(4, 23), node.span.start);
        assert_eq!(places.innermost(node.span.start + 2).0, path);
    }

    #[test]
    fn what_is_not_written_is_where_it_would_be() {
        let places = Places::new(TEXT);
        let node = places.nearest(&[Step::Field("links"), Step::Item(0), Step::Field("delay")]);
        assert_eq!(places.line_column(node.span.start), (4, 5));
    }
}
