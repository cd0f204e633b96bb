//! A command as it was typed: which program, on whose behalf, and what it does.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::aliases::Aliases;
use super::assumed::AssumedAccount;
use super::auto_prompt::AutoPrompt;
use super::command_line::{CommandLine, LineContext};
use super::operator;
use super::project::Project;
use super::project_tools::ToolLine;
use super::registries::goes_to_registry;
use super::verdict::{Effect, Verdict, VerdictRule};
use crate::aws::{Client, Facts, FileState, Flags, Lookup, Resolution, host_of, resolve};
use crate::line::{HOLE, Word, is_known};
use crate::project::{ResolvedTarget, Tool};

/// The program that a command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GuardedProgram {
    Aws,
    Tool(Tool),
    /// A tool of the settings, with what they say of it.
    Own(OwnTool),
}

/// A tool of the settings: its name, and the lines of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OwnTool {
    pub(crate) name: &'static str,
    pub(crate) lines: &'static str,
}

impl GuardedProgram {
    /// Finds the program of a command.
    pub(crate) fn of_command(words: &[OsString]) -> Option<Self> {
        Self::of_call(program_name(words.first()?)?, words[1..].iter().filter_map(|it| it.to_str()))
    }

    /// Finds the program that the words of a line begin with.
    pub(super) fn of_words(words: &[Word]) -> Option<Self> {
        let name = program_name_of(words.first()?.as_known()?);
        Self::of_call(name, words[1..].iter().map(|word| &*word.text))
    }

    /// Finds the program by its bare name and its arguments.
    pub(super) fn of_call<'w>(
        name: &str,
        arguments: impl Iterator<Item = &'w str>,
    ) -> Option<Self> {
        let is_it = |tool: &Tool| tool.moves_images() && tool.programs().contains(&name);
        Self::of_name(name).or_else(|| {
            let tool = Tool::ALL.into_iter().find(is_it)?;
            let arguments: Vec<_> = arguments.collect();
            goes_to_registry(tool, &arguments).then_some(Self::Tool(tool))
        })
    }

    /// Finds the program by its bare name.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        // Windows and macOS find a program by capital letters too.
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let is_tool =
            |tool: &Tool| !tool.moves_images() && tool.programs().iter().any(|known| is(known));
        if is("aws") || is("awscli") {
            return Some(Self::Aws);
        }
        Tool::ALL.into_iter().find(is_tool).map(Self::Tool)
    }

    /// Returns the variable that has the effect of `--profile`.
    ///
    /// <https://github.com/aws/aws-cdk/pull/1447>
    pub(crate) fn profile_variable(self) -> Option<&'static str> {
        (self == Self::Tool(Tool::Cdk)).then_some("CDK_PROFILE")
    }

    fn tool_line(self, arguments: &[OsString]) -> ToolLine {
        match self {
            Self::Aws => ToolLine::read_own("aws", "", arguments),
            Self::Tool(tool) => ToolLine::read(tool, arguments),
            Self::Own(tool) => ToolLine::read_own(tool.name, tool.lines, arguments),
        }
    }

    /// Returns the client by whose rules the program finds its account.
    fn client(self) -> Client {
        match self {
            Self::Aws | Self::Own(_) => Client::AwsCliV2,
            Self::Tool(tool) => tool.client(),
        }
    }
}

/// Returns the name of a program without its directory and its ending on Windows.
pub(crate) fn program_name(name: &OsString) -> Option<&str> {
    let name = Path::new(name).file_name()?.to_str()?;
    Some(bare(name))
}

/// Does the same for a name that is text.
pub(super) fn program_name_of(name: &str) -> &str {
    // zsh has `=aws` for its path.
    let name = bare(name.rsplit(['/', '\\']).next().unwrap_or(name).trim_start_matches('='));
    // npx and its like take a version of the package.
    name.split_once('@').map_or(name, |(name, _)| name)
}

