//! The device's side as the clouds publish it: which messages count, and in what order a device comes back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use twinsync::core::time::SimTime;
use twinsync::core::twin::conflict::{ConflictSpec, Mediator};
use twinsync::core::twin::shadow::{
    Intent, Limits, Phase, Replica, Shadow, Snapshot, Taken, Tree, Update, is_current, tree,
};

use crate::source::*;

const AT: SimTime = SimTime::ZERO;

fn fields(value: &Value) -> Tree {
    value.as_object().cloned().expect("an object")
}

fn snapshot(version: u64, desired: &Value) -> Snapshot {
    Snapshot {
        version,
        reported: Tree::new(),
        desired: fields(desired),
        held: BTreeSet::new(),
        heard: BTreeMap::new(),
        stamp: None,
    }
}

#[test]
fn equal_versions_are_kept_and_lower_ones_dropped() {
    let rows = [
        (AWS_DOCUMENT, "nothing is known yet", None, 0, true),
        (AWS_DOCUMENT, "a higher version", Some(3), 4, true),
        (AWS_DOCUMENT, "a jump over missed versions", Some(3), 9, true),
        (AWS_DOCUMENT, "the same version", Some(3), 3, true),
        (AWS_DOCUMENT, "a lower version", Some(3), 2, false),
        (AWS_FLOW, "a deleted shadow goes on from its last version", Some(7), 8, true),
    ];
    for (source, says, known, offered, kept) in rows {
        assert_eq!(is_current(known, offered), kept, "{says} ({source})");
    }
}

/// One request answers with its version and with a delta of the same version. Who demands strictly more
/// after the answer never acts on the delta.
#[test]
fn a_strict_test_would_lose_a_real_delta() {
    let mut shadow = Shadow::new(Limits::AWS);
    let request =
        Update { desired: Update::wish(fields(&json!({"a": 1}))).desired, ..Update::report(fields(&json!({"a": 0}))) };
    let answer = shadow.update(AT, &request).unwrap().version;
    let delta = shadow.document().delta();
    assert!(!delta.is_empty());
    assert_eq!(delta.version, answer);
    assert!(is_current(Some(answer), delta.version));
}

/// What a device does, and the phase that it is in after each.
#[test]
fn a_device_comes_back_in_order() {
    enum Do {
        Connect,
        Subscribe,
        Cut,
        Take(u64, Result<(), Taken>),
        Drain(usize),
    }
    use Do::{Connect, Cut, Drain, Subscribe, Take};
    let rows: [(&str, &str, &[Do], Phase); 10] = [
        (AZURE_TWINS, "it connects first", &[Connect], Phase::Connected),
        (AZURE_TWINS, "it subscribes once it is connected", &[Connect, Subscribe], Phase::Subscribed),
        (AZURE_TWINS, "without a link there is nothing to subscribe to", &[Subscribe], Phase::Offline),
        (AZURE_TWINS, "it fetches the document", &[Connect, Subscribe, Take(4, Ok(()))], Phase::InStep),
        (
            AWS_DEVICES,
            "what comes before it subscribes is lost",
            &[Connect, Take(4, Err(Taken::TooEarly))],
            Phase::Connected,
        ),
        (
            AZURE_TWINS,
            "notifications older than the document are ignored",
            &[Connect, Subscribe, Take(4, Ok(())), Take(3, Err(Taken::Older))],
            Phase::InStep,
        ),
        (
            AWS_DOCUMENT,
            "the same document twice does no harm",
            &[Connect, Subscribe, Take(4, Ok(())), Take(4, Ok(()))],
            Phase::InStep,
        ),
        (
            AZURE_TWINS,
            "what it knew before an outage still counts after",
            &[Connect, Subscribe, Take(4, Ok(())), Cut, Connect, Subscribe, Take(3, Err(Taken::Older))],
            Phase::Subscribed,
        ),
        (
            OURS,
            "the queue waits for the document",
            &[Connect, Subscribe, Drain(0), Take(4, Ok(())), Drain(2), Drain(0)],
            Phase::InStep,
        ),
        (
            OURS,
            "an outage begins again from the start",
            &[Connect, Subscribe, Take(4, Ok(())), Cut, Drain(0)],
            Phase::Offline,
        ),
    ];
    for (source, says, steps, phase) in rows {
        let mut replica = Replica::new(8);
        for second in 0..3 {
            replica.write(SimTime::from_secs(f64::from(second)), Intent::Chosen, "/t", json!(second));
        }
        for step in steps {
            match step {
                Connect => replica.connect(),
                Subscribe => replica.subscribe(),
                Cut => replica.disconnect(),
                Take(version, expected) => {
                    let taken = replica.take(AT, &snapshot(*version, &json!({"t": 9})));
                    match expected {
                        Ok(()) => assert_eq!(taken, Taken::Followed(Vec::new()), "{says} ({source})"),
                        Err(expected) => assert_eq!(taken, *expected, "{says} ({source})"),
                    }
                }
                Drain(count) => assert_eq!(replica.drain().len(), *count, "{says} ({source})"),
            }
        }
        assert_eq!(replica.phase(), phase, "{says} ({source})");
    }
}

