//! The words that mean something to each target, as libFuzzer's dictionaries.

use std::collections::BTreeSet;

use prearchive_core::calls::ROUTES;

/// The dictionary of a target.
pub(crate) fn of(target: &str) -> String {
    let mut words: BTreeSet<&[u8]> = BTreeSet::new();
    let fixed: &[&[u8]] = match target {
        "router" | "form" => &[
            b"GET ",
            b"POST ",
            b"PUT ",
            b"DELETE ",
            b"/data/",
            b"/REST/",
            b"%2F",
            b"%2E%2E",
            b"%00",
            b"true",
            b"false",
            b"/prearchive/projects/P/t/s",
            b"/archive/projects/P/subjects/A/experiments/B",
            b"Unassigned",
            b"commit",
            b"application/x-www-form-urlencoded",
            b"append",
            b"delete",
            b"format=",
            b"newProject=",
            b"src=",
            b"dest=",
        ],
        "resultset" => &[
            b"{\"ResultSet\":",
            b"{\"Result\":[",
            b"{\"a\":",
            b"null",
            b"\\u0041",
            b"<ResultSet>",
            b"</ResultSet>",
            b"<results>",
            b"<columns>",
            b"<column>",
            b"</column>",
            b"</columns>",
            b"<rows>",
            b"<row>",
            b"</row>",
            b"<cell>",
            b"</cell>",
            b"<cell/>",
            b"<table class=\"x_rs_t\">",
            b"</table>",
            b"<th>",
            b"<tr>",
            b"<td>",
            b"&amp;",
            b"&#13;",
            b"&#x0;",
            b"<![CDATA[",
            b"]]>",
            b"<!--",
            b"-->",
            b"<!DOCTYPE",
            b"<?xml",
            b"\xef\xbb\xbf",
        ],
        _ => &[
            b"DICM",
            b"\x02\x00\x10\x00UI",
            b"1.2.840.10008.1.2\0",
            b"1.2.840.10008.1.2.1\0",
            b"1.2.840.10008.1.2.2\0",
            b"1.2.840.10008.1.2.1.99",
            b"1.2.840.10008.1.2.4.50",
            b"\xfe\xff\x00\xe0",
            b"\xfe\xff\x0d\xe0",
            b"\xfe\xff\xdd\xe0",
            b"\xff\xff\xff\xff",
            b"SQ\0\0",
            b"OB\0\0",
            b"OW\0\0",
            b"UN\0\0",
            b"ISO_IR 192",
            b"\\ISO 2022 IR 87",
            b"\xe0\x7f\x10\x00",
            b"\x08\x00\x05\x00CS",
            b"\x08\x00\x16\x00UI",
            b"\x08\x00\x18\x00UI",
            b"\x20\x00\x0d\x00UI",
            b"\x20\x00\x0e\x00UI",
            b"\x10\x00\x20\x00LO",
            b"--FILE--",
            b"\n",
            b"PK\x03\x04",
            b"PK\x01\x02",
            b"PK\x05\x06",
            b"PK\x06\x06",
            b"PK\x07\x08",
            b"../",
            b"\x1f\x8b\x08",
            b"ustar",
        ],
    };
    words.extend(fixed);
    if target == "router" {
        for route in ROUTES {
            words.extend(route.path.split('/').map(str::as_bytes));
            words.extend(route.parameters.iter().map(|name| name.as_bytes()));
            words.extend(route.action.map(str::as_bytes));
        }
    }
    words.remove(b"".as_slice());
    words.iter().map(|word| entry(word)).collect()
}

/// One request line for each route, its names filled in.
pub(crate) fn targets() -> impl Iterator<Item = String> {
    ROUTES.iter().map(|route| {
        let action = route.action.map(|action| format!("?action={action}"));
        let path = route.path.replace(['{', '}', '.'], "");
        format!(
            "{} /data{path}{}",
            route.method.as_str(),
            action.unwrap_or_default()
        )
    })
}

fn entry(word: &[u8]) -> String {
    let escaped: String = word.iter().map(|byte| format!("\\x{byte:02X}")).collect();
    format!("\"{escaped}\"\n")
}
