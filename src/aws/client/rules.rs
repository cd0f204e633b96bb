//! What can differ between two clients: each field is a row of `docs/guide/src/resolution.md`.

use std::ffi::OsStr;

use jiff::Timestamp;

use super::Client;
use crate::aws::cause::Cause;
use crate::aws::failure::{Failure, FailureKind, Stop};
use crate::aws::moment::Moment;
use crate::aws::provider::Provider;
use crate::aws::reader::Dialect;
use crate::aws::region_form::{is_host_label, is_host_name, is_valid_region};
use crate::aws::sourced::Origin;
use crate::aws::world::Writing;

/// What can differ between two clients.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a column of the table, row by row")]
pub(in crate::aws) struct Rules {
    /// How the files are read (section 2).
    pub(in crate::aws) dialect: Dialect,
    /// Whether a directory in a file's place is an error (rule 1.7).
    pub(in crate::aws) refuses_directories: bool,
    /// The variables that choose a profile, strongest first (rule 4.1).
    pub(in crate::aws) profile_variables: &'static [&'static str],
    /// Whether an empty variable counts as unset (rules 4.4 and 4.5).
    pub(in crate::aws) empty_variable_is_unset: bool,
    /// Whether an empty key of a profile counts as unset (rule 7.14).
    pub(in crate::aws) empty_key_is_unset: bool,
    /// What an empty `--profile` means (rule 4.6).
    pub(in crate::aws) empty_flag_is_unset: bool,
    pub(in crate::aws) absent_profile: AbsentProfile,
    pub(in crate::aws) order: Order,
    /// The variables that choose a region, strongest first (rule 5.1).
    pub(in crate::aws) region_variables: &'static [&'static str],
    /// Whether an empty region counts as unset (rules 5.5 and 5.6).
    pub(in crate::aws) empty_region_is_unset: bool,
    /// Whether a profile without a region takes that of its source profile (rule 5.7).
    pub(in crate::aws) region_of_source_profile: bool,
    pub(in crate::aws) region_check: RegionCheck,
    /// Which names ask for the FIPS endpoint of the region in them (rule 5.18).
    pub(in crate::aws) fips_names: FipsNames,
    /// The output formats that the client knows, if it has any (section 6).
    pub(in crate::aws) outputs: &'static [&'static str],
    /// Where credentials are looked for, in this order (rule 7A).
    pub(in crate::aws) chain: &'static [Provider],
    /// Where a source profile's credentials are looked for (rule 7.3 and outline step 4).
    pub(in crate::aws) source_profile_chain: &'static [Provider],
    pub(in crate::aws) keys: KeyRules,
    pub(in crate::aws) roles: RoleRules,
    pub(in crate::aws) sso: SsoRules,
    /// What turns the metadata service off (rule 7.35).
    pub(in crate::aws) metadata_switch: MetadataSwitch,
    /// Whether the metadata service is that of the profile in the environment, although the client
    /// is given another one (rule 7.35).
    pub(in crate::aws) metadata_ignores_flag: bool,
    /// Whether sessions of `aws login` need an extra that may not be installed (rule 7.13).
    pub(in crate::aws) login_needs_extra: bool,
    /// Whether the whole profile is checked before the environment is asked.
    pub(in crate::aws) checks_profile_first: bool,
    /// Whether a skipped profile is asked for its process at the end (rule 7A).
    pub(in crate::aws) comes_back_for_process: bool,
    /// Whether the settings that stop every Python client do so here (rules 7.17 and 7.19).
    pub(in crate::aws) has_stumbling_blocks: bool,
    /// How the client writes its caches, if it stops where it cannot (rule 9.16).
    pub(in crate::aws) writing: Option<Writing>,
    /// Whether the file of aliases is read (rule 7.31).
    pub(in crate::aws) reads_aliases: bool,
    /// Whether the modules of the section `[plugins]` are loaded (rule 7.30).
    pub(in crate::aws) loads_plugins: bool,
    /// Whose checks of settings the client makes (rule 7.19).
    pub(in crate::aws) settings: Client,
}

