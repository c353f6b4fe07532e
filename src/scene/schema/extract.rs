//! Reads type definitions and their documentation from formatted Rust source.

/// A type of the schema.
#[derive(Clone, Debug)]
pub(super) struct TypeDoc {
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) kind: Kind,
    /// Its variants are told apart by what they hold, not by name.
    pub(super) untagged: bool,
}

/// What kind of type.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
}

/// A field of a struct or a variant.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// As the source writes it.
    pub(super) ty: String,
    pub(super) docs: String,
    pub(super) default: Default,
}

/// What a field is when a scene leaves it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Default {
    /// It cannot be left out.
    Required,
    /// The default of its type.
    OfType,
    /// Its value in the default of the type around it.
    OfOwner,
    /// This expression.
    Value(String),
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) fields: Vec<Field>,
    /// What a variant with one unnamed value holds.
    pub(super) holds: Option<String>,
    pub(super) is_default: bool,
}

impl TypeDoc {
    /// The names of the types it is made of, primitive ones left out.
    pub(super) fn mentions(&self) -> Vec<String> {
        let of_fields = |fields: &[Field]| fields.iter().map(|field| field.ty.clone()).collect::<Vec<_>>();
        let types = match &self.kind {
            Kind::Struct(fields) => of_fields(fields),
            Kind::Enum(variants) => {
                variants.iter().flat_map(|v| v.holds.clone().into_iter().chain(of_fields(&v.fields))).collect()
            }
        };
        let words = types.iter().flat_map(|ty| ty.split(|c: char| !c.is_alphanumeric() && c != '_'));
        words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_owned).collect()
    }
}

/// All types in a source that scenes are read into.
pub(super) fn types(source: &str) -> Vec<TypeDoc> {
    let mut found = Vec::new();
    let mut lines = Lines { lines: source.lines(), source, docs: String::new(), attributes: String::new() };
    while let Some(line) = lines.next_item() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [keyword @ ("struct" | "enum"), name, "{"] = words.strip_prefix(&["pub"]).unwrap_or(&words) else {
            lines.forget();
            continue;
        };
        let (docs, attributes) = lines.take();
        let is_text = attributes.contains("from = \"String\"");
        if is_text || (!attributes.contains("Deserialize") && !attributes.contains("untagged")) {
            continue;
        }
        let owner_default = attributes.contains("serde(default");
        let kind = match *keyword {
            "struct" => Kind::Struct(lines.fields(owner_default)),
            _ => Kind::Enum(lines.variants()),
        };
        // What is written as a text has no fields in a scene.
        let kind = if attributes.contains("from = \"String\"") { Kind::Struct(Vec::new()) } else { kind };
        found.push(TypeDoc { name: (*name).to_owned(), docs, kind, untagged: attributes.contains("untagged") });
    }
    found
}

/// Lines of a source, with the documentation and attributes gathered before the next one of substance.
struct Lines<'s> {
    lines: std::str::Lines<'s>,
    source: &'s str,
    docs: String,
    attributes: String,
}

impl<'s> Lines<'s> {
    fn next_item(&mut self) -> Option<&'s str> {
        loop {
            let line = self.lines.next()?.trim();
            if let Some(doc) = line.strip_prefix("///") {
                self.docs = format!("{}{doc}", self.docs).trim().to_owned();
            } else if line.starts_with("#[") {
                self.attributes += line;
            } else if !line.is_empty() && !line.starts_with("//") {
                return Some(line);
            }
        }
    }

    fn take(&mut self) -> (String, String) {
        (std::mem::take(&mut self.docs), std::mem::take(&mut self.attributes))
    }

    fn forget(&mut self) {
        self.docs.clear();
        self.attributes.clear();
    }

    fn fields(&mut self, owner_default: bool) -> Vec<Field> {
        let mut fields = Vec::new();
        while let Some(line) = self.next_item().filter(|line| !line.starts_with('}')) {
            let (docs, attributes) = self.take();
            let Some((name, ty)) = line.trim_start_matches("pub ").trim_end_matches(',').split_once(": ") else {
                continue;
            };
            let name = quoted(&attributes, "rename = ").unwrap_or(name).to_owned();
            let default = match quoted(&attributes, "default = ") {
                Some(function) => Default::Value(self.body(function)),
                None if attributes.contains("serde(default") => Default::OfType,
                None if owner_default => Default::OfOwner,
                None => Default::Required,
            };
            fields.push(Field { name, ty: ty.to_owned(), docs, default });
        }
        fields
    }

    fn variants(&mut self) -> Vec<Variant> {
        let mut variants = Vec::new();
        while let Some(line) = self.next_item().filter(|line| !line.starts_with('}')) {
            let (docs, attributes) = self.take();
            let is_default = attributes.contains("#[default]");
            let line = line.trim_end_matches(',');
            let mut variant = Variant { name: line.to_owned(), docs, fields: Vec::new(), holds: None, is_default };
            if let Some(name) = line.strip_suffix(" {") {
                variant.name = name.to_owned();
                variant.fields = self.fields(false);
            } else if let Some((name, holds)) = line.trim_end_matches(')').split_once('(') {
                variant.name = name.to_owned();
                variant.holds = Some(holds.to_owned());
            }
            variants.push(variant);
        }
        variants
    }

    /// The one line inside a function of the same source.
    fn body(&self, function: &str) -> String {
        let after = self.source.split_once(&format!("fn {function}(")).map_or("", |(_, after)| after);
        after.lines().nth(1).unwrap_or_default().trim().to_owned()
    }
}

fn quoted<'a>(attributes: &'a str, key: &str) -> Option<&'a str> {
    let rest = attributes.split_once(key)?.1.strip_prefix('"')?;
    rest.split_once('"').map(|(value, _)| value)
}
