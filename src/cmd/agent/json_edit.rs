//! One entry in a JSON file, added or taken away; every other byte stays as it is.
//!
//! The text has been parsed before, so that only the places of its values are looked for here.

use std::ops::Range;

use serde_json::Value;

/// A member of an object, or an element of a list.
#[derive(Debug)]
struct JsonPart {
    /// The key, quotes and all; empty in a list.
    key: Range<usize>,
    value: Range<usize>,
}

/// An object or a list.
#[derive(Debug)]
struct JsonGroup {
    parts: Vec<JsonPart>,
    /// Where its opening bracket is, and its closing one.
    open: usize,
    close: usize,
}

/// Adds an element to the list that a path of keys leads to. What is missing of the path is added too.
/// None if something else is in its place.
pub(super) fn with_element(text: &str, path: &[&str], element: &str) -> Option<String> {
    let unit = indentation(text);
    let mut at = start_of_value(text, 0);
    for (depth, key) in path.iter().enumerate() {
        let object = group(text, at, b'{')?;
        let Some(part) = object.member(text, key) else {
            let rest = nested(&path[depth..], element, depth + 1, unit);
            return Some(object.with(text, &rest, depth + 1, unit));
        };
        at = part.value.start;
    }
    Some(group(text, at, b'[')?.with(text, element, path.len() + 1, unit))
}

/// Adds a member to the object that the text is, if it has none of this key.
pub(super) fn with_member(text: &str, key: &str, value: &str) -> Option<String> {
    let object = group(text, start_of_value(text, 0), b'{')?;
    if object.member(text, key).is_some() {
        return Some(text.to_owned());
    }
    Some(object.with(text, &format!("\"{key}\": {value}"), 1, indentation(text)))
}

/// Takes away the first part of a list at the path, or of the lists in it, that `is_it` recognizes by
/// its text, and what holds nothing else. None if there is none.
pub(super) fn without_element(
    text: &str,
    path: &[&str],
    is_it: &dyn Fn(&str) -> bool,
) -> Option<String> {
    // Each group from the whole text inwards, and the part of it that is looked into.
    let mut way: Vec<(JsonGroup, usize)> = Vec::new();
    let mut at = start_of_value(text, 0);
    for key in path {
        let object = group(text, at, b'{')?;
        let index = object.position(text, key)?;
        at = object.parts[index].value.start;
        way.push((object, index));
    }
    if !find(text, at, is_it, &mut way) {
        return None;
    }
    // A matcher and its like are of no use without what they match for.
    let below = path.len();
    let holds_more = |level: usize, (group, _): &(JsonGroup, usize)| {
        let is_entry = level > below && text.as_bytes()[group.open] == b'{';
        group.parts.len() > 1 && !is_entry
    };
    let level = way.iter().enumerate().rposition(|(level, step)| holds_more(level, step));
    let (group, index) = &way[level.unwrap_or(0)];
    Some(group.without(text, *index))
}

/// Goes into lists and objects in search of a part.
fn find(
    text: &str,
    at: usize,
    is_it: &dyn Fn(&str) -> bool,
    way: &mut Vec<(JsonGroup, usize)>,
) -> bool {
    let bracket = text.as_bytes()[at];
    let Some(inner) = group(text, at, bracket) else { return false };
    let values: Vec<_> = inner.parts.iter().map(|part| part.value.clone()).collect();
    way.push((inner, 0));
    let level = way.len() - 1;
    for (index, value) in values.into_iter().enumerate() {
        way[level].1 = index;
        let is_string = text[value.clone()].starts_with('"');
        if is_string && bracket == b'{' && is_it(&text[value.clone()])
            || !is_string && find(text, value.start, is_it, way)
        {
            return true;
        }
    }
    way.pop();
    false
}

impl JsonGroup {
    fn position(&self, text: &str, key: &str) -> Option<usize> {
        // A key may be written with escapes.
        let is_it = |part: &JsonPart| {
            let name = serde_json::from_slice::<Value>(text[part.key.clone()].as_bytes());
            name.is_ok_and(|name| name == key)
        };
        // Of two that are alike the last one counts.
        self.parts.iter().rposition(is_it)
    }

    fn member(&self, text: &str, key: &str) -> Option<&JsonPart> {
        self.position(text, key).map(|index| &self.parts[index])
    }

    /// Returns the text with one more part at the end.
    fn with(&self, text: &str, part: &str, depth: usize, unit: &str) -> String {
        let (before, comma) = match self.parts.last() {
            Some(last) => (&text[..last.value.end], ","),
            None => (&text[..=self.open], ""),
        };
        let rest = text[before.len()..].trim_start();
        let (inner, outer) = (unit.repeat(depth), unit.repeat(depth - 1));
        format!("{before}{comma}\n{inner}{part}\n{outer}{rest}")
    }

