//! Importing a zip of very many files, against `unzip` of the same zip into a folder on the same file system.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::measure::{Memory, mebibytes, median};
use super::{PROJECT, Report, prepare};
use crate::films::{self, Film, Numbers};
use crate::http::Client;
use crate::server::{PASSWORD, Server, USER};
use crate::zips::zip;

/// How many files are judged, and how many are told beside to show how it grows.
const FILES: usize = 1000;
const FEWER: usize = 100;
const REPEATS: usize = 5;
/// An import may take this many times as long as `unzip`, which syncs nothing and reads no header.
const AT_MOST: f64 = 4.0;

type Hash = [u8; 32];

/// Measures and judges.
pub(super) fn measure(
    program: &Path,
    fixtures: &Path,
    folder: &Path,
    report: &mut Report,
) -> Result<(), String> {
    let films = films::load(fixtures)?;
    let data = folder.join("import");
    prepare(program, &data)?;
    let server = Server::start(program, &data, &folder.join("import.log"), &[])?;
    let bench = Bench {
        client: Client::sign_in(&server.base, USER, PASSWORD)?,
        process: server.process(),
        data,
        folder: folder.into(),
    };
    let few = bench.measure(&films, FEWER)?;
    let many = bench.measure(&films, FILES)?;
    let what = format!("import of {FILES} files");
    report.ratio(&what, many.ours, ("unzip", many.unzip), AT_MOST);
    report.note(format!(
        "import: a zip of {:.1} MB; {FEWER} files take {:.3} s, {FILES} take {:.3} s; memory grows by {:.1} and {:.1} MB",
        mebibytes(many.size),
        few.ours.as_secs_f64(),
        many.ours.as_secs_f64(),
        mebibytes(few.growth),
        mebibytes(many.growth),
    ));
    report.note(format!(
        "import: unzip and then a sync of each file, which is what an import promises, takes {:.3} s for {FILES} files: {:.2}x",
        many.synced.as_secs_f64(),
        many.ours.as_secs_f64() / many.synced.as_secs_f64(),
    ));
    Ok(())
}

struct Bench {
    client: Client,
    process: u32,
    data: PathBuf,
    folder: PathBuf,
}

/// Medians, and the largest growth.
struct Times {
    ours: Duration,
    unzip: Duration,
    synced: Duration,
    growth: u64,
    size: u64,
}

impl Bench {
    fn measure(&self, films: &[Film], count: usize) -> Result<Times, String> {
        let (mut ours, mut unzipped, mut synced, mut growth) =
            (Vec::new(), Vec::new(), Vec::new(), 0);
        let files = files(films, count);
        let sent: HashSet<Hash> = files.iter().map(|(_, bytes)| hash(bytes)).collect();
        let body = zip(files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice())))?;
        let archive = self.folder.join("archive.zip");
        fs::write(&archive, &body).map_err(|error| error.to_string())?;
        for repeat in 0..REPEATS {
            let memory = Memory::watch(self.process)?;
            let path = format!(
                "/data/services/import?import-handler=SI&dest=/prearchive/projects/{PROJECT}&subject=S&session=L{count}-{repeat}"
            );
            let started = Instant::now();
            let answer = self.client.send("POST", &path, "application/zip", &body)?;
            ours.push(started.elapsed());
            growth = growth.max(memory.growth()?);
            if answer.status != 200 {
                return Err(format!(
                    "an import was answered {}: {}",
                    answer.status,
                    answer.text()
                ));
            }
            let uri = answer.text();
            let place = uri.trim_start_matches("/data/prearchive/projects/");
            same(&self.data.join("prearchive").join(place), &sent)?;
            let folder = self.folder.join("unzipped");
            unzipped.push(unzip(&archive, &folder)?);
            same(&folder, &sent)?;
            fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
            let (first, more) = (unzip(&archive, &folder)?, sync(&folder)?);
            synced.push(first + more);
            fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
        }
        Ok(Times {
            ours: median(ours),
            unzip: median(unzipped),
            synced: median(synced),
            growth,
            size: body.len() as u64,
        })
    }
}

/// One study of many series, as a scanner exports it.
fn files(films: &[Film], count: usize) -> Vec<(String, Vec<u8>)> {
    (0..count)
        .map(|index| {
            let numbers = Numbers {
                study: 1,
                series: 10 + (index % films.len()) as u64,
                instance: 1000 + index as u64,
            };
            let bytes = films[index % films.len()].copy(numbers);
            (format!("export/{index:06}.dcm"), bytes)
        })
        .collect()
}

fn unzip(archive: &Path, folder: &Path) -> Result<Duration, String> {
    let started = Instant::now();
    let status = Command::new("unzip")
        .arg("-q")
        .arg(archive)
        .arg("-d")
        .arg(folder)
        .status();
    let time = started.elapsed();
    match status {
        Ok(status) if status.success() => Ok(time),
        Ok(status) => Err(format!("unzip ended with {status}")),
        Err(error) => Err(format!("unzip: {error}")),
    }
}

/// Syncs every file below a folder.
fn sync(folder: &Path) -> Result<Duration, String> {
    let started = Instant::now();
    for path in walk(folder)? {
        let synced = fs::File::open(&path).and_then(|file| file.sync_all());
        synced.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(started.elapsed())
}

/// Exactly the files that were sent are below a folder.
fn same(folder: &Path, sent: &HashSet<Hash>) -> Result<(), String> {
    let paths = walk(folder)?;
    let images = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "dcm"));
    let mut found = HashSet::new();
    let mut count = 0;
    for path in images {
        count += 1;
        found.insert(hash(&fs::read(path).map_err(|error| error.to_string())?));
    }
    if found == *sent && count == sent.len() {
        Ok(())
    } else {
        Err(format!(
            "{} holds {count} files, and not those that were sent",
            folder.display()
        ))
    }
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}
