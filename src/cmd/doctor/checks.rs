//! The table of checks: what each is called, how bad it is, why, and what to do.
//!
//! The ids are part of the contract; `docs/guide/src/contract.md` lists them, and a test compares.

use crate::aws::Remedy;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// Something does not work, or others may read a secret.
    Fault,
    /// It works, but not as it seems to.
    Warning,
    Note,
}

impl Severity {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

pub(super) struct CheckRow {
    pub(super) id: &'static str,
    pub(super) severity: Severity,
    /// One sentence.
    pub(super) why: &'static str,
    /// What to do, unless a finding has a more exact remedy; none if every finding has one.
    pub(super) remedy: Option<Remedy>,
}

macro_rules! table {
    ($($check:ident $id:literal $severity:ident $why:literal
        $($remedy:literal)? $(Remedy::unset($names:literal))?;)+) => {
        /// A check, in the order in which findings are reported.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Check {
            $($check),+
        }

        impl Check {
            pub(super) const ALL: &[Self] = &[$(Self::$check),+];

            pub(super) fn severity(self) -> Severity {
                match self {
                    $(Self::$check => Severity::$severity),+
                }
            }
        }

        /// A line for each check: id, reason, and remedy or the variables to unset. As one text they
        /// take 5 kB less than as values.
        const LINES: &str = concat!(
            $($id, "\t", $why, "\t", $($remedy,)? $("\0", $names,)? "\n"),+
        );
    };
}

impl Check {
    pub(super) fn row(self) -> CheckRow {
        let line = LINES.lines().nth(self as usize).unwrap_or_default();
        let mut parts = line.split('\t');
        let mut part = || parts.next().unwrap_or_default();
        let (id, why, what) = (part(), part(), part());
        let remedy = match what.strip_prefix('\0') {
            Some(names) => Some(Remedy::unset(names)),
            None if what.is_empty() => None,
            None => Some(Remedy::of_table(what)),
        };
        CheckRow { id, severity: self.severity(), why, remedy }
    }
}

