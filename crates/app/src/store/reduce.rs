//! The reducer: sends each message to its part, and keeps the parts in step.

use super::doctor;
use super::keep::Key;
use super::notes::{self, Wanted};
use super::problem::Problem;
use super::route::{Route, View};
use super::{
    Effect, Message, State, Theme, away, cure, later, layout, list, login, panel, projects, sheet,
    triage, twins, views,
};
use crate::words::{self, LanguageChoice};

impl State {
    /// Changes the state as the message says; returns what must happen outside.
    pub(crate) fn apply(&mut self, message: Message) -> Vec<Effect> {
        // What they stand for is sent on as messages, each of which keeps the URL in step.
        if matches!(message, Message::Keys(_) | Message::Palette(_)) {
            self.held = None;
            return later::apply(self, message);
        }
        let before = Route::of(self);
        if refused(&message).is_some_and(Problem::is_signed_out) {
            login::lost(self);
        }
        later::note(self, &message);
        let chose = matches!(message, Message::Views(views::Event::Choose(_)));
        let mut effects = match message {
            Message::Clock(clock) => {
                let clock = self.zone.told(clock);
                self.clock = clock;
                self.list.age(&clock);
                self.list.draw_arrived(&clock);
                let mut effects = later::tick(self);
                if self.login.is_in() {
                    effects.extend(self.list.ask_when_due(&clock));
                }
                effects
            }
            Message::Navigated(hash) => {
                let route = Route::read(&hash);
                self.navigate(&route);
                let mut effects = self.enter();
                effects.extend(later::follow(self));
                effects.extend(notes::follow(self));
                let now = Route::of(self);
                // A session that is gone is not in the URL any more, and names that are still in the box are.
                if now != route {
                    effects.push(Effect::Url {
                        hash: now.hash(),
                        step: false,
                    });
                }
                return effects;
            }
            Message::GoTo(view) => {
                self.view = view;
                self.enter()
            }
            Message::Theme(theme) => {
                self.theme = theme;
                let chosen = theme != Theme::System;
                let text = chosen.then(|| theme.code().into());
                vec![Effect::Theme(theme), Key::Theme.keep(text)]
            }
            Message::Language(language) => {
                self.language = language;
                let chosen = language != LanguageChoice::System;
                let text = chosen.then(|| language.code().into());
                vec![Effect::Language(language), Key::Language.keep(text)]
            }
            Message::ToggleNames => {
                let hide = !self.names_hidden;
                self.names_hidden = hide;
                let said = if hide {
                    words::NAMES_ARE_HIDDEN
                } else {
                    words::NAMES_ARE_SHOWN
                };
                self.announcement = said.into();
                let text = hide.then(|| "hidden".into());
                vec![Effect::HideNames(hide), Key::Names.keep(text)]
            }
            Message::Dismiss(note) => {
                self.notes.dismiss(note);
                Vec::new()
            }
            Message::Announce(text) => {
                self.announcement = text;
                Vec::new()
            }
            Message::Login(event) => login::apply(self, event),
            Message::List(event) => self.apply_list(event),
            Message::Layout(event) => layout::apply(self, &event),
            Message::Views(event) => {
                let mut effects = views::apply(self, event);
                effects.extend(later::follow_list(self));
                effects
            }
            Message::Arrived => {
                self.held = None;
                self.enter()
            }
            Message::Held(held) => {
                self.held = Some(held);
                Vec::new()
            }
            message => {
                self.held = None;
                later::apply(self, message)
            }
        };
        effects.extend(away::follow(self));
        doctor::follow(self);
        effects.extend(later::follow(self));
        effects.extend(notes::follow(self));
        self.views.follow(&self.list, &self.clock);
        let after = Route::of(self);
        if after != before {
            effects.push(Effect::Url {
                hash: after.hash(),
                step: chose
                    || after.view != before.view
                    || (after.open.is_some() && before.open.is_none()),
            });
        }
        effects
    }

