//! What a command would use, as classes and expectations look at it.

use super::production::looks_like_production;
use crate::aws::AccountId;

/// What of a command is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TargetField {
    Account,
    Label,
    Profile,
    Role,
    Region,
}

impl TargetField {
    pub(super) const ALL: [Self; 5] =
        [Self::Account, Self::Label, Self::Profile, Self::Role, Self::Region];

    /// The key of the settings that names patterns for it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Account => "accounts",
            Self::Label => "labels",
            Self::Profile => "profiles",
            Self::Role => "roles",
            Self::Region => "regions",
        }
    }
}

/// In the settings, an account that cannot be worked out.
pub(crate) const UNKNOWN: &str = "unknown";

/// What a command would use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) account: Option<AccountId>,
    pub(crate) label: Option<String>,
    /// The profile whose credentials are used.
    pub(crate) profile: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) region: Option<String>,
}

impl Target {
    /// Tells whether this is the account of an id or of a label.
    pub(crate) fn is_account(&self, id_or_label: &str) -> bool {
        let is_id = |account: &AccountId| account.as_str() == id_or_label;
        self.account.as_ref().is_some_and(is_id) || self.label.as_deref() == Some(id_or_label)
    }
}

/// What can be compared with patterns. A field may be worked out only when it is asked for.
pub(crate) trait TargetFields {
    /// Returns a field, which is empty if there is none.
    fn field(&self, field: TargetField) -> &str;

    /// Returns what has a name that looks like production.
    fn name_of_production(&self) -> Option<&'static str> {
        let names = [
            (TargetField::Profile, "profile"),
            (TargetField::Label, "account"),
            (TargetField::Role, "role"),
        ];
        let found = names.iter().find(|(field, _)| looks_like_production(self.field(*field)));
        found.map(|(_, what)| *what)
    }
}

impl TargetFields for Target {
    fn field(&self, field: TargetField) -> &str {
        let text = match field {
            TargetField::Account => {
                return self.account.as_ref().map_or(UNKNOWN, AccountId::as_str);
            }
            TargetField::Label => &self.label,
            TargetField::Profile => &self.profile,
            TargetField::Role => &self.role,
            TargetField::Region => &self.region,
        };
        text.as_deref().unwrap_or_default()
    }
}
