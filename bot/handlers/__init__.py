"""Telegram: updates become events, messages become calls. The only room that imports telegram."""
