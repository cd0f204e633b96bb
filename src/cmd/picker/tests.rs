//! How the picker searches and looks, on screens of any size.

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::aws::{AccountId, Platform};
use crate::policy::Target;

const SIZE: ScreenSize = ScreenSize { columns: 80, rows: 10 };

/// The names of the profiles; the second one was used last.
const NAMES: [&str; 5] =
    ["web-dev", "web-prod", "a-name-that-is-rather-long-for-a-screen", "日本語プロファイル", "Dev"];

fn target(name: &str) -> Target {
    Target {
        account: AccountId::new("111122223333"),
        label: None,
        profile: Some(name.to_owned()),
        role: Some("AdministratorAccess".to_owned()),
        region: Some("eu-west-1".to_owned()),
    }
}

/// Answers a question about a picker in which something was typed.
fn with<T>(query: &str, has_colour: bool, question: impl FnOnce(Picker<'_>) -> T) -> T {
    with_settings("", (query, None), has_colour, question)
}

/// The same with settings, and perhaps with those that fit what was typed.
fn with_settings<T>(
    settings: &str,
    (query, offered): (&str, Option<&[&str]>),
    has_colour: bool,
    question: impl FnOnce(Picker<'_>) -> T,
) -> T {
    let settings = Settings::parse(settings);
    let environment = Environment::new(Platform::Posix, []);
    let recent = Recent::read(b"web-prod\n");
    let candidates = NAMES.map(|name| Candidate::new(target(name), &settings.policy.classes));
    question(Picker::new(PickerNeeds {
        candidates: candidates.to_vec(),
        recent: &recent,
        current: Some("web-dev"),
        query: query.to_owned(),
        offered: offered.map(|names| names.iter().map(|&name| name.to_owned()).collect()),
        has_colour,
        settings: &settings,
        environment: &environment,
        foot: &|name| {
            let change =
                format!("what a switch to {name} would change, in a line that may be long");
            vec![change, "of each".into()]
        },
    }))
}

/// Returns the lines that a frame shows, without what moves the cursor.
fn lines(frame: &str) -> Vec<String> {
    let text = frame.replace("\x1b[?25l\x1b[H", "").replace("\x1b[K", "");
    let (text, end) = text.split_once("\x1b[J").unwrap();
    assert!(end.starts_with("\x1b[1;") && end.ends_with("H\x1b[?25h"), "{end:?}");
    text.split("\r\n").map(str::to_owned).collect()
}

fn names(picker: &Picker<'_>) -> Vec<String> {
    picker.fitting().map(|row| row.candidate.name().to_owned()).collect()
}

#[test]
fn what_fits_best_and_was_used_last_comes_first() {
    for (query, expected) in [
        ("", &["web-prod", "web-dev", NAMES[2], NAMES[3], "Dev"][..]),
        ("web", &["web-prod", "web-dev"]),
        ("dev", &["Dev", "web-dev"]),
        ("Dev", &["Dev", "web-dev"]),
        ("DEV web", &["web-dev"]),
        ("prod", &["web-prod"]),
        ("eu-west-1 rather", &[NAMES[2]]),
        ("none", &[]),
    ] {
        assert_eq!(with(query, false, |picker| names(&picker)), expected, "{query}");
    }
}

#[test]
fn keys_edit_and_move() {
    use PickerKey::{
        Backspace, DeleteAll, DeleteWord, Down, First, Last, PageDown, PageUp, Text, Up,
    };

    let rows: [(&[PickerKey], Option<&str>); 9] = [
        (&[], Some("web-prod")),
        (&[Down, Down], Some(NAMES[2])),
        (&[Down, Up, Up], Some("web-prod")),
        (&[Last, Down], Some("Dev")),
        (&[PageDown, PageUp, PageDown], Some(NAMES[2])),
        (&[Last, First], Some("web-prod")),
        (&[Text('d'), Text('e'), Text('v'), Down], Some("web-dev")),
        (&[Text('x'), Text('x'), Backspace, DeleteWord, Text('D')], Some("Dev")),
        (&[Text('x'), Text(' '), Text('x'), DeleteAll], Some("web-prod")),
    ];
    for (keys, expected) in rows {
        let selected = with("", false, |mut picker| {
            for key in keys {
                picker.press(*key, 2);
            }
            picker.selected().map(str::to_owned)
        });
        assert_eq!(selected.as_deref(), expected, "{keys:?}");
    }
}

#[test]
fn a_screen_of_any_size_is_enough() {
    for columns in 12..140 {
        for rows in 1..9 {
            for query in ["", "none", "a text that is longer than the screen is wide, 日本語"] {
                let frame = with(query, false, |picker| picker.draw(ScreenSize { columns, rows }));
                let lines = lines(&frame);
                assert_eq!(lines.len(), rows, "{columns} {rows}");
                assert!(
                    lines.iter().all(|line| line.width() < columns.max(18)),
                    "{columns} {lines:#?}"
                );
                let is_shown = query != "none" || rows < 2 || lines[1].starts_with("  no");
                assert!(is_shown, "{columns} {lines:#?}");
            }
        }
    }
}

#[test]
fn the_last_page_is_full() {
    for (query, rows, expected) in [("", 5, 2), ("", 7, 4), ("", 10, 5), ("none", 10, 0)] {
        let size = ScreenSize { rows, ..SIZE };
        let frame = with(query, false, |mut picker| {
            picker.press(PickerKey::Last, size.page());
            picker.draw(size)
        });
        let lines = lines(&frame);
        let shown = lines.iter().filter(|line| line.contains("111122223333")).count();
        assert_eq!(shown, expected, "{lines:#?}");
    }
}

#[test]
fn what_is_offered_stands_alone_until_what_was_typed_is_edited() {
    // The region does not find a profile for `awsp`.
    let shown = |keys: &[PickerKey]| {
        with_settings("", ("e", Some(&["web-dev", "Dev"])), false, |mut picker| {
            for key in keys {
                picker.press(*key, 5);
            }
            names(&picker)
        })
    };
    assert_eq!(shown(&[PickerKey::Down, PickerKey::Other]), ["web-dev", "Dev"]);
    assert_eq!(shown(&[PickerKey::Text('u')]).len(), 5);
    assert_eq!(shown(&[PickerKey::DeleteAll]).len(), 5);
}

#[test]
fn a_narrow_screen_still_says_what_is_production() {
    let size = ScreenSize { columns: 40, ..SIZE };
    let lines = lines(&with("", false, |picker| picker.draw(size)));
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn production_in_another_class_is_marked_by_a_word() {
    let settings = "[class web]\nprofiles = web-*\n";
    let list = with_settings(settings, ("web", None), false, |picker| picker.numbered(None));
    let ends: Vec<_> = list.lines().filter_map(|line| line.split("Access  ").nth(1)).collect();
    assert_eq!(ends, ["web, production", "web"]);
}

#[test]
fn colours_are_only_for_those_who_want_them() {
    let plain = with("", false, |picker| picker.draw(SIZE));
    assert!(lines(&plain).iter().all(|line| !line.contains('\x1b')), "{plain:?}");
    let coloured = with("", true, |picker| picker.draw(SIZE));
    assert!(coloured.contains("\x1b[1;7;31mweb-prod"), "{coloured:?}");
}

#[test]
fn a_list_of_lines_is_numbered() {
    let (list, chosen, others) = with("web", false, |mut picker| {
        let list = [None, Some(40)].map(|columns| picker.numbered(columns));
        let chosen = picker.take("2");
        (list, chosen, [picker.take("3"), picker.take("+2"), picker.take("dev")])
    });
    let question = "Number or words, Enter alone leaves: ";
    // What each of them would change stands once.
    let foot = "of each\n";
    assert_eq!(
        list[0],
        format!(
            "     PROFILE   ACCOUNT       REGION     ROLE                 CLASS\n  \
         1  web-prod  111122223333  eu-west-1  AdministratorAccess  production\n  \
         2* web-dev   111122223333  eu-west-1  AdministratorAccess\n{foot}{question}"
        )
    );
    // No row wraps, and the class is not what gives way.
    let narrow: Vec<_> = list[1].lines().collect();
    assert_eq!(narrow.len(), 5);
    assert!(narrow.iter().all(|line| line.chars().count() < 40), "{narrow:?}");
    assert!(narrow[1].ends_with("  production"), "{narrow:?}");
    assert_eq!((chosen.as_deref(), others), (Some("web-dev"), [None, None, None]));
    let whole = with("", false, |mut picker| picker.take("Dev"));
    assert_eq!(whole.as_deref(), Some("Dev"));
    assert_eq!(with("", false, |picker| picker.for_fzf()).matches('\0').count(), 5);
}

/// Whoever typed what fits one profile, and a whole number, sees why it did not switch.
#[test]
fn of_a_single_guarded_profile_the_foot_says_why_it_is_not_taken() {
    for (query, expected) in [
        ("web-p", Some("production: choose by hand; what a switch to web-prod")),
        ("web-d", Some("what a switch to web-dev")),
        ("web", Some("what a switch to web-prod")),
    ] {
        let lines = lines(&with(query, false, |picker| picker.draw(SIZE)));
        let foot = lines.last().unwrap();
        assert!(expected.is_some_and(|text| foot.starts_with(text)), "{query} {foot}");
    }
    let list = with("web-p", false, |picker| picker.numbered(None));
    assert!(list.contains("\nproduction: choose by hand\n"), "{list}");
}
