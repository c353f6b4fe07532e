//! A stroke font for what screens and dials show: a few characters, drawn with lines in the scene.

use bevy::prelude::*;

use super::camera::Eye;
use super::ink::{Ink, Sheet, Stroke};

/// Width and height of a character, and the step to the next one, in units of the grid.
const WIDTH: f32 = 4.0;
const HEIGHT: f32 = 6.0;
const STEP: f32 = 5.6;

type Lines = &'static [&'static [(i8, i8)]];

/// The lines of a character on a grid 4 wide and 6 high.
fn lines(character: char) -> Lines {
    match character {
        '0' | 'O' => &[&[(0, 0), (4, 0), (4, 6), (0, 6), (0, 0)]],
        '1' => &[&[(1, 5), (2, 6), (2, 0)]],
        '2' => &[&[(0, 6), (4, 6), (4, 3), (0, 3), (0, 0), (4, 0)]],
        '3' => &[&[(0, 6), (4, 6), (4, 0), (0, 0)], &[(1, 3), (4, 3)]],
        '4' => &[&[(0, 6), (0, 3), (4, 3)], &[(4, 6), (4, 0)]],
        '5' | 'S' => &[&[(4, 6), (0, 6), (0, 3), (4, 3), (4, 0), (0, 0)]],
        '6' => &[&[(4, 6), (0, 6), (0, 0), (4, 0), (4, 3), (0, 3)]],
        '7' => &[&[(0, 6), (4, 6), (4, 5), (2, 0)]],
        '8' => &[&[(0, 0), (4, 0), (4, 6), (0, 6), (0, 0)], &[(0, 3), (4, 3)]],
        '9' => &[&[(0, 0), (4, 0), (4, 6), (0, 6), (0, 3), (4, 3)]],
        '-' => &[&[(0, 3), (4, 3)]],
        '+' => &[&[(0, 3), (4, 3)], &[(2, 1), (2, 5)]],
        '.' => &[&[(1, 0), (2, 0)]],
        ':' => &[&[(2, 1), (2, 2)], &[(2, 4), (2, 5)]],
        '%' => {
            &[&[(0, 0), (4, 6)], &[(0, 5), (1, 5), (1, 6), (0, 6), (0, 5)], &[(3, 0), (4, 0), (4, 1), (3, 1), (3, 0)]]
        }
        '/' => &[&[(0, 0), (4, 6)]],
        'A' => &[&[(0, 0), (0, 4), (2, 6), (4, 4), (4, 0)], &[(0, 2), (4, 2)]],
        'B' => &[&[(0, 0), (0, 6), (3, 6), (4, 5), (3, 3), (0, 3)], &[(3, 3), (4, 2), (4, 1), (3, 0), (0, 0)]],
        'H' => &[&[(0, 0), (0, 6)], &[(4, 0), (4, 6)], &[(0, 3), (4, 3)]],
        'M' => &[&[(0, 0), (0, 6), (2, 3), (4, 6), (4, 0)]],
        'P' => &[&[(0, 0), (0, 6), (4, 6), (4, 3), (0, 3)]],
        'R' => &[&[(0, 0), (0, 6), (4, 6), (4, 3), (0, 3)], &[(2, 3), (4, 0)]],
        'h' => &[&[(0, 0), (0, 6)], &[(0, 3), (3, 4), (4, 3), (4, 0)]],
        'l' => &[&[(2, 0), (2, 6)]],
        'm' => &[&[(0, 0), (0, 4), (2, 4), (2, 0)], &[(2, 4), (4, 4), (4, 0)]],
        'p' => &[&[(0, -2), (0, 4), (4, 4), (4, 0), (0, 0)]],
        's' => &[&[(4, 4), (0, 4), (0, 2), (4, 2), (4, 0), (0, 0)]],
        'µ' => &[&[(0, -2), (0, 4)], &[(0, 0), (3, 0), (4, 1), (4, 4)]],
        _ => &[],
    }
}

/// Width of a text of some height.
#[must_use]
pub fn width(text: &str, height: f32) -> f32 {
    let count = text.chars().count() as f32;
    ((count - 1.0).max(0.0) * STEP + WIDTH) * height / HEIGHT
}

/// Writes a text whose lower left corner is at `at`, on the plane that `place` maps to the scene.
pub fn write(
    eye: &Eye,
    ink: &mut Ink,
    place: impl Fn(Vec2) -> Vec3,
    at: Vec2,
    height: f32,
    text: &str,
    stroke: Stroke,
) {
    let unit = height / HEIGHT;
    for (index, character) in text.chars().enumerate() {
        let corner = at + Vec2::X * index as f32 * STEP * unit;
        for line in lines(character) {
            let points: Vec<Vec3> =
                line.iter().map(|(x, y)| place(corner + Vec2::new(f32::from(*x), f32::from(*y)) * unit)).collect();
            ink.line(eye, Sheet::Solid, &points, stroke);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_is_shown_has_lines_within_its_grid() {
        for character in "0123456789HRSpO2MAP%-+.:/µmslh".chars() {
            let lines = lines(character);
            assert!(!lines.is_empty(), "{character}");
            assert!(
                lines.iter().flat_map(|line| line.iter()).all(|(x, y)| (0..=4).contains(x) && (-2..=6).contains(y))
            );
        }
    }
}
