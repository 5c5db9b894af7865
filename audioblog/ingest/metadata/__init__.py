"""A page's head comes in; title, author, dates and language go out, each with where it was said."""
