//! Prints the schema, for a terminal or as Markdown.

use std::fmt::Write as _;

use super::defaults;
use super::extract::{Field, Kind, TypeDoc, Variant};
use super::types;

/// The schema for a terminal.
#[must_use]
pub fn text() -> String {
    let types = types();
    let mut out = String::new();
    for ty in &types {
        match &ty.kind {
            Kind::Struct(fields) => {
                line(&mut out, &format!("{} (..)", word(&ty.name)));
                line(&mut out, &format!("    {}", plain(&ty.docs)));
                text_fields(&mut out, fields, ty, &types, 4);
            }
            Kind::Enum(variants) => {
                line(&mut out, &format!("{}, one of:", word(&ty.name)));
                line(&mut out, &format!("    {}", plain(&ty.docs)));
                for variant in variants {
                    line(&mut out, &format!("    {}", signature(variant, ty, &types)));
                    line(&mut out, &format!("        {}", plain(&variant.docs)));
                    text_fields(&mut out, &variant.fields, ty, &types, 8);
                }
            }
        }
        out.push('\n');
    }
    out
}

fn text_fields(out: &mut String, fields: &[Field], owner: &TypeDoc, types: &[TypeDoc], indent: usize) {
    let blank = " ".repeat(indent);
    for field in fields {
        let default =
            defaults::default(field, owner, types).map_or(", required".to_owned(), |default| format!(" = {default}"));
        line(out, &format!("{blank}{}: {}{default}", field.name, kind(&field.ty)));
        line(out, &format!("{blank}    {}", plain(&field.docs)));
    }
}

/// The schema as Markdown.
#[must_use]
pub fn markdown() -> String {
    let types = types();
    let mut out = String::new();
    for ty in &types {
        line(&mut out, &format!("### {}\n\n{}\n", word(&ty.name), linked(&ty.docs)));
        match &ty.kind {
            Kind::Struct(fields) => table(&mut out, fields, ty, &types),
            Kind::Enum(variants) => {
                for variant in variants {
                    line(&mut out, &format!("**`{}`** {}\n", signature(variant, ty, &types), linked(&variant.docs)));
                    table(&mut out, &variant.fields, ty, &types);
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn table(out: &mut String, fields: &[Field], owner: &TypeDoc, types: &[TypeDoc]) {
    if fields.is_empty() {
        return;
    }
    line(out, "| field | what | default | meaning |\n| --- | --- | --- | --- |");
    for field in fields {
        let default =
            defaults::default(field, owner, types).map_or("required".to_owned(), |default| format!("`{default}`"));
        line(out, &format!("| `{}` | {} | {default} | {} |", field.name, kind(&field.ty), linked(&field.docs)));
    }
    out.push('\n');
}

fn line(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}

fn signature(variant: &Variant, owner: &TypeDoc, types: &[TypeDoc]) -> String {
    let is_struct = |name: &str| types.iter().any(|ty| ty.name == name && matches!(ty.kind, Kind::Struct(_)));
    match &variant.holds {
        Some(holds) if owner.untagged => kind(holds),
        Some(holds) if is_struct(holds) => format!("{}(..)", variant.name),
        Some(holds) => format!("{}({})", variant.name, kind(holds)),
        None if variant.fields.is_empty() => variant.name.clone(),
        None => {
            let names: Vec<&str> = variant.fields.iter().map(|field| field.name.as_str()).collect();
            format!("{}({})", variant.name, names.join(", "))
        }
    }
}

/// A Rust type as a scene's author would say it.
fn kind(ty: &str) -> String {
    let inside = |prefix: &str| ty.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    match ty {
        "f64" => "number".to_owned(),
        "u64" | "usize" | "u8" => "whole number".to_owned(),
        "bool" => "true or false".to_owned(),
        // Measured delays are named by their file.
        "String" | "Empirical" => "text".to_owned(),
        "(f64, f64)" => "(number, number)".to_owned(),
        _ => match (inside("Vec<"), inside("Option<"), inside("BTreeMap<String, ")) {
            (Some(item), _, _) => format!("list of {}", kind(item)),
            (_, Some(value), _) => format!("{} or None", kind(value)),
            (_, _, Some(value)) => format!("map from names to {}", kind(value)),
            _ => word(ty).to_owned(),
        },
    }
}

/// The types that scenes are read into are called `..Spec`; the words in scenes are not.
fn word(name: &str) -> &str {
    name.strip_suffix("Spec").unwrap_or(name)
}

/// Documentation without marks.
fn plain(docs: &str) -> String {
    docs.replace(['`', '['], "").replace(']', "")
}

/// Documentation without links into the code.
fn linked(docs: &str) -> String {
    docs.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}
