//! The scorer of examples/ against figures that another one made for the same run.

#[path = "../../examples/trec_score.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod trec_score;

const QRELS: &str = "tests/judged/trec/qrels.txt";
const RUN: &str = "tests/judged/trec/run.txt";

fn score(args: &[&str]) -> Result<String, (String, u8)> {
    trec_score::run(args.iter().map(ToString::to_string).collect())
}

#[test]
fn scores_are_those_of_the_reference() {
    let table = include_str!("trec/expected.txt");
    assert_eq!(score(&[QRELS, RUN]).as_deref(), Ok(table));
    let by_query = include_str!("trec/expected.tsv");
    assert_eq!(score(&["-q", "-t", QRELS, RUN]).as_deref(), Ok(by_query));
}

#[test]
fn what_cannot_be_scored_is_refused() {
    let refused = |args: &[&str]| score(args).unwrap_err();
    assert_eq!(refused(&[QRELS]).1, 2);
    assert_eq!(refused(&["-x", QRELS, RUN]).1, 2);
    assert_eq!(refused(&[QRELS, "tests/judged/no-such-run"]).1, 2);
    assert_eq!(refused(&[QRELS, QRELS]), (format!("trec-score: {QRELS}:1: not a run line\n"), 2));
}
