//! Commands: taken, refused, repeated, damaged.

use twinsync::core::rng::Stream;

use super::rig::Rig;
use super::words::{field, open, seal};

fn sealed(body: &str) -> String {
    seal(body).trim_end().to_owned()
}

/// What is asked with an id and a checksum is answered with both.
#[test]
fn commands_with_an_id_are_answered_with_it() {
    let Some(mut rig) = Rig::start(&[]) else { return };
    rig.advance(300_000);
    let table = [
        ("SET_MULT:0.99996000,ID:1", "ACK: SET_MULT:0.99996000,ID:1"),
        ("SET_MULT:0.97800000,ID:2", "ACK: SET_MULT:0.97800000,ID:2"),
        ("SET_MULT:1.022,ID:3", "ACK: SET_MULT:1.02200000,ID:3"),
        ("SET_MULT:0.97799999,ID:4", "NAK: multiplier outside 0.978..1.022,ID:4"),
        ("SET_MULT:1.02200001,ID:5", "NAK: multiplier outside 0.978..1.022,ID:5"),
        ("SET_MULT:-1,ID:6", "NAK: multiplier outside 0.978..1.022,ID:6"),
        ("SET_MULT:fast,ID:7", "NAK: unreadable,ID:7"),
        ("SET_MULT:,ID:8", "NAK: unreadable,ID:8"),
        ("SET_PHASE:1718000000.123,ID:9", "ACK: SET_PHASE:1718000000.123,ID:9"),
        ("SET_PHASE:4294967295.000,ID:10", "ACK: SET_PHASE:4294967295.000,ID:10"),
        ("SET_PHASE:4294967295.001,ID:11", "NAK: phase outside 0..4294967295,ID:11"),
        ("SET_PHASE:-0.001,ID:12", "NAK: phase outside 0..4294967295,ID:12"),
        ("SET_PHASE:99999999999,ID:13", "NAK: unreadable,ID:13"),
        ("VIBRATION:0,ID:14", "ACK: VIBRATION:0,ID:14"),
        ("VIBRATION:1,ID:4294967295", "ACK: VIBRATION:1,ID:4294967295"),
        ("VIBRATION:2,ID:15", "NAK: unreadable,ID:15"),
        ("SELF_DESTRUCT:1,ID:16", "NAK: unknown command,ID:16"),
    ];
    for (command, answer) in table {
        assert_eq!(rig.ask(seal(command)), [sealed(answer)], "{command}");
    }
    assert_eq!((rig.count("BAD"), rig.count("DONE"), rig.count("DROP")), (0, 7, 0));
}

/// The course's lines carry neither; so does the answer.
#[test]
fn the_course_is_understood() {
    let Some(mut rig) = Rig::start(&[]) else { return };
    rig.advance(300_000);
    let table = [
        ("SET_PHASE:1718000000.123\n", "ACK: SET_PHASE:1718000000.123"),
        ("SET_MULT:0.99996000\r\n", "ACK: SET_MULT:0.99996000"),
        ("SET_TICK_MULTIPLIER = 0.99997\n", "ACK: SET_MULT:0.99997000"),
        ("SET_TICK_MULTIPLIER=0.99998\n", "ACK: SET_MULT:0.99998000"),
        ("  SET_TICK_MULTIPLIER =   0.9999800000000001 \n", "ACK: SET_MULT:0.99998000"),
        ("SET_TICK_MULTIPLIER = 2\n", "NAK: multiplier outside 0.978..1.022"),
        ("SET_PHASE:soon\n", "NAK: unreadable"),
        ("VIBRATION:0\n", "ACK: VIBRATION:0"),
    ];
    for (command, answer) in table {
        assert_eq!(rig.ask(command), [answer], "{command}");
    }
    for hello in ["HELLO?\n".to_owned(), seal("HELLO?")] {
        let answers = rig.ask(hello);
        assert!(open(&answers[0]).unwrap().starts_with("HELLO:twinsync,"), "{answers:?}");
    }
}

