//! What a run tells while it is under way, many sessions at a time.

use prearchive_core::plan::Action;

use super::{Login, Row, Seen, Step, Told};
use crate::store::{Effect, State, login, panel};

/// Takes in what has happened to the sessions of a run; the list is worked out again once for all of them.
pub(super) fn take(state: &mut State, id: usize, told: Vec<Told>) -> Vec<Effect> {
    let now = state.clock.now;
    let Some(run) = state.runs.iter_mut().find(|run| run.id == id) else {
        return Vec::new();
    };
    let leaves = matches!(run.action(), Action::Archive | Action::Delete);
    let (mut rows, mut signed_out, mut moved) = (Vec::new(), false, None);
    for told in told {
        let seen = told.seen();
        let Told { address, step, row } = told;
        let in_panel = state
            .panel
            .as_ref()
            .is_some_and(|panel| panel.address == address);
        state.watch.touch(&state.list.sessions, &address);
        signed_out |= step == Step::Held;
        if let Step::Working(status) = &step
            && let Some(mut row) = state.list.sessions.find(&address)
            && row.status != *status
        {
            row.status = status.clone();
            rows.push((address.clone(), Some(row)));
        }
        // Who sends a session away knows where it went: there is nothing to say about it.
        if in_panel && leaves && step.is_done() {
            state.panel = None;
        }
        run.set(&address, step, now);
        run.see(&address, seen);
        match row {
            Row::Unknown => {}
            Row::Gone => rows.push((address, None)),
            Row::Archived(archive) => {
                run.archived(&address, archive);
                rows.push((address, None));
            }
            Row::Now(row) => {
                let there = row.address.clone();
                if there != address {
                    rows.push((address, None));
                    if in_panel {
                        moved = Some(there.clone());
                    }
                }
                rows.push((there, Some(*row)));
            }
        }
    }
    run.looked = now;
    let mut effects = Vec::new();
    if signed_out {
        // It has stopped by itself, and goes on when the same person has signed in.
        run.login = Login::Lost;
        login::lost(state);
    }
    state.list.put_all(rows, &state.clock);
    if let Some(there) = moved {
        effects.extend(panel::apply(state, panel::Event::Open(there)));
    }
    effects
}

/// Says of sessions whose end was in doubt what the list knows by now.
pub(crate) fn resolve(state: &mut State) {
    let list = &state.list;
    for run in &mut state.runs {
        // A listing that was asked for before may not know what has happened since.
        if run.tally.failed == 0 || list.read_at <= run.looked {
            continue;
        }
        run.looked = list.read_at;
        let in_doubt = run.items.iter().filter(|item| item.seen.is_some());
        let found = in_doubt.filter_map(|item| {
            let seen = match (list.sessions.find(&item.address), &item.seen) {
                (None, _) => Seen::NotListed,
                // That was said already.
                (Some(_), Some(Seen::There(_))) => return None,
                (Some(session), _) => Seen::Listed(session.status),
            };
            Some((item.address.clone(), seen))
        });
        let found: Vec<_> = found.collect();
        for (address, seen) in found {
            run.see(&address, Some(seen));
        }
    }
}
