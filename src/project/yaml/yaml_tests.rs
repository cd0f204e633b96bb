//! What the reader of YAML makes of a text.

use super::{NotRead, YamlNode, YamlValue, read_yaml};

/// Writes a value in one line.
fn written(node: &YamlNode<'_>) -> String {
    match &node.value {
        YamlValue::Null => "null".to_owned(),
        YamlValue::Scalar(text) => format!("<{text}>"),
        YamlValue::List(elements) => {
            let elements: Vec<_> = elements.iter().map(written).collect();
            format!("[{}]", elements.join(" "))
        }
        YamlValue::Map(members) => {
            let member = |(key, node): &(_, YamlNode<'_>)| format!("{key}={}", written(node));
            let members: Vec<_> = members.iter().map(member).collect();
            format!("{{{}}}", members.join(" "))
        }
        YamlValue::Unknown(why) => format!("({why})"),
    }
}

fn check(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        let read = read_yaml(text).map(|node| written(&node));
        assert_eq!(read.as_deref().unwrap_or("not read"), *expected, "{text:?}");
        let windows = text.replace('\n', "\r\n");
        let read = read_yaml(&windows).map(|node| written(&node));
        assert_eq!(read.as_deref().unwrap_or("not read"), *expected, "{windows:?}");
    }
}

#[test]
fn maps_and_lists_are_read_by_their_indentation() {
    check(&[
        ("", "null"),
        ("# nothing\n", "null"),
        ("---\na: 1\n", "{a=<1>}"),
        ("---\na: 1\n...\n", "{a=<1>}"),
        ("\u{feff}a: 1", "{a=<1>}"),
        ("a: 1\nb: 2\n", "{a=<1> b=<2>}"),
        ("a:\n  b:\n    c: 1\nd: 2", "{a={b={c=<1>}} d=<2>}"),
        ("a:\nb: ~\nc: null\n", "{a=null b=null c=null}"),
        ("- 1\n- 2\n", "[<1> <2>]"),
        ("a:\n- 1\n- 2\nb: 3", "{a=[<1> <2>] b=<3>}"),
        ("a:\n  - 1\n  - 2\nb: 3", "{a=[<1> <2>] b=<3>}"),
        ("- a: 1\n  b: 2\n- a: 3\n", "[{a=<1> b=<2>} {a=<3>}]"),
        ("-\n  a: 1\n-\n- x", "[{a=<1>} null <x>]"),
        ("- - 1\n  - 2\n- 3", "[[<1> <2>] <3>]"),
        ("a:\n- b:\n  - c\n  d: 1", "{a=[{b=[<c>] d=<1>}]}"),
        ("a:   # why\n  # more\n\n  b: 1 # yes\n", "{a={b=<1>}}"),
        ("Fn::Sub: x\nhttp://a: b", "{Fn::Sub=<x> http://a=<b>}"),
    ]);
}

#[test]
fn scalars_are_what_is_written() {
    check(&[
        ("a: b c", "{a=<b c>}"),
        ("a: https://x:443/y#z", "{a=<https://x:443/y#z>}"),
        ("a: -x", "{a=<-x>}"),
        ("a: 'it''s # one: \\'", "{a=<it's # one: \\>}"),
        ("a: \"one # two: '\"  # three", "{a=<one # two: '>}"),
        ("a: \"\"\nb: ''", "{a=<> b=<>}"),
        ("\"a b\" : 1\n'c': 2", "{a b=<1> c=<2>}"),
        ("a: 111122223333", "{a=<111122223333>}"),
        ("a: true", "{a=<true>}"),
    ]);
}

#[test]
fn brackets_may_go_over_lines() {
    check(&[
        ("a: [1, 'b c', \"d\"]", "{a=[<1> <b c> <d>]}"),
        ("a: []\nb: {}", "{a=[] b={}}"),
        ("a: [1, 2,]", "{a=[<1> <2>]}"),
        (
            "a: {b: 1, 'c':2, d, e: , f: [g, {h: i}]}",
            "{a={b=<1> c=<2> d=null e=null f=[<g> {h=<i>}]}}",
        ),
        ("a: [ # one\n  1,\n\n  2 # two\n]\nb: 3", "{a=[<1> <2>] b=<3>}"),
        ("{a: b:c, \"d\": http://x}", "{a=<b:c> d=<http://x>}"),
        ("[a b, c]", "[<a b> <c>]"),
    ]);
}

