//! Whatever comes over a line: no panic, bounded memory, counts that add up.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use proptest::prelude::*;
use twinsync::core::rng::Stream;
use twinsync::core::time::SimTime;
use twinsync::live::assembler::Assembler;
use twinsync::live::board::{Board, BoardSettings, Counts, PLOT_LIMIT, SAMPLE_LIMIT};
use twinsync::live::feed::Heard;
use twinsync::live::line::{Answer, Boot, Chip, ClockLine, Hello, LINE_LIMIT, Line, Pong, Stamp, Tail, parse, seal};
use twinsync::live::order::{Order, Wish};
use twinsync::live::recording::{Player, Recorder};

fn adds_up(counts: &Counts) {
    let Counts { too_long, not_text, checksum, unsealed, unreadable, unknown, .. } = *counts;
    assert_eq!(counts.heard, counts.accepted + counts.rejected + counts.partial + counts.boot_noise);
    assert_eq!(counts.rejected, too_long + not_text + checksum + unsealed + unreadable + unknown);
}

fn stays_bounded(session: &Board) {
    assert!(session.raw_log().lines().len() <= 200);
    assert!(session.raw_log().lines().all(|line| line.text.len() <= 3 * (LINE_LIMIT + 1)));
    assert!(session.vibration().samples().len() <= SAMPLE_LIMIT);
    assert!(session.plots().len() <= PLOT_LIMIT);
}

/// Lines of every kind, to begin damage from.
fn seeds() -> Vec<String> {
    let boot = Boot(0xdead_beef);
    let tail = Some(Tail { seq: 7, boot, temperature_c: 24.5 });
    [
        Line::Hello(Hello { firmware: "0.1.0".to_owned(), chip: Chip(0x0200_0000_0001), boot }),
        Line::Clock(ClockLine { micros: 4_294_967_290, wall_s: Some(12.5), tail }),
        Line::Clock(ClockLine { micros: 1, wall_s: Some(12.5), tail: None }),
        Line::Clock(ClockLine { micros: 123_456, wall_s: None, tail: None }),
        Line::Vibration { accel_m_s2: [0.1, -9.8, 0.0], stamp: Some(Stamp { micros: 5, seq: 8, boot }) },
        Line::Vibration { accel_m_s2: [0.1, -9.8, 0.0], stamp: None },
        Line::Plot(vec![("temp".to_owned(), 21.5), ("x".to_owned(), -1.0)]),
        Line::Pong(Pong { id: 1, t2_micros: 2, t3_micros: 3, boot }),
        Line::Answer(Answer { taken: true, words: "SET_MULT:0.99996000".to_owned(), id: Some(3) }),
        Line::Answer(Answer { taken: false, words: "no".to_owned(), id: None }),
    ]
    .iter()
    .map(Line::emit)
    .chain([
        Order::Hello.emit(),
        Order::Ping { id: 9 }.emit(),
        Order::Wish { wish: Wish::SetPhase { epoch_s: 1.5 }, id: Some(2) }.emit(),
        "SET_TICK_MULTIPLIER = 0.99".to_owned(),
        "rst:0x1 (POWERON_RESET),boot:0x13".to_owned(),
        "21.5 °C".to_owned(),
    ])
    .collect()
}

/// Damages a line: flips, inserts, deletes, cuts, joins; sometimes seals it again, so that the fields are reached.
fn damage(stream: &mut Stream, seeds: &[String]) -> Vec<u8> {
    let draw = |stream: &mut Stream, below: usize| (stream.uniform() * below as f64) as usize;
    let mut bytes = seeds[draw(stream, seeds.len())].clone().into_bytes();
    for _ in 0..draw(stream, 4) {
        let at = draw(stream, bytes.len().max(1)).min(bytes.len());
        match draw(stream, 6) {
            0 if at < bytes.len() => bytes[at] = draw(stream, 256) as u8,
            1 => bytes.insert(at, b",:*\n\r\t 0-.9;=?\x18\x1a\xff"[draw(stream, 17)]),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => bytes.truncate(at),
            4 => bytes.extend_from_slice(seeds[draw(stream, seeds.len())].as_bytes()),
            _ => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                bytes = seal(text.split('*').next().unwrap_or_default()).into_bytes();
            }
        }
    }
    if !stream.chance(0.05) {
        bytes.push(b'\n');
    }
    bytes
}

