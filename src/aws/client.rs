//! The AWS clients, and each one's column of `docs/resolution.md`.
//!
//! A client is data: what differs between two clients is a field of [`Rules`], never a second
//! resolver. Each field names its rule, so that a column can be held against the document.

use super::{credentials::Provider, reader::Dialect, resolve::FailureKind};

/// A program that talks to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    AwsCliV2,
    AwsCliV1,
    Boto3,
    RustSdk,
    JsSdk,
    /// Its S3 backend, as all that was measured; the SDK for Go is inside.
    Terraform,
}

impl Client {
    /// Every client, in the order in which they are reported.
    pub(crate) const ALL: [Self; 6] =
        [Self::AwsCliV2, Self::AwsCliV1, Self::Boto3, Self::RustSdk, Self::JsSdk, Self::Terraform];

    /// The name that programs know the client by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AwsCliV2 => "aws-cli-v2",
            Self::AwsCliV1 => "aws-cli-v1",
            Self::Boto3 => "boto3",
            Self::RustSdk => "rust-sdk",
            Self::JsSdk => "js-sdk",
            Self::Terraform => "terraform",
        }
    }

    /// The name where every column counts.
    pub(crate) fn short_name(self) -> &'static str {
        match self {
            Self::AwsCliV2 => "cli2",
            Self::AwsCliV1 => "cli1",
            Self::Boto3 => "boto3",
            Self::RustSdk => "rust",
            Self::JsSdk => "js",
            Self::Terraform => "terraform",
        }
    }

    /// The name for people.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::AwsCliV2 => "AWS CLI v2",
            Self::AwsCliV1 => "AWS CLI v1",
            Self::Boto3 => "boto3",
            Self::RustSdk => "Rust SDK",
            Self::JsSdk => "JavaScript SDK",
            Self::Terraform => "Terraform",
        }
    }

    /// The program, and its version, whose answers the rules were measured on.
    pub(crate) fn measured(self) -> &'static str {
        match self {
            Self::AwsCliV2 => "AWS CLI 2.36.7",
            Self::AwsCliV1 => "AWS CLI 1.45.11",
            Self::Boto3 => "botocore 1.43.11",
            Self::RustSdk => "aws-config 1.13.0 (Rust SDK)",
            Self::JsSdk => "client-sts 3.1169.0 (JavaScript SDK)",
            Self::Terraform => "Terraform 1.11.4 (S3 backend)",
        }
    }

    /// Tells whether the client's region can be compared: that of Terraform is set in its blocks.
    pub(crate) fn has_region(self) -> bool {
        self != Self::Terraform
    }

    pub(super) fn rules(self) -> &'static Rules {
        match self {
            Self::AwsCliV2 => &AWS_CLI_V2,
            Self::AwsCliV1 => &AWS_CLI_V1,
            Self::Boto3 => &BOTO3,
            Self::RustSdk => &RUST_SDK,
            Self::JsSdk => &JS_SDK,
            Self::Terraform => &TERRAFORM,
        }
    }
}