#[test]
fn drained_readings_are_history_and_never_now() {
    let mut mediator = Mediator::new(ConflictSpec::default(), Limits::AWS);
    let mut replica = Replica::new(8);
    for second in 1..=4 {
        replica.write(SimTime::from_secs(f64::from(second)), Intent::Followed, "/t", json!(second));
    }
    replica.connect();
    replica.subscribe();
    replica.take(AT, &mediator.snapshot());
    let now = SimTime::from_secs(10.0);
    for write in replica.unheard().cloned().collect::<Vec<_>>() {
        mediator.submit(now, &write).unwrap();
    }
    let queue = replica.drain();
    assert_eq!(queue.len(), 3);
    for update in queue.iter().chain(&queue) {
        let accepted = mediator.record(now, update).unwrap();
        assert_eq!((accepted.version, accepted.changes.len()), (1, 0));
    }
    let shadow = mediator.shadow();
    assert_eq!(shadow.document().to_json()["state"], json!({"reported": {"t": 4}}));
    let history: Vec<_> = shadow
        .history()
        .readings()
        .map(|(at, _, reading)| (at.secs(), reading.value.clone(), reading.historical))
        .collect();
    let expected = [(1.0, 1, true), (2.0, 2, true), (3.0, 3, true), (10.0, 4, false)];
    assert_eq!(history, expected.map(|(at, value, historical)| (at, json!(value), historical)));
}

#[test]
fn historical_updates_report_and_do_nothing_else() {
    let rows = [
        (r#"{"state": {"reported": {"a": 1}}, "historical_s": 2.5}"#, Ok(())),
        (r#"{"state": {"desired": {"a": 1}}, "historical_s": 2.5}"#, Err(400)),
        (r#"{"state": {"desired": null}, "historical_s": 2.5}"#, Err(400)),
        (r#"{"state": {}, "historical_s": "then"}"#, Err(400)),
    ];
    for (text, expected) in rows {
        let mut shadow = Shadow::new(Limits::AWS);
        let result = Update::parse(text.as_bytes()).and_then(|update| shadow.update(AT, &update));
        assert_eq!(result.map(|_| ()).map_err(|refusal| refusal.code()), expected, "{text}");
        assert_eq!(shadow.document().version(), 0);
    }
}

#[test]
fn a_device_reports_what_the_document_has_wrong() {
    let mut replica = Replica::new(1);
    replica.write(AT, Intent::Followed, "/t", json!(1));
    replica.connect();
    replica.subscribe();
    let heard = Snapshot { heard: BTreeMap::from([("/t".to_owned(), 1)]), ..snapshot(5, &json!({})) };
    let Taken::Followed(writes) = replica.take(AT, &heard) else { panic!("taken") };
    assert_eq!(writes.len(), 1);
    assert_eq!((writes[0].intent, &writes[0].value), (Intent::Followed, &json!(1)));
    assert_eq!(tree::get(replica.reported(), "/t"), Some(&json!(1)));
}
