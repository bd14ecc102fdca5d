//! How the list is laid out: which columns, how wide, and how high the rows are.

use prearchive_table::SortKey;

use super::keep::Key;
use super::{Effect, State};

/// The columns of the list in their order, and the height of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) columns: Vec<Column>,
    pub(crate) density: Density,
}

/// A column that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) key: SortKey,
    /// Its width in pixels, if somebody has chosen one.
    pub(crate) width: Option<u16>,
}

/// How much room a row has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Density {
    Compact,
    #[default]
    Normal,
    Roomy,
}

/// What can happen to the layout.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// Show a column, or no longer.
    Toggle(SortKey),
    /// A column changes places with the one before it, or after it.
    Shift {
        key: SortKey,
        later: bool,
    },
    /// Columns keep the pixels that they have while the edge of one is dragged; the last one takes the rest.
    Hold(Vec<(SortKey, u16)>),
    /// A column gets that many pixels, or as many as it needs.
    Width(SortKey, Option<u16>),
    Density(Density),
    /// As it was in the beginning.
    Reset,
}

/// No column is narrower, or wider.
const WIDTHS: std::ops::RangeInclusive<u16> = 48..=800;

fn clamped(px: u16) -> u16 {
    px.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// What is shown until somebody chooses otherwise.
const USUAL: [SortKey; 7] = [
    SortKey::Project,
    SortKey::Subject,
    SortKey::Session,
    SortKey::ScanDate,
    SortKey::Uploaded,
    SortKey::Status,
    SortKey::Lastmod,
];

impl Density {
    pub(crate) const ALL: [Self; 3] = [Self::Compact, Self::Normal, Self::Roomy];

    /// The height of a row in pixels.
    pub(crate) fn height(self) -> f64 {
        match self {
            Self::Compact => 26.0,
            Self::Normal => 32.0,
            Self::Roomy => 40.0,
        }
    }

    /// A text that stays the same from version to version.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Normal => "normal",
            Self::Roomy => "roomy",
        }
    }
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            columns: USUAL.map(|key| Column { key, width: None }).into(),
            density: Density::default(),
        }
    }
}

impl Layout {
    /// True if nobody has chosen other columns; how wide they are is another matter.
    pub(crate) fn is_usual(&self) -> bool {
        self.columns.iter().map(|column| column.key).eq(USUAL)
    }

    pub(crate) fn shows(&self, key: SortKey) -> bool {
        self.columns.iter().any(|column| column.key == key)
    }

    /// Every column: those that are shown in their order, then the others.
    pub(crate) fn all(&self) -> Vec<SortKey> {
        let shown = self.columns.iter().map(|column| column.key);
        let others = SortKey::ALL.into_iter().filter(|key| !self.shows(*key));
        shown.chain(others).collect()
    }

    fn apply(&mut self, event: &Event) {
        let place = |key: SortKey| self.columns.iter().position(|column| column.key == key);
        match *event {
            Event::Toggle(key) => match place(key) {
                // Without columns there would be nothing to see, and no way to see that.
                Some(_) if self.columns.len() == 1 => {}
                Some(at) => drop(self.columns.remove(at)),
                None => self.columns.push(Column { key, width: None }),
            },
            Event::Shift { key, later } => {
                let other = |at: usize| {
                    if later {
                        at.checked_add(1)
                    } else {
                        at.checked_sub(1)
                    }
                };
                if let Some(at) = place(key)
                    && let Some(other) = other(at).filter(|other| *other < self.columns.len())
                {
                    self.columns.swap(at, other);
                }
            }
            Event::Width(key, width) => {
                if let Some(at) = place(key) {
                    self.columns[at].width = width.map(clamped);
                }
            }
            Event::Hold(ref held) => {
                let others = self.columns.iter_mut().rev().skip(1);
                for column in others {
                    let width = held.iter().find(|(key, _)| *key == column.key);
                    column.width = width.map_or(column.width, |(_, px)| Some(clamped(*px)));
                }
            }
            Event::Density(density) => self.density = density,
            Event::Reset => *self = Self::default(),
        }
    }

