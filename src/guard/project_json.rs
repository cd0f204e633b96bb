//! Which keys stand in JSON. Terraform reads each of several keys of one name, so none is dropped.
//!
//! <https://github.com/hashicorp/hcl/blob/main/json/spec.md#bodies>

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::project_tokens::{IsKey, aws_environment};

/// Finds the first key that is looked for, or the first name of an account and a region.
pub(super) fn find(text: &str, is_key: &IsKey<'_>) -> Result<Option<String>, ()> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let searched = JsonSearch(is_key).deserialize(&mut reader).map_err(|_| ())?;
    reader.end().map_err(|_| ())?;
    Ok(searched.found)
}

/// A value that has been searched.
#[derive(Default)]
struct SearchedJson {
    found: Option<String>,
    text: Option<String>,
    is_null: bool,
}

impl SearchedJson {
    fn with(found: Option<String>) -> Self {
        Self { found, ..Self::default() }
    }
}

#[derive(Clone, Copy)]
struct JsonSearch<'a>(&'a IsKey<'a>);

impl<'de> DeserializeSeed<'de> for JsonSearch<'_> {
    type Value = SearchedJson;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<SearchedJson, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonSearch<'_> {
    type Value = SearchedJson;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<SearchedJson, A::Error> {
        let mut first = None;
        while let Some(key) = members.next_key::<String>()? {
            let value = members.next_value_seed(self)?;
            let is_found = !value.is_null && (self.0)(&key, value.text.as_deref());
            first = first.or(if is_found { Some(key) } else { value.found });
        }
        Ok(SearchedJson::with(first))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<SearchedJson, A::Error> {
        let mut first = None;
        while let Some(value) = values.next_element_seed(self)? {
            first = first.or(value.found);
        }
        Ok(SearchedJson::with(first))
    }

    fn visit_str<E>(self, text: &str) -> Result<SearchedJson, E> {
        let found = aws_environment(text).map(str::to_owned);
        Ok(SearchedJson { text: Some(text.to_owned()), ..SearchedJson::with(found) })
    }

    fn visit_unit<E>(self) -> Result<SearchedJson, E> {
        Ok(SearchedJson { is_null: true, ..SearchedJson::default() })
    }

    fn visit_bool<E>(self, _: bool) -> Result<SearchedJson, E> {
        Ok(SearchedJson::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<SearchedJson, E> {
        Ok(SearchedJson::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<SearchedJson, E> {
        Ok(SearchedJson::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<SearchedJson, E> {
        Ok(SearchedJson::default())
    }
}
