//! XNAT's date texts, form by form.

use prearchive_core::stamp::{
    DateText, micros, read, read_folder, to_micros, usual_micros, write_folder, write_java,
    write_log, write_micros, write_sql,
};
use proptest::prelude::*;
use time::{Date, PrimitiveDateTime, Time};

type Parts = (i32, u16, u8, u8, u8, u32);

/// Year, day of the year, hour, minute, second, nanosecond.
fn at((year, day, hour, minute, second, nanosecond): Parts) -> PrimitiveDateTime {
    PrimitiveDateTime::new(
        Date::from_ordinal_date(year, day).expect("a day of that year"),
        Time::from_hms_nano(hour, minute, second, nanosecond).expect("a time of day"),
    )
}

#[test]
fn what_servers_write_is_read() {
    for (text, wanted) in [
        ("", None),
        ("2014-04-11", Some((2014, 101, 0, 0, 0, 0))),
        ("2014-04-11 14:03", Some((2014, 101, 14, 3, 0, 0))),
        ("2014-04-11 14:03:10", Some((2014, 101, 14, 3, 10, 0))),
        ("2014-04-11 14:03:10.0", Some((2014, 101, 14, 3, 10, 0))),
        (
            "2014-04-11 14:03:10.5",
            Some((2014, 101, 14, 3, 10, 500_000_000)),
        ),
        (
            "2021-12-29 10:11:28.996",
            Some((2021, 363, 10, 11, 28, 996_000_000)),
        ),
        (
            "2014-04-11 14:03:10.000000001",
            Some((2014, 101, 14, 3, 10, 1)),
        ),
        (
            "2014-04-11T14:03:10.25",
            Some((2014, 101, 14, 3, 10, 250_000_000)),
        ),
        ("  2014-04-11 14:03:10.0\n", Some((2014, 101, 14, 3, 10, 0))),
        ("2012-02-29", Some((2012, 60, 0, 0, 0, 0))),
        (
            "Fri Apr 11 14:00:05 CDT 2014",
            Some((2014, 101, 14, 0, 5, 0)),
        ),
        (
            "Fri Apr 11 14:00:05 GMT-03:00 2014",
            Some((2014, 101, 14, 0, 5, 0)),
        ),
        ("Fri Apr 11 14:00:05 2014", Some((2014, 101, 14, 0, 5, 0))),
        ("Tue Jan 01 00:00:00 UTC 2013", Some((2013, 1, 0, 0, 0, 0))),
        // None of these is a date.
        ("2013-02-29", None),
        ("2014-13-01", None),
        ("2014-04-11 24:00:00", None),
        ("2014-04-11 14:03:10.0000000001", None),
        ("2014-04-11 14:03:10.5Z", None),
        ("2014-4-11", None),
        ("+014-04-11", None),
        ("2014-04-11-01", None),
        ("11.04.2014", None),
        ("Fri Apr 31 14:00:05 CDT 2014", None),
        ("Fre Apr 11 14:00:05 CDT 2014", None),
        ("20140411_140005287", None),
        ("٢٠١٤-٠٤-١١", None),
    ] {
        assert_eq!(read(text), wanted.map(at), "{text:?}");
        let kept = DateText::from(text.to_owned());
        assert_eq!(kept.as_str(), text);
        assert_eq!(kept.at(), wanted.map(at), "{text:?}");
    }
}

#[test]
fn each_form_is_written_to_the_letter() {
    for (parts, sql, folder, java, log) in [
        (
            (2014, 101, 14, 0, 5, 287_000_000),
            "2014-04-11 14:00:05.287",
            "20140411_140005287",
            "Fri Apr 11 14:00:05 CDT 2014",
            "04/11/2014 14:00:05",
        ),
        (
            (2012, 60, 0, 0, 0, 0),
            "2012-02-29 00:00:00.0",
            "20120229_000000000",
            "Wed Feb 29 00:00:00 CDT 2012",
            "02/29/2012 00:00:00",
        ),
        (
            (2023, 365, 23, 59, 59, 500_000_000),
            "2023-12-31 23:59:59.5",
            "20231231_235959500",
            "Sun Dec 31 23:59:59 CDT 2023",
            "12/31/2023 23:59:59",
        ),
        (
            (2024, 1, 1, 2, 3, 10_000_999),
            "2024-01-01 01:02:03.010000999",
            "20240101_010203010",
            "Mon Jan 01 01:02:03 CDT 2024",
            "01/01/2024 01:02:03",
        ),
    ] {
        let at = at(parts);
        assert_eq!(write_sql(at), sql);
        assert_eq!(DateText::sql(at).as_str(), sql);
        assert_eq!(write_folder(at), folder);
        assert_eq!(write_java(at, "CDT"), java);
        assert_eq!(write_log(at), log);
    }
}

