//! The laboratory against closed forms, within four standard deviations, over several seeds.

use std::fs;

use twinsync::core::rng::Stream;
use twinsync::core::twin::conflict::{ConflictSpec, First, Laboratory, LaboratoryRow, table, wrong_by_device_clock};

const PAGE: &str = "docs/shadow.md";
const BEGIN: &str = "<!-- laboratory -->\n";
const END: &str = "<!-- end of laboratory -->";

/// Both write during an outage that ends long after: every round is a conflict.
const OUTAGE: Laboratory = Laboratory {
    rounds: 6000,
    mean_gap_s: 4.0,
    offset_s: 3.0,
    uplink_s: 1000.0,
    downlink_s: 1000.0,
    first: First::Either,
};

fn run(laboratory: Laboratory, rule: &ConflictSpec, seed: u64) -> LaboratoryRow {
    laboratory.run_one(rule, &mut Stream::new(seed, "laboratory", "writes"))
}

/// `count` out of `of` is a share of `p`, within four standard deviations of a binomial.
fn is_share(count: u64, of: u64, p: f64, what: &str) {
    let of = of as f64;
    let bound = 4.0 * (p * (1.0 - p) / of).sqrt();
    let share = count as f64 / of;
    assert!((share - p).abs() <= bound, "{what}: {share} is not {p} within {bound}");
}

#[test]
fn a_fast_clock_picks_the_wrong_writer_as_often_as_theory_says() {
    for seed in 1..=5 {
        for offset_s in [0.0, 0.5, 3.0, 10.0] {
            let p = wrong_by_device_clock(offset_s, OUTAGE.mean_gap_s);
            for (first, share) in [(First::Device, p), (First::Either, p / 2.0), (First::Twin, 0.0)] {
                let laboratory = Laboratory { offset_s, first, ..OUTAGE };
                let row = run(laboratory, &ConflictSpec::LastWriterByDeviceClock, seed);
                assert_eq!(row.counts.seen, 6000);
                is_share(row.wrong, row.counts.seen, share, &format!("{first:?}, {offset_s} s, seed {seed}"));
            }
        }
    }
}

/// Writers who have not talked for longer than the offset: a hybrid clock knows no better than a plain one.
#[test]
fn a_hybrid_clock_errs_alike_after_a_long_silence() {
    let plain = run(OUTAGE, &ConflictSpec::LastWriterByDeviceClock, 1);
    let hybrid = run(OUTAGE, &ConflictSpec::CrdtRegister, 1);
    assert_eq!((plain.counts, plain.wrong), (hybrid.counts, hybrid.wrong));
}

/// A slow clock harms when the twin was first: `1 - exp(-|o|/m)` there, half of it where either may be.
#[test]
fn a_slow_clock_is_the_mirror_image() {
    for seed in 1..=5 {
        let laboratory = Laboratory { offset_s: -3.0, ..OUTAGE };
        let row = run(laboratory, &ConflictSpec::LastWriterByDeviceClock, seed);
        is_share(row.wrong, row.counts.seen, wrong_by_device_clock(3.0, 4.0) / 2.0, "slow");
        assert_eq!(
            run(Laboratory { first: First::Device, ..laboratory }, &ConflictSpec::LastWriterByDeviceClock, seed).wrong,
            0
        );
    }
}

/// With a delay of d, two writes conflict when they are closer than d: 1 - exp(-d/m); and of these the clock
/// is wrong when they are closer than the offset as well.
#[test]
fn conflicts_are_as_frequent_as_the_delay_makes_them() {
    let laboratory = Laboratory { uplink_s: 2.0, downlink_s: 2.0, offset_s: 1.0, first: First::Device, ..OUTAGE };
    for seed in 1..=5 {
        let row = run(laboratory, &ConflictSpec::LastWriterByDeviceClock, seed);
        is_share(row.counts.seen, u64::from(row.rounds), wrong_by_device_clock(2.0, 4.0), "conflicts");
        is_share(row.wrong, u64::from(row.rounds), wrong_by_device_clock(1.0, 4.0), "wrong");
    }
}

/// The twin writes where the shadow is, the device over a link: in a conflict the device arrives last, so
/// by arrival it always wins, which is wrong as often as it was first. A version check refuses it, which is
/// wrong as often as it was later.
#[test]
fn arrival_and_version_check_are_wrong_half_of_the_time() {
    for seed in 1..=5 {
        let arrival = run(OUTAGE, &ConflictSpec::LastWriterByArrival, seed);
        let checked = run(OUTAGE, &ConflictSpec::VersionCheck, seed);
        assert_eq!((arrival.counts.device_won, checked.counts.rejected), (6000, 6000));
        is_share(arrival.wrong, 6000, 0.5, "arrival");
        is_share(checked.wrong, 6000, 0.5, "version check");
        assert_eq!(arrival.wrong + checked.wrong, 6000);
    }
}

#[test]
fn every_rule_sees_the_same_conflicts_and_converges() {
    for uplink_s in [0.0, 0.3, 5.0] {
        let laboratory = Laboratory { rounds: 500, uplink_s, downlink_s: 0.7, ..OUTAGE };
        let rows = laboratory.run(&Stream::new(1, "laboratory", "writes"));
        assert_eq!(rows.len(), ConflictSpec::ALL.len());
        for row in &rows {
            assert_eq!(row.converged, row.rounds, "{}", row.rule);
            assert_eq!(row.counts.seen, rows[0].counts.seen, "{}", row.rule);
            assert!(row.wrong <= row.counts.seen);
        }
        assert!(rows[0].counts.seen > 0);
    }
}

/// `cargo test --test shadow laboratory -- --nocapture` prints the table; `UPDATE_GOLDENS=1` writes it down.
#[test]
fn the_table_on_the_page_is_the_table_of_the_laboratory() {
    let rows = Laboratory { rounds: 10_000, ..OUTAGE }.run(&Stream::new(1, "laboratory", "writes"));
    let now = table(&rows);
    println!("{now}");
    let page = fs::read_to_string(PAGE).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("the beginning of the table");
    let (stored, after) = rest.split_once(END).expect("the end of the table");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(PAGE, format!("{before}{BEGIN}{now}{END}{after}")).expect("the page can be written");
    } else {
        assert!(stored == now, "the laboratory says otherwise: UPDATE_GOLDENS=1 writes its table into {PAGE}");
    }
}
