"""Reads exports with parsers that are not pincite's and prints what they hold, as JSON.

Input, on standard input: {"bibtex": "...", "biblatex": "...", "ris": "..."}. Output: for each a list
of records; of a .bib file "key", "type" and the fields, names taken apart; of RIS what rispy gives.

It needs Python 3 with bibtexparser (2.1 or later) and rispy:

    python3 -m venv /tmp/read-back
    /tmp/read-back/bin/pip install bibtexparser rispy
    PINCITE_PYTHON=/tmp/read-back/bin/python cargo test --test suite cite::read_back

Where they are missing it says so and ends with status 77, and the test that calls it is skipped.
"""

import json
import sys

try:
    import bibtexparser
    import rispy
    from bibtexparser import middlewares as layers
except ImportError as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(77)

if not hasattr(bibtexparser, "parse_string"):
    print("skipped: bibtexparser is older than version 2", file=sys.stderr)
    sys.exit(77)

# Both read these as they stand, so no escape is to be undone in them.
VERBATIM = {"url", "doi"}


def bib(text):
    plain = bibtexparser.parse_string(text)
    decoded = bibtexparser.parse_string(
        text,
        append_middleware=[
            layers.SeparateCoAuthors(),
            layers.SplitNameParts(),
            layers.LatexDecodingMiddleware(),
        ],
    )
    for library in (plain, decoded):
        if library.failed_blocks or len(library.blocks) != len(library.entries):
            sys.exit(f"not only entries: {library.failed_blocks or library.blocks}")
    records = []
    for raw, entry in zip(plain.entries, decoded.entries):
        record = {"key": entry.key, "type": entry.entry_type}
        for field in entry.fields:
            source = raw if field.key in VERBATIM else entry
            record[field.key] = shown(source.fields_dict[field.key].value)
        records.append(record)
    return records


def shown(value):
    if isinstance(value, list):
        return [vars(part) if hasattr(part, "last") else part for part in value]
    return value


given = json.load(sys.stdin)
print(
    json.dumps(
        {
            "bibtex": bib(given["bibtex"]),
            "biblatex": bib(given["biblatex"]),
            "ris": rispy.loads(given["ris"], skip_unknown_tags=False),
        },
        default=str,
    )
)
