use super::*;
use crate::store::testing::{listed, sessions, signed_in_with};
use crate::store::{Message, login};
use list::Event as ListEvent;

/// Saves what the box asks for, and returns what the browser keeps.
fn saved(state: &mut State, text: &str, name: &str) -> Option<String> {
    state.apply(ListEvent::Text(text.into()).into());
    kept(state.apply(Event::Save(name.into()).into()))
}

fn kept(effects: Vec<Effect>) -> Option<String> {
    effects.into_iter().find_map(|effect| match effect {
        Effect::Keep {
            key: Key::Views(_),
            text,
        } => text,
        _ => None,
    })
}

fn tick(state: &mut State, ms: f64) {
    let clock = Clock {
        now: state.clock.now + ms,
        ..state.clock
    };
    state.apply(Message::Clock(clock));
}

#[test]
fn a_view_is_kept_without_what_could_name_a_patient() {
    let mut state = signed_in_with(&["READY", "ERROR"]);
    let text = saved(
        &mut state,
        "Doe subject:Jane status:error foo:bar",
        " Old & new ",
    );
    assert_eq!(
        text.as_deref(),
        Some("Old%20%26%20new #/inbox?q=status:error&sort=session\n")
    );
    let again = read(&text.unwrap_or_default());
    assert_eq!(again, state.views.own);
    assert_eq!(again[0].name, "Old & new");
}

#[test]
fn what_was_kept_is_read_with_care() {
    for (text, names) in [
        ("", &[][..]),
        ("\n \nname\n #/inbox", &[]),
        ("a #/inbox\n%3Cb%3E #/nonsense?q=x:y&sort=no", &["a", "<b>"]),
    ] {
        let own = read(text);
        let read: Vec<&str> = own.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(read, names, "{text}");
    }
    let hostile = read("a #/inbox?q=subject:Doe%20status:ready");
    assert_eq!(hostile[0].query.to_string(), "status:ready");
}

#[test]
fn views_are_renamed_moved_replaced_and_deleted() {
    let mut state = signed_in_with(&["READY"]);
    saved(&mut state, "status:ready", "a");
    saved(&mut state, "status:error", "b");
    saved(&mut state, "older:7d", "a");
    let names = |state: &State| -> Vec<String> {
        let own = state.views.own.iter();
        own.map(|view| format!("{}={}", view.name, view.query))
            .collect()
    };
    assert_eq!(names(&state), ["a=older:7d", "b=status:error"]);
    state.apply(Event::Earlier(1).into());
    state.apply(Event::Earlier(0).into());
    state.apply(Event::Rename(0, " c ".into()).into());
    state.apply(Event::Rename(1, "  ".into()).into());
    assert_eq!(names(&state), ["c=status:error", "a=older:7d"]);
    assert_eq!(state.apply(Event::Save(" ".into()).into()), []);
    state.apply(Event::Delete(0).into());
    let last = state.apply(Event::Delete(0).into());
    assert_eq!(last, [Key::views_of("ann", "").keep(None)]);
    assert_eq!(state.apply(Event::Choose(Choice::Own(0)).into()), []);
}

#[test]
fn a_choice_is_a_step_and_going_back_brings_the_words_again() {
    let mut state = signed_in_with(&["READY", "ERROR"]);
    saved(&mut state, "status:error", "errors");
    state.apply(ListEvent::Text("Doe status:ready".into()).into());
    let effects = state.apply(Event::Choose(Choice::Own(0)).into());
    let hash = "#/inbox?q=status:error&sort=session".to_owned();
    assert_eq!(effects, [Effect::Url { hash, step: true }]);
    assert_eq!(state.list.text, "status:error", "words are no part of it");
    assert_eq!(state.views.current(&state.list), Some(Choice::Own(0)));
    let before = "#/inbox?q=status:ready&sort=session&names".to_owned();
    state.apply(Message::Navigated(before));
    assert_eq!(state.list.text, "Doe status:ready");
    assert_eq!(state.views.current(&state.list), None);
    state.apply(Event::Choose(Choice::All).into());
    assert_eq!(state.views.current(&state.list), Some(Choice::All));
}

#[test]
fn counts_follow_the_list_and_not_the_box() {
    let mut state = signed_in_with(&["READY", "ERROR"]);
    saved(&mut state, "status:error", "errors");
    let counts =
        |state: &State| [Choice::All, Choice::Own(0)].map(|choice| state.views.count(choice));
    assert_eq!(counts(&state), [Some(2), Some(1)]);
    state.apply(ListEvent::Text("nothing".into()).into());
    assert_eq!(counts(&state), [Some(2), Some(1)]);
    listed(&mut state, &sessions(&["ERROR", "ERROR"]));
    assert_eq!(counts(&state), [Some(2), Some(1)], "once a second");
    tick(&mut state, 1_000.0);
    assert_eq!(counts(&state), [Some(2), Some(2)]);
}

#[test]
fn whoever_else_signs_in_has_views_of_his_own() {
    let mut state = signed_in_with(&["READY"]);
    let anns = saved(&mut state, "status:ready", "ready").unwrap_or_default();
    let sign_in = |state: &mut State, user: &str| {
        state.apply(login::Event::SignedOut(Ok(())).into());
        assert!(state.views.own.is_empty(), "before {user}");
        let effects = state.apply(login::Event::Answered(Ok(user.into())).into());
        let key = effects.iter().find_map(|effect| match effect {
            Effect::RecallViews(key) => Some(*key),
            _ => None,
        });
        key.unwrap_or(Key::Theme)
    };
    let bobs_key = sign_in(&mut state, "bob");
    assert!(saved(&mut state, "", "all").is_some());
    let anns_key = sign_in(&mut state, "ann");
    assert_ne!(anns_key.name(), bobs_key.name());
    assert!(!anns_key.name().contains("ann"), "it names nobody");
    assert_ne!(anns_key, Key::views_of("ann", "https://elsewhere.example/"));
    state.apply(Event::Recalled(bobs_key, "late #/inbox".into()).into());
    assert!(state.views.own.is_empty(), "an answer about somebody else");
    state.apply(Event::Recalled(anns_key, anns).into());
    assert_eq!(state.views.own[0].name, "ready");
    let key = match &state.apply(Event::Delete(0).into())[..] {
        [Effect::Keep { key, text: None }] => *key,
        other => panic!("{other:?}"),
    };
    assert_eq!(key, anns_key);
}

#[test]
fn before_the_first_listing_nothing_is_counted() {
    let state = State::default();
    assert_eq!(state.views.count(Choice::All), None);
}
