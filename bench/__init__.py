"""Speed and memory, measured as ratios within one run on the same machine: `make bench`."""
