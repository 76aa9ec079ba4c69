"""Loads and checks dialogs/ once, at start. The only room that reads YAML."""
