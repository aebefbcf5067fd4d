"""Keeping: what is carried out of the house every night, and how a house is made of it again (ADR 0013)."""
