//! The panels, driven by their accessible labels: what they utter, where they are, how large they write.

#[path = "panels/board.rs"]
mod board;
#[path = "panels/desk.rs"]
mod desk;
#[path = "panels/document.rs"]
mod document;
#[path = "panels/keyboard.rs"]
mod keyboard;
#[path = "panels/papers.rs"]
mod papers;
#[path = "panels/places.rs"]
mod places;
#[path = "panels/trouble.rs"]
mod trouble;
#[path = "panels/wire.rs"]
mod wire;
#[path = "panels/wishes.rs"]
mod wishes;
