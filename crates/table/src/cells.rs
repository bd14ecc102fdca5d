//! One row of a listing on its way into a table.

use std::borrow::Cow;

use prearchive_core::address::Address;
use prearchive_core::session::Session;

macro_rules! known {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// A column of a listing that this version knows, in the order of XNAT's table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Known { $($name),* }

        impl Known {
            pub(super) const ALL: [Self; 19] = [$(Self::$name),*];

            /// The column of that name.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

known! {
    Project = "project",
    Timestamp = "timestamp",
    Lastmod = "lastmod",
    Uploaded = "uploaded",
    ScanDate = "scan_date",
    ScanTime = "scan_time",
    Subject = "subject",
    FolderName = "folderName",
    Name = "name",
    Tag = "tag",
    Status = "status",
    Url = "url",
    Autoarchive = "autoarchive",
    PreventAnon = "prevent_anon",
    PreventAutoCommit = "prevent_auto_commit",
    Source = "SOURCE",
    Visit = "VISIT",
    Protocol = "PROTOCOL",
    Timezone = "TIMEZONE",
}

/// The cells of one row; what is not set is empty.
#[derive(Debug, Clone, Default)]
pub struct Cells<'a> {
    known: [Cow<'a, str>; Known::ALL.len()],
    others: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> Cells<'a> {
    /// The cells of a session.
    pub(super) fn of(session: &'a Session) -> Self {
        let others = session.more.iter();
        Self {
            known: session.cells(),
            others: others
                .map(|(name, text)| (name.as_str(), text.as_str().into()))
                .collect(),
        }
    }

    pub(super) fn set(&mut self, column: Known, text: Cow<'a, str>) {
        self.known[column as usize] = text;
    }

    pub(super) fn set_other(&mut self, name: &'a str, text: Cow<'a, str>) {
        self.others.push((name, text));
    }

    pub(super) fn get(&self, column: Known) -> &str {
        &self.known[column as usize]
    }

    pub(super) fn others(&self) -> Vec<(String, String)> {
        let others = self.others.iter();
        others
            .map(|(name, text)| ((*name).to_owned(), text.to_string()))
            .collect()
    }

    /// The address that the `url` gives, if it is another than that of the columns.
    pub(super) fn odd_address(&self) -> Option<Address> {
        let url = self.get(Known::Url);
        let parts =
            [Known::Project, Known::Timestamp, Known::FolderName].map(|part| self.get(part));
        let mut rest = url.strip_prefix("/prearchive/projects");
        for part in parts {
            rest = rest.and_then(|rest| rest.strip_prefix('/')?.strip_prefix(part));
        }
        let is_usual =
            rest == Some("") && parts.iter().all(|part| !part.is_empty()) && !url.ends_with(' ');
        if is_usual { None } else { url.parse().ok() }
    }
}
