//! `seeds FOLDER`: writes what fuzzing begins with, below FOLDER: a corpus and a dictionary for each target.

mod archives;
mod dictionaries;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use prearchive_core::format::Format;
use prearchive_core::resultset::Table;

/// A file that fuzzing begins with, without a name of its own.
type Seed = Vec<u8>;
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Larger files only slow the fuzzer down; they vary no more than small ones.
const LARGEST: u64 = 16 * 1024;
/// As many options as the first byte of an `intake` input is worth trying with each archive.
const OPTIONS: [u8; 10] = [0x00, 0x01, 0x02, 0x04, 0x08, 0x0c, 0x16, 0x22, 0x41, 0x83];

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).ok_or("usage: seeds FOLDER")?;
    let folder = PathBuf::from(folder);
    let (broken, whole): (Vec<_>, Vec<_>) = dicom_files()?
        .into_iter()
        .partition(|(path, _)| path.components().any(|part| part.as_os_str() == "broken"));
    let [broken, whole] =
        [broken, whole].map(|files| files.into_iter().map(|(_, file)| file).collect::<Vec<_>>());
    if broken.is_empty() || whole.len() < 10 {
        return Err("tests/fixtures/dicom holds too few files".into());
    }
    let corpora = [
        ("router", router()),
        ("form", form()),
        ("resultset", resultset()),
        ("dicom", [whole.as_slice(), &broken, &tiny()].concat()),
        ("intake", intake(&whole, &broken)?),
    ];
    for (target, seeds) in corpora {
        let place = folder.join("corpus").join(target);
        fs::create_dir_all(&place)?;
        for (number, seed) in seeds.iter().enumerate() {
            write(&place.join(format!("seed-{number:03}")), seed)?;
        }
        let dictionary = dictionaries::of(target);
        write(
            &folder.join(format!("{target}.dict")),
            dictionary.as_bytes(),
        )?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The small ones of the files that the tests have, whole and broken.
fn dicom_files() -> Result<Vec<(PathBuf, Seed)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/dicom");
    let mut paths = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "dcm")
                && entry.metadata()?.len() <= LARGEST
            {
                paths.push(entry.path());
            }
        }
    }
    paths.sort();
    let read = paths.into_iter().map(|path| {
        let file = fs::read(&path)?;
        Ok((path, file))
    });
    read.collect()
}

/// `METHOD target`, content type, body: see the target.
fn router() -> Vec<Seed> {
    const FORM: &str = "application/x-www-form-urlencoded";
    const SRC: &str = "src=/prearchive/projects/P/20260101_101500000/S";
    let mut seeds: Vec<String> = dictionaries::targets()
        .map(|line| format!("{line}\n"))
        .collect();
    for (path, more) in [
        (
            "archive",
            "overwrite=append&subject=A&session=B&quarantine=true",
        ),
        (
            "archive",
            "dest=/archive/projects/P/subjects/A/experiments/B",
        ),
        ("validate-archive", "triggerPipelines=false"),
        ("prearchive/move", "newProject=Q&async=true"),
        ("prearchive/rebuild", "async=false"),
        ("prearchive/delete", SRC),
    ] {
        seeds.push(format!("POST /data/services/{path}\n{FORM}\n{SRC}&{more}"));
    }
    for (query, kind) in [
        (
            "dest=/prearchive/projects/P&import-handler=SI&overwrite=delete",
            "application/zip",
        ),
        (
            "dest=/archive/projects/P/subjects/A&action=commit&AA=true",
            "application/zip",
        ),
        (
            "import-handler=gradual-DICOM&prevent_anon=true&SOURCE=x",
            "application/dicom",
        ),
        (
            "import-handler=DICOM-zip&Ignore-Unparsable=true&project=P",
            "multipart/form-data; boundary=b",
        ),
    ] {
        let body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nPK\r\n--b--\r\n";
        seeds.push(format!(
            "POST /data/services/import?{query}\n{kind}\n{body}"
        ));
    }
    seeds.into_iter().map(String::into_bytes).collect()
}

