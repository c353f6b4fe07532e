//! The scenes that ship inside the program, with the recordings they replay.

/// A scene inside the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Its name: the file's, without `scenes/` and `.ron`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

mod embedded {
    use super::Shipped;

    include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
}

/// The scene that opens when none is named.
pub const DEFAULT: &str = "campus";

/// All shipped scenes, by name.
#[must_use]
pub fn shipped() -> &'static [Shipped] {
    embedded::SCENES
}

/// The shipped scene of a name, with or without the folder and the extension.
pub(super) fn find(scene: &str) -> Option<&'static Shipped> {
    let name = scene.strip_prefix("./").unwrap_or(scene);
    let name = name.strip_prefix("scenes/").unwrap_or(name);
    let name = name.strip_suffix(".ron").unwrap_or(name);
    shipped().iter().find(|shipped| shipped.name == name)
}

/// A shipped recording by its path, as scenes write it.
pub(super) fn data(file: &str) -> Option<&'static [u8]> {
    let inside = |name: &str| file.strip_suffix(name).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'));
    embedded::DATA.iter().find(|(name, _)| inside(name)).map(|(_, bytes)| *bytes)
}

/// The paths of all shipped recordings.
pub(super) fn data_names() -> Vec<&'static str> {
    embedded::DATA.iter().map(|(name, _)| *name).collect()
}
