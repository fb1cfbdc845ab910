//! Which reader a file needs: by its content first, by its name second.
