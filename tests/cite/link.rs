//! Links to words of a page: how they are written, and what they take of a text.

use pincite::cite::TextDirective;
use pincite::cite::link::{NoLink, link};
use pincite::cite::page::{Comparison, Page};
use pincite::text::Span;

/// Terms, and how they stand in an address.
#[test]
fn terms_are_written_as_the_specification_asks() {
    let rows = [
        ("two words", "two%20words"),
        ("co-operate", "co%2Doperate"),
        ("a, b & c", "a%2C%20b%20%26%20c"),
        ("50% of it", "50%25%20of%20it"),
        ("%41", "%2541"),
        ("Zürich", "Z%C3%BCrich"),
        ("印太", "%E5%8D%B0%E5%A4%AA"),
        ("“so”", "%E2%80%9Cso%E2%80%9D"),
        ("#:~:text=x", "%23%3A~%3Atext%3Dx"),
        ("a+b", "a%2Bb"),
        ("(a) 'b' \"c\" <d>", "%28a%29%20%27b%27%20%22c%22%20%3Cd%3E"),
        ("the U.S. Army", "the%20U.S.%20Army"),
        ("the U.S.", "the%20U.S%2E"),
        ("a_b~c", "a_b~c"),
        ("👩\u{200d}🚀", "%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80"),
    ];
    for (term, written) in rows {
        let directive = TextDirective { start: term.to_owned(), ..TextDirective::default() };
        assert_eq!(directive.to_string(), format!("text={written}"));
        assert_eq!(TextDirective::parse(&directive.to_string()), Some(directive));
    }
}

fn parts(prefix: &str, start: &str, end: &str, suffix: &str) -> TextDirective {
    let given = |term: &str| (!term.is_empty()).then(|| term.to_owned());
    let (start, end) = (start.to_owned(), given(end));
    TextDirective { prefix: given(prefix), start, end, suffix: given(suffix) }
}

/// Directives as a browser takes them apart; the last ones it takes no notice of.
#[test]
fn directives_are_read_as_the_specification_says() {
    let rows = [
        ("text=a", Some(parts("", "a", "", ""))),
        ("text=a,b", Some(parts("", "a", "b", ""))),
        ("text=p-,a", Some(parts("p", "a", "", ""))),
        ("text=a,-s", Some(parts("", "a", "", "s"))),
        ("text=p-,a,b,-s", Some(parts("p", "a", "b", "s"))),
        ("text=p%2D,a%2Cb", Some(parts("", "p-", "a,b", ""))),
        ("text=%zz%4", Some(parts("", "%zz%4", "", ""))),
        ("text=%C3%BC", Some(parts("", "ü", "", ""))),
        ("text=", None),
        ("text=a,", None),
        ("text=p-", None),
        ("text=a,b,c", None),
        ("text=a,b,c,d,e", None),
        ("note=a", None),
    ];
    for (written, read) in rows {
        assert_eq!(TextDirective::parse(written), read, "{written}");
    }
}

/// What a browser looks for, and what it finds, from the web platform's tests of this algorithm and
/// from trials with Chromium 156.
#[test]
fn directives_find_what_a_browser_finds() {
    let rows = [
        ("the quick fox", "text=QUICK", Some("quick")),
        ("mountain ranger, color orange, range", "text=range", Some("range")),
        ("Zoë and Zoe", "text=zoe", Some("Zoë")),
        ("die Straße", "text=STRASSE", Some("Straße")),
        ("the ﬁscal year", "text=fiscal", Some("ﬁscal")),
        ("Søren, Łódź, æon", "text=aeon", Some("æon")),
        ("ΟΔΟΣ", "text=οδος", Some("ΟΔΟΣ")),
        ("カナ", "text=かな", Some("カナ")),
        ("say don’t", "text=don't", Some("don’t")),
        ("co\u{ad}operate", "text=cooperate", Some("co\u{ad}operate")),
        ("two\u{a0}\n", "text=two", Some("two")),
        ("two  words", "text=two%20words", Some("two  words")),
        ("Indians", "text=India", None),
        ("the policy.12 of", "text=policy.", Some("policy.")),
        ("the policy12 of", "text=policy", None),
        ("a foo_ b", "text=foo", None),
        ("co-operate", "text=cooperate", None),
        ("The quick\nbrown fox", "text=quick%20brown", None),
        ("The quick\nbrown fox", "text=The%20quick,brown", Some("The quick\nbrown")),
        ("The quick\nbrown fox", "text=quick-,brown", Some("brown")),
        ("a fox b fox c", "text=b-,fox", Some("fox")),
        ("a b x, a c x", "text=a,x,-%2C%20a", Some("a b x")),
        ("a b x, a c x", "text=a%20c,x", Some("a c x")),
        ("a b x a b x y", "text=a,x,-y", Some("a b x a b x y").map(|s| &s[..11])),
        ("one two", "text=two,one", None),
        ("one", "text=%CC%81", None),
    ];
    for (page, written, found) in rows {
        let directive = TextDirective::parse(written).expect("the table holds directives");
        let at = Page::read(page, Comparison::Standard).find(&directive);
        assert_eq!(at.map(|span| &page[span.range()]), found, "{written} in {page}");
    }
    let directive = TextDirective::parse("text=b-,fox").expect("it is one");
    let at = Page::read("a fox b fox c", Comparison::Standard).find(&directive);
    assert_eq!(at, Some(Span::new(8, 11)), "the second of two");
}

