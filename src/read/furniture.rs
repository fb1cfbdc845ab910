//! Which blocks are caption, notice, teaser, note or running head.
