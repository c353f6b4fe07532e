//! `twinsync shot`: pictures of a scene without a window; a software Vulkan driver is enough.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::core::time::SimTime;
use crate::lab::{Stage, ThemeKind};
use crate::view::orbit;

use super::Failure;
use super::darkroom::Darkroom;
use super::edits::Edits;

/// Largest edge of a picture, in pixels.
const MOST_PX: u32 = 8192;

/// Arguments of `shot`.
#[derive(Clone, Debug, Args)]
pub struct ShotArgs {
    /// A shipped scene, or the path of a scene file.
    scene: String,
    #[command(flatten)]
    edits: Edits,
    /// Instants to show, in seconds.
    #[arg(long, value_name = "T[,T2..]", value_delimiter = ',', required = true)]
    at: Vec<String>,
    /// Where to write; of several pictures each gets `-T-theme` before `.png`.
    #[arg(long, value_name = "X.png", value_parser = png)]
    out: PathBuf,
    /// Size in pixels.
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = size)]
    size: (u32, u32),
    /// From where to look: `home`, `wire`, or the name of a device.
    #[arg(long, value_name = "NAME", default_value = "home")]
    camera: String,
    /// Themes.
    #[arg(long, value_name = "dark,projector", value_delimiter = ',', default_value = "dark", value_parser = theme)]
    themes: Vec<ThemeKind>,
    /// Without panels.
    #[arg(long)]
    no_ui: bool,
}

/// Renders the pictures.
///
/// # Errors
/// When the scene, an instant or the camera's name is wrong, no graphics adapter is there, or a picture cannot be
/// written.
pub fn run(args: &ShotArgs) -> Result<(), Failure> {
    let stage = Stage::new(args.edits.load(&args.scene)?, None).map_err(Failure::run)?;
    let names = orbit::names(&stage);
    if !names.contains(&args.camera) {
        return Err(Failure::input(format!("there is no camera {:?} in {}", args.camera, args.scene))
            .with_hint(format!("cameras are {}", names.join(", "))));
    }
    let end = stage.simulation.end();
    let instants = args.at.iter().map(|text| instant(text, end)).collect::<Result<Vec<_>, _>>()?;
    let mut darkroom = Darkroom::open(stage, args.size, &args.camera, !args.no_ui)?;
    let several = instants.len() * args.themes.len() > 1;
    for (text, at) in args.at.iter().zip(instants) {
        for theme in &args.themes {
            let picture = darkroom.expose(at, *theme)?;
            let path = if several { named(&args.out, text.trim(), *theme) } else { args.out.clone() };
            picture.save(&path).map_err(|error| Failure::run(format!("{}: {error}", path.display())))?;
        }
    }
    Ok(())
}

fn instant(text: &str, end: SimTime) -> Result<SimTime, Failure> {
    let seconds = text.trim().parse::<f64>().ok().filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
    let at =
        seconds.map(SimTime::from_secs).ok_or_else(|| Failure::input(format!("--at {text}: not a time in seconds")))?;
    if at > end {
        return Err(Failure::input(format!("--at {text}: the run ends at {end}")));
    }
    Ok(at)
}

fn named(out: &Path, at: &str, theme: ThemeKind) -> PathBuf {
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!("{stem}-{at}-{}.png", theme.name()))
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let parsed = text.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    match parsed {
        Some((width, height)) if (64..=MOST_PX).contains(&width) && (64..=MOST_PX).contains(&height) => {
            Ok((width, height))
        }
        Some(_) => Err(format!("each edge has 64 to {MOST_PX} pixels")),
        None => Err("a size is written as 1280x720".to_owned()),
    }
}

fn png(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let is_png = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("png"));
    if is_png { Ok(path) } else { Err("pictures are written as .png".to_owned()) }
}

fn theme(text: &str) -> Result<ThemeKind, String> {
    [ThemeKind::Dark, ThemeKind::Projector]
        .into_iter()
        .find(|theme| theme.name() == text)
        .ok_or_else(|| "themes are dark and projector".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_pictures_are_told_apart_by_name() {
        let path = named(Path::new("out/rotor.png"), "12.5", ThemeKind::Projector);
        assert_eq!(path, Path::new("out/rotor-12.5-projector.png"));
    }

    #[test]
    fn pictures_are_png() {
        assert_eq!(png("out/a.PNG"), Ok(PathBuf::from("out/a.PNG")));
        assert!(png("a.jpg").is_err() && png("a").is_err());
    }

    #[test]
    fn sizes_are_checked() {
        assert_eq!(size("960x540"), Ok((960, 540)));
        assert!(size("960").is_err());
        assert!(size("0x540").is_err());
    }
}
