//! What holds for each row of the table of checks.

use super::checks::Check;

#[test]
fn ids_are_words_with_dashes_and_stand_once() {
    let mut ids: Vec<_> = Check::ALL.iter().map(|check| check.row().id).collect();
    for id in &ids {
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{id}");
    }
    ids.sort_unstable();
    assert!(ids.is_sorted_by(|a, b| a < b));
}

#[test]
fn a_reason_is_a_sentence_and_a_remedy_can_be_pasted() {
    for row in Check::ALL.iter().map(|check| check.row()) {
        assert!(row.why.ends_with('.') && !row.why.contains(". "), "{}", row.id);
        let remedy = row.remedy.map(|remedy| remedy.written("unset", "awsp").into_owned());
        assert!(!remedy.is_some_and(|text| text.ends_with('.')), "{}", row.id);
    }
}

/// Section 5 of the contract has a table of them.
#[test]
fn the_contract_lists_the_checks() {
    let contract = include_str!("../../../docs/guide/src/contract.md");
    let documented: Vec<_> = contract
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "))
        .filter(|(_, severity)| matches!(*severity, "fault" | "warning" | "note"))
        .collect();
    let rows = Check::ALL.iter().map(|check| check.row());
    let known: Vec<_> = rows.map(|row| (row.id, row.severity.name())).collect();
    assert_eq!(documented, known);
}
