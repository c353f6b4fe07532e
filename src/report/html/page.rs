//! The frame of a page: head, style, tables, figures.

use std::fmt::Write as _;

/// How a sync mode is drawn: a hue and a pattern of dashes, as the windowed program draws it.
#[derive(Clone, Debug)]
pub struct Stroke {
    /// The mode's name.
    pub mode: &'static str,
    /// A CSS colour.
    pub colour: String,
    /// Lengths of dashes and gaps as SVG writes them; empty for an unbroken line.
    pub dashes: &'static str,
}

/// The colours of a page, handed in by the caller.
#[derive(Clone, Debug)]
pub struct Palette {
    /// Text.
    pub text: String,
    /// Units and secondary text.
    pub muted: String,
    /// Grid lines and rules.
    pub line: String,
    /// What failed.
    pub lost: String,
    /// The sync modes.
    pub modes: Vec<Stroke>,
}

impl Palette {
    /// Colour and dashes of a mode.
    pub(super) fn stroke(&self, mode: &str) -> (&str, &str) {
        let stroke = self.modes.iter().find(|stroke| stroke.mode == mode);
        stroke.map_or((self.text.as_str(), ""), |stroke| (stroke.colour.as_str(), stroke.dashes))
    }
}

/// Text as HTML writes it.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML knows no other control characters.
            letter if letter.is_control() && !matches!(letter, '\n' | '\t') => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

/// A whole page.
pub(super) fn page(title: &str, subtitle: &str, body: &str, palette: &Palette) -> String {
    let Palette { text, muted, line, lost, .. } = palette;
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>{title}</title>
<style>
:root {{ color-scheme: light; }}
body {{ font: 15px/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: {text}; background: white; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.6rem; margin: 0; }}
h2 {{ font-size: 1.2rem; margin: 2rem 0 .6rem; border-bottom: 1px solid {line}; }}
p.sub, figcaption, .unit, dd {{ color: {muted}; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .86rem; margin: .6rem 0; }}
th, td {{ text-align: right; padding: .22rem .5rem; border-bottom: 1px solid {line}; }}
th {{ font-weight: 600; vertical-align: bottom; }}
th.word, td.word {{ text-align: left; }}
td.failed {{ color: {lost}; font-weight: 600; }}
.figures {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem 1.5rem; }}
figure {{ margin: 0; break-inside: avoid; }}
figcaption {{ font-size: .82rem; }}
svg {{ width: 100%; height: auto; display: block; }}
svg text {{ font: 11px system-ui, Arial, sans-serif; fill: {muted}; }}
dl {{ font-size: .86rem; }} dt {{ font-weight: 600; }} dd {{ margin: 0 0 .3rem 1rem; }}
@page {{ size: A4; margin: 15mm; }}
@media print {{
  body {{ max-width: none; margin: 0; padding: 0; font-size: 10pt; }}
  .figures {{ grid-template-columns: 1fr 1fr; gap: 4mm 6mm; }}
  h2 {{ break-after: avoid; }} tr {{ break-inside: avoid; }} thead {{ display: table-header-group; }}
}}
</style>
</head>
<body>
<h1>{title}</h1>
<p class="sub">{subtitle}</p>
{body}</body>
</html>
"#,
        title = escape(title),
        subtitle = escape(subtitle),
    )
}

/// One cell of a table: its text, and whether it says that something failed.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) failed: bool,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, failed: false }
    }
}

/// A table; the first `words` columns hold words. A heading is a name and a unit.
pub(super) fn table(headings: &[(&str, &str)], rows: &[Vec<Cell>], words: usize) -> String {
    let class = |column: usize, failed: bool| match (column < words, failed) {
        (true, _) => " class=\"word\"",
        (false, true) => " class=\"failed\"",
        (false, false) => "",
    };
    let mut out = String::from("<table>\n<thead><tr>");
    for (column, (name, unit)) in headings.iter().enumerate() {
        let _ = write!(out, "<th{}>{}", class(column, false), escape(name));
        if !unit.is_empty() {
            let _ = write!(out, " <span class=\"unit\">[{}]</span>", escape(unit));
        }
        out += "</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for row in rows {
        out += "<tr>";
        for (column, cell) in row.iter().enumerate() {
            let _ = write!(out, "<td{}>{}</td>", class(column, cell.failed), escape(&cell.text));
        }
        out += "</tr>\n";
    }
    out + "</tbody>\n</table>\n"
}

/// A drawing with a caption.
pub(super) fn figure(svg: &str, caption: &str) -> String {
    format!("<figure>\n{svg}<figcaption>{}</figcaption>\n</figure>\n", escape(caption))
}

/// Terms with what they mean.
pub(super) fn glossary<'a>(terms: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::from("<dl>\n");
    for (term, meaning) in terms {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape(term), escape(meaning));
    }
    out + "</dl>\n"
}

/// What stands for a value that was not measured.
pub(super) const MISSING: &str = "–";

/// A number to three or four digits; a dash where there is none.
pub(super) fn number(value: Option<f64>) -> String {
    let Some(value) = value else { return MISSING.to_owned() };
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 1000.0 => format!("{value:.0}"),
        size if size >= 100.0 => format!("{value:.1}"),
        size if size >= 0.1 => format!("{value:.3}"),
        size if size >= 0.001 => format!("{value:.4}"),
        _ => format!("{value:.2e}"),
    }
}
