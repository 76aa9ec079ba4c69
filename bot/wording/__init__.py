"""Words: a reply and a language make messages. The only room that imports jinja2."""
