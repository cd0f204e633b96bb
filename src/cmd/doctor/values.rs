//! Checks of what settings name in their values: programs, certificates, plugins and output
//! formats.

use std::ffi::OsStr;
use std::path::Path;

use super::{Check, Finding, processes};
use crate::aws::inventory::Inventory;
use crate::aws::{
    Cause, Examiner, Facts, OUTPUTS, Origin, Platform, Profile, Profiles, Provider, Remedy,
    Resolution, known, refused_history, refused_key_log, remedy, words,
};
use crate::cmd::missing_files::{
    missing_plugins, missing_program, program, unstartable, unusable_bundle,
};
use crate::cmd::proxy::is_unencrypted;
use crate::cmd::remedies;
use crate::printable::short;

/// Where the values of a setting are that only some profiles have.
struct Named<'f, 'a, 'w> {
    facts: &'f Facts<'a, 'w>,
    findings: Vec<Finding>,
}

pub(super) fn findings<'p, 'a>(
    facts: &'p Facts<'_, '_>,
    ours: &Resolution,
    files: &'p Profiles<'a>,
    inventory: &'p Inventory<'p, 'a>,
) -> Vec<Finding> {
    let mut named = Named { facts, findings: Vec::new() };
    let examiner = Examiner::new(facts.world, files, inventory);
    for (name, profile) in inventory.profiles() {
        let uses_process = profile.get("credential_process").is_some()
            && examiner.provider_of(profile) == Some(Provider::Process);
        if uses_process && Platform::HERE == Platform::Posix {
            named.process(name, profile);
            let found = processes::findings(facts, &examiner, inventory, name, profile);
            named.findings.extend(found);
        }
        named.profile(name, profile);
    }
    if ours.hidden() == Some(Provider::Process)
        && program(facts, ours).is_some()
        && let Some(name) = ours.profile.as_ref().and_then(|profile| profile.value.to_str())
        && let Some(profile) = inventory.profile(name)
    {
        named.process(name, profile);
    }
    named.environment(inventory.profiles().any(|(_, profile)| profile.get("cli_pager").is_some()));
    let plugins = missing_plugins(facts, files);
    let found =
        |(at, what, remedy)| Finding::new(Check::PluginsMissing, at, what).with_remedy(remedy);
    named.findings.extend(plugins.map(found));
    named.findings
}

