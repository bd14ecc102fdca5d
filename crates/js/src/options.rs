//! What callers may say, as plain objects, and what core makes of it.

use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::calls::UploadLabels;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::error::{Result, bad_argument};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Which session, and how long to wait for the server's work on it. */
export interface ActionOptions {
  /** /prearchive/projects/PROJECT/TIMESTAMP/SESSION */
  url: string;
  /** In milliseconds; a minute unless said otherwise. */
  patience?: number;
}

/** What may happen to files that are already archived. */
export type Overwrite = "none" | "append" | "delete";

export interface ArchiveOptions extends ActionOptions { overwrite?: Overwrite; }

export interface MoveOptions extends ActionOptions {
  /** The ID of the project that it goes to. */
  project: string;
}

export interface ImportOptions {
  handler?: "SI" | "DICOM-zip" | "gradual-DICOM";
  /** "/prearchive[/projects/PROJECT[/TIMESTAMP/SESSION]]" or "/archive...". */
  destination?: string;
  project?: string;
  subject?: string;
  session?: string;
  overwrite?: Overwrite;
  /** Build the session before answering. */
  commit?: boolean;
  autoArchive?: boolean;
  /** Skip files that are no DICOM instead of refusing the whole. */
  ignoreUnparsable?: boolean;
  preventAutoCommit?: boolean;
  preventAnon?: boolean;
  source?: string;
  /** "application/zip" unless said otherwise. */
  contentType?: string;
}
"#;

/// The options of the four actions.
#[derive(Deserialize)]
pub(crate) struct ActionOptions {
    pub(crate) url: String,
    pub(crate) patience: Option<u32>,
    #[serde(default)]
    pub(crate) overwrite: OverwriteWord,
    pub(crate) project: Option<String>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OverwriteWord {
    #[default]
    None,
    Append,
    Delete,
}

impl From<OverwriteWord> for Overwrite {
    fn from(word: OverwriteWord) -> Self {
        match word {
            OverwriteWord::None => Self::None,
            OverwriteWord::Append => Self::Append,
            OverwriteWord::Delete => Self::Delete,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ImportOptions {
    handler: Option<String>,
    destination: String,
    project: Option<String>,
    subject: Option<String>,
    session: Option<String>,
    overwrite: OverwriteWord,
    commit: bool,
    auto_archive: Option<bool>,
    ignore_unparsable: bool,
    prevent_auto_commit: Option<bool>,
    prevent_anon: Option<bool>,
    source: Option<String>,
    content_type: Option<String>,
}

/// Reads a plain object.
pub(crate) fn read<T: DeserializeOwned>(value: JsValue) -> Result<T> {
    serde_wasm_bindgen::from_value(value).map_err(bad_argument)
}

/// Reads the `url` of a session.
pub(crate) fn address(url: &str) -> Result<Address> {
    url.parse().map_err(bad_argument)
}

/// Reads the options of an import; `undefined` is none.
pub(crate) fn import(bytes: Vec<u8>, options: JsValue) -> Result<ImportRequest> {
    let options: Option<ImportOptions> = read(options)?;
    let options = options.unwrap_or_default();
    let handler = match &options.handler {
        None => None,
        Some(name) => Some(Handler::parse(name).ok_or_else(|| {
            bad_argument(format!(
                "“{name}” is no import handler: expected SI, DICOM-zip or gradual-DICOM"
            ))
        })?),
    };
    Ok(ImportRequest {
        handler,
        destination: Destination::parse(&options.destination).map_err(bad_argument)?,
        project: options.project,
        subject: options.subject,
        session: options.session,
        overwrite: options.overwrite.into(),
        commit: options.commit,
        auto_archive: options.auto_archive,
        ignore_unparsable: options.ignore_unparsable,
        prevent_auto_commit: options.prevent_auto_commit,
        prevent_anon: options.prevent_anon,
        upload: UploadLabels {
            source: options.source,
            ..UploadLabels::default()
        },
        content_type: options
            .content_type
            .unwrap_or_else(|| "application/zip".into()),
        body: bytes,
        ..ImportRequest::default()
    })
}
