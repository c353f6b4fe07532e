//! What can be taken away from a run: the run itself, a link to it, its report, its charts.

use super::link::Link;
use crate::host::palette;
use crate::lab::{Lab, Stage, ThemeKind, WrittenRun};
use crate::report::{Report, html, telemetry_csv};

/// Something to take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// The query of a link that opens the shown moment.
    Link,
    /// The written run.
    Run,
    /// The text of the scene.
    Scene,
    /// The report.
    ReportJson,
    /// The report as a page with charts.
    ReportHtml,
    /// The charts alone, as one drawing.
    Charts,
    /// The recorded moments as a table.
    Telemetry,
}

impl Paper {
    /// All of them, by the names that scripts use.
    pub const ALL: [(&'static str, Self); 7] = [
        ("link", Self::Link),
        ("run", Self::Run),
        ("scene", Self::Scene),
        ("report.json", Self::ReportJson),
        ("report.html", Self::ReportHtml),
        ("charts.svg", Self::Charts),
        ("telemetry.csv", Self::Telemetry),
    ];

    /// The one of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, paper)| paper)
    }

    /// Writes it; `wall_s` is how long the run has taken so far.
    ///
    /// # Errors
    /// A sentence, when it cannot be written.
    pub fn write(self, lab: &Lab, stage: &Stage, wall_s: f64) -> Result<String, String> {
        let simulation = &stage.simulation;
        let page = || html::run(simulation, &Report::of(simulation, wall_s), &palette());
        match self {
            Self::Link => Ok(link(lab, stage).query()),
            Self::Run => Ok(WrittenRun::of(simulation).text()),
            Self::Scene => Ok(simulation.loaded().text.to_string()),
            Self::ReportJson => serde_json::to_string_pretty(&Report::of(simulation, wall_s))
                .map_err(|error| format!("the report cannot be written: {error}")),
            Self::ReportHtml => Ok(page()),
            Self::Charts => Ok(html::drawings(&page(), &palette())),
            Self::Telemetry => {
                let mut bytes = Vec::new();
                telemetry_csv(simulation, &mut bytes)
                    .map_err(|error| format!("the telemetry cannot be written: {error}"))?;
                Ok(String::from_utf8_lossy(&bytes).into_owned())
            }
        }
    }
}

/// The link to the shown moment.
fn link(lab: &Lab, stage: &Stage) -> Link {
    let run = WrittenRun::of(&stage.simulation);
    let shipped = crate::scene::shipped().iter().any(|shipped| shipped.name == run.name);
    Link {
        scene: shipped.then(|| run.name.clone()),
        seed: Some(run.seed),
        mode: None,
        projector: lab.theme == ThemeKind::Projector,
        at: Some(stage.shown.now),
        run: Some(run),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::SimTime;

    #[test]
    fn every_paper_can_be_written() {
        let mut stage = Stage::load("heater").expect("it ships");
        stage.show(SimTime::from_secs(4.0));
        let lab = Lab::default();
        for (name, paper) in Paper::ALL {
            assert_eq!(Paper::named(name), Some(paper));
            let text = paper.write(&lab, &stage, 1.0).expect(name);
            let begins = match paper {
                Paper::Link => "scene=heater&seed=",
                Paper::Run => "Run(",
                Paper::Scene => crate::scene::shipped().iter().find(|it| it.name == "heater").expect("it ships").text,
                Paper::ReportJson => "{",
                Paper::ReportHtml => "<!DOCTYPE html>",
                Paper::Charts => "<svg ",
                Paper::Telemetry => "time [s],",
            };
            assert!(text.starts_with(begins), "{name}: {}", &text[..40]);
        }
        assert_eq!(Paper::named("anything"), None);
    }

    #[test]
    fn charts_are_one_well_formed_drawing() {
        let mut stage = Stage::load("rotor_five_ways").expect("it ships");
        stage.show(SimTime::from_secs(3.0));
        let drawing = Paper::Charts.write(&Lab::default(), &stage, 1.0).expect("a drawing");
        let tree = roxmltree::Document::parse(&drawing).expect("XML");
        let charts =
            tree.root_element().children().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "svg")));
        assert!(charts.count() >= 4, "{drawing}");
    }
}
