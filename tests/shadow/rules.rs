//! Each rule on the same conflict, and what its file promises.

use proptest::prelude::*;
use serde_json::json;
use twinsync::core::time::SimTime;
use twinsync::core::twin::conflict::{Conflict, ConflictSpec, Mediator, Outcome, Ruling, is_right, truly_later};
use twinsync::core::twin::shadow::{HybridClock, Intent, Limits, Replica, Stamp, Write, Writer, tree};

const AT: SimTime = SimTime::ZERO;

fn write(writer: Writer, claimed_s: f64, value: i32) -> Write {
    let claimed_at = SimTime::from_secs(claimed_s);
    let stamp = HybridClock::new(writer).stamp(claimed_at);
    let path = "/fan/speed".to_owned();
    Write { writer, intent: Intent::Chosen, path, value: json!(value), claimed_at, stamp, base_version: 0, sequence: 1 }
}

#[test]
fn every_rule_says_what_its_name_says() {
    use Ruling::{Asked, Both, Refused, Stands};
    use Writer::{Device, Twin};
    let owned = |field: &str| ConflictSpec::FieldOwnership { twin: vec![field.to_owned()] };
    // Standing: the twin's write; arriving: the device's. The columns: the device claims later, the same, earlier.
    let rows = [
        (ConflictSpec::DeviceWins, [Stands(Device); 3]),
        (ConflictSpec::TwinWins, [Stands(Twin); 3]),
        (ConflictSpec::LastWriterByArrival, [Stands(Device); 3]),
        (ConflictSpec::LastWriterByDeviceClock, [Stands(Device), Stands(Device), Stands(Twin)]),
        (ConflictSpec::VersionCheck, [Refused(Device); 3]),
        (ConflictSpec::ThreeWayMerge, [Both; 3]),
        (owned("fan/speed"), [Stands(Twin); 3]),
        (owned("/fan"), [Stands(Twin); 3]),
        (owned("fan/spee"), [Stands(Device); 3]),
        (owned("target_c"), [Stands(Device); 3]),
        (ConflictSpec::CrdtRegister, [Stands(Device), Stands(Twin), Stands(Twin)]),
        (ConflictSpec::AskAPerson, [Asked; 3]),
    ];
    for (rule, expected) in rows {
        for (device_s, ruling) in [9.0, 5.0, 1.0].into_iter().zip(expected) {
            let conflict = Conflict { standing: write(Twin, 5.0, 1), arriving: write(Device, device_s, 2) };
            assert_eq!(rule.settle(&conflict), ruling, "{} at {device_s} s", rule.name());
        }
    }
}

/// A rule and the document that it leaves: `reported`, `desired`, who is held, what the report counts.
#[test]
fn rulings_are_carried_out() {
    let rows = [
        (ConflictSpec::DeviceWins, json!({"reported": {"t": 2}}), false, [1, 0, 0, 0, 0]),
        (
            ConflictSpec::TwinWins,
            json!({"reported": {"t": 2}, "desired": {"t": 1}, "delta": {"t": 1}}),
            false,
            [0, 1, 0, 0, 0],
        ),
        (ConflictSpec::VersionCheck, json!({"desired": {"t": 1}, "delta": {"t": 1}}), false, [0, 0, 1, 0, 0]),
        (
            ConflictSpec::ThreeWayMerge,
            json!({"reported": {"t": 2}, "desired": {"t": 1}, "delta": {"t": 1}}),
            true,
            [0, 0, 0, 1, 0],
        ),
        (
            ConflictSpec::AskAPerson,
            json!({"reported": {"t": 2}, "desired": {"t": 1}, "delta": {"t": 1}}),
            true,
            [0, 0, 0, 0, 1],
        ),
    ];
    for (rule, state, held, counts) in rows {
        let mut mediator = Mediator::new(rule, Limits::AWS);
        let mut replica = Replica::new(1);
        let device = replica.write(AT, Intent::Chosen, "/t", json!(2));
        let twin = mediator.twin_write(AT, 0, "/t", json!(1));
        assert_eq!(mediator.submit(AT, &twin), Ok(Outcome::Written));
        assert!(matches!(mediator.submit(AT, &device), Ok(Outcome::Settled(..))));
        assert_eq!(mediator.submit(AT, &device), Ok(Outcome::Stale), "a repeat is harmless");
        assert_eq!(mediator.shadow().document().to_json()["state"], state);
        assert_eq!(mediator.snapshot().held.contains("/t"), held);
        let is = mediator.counts();
        assert_eq!([is.device_won, is.twin_won, is.rejected, is.kept_both, is.asked], counts);
        assert_eq!(is.seen, 1);
    }
}

#[test]
fn who_has_seen_the_other_is_in_no_conflict() {
    for rule in ConflictSpec::ALL {
        let mut mediator = Mediator::new(rule.clone(), Limits::AWS);
        let mut replica = Replica::new(1);
        replica.connect();
        replica.subscribe();
        let twin = mediator.twin_write(AT, 0, "/t", json!(1));
        mediator.submit(AT, &twin).unwrap();
        replica.take(AT, &mediator.snapshot());
        // The device's clock is an hour slow: that must not matter to what it does knowingly.
        let device = replica.write(SimTime::from_secs(-3600.0), Intent::Chosen, "/t", json!(2));
        assert_eq!(mediator.submit(AT, &device), Ok(Outcome::Written), "{}", rule.name());
        assert_eq!(mediator.shadow().document().to_json()["state"], json!({"reported": {"t": 2}}));
        assert!(device.stamp > twin.stamp, "a hybrid clock never contradicts cause and effect");
        assert_eq!(mediator.counts().seen, 0);
    }
}