table! {
    CredentialsReadable "credentials-readable-by-others" Fault
        "Anybody who can read access keys can act as their owner."
        "awsprompt doctor --fix";
    CacheReadable "cache-readable-by-others" Fault
        "The caches hold sessions, which work for anybody who has them."
        "awsprompt doctor --fix";
    ConfigReadable "config-readable-by-others" Warning
        "The file names your accounts and roles, and the programs that fetch your credentials."
        "awsprompt doctor --fix";
    CacheNotWritable "cache-not-writable" Fault
        "The AWS CLI keeps credentials of roles and of IAM Identity Center in ~/.aws/cli/cache, and fails if it cannot write there.";
    ModelDamaged "model-damaged" Fault
        "The AWS CLI and boto3 use this file instead of their own, and cannot read it."
        "move the file away";
    CacheDamaged "cache-damaged" Fault
        "The AWS CLI stops at a damaged file of IAM Identity Center, and aws sso login may stop too.";
    FileUnreadable "file-unreadable" Fault
        "A file that cannot be read counts as missing: every profile in it is gone."
        "make it a file that you own and may read";
    FileMisplaced "file-misplaced" Warning
        "The AWS CLI reads the files config and credentials in the directory .aws, and no others.";

    WrongEncoding "wrong-encoding" Fault
        "The AWS CLI reads UTF-8, and refuses a file with anything else in it, even in a comment.";
    ByteOrderMark "byte-order-mark" Fault
        "Some editors put an invisible mark before the text; the AWS CLI reads it as text, and rejects the file.";
    ParseError "parse-error" Fault
        "One line that the AWS CLI cannot read stops every command, whatever the profile."
        "fix the line, or put a # before it";
    HeaderGlued "header-glued" Fault
        "A header that follows a value is a part of the value, and the lines below it belong to the section above."
        ;
    DuplicateSection "duplicate-section" Fault
        "A duplicate section in a file stops every command of the AWS CLI, whatever the profile."
        "move what is below it to the first one, and delete it";
    DuplicateKey "duplicate-key" Fault
        "A duplicate key in a section stops every command of the AWS CLI, whatever the profile."
        "keep one of the two lines";
    IndentedLine "indented-line" Fault
        "A line that is indented deeper than the key above it is a part of that key's value, whatever it looks like."
        "move the line to the left, where the key above it begins";
    InlineComment "inline-comment" Fault
        "The AWS CLI does not support comments after values: this one is part of the value."
        "give the comment a line of its own";
    QuotedValue "quoted-value" Fault
        "The AWS CLI reads the quotes as a part of the value."
        "remove the quotes";

    SectionWithoutProfile "section-without-profile" Fault
        "In the config file, only [default] and sections that begin with the word profile are profiles.";
    SectionIgnored "section-ignored" Fault
        "The AWS CLI ignores a header that is not the word profile, sso-session or services and one name.";
    ProfilePrefixInCredentials "profile-prefix-in-credentials" Fault
        "In the credentials file a header is the name alone, so this one names another profile.";
    ProfileReplaced "profile-replaced" Warning
        "If a profile has two sections, the AWS CLI uses only the later one."
        "join the two sections";
    TwoDefaults "two-defaults" Warning
        "Of [default] and [profile default] the AWS CLI uses the later one, and the SDKs use [profile default]."
        "join the two sections below [default]";
    DefaultSection "default-section" Warning
        "[DEFAULT] in capitals is not a profile: the AWS CLI applies its keys to every profile of the file, and the SDKs ignore them."
        "write [default], or move the keys to the profiles that need them";
    IndentedSection "indented-section" Warning
        "The AWS CLI finds an indented header only while nothing above it is indented less, and the Rust SDK does not find it."
        "move the header to the first column";

    ColonForEquals "colon-for-equals" Warning
        "The AWS CLI reads a colon as an equals sign; the Rust SDK rejects the file, and the JavaScript SDK ignores the line."
        "write key = value";

    HeaderOfCliAlone "header-of-cli-alone" Warning
        "The AWS CLI accepts other headers that begin with the word, quotes around a name, and text after the bracket; the SDKs do not find this section.";
    ShellLineInFile "shell-line-in-file" Fault
        "The AWS CLI reads a shell command such as export as part of the key's name, and ignores the key.";
    MisspeltKey "misspelt-key" Warning
        "The AWS CLI silently ignores a key that it does not know.";
    HiddenCharacter "hidden-character" Warning
        "A character that cannot be seen, or only looks like another, is a part of the name or value.";

    SourceProfileMissing "source-profile-missing" Fault
        "A role is assumed with the credentials of its source_profile, and there is no such profile.";
    SourceProfileCycle "source-profile-cycle" Fault
        "The chain of source profiles is a circle, so none of them has credentials.";
    SourceProfileWithoutCredentials "source-profile-without-credentials" Fault
        "A role is assumed with the credentials of its source_profile, which has none.";
    RoleWithoutSource "role-without-source" Fault
        "A role is assumed with other credentials, and the profile does not name them.";
    RoleWithTwoSources "role-with-two-sources" Fault
        "The AWS CLI refuses a role with both source_profile and credential_source.";
    UnknownCredentialSource "unknown-credential-source" Fault
        "The AWS CLI knows Environment, EcsContainer and Ec2InstanceMetadata, in exactly these letters.";
    RoleSettingRefused "role-setting-refused" Fault
        "The AWS CLI checks the lengths of a role's settings, and refuses to send this one."
        "correct the setting";
    RoleArnMalformed "role-arn-malformed" Fault
        "AWS knows a role by an ARN such as arn:aws:iam::111122223333:role/NAME, and refuses anything else."
        "copy the ARN from the role's page in the IAM console";
    RoleOfAnotherPartition "role-of-another-partition" Fault
        "China, GovCloud and a few other groups of regions have their own accounts, and the roles of these exist only there."
        "copy the ARN from the role's page in the IAM console";
    FipsEndpointMissing "fips-endpoint-missing" Warning
        "AWS has FIPS endpoints in some regions only, and a request to one elsewhere cannot connect.";
    RoleSettingMalformed "role-setting-malformed" Fault
        "AWS refuses to assume a role with this setting.";
    DurationIgnored "duration-ignored" Warning
        "The AWS CLI ignores a duration that is not a whole number of seconds, and AWS uses an hour.";
    SourceWithoutRole "source-without-role" Warning
        "The AWS CLI ignores a source in a profile without a role_arn."
        "add the role_arn, or delete the line";
    WebIdentityWithoutRole "web-identity-without-role" Fault
        "A web identity needs a role to assume, and the profile names none.";
    SsoSessionMissing "sso-session-missing" Fault
        "The AWS CLI looks up the sso_session of a profile in every command, and refuses to run without it.";
    SsoSessionIncomplete "sso-session-incomplete" Fault
        "A session of IAM Identity Center needs sso_start_url and sso_region of its own."
        "aws configure sso-session";
    SsoIncomplete "sso-incomplete" Fault
        "A profile of IAM Identity Center needs account and role, a start URL and a region.";
    SsoContradiction "sso-contradiction" Fault
        "The AWS CLI refuses a profile whose settings differ from those of its sso-session.";
    SsoAccountMalformed "sso-account-malformed" Fault
        "An account id has twelve digits; spreadsheets take leading zeros away."
        "write all twelve digits, and nothing else";
    SsoStartUrlMalformed "sso-start-url-malformed" Fault
        "aws sso login refuses a URL that does not begin with https:// and a host, or has a blank or a backslash in it.";
    SsoRoleMalformed "sso-role-malformed" Fault
        "A permission set has a name of 1 to 32 characters of a-z A-Z 0-9 _+=,.@-, and no role has another name.";
    AccountIdUnusable "account-id-unusable" Warning
        "Some services, such as DynamoDB, have the account id in their host names, and a wrong one leads to no host or to another account."
        "delete the line";
    SourceSettingIgnored "source-setting-ignored" Note
        "The AWS CLI takes the credentials of a source profile alone, so that its mfa_serial and endpoint_url do not count for the role.";
    KeysSplit "keys-split" Fault
        "The AWS CLI takes a key id, its secret and its token from one file, and does not look for the rest in the other.";
    HalfKeys "half-keys" Fault
        "A key id and its secret work only together.";
    KeyMalformed "key-malformed" Fault
        "No access key of AWS has this form, and AWS rejects what is signed with it.";
    TokenWithLongLivedKey "token-with-long-lived-key" Fault
        "A key that begins with AKIA has no session token, and AWS rejects a request with both."
        "delete the line";
    TemporaryKeyWithoutToken "temporary-key-without-token" Fault
        "A key that begins with ASIA is part of a session, and AWS rejects it without the token of that session."
        "add the aws_session_token that came with it";
    SettingRefused "setting-refused" Fault
        "The AWS CLI refuses every command with this value, whatever the command is about.";
    ProcessMissing "process-missing" Fault
        "The AWS CLI gets credentials from a program that it starts without a shell, and this one cannot be started.";
    ProcessWithoutCredentials "process-without-credentials" Fault
        "The program is the AWS CLI, and does not answer with credentials.";
    ProcessCycle "process-cycle" Fault
        "The program asks the AWS CLI for credentials that come from this very program, and the AWS CLI stops.";
    ProcessWithoutShell "process-without-shell" Warning
        "The AWS CLI and boto3 start the program without a shell, so ~, variables and pipes do not work; other SDKs use a shell."
        "put the whole command between the quotes of sh -c ''";
    CaBundleMissing "ca-bundle-missing" Fault
        "Clients check the certificates of AWS with this file, and cannot connect without it.";
    PluginsMissing "plugins-missing" Fault
        "The AWS CLI loads the modules of [plugins] from this directory before every command, and stops without them.";
    AnswerNotShown "answer-not-shown" Fault
        "The AWS CLI sends the request first and fails to show the answer afterwards, so a change has been made although the command fails.";
    ServiceEndpointRefused "service-endpoint-refused" Fault
        "The AWS CLI refuses every command of a service whose endpoint is not a URL with a scheme and a valid host."
        "write a URL such as http://localhost:4566";
    ServiceSettingsRefused "service-settings-refused" Fault
        "Settings of a service belong in lines that are indented below its id; text after the equals sign, or an unknown value, makes every command of the service fail."
        "indent the settings below s3, or delete the line";
    TransferSettingRefused "transfer-setting-refused" Fault
        "The commands aws s3 cp, mv and sync stop at a setting of transfers that they cannot use.";
    ServiceSettingMisplaced "service-setting-misplaced" Note
        "The AWS CLI reads the settings of S3 from lines that are indented below s3, and ignores this one.";
    ServiceEndpointIgnored "service-endpoint-ignored" Warning
        "The AWS CLI reads the endpoint of one service only by the service's id, in a variable or in the profile's section [services NAME], and ignores this one.";
    BooleanIgnored "boolean-ignored" Warning
        "The AWS CLI treats every word except true as false here.";
    AliasHidesCommand "alias-hides-command" Warning
        "An alias takes precedence over the command of the same name, and its --region over the environment."
        "give the alias a name that no command has";
    AliasUnusable "alias-unusable" Warning
        "The AWS CLI ignores this alias, or fails when it is called."
        "correct the alias, or delete it";
    AutoPrompt "auto-prompt" Note
        "The AWS CLI lets you edit each command before it runs, and fails where its input is not a terminal, as in a script."
        "write cli_auto_prompt = on-partial, or give scripts --no-cli-auto-prompt";
    RegionMalformed "region-malformed" Fault
        "The AWS CLI builds a host name from the region, and this one gives no valid name.";
    RegionUnknown "region-unknown" Warning
        "AWS had no such region when this version of awsprompt was made; the AWS CLI tries it anyway."
        "check the spelling, unless the region is newer";
    KeysBesideSso "keys-beside-sso" Warning
        "The AWS CLI logs in by IAM Identity Center and ignores the keys; JavaScript and Terraform use the keys."
        "delete the keys from the profile";
    KeysBesideRole "keys-beside-role" Warning
        "The AWS CLI assumes the role and ignores the keys, but uses them if the profile is another one's source."
        "move the keys to a profile of their own, and let source_profile name it";
    KeysBesideLogin "keys-beside-login" Warning
        "The AWS CLI signs with the keys of the credentials file, whatever aws login has obtained."
        "delete the keys from the credentials file";
    KeysBesideProcess "keys-beside-process" Warning
        "The AWS CLI signs with the keys of the credentials file, and does not run credential_process."
        "delete the keys from the credentials file";
    LongLivedKeys "long-lived-keys" Warning
        "Keys that begin with AKIA work until they are deleted; another profile reaches the same account with a session that ends."
        "use that profile, also as a source_profile, then delete the keys in IAM and here";
    NoRegion "no-region" Note
        "Without a region most commands of the AWS CLI fail, and so do other clients.";

    ClientRefuses "client-refuses" Fault
        "The AWS CLI would refuse the next command of this shell.";
    SessionEnded "session-ended" Warning
        "The AWS CLI cannot sign the next command of this shell until there is a new session.";
    ProfileNotFound "profile-not-found" Fault
        "The AWS CLI refuses every command while the profile that is chosen does not exist."
        "awsprompt list";
    ProfileWithoutCredentials "profile-without-credentials" Warning
        "If the chosen profile has no credentials, the AWS CLI uses others that it finds."
        ;
    NoProfileChosen "no-profile-chosen" Note
        "No profile is chosen, and the default profile has no credentials: only commands with --profile work.";
    KeysOutrankProfile "keys-outrank-profile" Warning
        "Exported credentials take precedence over the profile that a variable chooses, in the AWS CLI and in most SDKs."
        Remedy::unset("AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN");
    TokenForOneService "token-for-one-service" Warning
        "Requests to Amazon Bedrock carry this API key, whatever the profile, and reach the account that the key was made in.";
    HalfExportedKeys "half-exported-keys" Fault
        "The AWS CLI refuses every command while AWS_ACCESS_KEY_ID is set without its secret."
        Remedy::unset("AWS_ACCESS_KEY_ID");
    SecretWithoutId "secret-without-id" Warning
        "No client looks at an exported secret without its key id.";
    ExportedKeysExpired "exported-keys-expired" Fault
        "The tool that exported the keys says that they have expired; the AWS CLI or AWS rejects them."
        Remedy::unset("AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION");
    MisspeltVariable "misspelt-variable" Warning
        "The AWS CLI does not read a variable of this name.";
    FileKeysExpired "file-keys-expired" Fault
        "The tool that wrote the keys says that they have expired, and AWS rejects them."
        ;
    TwoTokenVariables "two-token-variables" Warning
        "In the AWS CLI AWS_SECURITY_TOKEN takes precedence over AWS_SESSION_TOKEN, and the SDKs know only the latter."
        Remedy::unset("AWS_SECURITY_TOKEN");
    TwoTokens "two-tokens" Warning
        "The AWS CLI reads aws_security_token before aws_session_token, and the SDKs know only the latter."
        "delete the line of the older token";
    LeftoverMarker "leftover-marker" Warning
        "A wrapper's variable outlived the credentials that it came with, and some prompts still show it.";
    TwoProfileVariables "two-profile-variables" Warning
        "The AWS CLI v2 uses AWS_PROFILE, boto3 and the AWS CLI v1 use AWS_DEFAULT_PROFILE."
        Remedy::unset("AWS_DEFAULT_PROFILE");
    TwoRegionVariables "two-region-variables" Warning
        "The AWS CLI v2 uses AWS_REGION, boto3 and the AWS CLI v1 use AWS_DEFAULT_REGION."
        "set both to one region, as {SWITCH} -r REGION does";
    EmptyVariable "empty-variable" Fault
        "The AWS CLI treats an empty variable as set.";
    VariableNotExported "variable-not-exported" Warning
        "A variable that is not exported is seen by the shell alone, and not by the commands it starts.";
    UnexpandedPath "unexpanded-path" Warning
        "Some clients replace ~ and $ in this variable, others look for a file of exactly this name.";
    FileVariableNamesNothing "file-variable-names-nothing" Warning
        "If this file does not exist, the AWS CLI continues without it, and does not look in ~/.aws."
        "correct the path, or unset the variable";
    ProxyNotHttp "proxy-not-http" Fault
        "The AWS CLI accepts only the URL of an HTTP proxy, and cannot connect with another value.";
    EndpointOverridden "endpoint-overridden" Note
        "Requests go to a configured address and not to AWS: all of them, or those to the service that is named."
        ;
    ClientsDiffer "clients-differ" Warning
        "Another client would use another account or region than the AWS CLI."
        "awsprompt explain";
    ProjectElsewhere "project-elsewhere" Note
        "The files of the project in this directory choose the account in which its tool makes changes."
        "awsprompt project";
    ClusterElsewhere "cluster-elsewhere" Note
        "The current cluster of kubectl is in another account than the one that the next command uses."
        "awsprompt project --tool kubectl";
    NotAsExpected "not-as-expected" Warning
        "The directory, the lock of the shell or the class of the account expects something else."
        ;

    HookNotLoaded "hook-not-loaded" Warning
        "Without its hook the segment does not follow this shell.";
    HookNotLast "hook-not-last" Warning
        "What runs after the hook can change the environment, and the segment does not show it.";
    HookLoadedTwice "hook-loaded-twice" Note
        "The start-up files load the hook more than once, which only takes time."
        "keep the line that comes last";
    SegmentNowhere "segment-nowhere" Warning
        "A theme draws the whole prompt, and the hook adds nothing to it by itself.";
    SettingsMistake "settings-mistake" Warning
        "awsprompt ignores a setting that it does not understand."
        "awsprompt config";

    ProjectProfileMissing "project-profile-missing" Fault
        "The tool of the project stops at a profile that the AWS files of this computer do not have."
        "aws configure --profile NAME, or correct the name";
    ProjectAccountRefused "project-account-refused" Fault
        "Terraform's provider stops in an account that its own list does not allow."
        "correct the profile or role of the provider, or the list";
    ProjectUnlimited "project-unlimited" Warning
        "A provider without allowed_account_ids makes its changes in whatever account the credentials lead to."
        "add allowed_account_ids with the accounts that the project is for";
    ProjectStateElsewhere "project-state-elsewhere" Note
        "Terraform keeps the state in another account than those in which it makes changes."
        "give the backend the profile or role of the provider, unless that is what you want";

    AwsNotAsked "aws-not-asked" Warning
        "What only AWS knows could not be checked."
        "awsprompt explain";
    IdentityUnexpected "identity-unexpected" Fault
        "The prompt shows something else than what the next command will reach."
        "awsprompt explain";
    IdentityIsRoot "identity-is-root" Fault
        "The root user can do everything in an account, even close it, and no policy in the account limits it."
        "make a role or a user for daily work, then delete the root user's access keys";
    AccessKeyOld "access-key-old" Warning
        "An access key works until it is deleted, for everybody who has ever obtained it.";
    AccessKeysNotListed "access-keys-not-listed" Note
        "The age of the access keys could not be determined."
        "ask for the permission iam:ListAccessKeys";
}
