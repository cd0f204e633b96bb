//! The value of an expression.

/// A value, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::project) enum HclValue {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
    /// Why it is not known, as the end of a sentence.
    Unknown(String),
}

/// The most values that one value may consist of, and the longest text.
const MOST_PARTS: usize = 10_000;
const LONGEST: usize = 4_096;

impl HclValue {
    pub(in crate::project) fn unknown(why: impl Into<String>) -> Self {
        Self::Unknown(why.into())
    }

    /// Returns what a text becomes of it; nothing where it is no text, number or truth.
    pub(in crate::project) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.clone()),
            Self::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    /// Returns the member of an object or list.
    pub(super) fn member(&self, key: &str) -> Self {
        let missing = || Self::unknown("takes a part of a value that has none of this name");
        match self {
            Self::Object(members) => {
                let member = members.iter().rfind(|(name, _)| name == key);
                // A key that is not known may be this one.
                let hides = |(name, _): &(String, Self)| name.is_empty();
                match member {
                    Some((_, value)) if !members.iter().any(hides) => value.clone(),
                    _ => missing(),
                }
            }
            Self::List(elements) => {
                let element = key.parse::<usize>().ok().and_then(|at| elements.get(at));
                element.cloned().unwrap_or_else(missing)
            }
            Self::Unknown(_) => self.clone(),
            _ => missing(),
        }
    }

    fn parts(&self) -> usize {
        1 + match self {
            Self::List(elements) => elements.iter().map(Self::parts).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.parts()).sum(),
            _ => 0,
        }
    }

    /// Refuses what is larger than anything that chooses an account.
    pub(in crate::project) fn bounded(self) -> Self {
        let is_long = matches!(&self, Self::Text(text) if text.len() > LONGEST);
        if is_long || self.parts() > MOST_PARTS {
            return Self::unknown("is too large");
        }
        self
    }
}
