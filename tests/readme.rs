//! What the README says is tried here.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::{Home, project_file};

#[expect(clippy::disallowed_methods, reason = "the documents are the project's own")]
fn read(name: &str) -> String {
    std::fs::read_to_string(project_file(name)).unwrap()
}

fn readme() -> String {
    read("README.md")
}

/// Returns the chapters of the guide, by the paths of their files.
fn chapters() -> Vec<(String, String)> {
    let directory = "docs/guide/src";
    let files = std::fs::read_dir(project_file(directory)).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != "SUMMARY.md").collect();
    names.sort();
    let chapter = |name: &String| {
        let path = format!("{directory}/{name}");
        (path.clone(), read(&path))
    };
    names.iter().map(chapter).collect()
}

/// Returns README and guide, in one text.
fn pages() -> String {
    let chapters: String = chapters().into_iter().map(|(_, text)| text).collect();
    readme() + &chapters
}

/// Returns the blocks of code of a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let begin = format!("\n```{language}\n");
    text.split(&begin).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_line_for_each_shell_is_the_one_in_the_help() {
    let help = Home::new().answer(&["init", "--help"]);
    for line in [
        "eval \"$(awsprompt init zsh)\"",
        "eval \"$(awsprompt init bash)\"",
        "awsprompt init fish | source",
        "mkdir $\"($nu.data-dir)/vendor/autoload\"",
        "awsprompt init nu | save -f $\"($nu.data-dir)/vendor/autoload/awsprompt.nu\"",
    ] {
        assert!(readme().replace("\\|", "|").contains(line), "README: {line}");
        assert!(help.contains(line), "help: {line}");
    }
}

#[test]
fn the_explanation_shown_is_a_real_one() {
    let home = Home::of_fixture("tutorial-two-profiles")
        .env("AWS_PROFILE", "personal")
        .env("AWS_DEFAULT_PROFILE", "default")
        .env("AWS_REGION", "eu-north-1")
        .env("AWS_DEFAULT_REGION", "eu-south-1")
        .env("AWS_DEFAULT_OUTPUT", "yaml");
    let explanation = home.answer(&["explain"]);
    let pages = pages();
    let shown = blocks(&pages, "text").into_iter().filter(|it| it.starts_with("AWS CLI v2 would"));
    assert_eq!(shown.inspect(|it| assert_eq!(**it, *explanation)).count(), 2);
}

#[test]
fn the_segments_shown_are_real_ones() {
    let config = "[default]\nregion = eu-west-2\n[profile work]\nregion = us-east-1\n\
                  role_arn = arn:aws:iam::111122223333:role/developer\nsource_profile = default\n";
    let sso = "[profile work]\nsso_session = corp\nsso_account_id = 111122223333\n\
               sso_role_name = Developer\nregion = eu-west-1\n[sso-session corp]\n\
               sso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n";
    let home = |config: &str| {
        let keys = "[default]\naws_access_key_id = AKIAQYLPMN5HFIQR7XYA\n\
                    aws_secret_access_key = not-a-real-secret\n";
        let home = Home::new().file(".aws/config", config).file(".aws/credentials", keys);
        home.file(".config/awsprompt/config.ini", "[accounts]\n444455556666 = acme-dev\n")
    };
    let work = || home(config).env("AWS_PROFILE", "work");
    let homes = [
        work(),
        work()
            .env("AWS_ACCESS_KEY_ID", "AKIA6RU73QDQQAAQEAYE")
            .env("AWS_SECRET_ACCESS_KEY", "not-a-real-secret"),
        home(sso).env("AWS_PROFILE", "work"),
        home(config).env("AWS_PROFILE", "wrok"),
        work().env("AWS_DEFAULT_PROFILE", "default"),
        work().file(".awsprompt", "[expect]\naccount = acme-dev\n"),
    ];
    let readme = readme();
    let rows: Vec<_> = readme.lines().filter_map(|line| line.strip_prefix("| `[AWS:")).collect();
    let shown = rows.iter().map(|row| format!("[AWS:{}", row.split('`').next().unwrap()));
    let real = homes.iter().map(|home| home.segment().trim_end().to_owned());
    assert_eq!(shown.collect::<Vec<_>>(), real.collect::<Vec<_>>());
    assert!(readme.contains(&format!("\n{} $\n", homes[0].segment().trim_end())));
}

#[test]
fn the_finding_shown_is_a_real_one() {
    let home = Home::new().file(".aws/config", "[default]\nregion = us-east-1\n[work]\n");
    let home = home.private();
    let shown = home.run(&["doctor"]).stdout;
    assert!(pages().contains(&shown), "{shown}");
}

