//! The firmware's arithmetic, question by question, against this language's.

use twinsync::core::rng::Stream;

use super::programs::probe;
use super::words::sum;

fn below(draw: &mut Stream, limit: f64) -> i64 {
    (draw.uniform() * limit) as i64
}

#[test]
fn checksums() {
    let mut draw = Stream::new(1, "firmware", "checksums");
    let mut texts = vec!["123456789".to_owned(), "A".to_owned(), "HELLO?".to_owned()];
    for _ in 0..200 {
        let length = 1 + below(&mut draw, 250.0);
        texts.push((0..length).map(|_| (33 + below(&mut draw, 94.0)) as u8 as char).collect());
    }
    let questions: Vec<String> = texts.iter().map(|text| format!("crc {text}")).collect();
    let Some(answers) = probe(&questions) else { return };
    assert_eq!(answers[0], 0x29B1.to_string(), "the check value of the catalogue");
    for (text, answer) in texts.iter().zip(answers) {
        assert_eq!(answer, sum(text.as_bytes()).to_string(), "{text}");
    }
}

#[test]
fn micros_carry_on_beyond_32_bits() {
    let mut draw = Stream::new(2, "firmware", "wraps");
    let mut sums = Vec::new();
    let mut questions = Vec::new();
    for _ in 0..20 {
        let mut sum: u64 = below(&mut draw, 4e9) as u64;
        let mut instants = vec![sum];
        for _ in 0..50 {
            sum += below(&mut draw, 4_294_967_295.0) as u64;
            instants.push(sum);
        }
        let narrow: Vec<String> = instants.iter().map(|instant| (*instant as u32).to_string()).collect();
        questions.push(format!("wide {}", narrow.join(" ")));
        sums.push(instants.iter().map(u64::to_string).collect::<Vec<_>>().join(" "));
    }
    let Some(answers) = probe(&questions) else { return };
    assert_eq!(answers, sums);
}

/// The corrected clock is phase plus the sum of multiplier times run, rounded down once, at the end: exact over months,
/// thousands of multipliers and every wrap; and what `at` says on both sides of a new multiplier is the same.
#[test]
fn the_corrected_clock_is_its_closed_form() {
    let mut draw = Stream::new(3, "firmware", "clock");
    let mut questions = Vec::new();
    let mut expected = Vec::new();
    for _ in 0..20 {
        let (mut raw, mut multiplier) = (below(&mut draw, 1e12), 100_000_000_i128);
        let phase = i128::from(below(&mut draw, 4_294_967_295e6));
        let mut wall_e8 = phase * 100_000_000;
        let mut question = format!("clock phase {phase} {raw}");
        let mut answers = Vec::new();
        for _ in 0..200 {
            // Up to the nine hours that the exact product allows between two questions.
            let long = draw.chance(0.2);
            let run = below(&mut draw, if long { 3.2e10 } else { 1e7 });
            raw += run;
            wall_e8 += multiplier * i128::from(run);
            let wall = (wall_e8 / 100_000_000).to_string();
            multiplier = i128::from(97_800_000 + below(&mut draw, 4_400_001.0));
            question += &format!(" at {raw} mult {multiplier} {raw} at {raw}");
            answers.extend([wall.clone(), wall]);
        }
        questions.push(question);
        expected.push(answers.join(" "));
    }
    let Some(answers) = probe(&questions) else { return };
    assert_eq!(answers, expected);
}

#[test]
fn a_schedule_keeps_its_grid() {
    let mut draw = Stream::new(4, "firmware", "schedule");
    let (mut questions, mut expected) = (Vec::new(), Vec::new());
    for _ in 0..50 {
        let (period, first) = (1 + below(&mut draw, 1000.0), below(&mut draw, 1000.0));
        let mut question = format!("schedule {period} {first}");
        let mut answers = Vec::new();
        // Slots of the grid that lie at or before an instant.
        let slots = |now: i64| if now < first { 0 } else { (now - first) / period + 1 };
        let (mut now, mut seen, mut taken) = (0, 0, 0);
        for _ in 0..100 {
            let far = draw.chance(0.1);
            now += below(&mut draw, if far { 5000.0 } else { 300.0 });
            question += &format!(" {now}");
            let due = slots(now) > seen;
            seen = slots(now);
            taken += i64::from(due);
            answers.push(i32::from(due).to_string());
        }
        answers.push((seen - taken).to_string());
        questions.push(question);
        expected.push(answers.join(" "));
    }
    let Some(answers) = probe(&questions) else { return };
    assert_eq!(answers, expected);
}

#[test]
fn every_count_of_the_accelerometer_has_its_force() {
    let counts: Vec<i32> = (-32768..=32767).collect();
    let questions: Vec<String> = counts.iter().map(|count| format!("force {count}")).collect();
    let Some(answers) = probe(&questions) else { return };
    for (count, answer) in counts.iter().zip(answers) {
        let exact_mm_s2 = f64::from(*count) * 9806.65 / 4096.0;
        let error = answer.parse::<f64>().unwrap() - exact_mm_s2;
        assert!(error.abs() <= 0.5 + 1e-9, "{count}: {answer}, not {exact_mm_s2}");
    }
}

#[test]
fn decimal_numbers() {
    let numbers = [
        ("8 0.99996000", "99996000"),
        ("8 1", "100000000"),
        ("8 .5", "50000000"),
        ("8 1.", "100000000"),
        ("8 0.999999995", "100000000"),
        ("8 0.9999999949999", "99999999"),
        ("8 -0.000000005", "-1"),
        ("8 +1.5", "150000000"),
        ("6 4294967295.999", "4294967295999000"),
        ("6 0000000000004294967295", "4294967295000000"),
        ("8 9999999999.99999999", "999999999999999999"),
        ("8 99999999999", "no"),
        ("8 ", "no"),
        ("8 .", "no"),
        ("8 -", "no"),
        ("8 1.2.3", "no"),
        ("8 1e0", "no"),
        ("8 nan", "no"),
        ("8 0x1", "no"),
        ("8 --1", "no"),
        ("8 1 2", "no"),
    ];
    let questions: Vec<String> = numbers.iter().map(|(question, _)| format!("fixed {question}")).collect();
    let Some(answers) = probe(&questions) else { return };
    for ((question, expected), answer) in numbers.iter().zip(answers) {
        assert_eq!(answer, *expected, "{question}");
    }
}
