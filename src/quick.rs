//! Reads the arguments of `prompt` as the hooks give them, which is done at every prompt.
//!
//! The command line's parser would take longer than the segment. What is not understood here is
//! left to it: it knows the abbreviations, the errors and the help.

use std::ffi::{OsStr, OsString};

use clap::ValueEnum;

use crate::cli::{PromptArguments, PromptShell};

/// Reads the arguments of this process, if they are those of a plain `prompt`.
pub(crate) fn prompt(arguments: &[OsString]) -> Option<PromptArguments> {
    let mut rest = arguments.iter().skip(1);
    if rest.next()? != "prompt" {
        return None;
    }
    let mut prompt = PromptArguments {
        shell: PromptShell::Plain,
        format: None,
        columns: None,
        seen: Vec::new(),
        tone: false,
        parts: false,
        right: false,
        pane: false,
    };
    let mut has_shell = false;
    while let Some(argument) = rest.next() {
        match argument.to_str()? {
            "--tone" if !prompt.tone => prompt.tone = true,
            "--parts" if !prompt.parts => prompt.parts = true,
            "--right" if !prompt.right => prompt.right = true,
            "--pane" if !prompt.pane => prompt.pane = true,
            "--shell" if !has_shell => {
                has_shell = true;
                prompt.shell = PromptShell::from_str(rest.next()?.to_str()?, false).ok()?;
            }
            "--format" if prompt.format.is_none() => prompt.format = Some(value(rest.next()?)?),
            "--seen" => prompt.seen.push(value(rest.next()?)?),
            // The text after the sign may be anything.
            other => match (other.strip_prefix("--seen="), other.strip_prefix("--columns=")) {
                (Some(pair), _) => prompt.seen.push(pair.into()),
                (_, Some(columns)) if prompt.columns.is_none() => {
                    prompt.columns = Some(columns.into());
                }
                _ => return None,
            },
        }
    }
    Some(prompt)
}

fn value(argument: &OsStr) -> Option<OsString> {
    (!argument.as_encoded_bytes().starts_with(b"-")).then(|| argument.to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::{Cli, CliCommand};

    #[test]
    fn what_is_understood_is_what_the_parser_understands() {
        let calls: [(&[&str], bool); 24] = [
            (&["prompt"], true),
            (&["prompt", "--shell", "zsh", "--tone"], true),
            (&["prompt", "--shell", "bash", "--right"], true),
            (&["prompt", "--shell", "zsh", "--parts"], true),
            (&["prompt", "--columns=80", "--seen=x"], true),
            (&["prompt", "--columns="], true),
            (&["prompt", "--shell", "nushell", "--pane"], true),
            (&["prompt", "--pane", "--pane"], false),
            (&["prompt", "--columns=80", "--columns=80"], false),
            (&["prompt", "--seen", "AWS_PROFILE=a b", "--seen", "AWS_DEFAULT_PROFILE="], true),
            (&["prompt", "--shell", "fish", "--seen=AWS_PROFILE=a", "--seen=AWS_X="], true),
            (&["prompt", "--seen=-x", "--seen=", "--seen==--"], true),
            (&["prompt", "--format", "{profile}"], true),
            (&["prompt", "--format", ""], true),
            (&["prompt", "--shell=zsh"], false),
            (&["prompt", "--shell", "tcsh"], false),
            (&["prompt", "--shell"], false),
            (&["prompt", "--tone", "--tone"], false),
            (&["prompt", "--format", "-x"], false),
            (&["prompt", "--", "x"], false),
            (&["prompt", "--help"], false),
            (&["prompt", "x"], false),
            (&["list"], false),
            (&[], false),
        ];
        for (call, is_understood) in calls {
            let arguments: Vec<OsString> =
                ["awsprompt"].iter().chain(call).map(OsString::from).collect();
            let quick = prompt(&arguments);
            assert_eq!(quick.is_some(), is_understood, "{call:?}");
            if let Some(quick) = quick {
                let CliCommand::Prompt(parsed) = Cli::try_parse_from(&arguments).unwrap().command
                else {
                    unreachable!()
                };
                assert_eq!(format!("{quick:?}"), format!("{parsed:?}"), "{call:?}");
            }
        }
    }
}
