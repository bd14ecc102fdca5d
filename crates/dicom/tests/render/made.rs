//! Kinds of images that the fixtures do not have, pixel by pixel.

use prearchive_dicom::render::{Window, WindowFunction, decode, display};

use crate::bytes;
use crate::maker::{EXPLICIT_LITTLE, Maker, extended_jpeg, lossless_jpeg};

const RLE: &str = "1.2.840.10008.1.2.5";
const BASELINE: &str = "1.2.840.10008.1.2.4.50";
const EXTENDED: &str = "1.2.840.10008.1.2.4.51";
const LOSSLESS: &str = "1.2.840.10008.1.2.4.70";

fn grey(columns: u16, bits: u16) -> Maker {
    Maker::new(EXPLICIT_LITTLE, columns, 1, bits)
}

fn color(name: &str) -> Maker {
    Maker::color(EXPLICIT_LITTLE, 2, 1, name)
}

fn palette(entries: u16, first: u16, bits: u16, colors: [&[u8]; 3]) -> Maker {
    let mut image = grey(4, 8).text(0x0028_0004, b"CS", "PALETTE COLOR");
    for (at, color) in (0..).zip(colors) {
        image = image
            .numbers(0x0028_1101 + at, &[entries, first, bits])
            .put(0x0028_1201 + at, b"OW", color.to_vec());
    }
    image
}

