//! Ways to a board, as those who listen see them: what comes, what goes, and how the board stands.

use super::feed::Heard;
use crate::core::time::SimTime;

/// How a board behind a broker stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Which of the broker's boards; none on a port, which has one.
    pub board: Option<String>,
    /// Why what is known of it is stale.
    pub stale: Option<&'static str>,
    /// The same for people, with its time.
    pub words: Option<String>,
}

/// A way to a board: a port, a broker, a recording.
pub trait Carrier: Send {
    /// What it is: `serial`, `mqtt`.
    fn kind(&self) -> &'static str;
    /// Its name, without secrets.
    fn name(&self) -> String;
    /// What has come and concerns the board.
    fn hear(&mut self) -> Vec<Heard>;
    /// Entries that found no room in the feed.
    fn dropped(&self) -> u64;
    /// Sends bytes. False when they are lost.
    fn send(&mut self, bytes: &[u8]) -> bool;
    /// Lets go of the port, so that another program can flash the board, or takes it again. False where there is none.
    fn let_go(&mut self, _released: bool) -> bool {
        false
    }
    /// How the board stands.
    fn standing(&self, _now: SimTime) -> Standing {
        Standing::default()
    }
}
