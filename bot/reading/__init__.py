"""What people forward, turned into facts, each with the words that it was read from."""
