//! The card of a session: what it is, how it is, and what can be done.

use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::session::Session;
use prearchive_core::stamp::DateText;
use yew::prelude::*;

use super::copy::CopyButton;
use super::doctor::doctor;
use super::twins::twins_card;
use crate::browser;
use crate::format::{age, date_time, scan_date};
use crate::store::Shared;
use crate::store::route::{Opened, Route};
use crate::view::icon::{self, Icon};
use crate::view::link::Link;
use crate::view::parts::{element, list, part, say, tag};
use crate::words;

/// The card of a session; `between` is shown where its actions are.
pub(crate) fn card(link: &Link, state: &Shared, session: &Session, between: Html) -> Html {
    let wall = state.clock.wall();
    let dated = |date: &DateText| {
        let text = date_time(date);
        match age(date, wall, state.clock.sure) {
            Some(age) => words::dated(&text, &age),
            None => text,
        }
    };
    let path = session.address.to_string();
    let arrival = session
        .auto_archive()
        .filter(|code| code.archives_on_arrival())
        .map(|code| words::code(code.0).0)
        .unwrap_or_default();
    let zip = link.address(&Call::Read(session.address.clone()), Some(Format::Zip));
    let user = state.login.user().unwrap_or_default();
    let curl = zip
        .as_deref()
        .and_then(browser::absolute)
        .map(|url| curl(user, &url, &session.address.folder));
    let view = Route {
        open: None,
        names: false,
        ..Route::of(state)
    };
    let view = browser::absolute(&view.hash()).unwrap_or_default();
    let itself = Opened::of(&session.address).hash();
    let itself = browser::absolute(&itself).unwrap_or_default();
    let fact = |name: words::Text, shown: Html| [say("dt", "", name), element("dd", "", shown)];
    let plain = |facts: &mut Vec<Html>, rows: Vec<(words::Text, String)>| {
        for (name, text) in rows.into_iter().filter(|(_, text)| !text.is_empty()) {
            facts.extend(fact(name, say("bdi", "", text)));
        }
    };
    let copied = |facts: &mut Vec<Html>, name, shown, text: String, copy| {
        if !text.is_empty() {
            let button = html! { <CopyButton {text} name={copy} /> };
            facts.extend(fact(name, list(vec![shown, button])));
        }
    };
    let mut facts: Vec<Html> = Vec::new();
    let rows = vec![
        (words::PROJECT, session.address.project.to_string()),
        (words::SUBJECT, words::subject_name(&session.subject)),
        (words::SESSION, words::session_name(&session.name)),
        (words::SCAN_DATE, scan_date(session)),
        (words::UPLOADED, dated(&session.uploaded)),
    ];
    plain(&mut facts, rows);
    let uid = say("code", "", words::naming(&session.tag));
    let tag_of = session.tag.clone();
    copied(&mut facts, words::UID, uid, tag_of, words::COPY_UID);
    // What only some want to know stays shut, so that the scans can be seen at once.
    let mut more: Vec<Html> = Vec::new();
    let times = words::server_time(state.zone.name());
    let rows = vec![
        (words::LAST_CHANGE, dated(&session.lastmod)),
        (words::ON_ARRIVAL, arrival),
        (words::SOURCE, session.source.clone()),
        (words::TIMES, times.to_string()),
    ];
    plain(&mut more, rows);
    let folder = say("code", "", words::path(&session.address));
    copied(&mut more, words::PATH, folder, path, words::COPY_PATH);
    let about = |text: words::Text| say("span", "quiet", text);
    let curl = curl.unwrap_or_default();
    let line = about(words::CURL_LINE_TEXT);
    copied(&mut more, words::CURL_LINE, line, curl, words::COPY_CURL);
    let here = about(words::SESSION_LINK_TEXT);
    copied(
        &mut more,
        words::SESSION_LINK,
        here,
        itself,
        words::COPY_SESSION_LINK,
    );
    let place = about(words::VIEW_LINK_TEXT);
    copied(&mut more, words::VIEW_LINK, place, view, words::COPY_LINK);
    let download = zip.map(|url| {
        let file = format!("{}.zip", session.address.folder);
        let attributes = vec![
            ("class", "button".into()),
            ("href", url.into()),
            ("download", file.into()),
        ];
        let name = say("span", "", words::DOWNLOAD_ALL);
        tag("a", attributes, vec![Icon::Download.draw(), name])
    });
    let more = vec![
        say("summary", "", words::MORE_FACTS),
        part("dl", "", more),
        download.unwrap_or_default(),
    ];
    let inside = vec![
        element("p", "state-line", icon::status(&session.status)),
        doctor(link, state, session),
        between,
        part("dl", "", facts),
        part("details", "more-facts", more),
        twins_card(link, state, session, &dated),
    ];
    part("div", "session-card", inside)
}

/// A line for a shell that downloads a session's zip; curl asks for the password.
fn curl(user: &str, url: &str, folder: &str) -> String {
    let zip = format!("{folder}.zip");
    format!(
        "curl -u {} -o {} {}",
        quoted(user),
        quoted(&zip),
        quoted(url)
    )
}

/// A word of a POSIX shell in which nothing has a meaning of its own (POSIX.1-2017, XCU 2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_the_line_as_it_is_meant() {
        for (user, url, folder, line) in [
            (
                "ann",
                "https://x/data/a?format=zip",
                "S01",
                "curl -u 'ann' -o 'S01.zip' 'https://x/data/a?format=zip'",
            ),
            (
                "a n",
                "https://x/$(id)",
                "it's",
                r"curl -u 'a n' -o 'it'\''s.zip' 'https://x/$(id)'",
            ),
        ] {
            assert_eq!(curl(user, url, folder), line);
        }
    }
}
