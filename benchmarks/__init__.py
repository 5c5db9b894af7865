"""What `make bench` runs: every figure is a ratio of two measurements of one run, so that the machine cancels out."""
