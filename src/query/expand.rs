//! From a query to its plan: names, stems and prefixes, each form with its reason.
