//! What is inside a session: scans, their resources and files.

use prearchive_core::address::Address;
use prearchive_core::calls::Call;
use prearchive_core::inside::{File, Resource, Scan, ScanFile};

use super::Client;
use crate::error::ClientError;

impl Client {
    /// The session's scans.
    pub async fn scans(&self, address: &Address) -> Result<Vec<Scan>, ClientError> {
        self.rows(&Call::Scans(address.clone())).await
    }

    /// Deletes a scan and its files.
    pub async fn delete_scan(&self, address: &Address, scan: &str) -> Result<(), ClientError> {
        let call = Call::DeleteScan {
            address: address.clone(),
            scan: scan.into(),
        };
        self.call(&call).await.map(drop)
    }

    /// A scan with everything in it, as a zip.
    pub async fn scan_zip(&self, address: &Address, scan: &str) -> Result<Vec<u8>, ClientError> {
        let call = Call::ScanZip {
            address: address.clone(),
            scan: scan.into(),
        };
        Ok(self.call(&call).await?.body)
    }

    /// The resources of one scan.
    pub async fn scan_resources(
        &self,
        address: &Address,
        scan: &str,
    ) -> Result<Vec<Resource>, ClientError> {
        let call = Call::ScanResources {
            address: address.clone(),
            scan: scan.into(),
        };
        self.rows(&call).await
    }

    /// All resources of the session, those of its scans included.
    pub async fn session_resources(&self, address: &Address) -> Result<Vec<Resource>, ClientError> {
        self.rows(&Call::SessionResources(address.clone())).await
    }

    /// The files of a scan's resource.
    pub async fn files(
        &self,
        address: &Address,
        scan: &str,
        resource: &str,
    ) -> Result<Vec<File>, ClientError> {
        let call = Call::Files {
            address: address.clone(),
            scan: scan.into(),
            resource: resource.into(),
        };
        self.rows(&call).await
    }

    /// A file's bytes.
    pub async fn file(&self, file: &ScanFile) -> Result<Vec<u8>, ClientError> {
        Ok(self.call(&Call::File(file.clone())).await?.body)
    }
}
