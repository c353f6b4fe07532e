//! A bad cable: whole lines vanish, bytes flip or go missing, strangers' lines come in between. It keeps the books.

use twinsync::core::rng::Stream;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Whole,
    Damaged,
    Lost,
}

pub struct Channel {
    draw: Stream,
    /// Lines that nobody sent.
    pub strangers: u64,
    /// Whether it is bad at all.
    pub bad: bool,
}

impl Channel {
    pub fn new(seed: u64, purpose: &str) -> Self {
        Self { draw: Stream::new(seed, "cable", purpose), strangers: 0, bad: true }
    }

    /// Carries a line without its end. What comes out at the other side, and what became of the line.
    pub fn carry(&mut self, line: &[u8]) -> (Vec<u8>, Fate) {
        let mut out = Vec::new();
        if !self.bad {
            out.extend(line);
            out.push(b'\n');
            return (out, Fate::Whole);
        }
        if self.draw.chance(0.02) {
            let length = 1 + (self.draw.uniform() * 80.0) as usize;
            out.extend((0..length).map(|_| self.noise()));
            out.push(b'\n');
            self.strangers += 1;
        }
        if self.draw.chance(0.03) {
            return (out, Fate::Lost);
        }
        let damaged = self.draw.chance(0.03);
        let mut copy = line.to_vec();
        if damaged {
            let place = (self.draw.uniform() * copy.len() as f64) as usize;
            if self.draw.chance(0.5) {
                copy.remove(place);
            } else {
                let old = copy[place];
                while copy[place] == old {
                    copy[place] = self.noise();
                }
            }
        }
        out.extend(copy);
        out.push(b'\n');
        (out, if damaged { Fate::Damaged } else { Fate::Whole })
    }

    /// A byte that ends no line and asks nothing.
    fn noise(&mut self) -> u8 {
        match (self.draw.uniform() * 256.0) as u8 {
            b'\n' | b'\r' | b'?' => b'#',
            byte => byte,
        }
    }
}