/// What sets one client apart from another.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a column of the table, row by row")]
pub(super) struct Rules {
    /// How the files are read (section 2).
    pub(super) dialect: Dialect,
    /// Whether a directory in a file's place is an error (rule 1.7).
    pub(super) refuses_directories: bool,
    /// The variables that choose a profile, strongest first (rule 4.1).
    pub(super) profile_variables: &'static [&'static str],
    /// Whether an empty variable is as good as none (rules 4.4 and 4.5).
    pub(super) empty_variable_is_unset: bool,
    /// Whether an empty key of a profile is as good as none (rule 7.14).
    pub(super) empty_key_is_unset: bool,
    /// What an empty `--profile` means (rule 4.6).
    pub(super) empty_flag_is_unset: bool,
    /// What a profile that is not there means (rules 4.7 to 4.9).
    pub(super) absent_profile: AbsentProfile,
    /// What is known when the files cannot be read, or lack the profile.
    pub(super) order: Order,
    /// The variables that choose a region, strongest first (rule 5.1).
    pub(super) region_variables: &'static [&'static str],
    /// Whether an empty region is as good as none (rules 5.5 and 5.6).
    pub(super) empty_region_is_unset: bool,
    /// Whether a profile without a region takes that of its source profile (rule 5.7).
    pub(super) region_of_source_profile: bool,
    /// What a malformed region means (rule 5.10).
    pub(super) region_check: RegionCheck,
    /// Whether the client has output formats (rule 6).
    pub(super) has_output: bool,
    /// Where credentials are looked for, in this order (rule 7A).
    pub(super) chain: &'static [Provider],
    /// Where a source profile's credentials are looked for (rule 7.3 and outline step 4).
    pub(super) source_profile_chain: &'static [Provider],
    pub(super) keys: KeyRules,
    pub(super) roles: RoleRules,
    pub(super) sso: SsoRules,
    /// Whether sessions of `aws login` need an extra that may not be installed (rule 7.13).
    pub(super) login_needs_extra: bool,
    /// Whether what the profile says is checked before the environment is asked, as a whole.
    pub(super) checks_profile_first: bool,
    /// Whether a profile that was given up is asked for its process once more (rule 7A).
    pub(super) comes_back_for_process: bool,
    /// Whether the settings that stop every Python client do so here (rules 7.17 and 7.19).
    pub(super) has_stumbling_blocks: bool,
}

/// What a profile that is not there means (rules 4.7 to 4.9).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AbsentProfile {
    /// The client refuses to run.
    Refused,
    /// The client refuses, unless the profile was named by this variable.
    RefusedUnlessNamedBy(&'static str),
    /// The profile has nothing to say, and the next place is asked.
    Empty,
}

/// What a client has worked out by the time that it may fail at its files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Nothing before the files; the region before the profile.
    FilesRegionProfile,
    /// The profile's name before the files; the region last.
    ProfileFilesRegion,
    /// Neither the profile nor the region depends on the files.
    Independent,
}

/// What a malformed region means (rule 5.10).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RegionCheck {
    /// It stops the client before any question of credentials.
    First,
    /// It stops the client when a request is made; the empty region is malformed too.
    Last,
    /// It is no region.
    Dropped,
    /// Nobody looks.
    None,
}

/// How access keys are put together (rules 3.2 to 3.4, 7.1, 7.2, 7.14 and 9.1).
#[derive(Clone, Copy)]
pub(super) struct KeyRules {
    /// The variables that hold the id and the secret, strongest first (rule 7.2).
    pub(super) id_variables: &'static [&'static str],
    pub(super) secret_variables: &'static [&'static str],
    /// Whether a variable of nothing but blanks is as good as none (rule 7.2).
    pub(super) blank_is_unset: bool,
    /// The variables that hold a session token, strongest first (rule 3.3).
    pub(super) token_variables: &'static [&'static str],
    /// The keys that hold a session token, strongest first (rule 3.3).
    pub(super) token_keys: &'static [&'static str],
    /// When the keys of the environment are passed over; under a flag, its web identity is too
    /// (rules 7.1 and 7.8).
    pub(super) environment: EnvironmentKeys,
    /// Whether an id in the environment without its secret stops the client (rule 7.2).
    pub(super) half_keys_refused: bool,
    /// Whether `AWS_CREDENTIAL_EXPIRATION` is heeded (rule 9.1).
    pub(super) has_environment_expiry: bool,
    /// How the keys of the two files become one pair (rules 3.2 and 3.4).
    pub(super) joined: JoinedKeys,
}

/// When the keys of the environment are passed over (rule 7.1).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EnvironmentKeys {
    Never,
    /// When the client is given a profile explicitly.
    UnderFlag,
    /// When a profile is chosen at all.
    UnderChosenProfile,
}

/// How the keys of the two files become one pair (rules 3.2 and 3.4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum JoinedKeys {
    /// Each key for itself; half a pair refuses the profile.
    Each,
    /// Each key for itself; half a pair is none.
    EachIfWhole,
    /// Id and secret from one file; half a pair refuses the profile, and an empty one is none.
    Paired,
}

