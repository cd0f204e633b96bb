//! What `aws s3 cp`, `mv` and `sync` do to the account, which depends on where they write.
//!
//! <https://docs.aws.amazon.com/cli/latest/reference/s3/#path-argument-type>

use std::ffi::OsStr;

use super::options::Argument;
use super::table::Table;
use super::verdict::Verdict;

/// Decides on a command of `aws s3` by its arguments, where its name alone does not.
pub(super) fn judge(command: &str, arguments: &[Argument<'_>]) -> Option<Verdict> {
    let takes_dryrun = matches!(command, "cp" | "mv" | "rm" | "sync");
    if takes_dryrun && arguments.iter().any(is_dryrun) {
        return Some(Verdict::reads("--dryrun only shows what would be done"));
    }
    if !matches!(command, "cp" | "sync") {
        return None;
    }
    let destination = local_destination(arguments)?.to_string_lossy();
    let is_printed = command == "cp" && destination == "-" || is_shown(&destination);
    Some(if is_printed {
        Verdict::secrets("it prints what it downloads")
    } else {
        Verdict::reads("the destination is local")
    })
}

/// Tells whether a path is no file but a stream, such as the standard output, however it is
/// written. Where a relative path may lead is not known, so it counts too if it ends like one.
pub(super) fn is_shown(path: &str) -> bool {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    let is_relative = !path.starts_with('/') && !path.starts_with("..");
    match parts[..] {
        ["dev", "null"] => false,
        ["dev", "stdout" | "stderr"] | ["dev", "fd", _] | ["proc", _, "fd", _] => true,
        ["dev" | "proc", ..] => !is_relative,
        _ => false,
    }
}

/// Returns the second path if it is on this computer, and the first is in S3.
///
/// After an option that is not known nobody can tell what is a path.
fn local_destination<'a>(arguments: &[Argument<'a>]) -> Option<&'a OsStr> {
    let mut paths = Vec::new();
    let mut arguments = arguments.iter().peekable();
    while let Some(argument) = arguments.next() {
        match argument {
            Argument::Word(word) => paths.push(*word),
            Argument::Option(option) => {
                let has_value = option.as_encoded_bytes().contains(&b'=');
                if !has_value && takes_value(option.to_str()?)? {
                    arguments.next_if(|next| matches!(next, Argument::Word(_)));
                }
            }
        }
    }
    let is_in_s3 = |path: &OsStr| path.as_encoded_bytes().starts_with(b"s3://");
    match paths[..] {
        [from, to] if is_in_s3(from) && !is_in_s3(to) => Some(to),
        _ => None,
    }
}

/// Tells whether an option takes the next word, if it is one that is known, or the only one that
/// begins so.
fn takes_value(option: &str) -> Option<bool> {
    let table = Table::of("aws s3");
    let known = |key, takes_value| table.words(key).map(move |name| (name, takes_value));
    let known: Vec<_> = known("valued", true).chain(known("switches", false)).collect();
    if let Some((_, takes_value)) = known.iter().find(|(name, _)| *name == option) {
        return Some(*takes_value);
    }
    let mut beginning = known.iter().filter(|(name, _)| name.starts_with(option));
    let is_grants = "--grants".starts_with(option);
    match (beginning.next(), beginning.next()) {
        (Some((_, takes_value)), None) if !is_grants => Some(*takes_value),
        _ => None,
    }
}

/// No other option of these commands begins so, and `--d` is `--debug`.
fn is_dryrun(argument: &Argument<'_>) -> bool {
    matches!(argument, Argument::Option(option) if option.to_str().is_some_and(|option| {
        option.starts_with("--dr") && "--dryrun".starts_with(option)
    }))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::super::options::Arguments;
    use super::super::verdict::Effect;
    use super::*;

    fn effect(line: &str) -> Option<Effect> {
        let line: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let arguments = Arguments::read(&line);
        let command = line[0].to_str().unwrap();
        judge(command, &arguments.rest[1..]).map(|verdict| verdict.effect)
    }

    #[test]
    fn what_is_fetched_from_s3_leaves_it_as_it_was() {
        for line in [
            "cp s3://b/k .",
            "cp --rec s3://b/k .",
            "cp s3://b/k --excl * dir",
            "cp s3://b/k /dev/null",
            "cp s3://b/k ./file --quiet",
            "cp --recursive s3://b/k dir",
            "cp s3://b/k --exclude * --include s3://x dir",
            "cp s3://b/k --region eu-west-1 dir",
            "cp --storage-class STANDARD s3://b/k dir",
            "cp s3://b/k dir --sse-c AES256 --sse-c-key key",
            "sync s3://b/k dir --delete",
            "sync --exclude=s3://x s3://b/k dir",
            "cp s3://b/k s3:",
        ] {
            assert_eq!(effect(line), Some(Effect::Reads), "{line}");
        }
    }

    #[test]
    fn what_is_downloaded_to_the_standard_output_is_shown() {
        assert_eq!(effect("cp --quiet s3://b/k -"), Some(Effect::Secrets));
        for path in [
            "/dev/stdout",
            "//dev/stdout",
            "/dev//stdout",
            "/./dev/../dev/stdout",
            "/dev/null/../stdout",
            "/tmp/../dev/stdout",
            "/dev/stderr",
            "/dev/tty",
            "/dev/fd/1",
            "/dev/fd//1",
            "/proc/self/fd/1",
            "/proc/self/../self/fd/1",
            "../../../../dev/stdout",
            "../../proc/self/fd/1",
            "dev/stdout",
            "./dev/fd/1",
            "/dev/",
        ] {
            assert_eq!(effect(&format!("cp s3://b/k {path}")), Some(Effect::Secrets), "{path}");
        }
        for path in
            ["/dev/null", "//dev/null", "/dev/../k", "dev/k", "x/dev/stdout", "devices/k", "/", "."]
        {
            assert_eq!(effect(&format!("cp s3://b/k {path}")), Some(Effect::Reads), "{path}");
        }
    }

    #[test]
    fn whatever_else_is_left_to_the_name() {
        for line in [
            "cp . s3://b/k",
            "cp s3://b/k s3://b/l",
            "cp s3://b/k --exclude . s3://b/l",
            "cp --recursive s3://b/k s3://b/l",
            "cp --re s3://b/k .",
            "cp s3://b/k",
            "cp . .",
            "cp s3://a s3://b .",
            "cp s3://b/k . --grants read=a full=b",
            "cp --rec ./dir s3://b/k --grants read=a full=b",
            "cp --option-of-tomorrow s3://b/k .",
            "cp S3://b/k .",
            "mv s3://b/k .",
            "sync . s3://b/k --delete",
            "rm s3://b/k",
            "mb s3://b --dryrun",
            "cp . s3://b/k --dry-run",
            "cp . s3://b/k --d",
        ] {
            assert_eq!(effect(line), None, "{line}");
        }
    }

    #[test]
    fn dryrun_only_shows() {
        for line in [
            "rm --recursive s3://b --dryrun",
            "rm s3://b --dry",
            "cp --dryrun . s3://b",
            "mv s3://b/k . --dryrun",
        ] {
            assert_eq!(effect(line), Some(Effect::Reads), "{line}");
        }
        assert_eq!(effect("rm s3://b -- --dryrun"), None);
    }
}