fn windowed(center: &str, width: &str) -> Maker {
    grey(4, 8)
        .text(0x0028_1050, b"DS", center)
        .text(0x0028_1051, b"DS", width)
        .native(&[0, 100, 150, 255])
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A frame in RLE: each plane of bytes as one literal run.
fn rle(planes: &[&[u8]]) -> Vec<u8> {
    let mut header = vec![planes.len() as u32];
    let mut data = Vec::new();
    for plane in planes {
        header.push(64 + data.len() as u32);
        data.push(plane.len() as u8 - 1);
        data.extend(*plane);
        if data.len() % 2 == 1 {
            data.push(128);
        }
    }
    header.resize(16, 0);
    let header = header.iter().flat_map(|number| number.to_le_bytes());
    header.chain(data).collect()
}

#[test]
fn every_kind_of_image_is_shown_as_it_is_meant() {
    let cases: Vec<(&str, Maker, Vec<u8>)> = vec![
        (
            "from the smallest to the largest value",
            grey(3, 8).native(&[10, 20, 30, 0]),
            vec![0, 128, 255],
        ),
        (
            "one value everywhere",
            grey(2, 8).native(&[7, 7]),
            vec![0, 0],
        ),
        (
            "MONOCHROME1 turned round",
            grey(3, 8)
                .text(0x0028_0004, b"CS", "MONOCHROME1")
                .native(&[10, 20, 30, 0]),
            vec![255, 128, 0],
        ),
        (
            "16 bits with a sign",
            grey(3, 16)
                .number(0x0028_0103, 1)
                .native(&words(&[0xFFFE, 0, 2])),
            vec![0, 128, 255],
        ),
        (
            "12 bits with a sign, and an overlay above them",
            grey(3, 16)
                .number(0x0028_0101, 12)
                .number(0x0028_0102, 11)
                .number(0x0028_0103, 1)
                .native(&words(&[0x1FFE, 0x8000, 0x0002])),
            vec![0, 128, 255],
        ),
        (
            "12 bits in the upper part of a word",
            grey(3, 16)
                .number(0x0028_0101, 12)
                .number(0x0028_0102, 15)
                .native(&words(&[0x000F, 0x0200, 0x0400])),
            vec![0, 128, 255],
        ),
        (
            "8 bits with a sign",
            grey(3, 8).number(0x0028_0103, 1).native(&[0xFE, 0, 2, 0]),
            vec![0, 128, 255],
        ),
        (
            "single bits",
            grey(4, 1).native(&[0b0110, 0]),
            vec![0, 255, 255, 0],
        ),
        (
            "padding that is not part of the range",
            grey(4, 16)
                .number(0x0028_0103, 1)
                .number(0x0028_0120, 0xF830)
                .native(&words(&[0xF830, 10, 20, 30])),
            vec![0, 0, 128, 255],
        ),
        (
            "a range of padding",
            grey(4, 8)
                .number(0x0028_0120, 255)
                .number(0x0028_0121, 250)
                .native(&[251, 10, 20, 30]),
            vec![255, 0, 128, 255],
        ),
        ("a window", windowed("125.5", "51"), vec![0, 0, 255, 255]),
        (
            "the first of two windows",
            windowed("128\\40", "256\\80"),
            vec![0, 100, 150, 255],
        ),
        (
            "an exact window",
            windowed("125", "100").text(0x0028_1056, b"CS", "LINEAR_EXACT"),
            vec![0, 64, 191, 255],
        ),
        (
            "a sigmoid window",
            windowed("100", "100").text(0x0028_1056, b"CS", "SIGMOID"),
            vec![5, 128, 225, 254],
        ),
        (
            "a window of one value",
            windowed("120", "1"),
            vec![0, 0, 255, 255],
        ),
        (
            "a window of no width",
            windowed("100", "0"),
            vec![0, 100, 150, 255],
        ),
        (
            "a window of nonsense",
            windowed("x", "NaN"),
            vec![0, 100, 150, 255],
        ),
        (
            "a window after rescaling",
            windowed("-796.5", "51")
                .text(0x0028_1052, b"DS", "-1024")
                .text(0x0028_1053, b"DS", "2"),
            vec![0, 0, 255, 255],
        ),
        (
            "a negative slope turns the shades round",
            grey(3, 8)
                .text(0x0028_1052, b"DS", "0")
                .text(0x0028_1053, b"DS", "-1")
                .native(&[10, 20, 30, 0]),
            vec![255, 128, 0],
        ),
        (
            "red, green and blue",
            color("RGB").native(&[1, 2, 3, 4, 5, 6]),
            vec![1, 2, 3, 4, 5, 6],
        ),
        (
            "colour by colour",
            color("RGB")
                .number(0x0028_0006, 1)
                .native(&[1, 4, 2, 5, 3, 6]),
            vec![1, 2, 3, 4, 5, 6],
        ),
        (
            "colours of 16 bits",
            Maker::new(EXPLICIT_LITTLE, 1, 1, 16)
                .number(0x0028_0002, 3)
                .text(0x0028_0004, b"CS", "RGB")
                .native(&words(&[0, 0x8080, 0xFFFF])),
            vec![0, 128, 255],
        ),
        (
            "luminance and chrominance",
            color("YBR_FULL").native(&[76, 85, 255, 29, 255, 107]),
            vec![254, 0, 0, 0, 0, 254],
        ),
        (
            "two pixels that share their chrominance",
            color("YBR_FULL_422").native(&[76, 40, 85, 255]),
            vec![254, 0, 0, 218, 0, 0],
        ),
        (
            "chrominance said to be shared that is not",
            color("YBR_FULL_422").native(&[76, 85, 255, 29, 255, 107]),
            vec![254, 0, 0, 0, 0, 254],
        ),
        (
            "a palette of 8 bits",
            palette(2, 1, 8, [&[10, 20], &[30, 40], &[50, 60]]).native(&[0, 1, 2, 9]),
            vec![10, 30, 50, 10, 30, 50, 20, 40, 60, 20, 40, 60],
        ),
        (
            "a palette of 16 bits",
            palette(
                2,
                0,
                16,
                [&[0xFF, 10, 0, 20], &[0, 30, 0, 40], &[0, 50, 0, 60]],
            )
            .native(&[0, 1, 1, 0]),
            vec![10, 30, 50, 20, 40, 60, 20, 40, 60, 10, 30, 50],
        ),
        (
            "8 bits in RLE",
            Maker::new(RLE, 3, 1, 8).fragments(&[], &[rle(&[&[10, 20, 30]])]),
            vec![0, 128, 255],
        ),
        (
            "colours in RLE",
            Maker::color(RLE, 2, 1, "RGB").fragments(&[], &[rle(&[&[1, 4], &[2, 5], &[3, 6]])]),
            vec![1, 2, 3, 4, 5, 6],
        ),
        (
            "lossless JPEG of 16 bits",
            Maker::new(LOSSLESS, 4, 1, 16).fragments(
                &[],
                &[lossless_jpeg(4, 1, 16, 1, &[0, 65535, 32768, 16384])],
            ),
            vec![0, 255, 128, 64],
        ),
        (
            "lossless JPEG of 12 bits with a sign",
            Maker::new(LOSSLESS, 3, 1, 16)
                .number(0x0028_0101, 12)
                .number(0x0028_0102, 11)
                .number(0x0028_0103, 1)
                .fragments(&[], &[lossless_jpeg(3, 1, 12, 1, &[0xFFE, 0, 2])]),
            vec![0, 128, 255],
        ),
        (
            "lossless JPEG of 8 bits in colour",
            Maker::color(LOSSLESS, 1, 2, "RGB")
                .fragments(&[], &[lossless_jpeg(1, 2, 8, 3, &[1, 2, 3, 250, 251, 252])]),
            vec![1, 2, 3, 250, 251, 252],
        ),
        (
            "a frame in three fragments",
            Maker::new(LOSSLESS, 4, 1, 16).fragments(&[], &{
                let jpeg = lossless_jpeg(4, 1, 16, 1, &[0, 65535, 32768, 16384]);
                [&jpeg[..10], &jpeg[10..12], &jpeg[12..]].map(<[u8]>::to_vec)
            }),
            vec![0, 255, 128, 64],
        ),
    ];
    for (name, image, shown) in cases {
        let frame = decode(&image.file(), 0).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(display(&frame, None).samples, shown, "{name}");
    }
}

#[test]
fn jpeg_of_12_bits_ends_within_a_block() {
    let means = [0, 4095, 1000, 2048, 2047, 3];
    let jpeg = extended_jpeg(9, 17, &means);
    let image = Maker::new(EXTENDED, 9, 17, 16)
        .number(0x0028_0101, 12)
        .number(0x0028_0102, 11)
        .fragments(&[], &[jpeg]);
    let samples = decode(&image.file(), 0).unwrap().samples;
    assert_eq!(samples.len(), 9 * 17);
    for (at, sample) in samples.iter().enumerate() {
        let (row, column) = (at / 9, at % 9);
        let mean = means[row / 8 * 2 + column / 8];
        assert_eq!(*sample, mean as f32, "row {row}, column {column}");
    }
}

#[test]
fn frames_are_found_however_they_are_stored() {
    let image = |value: u16| lossless_jpeg(1, 1, 16, 1, &[value]);
    let cut = |value: u16| {
        let image = image(value);
        [image[..20].to_vec(), image[20..].to_vec()]
    };
    let [a, b] = cut(10);
    let [c, d] = cut(20);
    let of_two = |frames: &[Vec<u8>], offsets: &[u32]| {
        Maker::new(LOSSLESS, 1, 1, 16)
            .text(0x0028_0008, b"IS", "2")
            .fragments(offsets, frames)
    };
    let second = 16 + (a.len() + b.len()) as u32;
    let extended: Vec<u8> = [0_u64, second.into()]
        .iter()
        .flat_map(|n| n.to_le_bytes())
        .collect();
    let four = [a, b, c, d];
    let cases = [
        ("a fragment for each", of_two(&[image(10), image(20)], &[])),
        ("an offset table", of_two(&four, &[0, second])),
        (
            "an extended offset table",
            of_two(&four, &[]).put(0x7FE0_0001, b"OV", extended),
        ),
        ("no table: each starts with its marker", of_two(&four, &[])),
        (
            "one after the other",
            Maker::new(EXPLICIT_LITTLE, 1, 1, 16)
                .text(0x0028_0008, b"IS", "2")
                .native(&words(&[10, 20])),
        ),
    ];
    for (name, image) in cases {
        let file = image.file();
        let frames = [0, 1].map(|frame| decode(&file, frame).unwrap().samples);
        assert_eq!(frames, [[10.0], [20.0]], "{name}");
        assert_eq!(
            decode(&file, 2).unwrap_err().code(),
            "no-such-frame",
            "{name}"
        );
    }
    let bits = Maker::new(EXPLICIT_LITTLE, 3, 1, 1)
        .text(0x0028_0008, b"IS", "3")
        .native(&[0b0110_1010, 0b1]);
    let frames = [0, 1, 2].map(|frame| decode(&bits.file(), frame).unwrap().samples);
    let expected = [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 0.0, 1.0]];
    assert_eq!(frames, expected, "single bits without a gap between frames");
}