/// How roles are assumed (rules 7.3 to 7.8, 7.15, 7.20 and 9.5).
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a column of the table, row by row")]
pub(super) struct RoleRules {
    /// What a role without source is assumed with (rule 7.5).
    pub(super) without_source: WithoutSource,
    /// What a source profile that is not there means (rule 7.6).
    pub(super) missing_source: Miss,
    /// What a source profile without credentials means, and one that is its own source
    /// (rule 7.6).
    pub(super) poor_source: Miss,
    pub(super) poor_self: Miss,
    /// When a chain leads back to where it has been (rule 7.6).
    pub(super) repetition: Repetition,
    /// Whether the keys of a source profile go before everything else that it has (rule 7.4).
    pub(super) source_keys: SourceKeys,
    /// Whether `credential_source` may be in any case (rule 7.7).
    pub(super) credential_source_ignores_case: bool,
    /// What an unknown `credential_source` means, and one that has nothing (rule 7.7).
    pub(super) unknown_credential_source: Miss,
    pub(super) empty_credential_source: Miss,
    /// Whether a role can only be assumed by somebody who has a region (rule 5.16).
    pub(super) needs_region: bool,
    /// Whether a web identity without a role is passed over, and not an error (rule 7.8).
    pub(super) web_identity_needs_role: bool,
    /// What `mfa_serial` does (rule 7.15).
    pub(super) mfa: Mfa,
    /// Whether the CLI's cache of sessions is used (rule 9.5).
    pub(super) has_cache: bool,
    /// Whether a web identity's session is kept there under a name that its token is a part of,
    /// which makes one that is found worth no more than the token (rule 9.13).
    pub(super) web_identity_kept_by_token: bool,
    /// Whether settings are checked for length before they are sent (rule 7.20).
    pub(super) checks_lengths: bool,
}

/// What a client makes of something that it misses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Miss {
    /// It stops.
    Fails(FailureKind),
    /// It asks the next place, and says this when there is none.
    Passes(FailureKind),
}

/// What a role without source is assumed with (rule 7.5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WithoutSource {
    /// Nothing: the client refuses.
    Refused(FailureKind),
    /// The profile counts as one without a role.
    NotAssumed,
    /// With what else the profile has, or the host.
    OwnCredentials,
}

/// When a chain leads back to where it has been (rule 7.6).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repetition {
    /// Only a profile that is its own source may, if it has keys.
    OnlySelfWithKeys,
    /// A profile may be its own source, with whatever it has.
    OnlySelf,
    /// Any profile with keys may.
    WithKeys,
    /// Any profile may, which then has no role.
    WithoutRole,
}

/// Whether the keys of a source profile go before everything else that it has (rule 7.4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SourceKeys {
    /// They only keep its role from being assumed.
    BeforeItsRole,
    /// They are used as they are.
    First,
    /// They are what its role is assumed with.
    AssumeItsRole,
}

/// What `mfa_serial` does (rule 7.15).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mfa {
    Asked,
    Ignored,
    Refused,
}

/// How IAM Identity Center is set up (rules 7.10, 7.11, 9.3, 9.4 and 9.6).
#[derive(Clone, Copy)]
pub(super) struct SsoRules {
    /// The keys any of which makes a profile one of IAM Identity Center (rule 7.10).
    pub(super) marks: &'static [&'static str],
    /// What a profile may repeat of its session (rule 7.11).
    pub(super) repeated: Repeated,
    /// What a missing account or role, or a session that is not there, is called.
    pub(super) incomplete: FailureKind,
    /// What a missing start URL or region means (rule 7.11).
    pub(super) without_start_url: Miss,
    /// What a session without account and role means (rule 7.10).
    pub(super) without_role: Miss,
    /// What a token that is not there, or cannot be read, is called.
    pub(super) no_token: FailureKind,
    /// What a token that has ended is called, and whether one without session ever ends.
    pub(super) expired: FailureKind,
    pub(super) legacy_token_expires: bool,
    /// How a token's dates may be written (rule 9.3).
    pub(super) dates: TokenDates,
    /// How a token is renewed (rule 9.4).
    pub(super) renewal: TokenRenewal,
    /// Whether the CLI's cache of sessions is used (rule 9.6).
    pub(super) has_cache: bool,
    /// Whether the sessions are sought where `AWS_CONFIG_FILE` says literally (rule 1.10).
    pub(super) takes_path_literally: bool,
}

