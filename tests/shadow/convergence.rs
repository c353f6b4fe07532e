//! Whatever is lost, repeated, late or cut off: after reconnecting both copies agree, under every rule.

use std::collections::VecDeque;

use proptest::prelude::*;
use serde_json::json;
use twinsync::core::time::SimTime;
use twinsync::core::twin::conflict::{ConflictSpec, Mediator};
use twinsync::core::twin::shadow::{Document, Intent, Limits, Phase, Replica, Snapshot, Write, Writer, tree};

const FIELDS: [&str; 3] = ["/target_c", "/fan/speed", "/mode"];

/// What can happen in a world with an unreliable link.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody at the device sets a field.
    DeviceWrites(usize, u8),
    /// Somebody sets a field at the twin, on a screen that is this many versions behind.
    TwinWrites(usize, u8, u64),
    /// A message on the way up, taken out of the middle: delivered, delivered and kept, or lost.
    Up(usize, Fate),
    /// The same on the way down.
    Down(usize, Fate),
    /// The device sends again what was not heard.
    Resend,
    /// The twin sends its document again.
    Push,
    /// The link goes.
    Cut,
    /// The link comes back, and the device asks for messages.
    Back,
    /// A person answers a question.
    Answer(usize, bool),
}

#[derive(Clone, Copy, Debug)]
enum Fate {
    Delivered,
    Doubled,
    Lost,
}

fn step() -> impl Strategy<Value = Step> {
    let fate = || prop_oneof![3 => Just(Fate::Delivered), 1 => Just(Fate::Doubled), 1 => Just(Fate::Lost)];
    prop_oneof![
        4 => (0..FIELDS.len(), 0..4_u8).prop_map(|(field, value)| Step::DeviceWrites(field, value)),
        4 => (0..FIELDS.len(), 0..4_u8, 0..3_u64).prop_map(|(field, value, behind)| Step::TwinWrites(field, value, behind)),
        5 => (any::<usize>(), fate()).prop_map(|(index, fate)| Step::Up(index, fate)),
        5 => (any::<usize>(), fate()).prop_map(|(index, fate)| Step::Down(index, fate)),
        1 => Just(Step::Resend),
        1 => Just(Step::Push),
        1 => Just(Step::Cut),
        2 => Just(Step::Back),
        1 => (0..FIELDS.len(), any::<bool>()).prop_map(|(field, device)| Step::Answer(field, device)),
    ]
}

fn rule() -> impl Strategy<Value = ConflictSpec> {
    (0..ConflictSpec::ALL.len(), any::<bool>()).prop_map(|(index, all)| match ConflictSpec::ALL[index].clone() {
        ConflictSpec::FieldOwnership { .. } if all => {
            ConflictSpec::FieldOwnership { twin: vec!["target_c".to_owned(), "fan".to_owned()] }
        }
        rule => rule,
    })
}

struct World {
    mediator: Mediator,
    replica: Replica,
    up: VecDeque<Write>,
    down: VecDeque<Snapshot>,
    offset: SimTime,
    now: SimTime,
}

impl World {
    fn new(rule: ConflictSpec, offset_s: f64) -> Self {
        Self {
            mediator: Mediator::new(rule, Limits::AWS),
            replica: Replica::new(8),
            up: VecDeque::new(),
            down: VecDeque::new(),
            offset: SimTime::from_secs(offset_s),
            now: SimTime::ZERO,
        }
    }

    fn local(&self) -> SimTime {
        self.now + self.offset
    }

    fn linked(&self) -> bool {
        self.replica.phase() > Phase::Offline
    }

    fn submit(&mut self, write: &Write) {
        self.mediator.submit(self.now, write).expect("three small fields fit");
        if self.linked() {
            self.down.push_back(self.mediator.snapshot());
        }
    }

    fn take(&mut self, snapshot: &Snapshot) {
        if let twinsync::core::twin::shadow::Taken::Followed(writes) = self.replica.take(self.local(), snapshot) {
            self.up.extend(writes);
        }
    }

