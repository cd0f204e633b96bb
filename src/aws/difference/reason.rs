//! Which rule sends another client elsewhere than AWS CLI v2.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use super::is_kept_session;
use crate::{
    aws::{
        cause::Cause,
        client::{EnvironmentKeys, FIELDS, RegionCheck, RuleField, Rules, Why, WithoutSource},
        failure::FailureKind,
        profiles::{Profile, Profiles},
        provider::Provider,
        reader::{AwsFile, Dialect},
        region_form::is_valid_region,
        remedy::Remedy,
        resolution::{Facts, Flags, Resolution},
        resolve::resolve_by,
        sourced::Origin,
    },
    printable::{printable, short_path},
};

/// Why a client differs, and what would bring it together with AWS CLI v2; nothing where the
/// client's own message says it all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reason {
    why: String,
    /// What the reason ends with, where that is a path or an error in a file.
    about: Option<About>,
    pub(crate) remedy: Option<Remedy>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum About {
    Path(PathBuf),
    Error(Cause),
}

impl Reason {
    fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), about: None, remedy: None }
    }

    /// Says it for a person, with `~` for the home directory.
    pub(crate) fn shown(&self, home: Option<&Path>) -> String {
        let why = printable(&self.why);
        match &self.about {
            None => why.into_owned(),
            Some(About::Path(path)) => format!("{why} {}", short_path(path, home)),
            Some(About::Error(error)) => format!("{why} {}", error.shown(home)),
        }
    }

    fn about(mut self, about: About) -> Self {
        self.about = Some(about);
        self
    }

    fn with_remedy(mut self, remedy: impl Into<Remedy>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// Finds the rule that makes a client differ, by substitution: with one field of its rules in those
/// of AWS CLI v2, AWS CLI v2 would do the same.
///
/// Where it takes several fields, the first one that makes AWS CLI v2 do something else is named.
pub(crate) fn reason(
    facts: &Facts<'_, '_>,
    flags: &Flags,
    ours: &Resolution,
    theirs: &Resolution,
) -> Reason {
    let client = theirs.client;
    let comparison = Comparison { facts, ours, theirs, rules: client.rules() };
    let with = |field: &RuleField| {
        let mut rules = *ours.client.rules();
        (field.put)(&mut rules, client.rules());
        resolve_by(facts, client, &rules, flags)
    };
    let substituted: Vec<_> = FIELDS.iter().map(|field| (field.why, with(field))).collect();
    let alone = substituted.iter().filter(|(_, mixed)| does_the_same(mixed, theirs));
    let nearness = |mixed: &Resolution| nearness(mixed, ours, theirs);
    let most = substituted.iter().map(|(_, mixed)| nearness(mixed)).max().unwrap_or_default();
    let nearest = substituted.iter().filter(|(_, mixed)| most > 0 && nearness(mixed) == most);
    match theirs.caveat() {
        Some(caveat) if !comparison.is_elsewhere() => Reason::new(caveat),
        _ => alone.chain(nearest).find_map(|(why, _)| comparison.reason(*why)).unwrap_or_default(),
    }
}

/// What a person would see of a resolution: profile, region, place, account, and what goes with it.
type SeenParts = [Option<String>; 8];

fn seen(resolution: &Resolution, has_region: bool) -> SeenParts {
    let profile = resolution.profile.as_ref().map(|profile| profile.value.to_string_lossy());
    let region = super::region(resolution).filter(|_| has_region);
    let credentials = resolution.credentials.as_ref();
    [
        profile.map(Cow::into_owned),
        region.map(|region| region.to_string_lossy().into_owned()),
        credentials.map(|found| found.provider.place().described().to_owned()),
        credentials.and_then(|found| found.identity.clone()),
        resolution.account().map(|account| account.id.as_str().to_owned()),
        credentials.map(|found| found.session_token.to_string()),
        credentials.map(|found| found.asks_mfa.to_string()),
        credentials.map(|found| is_kept_session(found).to_string()),
    ]
}

fn does_the_same(mixed: &Resolution, theirs: &Resolution) -> bool {
    let kind = |resolution: &Resolution| resolution.failure.as_ref().map(|failure| failure.kind);
    let seen = |resolution| seen(resolution, theirs.client.has_region());
    kind(mixed) == kind(theirs) && seen(mixed) == seen(theirs)
}

fn nearness(mixed: &Resolution, ours: &Resolution, theirs: &Resolution) -> usize {
    let seen = |resolution| seen(resolution, theirs.client.has_region());
    let (before, after, wanted) = (seen(ours), seen(mixed), seen(theirs));
    let is_nearer = |at: &usize| before[*at] != wanted[*at] && after[*at] == wanted[*at];
    let works = ours.is_ok() != theirs.is_ok() && mixed.is_ok() == theirs.is_ok();
    (0..wanted.len()).filter(is_nearer).count() + usize::from(works)
}

struct Comparison<'a, 'w> {
    facts: &'a Facts<'a, 'w>,
    ours: &'a Resolution,
    theirs: &'a Resolution,
    rules: &'static Rules,
}

impl Comparison<'_, '_> {
    fn reason(&self, why: Why) -> Option<Reason> {
        match why {
            // The client's own message says more.
            Why::Says(_, None) if self.is_told_by_failure() => None,
            Why::Says(why, remedy) => {
                let reason = Reason::new(why);
                Some(match remedy {
                    Some(remedy) => reason.with_remedy(remedy),
                    None => reason,
                })
            }
            Why::SaysOfExported(why) => Some(Reason::new(why).with_remedy(self.unset())),
            Why::ProfileVariables => self.of_profile_variables(),
            Why::EmptyVariable => self.of_empty_variable(),
            Why::AbsentProfile => Some(Reason::new(if self.runs_on(Provider::Environment) {
                "exported keys work without the profile"
            } else {
                "treats a missing profile as an empty one"
            })),
            Why::Order => Some(Reason::new(if self.runs_on(Provider::Environment) {
                "exported keys work without the files"
            } else {
                "looks at the files in another order"
            })),
            Why::Dialect => self.of_files().or_else(|| self.of_dialect()),
            Why::Chain => {
                let failed = self.ours.failure.as_ref().and_then(|failure| failure.provider);
                let found = self.ours.credentials.as_ref().map(|found| found.provider);
                self.of_order(found.or(failed)?)
            }
            Why::IdVariables => match self.theirs.credentials.as_ref().map(|found| &found.origin) {
                Some(Origin::Environment(name)) if name != "AWS_ACCESS_KEY_ID" => {
                    let why = format!("reads {name} as AWS_ACCESS_KEY_ID");
                    Some(Reason::new(why).with_remedy(self.unset()))
                }
                _ => None,
            },
            Why::EnvironmentKeys => Some(
                Reason::new(match self.rules.keys.environment {
                    EnvironmentKeys::UnderChosenProfile => {
                        "a chosen profile takes precedence over exported keys"
                    }
                    _ => "exported keys take precedence over --profile",
                })
                .with_remedy(self.unset()),
            ),
            Why::WithoutSource => Some(Reason::new(match self.rules.roles.without_source {
                WithoutSource::NotAssumed => "ignores a role_arn without a source",
                _ => "assumes the role with the profile's own credentials",
            })),
            Why::HalfKeys => Some(
                Reason::new("skips AWS_ACCESS_KEY_ID without its secret")
                    .with_remedy(Remedy::unset("AWS_ACCESS_KEY_ID")),
            ),
            Why::KeptSession => Some(self.of_kept_session()),
            Why::RegionVariables | Why::EmptyRegion => self.of_region(),
            Why::RegionCheck => self.of_region_check(),
        }
    }

    fn runs_on(&self, provider: Provider) -> bool {
        self.theirs.credentials.as_ref().is_some_and(|found| found.provider == provider)
    }

    /// Tells whether the client refuses to run, and says of what.
    fn is_told_by_failure(&self) -> bool {
        self.theirs.failure.as_ref().is_some_and(|failure| {
            !matches!(failure.kind, FailureKind::NoCredentials | FailureKind::ProfileNotFound)
        })
    }

    fn is_elsewhere(&self) -> bool {
        let place = |resolution: &Resolution| Some(resolution.credentials.as_ref()?.provider);
        place(self.ours) != place(self.theirs)
    }

    /// Rules 4.1 to 4.3: which variable chooses the profile.
    fn of_profile_variables(&self) -> Option<Reason> {
        let (ours, theirs) = (self.ours.profile.as_ref()?, self.theirs.profile.as_ref()?);
        let Origin::Environment(variable) = &ours.origin else { return None };
        if !self.rules.profile_variables.contains(&variable.as_str()) {
            let why = format!("does not read {variable}");
            return Some(Reason::new(why).with_remedy("choose with AWS_PROFILE, which all read"));
        }
        let Origin::Environment(stronger) = &theirs.origin else { return None };
        let why = format!("{stronger} takes precedence over {variable}");
        let remedy = Remedy::unset(stronger.clone());
        (stronger != variable).then(|| Reason::new(why).with_remedy(remedy))
    }

    /// Rules 4.4, 4.5 and 1.3: a variable that is set to nothing.
    fn of_empty_variable(&self) -> Option<Reason> {
        let profile = self.ours.profile.as_ref()?;
        let Origin::Environment(variable) = &profile.origin else { return None };
        let why = format!("treats an empty {variable} as unset");
        let is_empty = profile.value.is_empty();
        is_empty.then(|| Reason::new(why).with_remedy(Remedy::unset(variable.clone())))
    }

    /// Rules 1.3 to 1.7: which files are read.
    fn of_files(&self) -> Option<Reason> {
        let locations = &self.facts.world.locations;
        if locations.has_same_files(self.rules.dialect) {
            return None;
        }
        let theirs = locations.files(self.rules.dialect);
        let mut files = [AwsFile::Config, AwsFile::Credentials]
            .into_iter()
            .map(|file| (locations.files.of(file), theirs.of(file)));
        let (ours, theirs) = files.find(|(ours, theirs)| ours.path != theirs.path)?;
        let Origin::Environment(variable) = &ours.named_by else { return None };
        let is_empty = self.facts.world.environment.non_empty(variable).is_none();
        Some(if is_empty {
            let why = format!("treats an empty {variable} as unset, and reads");
            Reason::new(why)
                .about(About::Path(theirs.path.clone()))
                .with_remedy(Remedy::unset(variable.clone()))
        } else {
            Reason::new(format!("does not expand the path in {variable}"))
                .with_remedy("write the path out in full")
        })
    }

    /// Rule 7A: why the client does not come to the place that serves AWS CLI v2.
    fn of_order(&self, ours: Provider) -> Option<Reason> {
        let is_known = self.rules.chain.iter().any(|place| place.is_same_place(ours));
        let theirs = self.theirs.credentials.as_ref().map(|found| found.provider);
        match (ours, theirs) {
            (Provider::WebIdentity, Some(_)) => {
                let why = "the profile takes precedence over the web identity of the environment";
                Some(Reason::new(why).with_remedy(self.unset()))
            }
            _ if !is_known => Some(Reason::new(format!("does not know {}", ours.described()))),
            (_, Some(theirs)) if theirs.is_same_place(ours) => {
                Some(Reason::new("joins the keys of the two files"))
            }
            (_, Some(theirs)) => {
                let why = format!("looks for {} before {}", theirs.described(), ours.described());
                Some(Reason::new(why).with_remedy("keep one of them in the profile"))
            }
            (_, None) => None,
        }
    }

    fn unset(&self) -> Remedy {
        Remedy::unset_credentials(&self.facts.world.environment)
    }

    /// Rules 9.5 and 9.6: the sessions that the AWS CLI keeps.
    fn of_kept_session(&self) -> Reason {
        let reason = Reason::new("does not use the session that the AWS CLI keeps");
        let ours = self.ours.credentials.as_ref().filter(|ours| is_kept_session(ours));
        match ours.and_then(|ours| Some(&ours.expires.as_ref()?.at.origin)) {
            Some(Origin::File { path, .. }) => reason.with_remedy(format!("rm {}", path.display())),
            _ => reason,
        }
    }

    /// Rules 5.1 to 5.6: which variable has the region.
    fn of_region(&self) -> Option<Reason> {
        let ours = self.ours.region.as_ref()?;
        let Origin::Environment(variable) = &ours.origin else { return None };
        let unset = Remedy::unset(variable.clone());
        if !self.rules.region_variables.contains(&variable.as_str()) {
            let region = ours.value.to_string_lossy();
            let is_usable = !region.is_empty() && is_valid_region(&ours.value);
            let both = format!("export AWS_REGION={region} AWS_DEFAULT_REGION={region}");
            let reason = Reason::new(format!("does not read {variable}"));
            return Some(reason.with_remedy(if is_usable { both.into() } else { unset }));
        }
        let why = format!("treats an empty {variable} as unset");
        ours.value.is_empty().then(|| Reason::new(why).with_remedy(unset))
    }

    /// Rule 5.10: what a malformed region means.
    fn of_region_check(&self) -> Option<Reason> {
        let region = self.ours.region.as_ref()?.value.to_string_lossy();
        if region.is_empty() || has_comment(&region) {
            return None;
        }
        Some(Reason::new(match self.rules.region_check {
            RegionCheck::None => "does not check the region",
            _ => "accepts other names as regions",
        }))
    }

    /// Section 2: what the same lines mean.
    fn of_dialect(&self) -> Option<Reason> {
        let ours = match self.facts.profiles() {
            Ok(profiles) => profiles,
            Err(_) if self.rules.dialect == Dialect::Rust => {
                return Some(Reason::new("joins duplicates; other errors stop it"));
            }
            Err(_) => return Some(Reason::new("skips what it does not understand")),
        };
        let theirs = match self.facts.files.by(self.rules.dialect) {
            Ok(profiles) => profiles,
            Err(error) => {
                let files = self.facts.world.locations.files(self.rules.dialect);
                let path = files.of(error.file).path.clone();
                let cause = Cause::Syntax { path, error: error.syntax };
                return Some(Reason::new("rejects").about(About::Error(cause)));
            }
        };
        if self.is_told_by_failure() {
            return None;
        }
        let name = self.ours.profile.as_ref()?.value.to_str()?;
        match (ours.find(name), theirs.find(name)) {
            (None, None) => None,
            (None, Some(_)) => Some(
                Reason::new("finds a section that the AWS CLI does not take for this profile's")
                    .with_remedy("write its header alone in a line, in the first column"),
            ),
            (Some(_), None) => {
                let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
                let why = if name.bytes().all(is_plain) {
                    "reads the name of the section differently"
                } else {
                    "does not see a profile whose name has characters other than letters, digits \
                     and _.-"
                };
                Some(
                    Reason::new(why).with_remedy("write [profile NAME], one blank, nothing quoted"),
                )
            }
            (Some(profile), Some(other)) => Some(of_lines(ours, name, profile, other)),
        }
    }
}

fn of_lines(
    profiles: &Profiles<'_>,
    name: &str,
    ours: Profile<'_, '_>,
    theirs: Profile<'_, '_>,
) -> Reason {
    let has_lines_below = |value: &str| value.find('\n').is_some_and(|at| at > 0);
    let (why, remedy) = if ours.settings().any(|(_, setting)| has_comment(setting.value)) {
        ("cuts comments off values", "give the comment a line of its own")
    } else if ours.settings().any(|(_, setting)| has_lines_below(setting.value)) {
        ("does not append an indented line to the value above", "do not indent the line")
    } else if profiles.have_lender() {
        let why = "does not apply [DEFAULT] to profiles";
        (why, "write its keys into the profiles that need them")
    } else if name == "default" && profiles.have_two_defaults() {
        ("[profile default] takes precedence over [default]", "keep one of the two")
    } else if theirs.settings().any(|(key, _)| key.contains(char::is_uppercase)) {
        ("distinguishes upper case in keys", "write keys in lower case")
    } else {
        return Reason::new("reads the same lines differently");
    };
    Reason::new(why).with_remedy(remedy)
}

/// Tells whether a value ends in what its author took for a comment (rule 2A.1).
pub(crate) fn has_comment(value: &str) -> bool {
    let line = value.lines().next().unwrap_or_default();
    [" #", " ;", "\t#", "\t;"].into_iter().any(|mark| line.contains(mark))
}
