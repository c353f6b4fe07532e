//! Embeds the shipped scenes and the files they refer to.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders of scenes, with what stands before a scene's name.
const SCENES: [(&str, &str); 2] = [("scenes", ""), ("scenes/lessons", "lessons/")];
const DATA: &str = "scenes/data";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=scenes");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut code = String::from("/// The shipped scenes, by name.\npub(super) static SCENES: &[Shipped] = &[\n");
    for (folder, prefix) in SCENES {
        for file in files(&here.join(folder), "ron")? {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let name = format!("{prefix}{stem}");
            add(&mut code, &format!("Shipped {{ name: {name:?}, text: include_str!({file:?}) }}"));
        }
    }
    code.push_str("];\n/// The shipped recordings, by their path from the scenes folder.\n");
    code.push_str("pub(super) static DATA: &[(&str, &[u8])] = &[\n");
    for file in files(&here.join(DATA), "csv")? {
        let name = format!("data/{}", file.file_name().unwrap_or_default().to_string_lossy());
        add(&mut code, &format!("({name:?}, include_bytes!({file:?}))"));
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("shipped.rs"), code)
}

fn add(code: &mut String, entry: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(code, "    {entry},");
}

fn files(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|has| has == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
