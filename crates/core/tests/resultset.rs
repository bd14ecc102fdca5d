//! ResultSets to the letter: how XNAT writes them, and what is still read as one.

use std::time::{Duration, Instant};

use prearchive_core::format::Format;
use prearchive_core::inside::Tabular;
use prearchive_core::resultset::Table;
use prearchive_core::session::Session;

const TABLES: [Format; 4] = [Format::Json, Format::Csv, Format::Xml, Format::Html];

fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
    let rows = rows
        .iter()
        .map(|row| row.iter().map(|&cell| cell.to_owned()).collect())
        .collect();
    Table::new(columns, rows)
}

fn listing() -> Table {
    let row = [
        "DEMO",
        "20140411_140005287",
        "2014-04-11 14:03:10.512",
        "2014-04-11 14:00:05.287",
        "2012-06-01 00:00:00.0",
        "11:20:00",
        "S01",
        "S01_MR1",
        "S01_MR1",
        "1.2.840.1.99",
        "READY",
        "/prearchive/projects/DEMO/20140411_140005287/S01_MR1",
        "Manual",
        "false",
        "false",
        "",
        "",
        "",
        "",
    ];
    table(Session::COLUMNS, &[&row])
}

/// One line per format: what is written, which is also read back as the same table.
#[test]
fn tables_are_written_to_the_letter() {
    let resources = table(&["label", "file_count"], &[&["DICOM", "12"]]);
    let scans = table(
        &["ID", "xsiType", "series_description"],
        &[&["1", "xnat:mrScanData", "t1_mpr"]],
    );
    let quoted = table(
        &["a", "b"],
        &[&["x,y", "say \"hi\""], &[" z ", ""], &["'", ";\t"]],
    );
    let markup = table(&["a"], &[&["<b> & </b>"], &["&lt;"]]);
    let json_escapes = table(
        &["a"],
        &[&["</a> / \\ \t\r\n\u{1}\u{8}\u{c}\u{80}\u{2028} ü"]],
    );
    let two_rows = table(&["a"], &[&["1"], &["2"], &["3"]]);
    for (name, table, format, wanted) in [
        (
            "listing",
            listing(),
            Format::Json,
            concat!(
                r#"{"ResultSet":{"Result":[{"project":"DEMO","timestamp":"20140411_140005287","#,
                r#""lastmod":"2014-04-11 14:03:10.512","uploaded":"2014-04-11 14:00:05.287","#,
                r#""scan_date":"2012-06-01 00:00:00.0","scan_time":"11:20:00","subject":"S01","#,
                r#""folderName":"S01_MR1","name":"S01_MR1","tag":"1.2.840.1.99","status":"READY","#,
                r#""url":"/prearchive/projects/DEMO/20140411_140005287/S01_MR1","autoarchive":"Manual","#,
                r#""prevent_anon":"false","prevent_auto_commit":"false","SOURCE":"","VISIT":"","#,
                r#""PROTOCOL":"","TIMEZONE":""}]}}"#,
            ),
        ),
        (
            "listing",
            listing(),
            Format::Csv,
            concat!(
                "project,timestamp,lastmod,uploaded,scan_date,scan_time,subject,folderName,name,tag,status,url,",
                "autoarchive,prevent_anon,prevent_auto_commit,SOURCE,VISIT,PROTOCOL,TIMEZONE\n",
                "DEMO,20140411_140005287,2014-04-11 14:03:10.512,2014-04-11 14:00:05.287,2012-06-01 00:00:00.0,",
                "11:20:00,S01,S01_MR1,S01_MR1,1.2.840.1.99,READY,",
                "/prearchive/projects/DEMO/20140411_140005287/S01_MR1,Manual,false,false,,,,\n",
            ),
        ),
        (
            "scans",
            scans,
            Format::Json,
            r#"{"ResultSet":{"Result":[{"ID":"1","xsiType":"xnat:mrScanData","series_description":"t1_mpr"}]}}"#,
        ),
        (
            "resources",
            resources.clone(),
            Format::Xml,
            concat!(
                "<ResultSet><results><columns><column>label</column><column>file_count</column></columns>\n",
                "<rows><row><cell>DICOM</cell><cell>12</cell></row>\n",
                "</rows></results></ResultSet>",
            ),
        ),
        (
            "resources",
            resources,
            Format::Html,
            concat!(
                r#"<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">"#,
                r#"<table class="x_rs_t" cellpadding="0" cellspacing="0">"#,
                r#"<thead class="x_rs_thead"><tr class="x_rs_tr_head"><th>label</th><th>file_count</th></tr></thead>"#,
                r#"<tbody id="dataRows"><tr class="x_rs_tr_data odd"><td>DICOM</td><td>12</td></tr></tbody>"#,
                "</table></html>",
            ),
        ),
        (
            "two rows",
            two_rows,
            Format::Html,
            concat!(
                r#"<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">"#,
                r#"<table class="x_rs_t" cellpadding="0" cellspacing="0">"#,
                r#"<thead class="x_rs_thead"><tr class="x_rs_tr_head"><th>a</th></tr></thead><tbody id="dataRows">"#,
                r#"<tr class="x_rs_tr_data odd"><td>1</td></tr><tr class="x_rs_tr_data even"><td>2</td></tr>"#,
                r#"<tr class="x_rs_tr_data odd"><td>3</td></tr></tbody></table></html>"#,
            ),
        ),
        (
            "quoting",
            quoted,
            Format::Csv,
            "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n z ,\n',;\t\n",
        ),
        (
            "markup",
            markup.clone(),
            Format::Xml,
            concat!(
                "<ResultSet><results><columns><column>a</column></columns>\n",
                "<rows><row><cell>&lt;b&gt; &amp; &lt;/b&gt;</cell></row>\n",
                "<row><cell>&amp;lt;</cell></row>\n",
                "</rows></results></ResultSet>",
            ),
        ),
        (
            "markup",
            markup,
            Format::Json,
            r#"{"ResultSet":{"Result":[{"a":"<b> & <\/b>"},{"a":"&lt;"}]}}"#,
        ),
        (
            "escapes",
            json_escapes,
            Format::Json,
            r#"{"ResultSet":{"Result":[{"a":"<\/a> / \\ \t\r\n\u0001\b\f\u0080\u2028 ü"}]}}"#,
        ),
    ] {
        assert_eq!(table.write(format), wanted, "{name} in {format:?}");
        assert_eq!(
            Table::read(wanted.as_bytes(), format).as_ref(),
            Ok(&table),
            "{name} in {format:?}"
        );
    }
}

