//! What the API does, written once against the client and run against every way to reach an engine.
//!
//! [`for_each`] lists the behaviours; each begins with a [`World`] of its own.
//! `tests/memory.rs` runs them against the memory store in the process, `tests/http.rs` against the disk store over
//! HTTP, `tests/pass.rs` against the same through the pass-through, and `tests/browser.rs` inside a browser.
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a behaviour that does not hold ends in a panic, which is how a test says so"
)]

pub mod archiving;
pub mod arriving;
pub mod bad_input;
pub mod files;
pub mod followed;
pub mod inside;
pub mod listing;
pub mod moving;
pub mod packing;
pub mod projects;
pub mod raw;
pub mod resources;
pub mod rest_archive;
pub mod rest_import;
pub mod rest_prearchive;
pub mod rest_tests;
pub mod rights;
pub mod settings;
pub mod signing_in;
pub mod statuses;
pub mod tokens;
pub mod world;

pub use world::World;

macro_rules! behaviours {
    (($dollar:tt) $($subject:ident: $($name:ident),* $(,)?;)*) => {
        /// Calls a macro with the module and the name of every behaviour.
        #[macro_export]
        macro_rules! for_each {
            ($dollar test:ident) => {
                $($($dollar test!($subject, $name);)*)*
            };
        }
    };
}

behaviours! {
    ($)
    signing_in:
        the_right_password_signs_in,
        every_way_to_sign_in_is_open,
        a_wrong_password_is_told,
        signing_out_ends_the_login,
        a_lost_token_is_asked_for_again,
        a_change_without_a_token_is_refused,
        an_expired_login_is_told_as_such,
        any_valid_copy_of_the_cookie_counts,
        both_cookies_are_handed_out,
        a_provider_can_be_named,
        wrong_passwords_lock_nobody_out,
        signing_out_twice_is_fine;
    tokens:
        a_token_stands_for_its_user,
        a_secret_is_told_once,
        administrators_issue_tokens_for_others;
    followed:
        archiving_can_be_followed,
        a_failure_is_told_with_its_reason,
        what_came_lately_is_told_oldest_first;
    rest_tests:
        project_uris_test_prearchive_config,
        user_access_with_an_ended_session,
        dynamic_search_projects_with_prearchive_code,
        prearchive_mgmt_test_prearchive_listing,
        prearchive_mgmt_test_prearchive_session_delete,
        prearchive_mgmt_test_unassigned_move;
    rest_prearchive:
        a_pushed_file_is_committed_moved_twice_and_deleted,
        a_session_is_deleted_at_the_address_it_was_sent_to,
        an_empty_session_is_not_archived_and_its_page_says_so,
        an_administrator_has_the_rows_written_anew,
        a_commit_answers_the_uri_of_the_import,
        one_study_in_two_projects_stays_apart,
        a_session_is_read_rebuilt_and_archived_by_forms;
    rest_import:
        a_new_scan_joins_the_session_at_its_address,
        another_study_joins_by_the_session_importer_only,
        two_uploads_of_a_study_are_one_session,
        an_unassigned_session_is_built_moved_and_archived,
        a_commit_archives_when_it_is_told_to,
        a_text_file_among_images_is_named_or_skipped,
        an_import_is_told_by_parameters_where_to_go,
        a_kept_file_is_imported_and_followed;
    rest_archive:
        the_same_files_again_need_leave_to_replace,
        new_scans_join_what_is_archived,
        another_type_of_session_never_joins,
        another_series_of_an_archived_number_is_renamed,
        a_waiting_session_is_archived_by_its_uri,
        xml_paths_say_what_becomes_of_a_session,
        a_direct_session_that_clashes_waits_as_a_conflict,
        a_direct_session_that_fails_waits_as_an_error;
    packing:
        a_tar_is_taken_like_a_zip,
        only_files_of_a_tar_are_taken,
        paths_that_lead_out_or_too_deep_are_refused,
        what_is_damaged_is_refused,
        a_download_is_packed_as_it_is_asked_to_be;
    resources:
        files_are_added_and_read_back,
        a_file_is_replaced_only_if_that_is_said,
        files_and_resources_are_deleted,
        what_was_added_is_archived_with_the_session;
    statuses:
        a_status_is_set_and_reset,
        a_log_is_told_in_every_way,
        headers_are_told_element_by_element,
        rows_come_back_from_what_is_on_disk,
        quarantine_is_the_projects_unless_the_request_says_otherwise;
    arriving:
        a_zip_becomes_one_session,
        a_session_keeps_the_names_it_was_given,
        single_files_join_one_session,
        a_named_address_is_kept,
        a_second_upload_to_an_address_needs_a_word,
        an_automatic_project_archives_at_once,
        headers_name_the_project;
    listing:
        rows_carry_the_nineteen_columns,
        every_format_says_the_same,
        one_project_is_listed_alone,
        a_project_that_is_not_there_has_no_rows,
        what_is_asked_besides_changes_nothing,
        a_study_is_found_by_its_uid;
    projects:
        a_project_tells_what_is_archived_in_it,
        quarantine_and_archive_folder_are_read_and_set,
        what_is_archived_lies_in_the_folder_that_was_set;
    inside:
        scans_resources_and_files_are_listed,
        a_file_comes_back_byte_for_byte,
        a_session_comes_as_a_zip,
        a_scan_can_be_deleted,
        awkward_file_names_survive;
    moving:
        a_session_moves_with_its_files,
        a_move_can_be_waited_for,
        a_rebuild_makes_the_document_again,
        a_deleted_session_is_gone,
        a_taken_place_stops_a_move,
        many_sessions_run_one_by_one;
    archiving:
        a_session_becomes_an_experiment,
        archived_resources_are_listed_with_id_and_type,
        a_new_scan_is_merged,
        another_subject_is_a_conflict,
        validation_says_what_archiving_would_meet,
        an_unassigned_session_is_not_archived;
    settings:
        the_code_is_read_and_set,
        only_owners_set_the_code;
    rights:
        who_sees_what,
        members_move_one_but_not_by_service,
        anybody_moves_an_unassigned_session_by_its_address,
        the_table_holds_cell_by_cell;
    bad_input:
        a_malformed_source_is_refused,
        no_source_is_nothing_to_do,
        a_repeated_source_is_one,
        what_is_no_import_is_refused,
        a_study_without_a_name_keeps_out_the_others,
        a_locked_session_is_left_alone,
        what_is_not_built_or_empty_is_not_archived,
        a_session_deleted_meanwhile_is_told,
        a_project_that_is_not_there_takes_nothing,
        unknown_paths_are_not_found;
}