/// A target, a line feed, a form body: see the target.
fn form() -> Vec<Seed> {
    [
        "/data/a%20b/%2E%2E//c/?src=%2Fprearchive&x=1+2\nsrc=/prearchive/projects/P/t/s&async=true&&a",
        "/data?\na=Gr%C3%BC%C3%9Fe&a=&b=TRUE&c=%zz%&=x&d==",
        "/\n%FF=%00&+=%2B",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

/// One byte for the format, and a table in it: see the target.
fn resultset() -> Vec<Seed> {
    let cells = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let tables = [
        Table::new(&["a"], vec![]),
        Table::new(
            &["project", "timestamp", "url"],
            vec![
                cells(["P", "20260101_101500000", "/prearchive/projects/P/t/s"]),
                cells(["", "a \"b\", c", "<b>&amp;</b>\r\n"]),
                cells(["Grüße", "\u{1}]]>", "null"]),
            ],
        ),
    ];
    let formats = [Format::Json, Format::Csv, Format::Xml, Format::Html];
    let mut seeds = Vec::new();
    for table in &tables {
        for (choice, format) in (0..).zip(formats) {
            seeds.push([&[choice], table.write(format).as_bytes()].concat());
        }
    }
    seeds.push(b"\0{\"ResultSet\":{\"Result\":[{\"a\":1,\"b\":[{}]},{\"c\":null,\"a\":-2.5e9}],\"totalRecords\":\"2\"}}".to_vec());
    seeds
}

/// A byte for the options, one for the packing, and what is sent: see the target.
fn intake(whole: &[Seed], broken: &[Seed]) -> Result<Vec<Seed>> {
    let mut inputs: Vec<(u8, Seed)> = Vec::new();
    let archives = archives::of(whole)?.into_iter();
    inputs.extend(archives.map(|archive| (0, archive)));
    inputs.extend(
        whole
            .iter()
            .step_by(7)
            .chain(broken)
            .map(|file| (0, file.clone())),
    );
    let lists = [
        list(&[("a/1.dcm", &whole[0]), ("a/2.dcm", &whole[1])]),
        list(&[("1.dcm", &whole[2]), ("1.dcm", &whole[9])]),
        list(&[
            ("1", &whole[4]),
            ("DICOMDIR", &whole[5]),
            ("x/3", &broken[0]),
        ]),
    ];
    let tiny = tiny();
    inputs.extend(lists.map(|list| (1, list)));
    inputs.push((1, list(&[("1", &tiny[0]), ("2", &tiny[1])])));
    // One that makes two sessions, with all options there are.
    let several = list(&[("1", &tiny[0]), ("2", &tiny[2]), ("3", &tiny[3])]);
    let every: Vec<Seed> = (0..=u8::MAX)
        .map(|options| [&[options, 1], several.as_slice()].concat())
        .collect();
    let again: Vec<_> = OPTIONS.iter().map(|_| inputs[0].clone()).collect();
    inputs.extend(again);
    let inputs = inputs.into_iter().zip(OPTIONS.iter().cycle());
    Ok(inputs
        .map(|((packing, body), options)| [&[*options, packing], body.as_slice()].concat())
        .chain(every)
        .collect())
}

/// The smallest files that can be imported: two of a series, one of another study, one without a series number.
fn tiny() -> Vec<Seed> {
    [
        ("1", "1", "1"),
        ("1", "1", "2"),
        ("2", "2", "3"),
        ("2", "", "4"),
    ]
    .map(|(study, number, instance)| {
        let series = format!("{study}.{number}9");
        let elements: [(u16, u16, &[u8; 2], &str); 8] = [
            (0x0008, 0x0016, b"UI", "1.2.840.10008.5.1.4.1.1.4"),
            (0x0008, 0x0018, b"UI", instance),
            (0x0008, 0x0060, b"CS", "MR"),
            (0x0010, 0x0010, b"PN", "Doe^Jane"),
            (0x0010, 0x0020, b"LO", "S1"),
            (0x0020, 0x000d, b"UI", study),
            (0x0020, 0x000e, b"UI", &series),
            (0x0020, 0x0011, b"IS", number),
        ];
        let mut file = [[0; 128].as_slice(), b"DICM"].concat();
        for (group, element, vr, text) in elements {
            file.extend(group.to_le_bytes());
            file.extend(element.to_le_bytes());
            file.extend(vr);
            // Values have an even length (PS3.5, section 7.1.1); none here is longer than 255.
            let length = text.len().next_multiple_of(2);
            file.extend([u8::try_from(length).unwrap_or_default(), 0]);
            file.extend(text.as_bytes());
            file.resize(file.len() + length - text.len(), b' ');
        }
        file
    })
    .to_vec()
}

fn list(files: &[(&str, &Seed)]) -> Seed {
    let files = files
        .iter()
        .map(|(name, bytes)| [name.as_bytes(), b"\n", bytes].concat());
    files.collect::<Vec<_>>().join(b"--FILE--".as_slice())
}
