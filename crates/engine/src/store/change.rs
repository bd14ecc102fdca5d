//! A change of several files and rows, written down before it is begun so that a crash cannot leave it half done.

use prearchive_core::address::Address;
use prearchive_core::inside::Tabular;
use prearchive_core::resultset::Table;
use prearchive_core::session::Session;
use serde_json::{Value, json};

use super::StoreError;
use super::records::Experiment;
use crate::tree::TreePath;

/// Files that get another place, and the rows that say so, in this order.
///
/// It is carried out wholly: whoever opens the store after a crash finishes what is written down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// What moves where: files or folders; each new place is free.
    pub renames: Vec<(TreePath, TreePath)>,
    /// What happens to rows, in one step, when everything is in its place.
    pub rows: Vec<RowChange>,
}

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange {
    /// A session appears; its address is free.
    Insert(Session),
    /// A session gives way to another, whose address is free or the same.
    Replace(Address, Session),
    /// A session is no longer there; nothing happens if it was not.
    Remove(Address),
    /// An archived session appears, or takes the place of that with its label.
    PutExperiment(Experiment),
}

impl Change {
    /// Writes it down as JSON.
    #[must_use]
    pub fn write(&self) -> String {
        let renames: Vec<Value> = self
            .renames
            .iter()
            .map(|(from, to)| json!([from.to_string(), to.to_string()]))
            .collect();
        let rows: Vec<Value> = self.rows.iter().map(write_row).collect();
        json!({"renames": renames, "rows": rows}).to_string()
    }

    /// Reads what [`Change::write`] wrote.
    pub fn read(text: &str) -> Result<Self, StoreError> {
        let value: Value = serde_json::from_str(text).map_err(|e| unreadable(&e.to_string()))?;
        let renames = list(&value, "renames")
            .iter()
            .map(|pair| Ok((path(&pair[0])?, path(&pair[1])?)))
            .collect::<Result<_, StoreError>>()?;
        let rows = list(&value, "rows")
            .iter()
            .map(read_row)
            .collect::<Result<_, StoreError>>()?;
        Ok(Self { renames, rows })
    }
}

fn write_row(row: &RowChange) -> Value {
    match row {
        RowChange::Insert(session) => json!({"insert": session.write()}),
        RowChange::Replace(old, new) => json!({"replace": old.to_string(), "by": new.write()}),
        RowChange::Remove(address) => json!({"remove": address.to_string()}),
        RowChange::PutExperiment(e) => json!({"experiment": {
            "id": e.id,
            "project": e.project,
            "subject": e.subject,
            "label": e.label,
            "arc": e.arc,
            "quarantine": e.quarantine,
            "document": e.document,
        }}),
    }
}

fn read_row(value: &Value) -> Result<RowChange, StoreError> {
    if let Some(cells) = value.get("insert") {
        return Ok(RowChange::Insert(session(cells)));
    }
    if let Some(old) = value.get("replace") {
        return Ok(RowChange::Replace(address(old)?, session(&value["by"])));
    }
    if let Some(old) = value.get("remove") {
        return Ok(RowChange::Remove(address(old)?));
    }
    let of = |name: &str| text(&value["experiment"][name]);
    if value.get("experiment").is_some() {
        return Ok(RowChange::PutExperiment(Experiment {
            id: of("id"),
            project: of("project"),
            subject: of("subject"),
            label: of("label"),
            arc: of("arc"),
            quarantine: value["experiment"]["quarantine"] == true,
            document: of("document"),
        }));
    }
    Err(unreadable("a row's change is of no known kind"))
}

fn session(cells: &Value) -> Session {
    let cells: Vec<String> = cells
        .as_array()
        .map(|cells| cells.iter().map(text).collect())
        .unwrap_or_default();
    let table = Table::new(Session::COLUMNS, vec![cells]);
    let mut read = Session::read_all(&table);
    read.remove(0)
}

fn address(value: &Value) -> Result<Address, StoreError> {
    text(value)
        .parse()
        .map_err(|error: prearchive_core::address::AddressError| unreadable(&error.to_string()))
}

fn path(value: &Value) -> Result<TreePath, StoreError> {
    TreePath::read(&text(value)).map_err(|error| unreadable(&error.to_string()))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn unreadable(reason: &str) -> StoreError {
    StoreError::Failed(format!("the journal cannot be read: {reason}"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use prearchive_core::status::Status;

    #[test]
    fn a_change_is_read_as_it_was_written() {
        let address: Address = "/prearchive/projects/P/20140411_140005287/S 1 & more"
            .parse()
            .unwrap();
        let mut session = Session::new(address.clone(), Status::READY);
        session.prevent_anon = Some(false);
        session.subject = "Grüße \"1\"".into();
        let place = |name: &str| TreePath::room("staging").join(name).unwrap();
        let change = Change {
            renames: vec![(place("a b"), place("c%d"))],
            rows: vec![
                RowChange::Insert(session.clone()),
                RowChange::Replace(address.clone(), session),
                RowChange::Remove(address),
                RowChange::PutExperiment(Experiment {
                    id: "XNAT_E1".into(),
                    project: "P".into(),
                    subject: "S".into(),
                    label: "L".into(),
                    arc: "arc001".into(),
                    quarantine: true,
                    document: "<xml/>\n".into(),
                }),
            ],
        };
        assert_eq!(Change::read(&change.write()), Ok(change));
    }

    #[test]
    fn what_is_no_change_is_refused() {
        for text in [
            "",
            "{",
            r#"{"renames": [["staging/../x", "y"]]}"#,
            r#"{"rows": [{}]}"#,
        ] {
            assert!(Change::read(text).is_err(), "{text}");
        }
    }
}