/// What a profile may repeat of its session (rule 7.11).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    /// Any key that says the same.
    Same,
    /// Region and start URL that say the same.
    SameRegionAndUrl,
    /// Neither region nor start URL.
    Nothing,
    /// Anything: the session's word holds.
    Overridden,
}

/// How a session's token is renewed (rule 9.4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenRenewal {
    /// In its last quarter of an hour, while the registration holds; else it is used to its end.
    WhileRegistered,
    /// In its last five minutes; without all it takes, it is of no use even before its end.
    Demanded,
    /// Once it has ended, whatever its registration says.
    AtTheEnd,
}

/// How a token's dates may be written (rule 9.3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenDates {
    Any,
    /// RFC 3339.
    WithOffset,
    /// RFC 3339, ending in `Z`; that of the registration too.
    Zulu,
    /// A date that cannot be read is none: without session, the token never ends.
    Whatever,
}

const ANY_SSO_KEY: &[&str] =
    &["sso_account_id", "sso_role_name", "sso_session", "sso_start_url", "sso_region"];

/// What AWS CLI v2, v1 and boto3 have in common.
const PYTHON: Rules = Rules {
    dialect: Dialect::Python,
    refuses_directories: false,
    profile_variables: &["AWS_DEFAULT_PROFILE", "AWS_PROFILE"],
    empty_variable_is_unset: false,
    empty_key_is_unset: false,
    empty_flag_is_unset: true,
    absent_profile: AbsentProfile::Refused,
    order: Order::FilesRegionProfile,
    region_variables: &["AWS_DEFAULT_REGION"],
    empty_region_is_unset: false,
    region_of_source_profile: false,
    region_check: RegionCheck::First,
    has_output: true,
    chain: &[
        Provider::Environment,
        Provider::AssumeRole,
        Provider::WebIdentity,
        Provider::Sso,
        Provider::CredentialsFile,
        Provider::Login,
        Provider::Process,
        Provider::ConfigFile,
        Provider::LegacyFiles,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::WebIdentity,
        Provider::Sso,
        Provider::CredentialsFile,
        Provider::Login,
        Provider::Process,
        Provider::ConfigFile,
    ],
    keys: KeyRules {
        id_variables: &["AWS_ACCESS_KEY_ID"],
        secret_variables: &["AWS_SECRET_ACCESS_KEY"],
        blank_is_unset: false,
        token_variables: &["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"],
        token_keys: &["aws_security_token", "aws_session_token"],
        environment: EnvironmentKeys::UnderFlag,
        half_keys_refused: true,
        has_environment_expiry: true,
        joined: JoinedKeys::Each,
    },
    roles: RoleRules {
        without_source: WithoutSource::Refused(FailureKind::PartialCredentials),
        missing_source: Miss::Fails(FailureKind::InvalidConfig),
        poor_source: Miss::Fails(FailureKind::InvalidConfig),
        poor_self: Miss::Fails(FailureKind::InvalidConfig),
        repetition: Repetition::OnlySelfWithKeys,
        source_keys: SourceKeys::BeforeItsRole,
        credential_source_ignores_case: false,
        unknown_credential_source: Miss::Fails(FailureKind::InvalidConfig),
        empty_credential_source: Miss::Fails(FailureKind::NoCredentials),
        needs_region: false,
        web_identity_needs_role: false,
        mfa: Mfa::Asked,
        has_cache: true,
        web_identity_kept_by_token: false,
        checks_lengths: true,
    },
    sso: SsoRules {
        marks: &["sso_account_id", "sso_role_name"],
        repeated: Repeated::Same,
        incomplete: FailureKind::Sso,
        without_start_url: Miss::Fails(FailureKind::Sso),
        without_role: Miss::Fails(FailureKind::Sso),
        no_token: FailureKind::SsoToken,
        expired: FailureKind::Expired,
        legacy_token_expires: true,
        dates: TokenDates::Any,
        renewal: TokenRenewal::WhileRegistered,
        has_cache: false,
        takes_path_literally: false,
    },
    login_needs_extra: true,
    checks_profile_first: false,
    comes_back_for_process: false,
    has_stumbling_blocks: true,
};

