"""What can be wrong in a dialogs folder; `bot.content.check` runs all of it."""