    /// Writes what the browser keeps: `project,subject:140;compact`.
    fn write(&self) -> String {
        let column = |column: &Column| match column.width {
            Some(width) => format!("{}:{width}", column.key.code()),
            None => column.key.code().to_owned(),
        };
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        format!("{};{}", columns.join(","), self.density.code())
    }

    /// Reads what the browser has kept; what it does not know is passed over.
    pub(crate) fn read(text: &str) -> Self {
        let mut layout = Self::default();
        let (columns, density) = text.split_once(';').unwrap_or((text, ""));
        let known = Density::ALL
            .into_iter()
            .find(|known| known.code() == density);
        layout.density = known.unwrap_or_default();
        let mut found: Vec<Column> = Vec::new();
        for column in columns.split(',') {
            let (code, width) = column.split_once(':').unwrap_or((column, ""));
            if let Some(key) = SortKey::from_code(code)
                && !found.iter().any(|other| other.key == key)
            {
                let width = width.parse().ok().filter(|width| WIDTHS.contains(width));
                found.push(Column { key, width });
            }
        }
        if !found.is_empty() {
            layout.columns = found;
        }
        layout
    }
}

pub(crate) fn apply(state: &mut State, event: &Event) -> Vec<Effect> {
    let layout = std::rc::Rc::make_mut(&mut state.layout);
    layout.apply(event);
    let text = (*layout != Layout::default()).then(|| layout.write());
    vec![Key::Layout.keep(text)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_is_kept_and_read_again() {
        let usual = "project,subject,session,scan-date,uploaded,status,lastmod;normal";
        for (text, read) in [
            ("", usual),
            ("nonsense;huge", usual),
            ("session:120,uid;roomy", "session:120,uid;roomy"),
            ("session:9,session,uid:x", "session,uid;normal"),
        ] {
            let layout = Layout::read(text);
            assert_eq!(layout.write(), read, "{text}");
            assert_eq!(Layout::read(&layout.write()), layout, "{text}");
        }
    }

    #[test]
    fn columns_come_go_and_change_places() {
        let mut layout = Layout::read("project,session,status");
        for (event, wanted) in [
            (
                Event::Toggle(SortKey::Uid),
                "project,session,status,uid;normal",
            ),
            (
                Event::Shift {
                    key: SortKey::Uid,
                    later: true,
                },
                "project,session,status,uid;normal",
            ),
            (
                Event::Shift {
                    key: SortKey::Uid,
                    later: false,
                },
                "project,session,uid,status;normal",
            ),
            (Event::Toggle(SortKey::Project), "session,uid,status;normal"),
            (
                Event::Hold(vec![(SortKey::Session, 120), (SortKey::Status, 90)]),
                "session:120,uid,status;normal",
            ),
            (
                Event::Width(SortKey::Session, None),
                "session,uid,status;normal",
            ),
            (
                Event::Width(SortKey::Uid, Some(9999)),
                "session,uid:800,status;normal",
            ),
            (
                Event::Width(SortKey::Uid, None),
                "session,uid,status;normal",
            ),
            (
                Event::Density(Density::Compact),
                "session,uid,status;compact",
            ),
            (Event::Toggle(SortKey::Uid), "session,status;compact"),
            (Event::Toggle(SortKey::Status), "session;compact"),
            (Event::Toggle(SortKey::Session), "session;compact"),
        ] {
            layout.apply(&event);
            assert_eq!(layout.write(), wanted);
        }
        layout.apply(&Event::Reset);
        assert!(layout.is_usual());
    }

    #[test]
    fn what_is_as_usual_is_not_kept() {
        let mut state = State::default();
        for (event, kept) in [
            (
                Event::Toggle(SortKey::Uploaded),
                Some("project,subject,session,scan-date,status,lastmod;normal"),
            ),
            (Event::Reset, None),
        ] {
            assert_eq!(
                apply(&mut state, &event),
                [Key::Layout.keep(kept.map(str::to_owned))]
            );
        }
    }
}
