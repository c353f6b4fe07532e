//! Trees: the JSON objects that a section holds, merged, compared, measured and walked.
//!
//! A *field* is a leaf of a tree: anything but an object. Fields are named by JSON pointers
//! (RFC 6901): `/colour/red`.

use serde_json::{Map, Value};

/// An object of fields. Its keys are kept in alphabetical order, so that equal trees are equal text.
pub type Tree = Map<String, Value>;

/// Merges a patch into a tree (RFC 7396): objects field by field, `null` removes, anything else, arrays
/// included, replaces as one value.
pub fn merge(tree: &mut Tree, patch: &Tree) {
    for (key, value) in patch {
        match value {
            Value::Null => {
                tree.remove(key);
            }
            Value::Object(patch) => {
                let slot = tree.entry(key.as_str()).or_insert(Value::Null);
                if !slot.is_object() {
                    *slot = Value::Object(Tree::new());
                }
                if let Value::Object(below) = slot {
                    merge(below, patch);
                }
            }
            value => {
                tree.insert(key.clone(), value.clone());
            }
        }
    }
}

/// What `desired` holds and `reported` does not, or holds otherwise: every difference there is now, not
/// only the latest. Fields that are only reported are none; arrays are one value; objects are entered.
#[must_use]
pub fn delta(desired: &Tree, reported: &Tree) -> Tree {
    let nothing = Tree::new();
    let mut differences = Tree::new();
    for (key, wish) in desired {
        let is = reported.get(key);
        if let Value::Object(wish) = wish {
            let below = delta(wish, is.and_then(Value::as_object).unwrap_or(&nothing));
            if !below.is_empty() {
                differences.insert(key.clone(), Value::Object(below));
            }
        } else if !is.is_some_and(|is| same(wish, is)) {
            differences.insert(key.clone(), wish.clone());
        }
    }
    differences
}

/// Whether two values are equal as JSON means it: 1 and 1.0 are one number.
#[must_use]
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() != b.is_f64() => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}

/// The fields of a tree with their pointers, in alphabetical order of the keys.
#[must_use]
pub fn fields(tree: &Tree) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (key, value) in tree {
        collect(pointer(key), value, &mut found);
    }
    found
}

/// The fields of one value that stands at `pointer`.
pub(super) fn collect<'a>(pointer: String, value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    if let Value::Object(below) = value {
        for (key, value) in below {
            collect(format!("{pointer}/{}", escape(key)), value, found);
        }
    } else {
        found.push((pointer, value));
    }
}

/// The field at a pointer; none where there is nothing, or an object.
#[must_use]
pub fn get<'a>(tree: &'a Tree, pointer: &str) -> Option<&'a Value> {
    let mut keys = keys(pointer);
    let first = tree.get(&keys.next()?)?;
    keys.try_fold(first, |value, key| value.as_object()?.get(&key)).filter(|value| !value.is_object())
}

/// The patch that sets the field at a pointer to `value`; `null` removes it.
#[must_use]
pub fn patch(pointer: &str, value: Value) -> Tree {
    let keys: Vec<String> = keys(pointer).collect();
    let nested = keys.into_iter().rev().fold(value, |value, key| Value::Object(Tree::from_iter([(key, value)])));
    match nested {
        Value::Object(patch) => patch,
        _ => Tree::new(),
    }
}

/// How many levels of keys a tree has: `{"a": {"b": 1}}` has two. Arrays are no level, objects in them are.
#[must_use]
pub fn levels(tree: &Tree) -> usize {
    tree.values().map(|value| 1 + levels_below(value)).max().unwrap_or(0)
}

fn levels_below(value: &Value) -> usize {
    match value {
        Value::Object(tree) => levels(tree),
        Value::Array(items) => items.iter().map(levels_below).max().unwrap_or(0),
        _ => 0,
    }
}

/// Length in bytes of a tree as JSON text without white space.
#[must_use]
pub fn bytes(tree: &Tree) -> usize {
    serde_json::to_string(tree).map_or(usize::MAX, |text| text.len())
}

/// The pointer of the first array with a `null` in it, if there is one.
#[must_use]
pub fn array_with_null(tree: &Tree) -> Option<String> {
    fn hides_null(value: &Value) -> bool {
        match value {
            Value::Array(items) => items.iter().any(|item| item.is_null() || hides_null(item)),
            Value::Object(tree) => tree.values().any(hides_null),
            _ => false,
        }
    }
    fields(tree).into_iter().find(|(_, value)| hides_null(value)).map(|(pointer, _)| pointer)
}

/// The pointer of a key at the top.
pub(super) fn pointer(key: &str) -> String {
    format!("/{}", escape(key))
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn keys(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(value: Value) -> Tree {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn keys_are_sorted_whatever_order_they_came_in() {
        let parsed: Value = serde_json::from_str(r#"{"b": 1, "a": {"d": 1, "c": 2}}"#).unwrap();
        assert_eq!(parsed.to_string(), r#"{"a":{"c":2,"d":1},"b":1}"#);
    }

    #[test]
    fn pointers_reach_every_field_whatever_its_key() {
        let tree = tree(json!({"a/b": {"~c": 1, "": {"": 2}}, "d": [1, {"e": 2}], "f": {}}));
        let fields = fields(&tree);
        assert_eq!(
            fields.iter().map(|(pointer, _)| pointer.as_str()).collect::<Vec<_>>(),
            ["/a~1b//", "/a~1b/~0c", "/d"]
        );
        for (pointer, value) in fields {
            assert_eq!(get(&tree, &pointer), Some(value));
            assert_eq!(get(&patch(&pointer, value.clone()), &pointer), Some(value));
        }
        assert_eq!(get(&tree, "/f"), None);
        assert_eq!(get(&tree, ""), None);
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        assert!(same(&json!(1), &json!(1.0)));
        assert!(same(&json!([{"a": 2.0}]), &json!([{"a": 2}])));
        assert!(!same(&json!(1), &json!("1")));
        assert!(!same(&json!(u64::MAX), &json!(u64::MAX - 1)));
    }
}
