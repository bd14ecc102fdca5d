//! What waits in the prearchive, and one session of it.

use prearchive_core::address::Address;
use prearchive_core::calls::Call;
use prearchive_core::failure::FailureKind;
use prearchive_core::failure::{Failure, check};
use prearchive_core::format::Format;
use prearchive_core::http::Response;
use prearchive_core::inside::LogEntry;
use prearchive_core::project::Project;
use prearchive_core::resultset::TableError;
use prearchive_core::session::Session;
use prearchive_table::{Batch, ListingReader, Reading, SessionTable};

use super::Client;
use crate::error::ClientError;
use crate::transport::Sink;

/// So many rows are handed on together, after the first ones and unless they take long to come.
const TOGETHER: usize = 4096;

/// A listing that is read while it arrives.
struct Arriving<'a> {
    call: &'a Call,
    take: &'a mut dyn FnMut(Batch),
    reader: ListingReader,
    batch: Batch,
    is_first: bool,
    /// The answer is a listing.
    streams: bool,
    failed: Option<TableError>,
}

impl<'a> Arriving<'a> {
    fn new(call: &'a Call, take: &'a mut dyn FnMut(Batch)) -> Self {
        Self {
            call,
            take,
            reader: ListingReader::default(),
            batch: Batch::default(),
            is_first: true,
            streams: false,
            failed: None,
        }
    }

    fn hand_on(&mut self) {
        if !self.batch.is_empty() {
            self.is_first = false;
            (self.take)(std::mem::take(&mut self.batch));
        }
    }

    fn end(mut self) -> Result<(), TableError> {
        let reader = std::mem::take(&mut self.reader);
        let ended = match self.failed.take() {
            Some(error) => Err(error),
            None => reader.end(&mut self.batch),
        };
        self.hand_on();
        ended
    }
}

impl Sink for Arriving<'_> {
    fn wants(&mut self, head: &Response) -> bool {
        self.streams = check(self.call, head).is_ok();
        self.streams
    }

    fn flush(&mut self) {
        self.hand_on();
    }

    fn piece(&mut self, bytes: &[u8]) {
        if self.failed.is_some() {
            return;
        }
        self.failed = self.reader.push(bytes, &mut self.batch).err();
        if self.is_first || self.batch.len() >= TOGETHER {
            self.hand_on();
        }
    }
}

impl Client {
    /// The sessions of some projects; all that the user may see if none is named.
    pub async fn sessions(&self, projects: &[Project]) -> Result<Vec<Session>, ClientError> {
        let (mut table, mut reading) = (SessionTable::default(), Reading::default());
        self.list(projects, &mut |batch| drop(table.read(&mut reading, batch)))
            .await?;
        Ok(table
            .ids()
            .filter_map(|id| Some(table.row(id)?.session()))
            .collect())
    }

    /// The same while they arrive: the first batch as soon as there is a row, the others some thousand rows each, and several a second.
    ///
    /// After an error, what was taken is part of a listing that is not whole.
    pub async fn list(
        &self,
        projects: &[Project],
        take: &mut dyn FnMut(Batch),
    ) -> Result<(), ClientError> {
        let call = Call::List {
            projects: projects.to_vec(),
        };
        let mut arriving = Arriving::new(&call, take);
        let response = self.stream(&call, &mut arriving).await?;
        if arriving.streams {
            return match arriving.end() {
                Ok(()) => Ok(()),
                Err(error) => Err(Failure::unreadable(&response, &error).into()),
            };
        }
        self.checked(&call, response).await.map(drop)
    }

    /// One session's row; `None` if there is no such session.
    pub async fn session(&self, address: &Address) -> Result<Option<Session>, ClientError> {
        // XNAT answers an empty table, others 404.
        match self.rows(&Call::Read(address.clone())).await {
            Err(error) if error.kind() == Some(FailureKind::NotFound) => Ok(None),
            rows => Ok(rows?.into_iter().next()),
        }
    }

    /// The session's document, in XML; not there before the session has been built once.
    pub async fn document(&self, address: &Address) -> Result<String, ClientError> {
        let call = Call::Read(address.clone());
        let response = self.call_as(&call, Format::Xml).await?;
        Ok(response.text().into_owned())
    }

    /// Everything of the session, as a zip.
    pub async fn session_zip(&self, address: &Address) -> Result<Vec<u8>, ClientError> {
        let call = Call::Read(address.clone());
        Ok(self.call_as(&call, Format::Zip).await?.body)
    }

    /// What happened to the session, the oldest entry first.
    pub async fn logs(&self, address: &Address) -> Result<Vec<LogEntry>, ClientError> {
        self.rows(&Call::Logs(address.clone())).await
    }
}