fn bare(name: &str) -> &str {
    let ending = name.rsplit_once('.').filter(|(_, ending)| {
        ["bat", "cmd", "exe", "ps1"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    });
    ending.map_or(name, |(name, _)| name)
}

/// Parts what a shell takes for the command's environment, as in `AWS_PROFILE=x aws …`, from the
/// command. The lock and the settings are not for the line to change.
pub(crate) fn without_assignments(words: &[OsString]) -> (Vec<(OsString, OsString)>, &[OsString]) {
    let is_inner = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let assignment = |word: &OsString| {
        let (name, value) = word.to_str()?.split_once('=')?;
        let is_name = !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty();
        (is_name && name.chars().all(is_inner)).then(|| (name.into(), value.into()))
    };
    let assigned: Vec<(OsString, OsString)> = words.iter().map_while(assignment).collect();
    let command = &words[assigned.len()..];
    let is_ours =
        |(name, _): &(OsString, OsString)| name.as_encoded_bytes().starts_with(b"AWSPROMPT_");
    (assigned.into_iter().filter(|assignment| !is_ours(assignment)).collect(), command)
}

/// A command, what it would use, and what it would do there.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    pub(crate) program: GuardedProgram,
    pub(crate) resolution: Resolution,
    /// Where the requests go, if that is not for AWS to say: scheme, host and port.
    pub(crate) endpoint: Option<OsString>,
    /// Whether the requests go out without the credentials of any account.
    pub(crate) is_unsigned: bool,
    /// The account whose credentials it returns.
    pub(crate) assumed: Option<AssumedAccount>,
    pub(crate) verdict: Verdict,
    /// A shell operator among the words, with which another command may begin.
    pub(crate) operator: Option<&'static str>,
    /// Why the words and the environment do not say what it would hit.
    pub(crate) unsettled: Option<String>,
    /// Where a tool finds what it does.
    project: Option<Project>,
    /// The profile and region of the line.
    flags: Flags,
}

impl Command {
    /// Reads the words of a line as it was typed, which may hold more than one command.
    pub(crate) fn of_typed(
        program: GuardedProgram,
        arguments: &[OsString],
        facts: &Facts<'_, '_>,
        else_profile: Option<&OsString>,
    ) -> Self {
        let mut command = Self::read(program, arguments, facts, else_profile);
        command.operator = operator::find(arguments);
        if command.operator.is_some() {
            command.verdict = Verdict::open("a shell operator may begin another command");
        }
        command
    }

    /// Reads a command's words, and works out what it would use. `else_profile` is the profile
    /// where the command names none.
    pub(crate) fn read(
        program: GuardedProgram,
        arguments: &[OsString],
        facts: &Facts<'_, '_>,
        else_profile: Option<&OsString>,
    ) -> Self {
        let of_variable = program.profile_variable();
        let of_variable = of_variable.and_then(|name| facts.world.environment.non_empty(name));
        let chosen = |flags: &Flags| {
            let profile = flags.profile.as_ref().or(else_profile).map(OsString::as_os_str);
            let profile = profile.or(of_variable).map(OsStr::to_owned);
            Flags { profile, region: flags.region.clone() }
        };
        let resolution = |flags: &Flags| resolve(facts, program.client(), &chosen(flags));
        match program {
            GuardedProgram::Aws => {
                let aliases = aliases(facts);
                let read = |auto_prompt| {
                    CommandLine::read(arguments, LineContext { aliases: &aliases, auto_prompt })
                };
                // Whether the CLI lets the command be edited first depends on the profile that the
                // line names, so the line is read for its flags and then once more.
                let resolution = resolution(&read(AutoPrompt::Off).flags);
                let line = read(auto_prompt(facts, &resolution));
                Self {
                    program,
                    endpoint: line
                        .endpoint
                        .map(|url| host_of(&url))
                        .or_else(|| configured_endpoint(&resolution)),
                    resolution,
                    is_unsigned: line.is_unsigned,
                    assumed: line.assumed,
                    verdict: line.verdict,
                    operator: None,
                    unsettled: None,
                    project: None,
                    flags: Flags::default(),
                }
            }
            GuardedProgram::Tool(_) | GuardedProgram::Own(_) => {
                let line = program.tool_line(arguments);
                let is_change = line.verdict.effect > Effect::Reads;
                let flags = chosen(&line.flags);
                let resolution = resolve(facts, program.client(), &flags);
                Self {
                    program,
                    endpoint: configured_endpoint(&resolution),
                    resolution,
                    is_unsigned: false,
                    assumed: None,
                    verdict: line.verdict,
                    operator: None,
                    unsettled: None,
                    project: match program {
                        // Who reads a registry that is shared is in an account of their own.
                        GuardedProgram::Tool(tool) if !tool.moves_images() || is_change => {
                            Some(Project::of(tool, arguments))
                        }
                        _ => None,
                    },
                    flags,
                }
            }
        }
    }

