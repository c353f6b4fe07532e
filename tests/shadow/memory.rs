//! What a shadow remembers: events, history, tokens, rows; all of it bounded.

use proptest::prelude::*;
use serde_json::{Value, json};
use twinsync::core::digest::Digest;
use twinsync::core::time::SimTime;
use twinsync::core::twin::shadow::{Limits, Patch, Projection, SectionName, Shadow, Tree, Update, tree};

use crate::source::DITTO_HISTORY;

fn fields(value: Value) -> Tree {
    value.as_object().cloned().expect("an object")
}

fn at(second: u32) -> SimTime {
    SimTime::from_secs(f64::from(second))
}

#[test]
fn changes_are_listed_field_by_field() {
    let mut shadow = Shadow::new(Limits::AWS);
    shadow.update(at(1), &Update::report(fields(json!({"a": {"b": 1, "c": 2}, "d": 3})))).unwrap();
    let patch = json!({"a": {"b": 9, "c": null}, "d": 3, "e": [1]});
    let accepted = shadow.update(at(2), &Update::report(fields(patch))).unwrap();
    let listed: Vec<_> = accepted.changes.into_iter().map(|change| (change.path, change.old, change.new)).collect();
    let expected =
        [("/a/b", Some(json!(1)), Some(json!(9))), ("/a/c", Some(json!(2)), None), ("/e", None, Some(json!([1])))];
    assert_eq!(listed, expected.map(|(path, old, new)| (path.to_owned(), old, new)));
    let removed = shadow.update(at(3), &Update { reported: Patch::Remove, ..Update::default() }).unwrap();
    assert_eq!(removed.changes.len(), 3);
    assert!(removed.changes.iter().all(|change| change.section == SectionName::Reported && change.new.is_none()));
}

#[test]
fn metadata_goes_with_its_field() {
    let mut shadow = Shadow::new(Limits::AWS);
    shadow.update(at(1), &Update::report(fields(json!({"a": {"b": 1}, "c": 2})))).unwrap();
    shadow.update(at(2), &Update::report(fields(json!({"a": null, "c": {"d": 3}})))).unwrap();
    let written = ["/a/b", "/c", "/c/d"].map(|path| shadow.document().reported().written_at(path));
    assert_eq!(written, [None, None, Some(at(2))]);
}

#[test]
fn a_deletion_lists_what_is_gone() {
    let mut shadow = Shadow::new(Limits::AWS);
    shadow.update(at(1), &Update::report(fields(json!({"a": {"b": 1}})))).unwrap();
    shadow.update(at(2), &Update::wish(fields(json!({"a": {"b": 2}})))).unwrap();
    let gone: Vec<_> =
        shadow.delete(at(3)).into_iter().map(|change| (change.section, change.path, change.old)).collect();
    let expected = [(SectionName::Reported, json!(1)), (SectionName::Desired, json!(2))];
    assert_eq!(gone, expected.map(|(section, old)| (section, "/a/b".to_owned(), Some(old))));
    assert_eq!(*shadow.document(), shadow.log().rebuild());
    assert_eq!(Projection::of(shadow.log()).rows().len(), 0);
}

/// Eclipse Ditto: an entity can be retrieved as it was at a revision.
#[test]
fn the_document_of_an_earlier_version_can_be_built() {
    let mut shadow = Shadow::new(Limits { events: 4, ..Limits::AWS });
    let mut documents = vec![shadow.document().clone()];
    for second in 1..=10 {
        shadow.update(at(second), &Update::report(fields(json!({"n": second})))).unwrap();
        documents.push(shadow.document().clone());
    }
    for (version, document) in documents.iter().enumerate() {
        let kept = (version >= 6).then_some(document);
        assert_eq!(shadow.log().at_version(version as u64).as_ref(), kept, "version {version} ({DITTO_HISTORY})");
    }
    assert_eq!(shadow.log().at_version(11), None);
    assert_eq!((shadow.log().events().len(), shadow.log().before().version()), (4, 6));
}

#[test]
fn rows_say_since_when_a_field_is_in_step() {
    let mut shadow = Shadow::new(Limits::AWS);
    let updates = [
        Update::report(fields(json!({"t": 20, "fan": {"speed": 1}}))),
        Update::wish(fields(json!({"t": 21}))),
        Update::wish(fields(json!({"t": 22}))),
        Update::report(fields(json!({"t": 22}))),
        Update::report(fields(json!({"fan": {"speed": 2}}))),
    ];
    let mut since = Vec::new();
    for (second, update) in (1..).zip(&updates) {
        shadow.update(at(second), update).unwrap();
        let projection = Projection::of(shadow.log());
        let row = projection.rows().find(|row| row.field == "/t").unwrap().clone();
        since.push((row.in_step, row.since.secs()));
    }
    assert_eq!(since, [(None, 1.0), (Some(false), 2.0), (Some(false), 2.0), (Some(true), 4.0), (Some(true), 4.0)]);
    let projection = Projection::of(shadow.log());
    let rows: Vec<_> = projection.rows().map(|row| (row.field.as_str(), row.in_step)).collect();
    assert_eq!(rows, [("/fan/speed", None), ("/t", Some(true))]);
}

