"""Delivery: a built edition in, the same at its target (a folder, an object store) out, whole at every moment."""