/// What a missing profile means (rules 4.7 to 4.9).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum AbsentProfile {
    /// The client refuses to run.
    Refused,
    /// The client refuses, unless the profile was named by this variable.
    RefusedUnlessNamedBy(&'static str),
    /// The profile counts as empty, and the next place is asked.
    Empty,
}

impl AbsentProfile {
    pub(in crate::aws) fn is_empty(self, named_by: &Origin) -> bool {
        match self {
            Self::Refused => false,
            Self::RefusedUnlessNamedBy(variable) => *named_by == Origin::environment(variable),
            Self::Empty => true,
        }
    }
}

/// What a client knows when it fails at its files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum Order {
    /// Nothing before the files; the region before the profile.
    FilesRegionProfile,
    /// The profile's name before the files; the region last.
    ProfileFilesRegion,
    /// Neither the profile nor the region depends on the files.
    Independent,
}

/// Which names of regions ask for a FIPS endpoint (rule 5.18).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum FipsNames {
    /// Those with `fips-` or `-fips` anywhere in them.
    Anywhere,
    /// Those that begin or end with it.
    AtEnds,
    /// None: the name is taken as it stands.
    Never,
}

/// What a malformed region means (rule 5.10).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum RegionCheck {
    /// It stops the client before it looks for credentials.
    First,
    /// It stops the client when a request is made; the empty region is malformed too.
    Last,
    /// It counts as unset.
    Dropped,
    /// It is not checked.
    None,
}

impl RegionCheck {
    /// Tells whether a client would ask IAM Identity Center in a region of this form.
    pub(in crate::aws) fn accepts_sso(self, region: &OsStr) -> bool {
        match self {
            Self::First => !region.is_empty() && is_valid_region(region),
            Self::Last => is_host_name(region),
            Self::Dropped => is_host_label(region),
            Self::None => true,
        }
    }
}

/// Which values of `AWS_EC2_METADATA_DISABLED` count (rule 7.35).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum MetadataSwitch {
    /// The word true, in any case.
    True,
    /// All but the word false; and none where `credential_source` names the service.
    AllButFalse,
}

/// How access keys are put together (rules 3.2 to 3.4, 7.1, 7.2, 7.14 and 9.1).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) struct KeyRules {
    /// The variables that hold the id and the secret, strongest first (rule 7.2).
    pub(in crate::aws) id_variables: &'static [&'static str],
    pub(in crate::aws) secret_variables: &'static [&'static str],
    /// Whether a blank variable counts as unset (rule 7.2).
    pub(in crate::aws) blank_is_unset: bool,
    /// The variables that hold a session token, strongest first (rule 3.3).
    pub(in crate::aws) token_variables: &'static [&'static str],
    /// The keys that hold a session token, strongest first (rule 3.3).
    pub(in crate::aws) token_keys: &'static [&'static str],
    /// Under a flag, the web identity of the environment is ignored, too (rule 7.8).
    pub(in crate::aws) environment_ignored: EnvironmentKeysIgnored,
    /// Whether an id in the environment without its secret stops the client (rule 7.2).
    pub(in crate::aws) half_keys_refused: bool,
    /// Whether `AWS_CREDENTIAL_EXPIRATION` is read (rule 9.1).
    pub(in crate::aws) has_environment_expiry: bool,
    /// Which exported ids and tokens cannot be sent (rule 7.21).
    pub(in crate::aws) sent: SentValues,
    pub(in crate::aws) joined: JoinedKeys,
}

/// Which values a client can send in a header (rule 7.21).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum SentValues {
    /// Those without a line break, unless a blank follows it.
    WithoutLineBreaks,
    /// Those without control characters, except tabs, and without characters above U+00FF.
    OfLatin1,
    /// It was not measured.
    Any,
}