    fn apply_list(&mut self, event: list::Event) -> Vec<Effect> {
        let all = matches!(event, list::Event::TickAll);
        let narrows = matches!(
            event,
            list::Event::Text(_)
                | list::Event::Ask(_)
                | list::Event::Project(_)
                | list::Event::Status(_)
                | list::Event::When(_)
                | list::Event::Drop(_)
                | list::Event::ClearFilter
        );
        let moves = matches!(event, list::Event::Cursor { .. });
        let drops = matches!(event, list::Event::Untick) && !self.list.selected.is_empty();
        if narrows {
            self.notes.names_lost = false;
            self.views.go_on();
            // Whoever asks for other sessions wants to see them.
            if self.view == View::Triage {
                self.view = View::Inbox;
            }
        }
        let is_first = self.list.loaded.is_none();
        let mut effects = self.list.apply(event, &self.clock);
        if is_first && self.list.loaded.is_some() {
            effects.push(Effect::Recall);
        }
        if drops && !self.list.dropped.is_empty() {
            self.announcement = words::dropped(self.list.dropped.len());
        } else if all && self.list.all_ticked() {
            self.announcement = words::all_selected(self.list.shown.len());
        } else if narrows {
            self.announcement = words::shown(self.list.shown.len(), self.list.len());
        }
        effects.extend(later::follow_list(self));
        if moves {
            effects.extend(later::follow_cursor(self));
        }
        effects
    }

    fn navigate(&mut self, route: &Route) {
        self.view = route.view;
        if route.view.is_list() {
            let shown = self.panel.as_ref().map(|panel| &panel.linked);
            self.notes.wanted = None;
            if shown != route.open.as_ref() {
                self.panel = None;
                self.notes.wanted = route.open.clone().map(Wanted::new);
            }
        }
        self.list.order = route.order.clone();
        let left = self.views.left_at(&route.hash());
        let text = left.unwrap_or_else(|| route.joined(&self.list));
        self.list.set_text(text, &self.clock);
        self.list.derive(&self.clock);
        let query = self.list.query();
        self.notes.names_lost = route.names && query.shareable() == *query;
    }

    /// A view that comes into sight asks for what it shows.
    fn enter(&mut self) -> Vec<Effect> {
        match self.view {
            View::Projects if self.login.is_in() && later::is_here() => {
                // Settings may have been changed elsewhere: the old ones are shown until the new ones are here.
                match self.projects.rows {
                    super::Load::Have(_) => vec![Effect::Projects],
                    _ => self.projects.ask(),
                }
            }
            _ => Vec::new(),
        }
    }
}