const AWS_CLI_V2: Rules = Rules {
    profile_variables: &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
    region_variables: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    sso: SsoRules { has_cache: true, ..PYTHON.sso },
    login_needs_extra: false,
    ..PYTHON
};

const AWS_CLI_V1: Rules =
    Rules { roles: RoleRules { web_identity_kept_by_token: true, ..PYTHON.roles }, ..PYTHON };

const BOTO3: Rules = Rules {
    order: Order::ProfileFilesRegion,
    has_output: false,
    roles: RoleRules { has_cache: false, ..PYTHON.roles },
    ..PYTHON
};

const RUST_SDK: Rules = Rules {
    dialect: Dialect::Rust,
    profile_variables: &["AWS_PROFILE"],
    empty_flag_is_unset: false,
    absent_profile: AbsentProfile::Empty,
    order: Order::Independent,
    region_variables: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    region_of_source_profile: true,
    region_check: RegionCheck::Last,
    has_output: false,
    chain: &[
        Provider::Environment,
        Provider::AssumeRole,
        Provider::CredentialSource,
        Provider::ProfileWebIdentity,
        Provider::Sso,
        Provider::Login,
        Provider::Process,
        Provider::SharedFiles,
        Provider::EnvironmentWebIdentity,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::CredentialSource,
        Provider::ProfileWebIdentity,
        Provider::Sso,
        Provider::Login,
        Provider::Process,
        Provider::SharedFiles,
    ],
    keys: KeyRules {
        secret_variables: &["AWS_SECRET_ACCESS_KEY", "SECRET_ACCESS_KEY"],
        blank_is_unset: true,
        environment: EnvironmentKeys::Never,
        ..SDK_KEYS
    },
    roles: RoleRules {
        without_source: WithoutSource::Refused(FailureKind::InvalidConfig),
        missing_source: Miss::Passes(FailureKind::NoCredentials),
        poor_self: Miss::Passes(FailureKind::NoCredentials),
        repetition: Repetition::OnlySelf,
        source_keys: SourceKeys::First,
        credential_source_ignores_case: true,
        needs_region: true,
        mfa: Mfa::Ignored,
        ..SDK_ROLES
    },
    sso: SsoRules {
        marks: ANY_SSO_KEY,
        repeated: Repeated::Nothing,
        without_start_url: Miss::Passes(FailureKind::NoCredentials),
        without_role: Miss::Passes(FailureKind::Sso),
        no_token: FailureKind::Sso,
        legacy_token_expires: false,
        dates: TokenDates::Zulu,
        has_cache: false,
        ..PYTHON.sso
    },
    login_needs_extra: false,
    has_stumbling_blocks: false,
    ..PYTHON
};

