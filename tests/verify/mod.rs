//! Where quotations are looked for, and what is said of the places.

mod carrying;
mod places;
