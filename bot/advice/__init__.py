"""Judging: facts, conditions, schools, guards, targets. Pure: no input, no output, no clock."""
