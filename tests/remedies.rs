//! Every remedy that awsprompt can print is followed here, in a home that provokes it; then AWS CLI
//! v2 would work, and nobody says the same again.
//!
//! A new remedy needs a row in `tests/remedies/`. [`every_remedy_in_the_source_has_a_row`] fails
//! without it.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;
#[path = "remedies/doctor.rs"]
mod doctor;
#[path = "remedies/elsewhere.rs"]
mod elsewhere;
#[path = "remedies/explain.rs"]
mod explain;
#[path = "remedies/names.rs"]
mod names;
#[path = "remedies/row.rs"]
mod row;
#[path = "remedies/settings.rs"]
mod settings;
#[path = "remedies/source.rs"]
mod source;

use std::collections::BTreeSet;

use common::agreement::contradictions;
use elsewhere::{CHECKS, TEMPLATES};
use row::Row;

fn rows() -> Vec<Row> {
    [doctor::rows(), names::rows(), settings::rows(), explain::rows()]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn a_profile_works_after_its_remedy() {
    let failures: Vec<_> = rows().iter().filter_map(Row::failure).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
}

/// `AWSPROMPT_AWS_CLI=aws cargo test --test remedies -- --ignored`
#[test]
#[ignore = "needs AWS CLI v2, which AWSPROMPT_AWS_CLI names"]
#[expect(clippy::disallowed_methods, reason = "the test asks where the client is")]
fn the_real_client_sends_a_request_after_each_remedy() {
    let aws = std::env::var("AWSPROMPT_AWS_CLI").unwrap();
    let refused: Vec<_> = rows().iter().filter_map(|row| row.refusal_of(&aws)).collect();
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
}

#[test]
fn segment_explain_and_doctor_say_the_same_of_every_row() {
    let contradictions = |row: &Row| {
        let found = contradictions(&row.home());
        (!found.is_empty()).then(|| format!("{}: {}", row.remedy, found.join("\n")))
    };
    let found: Vec<_> = rows().iter().filter_map(contradictions).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n\n"));
}

#[test]
fn every_remedy_in_the_source_has_a_row() {
    let rows = rows();
    let is_tried = |template: &&String| {
        rows.iter().any(|row| source::is_made_of(&row.remedy, template))
            || TEMPLATES.contains(&template.as_str())
    };
    let templates = source::templates();
    let untried: Vec<_> = templates.iter().filter(|template| !is_tried(template)).collect();
    assert!(untried.is_empty(), "no row in tests/remedies/ has the remedy of:\n{untried:#?}");
    let unknown: Vec<_> =
        TEMPLATES.iter().filter(|known| !templates.iter().any(|it| it == *known)).collect();
    assert!(unknown.is_empty(), "no longer in the source: {unknown:?}");
}

/// The remedy of a check may be the same as another's, and not right for this one.
#[test]
fn every_check_has_a_row() {
    let rows = rows();
    let tried: BTreeSet<_> = rows.iter().filter_map(|row| row.check).collect();
    let known = source::checks();
    let elsewhere: BTreeSet<_> = CHECKS.into_iter().collect();
    assert_eq!(
        tried.union(&elsewhere).copied().collect::<BTreeSet<_>>(),
        known.iter().map(|id| &**id).collect()
    );
}
