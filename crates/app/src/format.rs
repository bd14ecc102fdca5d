//! Dates, ages, sizes and numbers as people read them.

use prearchive_core::session::Session;
use prearchive_core::stamp::DateText;

use crate::words::{Language, ago};

/// `2026-09-14 08:32`, or the server's own text where it cannot be read.
pub(crate) fn date_time(date: &DateText) -> String {
    match date.at() {
        Some(at) => format!("{} {:02}:{:02}", day(date), at.hour(), at.minute()),
        None => date.as_str().to_owned(),
    }
}

/// `2026-09-14`, or the server's own text where it cannot be read.
fn day(date: &DateText) -> String {
    match date.at() {
        Some(at) => format!(
            "{:04}-{:02}-{:02}",
            at.year(),
            u8::from(at.month()),
            at.day()
        ),
        None => date.as_str().to_owned(),
    }
}

/// Day and time of the study; the time is a column of its own.
pub(crate) fn scan_date(session: &Session) -> String {
    let day = day(&session.scan_date);
    let time: String = session.scan_time.chars().take(5).collect();
    match (day.is_empty(), time.is_empty()) {
        (false, false) => format!("{day} {time}"),
        (false, true) => day,
        (true, _) => time,
    }
}

/// How far ahead the server's clock may be, in seconds.
const SOON: i64 = 300;
/// How old something must be to be told as so many days ago in whatever zone, in seconds.
const UNSURE: i64 = 2 * 86_400;

/// How long ago something was, given the seconds since 1970 by a clock on the wall.
///
/// Clocks differ a little, so that a date that is soon counts as now.
/// As long as nobody is sure of the server's zone, only an age is told that no zone makes wrong by much.
pub(crate) fn age(date: &DateText, wall: i64, sure: bool) -> Option<String> {
    age_of(date.at()?.assume_utc().unix_timestamp(), wall, sure)
}

/// The same for a date in seconds since 1970.
pub(crate) fn age_of(at: i64, wall: i64, sure: bool) -> Option<String> {
    let age = wall.saturating_sub(at);
    let can_be_told = age > if sure { -SOON } else { UNSURE };
    can_be_told.then(|| ago(age))
}

/// `08:32:05` of a moment by the clock on the wall, in seconds since 1970.
pub(crate) fn clock_time(wall: i64) -> String {
    let second = wall.rem_euclid(86_400);
    format!(
        "{:02}:{:02}:{:02}",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// `830 B`, `1.5 MB` (`1,5 MB` in German): three figures at most, powers of 1000.
pub(crate) fn bytes(size: u64) -> String {
    if size < 1000 {
        return format!("{size} B");
    }
    let (mut tenths, mut unit) = (size / 100, 0);
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    if tenths < 100 {
        let point = Language::current().point();
        format!("{}{point}{} {}", tenths / 10, tenths % 10, UNITS[unit])
    } else {
        format!("{} {}", number(tenths / 10), UNITS[unit])
    }
}

/// `12,480`, or `12.480` in German.
pub(crate) fn number(n: u64) -> String {
    let (digits, group) = (n.to_string(), Language::current().group());
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    out
}

/// A count of things that are in memory.
pub(crate) fn count(n: usize) -> String {
    number(n as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_cut_to_the_minute() {
        for (text, wanted) in [
            ("2014-04-11 14:00:05.287", "2014-04-11 14:00"),
            ("2012-06-01 00:00:00.0", "2012-06-01 00:00"),
            ("", ""),
            ("soon", "soon"),
        ] {
            assert_eq!(date_time(&text.to_owned().into()), wanted, "{text:?}");
        }
    }

    #[test]
    fn the_scan_date_takes_its_time_from_the_other_column() {
        for (date, time, wanted) in [
            ("2012-06-01 00:00:00.0", "11:20:00", "2012-06-01 11:20"),
            ("2012-06-01", "", "2012-06-01"),
            ("", "11:20:00", "11:20"),
            ("", "", ""),
        ] {
            let address = prearchive_core::address::Address {
                project: "P".into(),
                timestamp: "t".into(),
                folder: "s".into(),
            };
            let mut session = Session::new(address, "READY".into());
            session.scan_date = date.to_owned().into();
            session.scan_time = time.into();
            assert_eq!(scan_date(&session), wanted);
        }
    }

    #[test]
    fn a_moment_of_today_is_told_to_the_second() {
        for (wall, wanted) in [(0, "00:00:00"), (86_400 + 30_725, "08:32:05")] {
            assert_eq!(clock_time(wall), wanted);
        }
    }

    #[test]
    fn the_age_of_a_date_is_told() {
        let date = "1970-01-02 00:00:00.0".to_owned().into();
        assert_eq!(
            age(&date, 86_400 + 120, true).as_deref(),
            Some("2 minutes ago")
        );
        assert_eq!(age(&date, 86_340, true).as_deref(), Some("just now"));
        assert_eq!(age(&date, 80_000, true), None, "it is no age");
        assert_eq!(age(&date, 86_400 + 120, false), None);
        let long_ago = age(&date, 5 * 86_400, false);
        assert_eq!(long_ago.as_deref(), Some("4 days ago"));
        assert_eq!(age(&String::new().into(), 5, true), None);
    }

    #[test]
    fn sizes_and_numbers() {
        for (size, wanted) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (1_550_000, "1.5 MB"),
            (23_400_000, "23 MB"),
            (999_999_999, "999 MB"),
            (1_200_000_000, "1.2 GB"),
            (5_000_000_000_000_000, "5,000 TB"),
        ] {
            assert_eq!(bytes(size), wanted);
        }
        for (n, wanted) in [
            (0, "0"),
            (218, "218"),
            (12_480, "12,480"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(number(n), wanted);
        }
        Language::German.set();
        assert_eq!(number(1_000_000), "1.000.000");
        assert_eq!(bytes(1_550_000), "1,5 MB");
    }
}
