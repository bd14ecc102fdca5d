//! In which zone the server tells the time.
//!
//! Dates of a listing have no zone. There are two ways to learn it.
//! An entry of a session's log has both: its id is the moment in milliseconds since 1970, and its date is the same
//! moment in the server's zone, with the short name of that.
//! And a row that has just changed tells what time it is for the server.

use prearchive_core::inside::LogEntry;
use prearchive_core::query::StatusGroup;
use prearchive_core::stamp::DateText;

use super::doctor::Watch;
use super::keep::Key;
use super::list::Hint;
use super::{Clock, Effect, State};

/// What is known of the server's zone.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Zone {
    known: Option<Known>,
    /// From when what tells it is, in seconds since 1970; what is older tells nothing new, for clocks are put forward and back.
    seen: i64,
    /// When a log was last asked for it, in milliseconds since 1970.
    asked: Option<f64>,
    /// The log of a session in which something went wrong was asked for too.
    asked_more: bool,
}

/// A zone that a log has told.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    /// Minutes that its time is ahead of UTC.
    ahead: i32,
    /// Its short name, such as `CET`; empty if it has none but the distance.
    name: String,
}

/// The zone is asked for again after so long, because clocks are put forward and back: 12 hours, in milliseconds.
const AGAIN: f64 = 43_200_000.0;
/// No zone is further from UTC, in minutes.
const FURTHEST: i64 = 14 * 60;

impl Zone {
    /// The clock of the page, told in the server's zone if that is known, and else in the browser's.
    pub(crate) fn told(&self, clock: Clock) -> Clock {
        let ahead = self.known.as_ref().map(|known| f64::from(known.ahead));
        Clock {
            offset: ahead.map_or(clock.offset, |ahead| -ahead),
            sure: ahead.is_some(),
            ..clock
        }
    }

    /// `UTC`, `UTC+02:00`, `CEST (UTC+02:00)`; `None` if it is not known.
    pub(crate) fn name(&self) -> Option<String> {
        let Known { ahead, name } = self.known.as_ref()?;
        let sign = if *ahead < 0 { '-' } else { '+' };
        let minutes = ahead.abs();
        let distance = match minutes {
            0 => "UTC".to_owned(),
            _ => format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60),
        };
        Some(match name.as_str() {
            "" => distance,
            name => format!("{name} ({distance})"),
        })
    }

    /// True, once in a while, if a log should be asked for it.
    pub(super) fn asks(&mut self, clock: &Clock) -> bool {
        let due = self.asked.is_none_or(|asked| clock.now - asked >= AGAIN);
        if due {
            self.asked = Some(clock.now);
        }
        due
    }

    /// Writes what the browser keeps: `60 CET`.
    fn write(&self) -> Option<String> {
        let known = self.known.as_ref()?;
        Some(format!("{} {}", known.ahead, known.name))
    }

    /// Reads it.
    pub(super) fn read(text: &str) -> Self {
        let known = text.split_once(' ').and_then(|(ahead, name)| {
            let ahead: i32 = ahead.parse().ok()?;
            let short = name.len() <= 8 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let near = i64::from(ahead).abs() <= FURTHEST;
            (short && near).then(|| Known {
                ahead,
                name: name.to_owned(),
            })
        });
        Self {
            known,
            ..Self::default()
        }
    }
}

/// Learns the zone from a log, and has the browser keep it.
pub(crate) fn learn(state: &mut State, log: &[LogEntry]) -> Vec<Effect> {
    match log.iter().rev().find_map(of) {
        Some((seen, known)) => know(state, seen, known),
        None => ask_more(state),
    }
}

/// Asks for the log of a session in which something went wrong: there is always an entry that says what.
fn ask_more(state: &mut State) -> Vec<Effect> {
    if state.zone.known.is_some() || std::mem::replace(&mut state.zone.asked_more, true) {
        return Vec::new();
    }
    let table = state.list.sessions.read();
    let wrong = [StatusGroup::Conflict, StatusGroup::Error];
    let mut rows = table.with_status(|status| wrong.contains(&StatusGroup::of(status)));
    let address = rows.next().and_then(|id| Some(table.row(id)?.address()));
    address.map(Effect::Logs).into_iter().collect()
}

/// Learns the zone from a row that has just changed.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    let Some(hint) = state.list.hint.take() else {
        return Vec::new();
    };
    let Some(ahead) = ahead_of(hint) else {
        return Vec::new();
    };
    let before = state.zone.known.as_ref();
    let same = before.filter(|known| known.ahead == ahead);
    let name = same.map_or_else(String::new, |known| known.name.clone());
    know(state, hint.before, Known { ahead, name })
}

/// How far ahead of UTC the server's clock is, in minutes, if the hint can mean but one zone.
fn ahead_of(hint: Hint) -> Option<i32> {
    // Zones are at least a quarter of an hour apart, and clocks differ by less.
    const QUARTER: i64 = 900;
    const SKEW: i64 = 120;
    let (from, to) = (
        hint.written - hint.before - SKEW,
        hint.written - hint.after + SKEW,
    );
    let quarters = to.div_euclid(QUARTER);
    let is_one = quarters * QUARTER >= from && (quarters - 1) * QUARTER < from;
    let ahead = quarters * QUARTER / 60;
    // Nepal, Eucla, and the Chatham Islands, there also in summer; all other zones are half hours apart.
    let is_zone = ahead % 30 == 0 || [345, 525, 765, 825].contains(&ahead);
    (is_one && is_zone && ahead.abs() <= FURTHEST).then_some(ahead as i32)
}

fn know(state: &mut State, seen: i64, known: Known) -> Vec<Effect> {
    if seen < state.zone.seen {
        return Vec::new();
    }
    state.zone.seen = seen;
    if state.zone.known.as_ref() == Some(&known) {
        return Vec::new();
    }
    state.zone.known = Some(known);
    let told = state.zone.told(state.clock);
    // What was seen is written down by the old clock.
    state.watch = Watch::default();
    state.clock = told;
    state.list.age(&told);
    vec![Key::Zone.keep(state.zone.write())]
}

/// The moment of an entry in seconds since 1970, and its zone, if they can be read from it.
fn of(entry: &LogEntry) -> Option<(i64, Known)> {
    let moment = entry.id.parse::<i64>().ok()?.div_euclid(1000);
    let date = DateText::from(entry.date.clone());
    let told = date.at()?.assume_utc().unix_timestamp();
    // The date has no fractions, and zones are whole minutes.
    let ahead = (told - moment + 30).div_euclid(60);
    let exact = (told - moment - ahead * 60).abs() <= 1 && ahead.abs() <= FURTHEST;
    // `Fri Apr 11 14:00:05 CDT 2014`: what stands between the time and the year.
    let name = entry.date.split(' ').nth(4).unwrap_or_default();
    let has_name = name != "UTC" && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    exact.then(|| {
        let name = if has_name { name } else { "" }.to_owned();
        let ahead = ahead as i32;
        (moment, Known { ahead, name })
    })
}

#[cfg(test)]
mod tests;