#[test]
fn what_is_not_followed_is_unknown_where_it_stands() {
    check(&[
        ("a: *b\nc: 1", "{a=(is an alias, which is not followed) c=<1>}"),
        ("a: &x 1\nb: &y\n  c: 2", "{a=<1> b={c=<2>}}"),
        ("a: &y\n- 1\nb: &z [2]", "{a=[<1>] b=[<2>]}"),
        (
            "a: !Ref b\nc: !Sub\n- d\n- e\nf: !x",
            "{a=(has a tag, which is not followed) \
            c=(has a tag, which is not followed) f=(has a tag, which is not followed)}",
        ),
        (
            "a: [*b, !t c, &d e, !f]",
            "{a=[(is an alias, which is not followed) \
            (has a tag, which is not followed) <e> (has a tag, which is not followed)]}",
        ),
        ("a:\n  <<: *b\n  c: 1", "{a={<<=(may be in what << adds) c=<1>}}"),
        (
            "a: |\n  b: c\n\n   d\nb: >-\n  - x\nc: 1",
            "{a=(is a text of several lines) \
            b=(is a text of several lines) c=<1>}",
        ),
        ("- |\n a\n- b", "[(is a text of several lines) <b>]"),
        ("a: b\n  c\nd: 1", "{a=(is a text of several lines) d=<1>}"),
        ("a:\n  b\n  c\nd: 1", "{a=(is a text of several lines) d=<1>}"),
        (
            "a: \"b\n  c\"\nd: 'e\n\n f'",
            "{a=(is a text of several lines) \
            d=(is a text of several lines)}",
        ),
        ("a: \"\\u0041\"", "{a=(has an escape, which is not followed)}"),
        ("a: 012345670123\nb: 0\nc: '01'", "{a=(is a number that begins with 0) b=<0> c=<01>}"),
    ]);
    let text = "a:\n  <<: *x\n  b: 1\nc: *y";
    let root = read_yaml(text).unwrap();
    assert_eq!(root.at_path(&["a", "b"]).unwrap().scalar(), Some("1"));
    let is_unknown =
        |keys: &[&str]| matches!(root.at_path(keys).unwrap().value, YamlValue::Unknown(_));
    assert!(is_unknown(&["a", "other"]));
    assert!(is_unknown(&["c", "d", "e"]));
    assert_eq!(root.at_path(&["a", "b", "c"]), None);
    assert_eq!(root.at_path(&["d"]), None);
    assert_eq!(root.get("a").unwrap().get("b").unwrap().at, text.find('1').unwrap());
}

#[test]
fn what_is_not_understood_is_not_read() {
    let texts = [
        "a: 1\na: 2",
        "{a: 1, a: 2}",
        "a: 1\n b: 2",
        "a:\n   b: 1\n  c: 2",
        "a: b: c",
        "a: - b",
        "? a\n: b",
        "a: 1\n- b",
        "a: 1\n- b: c",
        "- a\nb: 1",
        "a: [1",
        "a: {b: 1",
        "a: [1] x",
        "a: \"b",
        "a: \"b\" c",
        "a: 'b'c",
        "\ta: 1",
        "a:\n\tb: 1",
        "a: 1\n---\nb: 2",
        "%YAML 1.1\n---",
        "a: @b",
        "a: `b`",
        "a: ]",
        "a: [b: c]",
        "a: [- b]",
        "a: {[b]: c}",
        "*a : b",
        "a: %b",
        "a: [1]]",
        "a: [1,,2]",
        "{a: 1}: 2",
        "--- a: 1\nb: 2",
    ];
    for text in texts {
        assert_eq!(read_yaml(text), Err(NotRead), "{text:?}");
    }
}

#[test]
fn hostile_texts_are_bounded() {
    let deep = ["[", "{a: ", "- ", "&a ", "!a "].map(|part| part.repeat(100_000));
    let long = ["-\n", "[[],", "a: [", "\"", "'", "a: >\n", "\\", "- 'a\n", "a:\n "];
    let long = long.map(|part| part.repeat(50_000));
    for text in deep.iter().chain(&long) {
        let _ = read_yaml(text);
    }
    let nested: String = (0..100).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(read_yaml(&nested), Err(NotRead));
}
