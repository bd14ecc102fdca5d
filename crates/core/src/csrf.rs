//! The token that XNAT asks of browsers with every call that changes something.

/// The parameter that carries the token; XNAT reads it from the query and looks at no header.
pub const PARAMETER: &str = "XNAT_CSRF";

/// What `GET /data/JSESSION` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionText {
    /// The session's id.
    pub id: String,
    /// The token, if it was asked for with `CSRF=true`.
    pub token: Option<String>,
}

impl SessionText {
    /// Reads `ID` or `ID; XNAT_CSRF=TOKEN`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        match text.trim().split_once(';') {
            None => Self {
                id: text.trim().into(),
                token: None,
            },
            Some((id, rest)) => Self {
                id: id.trim().into(),
                token: rest
                    .trim()
                    .strip_prefix(PARAMETER)
                    .and_then(|rest| rest.strip_prefix('='))
                    .map(Into::into),
            },
        }
    }

    /// Writes it as XNAT does.
    #[must_use]
    pub fn write(&self) -> String {
        match &self.token {
            None => self.id.clone(),
            Some(token) => format!("{}; {PARAMETER}={token}", self.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for (text, id, token) in [
            ("ABC", "ABC", None),
            ("ABC; XNAT_CSRF=1-2-3", "ABC", Some("1-2-3")),
            ("ABC; other=1", "ABC", None),
        ] {
            let read = SessionText::read(text);
            assert_eq!((read.id.as_str(), read.token.as_deref()), (id, token));
            if token.is_some() {
                assert_eq!(read.write(), text);
            }
        }
    }
}
