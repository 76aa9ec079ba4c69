"""Benches: how fast the engine is, beside a peer or a floor."""
