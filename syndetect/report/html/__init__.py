"""What is left of the single page: parts that have not moved into the site."""
