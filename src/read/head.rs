//! The head of a page: title, authors, date, source and address, as the text itself gives them.