impl SentValues {
    /// <https://github.com/python/cpython/blob/v3.13.0/Lib/http/client.py#L141>
    pub(in crate::aws) fn has(self, value: &OsStr) -> bool {
        let bytes = value.as_encoded_bytes();
        match self {
            Self::WithoutLineBreaks => {
                (0..bytes.len()).all(|at| match (bytes[at], bytes.get(at + 1)) {
                    (b'\n', next) => matches!(next, Some(b' ' | b'\t')),
                    (b'\r', next) => matches!(next, Some(b' ' | b'\t' | b'\n')),
                    _ => true,
                })
            }
            Self::OfLatin1 => value
                .to_string_lossy()
                .chars()
                .all(|c| c == '\t' || (c <= '\u{ff}' && !c.is_ascii_control())),
            Self::Any => true,
        }
    }
}

/// When the keys of the environment are ignored (rule 7.1).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum EnvironmentKeysIgnored {
    Never,
    /// When the client is given a profile explicitly.
    UnderFlag,
    /// When a profile is chosen at all.
    UnderChosenProfile,
}

/// How the keys of the two files become one pair (rules 3.2 and 3.4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum JoinedKeys {
    /// Each key for itself; half a pair refuses the profile.
    Each,
    /// Each key for itself; half a pair is none.
    EachIfWhole,
    /// Id and secret from one file; half a pair refuses the profile, and an empty one is none.
    Paired,
}

/// How roles are assumed (rules 7.3 to 7.8, 7.15, 7.20 and 9.5).
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a column of the table, row by row")]
pub(in crate::aws) struct RoleRules {
    pub(in crate::aws) without_source: WithoutSource,
    /// What a source profile that is not there means (rule 7.6).
    pub(in crate::aws) missing_source: OnMissing,
    /// What a source profile without credentials means, and one that is its own source
    /// (rule 7.6).
    pub(in crate::aws) poor_source: OnMissing,
    pub(in crate::aws) poor_self: OnMissing,
    pub(in crate::aws) repeated_source: RepeatedSource,
    pub(in crate::aws) source_keys: SourceKeys,
    /// Whether `credential_source` may be in any case (rule 7.7).
    pub(in crate::aws) credential_source_ignores_case: bool,
    /// What an unknown `credential_source` means, and one that has nothing (rule 7.7).
    pub(in crate::aws) unknown_credential_source: OnMissing,
    pub(in crate::aws) empty_credential_source: OnMissing,
    /// Whether a role can only be assumed with a region (rule 5.16).
    pub(in crate::aws) needs_region: bool,
    /// Whether a web identity without a role is skipped, and not an error (rule 7.8).
    pub(in crate::aws) web_identity_needs_role: bool,
    pub(in crate::aws) mfa: Mfa,
    /// Whether the CLI's cache of sessions is used (rule 9.5).
    pub(in crate::aws) has_cache: bool,
    /// Whether the file name of a web identity's session depends on its token (rule 9.13).
    pub(in crate::aws) web_identity_kept_by_token: bool,
    /// Whether settings are checked for length before they are sent (rule 7.20).
    pub(in crate::aws) checks_lengths: bool,
}

/// What a client does when something is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum OnMissing {
    /// It stops.
    Fail(FailureKind),
    /// It asks the next place, and reports this if no place has credentials.
    Skip(FailureKind),
}

impl OnMissing {
    /// Returns how the client stops, or goes on to the next place.
    pub(in crate::aws) fn stop(self, provider: Provider, cause: impl Into<Cause>) -> Stop {
        match self {
            Self::Fail(kind) => Stop::Failure(Failure::at(provider, kind, cause)),
            Self::Skip(kind) => Stop::Skip(Failure::at(provider, kind, cause)),
        }
    }
}