    fn step(&mut self, step: &Step) {
        self.now = self.now + SimTime::from_secs(1.0);
        match *step {
            Step::DeviceWrites(field, value) => {
                let write = self.replica.write(self.local(), Intent::Chosen, FIELDS[field], json!(value));
                if self.linked() {
                    self.up.push_back(write);
                }
            }
            Step::TwinWrites(field, value, behind) => {
                let base = self.mediator.shadow().document().version().saturating_sub(behind);
                let write = self.mediator.twin_write(self.now, base, FIELDS[field], json!(value));
                self.submit(&write);
            }
            Step::Up(index, fate) => {
                let index = index % self.up.len().max(1);
                if let Some(write) = self.up.remove(index) {
                    if !matches!(fate, Fate::Lost) {
                        self.submit(&write);
                    }
                    if matches!(fate, Fate::Doubled) {
                        self.up.push_back(write);
                    }
                }
            }
            Step::Down(index, fate) => {
                let index = index % self.down.len().max(1);
                if let Some(snapshot) = self.down.remove(index) {
                    if !matches!(fate, Fate::Lost) {
                        self.take(&snapshot);
                    }
                    if matches!(fate, Fate::Doubled) {
                        self.down.push_back(snapshot);
                    }
                }
            }
            Step::Resend if self.linked() => self.up.extend(self.replica.unheard().cloned()),
            Step::Push if self.linked() => self.down.push_back(self.mediator.snapshot()),
            Step::Resend | Step::Push => {}
            // What is on its way stays so: a frame can come out of an outage late.
            Step::Cut => self.replica.disconnect(),
            Step::Back => {
                self.replica.connect();
                self.replica.subscribe();
            }
            Step::Answer(field, device) => {
                let stands = if device { Writer::Device } else { Writer::Twin };
                self.mediator.answer(self.now, FIELDS[field], stands).expect("an answer fits");
            }
        }
    }

    /// Connect, subscribe, get, and talk until nothing is left to say.
    fn reconnect(&mut self) {
        let late: Vec<Snapshot> = self.down.drain(..).collect();
        for write in std::mem::take(&mut self.up) {
            self.submit(&write);
        }
        self.replica.connect();
        self.replica.subscribe();
        let questions: Vec<String> = self.mediator.questions().map(|conflict| conflict.path().to_owned()).collect();
        for path in questions {
            assert!(self.mediator.answer(self.now, &path, Writer::Twin).expect("an answer fits"));
        }
        self.take(&self.mediator.snapshot());
        for snapshot in late {
            self.take(&snapshot);
        }
        for _ in 0..4 {
            let unheard: Vec<Write> = self.replica.unheard().cloned().collect();
            for write in unheard {
                self.submit(&write);
            }
            let questions: Vec<String> = self.mediator.questions().map(|conflict| conflict.path().to_owned()).collect();
            for path in questions {
                assert!(self.mediator.answer(self.now, &path, Writer::Device).expect("an answer fits"));
            }
            self.take(&self.mediator.snapshot());
        }
        for update in self.replica.drain() {
            let before = self.mediator.shadow().document().clone();
            self.mediator.record(self.now, &update).expect("a reading fits");
            assert_eq!(*self.mediator.shadow().document(), before, "a historical reading overwrote what is now");
        }
        assert_eq!(self.replica.unheard().count(), 0);
    }
}

fn agree(world: &World) -> Result<(), TestCaseError> {
    let document: &Document = world.mediator.shadow().document();
    let pairs =
        [(world.replica.reported(), document.reported().tree()), (world.replica.desired(), document.desired().tree())];
    for (copy, original) in pairs {
        let apart = (tree::delta(copy, original), tree::delta(original, copy));
        prop_assert!(apart.0.is_empty() && apart.1.is_empty(), "copy {copy:?}, document {original:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn copies_converge_and_the_log_rebuilds_the_document(
        rule in rule(),
        offset_s in prop_oneof![Just(0.0), -20.0..20.0_f64],
        steps in prop::collection::vec(step(), 0..80),
    ) {
        let mut world = World::new(rule.clone(), offset_s);
        for step in &steps {
            world.step(step);
        }
        world.reconnect();
        agree(&world)?;
        let shadow = world.mediator.shadow();
        prop_assert_eq!(&shadow.log().rebuild(), shadow.document());
        let counts = world.mediator.counts();
        let sum = counts.device_won + counts.twin_won + counts.rejected + counts.kept_both + counts.asked;
        prop_assert_eq!(counts.seen, sum);
        let held = &world.mediator.snapshot().held;
        if rule != ConflictSpec::ThreeWayMerge {
            prop_assert!(held.is_empty());
            prop_assert!(shadow.document().delta().is_empty(), "{:?} leaves {:?}", rule, shadow.document().delta());
        }
        for (path, _) in shadow.document().delta().fields() {
            prop_assert!(held.contains(&path), "{} differs and is not held", path);
        }
    }
}
