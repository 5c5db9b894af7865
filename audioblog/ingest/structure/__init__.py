"""A DOM comes in, blocks, footnotes and comments go out. `blocks` is the one walk; the others serve it."""