#[test]
fn a_repeated_id_is_acknowledged_and_done_once() {
    let Some(mut rig) = Rig::start(&[]) else { return };
    rig.advance(300_000);
    let phase = seal("SET_PHASE:1718000000.000,ID:7");
    assert_eq!(rig.ask(&phase), [sealed("ACK: SET_PHASE:1718000000.000,ID:7")]);
    rig.advance(10_000_000);
    assert_eq!(rig.ask(&phase), [sealed("ACK: SET_PHASE:1718000000.000,ID:7")]);
    assert_eq!((rig.count("DONE"), rig.count("REPEAT")), (1, 1));
    let clock = rig.listen(5_000_000, 10_000).into_iter().find(|heard| heard.line.starts_with("RAW_MICROS:")).unwrap();
    let wall_s: f64 = field(clock.body(), "CUR_WALL").unwrap().parse().unwrap();
    assert!(wall_s > 1_718_000_010.0, "the repeat did not set the clock back: {wall_s}");

    // The id alone counts: a host may bring a phase up to date before it repeats it.
    let later = seal("SET_PHASE:1718000011.000,ID:7");
    assert_eq!(rig.ask(&later), [sealed("ACK: SET_PHASE:1718000000.000,ID:7")], "what was done is what is said");
    assert_eq!((rig.count("DONE"), rig.count("REPEAT")), (1, 2));
    // A refusal is remembered as well.
    for _ in 0..2 {
        assert_eq!(rig.ask(seal("SET_MULT:2.0,ID:8")), [sealed("NAK: multiplier outside 0.978..1.022,ID:8")]);
    }
    assert_eq!((rig.count("DONE"), rig.count("REPEAT")), (1, 3));

    // Sixteen ids are remembered; a restart forgets them.
    for id in 100..114 {
        rig.ask(seal(&format!("SET_MULT:0.99990000,ID:{id}")));
    }
    rig.ask(&phase);
    assert_eq!((rig.count("DONE"), rig.count("REPEAT")), (15, 4));
    rig.ask(seal("SET_MULT:0.99990000,ID:200"));
    rig.ask(&phase);
    assert_eq!((rig.count("DONE"), rig.count("REPEAT")), (17, 4));
    rig.reboot();
    rig.advance(300_000);
    rig.ask(&phase);
    assert_eq!((rig.count("DONE"), rig.count("REPEAT")), (1, 0));
}

/// No single flipped bit, missing byte or missing end makes another command of a checked one.
#[test]
fn a_damaged_command_does_nothing() {
    let Some(mut rig) = Rig::start(&[]) else { return };
    rig.advance(300_000);
    let command = seal("SET_MULT:0.99996000,ID:12").trim_end().as_bytes().to_vec();
    let mut damaged = 0;
    for place in 0..command.len() {
        let mut variants: Vec<Vec<u8>> = (0..8)
            .map(|bit| {
                let mut bytes = command.clone();
                bytes[place] ^= 1 << bit;
                bytes
            })
            .collect();
        variants.push([&command[..place], &command[place + 1..]].concat());
        variants.push(command[..place].to_vec());
        for mut bytes in variants {
            // An empty line is nobody's; a new line's end makes two of one.
            if bytes.is_empty() || bytes.contains(&b'\n') {
                continue;
            }
            bytes.push(b'\n');
            rig.say(&bytes);
            rig.advance(5_000);
            damaged += 1;
        }
    }
    // Without the end of the value, the id and the checksum it is a command of the course: seen, and refused or done as
    // such. Those are the cuts between `SET_MULT:` and the comma.
    let course = (b"SET_MULT:".len()..=b"SET_MULT:0.99996000".len()).count() as u64;
    assert!(damaged > 280);
    assert_eq!(rig.count("BAD"), damaged - course);
    assert!(rig.count("DONE") < course);
    assert_eq!(rig.count("REPEAT"), 0);
}

/// Whatever comes in, the board goes on, counts every line, and takes the next good command.
#[test]
fn garbage_is_counted() {
    let Some(mut rig) = Rig::start(&[("loop-us", 1000)]) else { return };
    rig.advance(300_000);
    let mut draw = Stream::new(5, "firmware", "garbage");
    let mut lines = 0;
    for _ in 0..300 {
        let length = 1 + (draw.uniform() * if draw.chance(0.1) { 600.0 } else { 60.0 }) as usize;
        // No `?`, so that no question comes about, and no line that is a lone return.
        let byte = |draw: &mut Stream| match (draw.uniform() * 256.0) as u8 {
            b'\n' | b'\r' | b'?' => b'#',
            byte => byte,
        };
        let mut bytes: Vec<u8> = (0..length).map(|_| byte(&mut draw)).collect();
        bytes.push(b'\n');
        rig.say(&bytes);
        rig.advance(bytes.len() as i64 * 90 + 2000);
        lines += 1;
    }
    // Exactly 256 bytes are a line; one more is not.
    for (zeros, bad) in [(237, 0), (238, 1)] {
        let before = rig.count("BAD");
        let answers = rig.ask(format!("SET_MULT:1.{}\n\n\r\n", "0".repeat(zeros + 8)));
        assert_eq!((answers.len(), rig.count("BAD") - before), (1 - bad, bad as u64), "{zeros}");
    }
    assert_eq!(rig.count("BAD"), lines + 1);
    assert_eq!(rig.ask("SET_MULT:1\n"), ["ACK: SET_MULT:1.00000000"]);
}
