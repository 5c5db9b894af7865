"""Web: the public folder over HTTP, for preview and for small installations. The optional extra `[web]`."""
