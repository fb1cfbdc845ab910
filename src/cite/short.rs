//! The short citation of a hit: Chicago notes form, made from the record alone.
