//! Whatever bytes come in: no panic, a sentence for every refusal, and memory that stays bounded.

use proptest::prelude::*;
use serde_json::{Value, json};
use twinsync::core::time::SimTime;
use twinsync::core::twin::conflict::{ConflictSpec, Mediator};
use twinsync::core::twin::shadow::{Intent, Limits, REQUEST_LIMIT_BYTES, Refusal, Replica, Shadow, Update};

const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"state\"",
    "\"reported\"",
    "\"desired\"",
    "\"version\"",
    "\"clientToken\"",
    "\"historical_s\"",
    "null",
    "1e999",
    "-0",
    "18446744073709551616",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"~1/\"",
    "[null]",
    "{}",
    "true",
    "\"a\":{",
    "0.1",
];

fn feed(shadow: &mut Shadow, bytes: &[u8]) {
    let before = shadow.document().clone();
    match Update::parse(bytes).and_then(|update| shadow.update(SimTime::ZERO, &update)) {
        Ok(_) => {}
        Err(refusal) => {
            assert_eq!(*shadow.document(), before);
            assert!([400, 409, 413, 415].contains(&refusal.code()));
            let sentence = refusal.to_string();
            assert!(!sentence.is_empty() && !sentence.ends_with('.'));
        }
    }
    assert!(shadow.document().bytes() <= Limits::AWS.bytes);
    assert!(shadow.log().events().len() <= Limits::AWS.events);
    assert!(shadow.history().readings().count() <= Limits::AWS.readings);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(12, 64, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..4)) {
        let mut shadow = Shadow::new(Limits::AWS);
        for bytes in messages {
            feed(&mut shadow, &bytes);
        }
    }

    #[test]
    fn no_pieces_of_requests_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let mut shadow = Shadow::new(Limits::AWS);
        feed(&mut shadow, pieces.concat().as_bytes());
    }

    #[test]
    fn no_json_panics(values in prop::collection::vec((any_json(), any_json(), any_json()), 1..6)) {
        let mut shadow = Shadow::new(Limits::AWS);
        for (reported, desired, version) in values {
            feed(&mut shadow, json!({"state": {"reported": reported, "desired": desired}}).to_string().as_bytes());
            feed(&mut shadow, json!({"state": {"reported": reported}, "version": version, "historical_s": 1e300}).to_string().as_bytes());
            feed(&mut shadow, json!({"state": desired, "clientToken": version}).to_string().as_bytes());
        }
        prop_assert_eq!(&shadow.log().rebuild(), shadow.document());
    }

    #[test]
    fn no_write_panics(path in ".{0,12}", value in any_json()) {
        let mut mediator = Mediator::new(ConflictSpec::default(), Limits::AWS);
        let write = mediator.twin_write(SimTime::ZERO, 0, &path, value);
        let refused = mediator.submit(SimTime::ZERO, &write).is_err();
        prop_assert_eq!(refused, mediator.shadow().document().version() == 0);
    }
}

#[test]
fn nesting_beyond_any_stack_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{{\"state\": {{\"reported\": {{\"a\": {}1{}}}}}}}", open.repeat(2000), close.repeat(2000));
        assert!(text.len() < REQUEST_LIMIT_BYTES);
        assert_eq!(Update::parse(text.as_bytes()).unwrap_err().code(), 400);
    }
}

#[test]
fn ever_new_fields_do_not_fill_the_mediator() {
    let mut mediator = Mediator::new(ConflictSpec::default(), Limits::AWS);
    let mut replica = Replica::new(4);
    let refusals = (0..1000).filter(|number| {
        let path = format!("/f{number}");
        // The device's choice withdraws the wish, so the document stays small while names go on.
        let write = replica.write(SimTime::ZERO, Intent::Chosen, &path, json!(1));
        matches!(mediator.submit(SimTime::ZERO, &write), Err(Refusal::TooManyFields { .. }))
    });
    assert_eq!(refusals.count(), 1000 - 256);
}

#[test]
fn a_refused_write_leaves_nothing_behind() {
    let mut mediator = Mediator::new(ConflictSpec::default(), Limits::AWS);
    for number in 0..1000 {
        let path = format!("/f{number}");
        let write = mediator.twin_write(SimTime::ZERO, 0, &path, json!("x".repeat(9000)));
        assert_eq!(mediator.submit(SimTime::ZERO, &write).unwrap_err().code(), 413);
    }
    let write = mediator.twin_write(SimTime::ZERO, 0, "/small", json!(1));
    mediator.submit(SimTime::ZERO, &write).expect("a small one fits");
}
