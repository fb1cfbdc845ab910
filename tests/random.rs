//! Numbers that look random and are always the same.

/// Random numbers; the same for the same seed, which is not zero.
pub struct Random(pub u64);

impl Random {
    /// One of the numbers from 0 below `n`, which is not zero.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}