const JS_SDK: Rules = Rules {
    dialect: Dialect::JavaScript,
    profile_variables: &["AWS_PROFILE"],
    empty_variable_is_unset: true,
    absent_profile: AbsentProfile::Empty,
    order: Order::Independent,
    region_variables: &["AWS_REGION"],
    region_check: RegionCheck::Dropped,
    has_output: false,
    chain: &[
        Provider::Environment,
        Provider::AssumeRole,
        Provider::SharedFiles,
        Provider::ProfileWebIdentity,
        Provider::Process,
        Provider::Sso,
        Provider::Login,
        Provider::EnvironmentWebIdentity,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::CredentialSource,
        Provider::ProfileWebIdentity,
        Provider::Process,
        Provider::Sso,
        Provider::Login,
    ],
    keys: KeyRules {
        environment: EnvironmentKeys::UnderChosenProfile,
        joined: JoinedKeys::EachIfWhole,
        ..SDK_KEYS
    },
    roles: RoleRules {
        without_source: WithoutSource::NotAssumed,
        missing_source: Miss::Passes(FailureKind::NoCredentials),
        poor_source: Miss::Passes(FailureKind::NoCredentials),
        poor_self: Miss::Passes(FailureKind::NoCredentials),
        repetition: Repetition::WithKeys,
        source_keys: SourceKeys::First,
        unknown_credential_source: Miss::Passes(FailureKind::NoCredentials),
        empty_credential_source: Miss::Passes(FailureKind::NoCredentials),
        web_identity_needs_role: true,
        mfa: Mfa::Refused,
        ..SDK_ROLES
    },
    sso: SsoRules {
        marks: ANY_SSO_KEY,
        repeated: Repeated::Overridden,
        no_token: FailureKind::Sso,
        dates: TokenDates::Whatever,
        renewal: TokenRenewal::Demanded,
        has_cache: false,
        takes_path_literally: true,
        ..PYTHON.sso
    },
    login_needs_extra: false,
    comes_back_for_process: true,
    has_stumbling_blocks: false,
    ..PYTHON
};

const TERRAFORM: Rules = Rules {
    dialect: Dialect::Go,
    refuses_directories: true,
    profile_variables: &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
    empty_variable_is_unset: true,
    empty_key_is_unset: true,
    absent_profile: AbsentProfile::RefusedUnlessNamedBy("AWS_DEFAULT_PROFILE"),
    order: Order::Independent,
    region_variables: &["AWS_REGION", "AWS_DEFAULT_REGION"],
    empty_region_is_unset: true,
    region_check: RegionCheck::None,
    has_output: false,
    chain: &[
        Provider::Environment,
        Provider::EnvironmentWebIdentity,
        Provider::AssumeRole,
        Provider::SharedFiles,
        Provider::ProfileWebIdentity,
        Provider::Sso,
        Provider::Process,
        Provider::Container,
        Provider::InstanceMetadata,
    ],
    source_profile_chain: &[
        Provider::SharedFiles,
        Provider::ProfileWebIdentity,
        Provider::Sso,
        Provider::Process,
    ],
    keys: KeyRules {
        id_variables: &["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"],
        secret_variables: &["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"],
        environment: EnvironmentKeys::UnderFlag,
        joined: JoinedKeys::Paired,
        ..SDK_KEYS
    },
    roles: RoleRules {
        without_source: WithoutSource::OwnCredentials,
        repetition: Repetition::WithoutRole,
        source_keys: SourceKeys::AssumeItsRole,
        mfa: Mfa::Refused,
        ..SDK_ROLES
    },
    sso: SsoRules {
        marks: ANY_SSO_KEY,
        repeated: Repeated::SameRegionAndUrl,
        incomplete: FailureKind::InvalidConfig,
        without_start_url: Miss::Fails(FailureKind::InvalidConfig),
        without_role: Miss::Fails(FailureKind::InvalidConfig),
        no_token: FailureKind::NoCredentials,
        expired: FailureKind::NoCredentials,
        dates: TokenDates::WithOffset,
        renewal: TokenRenewal::AtTheEnd,
        has_cache: false,
        ..PYTHON.sso
    },
    login_needs_extra: false,
    checks_profile_first: true,
    has_stumbling_blocks: false,
    ..PYTHON
};

const SDK_KEYS: KeyRules = KeyRules {
    token_variables: &["AWS_SESSION_TOKEN"],
    token_keys: &["aws_session_token"],
    half_keys_refused: false,
    has_environment_expiry: false,
    ..PYTHON.keys
};

const SDK_ROLES: RoleRules = RoleRules { has_cache: false, checks_lengths: false, ..PYTHON.roles };
