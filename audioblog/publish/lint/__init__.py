"""Lint: a feed, a public folder or a host in, findings out; each says what, where, why it matters, how to mend it."""
