use super::*;
use crate::store::list::Event as List;
use crate::store::login::Event as Login;
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::store::{Message, panel};

const LINK: &str = "#/inbox?open=DEMO/20140411_140005287";

/// The page is loaded at a URL, Ann is still signed in, and her list has come; what was asked for meanwhile.
fn loaded_at(hash: &str, statuses: &[&str]) -> (State, Vec<Effect>) {
    let mut state = State::default();
    state.apply(Message::Navigated(hash.into()));
    state.apply(Login::Resumed(Ok(Some("ann".into()))).into());
    let effects = listed(&mut state, &sessions(statuses));
    (state, effects)
}

fn url(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        Effect::Url { hash, step: false } => Some(hash.as_str()),
        _ => None,
    })
}

#[test]
fn a_link_opens_its_session_and_the_url_keeps_it() {
    let (mut state, effects) = loaded_at(LINK, &["READY", "READY"]);
    let first = state.list.sessions.address(state.list.shown[0]);
    let opens: Vec<_> = effects
        .iter()
        .filter(|e| matches!(e, Effect::Open(_)))
        .collect();
    assert_eq!(
        opens,
        [&Effect::Open(first.clone().unwrap_or_else(|| address(9)))]
    );
    assert_eq!(url(&effects), None, "it is in the URL already");
    let again = listed(&mut state, &sessions(&["READY", "READY"]));
    assert!(!again.iter().any(|e| matches!(e, Effect::Open(_))), "once");
    let opened = state.apply(panel::Event::Open(address(0)).into());
    assert!(opened.contains(&Effect::Scans(address(0))));
    assert!(!opened.iter().any(|e| matches!(e, Effect::Url { .. })));
    let closed = state.apply(panel::Event::Close.into());
    assert_eq!(url(&closed), Some("#/inbox"));
    assert_eq!(state.notes, Notes::default());
}

#[test]
fn a_link_to_a_session_that_is_gone_says_so() {
    let (mut state, effects) = loaded_at("#/inbox?open=DEMO/20010101_1", &["READY"]);
    assert_eq!(url(&effects), Some("#/inbox"));
    assert_eq!(state.notes.shown().collect::<Vec<_>>(), [Note::SessionGone]);
    state.apply(Message::Dismiss(Note::SessionGone));
    assert_eq!(state.notes, Notes::default());
}

#[test]
fn who_loads_a_list_without_its_names_is_told() {
    let note = [Note::NamesLost];
    for (event, told) in [
        (List::Text("status:ready x".into()), false),
        (List::ClearFilter, false),
        (List::Untick, true),
    ] {
        let (mut state, effects) = loaded_at("#/inbox?q=status:ready&names", &["READY"]);
        assert_eq!(state.notes.shown().collect::<Vec<_>>(), note);
        assert_eq!(url(&effects), None, "the next reload says it too");
        state.apply(event.clone().into());
        assert_eq!(state.notes.names_lost, told, "{event:?}");
    }
    let (mut state, _) = loaded_at("#/inbox?q=status:ready&names", &["READY"]);
    let effects = state.apply(Message::Dismiss(Note::NamesLost));
    assert_eq!(url(&effects), Some("#/inbox?q=status:ready"));
}

#[test]
fn whose_names_are_still_in_the_box_is_told_nothing() {
    let mut state = signed_in_with(&["READY"]);
    let typed = state.apply(List::Text("Doe status:ready".into()).into());
    let hash = "#/inbox?q=status:ready&sort=session&names";
    assert_eq!(url(&typed), Some(hash), "that there are some, and no more");
    state.apply(Message::Navigated("#/projects".into()));
    state.apply(Message::Navigated(hash.into()));
    assert_eq!(state.list.text, "status:ready Doe");
    assert_eq!(state.notes, Notes::default());
}