#[test]
fn a_table_without_rows_is_a_table() {
    for (format, wanted) in [
        (Format::Json, r#"{"ResultSet":{"Result":[]}}"#),
        (Format::Csv, "label,file_count\n"),
        (
            Format::Xml,
            concat!(
                "<ResultSet><results><columns><column>label</column><column>file_count</column></columns>\n",
                "<rows></rows></results></ResultSet>",
            ),
        ),
        (
            Format::Html,
            concat!(
                r#"<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">"#,
                r#"<table class="x_rs_t" cellpadding="0" cellspacing="0">"#,
                r#"<thead class="x_rs_thead"><tr class="x_rs_tr_head"><th>label</th><th>file_count</th></tr></thead>"#,
                r#"<tbody id="dataRows"></tbody></table></html>"#,
            ),
        ),
    ] {
        let empty = table(&["label", "file_count"], &[]);
        assert_eq!(empty.write(format), wanted, "{format:?}");
        let columns: &[&str] = match format {
            // The columns are known from the rows only.
            Format::Json => &[],
            _ => &["label", "file_count"],
        };
        assert_eq!(
            Table::read(wanted.as_bytes(), format),
            Ok(table(columns, &[])),
            "{format:?}"
        );
    }
}

#[test]
fn what_a_format_cannot_hold_is_replaced() {
    for (cell, format, wanted) in [
        ("a\r\nb", Format::Csv, "a  b"),
        ("a\r\nb", Format::Xml, "a\r\nb"),
        ("a\r\nb", Format::Html, "a\r\nb"),
        ("a\r\nb", Format::Json, "a\r\nb"),
        (
            "a\0b\u{1b}\u{ffff}",
            Format::Xml,
            "a\u{fffd}b\u{fffd}\u{fffd}",
        ),
        (
            "a\0b\u{1b}\u{ffff}",
            Format::Html,
            "a\u{fffd}b\u{fffd}\u{fffd}",
        ),
        ("a\0b\u{1b}\u{ffff}", Format::Json, "a\0b\u{1b}\u{ffff}"),
        ("", Format::Csv, ""),
    ] {
        let text = table(&["x"], &[&[cell]]).write(format);
        assert_eq!(
            Table::read(text.as_bytes(), format),
            Ok(table(&["x"], &[&[wanted]])),
            "{cell:?} in {format:?}: {text}"
        );
    }
}

#[test]
fn reading_is_lenient() {
    let ab = |rows: &[&[&str]]| table(&["a", "b"], rows);
    for (format, body, wanted) in [
        (
            Format::Json,
            r#" {"x":[1],"ResultSet":{"totalRecords":"2","title":"t","Result":[{"a":1,"b":true},{"a":-2.5,"b":null}]}} "#,
            ab(&[&["1", "true"], &["-2.5", ""]]),
        ),
        (
            Format::Json,
            r#"{"ResultSet":{"Result":[{"a":[1,"x"],"b":{"c":null}}],"Columns":[{"key":"a"}]}}"#,
            ab(&[&[r#"[1,"x"]"#, r#"{"c":null}"#]]),
        ),
        (
            Format::Json,
            r#"{"ResultSet":{"Result":[{"a":"1"},{},{"b":"2"},{"b":"3","a":"4"}]}}"#,
            ab(&[&["1", ""], &["", ""], &["", "2"], &["4", "3"]]),
        ),
        (
            Format::Json,
            "\u{feff}{\"ResultSet\":{\"Result\":[{\"a\":\"\\u00fc\",\"b\":\"<\\/a>\"}]}}",
            ab(&[&["ü", "</a>"]]),
        ),
        (
            Format::Csv,
            "\u{feff}a,b\r\n1,\"2\r\n3\"\r\n4\r\n5,6,7",
            ab(&[&["1", "2\r\n3"], &["4", ""], &["5", "6"]]),
        ),
        (
            Format::Xml,
            concat!(
                "<?xml version=\"1.0\"?><!-- hi -->\n<ResultSet title='t'><results><columns>\n",
                "<column>a</column><column>b</column></columns><rows>\n",
                "<row><cell>R&D & more &unknown; &</cell><cell/></row>",
                "<row><cell><![CDATA[<x>]]></cell><cell>&#228;&#xe4;</cell></row><row><cell> 1 </cell></row>",
                "</rows></results></ResultSet>\n",
            ),
            ab(&[
                &["R&D & more &unknown; &", ""],
                &["<x>", "ää"],
                &[" 1 ", ""],
            ]),
        ),
        (
            Format::Html,
            concat!(
                "<!DOCTYPE html><html><table><tr><td>menu</td></tr></table>",
                "<TABLE CLASS='x_rs_t'>\n<thead><tr><th>a</th>\n<TH width=1>b</TH></tr></thead><tbody>\n",
                "<tr><td>R&D <3 mm <unknown></td><td>&amp;&#228;&nope;</td></tr>",
                "<tr><td>1<td>2</tr></tbody></TABLE><table class='x_rs_t'><tr><td>x</td></tr></table></html>",
            ),
            ab(&[&["R&D <3 mm <unknown>", "&ä&nope;"], &["1", "2"]]),
        ),
        (
            Format::Html,
            "<table><tr><th>a</th><th>b</th></tr><tr></tr></table>",
            ab(&[&["", ""]]),
        ),
    ] {
        assert_eq!(
            Table::read(body.as_bytes(), format),
            Ok(wanted),
            "{format:?}: {body}"
        );
    }
}

#[test]
fn what_is_no_table_is_refused_with_a_sentence() {
    let login = "<!DOCTYPE html>\n<html><head><script>if (a<b) {}</script></head><body>Sign in</body></html>";
    for (format, body, wanted) in [
        (Format::Json, "", "it is empty"),
        (Format::Json, "  ", "it is empty"),
        (Format::Json, login, "it is HTML or XML"),
        (
            Format::Json,
            r#"{"ResultSet":{"Result":[{"a":"1"},{"#,
            "it ends too early",
        ),
        (
            Format::Json,
            r#"{"ResultSet":{"Result":[{"a":"1"#,
            "it ends too early",
        ),
        (
            Format::Json,
            r#"{"ResultSet":{"Result":[]}} x"#,
            "there is something behind its end",
        ),
        (Format::Json, "[]", "there is “[” instead of “{”"),
        (Format::Json, "{}", "the member “ResultSet” is missing"),
        (
            Format::Json,
            r#"{"ResultSet":{}}"#,
            "the member “Result” is missing",
        ),
        (
            Format::Json,
            r#"{"ResultSet":[]}"#,
            "there is “[” instead of “{”",
        ),
        (
            Format::Json,
            r#"{"ResultSet":{"Result":null}}"#,
            "there is “n” instead of “[”",
        ),
        (
            Format::Json,
            r#"{"ResultSet":{"Result":["a"]}}"#,
            "there is “\"” instead of “{”",
        ),
        (Format::Csv, "", "it is empty"),
        (Format::Csv, login, "it is an HTML page"),
        (Format::Xml, "", "there is no ResultSet"),
        (Format::Xml, "plain words", "there is no ResultSet"),
        (Format::Xml, login, "it is an HTML page"),
        (Format::Xml, "<xnat:MRSession ID=''/>", "it is a MRSession"),
        (
            Format::Xml,
            "<ResultSet><results><columns><column>a",
            "it ends too early",
        ),
        (
            Format::Xml,
            "<ResultSet><results></rows></ResultSet>",
            "rows",
        ),
        (
            Format::Xml,
            "<ResultSet><cell>1</cell></ResultSet>",
            "a cell is in no row",
        ),
        (Format::Html, "", "there is no XNAT table"),
        (Format::Html, login, "there is no XNAT table"),
        (
            Format::Html,
            "<html><table class='x_rs_t'><tr><th>a",
            "it ends too early",
        ),
        (
            Format::Html,
            "<html><table class='x_rs_t'",
            "there is no XNAT table",
        ),
    ] {
        let error = Table::read(body.as_bytes(), format)
            .expect_err(body)
            .to_string();
        assert!(error.contains(wanted), "{format:?} {body:?}: {error}");
        assert!(error.starts_with("the answer is no "), "{error}");
    }
}

#[test]
fn sorting_takes_columns_in_any_case_and_leaves_empty_values_last() {
    for (columns, descending, wanted) in [
        ("name", false, ["a", "b", "c", ""]),
        ("NAME", false, ["a", "b", "c", ""]),
        ("name", true, ["", "c", "b", "a"]),
        ("unknown", false, ["b", "", "c", "a"]),
        ("group,name", false, ["b", "c", "a", ""]),
        ("unknown, Group ,name", true, ["", "a", "c", "b"]),
    ] {
        let mut found = table(
            &["name", "group"],
            &[&["b", "1"], &["", ""], &["c", "1"], &["a", "2"]],
        );
        found.sort(columns, descending);
        let names: Vec<String> = found.iter().map(|row| row.text("name")).collect();
        assert_eq!(names, wanted, "{columns} descending={descending}");
    }
}

/// Far more than any machine needs, and far less than a look-up that grows with the square of the table.
#[test]
fn a_large_table_is_read_at_once() {
    let one = listing();
    let rows = vec![one.rows()[0].clone(); 10_000];
    let large = Table::new(one.columns(), rows);
    for format in TABLES {
        let text = large.write(format);
        let start = Instant::now();
        let read = Table::read(text.as_bytes(), format).expect("a table");
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{format:?}: {:?}",
            start.elapsed()
        );
        assert_eq!(read, large, "{format:?}");
    }
}
