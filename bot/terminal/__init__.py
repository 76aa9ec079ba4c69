"""The chat in a terminal. The only room that imports prompt_toolkit and rich."""
