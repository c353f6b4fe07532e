//! What shadow services publish about their documents, one row a sentence.

use serde_json::{Value, json};
use twinsync::core::time::SimTime;
use twinsync::core::twin::shadow::{Limits, Shadow, Update};

use crate::source::*;

/// What the last update must come to.
enum Expect {
    /// `state`, the delta included.
    State(&'static str),
    /// `metadata`; the n-th update is accepted at second n.
    Metadata(&'static str),
    /// The version.
    Version(u64),
    /// Refused with this code; document and version are as before.
    Code(u16),
    /// A repeat of what made this version; the document is as before.
    Repeat(u64),
}

use Expect::{Code, Metadata, Repeat, State, Version};

/// Updates, the last of which is judged.
type Row = (&'static str, &'static str, &'static [&'static str], Expect);

/// `r` and `d` stand for `{"state": {"reported": ..}}` and `{"state": {"desired": ..}}`.
const ROWS: &[Row] = &[
    // Merging.
    (AWS_FLOW, "an update creates the shadow", &[r#"r{"on": true}"#], Version(1)),
    (
        AWS_FLOW,
        "only the fields in the request change",
        &[r#"r{"a": 1, "b": 2}"#, r#"r{"b": 3}"#],
        State(r#"{"reported": {"a": 1, "b": 3}}"#),
    ),
    (
        AWS_FLOW,
        "nested fields change one by one",
        &[r#"r{"color": {"r": 255, "g": 255}}"#, r#"r{"color": {"r": 10}}"#],
        State(r#"{"reported": {"color": {"r": 10, "g": 255}}}"#),
    ),
    (
        AWS_DOCUMENT,
        "one request may write both sections",
        &[r#"{"state": {"reported": {"a": 1}, "desired": {"a": 2}}}"#],
        State(r#"{"reported": {"a": 1}, "desired": {"a": 2}, "delta": {"a": 2}}"#),
    ),
    (
        AZURE_TWINS,
        "a partial update adds, overwrites and removes at once",
        &[r#"d{"existing": 1, "old": 2}"#, r#"d{"fresh": {"nested": "value"}, "existing": "other", "old": null}"#],
        State(
            r#"{"desired": {"fresh": {"nested": "value"}, "existing": "other"}, "delta": {"fresh": {"nested": "value"}, "existing": "other"}}"#,
        ),
    ),
    (
        DITTO_HTTP,
        "a merge replaces, adds and removes in several places",
        &[
            r#"r{"location": {"lon": 47, "lat": 9}, "serial": "0", "t": {"value": 25.43, "unit": "C"}}"#,
            r#"r{"location": null, "maker": "x", "serial": "1", "t": {"value": 26.89}}"#,
        ],
        State(r#"{"reported": {"maker": "x", "serial": "1", "t": {"value": 26.89, "unit": "C"}}}"#),
    ),
    (RFC_7396, "row 1", &[r#"r{"a": "b"}"#, r#"r{"a": "c"}"#], State(r#"{"reported": {"a": "c"}}"#)),
    (RFC_7396, "row 2", &[r#"r{"a": "b"}"#, r#"r{"b": "c"}"#], State(r#"{"reported": {"a": "b", "b": "c"}}"#)),
    (RFC_7396, "row 3", &[r#"r{"a": "b"}"#, r#"r{"a": null}"#], State("{}")),
    (RFC_7396, "row 4", &[r#"r{"a": "b", "b": "c"}"#, r#"r{"a": null}"#], State(r#"{"reported": {"b": "c"}}"#)),
    (RFC_7396, "row 5", &[r#"r{"a": ["b"]}"#, r#"r{"a": "c"}"#], State(r#"{"reported": {"a": "c"}}"#)),
    (RFC_7396, "row 6", &[r#"r{"a": "c"}"#, r#"r{"a": ["b"]}"#], State(r#"{"reported": {"a": ["b"]}}"#)),
    (
        RFC_7396,
        "row 7",
        &[r#"r{"a": {"b": "c"}}"#, r#"r{"a": {"b": "d", "c": null}}"#],
        State(r#"{"reported": {"a": {"b": "d"}}}"#),
    ),
    (RFC_7396, "row 8", &[r#"r{"a": [{"b": "c"}]}"#, r#"r{"a": [1]}"#], State(r#"{"reported": {"a": [1]}}"#)),
    (
        RFC_7396,
        "row 15: an emptied object stays an object",
        &[r#"r{"a": {"bb": {"ccc": null}}}"#],
        State(r#"{"reported": {"a": {"bb": {}}}}"#),
    ),
    // Removing.
    (
        AWS_FLOW,
        "null deletes a property",
        &[r#"d{"engine": "ON", "light": 1}"#, r#"d{"engine": null}"#],
        State(r#"{"desired": {"light": 1}, "delta": {"light": 1}}"#),
    ),
    (
        AWS_FLOW,
        "null for what is not there is no fault",
        &[r#"r{"a": 1}"#, r#"r{"b": null}"#],
        State(r#"{"reported": {"a": 1}}"#),
    ),
    (
        AWS_DOCUMENT,
        "a section set to null is removed",
        &[r#"d{"color": "red"}"#, r#"{"state": {"reported": {"color": "red"}, "desired": null}}"#],
        State(r#"{"reported": {"color": "red"}}"#),
    ),
    (AWS_DOCUMENT, "reported may be null as well", &[r#"r{"a": 1}"#, r#"{"state": {"reported": null}}"#], State("{}")),
    (AWS_DOCUMENT, "a document may have neither section", &[r#"{"state": {}}"#], State("{}")),
    (
        AWS_DOCUMENT,
        "a document without desired is valid",
        &[r#"r{"temp": 55}"#],
        State(r#"{"reported": {"temp": 55}}"#),
    ),
    (
        AWS_FLOW,
        "a state of null empties the shadow and counts a version",
        &[r#"r{"a": 1}"#, r#"{"state": null}"#],
        Version(2),
    ),
    (AWS_FLOW, "a state of null leaves nothing", &[r#"r{"a": 1}"#, r#"{"state": null}"#], State("{}")),
    // Delta.
    (
        AWS_TOPICS,
        "a wish that is not reported is a difference",
        &[r#"d{"led": "on"}"#],
        State(r#"{"desired": {"led": "on"}, "delta": {"led": "on"}}"#),
    ),
    (AWS_TOPICS, "what is only reported is none", &[r#"r{"led": "on"}"#], State(r#"{"reported": {"led": "on"}}"#)),
    (
        AWS_TOPICS,
        "equal values are none",
        &[r#"d{"led": "on"}"#, r#"r{"led": "on"}"#],
        State(r#"{"reported": {"led": "on"}, "desired": {"led": "on"}}"#),
    ),
    (
        AWS_TOPICS,
        "all differences, also those of earlier updates",
        &[r#"d{"a": 1}"#, r#"d{"b": 2}"#],
        State(r#"{"desired": {"a": 1, "b": 2}, "delta": {"a": 1, "b": 2}}"#),
    ),
    (
        AWS_TOPICS,
        "only the fields that differ",
        &[r#"r{"a": 1, "b": 2}"#, r#"d{"a": 1, "b": 3}"#],
        State(r#"{"reported": {"a": 1, "b": 2}, "desired": {"a": 1, "b": 3}, "delta": {"b": 3}}"#),
    ),
    (
        AWS_TOPICS,
        "deleted from reported, still wished: a difference again",
        &[r#"d{"a": 1}"#, r#"r{"a": 1}"#, r#"r{"a": null}"#],
        State(r#"{"desired": {"a": 1}, "delta": {"a": 1}}"#),
    ),
    (
        AWS_TOPICS,
        "a report can bring a difference about",
        &[r#"d{"lock": "open"}"#, r#"r{"lock": "open"}"#, r#"r{"lock": "shut"}"#],
        State(r#"{"reported": {"lock": "shut"}, "desired": {"lock": "open"}, "delta": {"lock": "open"}}"#),
    ),
    (
        AWS_FLOW,
        "nested: only the differing leaf",
        &[r#"r{"color": {"r": 255, "g": 255, "b": 0}}"#, r#"d{"color": {"r": 10}, "engine": "ON"}"#],
        State(
            r#"{"reported": {"color": {"r": 255, "g": 255, "b": 0}}, "desired": {"color": {"r": 10}, "engine": "ON"}, "delta": {"color": {"r": 10}, "engine": "ON"}}"#,
        ),
    ),
    (
        AWS_DOCUMENT,
        "an array differs as a whole",
        &[r#"r{"rgb": [1, 2, 3]}"#, r#"d{"rgb": [1, 2, 4]}"#],
        State(r#"{"reported": {"rgb": [1, 2, 3]}, "desired": {"rgb": [1, 2, 4]}, "delta": {"rgb": [1, 2, 4]}}"#),
    ),
    (
        AWS_SIMULATED,
        "a lamp is wished yellow",
        &[r#"r{"ID": "SmartLamp21", "ColorRGB": [128, 128, 128]}"#, r#"d{"ColorRGB": [255, 255, 0]}"#],
        State(
            r#"{"reported": {"ID": "SmartLamp21", "ColorRGB": [128, 128, 128]}, "desired": {"ColorRGB": [255, 255, 0]}, "delta": {"ColorRGB": [255, 255, 0]}}"#,
        ),
    ),
    (
        AWS_SIMULATED,
        "the lamp reports that it is: no difference is left",
        &[r#"r{"ColorRGB": [128, 128, 128]}"#, r#"d{"ColorRGB": [255, 255, 0]}"#, r#"r{"ColorRGB": [255, 255, 0]}"#],
        State(r#"{"reported": {"ColorRGB": [255, 255, 0]}, "desired": {"ColorRGB": [255, 255, 0]}}"#),
    ),
    (
        DITTO_FEATURE,
        "desired properties mirror the properties",
        &[r#"r{"status": {"connected": true, "street": "my"}}"#, r#"d{"status": {"connected": false}}"#],
        State(
            r#"{"reported": {"status": {"connected": true, "street": "my"}}, "desired": {"status": {"connected": false}}, "delta": {"status": {"connected": false}}}"#,
        ),
    ),
    (
        AWS_TOPICS,
        "an object wished where a number is reported",
        &[r#"r{"fan": 3}"#, r#"d{"fan": {"speed": 3}}"#],
        State(r#"{"reported": {"fan": 3}, "desired": {"fan": {"speed": 3}}, "delta": {"fan": {"speed": 3}}}"#),
    ),
    (
        AWS_TOPICS,
        "a number wished where an object is reported",
        &[r#"r{"fan": {"speed": 3}}"#, r#"d{"fan": 3}"#],
        State(r#"{"reported": {"fan": {"speed": 3}}, "desired": {"fan": 3}, "delta": {"fan": 3}}"#),
    ),
    (OURS, "an empty object wishes for nothing", &[r#"d{"fan": {}}"#], State(r#"{"desired": {"fan": {}}}"#)),
    (
        OURS,
        "21 and 21.0 are one number",
        &[r#"r{"target_c": 21.0}"#, r#"d{"target_c": 21}"#],
        State(r#"{"reported": {"target_c": 21.0}, "desired": {"target_c": 21}}"#),
    ),
    // Arrays.
    (
        AWS_DOCUMENT,
        "an update replaces a whole array",
        &[r#"d{"colors": ["RED", "GREEN", "BLUE"]}"#, r#"d{"colors": ["RED"]}"#],
        State(r#"{"desired": {"colors": ["RED"]}, "delta": {"colors": ["RED"]}}"#),
    ),
    (AWS_DOCUMENT, "no null in arrays", &[r#"d{"colors": [null, "RED", "GREEN"]}"#], Code(400)),
    (AWS_DOCUMENT, "no null in arrays in arrays", &[r#"r{"m": [[1], [null]]}"#], Code(400)),
    // Versions.
    (AWS_DOCUMENT, "every update counts", &[r#"r{"a": 1}"#, r#"r{"a": 1}"#, r#"r{"a": 1}"#], Version(3)),
    (
        AWS_FLOW,
        "the version that is: accepted",
        &[r#"d{"colors": ["RED"]}"#, r#"{"state": {"desired": {"colors": ["BLUE"]}}, "version": 1}"#],
        Version(2),
    ),
    (
        AWS_FLOW,
        "a lower version: conflict",
        &[r#"r{"a": 1}"#, r#"r{"a": 2}"#, r#"{"state": {"reported": {"a": 3}}, "version": 1}"#],
        Code(409),
    ),
    (
        AWS_FLOW,
        "a higher version: conflict",
        &[r#"r{"a": 1}"#, r#"{"state": {"reported": {"a": 3}}, "version": 2}"#],
        Code(409),
    ),
    (
        AWS_DOCUMENT,
        "no version: matching is bypassed",
        &[r#"r{"a": 1}"#, r#"r{"a": 2}"#],
        State(r#"{"reported": {"a": 2}}"#),
    ),
    (
        DITTO_HTTP,
        "optimistic locking: read, then write against that revision",
        &[r#"r{"maker": "crop"}"#, r#"{"state": {"reported": {"maker": "corp"}}, "version": 1}"#],
        State(r#"{"reported": {"maker": "corp"}}"#),
    ),
    (DITTO_HTTP, "an equal value still counts a revision", &[r#"r{"a": 1}"#, r#"r{"a": 1}"#], Version(2)),
    (
        AZURE_TWINS,
        "a conditional update against an old version fails",
        &[r#"d{"f": "5m"}"#, r#"d{"f": "1m"}"#, r#"{"state": {"desired": {"f": "9m"}}, "version": 1}"#],
        Code(409),
    ),
    (
        OURS,
        "version 0 writes only where there is nothing",
        &[r#"{"state": {"reported": {"a": 1}}, "version": 0}"#],
        Version(1),
    ),
    // Tokens.
    (
        AWS_DOCUMENT,
        "a token of 64 bytes",
        &[r#"{"state": {}, "clientToken": "0123456789012345678901234567890123456789012345678901234567890123"}"#],
        Version(1),
    ),
    (
        AWS_DOCUMENT,
        "a token of 65 bytes",
        &[r#"{"state": {}, "clientToken": "01234567890123456789012345678901234567890123456789012345678901234"}"#],
        Code(400),
    ),
    (AWS_ERRORS, "a token that is no text", &[r#"{"state": {}, "clientToken": 7}"#], Code(400)),
    (
        OURS,
        "the same request under the same token is written once",
        &[
            r#"{"state": {"reported": {"a": 1}}, "clientToken": "x"}"#,
            r#"r{"a": 2}"#,
            r#"{"state": {"reported": {"a": 1}}, "clientToken": "x"}"#,
        ],
        Repeat(1),
    ),
    (
        OURS,
        "a repeat is harmless even where its version is gone",
        &[
            r#"{"state": {"reported": {"a": 1}}, "version": 0, "clientToken": "x"}"#,
            r#"{"state": {"reported": {"a": 1}}, "version": 0, "clientToken": "x"}"#,
        ],
        Repeat(1),
    ),
    (
        OURS,
        "another request under a used token is a new one",
        &[
            r#"{"state": {"reported": {"a": 1}}, "clientToken": "x"}"#,
            r#"{"state": {"reported": {"a": 2}}, "clientToken": "x"}"#,
        ],
        Version(2),
    ),
    // Faults of the request.
    (AWS_ERRORS, "no JSON", &["{"], Code(400)),
    (AWS_ERRORS, "state is missing", &[r#"{"version": 1}"#], Code(400)),
    (AWS_ERRORS, "state is no object", &[r#"{"state": 1}"#], Code(400)),
    (AWS_ERRORS, "desired is no object", &[r#"{"state": {"desired": 1}}"#], Code(400)),
    (AWS_ERRORS, "reported is no object", &[r#"{"state": {"reported": []}}"#], Code(400)),
    (AWS_ERRORS, "state holds an invalid node", &[r#"{"state": {"delta": {}}}"#], Code(400)),
    (AWS_ERRORS, "an invalid version", &[r#"{"state": {}, "version": "1"}"#], Code(400)),
    (AWS_ERRORS, "a version below zero", &[r#"{"state": {}, "version": -1}"#], Code(400)),
    (
        AWS_DIAGNOSIS,
        "what stands outside of state is ignored",
        &[r#"{"state": {"reported": {"a": 1}}, "note": {"b": 2}}"#],
        State(r#"{"reported": {"a": 1}}"#),
    ),
    // Depth.
    (AWS_QUOTAS, "eight levels", &[r#"d{"1": {"2": {"3": {"4": {"5": {"6": {"7": {"8": 1}}}}}}}}"#], Version(1)),
    (AWS_QUOTAS, "nine levels", &[r#"d{"1": {"2": {"3": {"4": {"5": {"6": {"7": {"8": {"9": 1}}}}}}}}}"#], Code(400)),
    (
        AWS_QUOTAS,
        "levels hidden in an array",
        &[r#"r{"1": [{"2": {"3": {"4": {"5": {"6": {"7": {"8": {"9": 1}}}}}}}}]}"#],
        Code(400),
    ),
    // Metadata.
    (
        AWS_DOCUMENT,
        "every field has a timestamp",
        &[r#"r{"a": 1, "b": {"c": 2}}"#],
        Metadata(r#"{"reported": {"a": {"timestamp": 1.0}, "b": {"c": {"timestamp": 1.0}}}}"#),
    ),
    (
        AWS_DOCUMENT,
        "only written fields get a new one",
        &[r#"r{"a": 1, "b": 2}"#, r#"r{"b": 3}"#],
        Metadata(r#"{"reported": {"a": {"timestamp": 1.0}, "b": {"timestamp": 2.0}}}"#),
    ),
    (
        AWS_DOCUMENT,
        "writing the same value is writing",
        &[r#"r{"a": 1}"#, r#"r{"a": 1}"#],
        Metadata(r#"{"reported": {"a": {"timestamp": 2.0}}}"#),
    ),
    (
        AWS_DOCUMENT,
        "the sections have their own",
        &[r#"d{"a": 1}"#, r#"r{"a": 1}"#],
        Metadata(r#"{"reported": {"a": {"timestamp": 2.0}}, "desired": {"a": {"timestamp": 1.0}}}"#),
    ),
    (
        DITTO_METADATA,
        "metadata of a deleted part is deleted",
        &[r#"r{"a": {"b": 1}, "c": 2}"#, r#"r{"a": null}"#],
        Metadata(r#"{"reported": {"c": {"timestamp": 1.0}}}"#),
    ),
    (
        DITTO_METADATA,
        "metadata mirrors the structure that it describes",
        &[r#"r{"a": 1}"#, r#"r{"a": {"b": 1}}"#],
        Metadata(r#"{"reported": {"a": {"b": {"timestamp": 2.0}}}}"#),
    ),
];

/// The request that a row's shorthand stands for.
fn request(text: &str) -> String {
    match text.split_at(1) {
        ("r", patch) => format!(r#"{{"state": {{"reported": {patch}}}}}"#),
        ("d", patch) => format!(r#"{{"state": {{"desired": {patch}}}}}"#),
        _ => text.to_owned(),
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON in a row")
}

#[test]
fn every_documented_case_holds() {
    assert!(ROWS.len() >= 60, "{} rows", ROWS.len());
    for (source, says, updates, expect) in ROWS {
        let mut shadow = Shadow::new(Limits::AWS);
        let (last, before) = updates.split_last().expect("an update in every row");
        for (index, text) in before.iter().enumerate() {
            let update = Update::parse(request(text).as_bytes()).expect("what goes before");
            shadow.update(SimTime::from_secs(index as f64 + 1.0), &update).expect("what goes before");
        }
        let old = shadow.document().clone();
        let now = SimTime::from_secs(updates.len() as f64);
        let result = Update::parse(request(last).as_bytes()).and_then(|update| shadow.update(now, &update));
        let json = shadow.document().to_json();
        let row = format!("{says} ({source})");
        match expect {
            State(state) => assert_eq!(json["state"], parsed(state), "{row}"),
            Metadata(metadata) => assert_eq!(json["metadata"], parsed(metadata), "{row}"),
            Version(version) => assert_eq!(shadow.document().version(), *version, "{row}"),
            Code(code) => assert_eq!(result.as_ref().expect_err(&row).code(), *code, "{row}"),
            Repeat(version) => {
                let accepted = result.as_ref().expect(&row);
                assert!(accepted.repeated && accepted.changes.is_empty(), "{row}");
                assert_eq!(accepted.version, *version, "{row}");
            }
        }
        let refused = matches!(expect, Code(_) | Repeat(_));
        assert_eq!(refused, *shadow.document() == old, "{row}");
        assert_eq!(result.is_ok(), !matches!(expect, Code(_)), "{row}: {result:?}");
        assert_eq!(json["version"], json!(shadow.document().version()), "{row}");
        assert_eq!(shadow.log().rebuild(), *shadow.document(), "{row}");
    }
}

/// AWS: 8 kB of reported and desired, metadata not counted; "413, the payload exceeds the maximum size".
#[test]
fn a_document_holds_8192_bytes_and_not_one_more() {
    let text = |length: usize| Update::parse(request(&format!(r#"r{{"a":"{}"}}"#, "x".repeat(length))).as_bytes());
    let frame = r#"{"reported":{"a":""}}"#.len();
    let mut shadow = Shadow::new(Limits::AWS);
    shadow.update(SimTime::ZERO, &text(8192 - frame).unwrap()).expect("8192 bytes");
    assert_eq!(shadow.document().bytes(), 8192);
    let one_more = Update::parse(request(r#"d{"b": 1}"#).as_bytes()).unwrap();
    let refusal = shadow.update(SimTime::ZERO, &one_more).expect_err("more than 8192 bytes");
    assert_eq!(refusal.code(), 413);
    assert_eq!(refusal.to_string(), "bytes of document: 8210 are more than 8192");
    assert_eq!(shadow.document().version(), 1);
    shadow.update(SimTime::ZERO, &text(8192 - frame - 1).unwrap()).expect("less than before");
}

/// AWS: "415, supported encoding is UTF-8"; "413" for the request itself.
#[test]
fn requests_are_utf8_and_bounded() {
    assert_eq!(Update::parse(b"{\"state\": {\"reported\": {\"a\": \"\xff\"}}}").unwrap_err().code(), 415);
    assert_eq!(Update::parse(&vec![b' '; 1 << 20]).unwrap_err().code(), 413);
}

/// AWS: deleting does not set the version back, and the next update counts on.
#[test]
fn a_deleted_shadow_counts_on() {
    let mut shadow = Shadow::new(Limits::AWS);
    let update = Update::parse(request(r#"r{"a": 1}"#).as_bytes()).unwrap();
    shadow.update(SimTime::ZERO, &update).unwrap();
    shadow.update(SimTime::ZERO, &update).unwrap();
    shadow.delete(SimTime::ZERO);
    assert_eq!((shadow.document().version(), shadow.document().bytes()), (2, 2));
    assert_eq!(shadow.update(SimTime::ZERO, &update).unwrap().version, 3);
    assert_eq!(shadow.log().rebuild(), *shadow.document());
}
