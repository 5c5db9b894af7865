"""A whole page comes in, the part of it that is the article goes out. `page` leads; the others serve it."""
