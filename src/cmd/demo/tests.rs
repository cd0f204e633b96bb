//! The scenes and the shell of `demo`.

use super::*;

#[test]
fn every_scene_reads_as_it_should() {
    insta::assert_snapshot!(show(true, false));
}

#[test]
fn twelve_scenes_fit_on_a_small_terminal() {
    let shown = show(false, false);
    assert_eq!(shown.matches("[AWS:").count(), 12);
    assert!(shown.lines().count() < 24);
    for line in shown.lines().chain(show(true, false).lines()) {
        assert!(line.width() < 80, "{line}");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn what_a_shell_begins_with_fits_on_a_small_terminal() {
    for shell in [Shell::Zsh, Shell::Bash, Shell::Fish, Shell::Nushell] {
        let files = files(shell, "awsprompt");
        let (_, welcome) = files.iter().find(|(path, _)| path == Path::new("welcome")).unwrap();
        assert!(welcome.lines().count() < 20);
        assert!(welcome.lines().all(|line| line.width() < 80), "{welcome}");
    }
}

#[test]
fn every_alert_that_the_guide_explains_has_a_scene() {
    let chapter = include_str!("../../../docs/guide/src/segment.md");
    let rows = chapter.lines().filter_map(|line| line.strip_prefix("| `!"));
    let alerts: Vec<_> = rows
        .flat_map(|row| row.split(" | ").next().unwrap_or_default().split("`, `!"))
        .map(|alert| alert.trim_end_matches('`').split(':').next().unwrap_or_default())
        .collect();
    assert!(alerts.len() > 15, "{alerts:?}");
    let shown = show(true, false);
    for alert in alerts {
        assert!(shown.contains(&format!("!{alert}")), "{alert}");
    }
}
