//! The accounts of access keys that do not contain them, as AWS has answered (rule 8.4).
//!
//! Keys of the old layout cannot be decoded. Once AWS has been asked, the answer is kept under a
//! hash of the key id, which reveals nothing about the key.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::account::AccountId;

/// What an access key id is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyHash(String);

impl KeyHash {
    pub(super) fn of(key_id: &str) -> Self {
        Self(data_encoding::HEXLOWER.encode(&Sha256::digest(key_id)))
    }
}

/// The file of what AWS has answered.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct VerifiedAccounts {
    accounts: BTreeMap<String, String>,
}

impl VerifiedAccounts {
    /// Reads the file; a malformed one counts as empty.
    pub(super) fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    pub(super) fn account(&self, key: &KeyHash) -> Option<AccountId> {
        AccountId::new(self.accounts.get(&key.0)?)
    }
}

/// What AWS has answered about a key, and the file that is to keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerifiedAccount {
    pub(crate) file: PathBuf,
    pub(crate) key: KeyHash,
    pub(crate) account: AccountId,
}

impl VerifiedAccount {
    /// Returns the content of the file with this answer added to what it has.
    pub(crate) fn added_to(&self, bytes: &[u8]) -> String {
        let mut known = VerifiedAccounts::read(bytes);
        known.accounts.insert(self.key.0.clone(), self.account.as_str().to_owned());
        format!("{:#}\n", serde_json::json!(known))
    }
}
