//! Hands terms that are already made to tantivy: split at spaces, nothing else.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Splits at each space; an empty term (two spaces) takes a position and gives no token.
#[derive(Clone, Debug, Default)]
pub struct GivenTerms {
    token: Token,
}

/// The terms of one text.
#[derive(Debug)]
pub struct GivenTermStream<'a> {
    rest: Option<&'a str>,
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for GivenTerms {
    type TokenStream<'a> = GivenTermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GivenTermStream<'a> {
        self.token.reset();
        let rest = (!text.is_empty()).then_some(text);
        GivenTermStream { rest, at: 0, token: &mut self.token }
    }
}

impl TokenStream for GivenTermStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(rest) = self.rest {
            let end = rest.bytes().position(|b| b == b' ').unwrap_or(rest.len());
            let term = &rest[..end];
            self.token.position = self.token.position.wrapping_add(1);
            self.token.offset_from = self.at;
            self.token.offset_to = self.at + end;
            self.at += end + 1;
            self.rest = rest.get(end + 1..);
            if !term.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(term);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
