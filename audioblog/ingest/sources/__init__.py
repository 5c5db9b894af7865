"""What the user pointed at comes in, RawPosts go out: one module a kind of source. `routes.open_source` chooses."""
