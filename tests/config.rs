//! `config`: what is in force, where it comes from, and the way to the file.

mod common;

use common::{Home, Output};

#[test]
fn the_settings_are_shown_with_their_origin() {
    let home = Home::new()
        .file("s.ini", "[prompt]\nshow = selected\n[accounts]\n111111111111 = dev\n")
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .env("AWSPROMPT_MASK", "1");
    insta::assert_snapshot!(home.answer(&["config"]));
}

#[test]
fn a_mistake_in_the_settings_is_named() {
    let home = Home::new()
        .file("s.ini", "[prompt]\ncolour = red\n")
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini");
    let output = home.run(&["config"]);
    assert_eq!(
        output.stderr,
        "awsprompt: @HOME@/s.ini: [prompt] colour: unknown key; expected format, show, mask, expiry, width, project, kube, tmux or \
         clients\n"
    );
    assert_eq!(output.code, Some(2));
}

#[test]
fn an_example_is_written_once() {
    let home = Home::new().env("AWSPROMPT_CONFIG", "@HOME@/new/s.ini");
    assert_eq!(home.answer(&["config", "--init"]), "@HOME@/new/s.ini\n");
    assert_eq!(home.segment(), "");
    let again = home.run(&["config", "--init"]);
    assert_eq!(again.stderr, "awsprompt: @HOME@/new/s.ini already exists; nothing changed\n");
    assert_eq!(again.code, Some(1));
}

fn with_file() -> Home {
    Home::new().file("my s.ini", "").env("AWSPROMPT_CONFIG", "@HOME@/my s.ini")
}

#[test]
fn the_path_of_the_settings_is_printed_alone() {
    let home = Home::new();
    let path = home.answer(&["config", "--path"]);
    assert!(path.starts_with("@HOME@/") && path.ends_with("/awsprompt/config.ini\n"), "{path}");
    assert_eq!(with_file().answer(&["config", "--path"]), "@HOME@/my s.ini\n");
    // A program that opens it gets it byte for byte.
    let home = with_file().env("AWSPROMPT_CONFIG", "@HOME@/a\u{202e}b");
    assert_eq!(home.answer(&["config", "--path"]), "@HOME@/a\u{202e}b\n");
}

#[cfg(unix)]
#[test]
fn the_settings_are_edited_with_the_editor_of_the_person() {
    let shown = "sh -c 'echo \"$0 $#\"; cat \"$1\"' once";
    let home = with_file().file("my s.ini", "[prompt]\n").env("EDITOR", shown);
    assert_eq!(home.answer(&["config", "--edit"]), "once 1\n[prompt]\n");
    let home = home.env("VISUAL", "echo");
    assert_eq!(home.answer(&["config", "--edit"]), "@HOME@/my s.ini\n");
    // Whoever has no such editor reads which variable says so.
    for (variable, editor) in [("VISUAL", "nosuch"), ("EDITOR", "nosuch --wait")] {
        let home = with_file().file("my s.ini", "[prompt]\n").env(variable, editor);
        let output = home.run(&["config", "--edit"]);
        let told = format!(
            "awsprompt: nosuch: command not found\n\
             hint: export {variable}=vi   # or another editor that is installed\n"
        );
        assert_eq!((output.stderr, output.code), (told, Some(127)));
    }
    // An editor that fails is no success.
    assert_eq!(home.env("VISUAL", "false").run(&["config", "--edit"]).code, Some(1));
}

#[cfg(unix)]
#[test]
fn whoever_edits_no_file_yet_begins_with_the_example() {
    let home = Home::new().env("AWSPROMPT_CONFIG", "@HOME@/new/s.ini").env("EDITOR", "cat");
    let example = home.answer(&["config", "--edit"]);
    assert!(example.contains("# format = "), "{example}");
    // From then on it is the person's.
    let home = home.file("new/s.ini", "mine\n");
    assert_eq!(home.answer(&["config", "--edit"]), "mine\n");
}

#[test]
fn a_mistaken_format_is_named_to_whoever_wrote_it() {
    let why = "unknown value {profil}; the values are {profile} {account} {label} {region} {role} \
               {source} {expiry} {left} {kube} {alert} {class} {symbol} {text}";
    let output = Home::new().run(&["config", "--format", "{profil}"]);
    assert_eq!(output.stderr, format!("awsprompt: --format: {why}\n"));
    assert!(output.stdout.contains("  {profil}  from --format\n"), "{output:?}");
    assert_eq!(output.code, Some(2));
    let right = Home::new().answer(&["config", "--format", "{profile}"]);
    assert!(right.contains("  {profile}  from --format\n"), "{right}");
    // A prompt goes on with the default.
    let home = Home::of_fixture("tutorial-two-profiles");
    let output = home.run(&["prompt", "--format", "{profil}"]);
    let expected = Output {
        stdout: "[AWS:default 111111111111 us-east-1 !settings]\n".to_owned(),
        stderr: format!("awsprompt: --format: {why}\n"),
        code: Some(0),
    };
    assert_eq!(output, expected);
    let output = home.run(&["prompt", "--format", "{\u{1b}[31m}"]);
    assert!(!output.stderr.contains('\u{1b}'), "{output:?}");
}

#[test]
fn one_thing_is_asked_of_config_at_a_time() {
    for arguments in
        [&["--init", "--edit"][..], &["--path", "--edit"], &["--path", "--format", "x"]]
    {
        let output = with_file().run(&[&["config"], arguments].concat());
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(2)), "{arguments:?}");
    }
}
