"""Goldseam: a private, end-to-end encrypted, local-first journal."""
