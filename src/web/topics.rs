//! Which topics behind a broker are one board's: where its lines come from, and where its commands go.

use crate::live::mqtt::topic;

/// The topics that a person names. A `+` in the commands' topic stands for what the `+` of the lines' filter stood for in
/// the topic of the first line.
#[derive(Clone, Debug)]
pub struct BoardTopics {
    filter: String,
    commands: String,
    /// The topic of the first line.
    lines: Option<String>,
}

impl BoardTopics {
    /// Topics as they were typed; without a topic for commands nothing is ever sent.
    ///
    /// # Errors
    /// A sentence, when one of them is none.
    pub fn new(filter: &str, commands: &str) -> Result<Self, String> {
        let (filter, commands) = (filter.trim().to_owned(), commands.trim().to_owned());
        if !topic::is_filter(&filter) {
            return Err(format!("lines: {filter:?} is no topic of MQTT"));
        }
        if !commands.is_empty() && (!topic::is_filter(&commands) || commands.contains('#')) {
            return Err(format!("commands: {commands:?} is no topic that can be published to"));
        }
        let wildcards = |text: &str| text.split('/').filter(|level| *level == "+").count();
        if wildcards(&commands) > wildcards(&filter) {
            return Err(format!("commands: {commands:?} has a + that the lines' topic {filter:?} has not"));
        }
        Ok(Self { filter, commands, lines: None })
    }

    /// What to subscribe to.
    #[must_use]
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Whether a message is the board's: the first that speaks now, and from then on that one.
    pub fn is_ours(&mut self, topic: &str, retained: bool) -> bool {
        if self.lines.is_none() && !retained && topic::matches(&self.filter, topic) {
            self.lines = Some(topic.to_owned());
        }
        self.lines.as_deref() == Some(topic)
    }

    /// Where its commands go, once that is known.
    #[must_use]
    pub fn commands(&self) -> Option<String> {
        if self.commands.is_empty() {
            return None;
        }
        if !self.commands.contains('+') {
            return Some(self.commands.clone());
        }
        let lines = self.lines.as_ref()?;
        let mut found =
            self.filter.split('/').zip(lines.split('/')).filter_map(|(wild, level)| (wild == "+").then_some(level));
        let levels: Option<Vec<&str>> =
            self.commands.split('/').map(|level| if level == "+" { found.next() } else { Some(level) }).collect();
        levels.map(|levels| levels.join("/")).filter(|topic| topic::is_topic(topic))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_board_that_speaks_is_chosen_and_gets_the_commands() {
        let mut topics = BoardTopics::new(" twinsync/+/lines", "twinsync/+/commands ").expect("topics");
        assert_eq!((topics.filter(), topics.commands()), ("twinsync/+/lines", None));
        assert!(!topics.is_ours("twinsync/old/lines", true), "kept from before");
        assert!(topics.is_ours("twinsync/clock/lines", false));
        assert!(!topics.is_ours("twinsync/rotor/lines", false));
        assert_eq!(topics.commands().as_deref(), Some("twinsync/clock/commands"));
    }

    #[test]
    fn a_topic_of_its_own_is_known_at_once_and_none_sends_nothing() {
        let topics = BoardTopics::new("a/+/#", "b/c").expect("topics");
        assert_eq!(topics.commands().as_deref(), Some("b/c"));
        let mut topics = BoardTopics::new("a", "").expect("topics");
        assert!(topics.is_ours("a", false));
        assert_eq!(topics.commands(), None);
    }

    #[test]
    fn what_is_no_topic_is_refused() {
        for (lines, commands) in [("", "a"), ("a/#/b", "a"), ("a", "b/+"), ("a/+", "b/#"), ("+", "x+")] {
            assert!(BoardTopics::new(lines, commands).is_err(), "{lines} {commands}");
        }
    }
}
