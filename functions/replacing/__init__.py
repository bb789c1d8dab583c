"""Replacements: what they cost, asked for, decided on, listed."""
