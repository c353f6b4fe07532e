//! Topics and filters of MQTT: what may be one, and which filter hears which topic (MQTT 3.1.1, section 4.7).

/// The longest topic or filter that is read or subscribed to, in bytes. The standard would allow 65,535.
pub const LONGEST: usize = 256;

/// Whether a text may be published to: not empty, no wildcard, no NUL, at most [`LONGEST`] bytes.
#[must_use]
pub fn is_topic(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && !text.contains(['+', '#', '\0'])
}

/// Whether a text may be subscribed to: `+` fills a level, `#` is the last level.
#[must_use]
pub fn is_filter(text: &str) -> bool {
    let sound = |(place, level): (usize, &str), last: usize| match level {
        "+" => true,
        "#" => place == last,
        _ => !level.contains(['+', '#', '\0']),
    };
    let last = text.split('/').count() - 1;
    !text.is_empty() && text.len() <= LONGEST && text.split('/').enumerate().all(|level| sound(level, last))
}

/// Whether a subscription to `filter` hears `topic`. A wildcard in front does not hear topics that begin with `$`.
#[must_use]
pub fn matches(filter: &str, topic: &str) -> bool {
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return false;
    }
    let mut levels = topic.split('/');
    for wanted in filter.split('/') {
        match (wanted, levels.next()) {
            // `a/#` hears `a` as well.
            ("#", _) => return true,
            ("+", Some(_)) => {}
            (wanted, Some(level)) if wanted == level => {}
            _ => return false,
        }
    }
    levels.next().is_none()
}

/// Whether a text may stand for one level of a topic: a board, a room.
#[must_use]
pub fn is_level(text: &str) -> bool {
    is_topic(text) && text.len() <= 64 && !text.contains(['/', '$']) && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_hear_what_the_standard_says() {
        for (filter, topic, heard) in [
            ("sport/tennis/player1/#", "sport/tennis/player1", true),
            ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true),
            ("#", "sport", true),
            ("#", "$SYS/uptime", false),
            ("+/uptime", "$SYS/uptime", false),
            ("$SYS/#", "$SYS/uptime", true),
            ("sport/tennis/+", "sport/tennis/player1", true),
            ("sport/tennis/+", "sport/tennis/player1/ranking", false),
            ("sport/+", "sport", false),
            ("sport/+", "sport/", true),
            ("+/+", "/finance", true),
            ("/+", "/finance", true),
            ("+", "/finance", false),
            ("a/b", "a/c", false),
        ] {
            assert_eq!(matches(filter, topic), heard, "{filter} {topic}");
        }
    }

    #[test]
    fn topics_and_filters_are_told_apart() {
        for (text, topic, filter) in [
            ("a/b", true, true),
            ("a/+/c", false, true),
            ("a/#", false, true),
            ("#/a", false, false),
            ("a+/b", false, false),
            ("a/b#", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_topic(text), is_filter(text)), (topic, filter), "{text}");
        }
        assert!(!is_topic(&"a".repeat(LONGEST + 1)) && !is_filter(&"a".repeat(LONGEST + 1)));
        assert!(is_level("clock-1") && !is_level("a/b") && !is_level("") && !is_level("a\nb"));
    }
}
