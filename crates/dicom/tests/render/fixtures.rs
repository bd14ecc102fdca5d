//! Every fixture has the pixels that pydicom finds in it, or is refused for a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use prearchive_dicom::render::{Picture, decode, display, encode, jpeg};
use serde_json::Value;

use crate::{bytes, folder};

/// The fixtures without a picture: code and message.
const REFUSED: &[(&str, &str, &str)] = &[
    ("bare/rtplan-big-endian.dcm", "not-an-image", NO_IMAGE),
    ("bare/rtplan-explicit.dcm", "not-an-image", NO_IMAGE),
    (
        "broken/mr-truncated.dcm",
        "damaged",
        "the image is damaged: the file ends inside element (7FE0,0010): 8192 bytes declared, 8130 there",
    ),
    ("broken/not-dicom.dcm", "not-an-image", NO_IMAGE),
    (
        "broken/rtplan-truncated.dcm",
        "damaged",
        "the image is damaged: the file ends inside element (300A,00B0): 976 bytes declared, 711 there",
    ),
    (
        "ct/ct-hitachi-supria-iso2022.dcm",
        "not-supported",
        "JPEG 2000 Lossless cannot be shown",
    ),
    (
        "ct/ct-jpeg2000.dcm",
        "not-supported",
        "JPEG 2000 cannot be shown",
    ),
    ("ecg/ecg-mortara.dcm", "not-an-image", NO_IMAGE),
    (
        "mr-toshiba/mr-jpeg-ls-lossless.dcm",
        "not-supported",
        "JPEG-LS Lossless cannot be shown",
    ),
    (
        "mr-toshiba/mr-jpeg2000-lossless.dcm",
        "not-supported",
        "JPEG 2000 Lossless cannot be shown",
    ),
    (
        "nm/nm-jpeg2000.dcm",
        "not-supported",
        "JPEG 2000 cannot be shown",
    ),
    ("rt/rtplan.dcm", "not-an-image", NO_IMAGE),
    ("sr/sr-offis.dcm", "not-an-image", NO_IMAGE),
    ("sr/sr-simple-image.dcm", "not-an-image", NO_IMAGE),
    (
        "us/us-ge-jpeg2000.dcm",
        "not-supported",
        "JPEG 2000 Lossless cannot be shown",
    ),
];
const NO_IMAGE: &str = "there is no image in this file";

fn expected() -> BTreeMap<String, Value> {
    serde_json::from_slice(&bytes("pixels.json")).unwrap()
}

/// Pairs of place and value.
fn places(list: &Value) -> Vec<(usize, i64)> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .map(|pair| {
            (
                pair[0].as_u64().unwrap() as usize,
                pair[1].as_i64().unwrap(),
            )
        })
        .collect()
}

/// How far the mean and the largest sample of a JPEG image are from the picture that it was made of.
fn differences(jpeg: &[u8], picture: &Picture) -> (f64, u8) {
    let mut decoder = jpeg_decoder::Decoder::new(jpeg);
    let decoded = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    assert_eq!(
        (usize::from(info.width), usize::from(info.height)),
        (picture.columns, picture.rows)
    );
    assert_eq!(decoded.len(), picture.samples.len());
    let differences = || (decoded.iter().zip(&picture.samples)).map(|(a, b)| a.abs_diff(*b));
    let sum: f64 = differences().map(f64::from).sum();
    (sum / decoded.len() as f64, differences().max().unwrap())
}

#[test]
fn pixels_are_those_that_pydicom_finds() {
    for (path, expected) in expected() {
        let data = bytes(&path);
        // Two decoders of lossy JPEG may round differently.
        let tolerance = match path.as_str() {
            "us/us-sonosite-jpeg.dcm" => 2,
            "nm/nm-jpeg-extended.dcm" => 1,
            _ => 0,
        };
        for known in expected["expected"].as_array().unwrap() {
            let at = known["frame"].as_u64().unwrap() as u32;
            let frame = decode(&data, at).unwrap_or_else(|error| panic!("{path} {at}: {error}"));
            let samples = &frame.samples;
            let size = (frame.rows, frame.columns, frame.color.samples());
            let wanted = ["rows", "columns", "samples"]
                .map(|name| expected[name].as_u64().unwrap() as usize);
            assert_eq!(size, (wanted[0], wanted[1], wanted[2]), "{path}");
            assert_eq!(samples.len(), wanted.iter().product::<usize>(), "{path}");

            let near = |found: f64, name: &str, value: &Value, tolerance: f64| {
                let value = value.as_f64().unwrap();
                assert!(
                    (found - value).abs() <= tolerance,
                    "{path} frame {at} {name}: {found} is not {value}"
                );
            };
            let slack = f64::from(tolerance);
            let fold = |f: fn(f32, f32) -> f32| samples.iter().copied().reduce(f).unwrap();
            near(fold(f32::min).into(), "min", &known["min"], slack);
            near(fold(f32::max).into(), "max", &known["max"], slack);
            let sum = samples.iter().map(|sample| f64::from(*sample)).sum();
            near(
                sum,
                "sum",
                &known["sum"],
                slack * 0.02 * samples.len() as f64,
            );
            for (place, value) in places(&known["at"]) {
                near(samples[place].into(), "sample", &value.into(), slack);
            }

            let picture = display(&frame, None);
            for (place, value) in places(&known["shown"]) {
                let shown = i64::from(picture.samples[place]);
                assert!(
                    (shown - value).abs() <= 1,
                    "{path} shows {shown} at {place}, not {value}"
                );
            }
            let jpeg = encode(&picture).unwrap();
            let (mean, _) = differences(&jpeg, &picture);
            assert!(mean < 4.0, "{path}: the JPEG image is off by {mean}");
        }
        let frames = expected["frames"].as_u64().unwrap() as u32;
        assert_eq!(decode(&data, frames).unwrap_err().code(), "no-such-frame");
    }
}

#[test]
fn what_cannot_be_shown_says_why() {
    for (path, code, message) in REFUSED {
        let error = jpeg(&bytes(path), 0).unwrap_err();
        assert_eq!(
            (error.code(), error.to_string().as_str()),
            (*code, *message),
            "{path}"
        );
    }
}

#[test]
fn every_fixture_has_pixels_or_a_refusal() {
    fn files(folder: &Path, found: &mut BTreeSet<String>, root: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, found, root);
            } else if path.extension().is_some_and(|extension| extension == "dcm") {
                let path = path.strip_prefix(root).unwrap();
                found.insert(path.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut found = BTreeSet::new();
    files(&folder(), &mut found, &folder());
    let refused = REFUSED.iter().map(|(path, ..)| (*path).to_owned());
    let known: BTreeSet<String> = expected().into_keys().chain(refused).collect();
    assert_eq!(found, known);
}

#[test]
fn the_same_image_looks_the_same_however_it_is_stored() {
    let picture = |path: &str| display(&decode(&bytes(path), 0).unwrap(), None);
    let explicit = picture("mr-toshiba/mr-explicit.dcm");
    for path in [
        "mr-toshiba/mr-implicit.dcm",
        "mr-toshiba/mr-big-endian.dcm",
        "mr-toshiba/mr-padded.dcm",
        "mr-toshiba/mr-rle.dcm",
    ] {
        assert_eq!(picture(path), explicit, "{path}");
    }
    assert_eq!(picture("rt/rtdose-rle.dcm"), picture("rt/rtdose.dcm"));
}
