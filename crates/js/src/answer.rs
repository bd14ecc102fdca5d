//! Asks the server, and writes what it answers as JSON.

use crate::ask;
use crate::data;
use crate::json::{Args, Json, write};
use crate::trouble::{Result, Trouble};
use prearchive_client::{Client, ClientError};
use prearchive_core::calls::{Call, answer};
use prearchive_core::failure::Failure;
use prearchive_core::http::Response;
use prearchive_core::inside::{File, Finding, LogEntry, Resource, Scan, Tabular};
use prearchive_core::session::Session;

/// Does what is asked; `body` is the file of an import or upload.
///
/// # Errors
///
/// [`Trouble`], with the request where there was one.
pub async fn answer(client: &Client, name: &str, args: &Args, body: Vec<u8>) -> Result<String> {
    let call = ask::call(name, args, body)?;
    let read = Reader {
        client,
        call: &call,
    };
    match &call {
        Call::SignIn { username, password } => {
            let name = client.sign_in(username, password).await;
            Ok(write(&read.told(name)?))
        }
        Call::WhoAmI => Ok(write(&read.told(client.resume().await)?)),
        Call::SignOut => {
            read.told(client.sign_out().await)?;
            Ok("null".into())
        }
        Call::Session { .. } => {
            let text = read.response().await?.text().into_owned();
            Ok(write(
                &prearchive_core::csrf::SessionText::read(&text).token,
            ))
        }
        Call::Read(address) if name == "document" => {
            Ok(write(&read.told(client.document(address).await)?))
        }
        Call::Read(address) => {
            let row = read.told(client.session(address).await)?;
            Ok(write(&row.map(data::Session::from)))
        }
        Call::Projects { .. } => {
            let rows = read.understood(&read.response().await?, answer::projects)?;
            let rows: Vec<_> = rows.into_iter().map(data::Project::from).collect();
            Ok(write(&rows))
        }
        Call::PrearchiveCode { .. } => {
            let response = read.response().await?;
            Ok(write(
                &read.understood(&response, answer::prearchive_code)?.0,
            ))
        }
        Call::Logs(_) => read.rows::<LogEntry, data::LogEntry>().await,
        Call::Scans(_) => read.rows::<Scan, data::Scan>().await,
        Call::ScanResources { .. } | Call::SessionResources(_) => {
            read.rows::<Resource, data::Resource>().await
        }
        Call::Files { .. } | Call::ResourceFiles { .. } => read.rows::<File, data::File>().await,
        Call::ValidateArchive(_) => read.rows::<Finding, data::Finding>().await,
        Call::Rebuild { .. } => read.rows::<Session, data::Session>().await,
        Call::DicomDump(_) => {
            let response = read.response().await?;
            let table = read.understood(&response, answer::table)?;
            let rows: Vec<_> = table.iter().map(|row| data::cells(&table, &row)).collect();
            Ok(write(&rows))
        }
        Call::Import(_) | Call::Commit { .. } => Ok(write(&answer::uris(&read.response().await?))),
        // Written by the server as JSON, and handed on as it is.
        Call::IssueToken | Call::BuildInfo | Call::Experiment(_) => {
            Ok(read.response().await?.text().into_owned())
        }
        _ => {
            read.response().await?;
            Ok("null".into())
        }
    }
}

/// One call on its way.
struct Reader<'a> {
    client: &'a Client,
    call: &'a Call,
}

impl Reader<'_> {
    fn told<T>(&self, ended: std::result::Result<T, ClientError>) -> Result<T> {
        ended.map_err(|error| Trouble::of(self.client, self.call, &error))
    }

    async fn response(&self) -> Result<Response> {
        self.told(self.client.call(self.call).await)
    }

    fn understood<T>(
        &self,
        response: &Response,
        read: impl Fn(&Response) -> std::result::Result<T, Failure>,
    ) -> Result<T> {
        self.told(read(response).map_err(ClientError::from))
    }

    async fn rows<R: Tabular, T: From<R> + Json>(&self) -> Result<String> {
        let response = self.response().await?;
        let rows: Vec<R> = self.understood(&response, answer::rows)?;
        let rows: Vec<T> = rows.into_iter().map(T::from).collect();
        Ok(write(&rows))
    }
}
