"""What bench/run and bench/soak share. Standard library only."""
