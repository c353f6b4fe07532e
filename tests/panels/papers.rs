//! A document with a question, and nine conflict rules that have seen the same writes.

use std::sync::Arc;

use serde_json::json;
use twinsync::core::time::SimTime;
use twinsync::core::twin::conflict::{ConflictCounts, ConflictSpec, Ruling};
use twinsync::core::twin::shadow::{Phase, SectionName, Writer};
use twinsync::ui::model::{
    ChangeRow, ConflictRow, DocumentView, Fate, FieldRow, Laboratory, Question, RuleRow, WriteMark,
};

/// A document whose device is behind.
pub fn document() -> DocumentView {
    let text = |text: &str| Some(text.to_owned());
    let at = SimTime::from_secs;
    let field = |name: &str, reported, desired, in_step, since_s| FieldRow {
        name: name.to_owned(),
        reported,
        desired,
        in_step,
        since: at(since_s),
    };
    let conflict = |ruling, wrong| ConflictRow {
        at: at(14.6),
        name: "target_c".to_owned(),
        device: ("21 \u{b0}C".to_owned(), at(18.0)),
        twin: ("25 \u{b0}C".to_owned(), at(14.25)),
        ruling,
        wrong,
    };
    DocumentView {
        rule: ConflictSpec::AskAPerson,
        version: 41,
        device_version: Some(39),
        phase: Phase::InStep,
        as_of: None,
        fields: vec![
            field("fan_speed_percent", text("100 %"), None, None, 0.0),
            field("heater_mode", text("Boost"), text("Boost"), Some(true), 4.5),
            field("target_c", text("24.5 \u{b0}C"), text("27.5 \u{b0}C"), Some(false), 12.3),
        ],
        measured: vec![("temperature".to_owned(), "23.9 \u{b0}C".to_owned())],
        bytes: 612,
        changes: vec![ChangeRow {
            section: SectionName::Desired,
            name: "target_c".to_owned(),
            old: text("22 \u{b0}C"),
            new: text("27.5 \u{b0}C"),
        }],
        events: 218,
        rebuilt: Some(true),
        questions: vec![Question {
            field: "/target_c".to_owned(),
            name: "target_c".to_owned(),
            device: "24 \u{b0}C".to_owned(),
            twin: "27 \u{b0}C".to_owned(),
        }],
        conflicts: vec![
            conflict(Ruling::Stands(Writer::Device), Some(true)),
            conflict(Ruling::Refused(Writer::Device), Some(false)),
            conflict(Ruling::Both, None),
        ],
        json: Arc::new(json!({"state": {"reported": {"target_c": 24.5}}, "version": 41})),
    }
}

/// Nine rules: the first picked the wrong writer twice.
pub fn laboratory() -> Laboratory {
    let mark = |at_s, writer, fate, wrong| WriteMark { at_s, writer, fate, wrong };
    let row = |(twin, rule): (usize, &ConflictSpec)| {
        let wrong = twin == 0;
        RuleRow {
            twin,
            rule: rule.clone(),
            counts: ConflictCounts { seen: 12, device_won: 12, ..ConflictCounts::default() },
            wrong: if wrong { 2 } else { 0 },
            marks: vec![
                mark(6.0, Writer::Twin, Fate::Lost, false),
                mark(6.3, Writer::Device, Fate::Stood, false),
                mark(14.0, Writer::Device, if twin == 8 { Fate::Asked } else { Fate::Stood }, wrong),
                mark(14.25, Writer::Twin, if twin == 8 { Fate::Asked } else { Fate::Lost }, false),
            ],
            quarrels: vec![(1, 0), (2, 3)],
        }
    };
    Laboratory { span: (0.0, 60.0), rows: ConflictSpec::ALL.iter().enumerate().map(row).collect() }
}
