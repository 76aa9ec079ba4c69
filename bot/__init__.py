"""Entregent: a chat bot that advises LinkedIn users, and says why and who disagrees."""

__version__ = "0.1.0"
