//! XNAT's date texts: civil dates and times, without a zone.

use std::fmt;

use time::{Date, Duration, Month, PrimitiveDateTime, Time};

/// A date as the server wrote it, with its meaning where it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateText {
    text: String,
    at: Option<PrimitiveDateTime>,
}

impl DateText {
    /// A date written in XNAT's style, see [`write_sql`].
    #[must_use]
    pub fn sql(at: PrimitiveDateTime) -> Self {
        Self {
            text: write_sql(at),
            at: Some(at),
        }
    }

    /// The server's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its meaning in the server's local time; `None` if it is empty or unreadable.
    #[must_use]
    pub fn at(&self) -> Option<PrimitiveDateTime> {
        self.at
    }
}

impl fmt::Display for DateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<String> for DateText {
    fn from(text: String) -> Self {
        Self {
            at: read(&text),
            text,
        }
    }
}

/// Reads any of the forms that XNAT writes; `None` for an empty or unreadable text.
///
/// These are `yyyy-MM-dd`, the same with `HH:mm:ss` (or `HH:mm`) after a blank or a `T` and up to nine digits
/// of fraction, and Java's `EEE MMM dd HH:mm:ss zzz yyyy`, of which the zone is passed over.
#[must_use]
pub fn read(text: &str) -> Option<PrimitiveDateTime> {
    let text = text.trim();
    read_sql(text).or_else(|| read_java(text))
}

/// The same in microseconds since 1970, as if the server's local time were UTC; what is smaller is cut off.
#[must_use]
pub fn micros(text: &str) -> Option<i64> {
    usual_micros(text).or_else(|| Some(to_micros(read(text)?)))
}

/// A point of time in microseconds since 1970, as if the server's local time were UTC; what is smaller is cut off.
#[must_use]
pub fn to_micros(at: PrimitiveDateTime) -> i64 {
    let days = i64::from(at.date().to_julian_day()) - i64::from(UNIX_DAY);
    let clock = at.time() - Time::MIDNIGHT;
    days * DAY + clock.whole_seconds() * SECOND + i64::from(at.microsecond())
}

/// Writes microseconds since 1970 as [`write_sql`] does; beyond the years that can be written, the nearest.
#[must_use]
pub fn write_micros(micros: i64) -> String {
    let days = i32::try_from(micros.div_euclid(DAY)).unwrap_or(i32::MAX);
    let date = Date::from_julian_day(days.saturating_add(UNIX_DAY)).unwrap_or(Date::MAX);
    let clock = Time::MIDNIGHT + Duration::microseconds(micros.rem_euclid(DAY));
    write_sql(PrimitiveDateTime::new(date, clock))
}

