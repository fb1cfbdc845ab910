//! The integration tests, in one binary.

mod cite {
    mod short;
}
mod corrupt {
    mod encoding;
    mod mod;
}
mod house {
    mod floors;
    mod listing;
    mod mod;
    mod outside;
}
mod judged {
    mod mod;
    mod trec;
}
mod laws {
    mod document;
    mod names;
    mod text;
}
mod names {
    mod tables;
}