    /// Reads the words of a command of a line, not all of which need be known, and which runs in
    /// this directory. `unsettled_profile` says why the environment may name any profile.
    pub(crate) fn of_line(
        program: GuardedProgram,
        words: &[Word],
        directory: &Path,
        facts: &Facts<'_, '_>,
        unsettled_profile: Option<String>,
    ) -> Self {
        let texts: Vec<OsString> = words.iter().map(|word| OsString::from(&word.text)).collect();
        let mut command = Self::read(program, &texts, facts, None);
        let flags = |texts: &[OsString]| match program {
            GuardedProgram::Aws => CommandLine::flags(texts),
            GuardedProgram::Tool(_) | GuardedProgram::Own(_) => program.tool_line(texts).flags,
        };
        // The last profile counts, so that what comes before it does not matter.
        let open = (0..words.len()).rfind(|at| may_name_profile(words, *at));
        let after = flags(&texts[open.map_or(0, |at| at + 1)..]).profile;
        let is_known = |text: &OsString| text.to_str().is_some_and(is_known);
        let is_settled = match &after {
            Some(profile) => is_known(profile),
            None => open.is_none() && unsettled_profile.is_none(),
        };
        if !is_settled {
            let word = open.filter(|_| after.is_none()).map(|at| &words[at]);
            command.unsettled = Some(match word {
                Some(word) => {
                    let is_bare = word.source.starts_with('$') || word.source.contains("/$");
                    let advice = if is_bare { "; write it in quotes" } else { "" };
                    format!("what {} stands for may name a profile{advice}", word.shown())
                }
                None => unsettled_profile
                    .filter(|_| after.is_none())
                    .unwrap_or_else(|| "the profile is not known before the line runs".to_owned()),
            });
        }
        if let Some(project) = &mut command.project {
            if open.is_some() || project.has_hole() {
                command.unsettled = Some("the project is not known before the line runs".into());
            }
            project.move_to(directory);
            let is_there = is_directory(&project.directory, facts.lookup);
            if !is_there && command.is_decided_on() {
                command.unsettled = Some("the directory of the project does not exist yet".into());
            }
        }
        command
    }

    /// Judges a command that awsprompt does not know by what the settings add to its tool.
    pub(crate) fn add_lines(&mut self, lines: &str, arguments: &[OsString]) {
        if let GuardedProgram::Tool(tool) = self.program
            && matches!(self.verdict.rule, VerdictRule::Unknown(_))
        {
            self.verdict = ToolLine::read_own(tool.program(), lines, arguments).verdict;
        }
    }

    /// Tells whether the command may do more than read.
    pub(crate) fn is_decided_on(&self) -> bool {
        self.verdict.effect > Effect::Reads
    }

    /// Returns the directory of the project of a tool.
    pub(crate) fn project_directory(&self) -> &Path {
        self.project.as_ref().map_or(Path::new(""), |project| &project.directory)
    }

