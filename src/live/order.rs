//! Lines that go to a board: reader and writer of both dialects side by side.
//!
//! Source: SCIENCE section 9.

use crate::live::line::{LINE_LIMIT, Reject, decimal, seal, unseal, whole};

/// Multipliers that a board accepts: an oscillator that needs more than 2.2 % is broken.
pub const MULTIPLIER_LIMITS: (f64, f64) = (0.978, 1.022);
/// Times that a board accepts, in seconds: an unsigned count of seconds since 1970 ends in 2106.
pub const PHASE_LIMITS_S: (f64, f64) = (0.0, 4_294_967_295.0);

/// A wish that changes something on the board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wish {
    /// Sets the corrected clock, in seconds since 1970 or any other zero. The value is right at the instant of the wish; what is sent
    /// later is moved on by the time that has passed.
    SetPhase {
        /// Seconds.
        epoch_s: f64,
    },
    /// Sets the rate of the corrected clock, from where it is.
    SetMultiplier {
        /// Seconds shown for each second that the board counts.
        multiplier: f64,
    },
    /// Starts or ends the stream of vibration samples.
    SetVibration {
        /// Whether they shall flow.
        on: bool,
    },
}

impl Wish {
    /// Whether a board would accept it.
    ///
    /// # Errors
    /// A sentence with the value and its limits.
    pub fn check(&self) -> Result<(), String> {
        let (what, value, (low, high)) = match *self {
            Self::SetPhase { epoch_s } => ("the phase", epoch_s, PHASE_LIMITS_S),
            Self::SetMultiplier { multiplier } => ("the multiplier", multiplier, MULTIPLIER_LIMITS),
            Self::SetVibration { .. } => return Ok(()),
        };
        if value >= low && value <= high { Ok(()) } else { Err(format!("{what} {value} is outside {low} to {high}")) }
    }

    /// The word that begins it on the line, and its answer.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::SetPhase { .. } => "SET_PHASE",
            Self::SetMultiplier { .. } => "SET_MULT",
            Self::SetVibration { .. } => "VIBRATION",
        }
    }
}

/// A line that goes to a board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// Asks who it is.
    Hello,
    /// Asks for the time.
    Ping {
        /// Comes back with the answer.
        id: u32,
    },
    /// Wants something changed.
    Wish {
        /// What.
        wish: Wish,
        /// Comes back with the answer; none in the course dialect.
        id: Option<u32>,
    },
}

impl Order {
    /// The line, without its end.
    #[must_use]
    pub fn emit(&self) -> String {
        match *self {
            Self::Hello => seal("HELLO?"),
            Self::Ping { id } => seal(&format!("PING:{id}")),
            Self::Wish { wish, id } => {
                let words = emit_wish(&wish);
                id.map_or_else(|| words.clone(), |id| seal(&format!("{words},ID:{id}")))
            }
        }
    }

    /// Reads a line, as the board does.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn parse(bytes: &[u8]) -> Result<Self, Reject> {
        if bytes.len() > LINE_LIMIT {
            return Err(Reject::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Reject::NotText)?;
        let (body, sealed) = unseal(text.trim())?;
        if body == "HELLO?" {
            return Ok(Self::Hello);
        }
        if let Some(id) = body.strip_prefix("PING:") {
            let id = whole(id).ok_or_else(|| Reject::field("PING", id, "a whole number below 2^32"))?;
            return Ok(Self::Ping { id });
        }
        let (words, id) = match body.rsplit_once(",ID:") {
            Some((words, id)) if sealed => {
                (words, Some(whole(id).ok_or_else(|| Reject::field("ID", id, "a whole number below 2^32"))?))
            }
            _ => (body, None),
        };
        Ok(Self::Wish { wish: parse_wish(words)?, id })
    }
}

/// The words of a wish, as the board repeats them in its answer.
#[must_use]
pub fn emit_wish(wish: &Wish) -> String {
    match *wish {
        Wish::SetPhase { epoch_s } => format!("SET_PHASE:{epoch_s:.3}"),
        Wish::SetMultiplier { multiplier } => format!("SET_MULT:{multiplier:.8}"),
        Wish::SetVibration { on } => format!("VIBRATION:{}", u8::from(on)),
    }
}

/// Reads the words of a wish: `NAME:value`, and `SET_TICK_MULTIPLIER = value` with or without blanks.
///
/// # Errors
/// Why they are not taken.
pub fn parse_wish(words: &str) -> Result<Wish, Reject> {
    let (name, value) = words.split_once([':', '=']).ok_or(Reject::Unknown)?;
    let value = value.trim();
    let number = |field| decimal(value).ok_or_else(|| Reject::field(field, value, "a decimal number"));
    match name.trim() {
        "SET_PHASE" => Ok(Wish::SetPhase { epoch_s: number("SET_PHASE")? }),
        "SET_MULT" | "SET_TICK_MULTIPLIER" => Ok(Wish::SetMultiplier { multiplier: number("SET_MULT")? }),
        "VIBRATION" => match value {
            "0" => Ok(Wish::SetVibration { on: false }),
            "1" => Ok(Wish::SetVibration { on: true }),
            _ => Err(Reject::field("VIBRATION", value, "0 or 1")),
        },
        _ => Err(Reject::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_come_back_as_they_were_written() {
        let wishes = [
            Wish::SetPhase { epoch_s: 1_764_364_562.125 },
            Wish::SetMultiplier { multiplier: 0.999_96 },
            Wish::SetVibration { on: true },
        ];
        for wish in wishes {
            for id in [None, Some(0), Some(u32::MAX)] {
                let order = Order::Wish { wish, id };
                assert_eq!(Order::parse(order.emit().as_bytes()), Ok(order));
            }
        }
        for order in [Order::Hello, Order::Ping { id: 7 }] {
            assert_eq!(Order::parse(order.emit().as_bytes()), Ok(order));
        }
    }

    #[test]
    fn the_course_writes_multipliers_in_its_own_way() {
        let order = Ok(Order::Wish { wish: Wish::SetMultiplier { multiplier: 0.99996 }, id: None });
        for line in ["SET_TICK_MULTIPLIER = 0.99996", "SET_TICK_MULTIPLIER=0.99996", "SET_MULT:0.99996000\r"] {
            assert_eq!(Order::parse(line.as_bytes()), order, "{line}");
        }
    }

    #[test]
    fn wishes_outside_their_limits_are_refused_with_the_value() {
        let refusal = Wish::SetMultiplier { multiplier: 1.5 }.check();
        assert_eq!(refusal, Err("the multiplier 1.5 is outside 0.978 to 1.022".to_owned()));
        assert!(Wish::SetPhase { epoch_s: f64::NAN }.check().is_err());
        assert_eq!(Wish::SetMultiplier { multiplier: 1.022 }.check(), Ok(()));
    }
}
