"""Code that the bench scripts share. Standard library only."""
