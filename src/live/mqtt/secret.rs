//! A name and a password that nothing prints.

use std::fmt;

/// The environment variable that holds the user's name.
pub const USER_VARIABLE: &str = "TWINSYNC_MQTT_USER";
/// The environment variable that holds the password.
pub const PASSWORD_VARIABLE: &str = "TWINSYNC_MQTT_PASSWORD";

/// What a broker wants to know of its client. Its `Debug` shows neither part, and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    user: String,
    password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(hidden)")
    }
}

/// Why there are no credentials, without any part of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untold {
    /// A password without a name: MQTT 3.1.1 forbids it.
    #[error("{PASSWORD_VARIABLE} is set and {USER_VARIABLE} is not")]
    NoUser,
    /// A file of the wrong shape.
    #[error("the credentials file holds no user on its first line and password on its second")]
    NotTwoLines,
    /// Longer than MQTT can carry.
    #[error("a user or a password has more than 65,535 bytes")]
    TooLong,
}

impl Credentials {
    /// A name and its password, which may be empty.
    ///
    /// # Errors
    /// When one of them is longer than MQTT can carry.
    pub fn new(user: &str, password: &str) -> Result<Self, Untold> {
        if user.len().max(password.len()) > usize::from(u16::MAX) {
            return Err(Untold::TooLong);
        }
        Ok(Self { user: user.to_owned(), password: password.to_owned() })
    }

    /// From the two environment variables, as they were found. None where neither is set.
    ///
    /// # Errors
    /// When there is a password and no name, or one is too long.
    pub fn from_variables(user: Option<&str>, password: Option<&str>) -> Result<Option<Self>, Untold> {
        match (user, password) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Untold::NoUser),
            (Some(user), password) => Self::new(user, password.unwrap_or_default()).map(Some),
        }
    }

    /// From the text of a file: the name on its first line, the password on its second.
    ///
    /// # Errors
    /// When a line is missing or too long.
    pub fn from_file_text(text: &str) -> Result<Self, Untold> {
        let mut lines = text.lines();
        match (lines.next(), lines.next()) {
            (Some(user), Some(password)) if !user.is_empty() => Self::new(user, password),
            _ => Err(Untold::NotTwoLines),
        }
    }

    /// The name and the password, for the connection and nothing else.
    #[must_use]
    pub fn reveal(&self) -> (&str, &str) {
        (&self.user, &self.password)
    }

    /// A text from elsewhere with the password and the name struck out, should it hold them.
    #[must_use]
    pub fn struck_from(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for part in [&self.password, &self.user] {
            if !part.is_empty() {
                text = text.replace(part.as_str(), "***");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_a_part() {
        let secret = Credentials::new("ada", "hunter2").unwrap();
        let printed = format!("{secret:?} {:#?} {:?}", Some(&secret), vec![secret.clone()]);
        assert!(!printed.contains("ada") && !printed.contains("hunter2"), "{printed}");
        assert_eq!(secret.struck_from("refused: ada with hunter2"), "refused: *** with ***");
        assert_eq!(secret.reveal(), ("ada", "hunter2"));
    }

    #[test]
    fn they_come_from_variables_or_a_file() {
        assert_eq!(Credentials::from_variables(None, None), Ok(None));
        assert_eq!(Credentials::from_variables(None, Some("hunter2")), Err(Untold::NoUser));
        assert_eq!(Credentials::from_variables(Some("ada"), None).unwrap(), Some(Credentials::new("ada", "").unwrap()));
        let secret = Credentials::new("ada", "hunter2");
        assert_eq!(Credentials::from_file_text("ada\r\nhunter2\n"), secret);
        for text in ["", "ada", "\nhunter2"] {
            assert_eq!(Credentials::from_file_text(text), Err(Untold::NotTwoLines), "{text:?}");
        }
        assert_eq!(Credentials::new("ada", &"x".repeat(70_000)), Err(Untold::TooLong));
    }

    #[test]
    fn reasons_hold_no_part() {
        let reason = Credentials::from_variables(None, Some("hunter2")).unwrap_err();
        assert!(!format!("{reason} {reason:?}").contains("hunter2"));
    }
}
