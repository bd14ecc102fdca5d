//! How long ago something was.

use super::text::{Text, plural, texts};

texts! {
    JUST_NOW = "just now", "gerade eben";
    SECONDS_AGO = "{0} s ago", "vor {0} s";
    MINUTE_AGO = "{0} minute ago", "vor {0} Minute";
    MINUTES_AGO = "{0} minutes ago", "vor {0} Minuten";
    HOUR_AGO = "{0} hour ago", "vor {0} Stunde";
    HOURS_AGO = "{0} hours ago", "vor {0} Stunden";
    DAY_AGO = "{0} day ago", "vor {0} Tag";
    DAYS_AGO = "{0} days ago", "vor {0} Tagen";
    MONTH_AGO = "{0} month ago", "vor {0} Monat";
    MONTHS_AGO = "{0} months ago", "vor {0} Monaten";
    YEAR_AGO = "{0} year ago", "vor {0} Jahr";
    YEARS_AGO = "{0} years ago", "vor {0} Jahren";
    TIMES = "Times", "Zeiten";
    SERVER_TIME = "Server time, {0}", "Serverzeit, {0}";
    ZONE_UNKNOWN = "Server time (zone unknown)", "Serverzeit (Zone unbekannt)";
    DATE_WITH_AGE = "{0} ({1})", "{0} ({1})";
}

/// `just now`, `5 s ago`, `3 minutes ago`, `2 years ago`.
pub(crate) fn ago(seconds: i64) -> String {
    const UNITS: [(i64, Text, Text); 5] = [
        (365 * 86_400, YEAR_AGO, YEARS_AGO),
        (30 * 86_400, MONTH_AGO, MONTHS_AGO),
        (86_400, DAY_AGO, DAYS_AGO),
        (3600, HOUR_AGO, HOURS_AGO),
        (60, MINUTE_AGO, MINUTES_AGO),
    ];
    for (length, one, many) in UNITS {
        // The future is now: the server's clock may be ahead.
        let number = usize::try_from(seconds / length).unwrap_or(0);
        if number > 0 {
            return plural(number, one, many);
        }
    }
    if seconds < 1 {
        JUST_NOW.into()
    } else {
        SECONDS_AGO.with(&[&seconds.to_string()])
    }
}

/// In which zone the server tells the time: `Server time, CEST (UTC+02:00)`.
pub(crate) fn server_time(zone: Option<String>) -> String {
    match zone {
        Some(zone) => SERVER_TIME.with(&[&zone]),
        None => ZONE_UNKNOWN.into(),
    }
}

/// `2026-09-14 08:32 (3 days ago)`.
pub(crate) fn dated(date: &str, age: &str) -> String {
    DATE_WITH_AGE.with(&[date, age])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn ages() {
        for (seconds, english, german) in [
            (-20, "just now", "gerade eben"),
            (0, "just now", "gerade eben"),
            (5, "5 s ago", "vor 5 s"),
            (60, "1 minute ago", "vor 1 Minute"),
            (7200, "2 hours ago", "vor 2 Stunden"),
            (86_400, "1 day ago", "vor 1 Tag"),
            (3 * 86_400, "3 days ago", "vor 3 Tagen"),
            (40 * 86_400, "1 month ago", "vor 1 Monat"),
            (800 * 86_400, "2 years ago", "vor 2 Jahren"),
        ] {
            Language::English.set();
            assert_eq!(ago(seconds), english);
            Language::German.set();
            assert_eq!(ago(seconds), german);
        }
    }
}