    /// Returns the text without a part, and without its comma.
    fn without(&self, text: &str, index: usize) -> String {
        let start = |part: &JsonPart| part.key.start.min(part.value.start);
        let (from, to) = match (index.checked_sub(1), self.parts.get(index + 1)) {
            (_, Some(next)) => (start(&self.parts[index]), start(next)),
            (Some(before), None) => (self.parts[before].value.end, self.parts[index].value.end),
            (None, None) => (self.open + 1, self.close),
        };
        format!("{}{}", &text[..from], &text[to..])
    }
}

/// Writes an element with the objects and the list around it, from a key on.
fn nested(path: &[&str], element: &str, depth: usize, unit: &str) -> String {
    let Some((key, rest)) = path.split_first() else { return element.to_owned() };
    let brackets = if rest.is_empty() { ('[', ']') } else { ('{', '}') };
    let inner = nested(rest, element, depth + 1, unit);
    let (deeper, here) = (unit.repeat(depth + 1), unit.repeat(depth));
    format!("\"{key}\": {}\n{deeper}{inner}\n{here}{}", brackets.0, brackets.1)
}

/// Returns what one level is indented by.
fn indentation(text: &str) -> &str {
    let indented = text.lines().find(|line| line.starts_with([' ', '\t']));
    let indented = indented.map(|line| &line[..line.len() - line.trim_start().len()]);
    indented.filter(|unit| !unit.is_empty()).unwrap_or("  ")
}