#[test]
fn a_wish_that_the_device_has_withdrawn_contradicts_nothing() {
    let mut mediator = Mediator::new(ConflictSpec::TwinWins, Limits::AWS);
    let mut replica = Replica::new(1);
    let twin = mediator.twin_write(AT, 0, "/t", json!(1));
    mediator.submit(AT, &twin).unwrap();
    for value in [1, 2] {
        let device = replica.write(AT, Intent::Chosen, "/t", json!(value));
        assert_eq!(mediator.submit(AT, &device), Ok(Outcome::Written), "both chose 1 before the device chose 2");
    }
    assert_eq!(mediator.shadow().document().to_json()["state"], json!({"reported": {"t": 2}}));
}

#[test]
fn a_screen_that_is_behind_is_a_conflict_as_well() {
    let mut mediator = Mediator::new(ConflictSpec::VersionCheck, Limits::AWS);
    let device = Replica::new(1).write(AT, Intent::Chosen, "/t", json!(2));
    mediator.submit(AT, &device).unwrap();
    let twin = mediator.twin_write(AT, 0, "/t", json!(1));
    let Ok(Outcome::Settled(_, ruling)) = mediator.submit(AT, &twin) else { panic!("a conflict") };
    assert_eq!(ruling, Ruling::Refused(Writer::Twin));
    assert_eq!(mediator.shadow().document().to_json()["state"], json!({"reported": {"t": 2}}));
}

#[test]
fn a_person_decides() {
    for (stands, state) in [
        (Writer::Device, json!({"reported": {"t": 2}})),
        (Writer::Twin, json!({"reported": {"t": 1}, "desired": {"t": 1}})),
    ] {
        let mut mediator = Mediator::new(ConflictSpec::AskAPerson, Limits::AWS);
        let mut replica = Replica::new(1);
        replica.connect();
        replica.subscribe();
        let device = replica.write(AT, Intent::Chosen, "/t", json!(2));
        let twin = mediator.twin_write(AT, 0, "/t", json!(1));
        mediator.submit(AT, &twin).unwrap();
        mediator.submit(AT, &device).unwrap();
        replica.take(AT, &mediator.snapshot());
        assert_eq!(tree::get(replica.reported(), "/t"), Some(&json!(2)), "nobody follows an open question");
        assert_eq!(mediator.questions().map(Conflict::path).collect::<Vec<_>>(), ["/t"]);
        assert_eq!(mediator.answer(AT, "/t", stands), Ok(true));
        assert_eq!(mediator.answer(AT, "/t", stands), Ok(false), "it is answered");
        replica.take(AT, &mediator.snapshot());
        for write in replica.unheard().cloned().collect::<Vec<_>>() {
            mediator.submit(AT, &write).unwrap();
        }
        assert_eq!(mediator.shadow().document().to_json()["state"], state);
    }
}

#[test]
fn a_ruling_is_scored_by_who_was_truly_later() {
    use Ruling::{Asked, Both, Refused, Stands};
    use Writer::{Device, Twin};
    let second = SimTime::from_secs(1.0);
    let rows = [(AT, second, Twin), (second, AT, Device), (AT, AT, Twin)];
    for (device_at, twin_at, later) in rows {
        assert_eq!(truly_later(device_at, twin_at), later);
        let scores = [Stands(later), Stands(later.other()), Refused(later), Refused(later.other()), Both, Asked];
        let expected = [Some(true), Some(false), Some(false), Some(true), None, None];
        assert_eq!(scores.map(|ruling| is_right(ruling, later)), expected);
    }
}

#[test]
fn scenes_write_rules_as_ron() {
    let options = ron::Options::default();
    for rule in ConflictSpec::ALL {
        let text = options.to_string(&rule).unwrap();
        assert!(text.starts_with(rule.name()), "{text}");
        assert_eq!(options.from_str::<ConflictSpec>(&text).unwrap(), rule);
    }
    let owned = options.from_str::<ConflictSpec>(r#"FieldOwnership(twin: ["target_c"])"#).unwrap();
    assert_eq!(owned, ConflictSpec::FieldOwnership { twin: vec!["target_c".to_owned()] });
    assert!(options.from_str::<ConflictSpec>("FieldOwnership(device: [])").is_err());
    assert_eq!(ConflictSpec::default(), ConflictSpec::LastWriterByArrival);
}

fn any_write() -> impl Strategy<Value = Write> {
    (any::<bool>(), 0..4_i64, 0..3_u32, 0..100_i32).prop_map(|(device, at, count, value)| {
        let writer = if device { Writer::Device } else { Writer::Twin };
        let stamp = Stamp { at: SimTime::from_nanos(at), count, writer };
        Write { stamp, ..write(writer, 0.0, value) }
    })
}

/// The register's join, as the rule decides it; writes of one writer follow its own stamps.
fn join(a: &Write, b: &Write) -> Write {
    if a.writer == b.writer {
        return if a.stamp >= b.stamp { a.clone() } else { b.clone() };
    }
    let conflict = Conflict { standing: a.clone(), arriving: b.clone() };
    let winner = ConflictSpec::CrdtRegister.settle(&conflict).winner().expect("a winner");
    conflict.by(winner).clone()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_register_joins_in_any_order(a in any_write(), b in any_write(), c in any_write()) {
        prop_assert_eq!(join(&a, &b).stamp, join(&b, &a).stamp);
        prop_assert_eq!(join(&join(&a, &b), &c).stamp, join(&a, &join(&b, &c)).stamp);
        prop_assert_eq!(join(&a, &a), a);
    }
}