#[test]
fn a_million_damaged_lines() {
    let (seeds, mut stream) = (seeds(), Stream::new(1, "live", "fuzz"));
    let mut assembler = Assembler::default();
    let mut session = Board::new(BoardSettings::default());
    let (mut read, mut orders) = (0_u32, 0_u32);
    for index in 0..1_000_000_i64 {
        let bytes = damage(&mut stream, &seeds);
        let at = SimTime::from_nanos(index * 10_000_000);
        assembler.push(at, &bytes, |line| {
            assert!(line.bytes.len() <= LINE_LIMIT + 1);
            read += u32::from(parse(line.bytes).is_ok());
            orders += u32::from(Order::parse(line.bytes).is_ok());
        });
        assert!(assembler.held() <= LINE_LIMIT + 1);
        if index % 20 == 0 {
            session.hear(&Heard::Bytes { at, bytes });
            session.poll(at);
        }
    }
    // Damage must leave enough whole that the inner parts are reached, and break enough.
    assert!((100_000..900_000).contains(&read), "{read}");
    assert!(orders > 50_000, "{orders}");
    adds_up(session.counts());
    stays_bounded(&session);
}

fn chunks() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let line = (0..seeds().len()).prop_map(|index| format!("{}\n", seeds()[index]).into_bytes());
    let rubbish = proptest::collection::vec(any::<u8>(), 0..600);
    let piece = prop_oneof![3 => line, 1 => rubbish];
    proptest::collection::vec(piece, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_never_panic_and_how_they_are_cut_does_not_matter(chunks in chunks(), cut in 1_usize..64) {
        let mut whole = Board::new(BoardSettings::default());
        let mut cut_up = Board::new(BoardSettings::default());
        for (index, bytes) in chunks.into_iter().enumerate() {
            let at = SimTime::from_millis(100.0 * index as f64);
            for part in bytes.chunks(cut) {
                cut_up.hear(&Heard::Bytes { at, bytes: part.to_vec() });
            }
            whole.hear(&Heard::Bytes { at, bytes });
        }
        adds_up(whole.counts());
        stays_bounded(&whole);
        prop_assert_eq!(whole.counts(), cut_up.counts());
        prop_assert_eq!(whole.clock().state().samples, cut_up.clock().state().samples);
    }

    #[test]
    fn a_recording_of_anything_counts_the_same(chunks in chunks()) {
        let mut live = Board::new(BoardSettings::default());
        let mut recorder = Recorder::new(Vec::new()).unwrap();
        for (index, bytes) in chunks.into_iter().enumerate() {
            let at = SimTime::from_millis(100.0 * index as f64);
            let heard = match index % 7 {
                3 => Heard::Up { at, name: String::new() },
                5 => Heard::Down { at, reason: String::new() },
                _ => Heard::Bytes { at, bytes },
            };
            live.hear_and_tell(&heard, &mut |at, line| recorder.line(at, line).unwrap());
        }
        let tape = recorder.into_inner();
        let (mut replay, mut player) = (Board::new(BoardSettings::default()), Player::new(&tape[..]).unwrap());
        while let Some((at, line)) = player.next_line().unwrap() {
            replay.hear_line(at, &line);
        }
        prop_assert_eq!(live.counts(), replay.counts());
    }

    #[test]
    fn recordings_of_rubbish_are_refused_without_a_panic(rubbish in proptest::collection::vec(any::<u8>(), 0..3000)) {
        let mut file = b"ref_s,line\n".to_vec();
        file.extend(&rubbish);
        let mut player = Player::new(&file[..]).unwrap();
        while let Ok(Some((_, line))) = player.next_line() {
            let _ = parse(&line);
        }
        prop_assert!(Player::new(&rubbish[..]).is_err());
    }

    #[test]
    fn what_a_board_writes_is_read_as_it_was_meant(
        micros: u32, seq: u32, boot: u32, id: u32,
        wall_ms in 0_u64..4_294_967_295_000, milli in proptest::array::uniform3(-78_450_i32..78_450),
        centi in -4000_i32..8500, chip in 0_u64..1 << 48,
    ) {
        let boot = Boot(boot);
        let wall_s = wall_ms as f64 / 1000.0;
        let accel_m_s2 = milli.map(|milli| f64::from(milli) / 1000.0);
        let tail = Tail { seq, boot, temperature_c: f64::from(centi) / 100.0 };
        for line in [
            Line::Hello(Hello { firmware: "1.2.3".to_owned(), chip: Chip(chip), boot }),
            Line::Clock(ClockLine { micros, wall_s: Some(wall_s), tail: Some(tail) }),
            Line::Clock(ClockLine { micros, wall_s: Some(wall_s), tail: None }),
            Line::Clock(ClockLine { micros, wall_s: None, tail: None }),
            Line::Vibration { accel_m_s2, stamp: Some(Stamp { micros, seq, boot }) },
            Line::Vibration { accel_m_s2, stamp: None },
            Line::Pong(Pong { id, t2_micros: micros, t3_micros: seq, boot }),
            Line::Answer(Answer { taken: true, words: "SET_MULT:1.00000000".to_owned(), id: Some(id) }),
        ] {
            let text = line.emit();
            prop_assert!(text.len() <= LINE_LIMIT);
            prop_assert_eq!(parse(text.as_bytes()).map(|parsed| parsed.line), Ok(line), "{}", text);
        }
    }
}