/// Each block is compared with what the program does: by the tests here, by those that are named
/// before it, or as `ci/live` types it. Otherwise a comment says why not.
#[test]
fn every_block_of_code_is_tried_or_says_why_not() {
    let mut wrong = Vec::new();
    for (path, text) in [("README.md".to_owned(), readme())].into_iter().chain(chapters()) {
        let mut before = "";
        let mut is_code = false;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_start();
            if let Some(language) = line.strip_prefix("```") {
                is_code = !is_code;
                let comment = before.strip_prefix("<!-- ").unwrap_or_default();
                let test = comment.strip_prefix("tried in ").and_then(|it| it.split(' ').next());
                let is_tried = ["console", "ini"].contains(&language)
                    || test.is_some_and(|test| project_file(test).exists())
                    || comment.starts_with("not tried: ");
                if is_code && !is_tried {
                    wrong.push(format!("{path}:{}: {line}", index + 1));
                }
            }
            before = if line.is_empty() { before } else { line };
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_chapter_with_steps_is_typed() {
    let script = read("ci/live/guide.py");
    let list = script.lines().find(|line| line.starts_with("CHAPTERS = ")).unwrap();
    let typed: BTreeSet<_> = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    let has_steps = |(_, text): &(String, String)| !blocks(text, "console").is_empty();
    let names = chapters().into_iter().filter(has_steps);
    let names = names.map(|(path, _)| path.rsplit('/').next().unwrap().to_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), typed);
}

#[test]
fn every_command_of_a_list_of_commands_has_arguments_that_are_read() {
    let pages = pages();
    let lists = blocks(&pages, "text").into_iter().filter(|block| block.starts_with("awsp"));
    let mut count = 0;
    for line in lists.flat_map(str::lines) {
        let (command, _) = line.split_once("  ").unwrap();
        let words: Vec<_> = command.split_whitespace().collect();
        let arguments = match words[..] {
            ["awsp", ..] => ["switch", "--shell", "bash"].iter().chain(&words[1..]).copied(),
            _ => [].iter().chain(&words[1..]).copied(),
        };
        let output = Home::new().run(&arguments.collect::<Vec<_>>());
        assert_ne!(output.code, Some(2), "{command}: {output:?}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}

/// Returns what the headings of a document are called in a link.
#[expect(clippy::disallowed_methods, reason = "the documents are the project's own")]
fn anchors(file: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let headings = text.lines().filter_map(|line| Some(line.strip_prefix('#')?.trim_matches('#')));
    let anchor = |heading: &str| {
        let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    headings.map(anchor).collect()
}

#[test]
fn the_guide_has_all_chapters_and_every_link_leads_somewhere() {
    let summary = read("docs/guide/src/SUMMARY.md");
    for (path, _) in chapters() {
        let name = path.rsplit('/').next().unwrap();
        assert!(summary.contains(&format!("]({name})")), "{name} is not in SUMMARY.md");
    }
    for (path, text) in [("README.md".to_owned(), readme())].into_iter().chain(chapters()) {
        let directory = project_file(&path).parent().unwrap().to_owned();
        for link in text.split("](").skip(1) {
            let (link, _) = link.split_once(')').unwrap();
            let (file, part) = link.split_once('#').unwrap_or((link, ""));
            if file.contains("://") {
                continue;
            }
            let file = if file.is_empty() { project_file(&path) } else { directory.join(file) };
            assert!(file.exists(), "{path}: {link}");
            assert!(part.is_empty() || anchors(&file).contains(part), "{path}: {link}");
        }
    }
}

#[test]
fn the_settings_shown_are_free_of_mistakes() {
    let mut count = 0;
    for settings in blocks(&pages(), "ini") {
        let home = Home::of_fixture("role-by-source-profile")
            .env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
            .env("AWS_PROFILE", "admin");
        let home = if settings.starts_with("[expect]") {
            home.file(".awsprompt", settings).file("settings.ini", "")
        } else {
            home.file("settings.ini", settings)
        };
        let segment = home.segment();
        assert!(segment.starts_with("[AWS:admin 999999999999 eu-west-1"), "{segment}");
        assert!(!segment.contains("!settings"), "{segment}");
        count += 1;
    }
    assert_eq!(count, 7);
}

#[test]
fn the_format_shown_is_one() {
    let pages = pages();
    let (_, after) = pages.split_once("prompt --format '").unwrap();
    let (format, _) = after.split_once('\'').unwrap();
    let home = Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "admin");
    assert_eq!(home.answer(&["prompt", "--format", format]), "admin eu-west-1\n");
    let contract = read("docs/guide/src/contract.md");
    let default = blocks(&contract, "text")[0].trim_end();
    assert!(Home::new().answer(&["config"]).contains(default), "{default}");
}

#[test]
fn every_alert_of_the_contract_is_in_the_guide() {
    let (chapter, contract) =
        (read("docs/guide/src/segment.md"), read("docs/guide/src/contract.md"));
    let code = contract.split('`').skip(1).step_by(2);
    // An alert is named as a whole (`!config:LINE`) or stands in an example of a segment.
    let marks = code.flat_map(|code| code.split([' ', ']', ',']));
    let marks: BTreeSet<_> = marks
        .filter_map(|word| {
            word.trim_start_matches('[').trim_start_matches("AWS:").strip_prefix('!')
        })
        .map(|mark| mark.split_inclusive(':').next().unwrap_or_default())
        .filter(|mark| !mark.is_empty())
        .collect();
    assert!(marks.len() > 15, "{marks:?}");
    for mark in marks {
        assert!(chapter.contains(&format!("`!{mark}")), "!{mark}");
    }
}

/// Tables, code and lines that are one link cannot be broken.
#[test]
fn no_line_of_a_document_is_longer_than_a_hundred_characters() {
    let names = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
    let known = names.map(|name| (name.to_owned(), read(name))).into_iter();
    for (name, text) in known.chain(chapters()) {
        let mut is_code = false;
        for (index, line) in text.lines().enumerate() {
            is_code ^= line.trim_start().starts_with("```");
            let is_link = line.starts_with("![") || line.starts_with("<http");
            let may_be_long = is_code || is_link || line.starts_with('|') || line.starts_with('#');
            assert!(may_be_long || line.chars().count() <= 100, "{name}:{}: {line}", index + 1);
        }
    }
}
