//! The memory for client tokens: a bounded ring of the latest requests.

use std::collections::VecDeque;

use super::update::Update;

/// A request that was accepted.
#[derive(Clone, Debug)]
struct Known {
    token: String,
    request: u64,
    version: u64,
}

/// The latest accepted requests that carried a token.
#[derive(Clone, Debug)]
pub(super) struct Tokens {
    known: VecDeque<Known>,
    limit: usize,
}

impl Tokens {
    pub(super) fn new(limit: usize) -> Self {
        Self { known: VecDeque::new(), limit }
    }

    /// The version that the same request made when it was accepted first. Another request under a used
    /// token is a new one: a device that restarts may count from zero again.
    pub(super) fn repeated(&self, update: &Update) -> Option<u64> {
        let token = update.token.as_ref()?;
        let known = self.known.iter().find(|known| known.token == *token)?;
        (known.request == update.digest()).then_some(known.version)
    }

    pub(super) fn remember(&mut self, update: &Update, version: u64) {
        let Some(token) = &update.token else { return };
        self.known.retain(|known| known.token != *token);
        self.known.push_back(Known { token: token.clone(), request: update.digest(), version });
        while self.known.len() > self.limit {
            self.known.pop_front();
        }
    }
}
