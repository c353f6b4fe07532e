//! `docs/modes.md`: the table of presets is what the code says, and the lines of netem that it reads are read so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

use std::fs;

use twinsync::core::link::{DelaySpec, LineSpec, LossSpec, OrderSpec, Preset, QueueSpec, netem};

const PAGE: &str = "docs/modes.md";
const BEGIN: &str = "<!-- presets -->\n";
const END: &str = "<!-- end of presets -->";

fn delay(line: &LineSpec) -> String {
    match &line.delay {
        DelaySpec::Fixed { ms } => format!("{ms} ms"),
        DelaySpec::Normal { mean_ms, std_ms } => format!("normal, {mean_ms} ms, sd {std_ms} ms"),
        DelaySpec::LogNormal { mean_ms, std_ms } => format!("log-normal, {mean_ms} ms, sd {std_ms} ms"),
        DelaySpec::Pareto { min_ms, shape } => {
            format!("Pareto, from {min_ms} ms, shape {shape} (mean {} ms)", line.delay.mean_ms())
        }
        other => panic!("no preset has {other:?}"),
    }
}

fn loss(line: &LineSpec) -> String {
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    match &line.loss {
        LossSpec::None => "none".to_owned(),
        LossSpec::Bernoulli(p) => percent(*p),
        LossSpec::GilbertElliott { loss, mean_burst } => format!("{} in bursts of {mean_burst}", percent(*loss)),
        LossSpec::List(frames) => panic!("no preset loses {frames:?}"),
    }
}

fn rate(line: &LineSpec) -> String {
    match line.rate_bps {
        None => "no limit".to_owned(),
        Some(bps) if bps >= 1e6 => format!("{} Mbit/s", bps / 1e6),
        Some(bps) => format!("{} kbit/s", bps / 1e3),
    }
}

fn table() -> String {
    let mut table =
        "| preset | one-way delay | loss | rate | queue | besides |\n| --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for preset in Preset::ALL {
        let line = preset.line();
        let QueueSpec::Fifo { limit } = line.queue else { panic!("every preset has a fifo") };
        let order = if line.order == OrderSpec::InOrder { "keeps the order" } else { "" };
        let copies =
            if line.duplicate > 0.0 { format!("{:.0} % copies", 100.0 * line.duplicate) } else { String::new() };
        let said =
            [format!("`{preset:?}` ({})", preset.label()), delay(&line), loss(&line), rate(&line), limit.to_string()];
        table += &format!("| {} | {order}{copies} |\n", said.join(" | "));
    }
    table
}

#[test]
fn the_table_of_presets_is_that_of_the_code() {
    let page = fs::read_to_string(PAGE).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("the beginning of the table");
    let (stored, after) = rest.split_once(END).expect("the end of the table");
    let now = table();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(PAGE, format!("{before}{BEGIN}{now}{END}{after}")).expect("the page can be written");
    } else {
        assert!(stored == now, "presets have changed: UPDATE_GOLDENS=1 writes their table into {PAGE}");
    }
}

#[test]
fn every_option_of_netem_is_read_or_refused_as_the_page_says() {
    let page = fs::read_to_string(PAGE).expect("the page");
    let (_, section) = page.split_once("### Netem").expect("the section");
    let (read, refused) = section.split_once("Refused").expect("what is refused");
    let (refused, _) = refused.split_once("### ").expect("the next section");
    let cells = |part: &str| -> Vec<String> {
        let rows = part.lines().filter(|line| line.starts_with("| `") || line.starts_with("| a "));
        rows.filter_map(|row| row.split('|').nth(1).map(|cell| cell.trim().to_owned())).collect()
    };
    let fill = |cell: &str| {
        let option = cell.split('`').nth(1).unwrap_or_default().replace(" N", " 50").replace(" T", " 100ms");
        option.replace(" J", " 20ms").replace(" [R%]", " 25%").replace(" P%", " 1%").replace(" R", " 1mbit")
    };
    let options = cells(read);
    assert!(options.len() >= 9, "{options:?}");
    for cell in options {
        let option = fill(&cell);
        let line = netem::parse(&option).unwrap_or_else(|error| panic!("{option}: {error}"));
        assert_ne!(line, LineSpec::default(), "{option} changes nothing");
    }
    assert!(cells(refused).len() >= 7);
    for option in [
        "loss 10% 50%",
        "delay 10ms 1ms 25%",
        "duplicate 1% 25%",
        "loss gemodel 1% 25% 90%",
        "loss gemodel 1% 25% 100% 1%",
        "loss state 1%",
        "delay 10ms 1ms distribution paretonormal",
        "delay 10ms reorder 25%",
        "gap 5",
        "corrupt 1%",
        "ecn",
        "slot 5ms",
        "seed 5",
        "rate 1mbit 20",
    ] {
        assert!(netem::parse(option).is_err(), "{option}");
    }
}
