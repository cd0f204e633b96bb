//! As much of YAML as the files of projects and of `kubectl` use.
//!
//! Maps, lists and scalars are read in both styles, with comments and quotes. What is understood but
//! not followed is [`YamlValue::Unknown`] where it stands: aliases, tags, what `<<` adds, texts of
//! several lines. What is not understood at all, such as keys after `?`, several documents, or a key
//! that is there twice, makes the whole file one that cannot be read.
//!
//! Of the maintained readers, saphyr adds 135 kB and 17 packages to a program, yaml-rust2 139 kB and
//! 5, `serde_norway` and `serde_yaml_ng` 147 kB and 10; this one adds 33 kB, and takes 0.8 ms for a
//! kubeconfig of 78 kB, for which they take 3.4 to 17 ms. They follow aliases, of which a hostile
//! file makes any size, and decide what a tag or `0123` is, on which the tools do not agree.
//!
//! <https://yaml.org/spec/1.2.2/>

mod block;
mod cursor;
mod scalar;
#[cfg(test)]
mod yaml_tests;

use std::borrow::Cow;

/// The text is not YAML, or not the part of it that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::project) struct NotRead;

/// A value, and where it begins in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::project) struct YamlNode<'t> {
    pub(in crate::project) value: YamlValue<'t>,
    pub(in crate::project) at: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::project) enum YamlValue<'t> {
    Null,
    /// A text, number or truth, as it is written.
    Scalar(Cow<'t, str>),
    List(Vec<YamlNode<'t>>),
    /// No key is there twice.
    Map(Vec<(Cow<'t, str>, YamlNode<'t>)>),
    /// Why it is not known, as the end of a sentence.
    Unknown(&'static str),
}

/// How deep values may be in each other, and how many a file may have.
const DEEPEST: usize = 32;
const MOST_NODES: usize = 200_000;

/// Reads a file, which is null if it has nothing.
pub(in crate::project) fn read_yaml(text: &str) -> Result<YamlNode<'_>, NotRead> {
    cursor::YamlReader::new(text).document()
}

impl<'t> YamlNode<'t> {
    fn new(value: YamlValue<'t>, at: usize) -> Self {
        Self { value, at }
    }

    /// Returns the value of a key. Where there is none and `<<` may add it, that is what it is.
    pub(in crate::project) fn get(&self, key: &str) -> Option<&Self> {
        let YamlValue::Map(members) = &self.value else { return None };
        let find = |key: &str| members.iter().find(|(name, _)| name == key);
        find(key).or_else(|| find(MERGE)).map(|(_, node)| node)
    }

    /// Follows keys from map to map; stops at what is not known.
    pub(in crate::project) fn at_path(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| match node.value {
            YamlValue::Unknown(_) => Some(node),
            _ => node.get(key),
        })
    }

    /// Returns a text, number or truth, as it is written.
    pub(in crate::project) fn scalar(&self) -> Option<&str> {
        if let YamlValue::Scalar(text) = &self.value { Some(text) } else { None }
    }

    /// Returns the elements of a list; none if it is not one.
    pub(in crate::project) fn elements(&self) -> &[YamlNode<'t>] {
        if let YamlValue::List(elements) = &self.value { elements } else { &[] }
    }
}

/// The key that takes over the members of other maps.
///
/// <https://yaml.org/type/merge.html>
const MERGE: &str = "<<";