#[test]
fn everything_is_bounded() {
    let limits = Limits { events: 8, tokens: 4, readings: 16, ..Limits::AWS };
    let mut shadow = Shadow::new(limits);
    for second in 0..1000 {
        let update = Update { token: Some(format!("t{second}")), ..Update::report(fields(json!({"n": second}))) };
        shadow.update(at(second), &update).unwrap();
    }
    assert_eq!(shadow.log().events().len(), 8);
    assert_eq!(shadow.history().readings().count(), 16);
    assert_eq!(shadow.history().dropped(), 1000 - 16);
    let repeat =
        |number: u32| Update { token: Some(format!("t{number}")), ..Update::report(fields(json!({"n": number}))) };
    assert!(shadow.update(at(1000), &repeat(996)).unwrap().repeated, "the fourth but last is remembered");
    assert!(!shadow.update(at(1000), &repeat(995)).unwrap().repeated, "the fifth is forgotten");
}

/// Any patch of a few small keys, nested, with nulls and arrays.
fn patch() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9..9).prop_map(Value::from),
        // Eighths: what has many digits can come back from text one bit off.
        (-72..72).prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        "[a-z]{0,3}".prop_map(Value::from),
        prop::collection::vec(0..3, 0..3).prop_map(|items| json!(items)),
    ];
    let key = || "[ab/~]{1,2}";
    let value = leaf.prop_recursive(3, 12, 3, move |inner| {
        prop::collection::btree_map(key(), inner, 0..3).prop_map(|map| Value::Object(map.into_iter().collect()))
    });
    prop::collection::btree_map(key(), value, 0..4).prop_map(|map| map.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_device_that_follows_its_delta_is_in_step(reported in patch(), desired in patch()) {
        let (mut is, mut wish) = (Tree::new(), Tree::new());
        tree::merge(&mut is, &reported);
        tree::merge(&mut wish, &desired);
        let delta = tree::delta(&wish, &is);
        prop_assert!(tree::levels(&delta) <= tree::levels(&wish));
        for (path, value) in tree::fields(&delta) {
            prop_assert_eq!(tree::get(&wish, &path), Some(value));
        }
        tree::merge(&mut is, &delta);
        prop_assert!(tree::delta(&wish, &is).is_empty());
    }

    #[test]
    fn what_is_emitted_is_read_again(
        reported in prop_oneof![Just(Patch::Untouched), Just(Patch::Remove), patch().prop_map(Patch::Merge)],
        desired in prop_oneof![Just(Patch::Untouched), Just(Patch::Remove), patch().prop_map(Patch::Merge)],
        version in prop::option::of(any::<u64>()),
        token in prop::option::of("[ -~]{0,64}"),
        millis in prop::option::of(0..1_000_000_000_i64),
    ) {
        let historical = millis.map(|millis| SimTime::from_nanos(millis * 1_000_000));
        let update = Update { reported, desired, version, token, historical };
        prop_assert_eq!(Update::parse(update.to_json().to_string().as_bytes()), Ok(update));
    }

    #[test]
    fn merging_twice_is_merging_once(start in patch(), change in patch()) {
        let mut once = Tree::new();
        tree::merge(&mut once, &start);
        tree::merge(&mut once, &change);
        let mut twice = once.clone();
        tree::merge(&mut twice, &change);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn events_rebuild_document_rows_and_digest(
        events in 1..6_usize,
        updates in prop::collection::vec((patch(), any::<bool>(), any::<bool>()), 0..20),
    ) {
        let mut shadow = Shadow::new(Limits { events, ..Limits::AWS });
        let mut projection = Projection::default();
        for (second, (patch, wish, remove)) in (1..).zip(updates) {
            let mut update = if wish { Update::wish(patch) } else { Update::report(patch) };
            if remove && wish {
                update.reported = Patch::Remove;
            }
            shadow.update(at(second), &update).unwrap();
            projection.apply(shadow.log().events().last().unwrap());
        }
        let rebuilt = shadow.log().rebuild();
        prop_assert_eq!(&rebuilt, shadow.document());
        let digest = |document: &twinsync::core::twin::shadow::Document| {
            let mut digest = Digest::default();
            document.digest(&mut digest);
            digest.value()
        };
        prop_assert_eq!(digest(&rebuilt), digest(shadow.document()));
        let document = shadow.document();
        for row in projection.rows() {
            prop_assert_eq!(row.reported.as_ref(), document.reported().get(&row.field));
            prop_assert_eq!(row.desired.as_ref(), document.desired().get(&row.field));
        }
        let rows = projection.rows().filter(|row| row.in_step == Some(false)).count();
        prop_assert_eq!(rows, document.delta().fields().len());
    }
}