#[test]
fn timestamp_folders_have_two_forms() {
    for (text, wanted) in [
        (
            "20140411_140005287",
            Some((2014, 101, 14, 0, 5, 287_000_000)),
        ),
        ("20140411_140005", Some((2014, 101, 14, 0, 5, 0))),
        ("", None),
        ("_", None),
        ("20140411", None),
        ("20140411_", None),
        ("20140411_1400052", None),
        ("20140411_1400052870", None),
        ("20140411-140005287", None),
        ("20141311_140005287", None),
        ("20140411_250005287", None),
        ("2014041_1140005287", None),
        ("20140411_14000528x", None),
        ("201404é_140005287", None),
        ("2014é41_140005287", None),
        ("my_folder", None),
    ] {
        assert_eq!(read_folder(text), wanted.map(at), "{text:?}");
    }
}

fn moment() -> impl Strategy<Value = PrimitiveDateTime> {
    (
        1..=9999_i32,
        1..=365_u16,
        0..24_u8,
        0..60_u8,
        0..60_u8,
        0..1_000_000_000_u32,
    )
        .prop_map(at)
}

proptest! {
    #[test]
    fn microseconds_are_those_of_the_date(text in prop_oneof![
        moment().prop_map(write_sql),
        "[0-9]{4}-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?",
        "[0-9]{4}-[01][0-9]-[0-3][0-9]",
        "\\PC{0,22}",
    ]) {
        let of = |at: PrimitiveDateTime| at.assume_utc().unix_timestamp_nanos().div_euclid(1000);
        prop_assert_eq!(micros(&text).map(i128::from), read(&text).map(of), "{}", text);
        if let Some(at) = usual_micros(&text) {
            prop_assert_eq!(Some(at), micros(&text));
            prop_assert_eq!(write_micros(at), text);
        }
    }

    #[test]
    fn what_xnat_writes_is_usual(at in moment()) {
        let at = at.replace_microsecond(at.microsecond()).expect("in range");
        let text = write_sql(at);
        prop_assert_eq!(usual_micros(&text), Some(to_micros(at)), "{}", text);
    }

    #[test]
    fn what_is_written_is_read_again(at in moment()) {
        prop_assert_eq!(read(&write_sql(at)), Some(at));
        let whole = at.replace_nanosecond(0).expect("in range");
        prop_assert_eq!(read(&write_java(at, "CET")), Some(whole));
        let milliseconds = at.replace_millisecond(at.millisecond()).expect("in range");
        prop_assert_eq!(read_folder(&write_folder(at)), Some(milliseconds));
    }

    #[test]
    fn the_text_order_of_folders_is_the_order_of_time(a in moment(), b in moment()) {
        prop_assume!(write_folder(a) != write_folder(b));
        prop_assert_eq!(write_folder(a) < write_folder(b), a < b);
    }

    #[test]
    fn any_text_is_read_or_refused(
        text in any::<String>(),
        near in "[0-9]{0,5}[-_/]?[0-9é]{0,2}[-_]?[0-9]{0,3}[ T_]{0,2}[0-9]{0,3}:?[0-9]{0,9}:?[0-9é]{0,3}[.]?[0-9]{0,12}",
        java in "(Mon|Fri|x) (Jan|Apr|é) [0-9é]{0,3} [0-9:]{0,9}( C.T)? [0-9-]{0,5}",
    ) {
        for text in [text, near, java] {
            let _ = read_folder(&text);
            if let Some(at) = read(&text) {
                prop_assert_eq!(read(&write_sql(at)), Some(at));
            }
        }
    }
}