#[test]
fn each_frame_of_an_enhanced_image_has_its_window() {
    let item = |center: &str, slope: &str| {
        let window = Maker::item(&[(0x0028_1050, b"DS", center), (0x0028_1051, b"DS", "10")]);
        let rescale = Maker::item(&[(0x0028_1052, b"DS", "0"), (0x0028_1053, b"DS", slope)]);
        Maker::group(&[(0x0028_9132, window), (0x0028_9145, rescale)])
    };
    let image = |groups: &[Vec<u8>]| {
        Maker::new(EXPLICIT_LITTLE, 1, 1, 8)
            .text(0x0028_0008, b"IS", "2")
            .sequence(0x5200_9230, groups)
            .native(&[10, 20])
    };
    let shown = |image: &Maker, at| {
        let frame = decode(&image.file(), at).unwrap();
        (frame.window.unwrap().center, frame.rescale.0)
    };
    let own = image(&[item("15", "2"), item("25", "3")]);
    assert_eq!([shown(&own, 0), shown(&own, 1)], [(15.0, 2.0), (25.0, 3.0)]);
    let shared = image(&[item("15", "2")]);
    assert_eq!([shown(&shared, 0), shown(&shared, 1)], [(15.0, 2.0); 2]);
}

#[test]
fn a_viewer_chooses_another_window() {
    let frame = decode(&windowed("128", "256").file(), 0).unwrap();
    let window = Window {
        center: 125.5,
        width: 51.0,
        function: WindowFunction::Linear,
    };
    assert_eq!(display(&frame, Some(window)).samples, [0, 0, 255, 255]);
    assert_eq!(display(&frame, None).samples, [0, 100, 150, 255]);
}

