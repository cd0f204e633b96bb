//! What `aws s3 cp`, `mv` and `sync` do to the account, which depends on where they write.
//!
//! <https://docs.aws.amazon.com/cli/latest/reference/s3/#path-argument-type>

use super::options::Argument;
use super::table::Table;
use super::verdict::Verdict;

/// Decides on a command of `aws s3` by its arguments, where its name alone does not.
pub(super) fn judge(command: &str, arguments: &[Argument<'_>]) -> Option<Verdict> {
    let takes_dryrun = matches!(command, "cp" | "mv" | "rm" | "sync");
    if takes_dryrun && arguments.iter().any(|argument| is_option(argument, "--dryrun")) {
        return Some(Verdict::reads("--dryrun only shows what would be done"));
    }
    let only_reads = matches!(command, "cp" | "sync") && is_download(arguments);
    only_reads.then(|| Verdict::reads("the destination is local"))
}

/// Tells whether the two paths are one in S3 and then one on this computer.
///
/// Behind an option that is not known, or that is cut short, nobody can tell what is a path.
fn is_download(arguments: &[Argument<'_>]) -> bool {
    let table = Table::of("aws s3");
    let mut paths = Vec::new();
    let mut arguments = arguments.iter().peekable();
    while let Some(argument) = arguments.next() {
        match argument {
            Argument::Word(word) => paths.push(word.as_encoded_bytes()),
            Argument::Option(option) => {
                let has_value = option.as_encoded_bytes().contains(&b'=');
                let is_one_of = |key| table.words(key).any(|name| *option == name);
                if has_value || is_one_of("switches") {
                    continue;
                }
                if !is_one_of("valued") {
                    return false;
                }
                arguments.next_if(|next| matches!(next, Argument::Word(_)));
            }
        }
    }
    let is_in_s3 = |path: &[u8]| path.starts_with(b"s3://");
    matches!(paths[..], [from, to] if is_in_s3(from) && !is_in_s3(to))
}

fn is_option(argument: &Argument<'_>, name: &str) -> bool {
    matches!(argument, Argument::Option(option) if *option == name)
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
            "cp s3://b/k -",
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
    fn whatever_else_is_left_to_the_name() {
        for line in [
            "cp . s3://b/k",
            "cp s3://b/k s3://b/l",
            "cp s3://b/k --exclude . s3://b/l",
            "cp --recursive s3://b/k s3://b/l",
            "cp --rec s3://b/k .",
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
        ] {
            assert_eq!(effect(line), None, "{line}");
        }
    }

    #[test]
    fn dryrun_only_shows() {
        for line in
            ["rm --recursive s3://b --dryrun", "cp --dryrun . s3://b", "mv s3://b/k . --dryrun"]
        {
            assert_eq!(effect(line), Some(Effect::Reads), "{line}");
        }
        assert_eq!(effect("rm s3://b -- --dryrun"), None);
    }
}