/// Reads a text that is exactly what [`write_micros`] writes, which nearly all dates are; quick enough for a column of
/// a hundred thousand.
#[inline]
#[must_use]
pub fn usual_micros(text: &str) -> Option<i64> {
    let (head, fraction) = text.as_bytes().split_at_checked(20)?;
    let &[
        a,
        b,
        c,
        d,
        b'-',
        e,
        f,
        b'-',
        g,
        h,
        b' ',
        i,
        j,
        b':',
        k,
        l,
        b':',
        m,
        n,
        b'.',
    ] = head
    else {
        return None;
    };
    let micros = match fraction {
        b"0" => 0,
        [.., b'0'] | [] => return None,
        digits if digits.len() > 6 || !digits.iter().all(u8::is_ascii_digit) => return None,
        digits => {
            let value = digits
                .iter()
                .fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
            (digits.len()..6).fold(value, |value, _| value * 10)
        }
    };
    let two = |a: u8, b: u8| {
        let digit = |digit: u8| digit.checked_sub(b'0').filter(|digit| *digit < 10);
        Some(digit(a)? * 10 + digit(b)?)
    };
    let year = i32::from(two(a, b)?) * 100 + i32::from(two(c, d)?);
    let month = Month::try_from(two(e, f)?).ok()?;
    let day = Date::from_calendar_date(year, month, two(g, h)?).ok()?;
    let (hour, minute, second) = (two(i, j)?, two(k, l)?, two(m, n)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = i64::from(day.to_julian_day()) - i64::from(UNIX_DAY);
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    Some(days * DAY + seconds * SECOND + micros)
}

/// A second, and a day, in microseconds.
const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
/// The Julian day of 1970-01-01.
const UNIX_DAY: i32 = 2_440_588;

fn read_sql(text: &str) -> Option<PrimitiveDateTime> {
    let (day, clock) = match text.split_once([' ', 'T']) {
        Some((day, clock)) => (day, read_clock(clock)?),
        None => (text, Time::MIDNIGHT),
    };
    let mut parts = day.split('-');
    let year = number(parts.next()?, 4)?;
    let month = number(parts.next()?, 2)?;
    let day = number(parts.next()?, 2)?;
    if parts.next().is_some() {
        return None;
    }
    Some(PrimitiveDateTime::new(date(year, month, day)?, clock))
}

/// Reads `HH:mm`, `HH:mm:ss` or `HH:mm:ss.f…`.
pub fn read_clock(text: &str) -> Option<Time> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = whole.split(':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = match parts.next() {
        Some(second) => number(second, 2)?,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let nanosecond = match fraction.len() {
        0 => 0,
        digits @ 1..=9 => number(fraction, digits)? * 10_u32.pow(9 - u32::try_from(digits).ok()?),
        _ => return None,
    };
    clock(hour, minute, second, nanosecond)
}

fn read_java(text: &str) -> Option<PrimitiveDateTime> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    // Some zones have no name, and a name can hold blanks.
    let [weekday, month, day, time, .., year] = words[..] else {
        return None;
    };
    if !WEEKDAYS.contains(&weekday) {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Some(PrimitiveDateTime::new(
        date(
            number(year, 4)?,
            u32::try_from(month).ok()?,
            number(day, day.len().min(2))?,
        )?,
        read_clock(time)?,
    ))
}

/// Writes XNAT's SQL timestamp text, `yyyy-MM-dd HH:mm:ss.f…`.
///
/// The fraction has at least one digit and no zeros at its end: `….0`, `….5`, `….287`.
#[must_use]
pub fn write_sql(at: PrimitiveDateTime) -> String {
    let fraction = format!("{:09}", at.nanosecond());
    let fraction = match fraction.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    format!(
        "{:04}-{:02}-{:02} {}.{fraction}",
        at.year(),
        u8::from(at.month()),
        at.day(),
        clock_text(at)
    )
}

/// Reads a timestamp folder: `yyyyMMdd_HHmmssSSS` or `yyyyMMdd_HHmmss`.
#[must_use]
pub fn read_folder(text: &str) -> Option<PrimitiveDateTime> {
    let (day, time) = text.split_once('_')?;
    let milliseconds = match (day.len(), time.len()) {
        (8, 9) => number(time.get(6..)?, 3)?,
        (8, 6) => 0,
        _ => return None,
    };
    Some(PrimitiveDateTime::new(
        date(
            number(day.get(..4)?, 4)?,
            number(day.get(4..6)?, 2)?,
            number(day.get(6..)?, 2)?,
        )?,
        clock(
            number(time.get(..2)?, 2)?,
            number(time.get(2..4)?, 2)?,
            number(time.get(4..6)?, 2)?,
            milliseconds * 1_000_000,
        )?,
    ))
}

/// Writes a timestamp folder, `yyyyMMdd_HHmmssSSS`; what is smaller than a millisecond is cut off.
#[must_use]
pub fn write_folder(at: PrimitiveDateTime) -> String {
    format!(
        "{:04}{:02}{:02}_{:02}{:02}{:02}{:03}",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    )
}

/// Writes Java's `EEE MMM dd HH:mm:ss zzz yyyy`, such as `Fri Apr 11 14:00:05 CDT 2014`.
///
/// `zone` is the short name of the server's zone; it does not change the time.
#[must_use]
pub fn write_java(at: PrimitiveDateTime, zone: &str) -> String {
    let weekday = WEEKDAYS[usize::from(at.weekday().number_days_from_monday())];
    let month = MONTHS[usize::from(u8::from(at.month())) - 1];
    format!(
        "{weekday} {month} {:02} {} {zone} {:04}",
        at.day(),
        clock_text(at),
        at.year()
    )
}

/// Writes `MM/dd/yyyy HH:mm:ss`, the style of one log entry.
#[must_use]
pub fn write_log(at: PrimitiveDateTime) -> String {
    format!(
        "{:02}/{:02}/{:04} {}",
        u8::from(at.month()),
        at.day(),
        at.year(),
        clock_text(at)
    )
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn clock_text(at: PrimitiveDateTime) -> String {
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

/// A number of exactly so many ASCII digits, at most nine; signs and blanks are refused.
fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
}

fn clock(hour: u32, minute: u32, second: u32, nanosecond: u32) -> Option<Time> {
    let part = |value: u32| u8::try_from(value).ok();
    Time::from_hms_nano(part(hour)?, part(minute)?, part(second)?, nanosecond).ok()
}
