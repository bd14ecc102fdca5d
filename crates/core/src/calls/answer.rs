//! Response to value: what the client reads.

use crate::code::PrearchiveCode;
use crate::failure::Failure;
use crate::http::Response;
use crate::inside::Tabular;
use crate::project::ProjectRow;
use crate::resultset::Table;

/// Reads a table of rows that was asked for as JSON.
pub fn rows<T: Tabular>(response: &Response) -> Result<Vec<T>, Failure> {
    table(response).map(|table| T::read_all(&table))
}

/// Reads a table that was asked for as JSON.
pub fn table(response: &Response) -> Result<Table, Failure> {
    Table::read_json(&response.body).map_err(|e| Failure::unreadable(response, &e))
}

/// Reads the listing of projects.
///
/// Servers spell the columns in two ways, and give the role in a column that carries the user's number.
pub fn projects(response: &Response) -> Result<Vec<ProjectRow>, Failure> {
    let table = table(response)?;
    let role = table
        .columns()
        .iter()
        .find(|column| column.starts_with("user_role"));
    let read = table.iter().map(|row| {
        let either = |upper: &str, lower: &str| match row.text(upper) {
            text if text.is_empty() => row.text(lower),
            text => text,
        };
        ProjectRow {
            id: either("ID", "id"),
            name: row.text("name"),
            secondary_id: either("secondary_ID", "secondary_id"),
            description: row.text("description"),
            role: role.map(|role| row.text(role)).unwrap_or_default(),
            prearchive_code: PrearchiveCode::parse(&row.text("proj_prearchive_code")),
        }
    });
    Ok(read.collect())
}

/// Reads a bare number.
pub fn prearchive_code(response: &Response) -> Result<PrearchiveCode, Failure> {
    PrearchiveCode::parse(&response.text())
        .ok_or_else(|| Failure::unreadable(response, &"the prearchive code is no number"))
}

/// Reads a list of URIs, one a line (RFC 2483, section 5).
#[must_use]
pub fn uris(response: &Response) -> Vec<String> {
    response
        .text()
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// The sentence of `GET /data/auth`.
#[must_use]
pub fn write_user(name: &str) -> String {
    format!("User '{name}' is logged in")
}

/// Reads the sentence of `GET /data/auth`: what stands between its quotes.
pub fn user(response: &Response) -> Result<String, Failure> {
    let text = response.text();
    text.split_once('\'')
        .and_then(|(_, rest)| rest.rsplit_once('\''))
        .map(|(name, _)| name.to_owned())
        .ok_or_else(|| Failure::unreadable(response, &"the answer does not name a user"))
}