fn start_of_value(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// Reads the group at a place, if it is one of this kind.
fn group(text: &str, open: usize, bracket: u8) -> Option<JsonGroup> {
    if text.as_bytes().get(open) != Some(&bracket) || !b"{[".contains(&bracket) {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = start_of_value(text, open + 1);
    while !text[at..].starts_with(['}', ']']) {
        let mut key = at..at;
        if bracket == b'{' {
            key = at..end_of_value(text, at)?;
            at = start_of_value(text, start_of_value(text, key.end) + 1);
        }
        let value = at..end_of_value(text, at)?;
        if bracket == b'[' {
            key = value.start..value.start;
        }
        at = start_of_value(text, value.end);
        if text[at..].starts_with(',') {
            at = start_of_value(text, at + 1);
        }
        parts.push(JsonPart { key, value });
    }
    Some(JsonGroup { parts, open, close: at })
}

/// Returns where the value ends that begins at a place.
fn end_of_value(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0;
    let mut is_string = false;
    let mut bytes = text.bytes().enumerate().skip(at);
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'\\' if is_string => drop(bytes.next()),
            b'"' => is_string = !is_string,
            _ if is_string => {}
            b'{' | b'[' => depth += 1,
            // What is no string and no group ends where the next part begins.
            b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return Some(place),
            b'}' | b']' => depth -= 1,
            _ => continue,
        }
        let is_end = depth == 0 && !is_string && matches!(byte, b'"' | b'}' | b']');
        if is_end {
            return Some(place + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PATH: [&str; 2] = ["hooks", "Pre"];
    const ELEMENT: &str = r#"{ "m": "B", "hooks": [{ "command": "mine" }] }"#;

    fn is_mine(text: &str) -> bool {
        text == "\"mine\""
    }

    fn value(text: &str) -> Value {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    #[test]
    fn an_entry_is_added_at_the_end_and_all_else_stays() {
        for (before, after) in [
            ("{}", "{\n  \"hooks\": {\n    \"Pre\": [\n      MINE\n    ]\n  }\n}"),
            ("{ }\n", "{\n  \"hooks\": {\n    \"Pre\": [\n      MINE\n    ]\n  }\n}\n"),
            (
                "{\n\t\"a\": 1\n}\n",
                "{\n\t\"a\": 1,\n\t\"hooks\": {\n\t\t\"Pre\": [\n\t\t\tMINE\n\t\t]\n\t}\n}\n",
            ),
            (
                "{\n    \"hooks\": {\"Post\": []},\n    \"b\": 2\n}",
                "{\n    \"hooks\": {\"Post\": [],\n        \"Pre\": [\n            MINE\n        ]\n    },\n    \"b\": 2\n}",
            ),
            (
                "{\n  \"hooks\": {\n    \"Pre\": [\n      {\"x\": \"]}\\\"\"}\n    ]\n  }\n}\n",
                "{\n  \"hooks\": {\n    \"Pre\": [\n      {\"x\": \"]}\\\"\"},\n      MINE\n    ]\n  }\n}\n",
            ),
        ] {
            let found = with_element(before, &PATH, ELEMENT).unwrap();
            assert_eq!(found, after.replace("MINE", ELEMENT), "{before}");
            value(&found);
        }
        for text in ["[]", "1", "{\"hooks\": 1}", "{\"hooks\": []}", "{\"hooks\": {\"Pre\": {}}}"] {
            assert_eq!(with_element(text, &PATH, ELEMENT), None, "{text}");
        }
    }

    #[test]
    fn what_was_added_is_taken_away_and_all_else_stays() {
        for (before, after) in [
            (r#"{"hooks": {"Pre": [MINE]}}"#, "{}"),
            (r#"{"a": 1, "hooks": {"Pre": [MINE]}}"#, r#"{"a": 1}"#),
            (r#"{"hooks": {"Pre": [MINE]}, "a": 1}"#, r#"{"a": 1}"#),
            (r#"{"hooks": {"Pre": [MINE], "Post": []}}"#, r#"{"hooks": {"Post": []}}"#),
            (r#"{"hooks": {"Pre": [1, MINE]}}"#, r#"{"hooks": {"Pre": [1]}}"#),
            (r#"{"hooks": {"Pre": [MINE, 1]}}"#, r#"{"hooks": {"Pre": [1]}}"#),
            (
                r#"{"hooks": {"Pre": [{"m": 1, "hooks": [{"command": "x"}, {"t": 1, "command": "mine"}]}]}}"#,
                r#"{"hooks": {"Pre": [{"m": 1, "hooks": [{"command": "x"}]}]}}"#,
            ),
            (r#"{"hooks": {"Pre": [{"command": "mine"}, {}]}}"#, r#"{"hooks": {"Pre": [{}]}}"#),
        ] {
            let before = before.replace("MINE", ELEMENT);
            assert_eq!(
                without_element(&before, &PATH, &is_mine).as_deref(),
                Some(after),
                "{before}"
            );
        }
        for text in ["{}", "[]", r#"{"hooks": {"Pre": [{"command": "x"}], "Post": ["mine"]}}"#] {
            assert_eq!(without_element(text, &PATH, &is_mine), None, "{text}");
        }
    }

    #[test]
    fn a_file_is_as_before_when_an_entry_was_added_and_taken_away() {
        for text in [
            "{\n  \"a\": [1, {\"b\": null}]\n}\n",
            "{\"a\":1}",
            "{\n\t\"hooks\": {\n\t\t\"Pre\": [\n\t\t\t{ \"x\": true }\n\t\t],\n\t\t\"Post\": []\n\t}\n}\n",
            "{\"hooks\":{\"Pre\":[{\"hooks\":[{\"command\":\"\\u006dine\"}]}]},\"é\":-1.5e3}",
        ] {
            let with = with_element(text, &PATH, ELEMENT).unwrap();
            let mut expected = value(text);
            let list = &mut expected["hooks"]["Pre"];
            *list = list
                .as_array()
                .cloned()
                .unwrap_or_default()
                .into_iter()
                .chain([value(ELEMENT)])
                .collect();
            assert_eq!(value(&with), expected, "{text}");
            let without = without_element(&with, &PATH, &is_mine).unwrap();
            assert_eq!(value(&without), value(text), "{with}");
        }
    }

    /// Makes a value of any shape from a number.
    fn any(seed: &mut u64, depth: u8) -> Value {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let kind = *seed >> 60;
        let count = *seed >> 33 & 3;
        match kind {
            0..4 if depth > 0 => (0..count).map(|_| any(seed, depth - 1)).collect(),
            4..9 if depth > 0 => {
                let keys = ["a", "hooks", "Pre", "}", "\\\"", "command"];
                let mut key =
                    |index: u64| keys[(*seed >> (20 + index) & 7) as usize % 6].to_owned();
                let keys: Vec<_> = (0..count).map(&mut key).collect();
                keys.into_iter().map(|key| (key, any(seed, depth - 1))).collect()
            }
            9 => json!("[{\"\\,: "),
            10 => json!(-1.5e3),
            11 => json!(true),
            _ => json!(null),
        }
    }

    #[test]
    fn whatever_a_file_has_it_keeps() {
        let mut seed = 1;
        let mut count = 0;
        for _ in 0..2000 {
            let before = any(&mut seed, 4);
            let pretty = serde_json::to_string_pretty(&before).unwrap();
            for text in [before.to_string(), pretty] {
                let Some(with) = with_element(&text, &PATH, ELEMENT) else { continue };
                let mut expected = before.clone();
                let list = &mut expected["hooks"]["Pre"];
                let old = list.as_array().cloned().unwrap_or_default();
                *list = old.into_iter().chain([value(ELEMENT)]).collect();
                assert_eq!(value(&with), expected, "{text}");
                let without = without_element(&with, &PATH, &is_mine).unwrap();
                let has_list = before.pointer("/hooks/Pre").is_some_and(|list| *list != json!([]));
                if has_list || before.get("hooks").is_none() {
                    assert_eq!(value(&without), before, "{with}");
                }
                count += 1;
            }
        }
        assert!(count > 500, "{count}");
    }

    #[test]
    fn a_member_is_added_once() {
        assert_eq!(with_member("{}", "version", "1").unwrap(), "{\n  \"version\": 1\n}");
        let text = "{\"version\": 2}";
        assert_eq!(with_member(text, "version", "1").unwrap(), text);
        assert_eq!(value(&with_member("{\"a\": {}}", "v", "1").unwrap()), json!({"a": {}, "v": 1}));
    }
}
