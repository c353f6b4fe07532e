//! A tolerant scanner for RON: finds every value and its path, and never fails.

use super::path::Step;
use super::places::{Node, Shape};

/// Deeper nesting than the RON reader accepts is not walked.
const DEPTH: usize = 128;

/// The tree of values in a text.
pub(super) fn scan(text: &str) -> Node<'_> {
    let mut scanner = Scanner { text, at: 0, depth: 0 };
    scanner.skip_attributes();
    scanner.value(None, scanner.at)
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_char(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn skip_to(&mut self, end: &str) {
        self.at = self.rest().find(end).map_or(self.text.len(), |found| self.at + found + end.len());
    }

    /// White space and comments; block comments nest.
    fn skip_blank(&mut self) {
        loop {
            self.at += self.rest().len() - self.rest().trim_start().len();
            if self.rest().starts_with("//") {
                self.skip_to("\n");
            } else if self.rest().starts_with("/*") {
                self.skip_block_comment();
            } else {
                return;
            }
        }
    }

    fn skip_block_comment(&mut self) {
        let mut open = 0_usize;
        while self.at < self.text.len() {
            if self.rest().starts_with("/*") {
                open += 1;
                self.at += 2;
            } else if self.rest().starts_with("*/") {
                open -= 1;
                self.at += 2;
                if open == 0 {
                    return;
                }
            } else {
                self.skip_char();
            }
        }
    }

    fn skip_attributes(&mut self) {
        self.skip_blank();
        while self.rest().starts_with("#!") {
            self.skip_to("]");
            self.skip_blank();
        }
    }

    fn value(&mut self, step: Option<Step<'t>>, from: usize) -> Node<'t> {
        self.skip_blank();
        let start = self.at;
        self.skip_name_or_token();
        let named = self.at > start;
        let end_of_name = self.at;
        if named {
            self.skip_blank();
        }
        let shape = match self.peek() {
            Some('(') => Shape::Record,
            Some('[') if !named => Shape::List,
            Some('{') if !named => Shape::Map,
            _ => {
                self.at = end_of_name;
                let span = start..self.at;
                return Node {
                    step,
                    whole: from..self.at,
                    inside: self.at,
                    span,
                    shape: Shape::Scalar,
                    children: Vec::new(),
                };
            }
        };
        let mut node =
            Node { step, span: start..start, whole: from..start, inside: self.at + 1, shape, children: Vec::new() };
        node.children = self.group(shape);
        if named && node.children.len() == 1 && node.children[0].step == Some(Step::Item(0)) {
            // `Bernoulli(0.2)` and `Delay(Fixed(ms: 3))`: a lone argument stands for its variant.
            let inner = node.children.remove(0);
            node = Node { step, inside: inner.inside, shape: inner.shape, children: inner.children, ..node };
        }
        node.span.end = self.at;
        node.whole.end = self.at;
        node
    }

    /// A string, a character, a bare name or a number; nothing at an opening bracket.
    fn skip_name_or_token(&mut self) {
        let rest = self.rest();
        let raw = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r').map(|raw| raw.trim_start_matches('#'));
        if let Some(body) = raw.filter(|body| body.starts_with('"')) {
            let hashes = rest[..rest.len() - body.len()].matches('#').count();
            self.at += rest.len() - body.len() + 1;
            self.skip_to(&format!("\"{}", "#".repeat(hashes)));
        } else if rest.starts_with('"') || rest.starts_with("b\"") {
            self.at += rest.find('"').unwrap_or(0) + 1;
            self.skip_escaped('"');
        } else if rest.starts_with('\'') {
            self.at += 1;
            self.skip_escaped('\'');
        } else {
            let ends = |c: char| c.is_whitespace() || ",:()[]{}\"'/".contains(c);
            self.at += rest.find(ends).unwrap_or(rest.len());
        }
    }

    fn skip_escaped(&mut self, end: char) {
        while let Some(c) = self.peek() {
            self.skip_char();
            if c == '\\' {
                self.skip_char();
            } else if c == end {
                return;
            }
        }
    }

    fn group(&mut self, shape: Shape) -> Vec<Node<'t>> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            self.at = self.text.len();
        }
        let mut children = Vec::new();
        loop {
            self.skip_blank();
            match self.peek() {
                None => break,
                Some(')' | ']' | '}') => {
                    self.skip_char();
                    break;
                }
                Some(',') => self.skip_char(),
                Some(_) => {
                    let before = self.at;
                    let child = self.entry(shape, children.len());
                    children.push(child);
                    if self.at == before {
                        self.skip_char();
                    }
                }
            }
        }
        self.depth -= 1;
        children
    }

    fn entry(&mut self, shape: Shape, index: usize) -> Node<'t> {
        let from = self.at;
        let key = match shape {
            Shape::List | Shape::Scalar => None,
            Shape::Record | Shape::Map => self.key(),
        };
        self.value(Some(key.map_or(Step::Item(index), Step::Field)), from)
    }

    /// A key and its colon, or nothing and no move.
    fn key(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.skip_name_or_token();
        let name = &self.text[start..self.at];
        self.skip_blank();
        if name.is_empty() || self.peek() != Some(':') {
            self.at = start;
            return None;
        }
        self.at += 1;
        Some(unquoted(name))
    }
}

/// The inside of a quoted text, or the text itself.
pub(super) fn unquoted(text: &str) -> &str {
    let text = text.strip_prefix("r#").filter(|rest| !rest.starts_with(['"', '#'])).unwrap_or(text);
    match (text.find('"'), text.rfind('"')) {
        (Some(first), Some(last)) if first < last => &text[first + 1..last],
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::places::Places;
    use super::*;

    fn at<'t>(text: &'t str, steps: &[Step<'_>]) -> &'t str {
        let places = Places::new(text);
        places.text(places.nearest(steps))
    }

    #[test]
    fn walks_comments_strings_variants_maps_and_tuples() {
        let text = r##"#![enable(implicit_some)]
        Scene(/* a /* b */ ( */ a: r#"x")"#, "b c": 1, r#type: 'é', m: {"k": (1, [2, 3]), j: -4.5},
              v: Delay(Fixed(ms: 3)), l: List([7, 9]), u: Unit, s: "q\"," , e: (), // (
              z: 1)"##;
        let field = Step::Field;
        assert_eq!(at(text, &[field("a")]), "r#\"x\")\"#");
        assert_eq!(at(text, &[field("type")]), "'é'");
        assert_eq!(at(text, &[field("m"), field("k"), Step::Item(1), Step::Item(0)]), "2");
        assert_eq!(at(text, &[field("m"), field("j")]), "-4.5");
        assert_eq!(at(text, &[field("v"), field("ms")]), "3");
        assert_eq!(at(text, &[field("l"), Step::Item(1)]), "9");
        assert_eq!(at(text, &[field("u")]), "Unit");
        assert_eq!(at(text, &[field("s")]), "\"q\\\",\"");
        assert_eq!(at(text, &[field("e")]), "()");
        assert_eq!(at(text, &[field("z")]), "1");
    }

    #[test]
    fn survives_what_is_not_ron() {
        for text in [
            "",
            ")",
            "((((",
            "(a:",
            "(a: \"",
            "]:,[",
            "{:}",
            "(/",
            "(a: 1 2 /* ",
            "r#\"",
            "'",
            "(a:/b)",
            "b",
            "br",
            "\u{feff}(",
        ] {
            let places = Places::new(text);
            assert!(places.root().span.end <= text.len(), "{text}");
        }
        let deep = "(".repeat(100_000);
        assert!(Places::new(&deep).root().span.end <= deep.len());
    }
}