/// What a role without source is assumed with (rule 7.5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum WithoutSource {
    /// Nothing: the client refuses.
    Refused(FailureKind),
    /// The profile counts as one without a role.
    NotAssumed,
    /// The other credentials of the profile, or those of the host.
    OwnCredentials,
}

/// When a chain of source profiles may lead back to one of them (rule 7.6).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum RepeatedSource {
    /// Only a profile that is its own source may, if it has keys.
    OnlySelfWithKeys,
    /// A profile may be its own source, with whatever it has.
    OnlySelf,
    /// Any profile with keys may.
    WithKeys,
    /// Any profile may, which then has no role.
    WithoutRole,
}

/// How the keys of a source profile outrank what else it has (rule 7.4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum SourceKeys {
    /// They only keep its role from being assumed.
    BeforeItsRole,
    /// They are used as they are.
    First,
    /// They are what its role is assumed with.
    AssumeItsRole,
}

/// What `mfa_serial` does (rule 7.15).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum Mfa {
    Asked,
    Ignored,
    Refused,
}

/// How IAM Identity Center is set up (rules 7.10, 7.11, 9.3, 9.4 and 9.6).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) struct SsoRules {
    /// The keys any of which makes a profile one of IAM Identity Center (rule 7.10).
    pub(in crate::aws) marks: &'static [&'static str],
    pub(in crate::aws) repeated: Repeated,
    /// What a missing account or role, or a session that is not there, is called.
    pub(in crate::aws) incomplete: FailureKind,
    /// What a missing start URL or region means (rule 7.11).
    pub(in crate::aws) without_start_url: OnMissing,
    /// What a session without account and role means (rule 7.10).
    pub(in crate::aws) without_role: OnMissing,
    /// What a token that is not there, or cannot be read, is called.
    pub(in crate::aws) no_token: FailureKind,
    /// What a token that has ended is called, and whether one without session ever ends.
    pub(in crate::aws) expired: FailureKind,
    pub(in crate::aws) legacy_token_expires: bool,
    pub(in crate::aws) dates: TokenDates,
    /// How a token is renewed (rule 9.4).
    pub(in crate::aws) renewal: TokenRenewal,
    /// Whether the CLI's cache of sessions is used (rule 9.6).
    pub(in crate::aws) has_cache: bool,
    /// Whether `AWS_CONFIG_FILE` is not expanded when sessions are looked for (rule 1.10).
    pub(in crate::aws) takes_path_literally: bool,
}

/// What a profile may repeat of its session (rule 7.11).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum Repeated {
    /// Any key with the same value.
    Same,
    /// Region and start URL with the same values.
    SameRegionAndUrl,
    /// Neither region nor start URL.
    Nothing,
    /// Anything; the session takes precedence.
    Overridden,
}

/// How a session's token is renewed (rule 9.4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum TokenRenewal {
    /// In its last quarter of an hour, while the registration holds; else it is used to its end.
    WhileRegistered,
    /// In its last five minutes; if it cannot be renewed, it is refused even before its end.
    Demanded,
    /// Once it has ended, whatever its registration says.
    AtTheEnd,
}

/// How a token's dates may be written (rule 9.3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::aws) enum TokenDates {
    Any,
    /// RFC 3339.
    WithOffset,
    /// RFC 3339, ending in `Z`; that of the registration too.
    Zulu,
    /// A date that cannot be read counts as absent; without session, the token never ends.
    Whatever,
}

impl TokenDates {
    /// Reads a date, if the client can (rule 9.3).
    pub(in crate::aws) fn moment(self, text: &str) -> Option<Timestamp> {
        let is_readable = match self {
            Self::Any => true,
            Self::WithOffset | Self::Whatever => !text.ends_with("UTC"),
            Self::Zulu => text.ends_with('Z'),
        };
        match Moment::parse(text).filter(|_| is_readable)? {
            Moment::At(moment) => Some(moment),
            Moment::WithoutZone(_) => None,
        }
    }
}
