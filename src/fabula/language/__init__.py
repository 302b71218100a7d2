"""Tokens, sentences and paragraphs."""
