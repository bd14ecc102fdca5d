//! Cut, flipped and lying images give a picture or an error: never a panic, never memory by a claimed size.

use prearchive_dicom::render::{RenderError, decode, display, encode, jpeg};

use crate::bytes;
use crate::maker::{EXPLICIT_LITTLE, Maker, extended_jpeg, lossless_jpeg};

/// One file for each way of storing pixels.
const FILES: &[&str] = &[
    "mr-toshiba/mr-explicit.dcm",
    "mr-toshiba/mr-big-endian.dcm",
    "mr-toshiba/mr-rle.dcm",
    "rt/rtdose-rle.dcm",
    "sc/ot-deflated.dcm",
    "us/us-sonosite-jpeg.dcm",
    "nm/nm-jpeg-extended.dcm",
];

#[test]
fn a_cut_file_is_damaged_wherever_it_is_cut() {
    for path in FILES {
        let data = bytes(path);
        for end in (0..data.len()).step_by(1024) {
            let error = jpeg(&data[..end], 0).unwrap_err();
            assert!(
                match error {
                    RenderError::Damaged(_) => true,
                    RenderError::NotAnImage => end < 8192,
                    _ => false,
                },
                "{path} cut at {end}: {error}"
            );
        }
    }
}

#[test]
fn flipped_bytes_never_panic() {
    // A linear congruential generator: the same bytes in every run.
    let mut state = 0x5DEE_CE66_u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let baseline = {
        let picture = display(&decode(&bytes("us/us-ge-big-endian.dcm"), 0).unwrap(), None);
        let jpeg = encode(&picture).unwrap();
        Maker::color("1.2.840.10008.1.2.4.50", 80, 60, "YBR_FULL_422").fragments(&[], &[jpeg])
    };
    let samples: Vec<u16> = (0..400).map(|n| n * 150).collect();
    let lossless = Maker::new("1.2.840.10008.1.2.4.70", 20, 20, 16)
        .fragments(&[], &[lossless_jpeg(20, 20, 16, 1, &samples)]);
    let means: Vec<i32> = (0..25).map(|n| n * 160).collect();
    let extended = Maker::new("1.2.840.10008.1.2.4.51", 40, 40, 16)
        .fragments(&[], &[extended_jpeg(40, 40, &means)]);
    let files = [
        bytes("mr-toshiba/mr-rle.dcm"),
        bytes("mr-toshiba/mr-explicit.dcm"),
        baseline.file(),
        lossless.file(),
        extended.file(),
    ];
    let mut codes = std::collections::BTreeMap::new();
    for data in &files {
        assert!(jpeg(data, 0).is_ok());
        for _ in 0..200 {
            let mut broken = data.clone();
            for _ in 0..=random(6) {
                let at = random(broken.len());
                broken[at] = random(256) as u8;
            }
            let code = jpeg(&broken, 0).map_or_else(|error| error.code(), |_| "shown");
            *codes.entry(code).or_insert(0) += 1;
        }
    }
    assert!(codes["shown"] > 50 && codes["damaged"] > 50, "{codes:?}");
}

