"""`python -m audioblog` is the same as `audioblog`."""

from audioblog.cli import main

if __name__ == "__main__":
    main()
