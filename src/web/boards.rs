//! Boards as the page's scripts see them: at a port, in a recorded log, behind a broker.

use wasm_bindgen::prelude::*;

use super::board::BoardDesk;
use super::broker::{BrokerDesk, Subscription};

/// A board at the page's port, see [`BoardDesk`].
#[wasm_bindgen]
pub struct BoardSession(BoardDesk);

#[wasm_bindgen]
impl BoardSession {
    /// A session that has heard nothing; `id` is the number of its first command.
    ///
    /// # Errors
    /// When memory cannot be written, which does not happen.
    #[wasm_bindgen(constructor)]
    pub fn new(id: u32) -> Result<Self, JsValue> {
        Ok(Self(BoardDesk::new(id)?))
    }

    /// A session that has heard a whole recording.
    ///
    /// # Errors
    /// A sentence with the row, when it is not a recording.
    pub fn replay(text: &str) -> Result<Self, JsValue> {
        Ok(Self(BoardDesk::replay(text)?))
    }

    /// The port is open.
    pub fn opened(&mut self, at_s: f64, name: &str) {
        self.0.opened(at_s, name);
    }

    /// The port is gone.
    pub fn closed(&mut self, at_s: f64, reason: &str) {
        self.0.closed(at_s, reason);
    }

    /// Bytes came.
    pub fn bytes(&mut self, at_s: f64, bytes: &[u8]) {
        self.0.bytes(at_s, bytes);
    }

    /// Queues a command and gives its number.
    ///
    /// # Errors
    /// A sentence, when it is none, or the board would refuse it.
    pub fn send(&mut self, at_s: f64, words: &str) -> Result<u32, JsValue> {
        Ok(self.0.send(at_s, words)?)
    }

    /// What is to be sent now.
    pub fn poll(&mut self, at_s: f64) -> Vec<u8> {
        self.0.poll(at_s)
    }

    /// All lines so far, as a recording.
    #[must_use]
    pub fn recording(&self) -> String {
        self.0.recording()
    }

    /// What the page shows of it, as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        self.0.json()
    }
}

/// A board behind a broker, see [`BrokerDesk`].
#[wasm_bindgen]
pub struct BrokerSession(BrokerDesk);

#[wasm_bindgen]
impl BrokerSession {
    /// A session that has not begun; `name` is the broker's, for people.
    ///
    /// # Errors
    /// When memory cannot be written, which does not happen.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, topics: &str, client: &str, user: &str, password: &str) -> Result<Self, JsValue> {
        let [topics, client, user, password] = [topics, client, user, password].map(str::to_owned);
        Ok(Self(BrokerDesk::new(name, Subscription { topics, client, user, password })?))
    }

    /// The socket is open.
    ///
    /// # Errors
    /// A sentence, when name or password cannot be sent.
    pub fn opened(&mut self, at_s: f64) -> Result<(), JsValue> {
        Ok(self.0.opened(at_s)?)
    }

    /// The socket is gone.
    pub fn closed(&mut self, at_s: f64, reason: &str) {
        self.0.closed(at_s, reason);
    }

    /// Bytes came.
    pub fn bytes(&mut self, at_s: f64, bytes: &[u8]) {
        self.0.bytes(at_s, bytes);
    }

    /// What is to be sent now.
    pub fn poll(&mut self, at_s: f64) -> Vec<u8> {
        self.0.poll(at_s)
    }

    /// Why the session must end, if it must.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.0.trouble().map(str::to_owned)
    }

    /// All lines so far, as a recording.
    #[must_use]
    pub fn recording(&self) -> String {
        self.0.board().recording()
    }

    /// What the page shows of it, as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        self.0.board().json()
    }
}
