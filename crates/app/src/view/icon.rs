//! Icons: drawn lines on a grid of 16, beside a word or with its name.

use prearchive_core::query::StatusGroup;
use prearchive_core::status::Status;
use yew::prelude::*;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Icon {
    Tray,
    Check,
    Clash,
    Alert,
    Arrow,
    Gear,
    Question,
    Search,
    Close,
    Refresh,
    Fold,
    Unfold,
    Archive,
    Move,
    Rebuild,
    Delete,
    Download,
    Copy,
    Hourglass,
    Up,
    Down,
    Columns,
    Minus,
    Plus,
    Globe,
    Theme,
    Eye,
    Hidden,
    Menu,
    Keyboard,
    Clock,
    Activity,
    Prompt,
    Back,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Tray => {
                "M4.5 5.5H4L1.5 9.5v3a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-3l-2.5-4H11.5M1.5 9.5h4a2.5 2.5 0 0 0 5 0h4M8 1.5v6m-2-2 2 2 2-2"
            }
            Self::Check => "m4.5 8.3 2.4 2.4 4.6-5.2M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13",
            Self::Clash => "M8 1.5 14.5 8 8 14.5 1.5 8 8 1.5M8 5v3.5M8 10.8v.2",
            Self::Alert => {
                "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M5.7 5.7l4.6 4.6m0-4.6-4.6 4.6"
            }
            Self::Arrow | Self::Download => "M8 2v8m-3-3 3 3 3-3M2.5 13.5h11",
            Self::Gear => "M8 2.5a5.5 5.5 0 1 1-5.5 5.5M8 5v3l2 1.5",
            Self::Question => {
                "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M6 6.2a2 2 0 1 1 2.7 2c-.5.2-.7.5-.7 1M8 11.3v.2"
            }
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5 14 14",
            Self::Close => "m3.5 3.5 9 9m0-9-9 9",
            Self::Refresh | Self::Rebuild => "M13.5 8a5.5 5.5 0 1 1-1.7-4L13.5 5.7M13.5 2v3.7H9.8",
            Self::Fold => "m4 6 4 4 4-4",
            Self::Unfold => "m6 4 4 4-4 4",
            Self::Archive => "M2 2.5h12v3H2zM3 5.5v8h10v-8M6.5 8.5h3",
            Self::Move => {
                "M2 4.5v8a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V5.5a1 1 0 0 0-1-1H8L6.5 2.5H3a1 1 0 0 0-1 1v1M5.5 9h5m-2-2 2 2-2 2"
            }
            Self::Delete => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::Hourglass => "M4 2h8M4 14h8M5 2v2.5L8 8l3-3.5V2M5 14v-2.5L8 8l3 3.5V14",
            Self::Up => "M8 12.5v-9m-3 3 3-3 3 3",
            Self::Down => "M8 3.5v9m-3-3 3 3 3-3",
            Self::Columns => "M2 2.5h12v11H2zM6 2.5v11M10 2.5v11",
            Self::Minus => "M3.5 8h9",
            Self::Plus => "M3.5 8h9M8 3.5v9",
            Self::Globe => {
                "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M1.5 8h13M8 1.5c-3.5 4-3.5 9 0 13 3.5-4 3.5-9 0-13"
            }
            Self::Clock => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 4.5V8l2.5 1.5",
            Self::Activity => "M2 3.5h1m3 0h8M2 8h1m3 0h8M2 12.5h1m3 0h8",
            Self::Keyboard => {
                "M1.5 4h13v8h-13zM4 6.5h.2M6.6 6.5h.2M9.2 6.5h.2M11.8 6.5h.2M4 9.5h.2M6.5 9.5h3M11.8 9.5h.2"
            }
            Self::Prompt => "m3 4 4 4-4 4M8.5 12H13",
            Self::Eye => {
                "M1.5 8C4.5 3 11.5 3 14.5 8 11.5 13 4.5 13 1.5 8M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4"
            }
            Self::Hidden => "M1.5 8C4.5 3 11.5 3 14.5 8 11.5 13 4.5 13 1.5 8M2.5 13.5l11-11",
            Self::Menu => "M2 4h12M2 8h12M2 12h12",
            Self::Back => "M13 8H3m4-4L3 8l4 4",
            Self::Theme => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13v13M10 4v8M12 5.5v5",
        }
    }

    /// The icon of a status.
    pub(crate) fn of(status: &Status) -> Self {
        if status.is_queued() {
            return Self::Hourglass;
        }
        Self::of_group(StatusGroup::of(status))
    }

    /// The icon of a group of them.
    pub(crate) fn of_group(group: StatusGroup) -> Self {
        match group {
            StatusGroup::Ready => Self::Check,
            StatusGroup::Conflict => Self::Clash,
            StatusGroup::Error => Self::Alert,
            StatusGroup::Receiving => Self::Arrow,
            StatusGroup::Working => Self::Gear,
            StatusGroup::Other => Self::Question,
        }
    }

    /// Draws it; a screen reader does not see it.
    pub(crate) fn draw(self) -> Html {
        html! {
            <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
                <path d={self.path()} />
            </svg>
        }
    }
}

/// A status: icon, word and colour; the server's own text is in the title.
pub(crate) fn status(status: &Status) -> Html {
    status_with(status, status.as_str().to_owned(), Html::default())
}

/// The same with another title, and something beside the word.
pub(crate) fn status_with(status: &Status, title: String, beside: Html) -> Html {
    let group = StatusGroup::of(status).code();
    let running = (status.is_locked() && status.is_moving()).then_some("running");
    html! {
        <span class={classes!("status", group, running)} {title}>
            { Icon::of(status).draw() }
            <span class="word">{ crate::words::status(status) }</span>
            { beside }
        </span>
    }
}
