//! What the page opens with: what its link asks for, or the default scene and what is wrong with the link.

use super::link::Link;
use super::wish::PageWish;
use crate::core::time::SimTime;
use crate::lab::{Lab, Notice, Stage, ThemeKind};
use crate::scene;

/// A laboratory on the stage that a link asks for.
///
/// # Errors
/// A sentence, when not even the default scene can run.
pub fn open(query: &str) -> Result<(Lab, Stage), String> {
    let asked = Link::parse(query).and_then(|link| Ok((stage(&link)?, link)));
    let (stage, link, wrong) = match asked {
        Ok((stage, link)) => (stage, link, None),
        Err(why) => (Stage::load(scene::DEFAULT)?, Link::default(), Some(why)),
    };
    let (mut lab, mut stage) = (Lab::default(), stage);
    lab.begin(&stage);
    if link.projector {
        lab.theme = ThemeKind::Projector;
    }
    if let Some(mode) = link.mode.filter(|_| link.run.is_none()) {
        for command in (PageWish::Mode { mode }).commands(&lab, &stage)? {
            lab.apply(command, &mut stage);
        }
    }
    if link.at.is_some() || link.run.is_some() {
        lab.playback.playing = false;
        lab.playback.seek(link.at.unwrap_or(SimTime::ZERO));
    }
    lab.notice = wrong.map(Notice::failure);
    Ok((lab, stage))
}

fn stage(link: &Link) -> Result<Stage, String> {
    match &link.run {
        Some(run) => Stage::replay(run).map_err(|why| format!("link: run: {why}")),
        None => {
            let name = link.scene.as_deref().unwrap_or(scene::DEFAULT);
            let loaded = scene::load(name).map_err(|errors| errors.to_string())?;
            Stage::new(loaded, link.seed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::sync::SyncKind;
    use crate::scene::Origin;

    #[test]
    fn a_link_opens_its_moment_paused() {
        let (lab, mut stage) = open("?scene=rotor_five_ways&seed=11&mode=Hybrid&projector=1&t=2.5").expect("a stage");
        assert!(!lab.playback.playing && lab.notice.is_none());
        assert_eq!((lab.theme, lab.playback.at), (ThemeKind::Projector, SimTime::from_secs(2.5)));
        stage.show(lab.playback.at);
        assert_eq!((stage.simulation.seed(), stage.simulation.journal().len()), (11, 1));
        assert_eq!(stage.shown.twins[lab.twin].sync.kind(), SyncKind::Hybrid);
    }

    #[test]
    fn a_bad_link_says_so_over_the_default_scene() {
        let mut run = crate::lab::WrittenRun::of(&Stage::load("heater").expect("it ships").simulation);
        run.scene = "(title: 3)".to_owned();
        let broken = Link { run: Some(run), ..Link::default() }.query();
        for query in ["scene=nothing", "t=soon", &broken] {
            let (lab, stage) = open(query).expect("a stage");
            assert_eq!(stage.source, Origin::Shipped(scene::DEFAULT.to_owned()));
            let notice = lab.notice.expect("what is wrong");
            assert!(notice.failure && notice.text.starts_with("link: "), "{}", notice.text);
        }
    }

    #[test]
    fn without_a_link_the_default_scene_plays() {
        let (lab, stage) = open("").expect("a stage");
        assert!(lab.playback.playing && lab.notice.is_none());
        assert_eq!(stage.source, Origin::Shipped(scene::DEFAULT.to_owned()));
    }
}