/// The problem that a message brings, whatever call it came from.
fn refused(message: &Message) -> Option<&Problem> {
    match message {
        Message::List(list::Event::Listed(Err(problem)))
        | Message::Panel(
            panel::Event::Scans(_, Err(problem))
            | panel::Event::Resources(_, Err(problem))
            | panel::Event::Logs(_, Err(problem))
            | panel::Event::Files(_, _, Err(problem)),
        )
        | Message::Sheet(
            sheet::Event::Validated(_, Err(problem))
            | sheet::Event::ScanDeleted {
                answer: Err(problem),
                ..
            },
        )
        | Message::Cure(cure::Event::Ended {
            answer: Err(problem),
            ..
        })
        | Message::Twins(twins::Event(_, Err(problem)))
        | Message::Triage(triage::Event::Found(_, Err(problem)))
        | Message::Projects(
            projects::Event::Loaded(Err(problem))
            | projects::Event::Editable(Err(problem))
            | projects::Event::Targets(Err(problem))
            | projects::Event::Saved {
                answer: Err(problem),
                ..
            },
        ) => Some(problem),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Clock;
    use crate::store::testing::{address, listed, sessions, signed_in_with};
    use crate::words::Language;
    use prearchive_core::query::StatusGroup;

    #[test]
    fn the_url_follows_what_is_looked_at() {
        let mut state = signed_in_with(&["READY"]);
        let effects = state.apply(list::Event::Status(Some(StatusGroup::Ready)).into());
        let hash = "#/inbox?q=status:ready&sort=session".to_owned();
        assert_eq!(effects, [Effect::Url { hash, step: false }]);
        let effects = state.apply(list::Event::Text("status:ready S00".into()).into());
        let hash = "#/inbox?q=status:ready&sort=session&names".to_owned();
        let words = "words stay out of it, but not that there are some";
        assert_eq!(effects, [Effect::Url { hash, step: false }], "{words}");
        let effects = state.apply(Message::GoTo(View::Projects));
        assert!(matches!(
            effects.last(),
            Some(Effect::Url { step: true, .. })
        ));
        state.apply(Message::Navigated("#/inbox".into()));
        assert_eq!(state.view, View::Inbox);
        assert_eq!(state.list.text, "S00", "words stay in the box");
    }

    #[test]
    fn a_language_is_spoken_and_remembered() {
        let mut state = signed_in_with(&["READY"]);
        let german = LanguageChoice::Always(Language::German);
        for choice in [german, LanguageChoice::System] {
            let effects = state.apply(Message::Language(choice));
            let text = (choice == german).then(|| "de".into());
            let keep = Key::Language.keep(text);
            assert_eq!(effects, [Effect::Language(choice), keep]);
            assert_eq!(state.language, choice);
        }
        state.apply(Message::Language(german));
        state.apply(login::Event::SignedOut(Ok(())).into());
        assert_eq!(state.language, german, "it belongs to the browser");
    }

    #[test]
    fn back_closes_the_panel() {
        let mut state = signed_in_with(&["READY", "READY"]);
        let url = |effects: Vec<Effect>| {
            effects.into_iter().find_map(|effect| match effect {
                Effect::Url { hash, step } => Some((hash, step)),
                _ => None,
            })
        };
        let (shut, open) = (
            "#/inbox?sort=session",
            "#/inbox?sort=session&open=DEMO/20140411_140005287",
        );
        let opened = state.apply(panel::Event::Open(address(0)).into());
        assert_eq!(url(opened), Some((open.into(), true)));
        let switched = state.apply(panel::Event::Open(address(1)).into());
        assert_eq!(url(switched), None, "no step for another session");
        state.apply(Message::Navigated("#/projects".into()));
        assert_eq!(url(state.apply(Message::Navigated(open.into()))), None);
        assert!(state.panel.is_some(), "the projects leave it open");
        assert_eq!(url(state.apply(Message::Navigated(shut.into()))), None);
        assert_eq!(state.panel, None);
        let forward = state.apply(Message::Navigated(open.into()));
        assert!(forward.contains(&Effect::Open(address(0))));
        assert_eq!(url(forward), None);
        let again = state.apply(panel::Event::Open(address(0)).into());
        assert_eq!(url(again), None, "the step is there already");
        let closed = state.apply(panel::Event::Close.into());
        assert_eq!(url(closed), Some((shut.into(), false)));
    }

    #[test]
    fn the_list_is_asked_for_again_when_the_time_has_come() {
        for (status, after, visible, online, due) in [
            ("READY", 4_000.0, true, true, false),
            ("READY", 5_000.0, true, true, true),
            ("READY", 5_000.0, false, true, false),
            ("READY", 5_000.0, true, false, false),
            ("_MOVING", 2_000.0, true, true, true),
            ("_MOVING", 1_000.0, true, true, false),
        ] {
            let mut state = signed_in_with(&[status]);
            let clock = Clock {
                now: state.clock.now + after,
                visible,
                online,
                ..state.clock
            };
            let effects = state.apply(Message::Clock(clock));
            assert_eq!(effects == [Effect::Sessions], due, "{status} {after}");
            assert_eq!(state.apply(Message::Clock(clock)), [], "one at a time");
        }
    }

    #[test]
    fn nothing_is_asked_for_while_somebody_types() {
        let mut state = signed_in_with(&["READY"]);
        let later = |ms: f64| Clock {
            now: 1_000_000.0 + ms,
            visible: true,
            online: true,
            ..Clock::default()
        };
        state.apply(Message::Clock(later(4_900.0)));
        state.apply(list::Event::Text("S".into()).into());
        assert_eq!(state.apply(Message::Clock(later(5_900.0))), []);
        assert_eq!(
            state.apply(Message::Clock(later(6_900.0))),
            [Effect::Sessions]
        );
    }

    #[test]
    fn the_panel_notices_that_its_session_has_gone_or_changed() {
        let mut state = signed_in_with(&["READY", "READY"]);
        state.apply(panel::Event::Open(address(1)).into());
        let changed = sessions(&["READY", "ERROR"]);
        let effects = listed(&mut state, &changed);
        assert_eq!(
            effects,
            [
                Effect::Scans(address(1)),
                Effect::Resources(address(1)),
                Effect::Look(address(1))
            ]
        );
        listed(&mut state, &sessions(&["READY"]));
        assert!(state.panel.is_some_and(|panel| panel.gone));
    }
}
