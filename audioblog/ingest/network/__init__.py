"""Addresses come in, responses within every limit of time, size and safety go out. `fetch.Fetcher` is the door."""
