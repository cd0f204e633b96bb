//! The account of a resolution, worked out offline (rule 8).

use serde::{Serialize, Serializer};

use super::sourced::{Origin, Sourced};

/// What an access key is, as the beginning of its id says.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccessKeyKind {
    /// It works until it is deleted.
    LongLived,
    /// It belongs to a session, and works with the token of that.
    Temporary,
}

impl AccessKeyKind {
    /// The beginnings of ids.
    pub(crate) const BEGINNINGS: [(&'static str, Self); 2] =
        [("AKIA", Self::LongLived), ("ASIA", Self::Temporary)];

    /// Finds the kind by the beginning of an id.
    pub(crate) fn of(key_id: &str) -> Option<Self> {
        let mut known = Self::BEGINNINGS.into_iter();
        known.find(|(beginning, _)| key_id.starts_with(beginning)).map(|(_, kind)| kind)
    }
}

/// An AWS account id: twelve digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AccountId([u8; 12]);

impl AccountId {
    pub(crate) fn new(text: &str) -> Option<Self> {
        Self::of_bytes(text.as_bytes())
    }

    fn of_bytes(text: &[u8]) -> Option<Self> {
        let digits: [u8; 12] = text.try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// Takes the account of an ARN, in any partition (rule 8.1).
    pub(crate) fn of_arn(arn: &str) -> Option<Self> {
        let mut fields = arn.as_bytes().split(|byte| *byte == b':');
        (fields.next() == Some(b"arn")).then_some(())?;
        Self::of_bytes(fields.nth(3)?)
    }

    /// Decodes the account that an access key id carries (rule 8.7).
    ///
    /// Keys of the old layout do not carry one and would decode to a wrong number. They differ in
    /// the fifth character.
    pub(crate) fn of_access_key_id(key_id: &str) -> Option<Self> {
        let mut beginnings = AccessKeyKind::BEGINNINGS.into_iter();
        let body = beginnings.find_map(|(beginning, _)| key_id.strip_prefix(beginning))?;
        let is_new_layout = matches!(body.as_bytes().first()?, b'Q'..=b'Z' | b'2'..=b'7');
        if body.len() != 16 || !is_new_layout {
            return None;
        }
        // Base32, of which each character has five bits.
        let bits = body.bytes().try_fold(0, |bits, byte| match byte {
            b'A'..=b'Z' => Some(bits << 5 | u128::from(byte - b'A')),
            b'2'..=b'7' => Some(bits << 5 | u128::from(byte - b'2' + 26)),
            _ => None,
        })?;
        // The forty bits after the first.
        let mut number = bits >> 39 & 0xff_ffff_ffff;
        let mut digits = [b'0'; 12];
        for digit in digits.iter_mut().rev() {
            *digit += (number % 10) as u8;
            number /= 10;
        }
        (number == 0).then_some(Self(digits))
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Serialize for AccountId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How an account id is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    RoleArn,
    SsoAccountId,
    LoginSession,
    KeyId,
    Cache,
    /// AWS was asked, some time ago.
    Verified,
    /// A variable or key that nobody checks (rule 8.5).
    Hint,
}

impl Basis {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RoleArn => "role-arn",
            Self::SsoAccountId => "sso-account-id",
            Self::LoginSession => "login-session",
            Self::KeyId => "key-id",
            Self::Cache => "cache",
            Self::Verified => "verified",
            Self::Hint => "hint",
        }
    }

    pub(crate) fn explained(self) -> &'static str {
        match self {
            Self::RoleArn => "from the role's ARN",
            Self::SsoAccountId => "from sso_account_id",
            Self::LoginSession => "from login_session",
            Self::KeyId => "decoded from the access key id",
            Self::Cache => "from the cached session",
            Self::Verified => "as AWS answered whoami",
            Self::Hint => "claimed, not checked",
        }
    }
}

/// An account id, how it is known, and where that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) basis: Basis,
    pub(crate) origin: Origin,
    /// A claim of another account, which nobody checks and which is wrong (rule 8.5).
    pub(crate) contradicted_by: Option<Sourced<AccountId>>,
}

impl Account {
    pub(crate) fn new(id: Option<AccountId>, basis: Basis, origin: Origin) -> Option<Self> {
        Some(Self { id: id?, basis, origin, contradicted_by: None })
    }

    /// Takes what is known about an account, or else what is claimed (rules 8.4 and 8.5).
    pub(crate) fn known_or_claimed(known: Option<Self>, claim: Option<Self>) -> Option<Self> {
        let Some(mut account) = known else { return claim };
        let contradiction = claim.filter(|claim| claim.id != account.id);
        account.contradicted_by = contradiction.map(|claim| Sourced::new(claim.id, claim.origin));
        Some(account)
    }

    /// Tells whether the account is more than a claim.
    pub(crate) fn is_certain(&self) -> bool {
        self.basis != Basis::Hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_key_ids_decode_to_their_account() {
        let vectors = [
            ("ASIAY34FZKBOKMUTVV7A", Some("609629065308")),
            ("ASIAQNZGKIQY56JQ7WML", Some("029608264753")),
            ("AKIASP2TPHJSQH3FJRUX", Some("171436882533")),
            ("AKIAWDB7XWLS3OBANPCE", Some("418892985061")),
            ("AKIAQAAAAAAAQAABCIRT", Some("000000000001")),
            ("AKIA6RVFFB77QAABCIRT", Some("999999999999")),
            ("AKIAJWMRCSBBKQO4HQCQ", None),
            ("AKIAIOSFODNN7EXAMPLE", None),
            ("ASIAIOSFODNN7EXAMPLE", None),
            ("AKIAI44QH8DHBEXAMPLE", None),
            ("AKIA7777777777777777", None),
            ("AIDAY34FZKBOKMUTVV7A", None),
            ("AROAY34FZKBOKMUTVV7A", None),
            ("AKIAY34FZKBOKMUTVV7", None),
            ("AKIAY34FZKBOKMUTVV7AA", None),
            ("AKIAY34FZKBOKMUTVV7a", None),
            ("AKIARTXV5AHDQAABCIRT # mine", None),
            ("AKIA", None),
            ("", None),
        ];
        for (key_id, expected) in vectors {
            let account = AccountId::of_access_key_id(key_id);
            assert_eq!(account.as_ref().map(AccountId::as_str), expected, "{key_id}");
        }
    }

    #[test]
    fn arns_name_their_account_in_the_fifth_field() {
        let vectors = [
            ("arn:aws:iam::012345678901:role/R", Some("012345678901")),
            ("arn:aws-cn:iam::999999999999:role/a/b:c", Some("999999999999")),
            ("arn:aws:sts::555555555555:assumed-role/Admin/me", Some("555555555555")),
            ("arn:aws:iam::aws:policy/P", None),
            ("arn:aws:iam::1:role/x", None),
            ("xrn:aws:iam::012345678901:role/R", None),
            ("arn:aws:iam", None),
        ];
        for (arn, expected) in vectors {
            let account = AccountId::of_arn(arn);
            assert_eq!(account.as_ref().map(AccountId::as_str), expected, "{arn}");
        }
    }
}