/// A text, the place in it between `[[` and `]]`, and the directive that leads there.
#[test]
fn places_are_led_to_by_few_words() {
    let rows = [
        ("We saw [[the innovation bridge]] today.", "text=the innovation bridge"),
        // The second of two: what stands before it, or behind.
        ("The bridge here.\nA long [[bridge]] there.", "text=A long-,bridge"),
        ("The bridge.\nNow.\nThe bridge.\n[[The bridge]] too.", "text=The bridge.-,The bridge"),
        // Of what is longer, beginning and end.
        (
            "[[One two three four five six seven eight nine ten eleven twelve.]] More.",
            "text=One two three four,nine ten eleven twelve.",
        ),
        ("[[One two.\nThree four five.]]", "text=One two,Three four five."),
        // As many words as it takes.
        (
            "one two three four no.\n[[one two three four five six seven eight nine ten eleven twelve]]",
            "text=one two three four five,nine ten eleven twelve",
        ),
        // Labels and footnote marks may be no text of the page.
        ("[[12. The first note.]]", "text=The first note."),
        ("a. One\nb. Facts\na. Two\n[[b. Facts]]", "text=a. Two-,b. Facts"),
        ("[[• The first point]]", "text=The first point"),
        ("[[Such is the policy.12]] It holds.", "text=Such is the policy."),
        ("[[Such is the policy.[12]]] It holds.", "text=Such is the policy."),
        ("[[Such is the policy¹² of the state]]", "text=Such is the policy,of the state"),
        // Words are taken whole, typography is not touched.
        ("He [[oper]]ated co-[[]]operatives", "text=operated"),
        ("a [[co-opera]]tion “so”", "text=co-operation"),
        ("He said [[“so  be it”]].", "text=“so be it”"),
        ("我们的[[印太]]战略，是", "text=我们的印太战略"),
    ];
    for (marked, wanted) in rows {
        let start = marked.find("[[").expect("the table marks places");
        let bare = marked.replacen("[[", "", 1);
        let end = bare.find("]]").expect("the table marks places");
        let end = if bare[end..].starts_with("]]]") { end + 1 } else { end };
        let text = format!("{}{}", &bare[..end], &bare[end + 2..]);
        let text = text.replace("[[]]", "");
        let found = link(Some("https://x.org/"), &text, Span::new(start, end));
        let found = found.expect("each has a link");
        let directive = found.strip_prefix("https://x.org/#:~:").expect("its address leads it");
        let directive = TextDirective::parse(directive).expect("it can be read");
        let TextDirective { prefix, start, end, suffix } = directive;
        let read = [prefix.map(|p| p + "-"), Some(start), end, suffix.map(|s| format!("-{s}"))];
        let read: Vec<String> = read.into_iter().flatten().collect();
        assert_eq!(format!("text={}", read.join(",")), wanted, "{marked}");
    }
}

#[test]
fn an_address_keeps_its_fragment() {
    let at = |url: &str| link(Some(url), "some words", Span::new(0, 10));
    let text = "text=some%20words";
    assert_eq!(at("https://x.org/a?b=c"), Ok(format!("https://x.org/a?b=c#:~:{text}")));
    assert_eq!(at("https://x.org/#sec"), Ok(format!("https://x.org/#sec:~:{text}")));
    assert_eq!(at("https://x.org/#"), Ok(format!("https://x.org/#:~:{text}")));
    assert_eq!(at("https://x.org/#a:~:text=b"), Ok(format!("https://x.org/#a:~:{text}")));
    assert_eq!(at(" HTTP://x.org/ "), Ok(format!("HTTP://x.org/#:~:{text}")));
}

#[test]
fn where_there_is_no_link_it_is_said_why() {
    let at = |url: Option<&str>, text: &str, start, end| link(url, text, Span::new(start, end));
    let web = Some("https://x.org/");
    assert_eq!(at(None, "words", 0, 5), Err(NoLink::Address));
    assert_eq!(at(Some(" "), "words", 0, 5), Err(NoLink::Address));
    assert_eq!(at(Some("doi:10.1/x"), "words", 0, 5), Err(NoLink::Page));
    assert_eq!(at(Some("https://x.org/a b"), "words", 0, 5), Err(NoLink::Page));
    assert_eq!(at(web, "words — ***", 6, 13), Err(NoLink::Words));
    assert_eq!(at(web, "words", 2, 2), Err(NoLink::Words));
    assert_eq!(at(web, "words", 3, 99), Err(NoLink::Words));
    let again = "Share\nPrint\nShare\nPrint\nShare\nPrint";
    assert!(at(web, again, 0, 5).is_ok(), "the first one");
    assert!(at(web, again, 12, 17).is_ok(), "the first one behind `Print`");
    assert_eq!(at(web, again, 24, 29), Err(NoLink::Twice));
}
