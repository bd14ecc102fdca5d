//! Downloading a very large session as a zip: the server's memory must not grow with it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use zip::ZipArchive;

use super::measure::{Memory, mebibytes, median};
use super::{PROJECT, Report, prepare};
use crate::films::{self, Numbers};
use crate::http::Client;
use crate::random::Random;
use crate::server::{PASSWORD, Server, USER};
use crate::zips::zip;

/// The size of one file's pixel data.
const PIXELS: usize = 16 << 20;
/// So many files make 1 GB, and so many are told beside to show how it grows.
const FILES: usize = 64;
const FEWER: usize = 16;
const REPEATS: usize = 5;
/// In mebibytes.
const MEMORY: f64 = 32.0;
/// (7FE0,0010), value representation OW, as an explicit little endian data set writes it (DICOM PS3.5, section 7.1.2).
const PIXEL_DATA: &[u8] = &[0xe0, 0x7f, 0x10, 0x00, b'O', b'W', 0, 0];

/// Measures and judges.
pub(super) fn measure(
    program: &Path,
    fixtures: &Path,
    folder: &Path,
    report: &mut Report,
) -> Result<(), String> {
    let data = folder.join("download");
    prepare(program, &data)?;
    let server = Server::start(program, &data, &folder.join("download.log"), &[])?;
    let bench = Bench {
        client: Client::sign_in(&server.base, USER, PASSWORD)?,
        process: server.process(),
        data,
        fixtures: fixtures.into(),
        folder: folder.into(),
    };
    let few = bench.measure(FEWER)?;
    let many = bench.measure(FILES)?;
    let what = format!("download of {:.0} MB", mebibytes(many.size));
    report.growth(&format!("{what}: memory"), many.growth, MEMORY);
    let speed = |done: &Done| mebibytes(done.size) / done.time.as_secs_f64();
    report.note(format!(
        "download: {:.0} MB take {:.3} s ({:.0} MB/s) and {:.1} MB of memory; {:.0} MB take {:.3} s ({:.0} MB/s) and {:.1} MB",
        mebibytes(few.size),
        few.time.as_secs_f64(),
        speed(&few),
        mebibytes(few.growth),
        mebibytes(many.size),
        many.time.as_secs_f64(),
        speed(&many),
        mebibytes(many.growth),
    ));
    Ok(())
}

struct Bench {
    client: Client,
    process: u32,
    data: PathBuf,
    fixtures: PathBuf,
    folder: PathBuf,
}

/// The median time, the largest growth, and the size of the zip.
struct Done {
    time: Duration,
    growth: u64,
    size: u64,
}

impl Bench {
    fn measure(&self, files: usize) -> Result<Done, String> {
        let uri = self.session(files)?;
        let path = format!("{uri}?format=zip");
        let size = self.verify(&path, files)?;
        let (mut times, mut growth) = (Vec::new(), 0);
        for _ in 0..REPEATS {
            let memory = Memory::watch(self.process)?;
            let started = Instant::now();
            let mut count = 0;
            let status = self.client.read(&path, |part| count += part.len() as u64)?;
            times.push(started.elapsed());
            growth = growth.max(memory.growth()?);
            if status != 200 || count != size {
                return Err(format!(
                    "a download of {count} bytes was answered {status}; {size} bytes were expected"
                ));
            }
        }
        Ok(Done {
            time: median(times),
            growth,
            size,
        })
    }

    /// A session of large files: one is imported small, the others are put beside it, and all are built.
    fn session(&self, files: usize) -> Result<String, String> {
        let films = films::load(&self.fixtures)?;
        let numbers = |instance: usize| Numbers {
            study: files as u64,
            series: 900,
            instance: instance as u64,
        };
        let plain = |bytes: &[u8]| bytes.windows(8).position(|window| window == PIXEL_DATA);
        let film = films
            .iter()
            .find(|film| {
                film.group.starts_with("mr-toshiba") && plain(&film.copy(numbers(0))).is_some()
            })
            .ok_or("no fixture has plain pixel data")?;
        let small = film.copy(numbers(0));
        let path = format!(
            "/data/services/import?import-handler=SI&dest=/prearchive/projects/{PROJECT}&subject=S&session=L{files}"
        );
        let body = zip([("000000.dcm", small.as_slice())])?;
        let answer = self.client.send("POST", &path, "application/zip", &body)?;
        if answer.status != 200 {
            return Err(format!("an import was answered {}", answer.status));
        }
        let uri = answer.text();
        let place = uri.trim_start_matches("/data/prearchive/projects/");
        let scans = self.data.join("prearchive").join(place).join("SCANS");
        let folder = scans.join("900/DICOM");
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let mut random = Random::new(files as u64);
        for index in 1..=files {
            let copy = film.copy(numbers(index));
            let at = plain(&copy).ok_or("the copy has no plain pixel data")?;
            let file = folder.join(format!("{index:06}.dcm"));
            write_large(&file, &copy[..at], &mut random)
                .map_err(|error| format!("{}: {error}", file.display()))?;
        }
        let answer = self.client.change("POST", &format!("{uri}?action=build"))?;
        if answer.status != 200 {
            return Err(format!("the build was answered {}", answer.status));
        }
        Ok(uri)
    }

    /// Downloads once to a file, and reads every entry of it; returns its size.
    fn verify(&self, path: &str, files: usize) -> Result<u64, String> {
        let place = self.folder.join("session.zip");
        let mut file = File::create(&place).map_err(|error| error.to_string())?;
        let mut written = Ok(());
        let status = self.client.read(path, |part| {
            if written.is_ok() {
                written = file.write_all(part);
            }
        })?;
        written.map_err(|error| error.to_string())?;
        if status != 200 {
            return Err(format!("the download was answered {status}"));
        }
        let file = File::open(&place).map_err(|error| error.to_string())?;
        let size = file.metadata().map_err(|error| error.to_string())?.len();
        let mut zip = ZipArchive::new(file).map_err(|error| format!("the zip: {error}"))?;
        let mut large = 0;
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).map_err(|error| error.to_string())?;
            // The reader compares the CRC at the end.
            let length = io::copy(&mut entry, &mut io::sink());
            let length = length.map_err(|error| format!("an entry of the zip: {error}"))?;
            large += usize::from(length > PIXELS as u64);
        }
        fs::remove_file(&place).map_err(|error| error.to_string())?;
        if large == files {
            Ok(size)
        } else {
            Err(format!("the zip holds {large} of {files} large files"))
        }
    }
}

/// Writes a DICOM file of this beginning with large pixel data that cannot be compressed.
fn write_large(file: &Path, beginning: &[u8], random: &mut Random) -> io::Result<()> {
    let mut file = io::BufWriter::new(File::create(file)?);
    file.write_all(beginning)?;
    file.write_all(PIXEL_DATA)?;
    let length = u32::try_from(PIXELS).map_err(io::Error::other)?;
    file.write_all(&length.to_le_bytes())?;
    for _ in 0..PIXELS / 8 {
        file.write_all(&random.number().to_le_bytes())?;
    }
    file.flush()
}
