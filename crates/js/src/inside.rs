//! What is inside a session: scans, resources, files.

use prearchive_core::inside::ScanFile;
use wasm_bindgen::prelude::*;

use crate::connection::Connection;
use crate::error::{Result, failed};
use crate::options::address;
use crate::twins;

#[wasm_bindgen]
impl Connection {
    /// The session's scans.
    #[wasm_bindgen(unchecked_return_type = "Scan[]")]
    pub async fn scans(&self, url: String) -> Result<JsValue> {
        let scans = self.client.scans(&address(&url)?).await.map_err(failed)?;
        twins::array::<_, twins::Scan>(scans)
    }

    /// Deletes a scan and its files.
    #[wasm_bindgen(js_name = deleteScan)]
    pub async fn delete_scan(&self, url: String, scan: String) -> Result<()> {
        let deleted = self.client.delete_scan(&address(&url)?, &scan).await;
        deleted.map_err(failed)
    }

    /// The resources of one scan; of the session and all its scans if none is named.
    #[wasm_bindgen(unchecked_return_type = "Resource[]")]
    pub async fn resources(&self, url: String, scan: Option<String>) -> Result<JsValue> {
        let address = address(&url)?;
        let resources = match scan {
            Some(scan) => self.client.scan_resources(&address, &scan).await,
            None => self.client.session_resources(&address).await,
        };
        twins::array::<_, twins::Resource>(resources.map_err(failed)?)
    }

    /// The files of a scan's resource.
    #[wasm_bindgen(unchecked_return_type = "ResourceFile[]")]
    pub async fn files(&self, url: String, scan: String, resource: String) -> Result<JsValue> {
        let files = self.client.files(&address(&url)?, &scan, &resource).await;
        twins::array::<_, twins::File>(files.map_err(failed)?)
    }

    /// A file's bytes; `path` is the one in `files()`.
    pub async fn file(
        &self,
        url: String,
        scan: String,
        resource: String,
        path: String,
    ) -> Result<Vec<u8>> {
        let file = ScanFile {
            address: address(&url)?,
            scan,
            resource,
            path,
        };
        self.client.file(&file).await.map_err(failed)
    }

    /// A scan as a zip; the whole session if none is named.
    pub async fn zip(&self, url: String, scan: Option<String>) -> Result<Vec<u8>> {
        let address = address(&url)?;
        let zip = match scan {
            Some(scan) => self.client.scan_zip(&address, &scan).await,
            None => self.client.session_zip(&address).await,
        };
        zip.map_err(failed)
    }
}