    /// Returns what the files of the project say, of a tool.
    pub(crate) fn project_targets(&self, facts: &Facts<'_, '_>) -> Option<Vec<ResolvedTarget>> {
        Some(self.project.as_ref()?.targets(facts, self.program.client(), &self.flags))
    }
}

/// Tells whether there is a directory.
pub(crate) fn is_directory(path: &Path, lookup: &dyn Lookup) -> bool {
    path.as_os_str().is_empty() || *lookup.content(path) == FileState::Directory
}

/// Tells whether a word may be an option, or several words, as far as is known.
fn may_name_profile(words: &[Word], at: usize) -> bool {
    let text = &*words[at].text;
    let option = text.split('=').next().unwrap_or_default();
    let is_value = at > 0 && words[at - 1].text.starts_with('-');
    words[at].is_open
        || text.starts_with('-') && !is_known(option)
        // What is done is said there.
        || at < 2 && !is_value && text.starts_with(HOLE)
}

fn configured_endpoint(resolution: &Resolution) -> Option<OsString> {
    resolution.endpoint.as_ref().map(|endpoint| endpoint.value.clone())
}

fn aliases(facts: &Facts<'_, '_>) -> Aliases {
    let Some(home) = &facts.world.locations.home else { return Aliases::default() };
    Aliases::read(&facts.lookup.content(&home.join(".aws/cli/alias")))
}

fn auto_prompt(facts: &Facts<'_, '_>, resolution: &Resolution) -> AutoPrompt {
    if let Some(value) = facts.world.environment.get("AWS_CLI_AUTO_PROMPT") {
        return AutoPrompt::named(&value.to_string_lossy());
    }
    let name = resolution.profile.as_ref().and_then(|profile| profile.value.to_str());
    let profile = name.and_then(|name| facts.profiles().ok()?.find(name));
    let value = profile.and_then(|profile| profile.get("cli_auto_prompt"));
    value.map_or(AutoPrompt::Off, |setting| AutoPrompt::named(setting.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_command_is_its_environment() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let cases: [(_, &[(&str, &str)], _); 8] = [
            ("HOME=/other LANG=C aws", &[("HOME", "/other"), ("LANG", "C")], "aws"),
            ("aws s3 ls a=b", &[], "aws s3 ls a=b"),
            ("AWS_PROFILE=x=y aws s3", &[("AWS_PROFILE", "x=y")], "aws s3"),
            ("A=1 AWS_REGION= aws", &[("A", "1"), ("AWS_REGION", "")], "aws"),
            ("TF_VAR_a=x terraform", &[("TF_VAR_a", "x")], "terraform"),
            ("AWSPROMPT_LOCK= aws", &[], "aws"),
            ("1A=x aws", &[], "1A=x aws"),
            ("--x=y aws", &[], "--x=y aws"),
        ];
        for (line, assigned, command) in cases {
            let line = words(line);
            let assigned: Vec<(OsString, OsString)> =
                assigned.iter().map(|(name, value)| (name.into(), value.into())).collect();
            assert_eq!(without_assignments(&line), (assigned, &*words(command)), "{line:?}");
        }
    }

    #[test]
    fn a_program_is_known_by_its_name() {
        for (name, expected) in [
            ("aws", Some(GuardedProgram::Aws)),
            ("/usr/local/bin/aws", Some(GuardedProgram::Aws)),
            ("aws.exe", Some(GuardedProgram::Aws)),
            ("cdk.cmd", Some(GuardedProgram::Tool(Tool::Cdk))),
            ("AWS.EXE", Some(GuardedProgram::Aws)),
            ("Terraform", Some(GuardedProgram::Tool(Tool::Terraform))),
            ("terraform", Some(GuardedProgram::Tool(Tool::Terraform))),
            ("awslocal", None),
            ("rm", None),
            ("", None),
        ] {
            assert_eq!(GuardedProgram::of_command(&[name.into()]), expected, "{name}");
        }
    }
}
