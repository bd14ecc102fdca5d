//! What is inside a session: scans, resources, files, zips.

use std::io::Cursor;

use prearchive_core::inside::ScanFile;

use crate::World;
use crate::files::BRAIN;

/// Holds if scans resources and files are listed.
pub async fn scans_resources_and_files_are_listed(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("member").await;
    let scans = client.scans(&address).await.unwrap();
    let told: Vec<(&str, &str)> = scans
        .iter()
        .map(|scan| (scan.id.as_str(), scan.xsi_type.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("1", "xnat:mrScanData"),
            ("2", "xnat:mrScanData"),
            ("700", "xnat:mrScanData")
        ]
    );
    let resources = client.scan_resources(&address, "2").await.unwrap();
    let size = (BRAIN[1].1.len() + BRAIN[2].1.len()) as u64;
    assert_eq!(resources.len(), 1);
    assert_eq!(resources[0].label, "DICOM");
    assert_eq!(resources[0].file_count, Some(2));
    assert_eq!(resources[0].file_size, Some(size));
    let all = client.session_resources(&address).await.unwrap();
    let of_scans: Vec<&str> = all.iter().map(|r| r.category_id.as_str()).collect();
    assert_eq!(of_scans, ["1", "2", "700"]);
    let files = client.files(&address, "2", "DICOM").await.unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["6273.dcm", "6605.dcm"]);
    assert_eq!(
        files[0].uri,
        format!("/data{address}/scans/2/resources/DICOM/files/6273.dcm")
    );
    let missing = client.files(&address, "3", "DICOM").await.unwrap_err();
    assert_eq!(missing.status(), Some(404));
}

/// Holds if a file comes back byte for byte.
pub async fn a_file_comes_back_byte_for_byte(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    for (path, bytes) in BRAIN {
        let (scan, name) = path.split_once('/').unwrap();
        let file = ScanFile {
            address: address.clone(),
            scan: scan.trim_start_matches('0').into(),
            resource: "DICOM".into(),
            path: name.into(),
        };
        assert_eq!(client.file(&file).await.unwrap(), bytes, "{path}");
    }
}

/// Holds if a session comes as a zip.
pub async fn a_session_comes_as_a_zip(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    for (bytes, wanted) in [
        (
            client.session_zip(&address).await.unwrap(),
            vec![
                "S1/SCANS/1/DICOM/5641.dcm",
                "S1/SCANS/2/DICOM/6273.dcm",
                "S1/SCANS/2/DICOM/6605.dcm",
                "S1/SCANS/700/DICOM/4467.dcm",
            ],
        ),
        (
            client.scan_zip(&address, "2").await.unwrap(),
            vec!["2/DICOM/6273.dcm", "2/DICOM/6605.dcm"],
        ),
    ] {
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut names: Vec<String> = zip.file_names().map(|n| n.unwrap().to_string()).collect();
        names.sort();
        assert_eq!(names, wanted);
    }
}

/// Holds if a scan can be deleted.
pub async fn a_scan_can_be_deleted(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("member").await;
    client.delete_scan(&address, "700").await.unwrap();
    let ids: Vec<String> = client
        .scans(&address)
        .await
        .unwrap()
        .into_iter()
        .map(|scan| scan.id)
        .collect();
    assert_eq!(ids, ["1", "2"]);
    let again = client.delete_scan(&address, "700").await.unwrap_err();
    assert_eq!(again.status(), Some(404));
    let logs = client.logs(&address).await.unwrap();
    assert_eq!(
        logs.last().unwrap().entry,
        "Scan 700 was deleted by member."
    );
    // A rebuild does not bring it back.
    client.build(&address).await.unwrap();
    assert_eq!(client.scans(&address).await.unwrap().len(), 2);
}

/// Holds if awkward file names survive.
pub async fn awkward_file_names_survive(world: World) {
    let names = ["a b.dcm", "50%.dcm", "x&y=z.dcm", "Grüße+1.dcm", "#1?.dcm"];
    let series = BRAIN[1].1;
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, series)).collect();
    let address = world.imported("ALPHA", "S1", &files).await;
    let client = world.client("owner").await;
    let listed = client.files(&address, "2", "DICOM").await.unwrap();
    assert_eq!(listed.len(), names.len());
    for file in &listed {
        assert!(names.contains(&file.name.as_str()), "{}", file.name);
        let bytes = client
            .file(&ScanFile {
                address: address.clone(),
                scan: "2".into(),
                resource: "DICOM".into(),
                path: file.path().into(),
            })
            .await
            .unwrap();
        assert_eq!(bytes, series, "{}", file.name);
    }
}
