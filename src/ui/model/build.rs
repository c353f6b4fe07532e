//! From the lab and its stage to the model.

use crate::lab::{Lab, Stage};

use super::Model;

impl Model {
    /// What panels show of a stage under a lab's choices.
    #[must_use]
    pub fn build(_lab: &Lab, _stage: &Stage) -> Self {
        todo!()
    }
}