#[test]
fn colours_of_baseline_jpeg_are_believed_to_be_what_its_markers_say() {
    use image::codecs::jpeg::JpegEncoder;
    let red: Vec<u8> = [250, 10, 20].repeat(64);
    let mut jfif = Vec::new();
    JpegEncoder::new_with_quality(&mut jfif, 100)
        .encode(&red, 8, 8, image::ExtendedColorType::Rgb8)
        .unwrap();
    let bare = {
        // Without the JFIF marker, which comes first and has 16 bytes.
        assert_eq!(jfif[2..4], [0xFF, 0xE0]);
        [&jfif[..2], &jfif[20..]].concat()
    };
    let shown = |jpeg: &[u8], color: &str| {
        let image = Maker::color(BASELINE, 8, 8, color).fragments(&[], &[jpeg.to_vec()]);
        let picture = display(&decode(&image.file(), 0).unwrap(), None);
        [0, 1, 2].map(|at| i32::from(picture.samples[at]))
    };
    for (jpeg, color) in [
        (&jfif, "RGB"),
        (&jfif, "YBR_FULL_422"),
        (&bare, "YBR_FULL_422"),
    ] {
        for (found, wanted) in shown(jpeg, color).into_iter().zip([250, 10, 20]) {
            assert!(
                (found - wanted).abs() <= 3,
                "{color}: {found} is not {wanted}"
            );
        }
    }
    // Nothing says that they were transformed: so they are shown as they are, luminance first.
    assert!((shown(&bare, "RGB")[0] - 83).abs() <= 3);
}

#[test]
fn the_picture_of_an_ultrasound_is_in_colour() {
    let picture = display(&decode(&bytes("us/us-sonosite-jpeg.dcm"), 0).unwrap(), None);
    assert_eq!(picture.samples_per_pixel, 3);
    // Its black frame around the fan stays black.
    assert!(picture.samples[..3].iter().all(|sample| *sample < 8));
}
