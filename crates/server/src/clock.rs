//! The time as the server tells it.

use time::{OffsetDateTime, UtcOffset};

/// The time as the server tells it: at one distance from UTC as long as it runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock(UtcOffset);

impl Clock {
    /// The machine's own, where it can be known; this is asked before there are threads.
    pub(crate) fn local() -> Self {
        Self(UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC))
    }

    pub(crate) fn now(self) -> OffsetDateTime {
        OffsetDateTime::now_utc().to_offset(self.0)
    }

    /// The time for a line of a log.
    pub(crate) fn text(self) -> String {
        let now = self.now();
        let (hour, minute, second) = now.to_hms();
        format!("{} {hour:02}:{minute:02}:{second:02}", now.date())
    }

    /// Java's short name of a zone of which only the distance is known.
    pub(crate) fn zone(self) -> String {
        let (hours, minutes, _) = self.0.as_hms();
        if (hours, minutes) == (0, 0) {
            return "UTC".into();
        }
        let sign = if self.0.is_negative() { '-' } else { '+' };
        format!("GMT{sign}{:02}:{:02}", hours.abs(), minutes.abs())
    }
}