impl Named<'_, '_, '_> {
    fn add(&mut self, check: Check, place: Origin, what: String, remedy: Remedy) {
        self.findings.push(Finding::new(check, place, what).with_remedy(remedy));
    }

    /// Looks for the program of a `credential_process`, which is started without a shell.
    fn process(&mut self, name: &str, profile: Profile<'_, '_>) {
        let Some(command) = profile.get("credential_process") else { return };
        let Some(words) = words::split(command.value) else { return };
        let Some(program) = words.first() else { return };
        let Some((what, remedy)) = unstartable(self.facts, program) else { return };
        let what = format!("{}: {what}", short(name));
        self.add(Check::ProcessMissing, command.origin(), what, remedy);
    }

    /// Checks the settings that any profile may have.
    fn profile(&mut self, name: &str, profile: Profile<'_, '_>) {
        let name = short(name);
        let endpoint = profile.get("endpoint_url");
        let is_checked = !self.has_unencrypted_endpoint()
            && !endpoint.is_some_and(|url| is_unencrypted(OsStr::new(url.value)));
        if let Some(bundle) = profile.get("ca_bundle").filter(|_| is_checked)
            && let Some(why) = unusable_bundle(self.facts, OsStr::new(bundle.value))
        {
            let file = short(bundle.first_line());
            let what = format!("{name}: ca_bundle names {file}, which {why}");
            let remedy = if is_relative(OsStr::new(bundle.value)) {
                remedy!("write the whole path, or delete the line")
            } else {
                remedy!("correct the path, or delete the line")
            };
            self.add(Check::CaBundleMissing, bundle.origin(), what, remedy);
        }
        if let Some(output) = profile.get("output")
            && let Some(meant) = meant_output(output.value)
        {
            let what = format!("{name}: output is \"{}\"", short(output.first_line()));
            self.add(
                Check::AnswerNotShown,
                output.origin(),
                what,
                remedy!("write output = {meant}"),
            );
        }
        if let Some(mode) = profile.get("cli_auto_prompt")
            && mode.value.eq_ignore_ascii_case("on")
        {
            let what = format!("{name}: cli_auto_prompt is on");
            self.findings.push(Finding::new(Check::AutoPrompt, mode.origin(), what));
        }
        if let Some((place, cause)) = refused_history(self.facts.world, self.facts.lookup, profile)
        {
            let what = cause.shown(self.facts.world.locations.home.as_deref());
            let finding =
                Finding::new(Check::SettingRefused, place.clone(), format!("{name}: {what}"));
            let remedy = match &cause {
                Cause::Unwritable { obstacle, .. } => Some(remedies::of_obstacle(obstacle)),
                _ => cause.correction(&place),
            };
            self.findings.push(Finding { remedy, ..finding });
        }
        if let Some(pager) = profile.get("cli_pager")
            && !known::is_quoted("cli_pager", pager.value)
            && self.is_missing_pager(pager.value)
        {
            let what = format!("{name}: cli_pager starts {}", short(pager.first_line()));
            let remedy = remedy!("install the pager, or write cli_pager = and nothing after it");
            self.add(Check::AnswerNotShown, pager.origin(), what, remedy);
        }
    }

    fn environment(&mut self, is_any_pager_set: bool) {
        let environment = &self.facts.world.environment;
        let bundles = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"];
        let bundle = bundles.iter().find_map(|name| Some((*name, environment.get(name)?)));
        if let Some((name, path)) = bundle.filter(|_| !self.has_unencrypted_endpoint())
            && let Some(why) = unusable_bundle(self.facts, path)
        {
            let what = format!("it names {}, which {why}", short(&path.to_string_lossy()));
            let remedy = if is_relative(path) {
                remedy!("set it to the whole path, or unset it")
            } else {
                remedy!("correct the path, or unset the variable")
            };
            self.add(Check::CaBundleMissing, Origin::environment(name), what, remedy);
        }
        if let Some((place, cause)) = refused_key_log(self.facts.world, self.facts.lookup) {
            let what = cause.shown(self.facts.world.locations.home.as_deref());
            self.add(Check::SettingRefused, place, what, Remedy::unset("SSLKEYLOGFILE"));
        }
        let text = |name| environment.get(name).and_then(OsStr::to_str);
        if let Some(output) = text("AWS_DEFAULT_OUTPUT")
            && let Some(meant) = meant_output(output)
        {
            let what = format!("it is \"{}\"", short(output));
            let remedy = remedy!("set it to {meant}, or unset it");
            let place = Origin::environment("AWS_DEFAULT_OUTPUT");
            self.add(Check::AnswerNotShown, place, what, remedy);
        }
        if text("AWS_CLI_AUTO_PROMPT").is_some_and(|mode| mode.eq_ignore_ascii_case("on")) {
            let remedy = remedy!("set it to on-partial, or give scripts --no-cli-auto-prompt");
            let place = Origin::environment("AWS_CLI_AUTO_PROMPT");
            self.add(Check::AutoPrompt, place, "it is on".to_owned(), remedy);
        }
        // A profile may have another one than that of all programs.
        let names = if is_any_pager_set { &["AWS_PAGER"][..] } else { &["AWS_PAGER", "PAGER"] };
        let pager = names.iter().find_map(|name| Some((*name, text(name)?)));
        if let Some((name, pager)) = pager.filter(|(_, pager)| self.is_missing_pager(pager)) {
            let what = if pager.trim().is_empty() {
                "it has nothing but blanks in it".to_owned()
            } else {
                format!("it starts {}", short(pager))
            };
            let remedy = remedy!("install the pager, or set AWS_PAGER to nothing");
            self.add(Check::AnswerNotShown, Origin::environment(name), what, remedy);
        }
    }

    /// Tells whether all requests go to an address whose certificates nobody checks.
    fn has_unencrypted_endpoint(&self) -> bool {
        self.facts.world.environment.get("AWS_ENDPOINT_URL").is_some_and(is_unencrypted)
    }

    /// Tells whether a pager cannot be started, or not be understood; an empty one means none.
    fn is_missing_pager(&self, command: &str) -> bool {
        if Platform::HERE == Platform::Windows {
            return false;
        }
        let Some(words) = words::split(command) else { return true };
        match words.first() {
            Some(program) => missing_program(self.facts, program).is_some(),
            None => !command.is_empty(),
        }
    }
}

/// Tells whether a path counts from the directory of the command; clients expand `~/`.
fn is_relative(path: &OsStr) -> bool {
    !Path::new(path).is_absolute() && !path.as_encoded_bytes().starts_with(b"~/")
}

/// Returns the output format that was probably meant by one that the AWS CLI v2 does not know.
fn meant_output(value: &str) -> Option<&'static str> {
    let is_other = known::is_quoted("output", value) || known::has_comment("output", value);
    if OUTPUTS.contains(&value) || is_other || value.find('\n').is_some_and(|at| at > 0) {
        return None;
    }
    let text = value.to_ascii_lowercase();
    let begins = |known: &&&str| text.starts_with(**known);
    let meant = OUTPUTS.iter().filter(begins).max_by_key(|known| known.len());
    Some(meant.copied().unwrap_or(if text == "yml" { "yaml" } else { "json" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_that_was_meant_is_the_nearest_one() {
        let cases = [
            ("json", None),
            ("off", None),
            ("JSON", Some("json")),
            ("yml", Some("yaml")),
            ("YAML-Stream", Some("yaml-stream")),
            ("json[preview]", Some("json")),
            ("", Some("json")),
            ("\"json\"", None),
            ("json # mine", None),
        ];
        for (value, expected) in cases {
            assert_eq!(meant_output(value), expected, "{value}");
        }
    }
}