#[test]
fn a_header_that_lies_is_found_out() {
    const LOSSLESS: &str = "1.2.840.10008.1.2.4.70";
    let native = || Maker::new(EXPLICIT_LITTLE, 4, 4, 8).native(&[9; 16]);
    let color = || Maker::color(EXPLICIT_LITTLE, 2, 2, "RGB").native(&[9; 12]);
    let packed =
        || Maker::new(LOSSLESS, 4, 4, 16).fragments(&[], &[lossless_jpeg(4, 4, 16, 1, &[9; 16])]);
    let rle = |header: [u32; 2], data: &[u8]| {
        let mut fragment: Vec<u8> = header.iter().flat_map(|n| n.to_le_bytes()).collect();
        fragment.resize(64, 0);
        fragment.extend(data);
        Maker::new("1.2.840.10008.1.2.5", 4, 4, 8).fragments(&[], &[fragment])
    };
    assert!(jpeg(&rle([1, 64], &[241, 9]).file(), 0).is_ok());

    let rows = 0x0028_0010;
    let columns = 0x0028_0011;
    let frames = 0x0028_0008;
    let bits = 0x0028_0100;
    let cases: Vec<(&str, Maker, &str)> = vec![
        ("more rows than pixels", native().number(rows, 5), "damaged"),
        (
            "more columns than pixels",
            native().number(columns, 5),
            "damaged",
        ),
        ("no rows", native().number(rows, 0), "damaged"),
        ("no columns", native().number(columns, 0), "damaged"),
        ("rows that are missing", native().without(rows), "damaged"),
        (
            "four milliard pixels",
            native().number(rows, 65535).number(columns, 65535),
            "too-large",
        ),
        (
            "a hundred million pixels in a few bytes of JPEG",
            packed().number(rows, 8000).number(columns, 8000),
            "damaged",
        ),
        (
            "more bits than there are",
            native().number(bits, 32),
            "damaged",
        ),
        (
            "fewer bits allocated than stored",
            native().number(bits, 1),
            "damaged",
        ),
        ("no bits allocated", native().number(bits, 0), "damaged"),
        ("seven bits allocated", native().number(bits, 7), "damaged"),
        ("no bits stored", native().number(0x0028_0101, 0), "damaged"),
        (
            "a high bit beyond the sample",
            native().number(0x0028_0102, 8),
            "damaged",
        ),
        (
            "a high bit below the sample",
            native().number(0x0028_0102, 3),
            "damaged",
        ),
        ("64 bits", native().number(bits, 64), "not-supported"),
        (
            "no frames",
            native().text(frames, b"IS", "0"),
            "no-such-frame",
        ),
        (
            "two frames where there is one",
            native().text(frames, b"IS", "2"),
            "damaged",
        ),
        (
            "two thousand million frames",
            native().text(frames, b"IS", "2147483647"),
            "damaged",
        ),
        (
            "more frames than can be counted",
            native().text(frames, b"IS", "99999999999999999999"),
            "damaged",
        ),
        (
            "fewer frames than none",
            native().text(frames, b"IS", "-1"),
            "damaged",
        ),
        (
            "two thousand million frames of JPEG",
            packed().text(frames, b"IS", "2147483647"),
            "damaged",
        ),
        (
            "one colour with three samples",
            native().number(0x0028_0002, 3),
            "damaged",
        ),
        (
            "three colours with one sample",
            color().number(0x0028_0002, 1),
            "damaged",
        ),
        (
            "no photometric interpretation",
            native().without(0x0028_0004),
            "damaged",
        ),
        (
            "colours that nobody uses",
            color().text(0x0028_0004, b"CS", "HSV"),
            "not-supported",
        ),
        (
            "a palette that is missing",
            native().text(0x0028_0004, b"CS", "PALETTE COLOR"),
            "damaged",
        ),
        (
            "a palette shorter than it says",
            native()
                .text(0x0028_0004, b"CS", "PALETTE COLOR")
                .numbers(0x0028_1101, &[0, 0, 16])
                .put(0x0028_1201, b"OW", vec![0; 6]),
            "damaged",
        ),
        (
            "a JPEG image of another size",
            packed().number(rows, 3),
            "damaged",
        ),
        (
            "a JPEG image that is none",
            Maker::new(LOSSLESS, 4, 4, 16).fragments(&[], &[vec![7; 64]]),
            "damaged",
        ),
        (
            "a JPEG image of nothing",
            Maker::new(LOSSLESS, 4, 4, 16).fragments(&[], &[vec![]]),
            "damaged",
        ),
        (
            "12 bits of another size",
            Maker::new("1.2.840.10008.1.2.4.51", 9, 8, 16)
                .fragments(&[], &[extended_jpeg(8, 8, &[9])]),
            "damaged",
        ),
        (
            "12 bits that end early",
            Maker::new("1.2.840.10008.1.2.4.51", 800, 8, 16)
                .fragments(&[], &[extended_jpeg(800, 8, &[9; 8])]),
            "damaged",
        ),
        (
            "no fragments",
            Maker::new(LOSSLESS, 4, 4, 16).fragments(&[], &[]),
            "damaged",
        ),
        (
            "an offset table that points nowhere",
            Maker::new(LOSSLESS, 4, 4, 16)
                .text(frames, b"IS", "2")
                .fragments(&[u32::MAX, 0], &[vec![0; 2], vec![0; 2], vec![0; 2]]),
            "damaged",
        ),
        (
            "plain pixels where JPEG is declared",
            Maker::new(LOSSLESS, 4, 4, 8).native(&[9; 16]),
            "damaged",
        ),
        (
            "fragments where plain pixels are declared",
            Maker::new(EXPLICIT_LITTLE, 4, 4, 8).fragments(&[], &[vec![9; 16]]),
            "damaged",
        ),
        ("too many RLE segments", rle([2, 64], &[241, 9]), "damaged"),
        (
            "an RLE segment beyond the end",
            rle([1, 6400], &[241, 9]),
            "damaged",
        ),
        (
            "an RLE segment within its header",
            rle([1, 8], &[241, 9]),
            "damaged",
        ),
        (
            "an RLE segment that is too short",
            rle([1, 64], &[242, 9]),
            "damaged",
        ),
        (
            "an RLE run without its byte",
            rle([1, 64], &[241]),
            "damaged",
        ),
        (
            "an RLE literal that is cut",
            rle([1, 64], &[15, 1, 2, 3]),
            "damaged",
        ),
        ("RLE that says nothing", rle([1, 64], &[128; 64]), "damaged"),
        (
            "a video",
            Maker::new("1.2.840.10008.1.2.4.102", 4, 4, 8).fragments(&[], &[vec![0; 4]]),
            "not-supported",
        ),
        (
            "a syntax that nobody knows",
            Maker::new("1.2.3.4", 4, 4, 8).native(&[9; 16]),
            "not-supported",
        ),
    ];
    for (name, image, code) in cases {
        match jpeg(&image.file(), 0) {
            Ok(_) => panic!("{name}: shown"),
            Err(error) => assert_eq!(error.code(), code, "{name}: {error}"),
        }
    }
}
