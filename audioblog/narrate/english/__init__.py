"""Everything that knows English: numbers in words, the rules by class, and the data that they read."""
